"""The text under the cursor as tokens, also when it is unfinished or wrong: what colours, indentation, completion and the
structural commands look at. Offsets count characters of the text.

    kind     open close string comment prefix atom, and `skip` for #; (space is left out)
    depth    how many lists are open before the token
    partner  the index of the token that closes or opens the same list, -1 where there is none
"""

from __future__ import annotations

from bisect import bisect_right

from lisp.reader.complete import TOKEN, comment_end, is_closed


class Token:
    """A piece of text; the module says what the fields are."""

    __slots__ = ("kind", "start", "end", "depth", "partner")

    def __init__(self, kind: str, start: int, end: int) -> None:
        self.kind = kind
        self.start = start
        self.end = end
        self.depth = 0
        self.partner = -1


class Scanner:
    """`scan` for an editor, which asks again and again for the tokens of a text that has hardly changed.

    Only what was changed is scanned, up to where a token begins that was there before: what follows is then the same.
    """

    def __init__(self) -> None:
        self.text = ""
        self.tokens: list[Token] = []

    def scan(self, text: str) -> list[Token]:
        """The tokens of TEXT; not to be changed, nor kept beyond the next call."""
        if text != self.text:
            self.update(text)
            self.text = text
        return self.tokens

    def update(self, text: str) -> None:
        old, tokens = self.text, self.tokens
        start = common_length(old, text, 1)
        same = min(common_length(old, text, -1), min(len(old), len(text)) - start)
        first = max(0, index_at(tokens, start) - 1)
        shift, changed = len(text) - len(old), len(text) - same
        fresh: list[Token] = []
        after = first  # the first of the old tokens that stays
        at = tokens[first].start if first else 0
        while at < len(text):
            while after < len(tokens) and tokens[after].start + shift < at:
                after += 1
            if at >= changed and after < len(tokens) and tokens[after].start + shift == at:
                break
            at = next_tokens(text, at, fresh)
        else:
            after = len(tokens)
        replaced, rest = tokens[first:after], tokens[after:]
        if shift:
            for token in rest:
                token.start += shift
                token.end += shift
        self.tokens = [*tokens[:first], *fresh, *rest]
        if [token.kind for token in replaced] == [token.kind for token in fresh]:
            for token, before in zip(fresh, replaced):
                token.depth, token.partner = before.depth, before.partner
        else:
            connect(self.tokens)


def common_length(one: str, other: str, direction: int) -> int:
    """How many characters ONE and OTHER have in common at the start (DIRECTION 1) or at the end (-1)."""
    known, most = 0, min(len(one), len(other))
    while known < most:
        middle = (known + most + 1) // 2
        if direction > 0:
            equal = one[known:middle] == other[known:middle]
        else:
            equal = one[len(one) - middle : len(one) - known] == other[len(other) - middle : len(other) - known]
        if equal:
            known = middle
        else:
            most = middle - 1
    return known


def scan(text: str) -> list[Token]:
    """The tokens of TEXT."""
    tokens: list[Token] = []
    at = 0
    while at < len(text):
        at = next_tokens(text, at, tokens)
    connect(tokens)
    return tokens


def next_tokens(text: str, at: int, tokens: list[Token]) -> int:
    """Append to TOKENS the one that begins at offset AT, or the comments in the space there; the offset behind."""
    match = TOKEN.match(text, at)
    end, kind = match.end(), match.lastgroup
    if kind == "space":
        add_comments(tokens, text, at, end)
        return end
    if kind == "comment":
        end = comment_end(text, end)
        end = len(text) if end < 0 else end
    tokens.append(Token("comment" if kind == "directive" else kind, at, end))
    return end


def connect(tokens: list[Token]) -> None:
    """Find what each of TOKENS is inside of, and its partner."""
    opened: list[int] = []
    for place, token in enumerate(tokens):
        kind = token.kind
        token.depth, token.partner = len(opened), -1
        if kind == "open":
            opened.append(place)
        elif kind == "close" and opened:
            token.partner = partner = opened.pop()
            token.depth -= 1
            tokens[partner].partner = place


def add_comments(tokens: list[Token], text: str, start: int, end: int) -> None:
    """The line comments in TEXT from START to END, which are else space."""
    at = text.find(";", start, end)
    while at >= 0:
        stop = text.find("\n", at, end)
        stop = end if stop < 0 else stop
        tokens.append(Token("comment", at, stop))
        at = text.find(";", stop, end)


def index_at(tokens: list[Token], at: int) -> int:
    """The index of the last of TOKENS that begins before offset AT, or -1."""
    return bisect_right(tokens, at - 1, key=lambda token: token.start) - 1


def token_before(tokens: list[Token], at: int) -> Token | None:
    """The token that offset AT lies in or right behind, if any."""
    place = index_at(tokens, at)
    return tokens[place] if place >= 0 and tokens[place].end >= at else None


def opener_around(tokens: list[Token], at: int) -> int:
    """The index of the token that opens the innermost list around offset AT, or -1."""
    place = index_at(tokens, at)
    while place >= 0:
        token = tokens[place]
        if token.kind == "open":
            return place
        if token.kind == "close" and token.partner >= 0:
            place = token.partner
        place -= 1
    return -1


def inside_text(text: str, token: Token | None, at: int) -> bool:
    """Whether offset AT lies in TOKEN where that is a string, a symbol between lines, or a comment."""
    if token is None or not token.start < at:
        return False
    if token.kind == "string":
        return at < token.end or not is_closed(text[token.start : token.end])
    if token.kind == "comment":
        piece = text[token.start : token.end]
        return piece.startswith(";") or at < token.end or not piece.endswith("|#")
    return False


def elements(tokens: list[Token], opener: int) -> list[tuple[int, int]]:
    """What stands in the list that OPENER opens: the indices of each datum's first and last token."""
    found: list[tuple[int, int]] = []
    place, first = opener + 1, -1
    while place < len(tokens):
        token = tokens[place]
        if token.kind == "close":
            break
        if token.kind in ("prefix", "skip"):
            first = place if first < 0 else first
        elif token.kind != "comment":
            begin = place if first < 0 else first
            if token.kind == "open":
                if token.partner < 0:
                    found.append((begin, len(tokens) - 1))
                    return found
                place = token.partner
            found.append((begin, place))
            first = -1
        place += 1
    return found


def column_of(text: str, at: int) -> int:
    """The column of offset AT, from 0."""
    return at - (text.rfind("\n", 0, at) + 1)
