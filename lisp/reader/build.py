"""The callbacks of the grammar: each makes the datum of one rule, while Lark parses.

A list's items travel as one flat Python list: datum, span, datum, span, …. A compound, and an atom outside of a list's
items, is a tuple (datum, span). A datum label that is referred to inside its own datum stands as a `Label` until the
outermost datum is complete (report, 2.4: that is its scope); then one walk puts the data in.
"""

from __future__ import annotations

from lisp.data.base import NIL
from lisp.data.bytevector import Bytevector
from lisp.data.char import CHARS
from lisp.data.condition import LispError
from lisp.data.pair import Pair, SourcePair, make_pair
from lisp.data.place import Source, Span
from lisp.data.string import String
from lisp.data.symbol import intern
from lisp.data.vector import Vector
from lisp.reader.errors import read_error, unclosed
from lisp.reader.tokens import char_of, unescape

QUOTES = {"'": "quote", "`": "quasiquote", ",": "unquote", ",@": "unquote-splicing"}
BOOLEANS = {"#t": True, "#true": True, "#f": False, "#false": False}
NUMBER_START = frozenset("+-.0123456789")
NUMBER_PREFIX = frozenset("bodxieBODXIE")
SAFE_DIGITS = 4000  # Python's int() takes no more than 4,300 digits


class Atoms(dict):
    """Text of an atom → symbol or number, made when it is first met."""

    def __init__(self, fold_case: bool) -> None:
        super().__init__()
        self.fold_case = fold_case

    def __missing__(self, text: str) -> object:
        datum: object = None
        if text[0] in NUMBER_START:
            if text.isdecimal() and text.isascii() and len(text) < SAFE_DIGITS:
                datum = int(text)
            else:
                from lisp.data.number_text import parse_number

                datum = parse_number(text)
        if datum is None:
            datum = intern(text.casefold() if self.fold_case else text)
        self[text] = datum
        return datum


class Label:
    """A datum label: `datum` and `done` are set when its datum is complete; `used` if it was needed before."""

    __slots__ = ("datum", "done", "used", "start_pos", "end_pos")

    def __init__(self, start_pos: int, end_pos: int) -> None:
        self.datum: object = None
        self.done = self.used = False
        self.start_pos, self.end_pos = start_pos, end_pos


