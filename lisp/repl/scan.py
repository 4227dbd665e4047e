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

    def __init__(self, kind: str, start: int, end: int, depth: int) -> None:
        self.kind = kind
        self.start = start
        self.end = end
        self.depth = depth
        self.partner = -1


class Scanner:
    """`scan` for an editor, which asks several times for the tokens of one text."""

    def __init__(self) -> None:
        self.text: str | None = None
        self.tokens: list[Token] = []

    def scan(self, text: str) -> list[Token]:
        """The tokens of TEXT; not to be changed."""
        if text != self.text:
            self.text, self.tokens = text, scan(text)
        return self.tokens


def scan(text: str) -> list[Token]:
    """The tokens of TEXT."""
    tokens: list[Token] = []
    opened: list[int] = []
    at, length, match_at = 0, len(text), TOKEN.match
    while at < length:
        match = match_at(text, at)
        start, at, kind = at, match.end(), match.lastgroup
        if kind == "space":
            add_comments(tokens, text, start, at, len(opened))
            continue
        if kind == "comment":
            at = comment_end(text, at)
            at = length if at < 0 else at
        elif kind == "directive":
            kind = "comment"
        token = Token(kind, start, at, len(opened))
        if kind == "open":
            opened.append(len(tokens))
        elif kind == "close" and opened:
            token.partner = opened.pop()
            token.depth = len(opened)
            tokens[token.partner].partner = len(tokens)
        tokens.append(token)
    return tokens


def add_comments(tokens: list[Token], text: str, start: int, end: int, depth: int) -> None:
    """The line comments in TEXT from START to END, which are else space."""
    at = text.find(";", start, end)
    while at >= 0:
        stop = text.find("\n", at, end)
        stop = end if stop < 0 else stop
        tokens.append(Token("comment", at, stop, depth))
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
