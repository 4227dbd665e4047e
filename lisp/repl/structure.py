"""Structural editing: commands that keep parentheses in pairs. Each takes a text and the offset of the cursor and gives
both back, unchanged where the command makes no sense.

    slurp   (a |b) c  →  (a |b c)        barf    (a |b c)  →  (a |b) c
    wrap    a |b c    →  a (|b) c        splice  (a (|b) c)  →  (a |b c)      raise   (a (|b) c)  →  (a |b)…
"""

from __future__ import annotations

from lisp.repl.scan import Token, elements, index_at, inside_text, opener_around, scan, token_before

Edit = tuple[str, int]


def around(text: str, at: int) -> tuple[list[Token], int]:
    """The tokens of TEXT and the index of the opener of the list around AT; -1 in text that is no list."""
    tokens = scan(text)
    if inside_text(text, token_before(tokens, at), at):
        return tokens, -1
    return tokens, opener_around(tokens, at)


def outer_elements(tokens: list[Token], opener: int) -> list[tuple[int, int]]:
    """The data beside the list that OPENER opens."""
    outer = opener_around(tokens, tokens[opener].start)
    return elements(tokens, outer)


def slurp(text: str, at: int) -> Edit:
    """Take the datum behind the list around the cursor into it."""
    tokens, opener = around(text, at)
    while opener >= 0 and tokens[opener].partner >= 0:
        close = tokens[tokens[opener].partner]
        following = [e for e in outer_elements(tokens, opener) if tokens[e[0]].start >= close.end]
        if following:
            end = tokens[following[0][1]].end
            gap = text[close.end : end]
            if gap and not gap[0].isspace() and text[close.start - 1] not in "( \n":
                gap = " " + gap
            return text[: close.start] + gap + ")" + text[end:], at
        opener = opener_around(tokens, tokens[opener].start)  # nothing follows: the list around it takes
    return text, at


def barf(text: str, at: int) -> Edit:
    """Put the last datum out of the list around the cursor."""
    tokens, opener = around(text, at)
    if opener < 0 or tokens[opener].partner < 0:
        return text, at
    inside = elements(tokens, opener)
    if not inside:
        return text, at
    close = tokens[tokens[opener].partner]
    end = tokens[inside[-2][1]].end if len(inside) > 1 else tokens[opener].end
    gap = "" if text[end : end + 1].isspace() else " "
    made = text[:end] + ")" + gap + text[end : close.start] + text[close.end :]
    return made, min(at, end)


def wrap(text: str, at: int) -> Edit:
    """Put parentheses around the datum at the cursor."""
    tokens, opener = around(text, at)
    for first, last in elements(tokens, opener):
        start, end = tokens[first].start, tokens[last].end
        if start <= at < end or start >= at:
            return f"{text[:start]}({text[start:end]}){text[end:]}", max(at, start) + 1
    return f"{text[:at]}(){text[at:]}", at + 1


def splice(text: str, at: int) -> Edit:
    """Remove the parentheses of the list around the cursor."""
    tokens, opener = around(text, at)
    if opener < 0 or tokens[opener].partner < 0:
        return text, at
    start, close = tokens[opener], tokens[tokens[opener].partner]
    made = text[: start.start] + text[start.end : close.start] + text[close.end :]
    return made, max(start.start, at - (start.end - start.start))


def raise_datum(text: str, at: int) -> Edit:
    """Replace the list around the cursor by the datum at it."""
    tokens, opener = around(text, at)
    if opener < 0 or tokens[opener].partner < 0:
        return text, at
    for first, last in elements(tokens, opener):
        start, end = tokens[first].start, tokens[last].end
        if at < end:
            place, close = tokens[opener].start, tokens[tokens[opener].partner]
            return text[:place] + text[start:end] + text[close.end :], place
    return text, at


def forward(text: str, at: int) -> int:
    """The end of the next datum, or that of the list around where none is left."""
    tokens, opener = around(text, at)
    for _, last in elements(tokens, opener):
        if tokens[last].end > at:
            return tokens[last].end
    if opener >= 0 and tokens[opener].partner >= 0:
        return tokens[tokens[opener].partner].end
    return len(text)


def backward(text: str, at: int) -> int:
    """The start of the datum before, or that of the list around where there is none."""
    tokens, opener = around(text, at)
    starts = [tokens[first].start for first, _ in elements(tokens, opener) if tokens[first].start < at]
    if starts:
        return starts[-1]
    return tokens[opener].start if opener >= 0 else 0


def kill(text: str, at: int) -> Edit:
    """Remove the datum behind the cursor."""
    tokens, opener = around(text, at)
    for first, last in elements(tokens, opener):
        if tokens[first].start >= at:
            return text[:at] + text[tokens[last].end :], at
    return text, at


def matching(tokens: list[Token], at: int) -> tuple[int, int] | None:
    """The offsets of the parenthesis at or right before the cursor AT and of its partner; the one before goes first."""
    place = index_at(tokens, at + 1)
    for candidate in (place, place - 1):
        if candidate < 0:
            continue
        token = tokens[candidate]
        if token.kind == "close" and token.end == at and token.partner >= 0:
            return token.start, tokens[token.partner].end - 1
        if token.kind == "open" and token.start <= at < token.end and token.partner >= 0:
            return token.end - 1, tokens[token.partner].start
    return None