class Builder:
    """Makes data as syntax: source pairs, constants. `prepare` sets it up for a text."""

    def prepare(self, source: Source, base: int, fold_case: bool) -> None:
        """Make ready for a text that begins at offset BASE of SOURCE."""
        self.source = source
        self.base = base
        self.fold_case = fold_case
        self.atoms = Atoms(fold_case)
        self.labels: dict[int, Label] = {}
        self.top: list | None = None

    # -- what differs in plain data -----------------------------------------------------------------------------------

    def chain(self, items: list, tail: object, span: Span) -> object:
        result = tail
        for index in range(len(items) - 2, -1, -2):
            result = SourcePair(items[index], result, None, items[index + 1])
        if items:
            result.span = span
        return result

    def make_string(self, text: str) -> String:
        return String(text, True)

    def make_vector(self, items: list) -> Vector:
        return Vector(tuple(items))

    def make_bytevector(self, octets: list) -> Bytevector:
        return Bytevector(bytes(octets))

    # -- items and atoms ----------------------------------------------------------------------------------------------

    def no_items(self, _: list) -> list:
        items: list = []
        if self.top is None:
            self.top = items
        return items

    def add_atom(self, children: list) -> list:
        items, token = children
        base = self.base
        items.append(self.atoms[token.value])
        items.append(Span(self.source, base + token.start_pos, base + token.end_pos))
        return items

    def add(self, children: list) -> list:
        items, (datum, span) = children
        if self.labels and items is self.top:
            datum = self.resolve(datum)
        items.append(datum)
        items.append(span)
        return items

    def same(self, children: list) -> object:
        return children[0]

    def nothing(self, _: list) -> None:
        return None

    def atom(self, children: list) -> tuple:
        token = children[0]
        return self.atoms[token.value], self.span(token)

    def directive(self, children: list) -> object:
        before, token = children
        word = token.value.lower()
        if word not in ("#!fold-case", "#!no-fold-case"):
            raise self.error(f"unknown directive {token}", token)
        self.fold_case = word == "#!fold-case"
        self.atoms = Atoms(self.fold_case)
        return before

    def string(self, children: list) -> tuple:
        token = children[0]
        return self.make_string(self.inside(token, '"', "string")), self.span(token)

    def bars(self, children: list) -> tuple:
        token = children[0]
        name = self.inside(token, "|", "symbol")
        return intern(name.casefold() if self.fold_case else name), self.span(token)

    def inside(self, token: object, mark: str, what: str) -> str:
        """The text between the marks of TOKEN."""
        text, start = token.value, self.base + token.start_pos
        slashes = len(text) - 1 - len(text[:-1].rstrip("\\"))
        if len(text) < 2 or text[-1] != mark or slashes % 2:
            raise unclosed(what, self.source, start, start + 1)

        def refuse(message: str, at: int, end: int) -> LispError:
            return read_error(message, self.source, start + 1 + at, start + 1 + end)

        return unescape(text[1:-1], refuse)

    def char(self, children: list) -> tuple:
        token = children[0]
        text = char_of(token.value[2:], self.fold_case)
        if text is None:
            raise self.error(f"{token} is not a character name", token)
        return CHARS[text], self.span(token)

    def hash(self, children: list) -> tuple:
        token = children[0]
        text = token.value
        datum: object = BOOLEANS.get(text.lower())
        if datum is None and text[1:2] in NUMBER_PREFIX:
            from lisp.data.number_text import parse_number

            datum = parse_number(text)
        if datum is None:
            raise self.error(self.hash_problem(text, self.base + token.end_pos), token)
        return datum, self.span(token)

    def hash_problem(self, text: str, end: int) -> str:
        """What is wrong with TEXT, which begins with # and ends at END."""
        word = text if len(text) < 60 else text[:57] + "..."
        if text[1:2] in NUMBER_PREFIX and (text[1:2] in "xX" or text[2:3] in "+-.#0123456789"):
            return f"{word} is not a number" if "inf" not in text and "nan" not in text else f"{word} has no exact value"
        if text == "#":
            word += self.source.text[end : end + 1].strip("() \t\r\n")
        return f"unknown # syntax: {word}"

    # -- compounds ----------------------------------------------------------------------------------------------------

    def proper_list(self, children: list) -> tuple:
        opener, items, closer = children
        span = self.span(opener, closer)
        return self.chain(items, NIL, span), span

    def dotted_list(self, children: list) -> tuple:
        opener, items, dot, _, (tail, _), _, closer = children
        if not items:
            raise self.error("unexpected . at the beginning of a list", dot)
        span = self.span(opener, closer)
        return self.chain(items, tail, span), span

    def vector(self, children: list) -> tuple:
        opener, items, closer = children
        return self.make_vector(items[::2]), self.span(opener, closer)

    def bytevector(self, children: list) -> tuple:
        opener, items, closer = children
        octets = items[::2]
        for index, octet in enumerate(octets):
            if octet.__class__ is not int or not 0 <= octet <= 255:
                from lisp.data.writer import shown

                span = items[2 * index + 1]
                raise read_error(f"expected a byte (0 to 255), got {shown(octet)}", self.source, span.start, span.end)
        return self.make_bytevector(octets), self.span(opener, closer)

    def abbreviation(self, children: list) -> tuple:
        mark, _, (datum, inner) = children
        span = Span(self.source, self.base + mark.start_pos, inner.end)
        return self.chain([intern(QUOTES[mark.value]), self.span(mark), datum, inner], NIL, span), span

    # -- datum labels -------------------------------------------------------------------------------------------------

    def label(self, children: list) -> Label:
        token = children[0]
        number = int(token.value[1:-1][:SAFE_DIGITS])
        if number in self.labels:
            raise self.error(f"the label {token} is defined twice", token)
        label = self.labels[number] = Label(token.start_pos, token.end_pos)
        return label

    def labelled(self, children: list) -> tuple:
        label, _, (datum, inner) = children
        if datum.__class__ is Label and not datum.done:
            raise self.error("a label needs a datum that is not a label", label)
        label.datum, label.done = datum, True
        return datum, Span(self.source, self.base + label.start_pos, inner.end)

    def reference(self, children: list) -> tuple:
        token = children[0]
        label = self.labels.get(int(token.value[1:-1][:SAFE_DIGITS]))
        if label is None:
            raise self.error(f"undefined label {token}", token)
        if label.done:
            return label.datum, self.span(token)
        label.used = True
        return label, self.span(token)

    def resolve(self, datum: object) -> object:
        """DATUM, which is outermost, with the data in place of labels; the labels' scope ends."""
        if any(label.used for label in self.labels.values()):
            put_labels(datum)
        self.labels = {}
        return datum

    # -- places -------------------------------------------------------------------------------------------------------

    def span(self, first: object, last: object = None) -> Span:
        """The place of a token, or from one token to another."""
        return Span(self.source, self.base + first.start_pos, self.base + (last or first).end_pos)

    def error(self, message: str, token: object) -> LispError:
        return read_error(message, self.source, self.base + token.start_pos, self.base + token.end_pos)


class PlainBuilder(Builder):
    """Makes data that a program may change, as `read` returns them."""

    def chain(self, items: list, tail: object, span: Span) -> object:
        result = tail
        for index in range(len(items) - 2, -1, -2):
            result = make_pair(items[index], result)
        return result

    def make_string(self, text: str) -> String:
        return String(text)

    def make_vector(self, items: list) -> Vector:
        return Vector(items)

    def make_bytevector(self, octets: list) -> Bytevector:
        return Bytevector(bytearray(octets))


def put_labels(datum: object) -> None:
    """Replace each Label inside DATUM by its datum."""
    seen: set[int] = set()
    work = [datum]
    while work:
        part = work.pop()
        while isinstance(part, Pair) and id(part) not in seen:
            seen.add(id(part))
            if part.car.__class__ is Label:
                part.car = part.car.datum
            if part.cdr.__class__ is Label:
                part.cdr = part.cdr.datum
            work.append(part.car)
            part = part.cdr
        if isinstance(part, Vector) and id(part) not in seen:
            seen.add(id(part))
            items = [item.datum if item.__class__ is Label else item for item in part.items]
            part.items = items if part.items.__class__ is list else tuple(items)
            work.extend(items)
