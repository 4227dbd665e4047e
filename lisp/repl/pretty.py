"""Values for people: as `write` shows them while they fit a line, else broken and indented by form. Lines are made when
they are asked for, so a huge value costs what is looked at.

    (define (f x)              data that begin with the name of a form with a body: two columns inside
      (g x))
    ((name . "first entry")    other lists: one element a line; atoms side by side
     (size 1 2 3))

A part that a reference from within leads back to has a label, as in `write`.
"""

from __future__ import annotations

from collections.abc import Iterator

from lisp.data.atom_text import atom_text
from lisp.data.base import NIL
from lisp.data.labels import COMPOUND, cyclic_parts
from lisp.data.pair import Pair
from lisp.data.record import Record
from lisp.data.special_text import special_pieces
from lisp.data.symbol import Symbol
from lisp.data.vector import Vector
from lisp.data.writer import MARKS, Writer
from lisp.repl.indent import form_operands

DEEPEST = 40  # levels that are broken into lines; what lies deeper is cut at the line's end
MOST_PARTS = 50_000  # parts that are looked at for cycles
UNBROKEN = 12  # lines of the terminal that an atom takes before it is broken
LONGEST_ATOM = 100_000  # characters of a string that are ever shown

Item = tuple[str, object, str]  # text before a part, the part (or text itself, where the part is None), text behind


def pretty_lines(obj: object, width: int, first: int = 0) -> Iterator[str]:
    """The lines of OBJ, at most WIDTH columns where that can be; FIRST columns of the first are taken."""
    return Printer(cyclic_parts(obj, MOST_PARTS) if isinstance(obj, COMPOUND) else set(), width).lines(obj, first)


def pretty_text(obj: object, width: int) -> str:
    """OBJ, all of it."""
    return "\n".join(pretty_lines(obj, width))


