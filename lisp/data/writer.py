"""The external representation of data: what `write` and `display` show (report, 6.13.3), and how messages show values.

Text comes out such that `read` gives an equal datum back, where there is one. Nothing recurses: a work stack holds what
is still to be written, so depth and length are bounded by memory only. Datum labels need a look at the whole datum
first (labels.py); most data are small, so `write` first tries without, and starts again when a datum turns out large.

An entry of the work stack is a pair (what, thing): a datum, text, the rest of a list, or the rest of a vector.
"""

from __future__ import annotations

from lisp.data.atom_text import atom_text
from lisp.data.base import NIL
from lisp.data.condition import error
from lisp.data.labels import COMPOUND, cyclic_parts, shared_parts
from lisp.data.pair import Pair
from lisp.data.special_text import special_pieces
from lisp.data.symbol import Symbol, intern
from lisp.data.vector import Vector

DATUM, TEXT, TAIL, ITEMS = range(4)
SMALL = 20_000  # pairs and vectors written before a datum is looked through for cycles
MARKS = (("quote", "'"), ("quasiquote", "`"), ("unquote", ","), ("unquote-splicing", ",@"))


def write_text(obj: object) -> str:
    """OBJ as `write` shows it: datum labels where it is circular, and only there."""
    return with_cycles(obj, False)


def display_text(obj: object) -> str:
    """OBJ as `display` shows it: as `write`, but strings and characters stand for themselves."""
    return with_cycles(obj, True)


def write_shared_text(obj: object) -> str:
    """OBJ as `write-shared` shows it: a datum label for each part that is met more than once."""
    if not isinstance(obj, COMPOUND):
        return atom_text(obj, False)
    return Writer(False, shared_parts(obj)).text(obj)


def write_simple_text(obj: object) -> str:
    """OBJ without any label. A circular datum is refused: its text would have no end."""
    if not isinstance(obj, COMPOUND):
        return atom_text(obj, False)
    text = Writer(False, frozenset(), SMALL).text(obj)
    if not text:
        if cyclic_parts(obj):
            raise error("value", "a circular datum cannot be written without labels", who="write-simple")
        text = Writer(False, frozenset()).text(obj)
    return text


def with_cycles(obj: object, display: bool) -> str:
    if not isinstance(obj, COMPOUND):
        return atom_text(obj, display)
    text = Writer(display, frozenset(), SMALL).text(obj)
    return text if text else Writer(display, cyclic_parts(obj)).text(obj)


def shown(obj: object, limit: int = 60) -> str:
    """OBJ as `write` shows it, for a message: cut at LIMIT characters, at a cost that does not depend on its size."""
    if not isinstance(obj, COMPOUND):
        text = atom_text(obj, False, limit + 1)
    else:
        text = Writer(False, cyclic_parts(obj, 1000), limit=limit).text(obj)
    return text if len(text) <= limit else text[: limit - 3] + "..."


class Writer:
    """Writes one datum. `parts` are the ids of what gets a datum label.

    With `most`, `text` is empty for a datum of more pairs and vectors; with `limit`, it may end after so much.
    """

    def __init__(self, display: bool, parts: frozenset | set, most: int = 0, limit: int = 0) -> None:
        self.display = display
        self.parts = parts
        self.most = most
        self.limit = limit
        self.numbers: dict[int, int] = {}
        self.out: list[str] = []
        self.work: list[tuple] = []
        self.count = 0

    def text(self, obj: object) -> str:
        """The text of OBJ."""
        out, work, limit, most = self.out, self.work, self.limit, self.most
        work.append((DATUM, obj))
        written = length = 0
        while work:
            what, thing = work.pop()
            if what == TEXT:
                out.append(thing)
            elif what == DATUM:
                self.datum(thing)
            elif what == TAIL:
                self.tail(thing)
            else:
                self.items(*thing)
            if most and self.count > most:
                return ""
            if limit:
                length += sum(map(len, out[written:]))
                written = len(out)
                if length > limit:
                    break
        return "".join(out)

    def datum(self, obj: object) -> None:
        """Write OBJ, or its first piece, and leave the others on the work stack."""
        out, work = self.out, self.work
        if not isinstance(obj, COMPOUND):
            out.append(atom_text(obj, self.display, self.limit))
            return
        self.count += 1
        if self.parts and id(obj) in self.parts:
            number = self.numbers.get(id(obj))
            if number is not None:
                out.append(f"#{number}#")
                return
            number = self.numbers[id(obj)] = len(self.numbers)
            out.append(f"#{number}=")
        if isinstance(obj, Pair):
            mark = self.abbreviation(obj)
            if mark:
                out.append(mark)
                work.append((DATUM, obj.cdr.car))
            else:
                out.append("(")
                work.append((TAIL, obj.cdr))
                work.append((DATUM, obj.car))
        elif isinstance(obj, Vector):
            out.append("#(")
            work.append((ITEMS, (obj.items, 0)))
        else:
            pieces = special_pieces(obj)
            work.extend([(TEXT if is_text else DATUM, piece) for is_text, piece in reversed(pieces)])

    def abbreviation(self, pair: Pair) -> str:
        """The mark that PAIR is written with (`'` for (quote x)), or nothing."""
        rest = pair.cdr
        if pair.car.__class__ is not Symbol or not isinstance(rest, Pair) or rest.cdr is not NIL:
            return ""
        if self.parts and id(rest) in self.parts:
            return ""
        for name, mark in MARKS:
            if pair.car.name == name and pair.car is intern(name):
                # (unquote @x) would come back as (unquote-splicing x)
                clash = mark == "," and rest.car.__class__ is Symbol and rest.car.name.startswith("@")
                return "" if clash else mark
        return ""

    def tail(self, obj: object) -> None:
        """Write what follows the car of a list whose cdr is OBJ, up to the next element that is no atom."""
        out, limit, display, parts = self.out, self.limit, self.display, self.parts
        start = len(out)
        while isinstance(obj, Pair):
            self.count += 1
            if (parts and id(obj) in parts) or (self.most and self.count > self.most):
                break
            out.append(" ")
            car = obj.car
            obj = obj.cdr
            if isinstance(car, COMPOUND):
                self.work.append((TAIL, obj))
                self.work.append((DATUM, car))
                return
            out.append(atom_text(car, display, limit))
            if limit and len(out) - start > limit:
                return
        if obj is NIL:
            out.append(")")
        else:
            out.append(" . ")
            self.work.append((TEXT, ")"))
            self.work.append((DATUM, obj))

    def items(self, items: list | tuple, index: int) -> None:
        """Write a vector's ITEMS from INDEX on, up to the next that is no atom."""
        out, limit, display = self.out, self.limit, self.display
        end = min(len(items), index + limit + 1) if limit else len(items)
        for i in range(index, end):
            if i:
                out.append(" ")
            item = items[i]
            if isinstance(item, COMPOUND):
                self.work.append((ITEMS, (items, i + 1)))
                self.work.append((DATUM, item))
                return
            out.append(atom_text(item, display, limit))
        out.append(")")
