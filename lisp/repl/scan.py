"""The text under the cursor as tokens, also when it is unfinished or wrong: what colours, indentation, completion and the
structural commands look at. Offsets count characters of the text.

    kind     open close string comment prefix atom, and `skip` for #; (space is left out)
    partner  the index of the token that closes or opens the same list, -1 where there is none
"""

from __future__ import annotations

from bisect import bisect_right

from lisp.reader.complete import TOKEN, comment_end, is_closed


class Token:
    """A piece of text; the module says what the fields are."""

    __slots__ = ("kind", "start", "end", "partner")

    def __init__(self, kind: str, start: int, end: int) -> None:
        self.kind = kind
        self.start = start
        self.end = end
        self.partner = -1


class Scanner:
    """`scan` for an editor, which asks again and again for the tokens of a text that has hardly changed.

    Only what was changed is scanned, up to where a token begins that was there before: what follows is then the same. A
    quote turns all that follows inside out, until the next one: so MANY tokens and more that go are kept to come back.
    """

    def __init__(self, many: int = 200) -> None:
        self.many = many
        self.text = ""
        self.tokens: list[Token] = []
        self.gone: tuple[str, list[Token]] = ("", [])  # neighbours that are not among the tokens, and the text they are of

    def scan(self, text: str) -> list[Token]:
        """The tokens of TEXT; not to be changed, nor kept beyond the next call."""
        if text != self.text:
            self.update(text)
            self.text = text
        return self.tokens

    def update(self, text: str) -> None:
        old, tokens = self.text, self.tokens
        start = common_length(old, text, 1)
        first = max(0, index_at(tokens, start) - 1)
        same = Known(tokens, first, old, text, start)
        gone = Known(self.gone[1], 0, self.gone[0], text, 0)
        fresh: list[Token] = []
        at = tokens[first].start if first else 0
        while at < len(text):
            if same.begin(at):
                break
            if gone.begin(at):
                again = gone.rest()
                fresh += again
                at = again[-1].end
                self.gone = ("", [])
            else:
                at = next_tokens(text, at, fresh)
        else:
            same.next = len(tokens)
        replaced, rest = tokens[first : same.next], same.rest()
        if len(replaced) > self.many:
            self.gone = (old, replaced)
        self.tokens = [*tokens[:first], *fresh, *rest]
        if [token.kind for token in replaced] == [token.kind for token in fresh]:
            for token, before in zip(fresh, replaced):
                token.partner = before.partner
        else:
            connect(self.tokens)


class Known:
    """TOKENS of the text OLD, from index NEXT on, of which the last may be tokens of TEXT as well: both end alike. START: how
    far they begin alike, in so far as that matters."""

    def __init__(self, tokens: list[Token], next_: int, old: str, text: str, start: int) -> None:
        self.tokens = tokens
        self.next = next_
        self.shift = len(text) - len(old)
        end = min(common_length(old, text, -1), min(len(old), len(text)) - start) if tokens else 0
        self.alike = len(text) - end

    def begin(self, at: int) -> bool:
        """Whether the text has the rest of the tokens from offset AT on; AT grows from call to call."""
        place, tokens, before = self.next, self.tokens, at - self.shift
        while place < len(tokens) and tokens[place].start < before:
            place += 1
        self.next = place
        return at >= self.alike and place < len(tokens) and tokens[place].start == before

    def rest(self) -> list[Token]:
        """The tokens from there on, where they are now."""
        found, self.tokens, shift = self.tokens[self.next :], [], self.shift
        if shift:
            for token in found:
                token.start += shift
                token.end += shift
        return found


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
        end, depth = comment_end(text, end)
        end = len(text) if depth else end
    tokens.append(Token("comment" if kind == "directive" else kind, at, end))
    return end


def connect(tokens: list[Token]) -> None:
    """Find the partners of TOKENS; all are looked at, at each key that changes what there is."""
    opened: list[int] = []
    for place, token in enumerate(tokens):
        kind = token.kind
        if kind == "open":
            token.partner = -1
            opened.append(place)
        elif kind == "close":
            token.partner = -1
            if opened:
                token.partner = partner = opened.pop()
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