class Printer:
    """Shows one value. `parts` are the ids of what gets a label, `numbers` the labels given."""

    def __init__(self, parts: set[int], width: int) -> None:
        self.parts = parts
        self.width = max(16, width)
        self.numbers: dict[int, int] = {}

    def lines(self, obj: object, first: int) -> Iterator[str]:
        """The finished lines of OBJ."""
        yield from joined(self.pieces(obj, first, 0, 0))

    def flat(self, obj: object, room: int) -> str | None:
        """OBJ in one line, None if that takes more than ROOM columns."""
        if not isinstance(obj, COMPOUND):
            text = atom_text(obj, False, LONGEST_ATOM)
            return text if len(text) <= room else None
        writer = Writer(False, self.parts, limit=max(room, 1) + 1)
        writer.numbers = dict(self.numbers)
        text = writer.text(obj)
        if len(text) > room or writer.work:
            return None
        self.numbers = writer.numbers
        return text

    def pieces(self, obj: object, column: int, behind: int, depth: int) -> Iterator[str]:
        """The text of OBJ in pieces, which may be "\\n" plus indentation. BEHIND: columns to keep free at its end."""
        text = self.flat(obj, self.width - column - behind)
        if text is not None:
            yield text
        elif not isinstance(obj, COMPOUND):
            yield from chunks(atom_text(obj, False, LONGEST_ATOM), self.width)
        elif depth > DEEPEST:
            room = max(20, self.width - column - 4)
            yield Writer(False, self.parts, limit=room).text(obj)[:room] + " …"
        else:
            label = ""
            if id(obj) in self.parts:
                known = self.numbers.get(id(obj))
                if known is not None:
                    yield f"#{known}#"
                    return
                label = f"#{len(self.numbers)}="
                self.numbers[id(obj)] = len(self.numbers)
                yield label
            yield from self.broken(obj, column + len(label), behind, depth)

    def broken(self, obj: object, column: int, behind: int, depth: int) -> Iterator[str]:
        """The pieces of the compound OBJ, which does not fit a line."""
        if isinstance(obj, Pair):
            mark = mark_of(obj)
            if mark and id(obj.cdr) not in self.parts:
                yield mark
                yield from self.pieces(obj.cdr.car, column + len(mark), behind, depth + 1)
                return
            yield "("
            yield from self.sequence(self.list_items(obj), column, behind, depth, head_of(obj), second_is_name(obj))
            yield ")"
        elif isinstance(obj, Vector):
            yield "#("
            yield from self.sequence((("", item, "") for item in obj.items), column + 1, behind, depth, None)
            yield ")"
        elif isinstance(obj, Record):
            yield from self.record(obj, column, depth)
        else:
            for is_text, piece in special_pieces(obj):
                if is_text:
                    yield str(piece)
                else:
                    yield "\n" + " " * (column + 2)
                    yield from self.pieces(piece, column + 2, behind + 1, depth + 1)

    def list_items(self, obj: object) -> Iterator[Item]:
        """The elements of the list OBJ, and what stands behind a dot."""
        yield "", obj.car, ""
        obj = obj.cdr
        while isinstance(obj, Pair) and id(obj) not in self.parts:
            yield "", obj.car, ""
            obj = obj.cdr
        if obj is not NIL:
            yield ". ", obj, ""

    def sequence(
        self, items: Iterator[Item], column: int, behind: int, depth: int, head: str | None, named: bool = False
    ) -> Iterator[str]:
        """The pieces of ITEMS in a list whose parenthesis is in COLUMN; HEAD is its first element where that is a name."""
        operands = form_operands(head) if head is not None else None
        if head == "let" and named:
            operands = 2
        inside, at, count, broke = column + 1, column + 1, 0, False
        for before, part, after in items:
            text = None
            if count == 0 or head is not None and (count == 1 or operands is not None and count <= operands):
                room = self.width - at - behind - 2
                text = self.flat(part, room)
                if count and text is not None:
                    yield " "
                    at += 1
                if count == 0 and head is not None:
                    inside = column + 2 if operands is not None or len(head) > 12 else column + 2 + len(head)
                elif count == 1 and text is None and head is not None:
                    inside = column + 2
            elif not isinstance(part, COMPOUND) and operands is None and not broke:
                text = self.flat(part, self.width - at - behind - 2 - len(before))
                if text is not None:
                    yield " "
                    at += 1
            if text is not None and (count == 0 or at > inside or head is not None):
                yield before + text + after
                at += len(before) + len(text) + len(after)
                broke = isinstance(part, COMPOUND)
            else:
                if count and operands is not None and count <= operands and at < self.width * 2 // 3:
                    yield " "
                    at += 1
                elif count:
                    yield "\n" + " " * inside
                    at = inside
                yield before
                shown = self.flat(part, self.width - at - behind - 2 - len(before))
                broke = isinstance(part, COMPOUND)
                if shown is not None:
                    yield shown
                    at += len(before) + len(shown)
                else:
                    yield from self.pieces(part, at + len(before), behind + 1, depth + 1)
                    broke = True
            count += 1

    def record(self, obj: Record, column: int, depth: int) -> Iterator[str]:
        """A record, one field a line."""
        pieces = special_pieces(obj)
        yield str(pieces[0][1])
        at = column + 2
        for is_text, piece in pieces[1:-1]:
            if is_text:
                yield "\n" + " " * (column + 2) + piece.strip() + " "
                at = column + 3 + len(piece.strip())
            else:
                yield from self.pieces(piece, at, 1, depth + 1)
        yield ">"


def head_of(obj: Pair) -> str | None:
    return obj.car.name if obj.car.__class__ is Symbol else None


def second_is_name(obj: Pair) -> bool:
    return isinstance(obj.cdr, Pair) and obj.cdr.car.__class__ is Symbol


def mark_of(obj: Pair) -> str:
    """The mark that OBJ is abbreviated with, such as `'`."""
    rest = obj.cdr
    if obj.car.__class__ is not Symbol or not isinstance(rest, Pair) or rest.cdr is not NIL:
        return ""
    return next((mark for name, mark in MARKS if obj.car.name == name), "")


def chunks(text: str, width: int) -> Iterator[str]:
    """A long TEXT as it is, which the terminal breaks; a very long one in pieces, so that it can be cut off."""
    size = width * UNBROKEN
    for start in range(0, len(text), size):
        yield ("\n" if start else "") + text[start : start + size]


def joined(pieces: Iterator[str]) -> Iterator[str]:
    """The lines that PIECES make."""
    line: list[str] = []
    for piece in pieces:
        if piece.startswith("\n"):
            yield "".join(line)
            line = [piece[1:]]
        else:
            line.append(piece)
    yield "".join(line)
