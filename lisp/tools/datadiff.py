"""Where two objects of two heaps differ, by path: records by field, tables by key, procedures by code and variables.

The two are walked together, each pair of objects once, so sharing and cycles do no harm. A path is a chain of labels from the
innermost outwards, written only for what is reported.
"""

from __future__ import annotations

from struct import pack
from types import CellType, FunctionType

from lisp.core.names import shown_name
from lisp.core.syntax import Alias, Environment, GlobalVariable, Library, Macro
from lisp.data.bytevector import Bytevector
from lisp.data.pair import Pair
from lisp.data.place import Source, Span
from lisp.data.record import Record, RecordType
from lisp.data.string import String
from lisp.data.string import text_of as characters
from lisp.data.symbol import Symbol, is_interned
from lisp.data.table import Table, entries_of
from lisp.data.vector import Vector
from lisp.runtime.frame import HeapFrame
from lisp.tools.codediff import Matching, literal_pairs, match_code
from lisp.tools.edges import CAR, CDR, NEXT, Edges, name_of, text_of, text_of_key
from lisp.tools.heap import OUTSIDE, unit_of
from lisp.tools.paths import NO_IDENTITY, counted

SKIPPED = (Source, Span, Environment)
Path = tuple | None


class Differ:
    """The differences between two heaps; EDGES of both. At most MOST differences are kept for one comparison."""

    def __init__(self, old: Edges, new: Edges, most: int) -> None:
        self.old = old
        self.new = new
        self.most = most
        self.seen: set[tuple[int, int]] = set()
        self.codes: dict[tuple, Matching | None] = {}
        self.found: list[dict] = []
        self.count = 0
        self.stack: list[tuple[object, object, Path]] = []

    def compare(self, a: object, b: object) -> tuple[list[dict], int]:
        """The differences between A and B, and how many there are. What an earlier comparison met is not compared again."""
        self.found, self.count = [], 0
        self.stack = [(a, b, None)]
        while self.stack:
            a, b, path = self.stack.pop()
            if a is b or a.__class__ in SKIPPED and a.__class__ is b.__class__:
                continue
            slot = (id(a), id(b))
            if a.__class__ in NO_IDENTITY or b.__class__ in NO_IDENTITY:
                self.step(a, b, path)  # the same two numbers may be met in two places
            elif slot not in self.seen:
                self.seen.add(slot)
                self.step(a, b, path)
        return self.found, self.count

    def report(self, path: Path, a: str, b: str) -> None:
        self.count += 1
        if len(self.found) < self.most:
            labels = []
            while path is not None:
                path, label = path
                labels.append(label)
            self.found.append({"path": counted(labels[::-1]), "old": a, "new": b})

    def differ(self, a: object, b: object, path: Path) -> None:
        """Report that A and B, which cannot be compared part by part, are not the same."""
        self.report(path, text_of(a), text_of(b))

    def push(self, path: Path, parts: list[tuple[str, object, object]]) -> None:
        """Compare PARTS, labelled pairs, later, the first one first."""
        self.stack.extend([(a, b, (path, label)) for label, a, b in reversed(parts)])

    def step(self, a: object, b: object, path: Path) -> None:
        """Compare A with B, without their parts."""
        if isinstance(a, Pair) and isinstance(b, Pair):
            self.push(path, [(CAR, a.car, b.car), (CDR, a.cdr, b.cdr)])
        elif isinstance(a, Record) and isinstance(b, Record):
            self.records(a, b, path)
        elif a.__class__ is not b.__class__:
            self.differ(a, b, path)
        elif a.__class__ in COMPARED:
            getattr(self, COMPARED[a.__class__])(a, b, path)
        else:
            self.others(a, b, path)

    def others(self, a: object, b: object, path: Path) -> None:
        """Objects of one class without a way of their own: by their parts, or as they are written."""
        mine, theirs = self.old.of(a), self.new.of(b)
        if not mine and not theirs and not same_atom(a, b):
            self.differ(a, b, path)
        elif [label for label, _ in mine] != [label for label, _ in theirs]:
            self.differ(a, b, path)
        else:
            self.push(path, [(label, x, y) for (label, x), (_, y) in zip(mine, theirs)])

    def records(self, a: Record, b: Record, path: Path) -> None:
        types = a.__class__.type, b.__class__.type
        if types[0].name != types[1].name or list(map(name_of, types[0].fields)) != list(map(name_of, types[1].fields)):
            self.differ(a, b, path)
            return
        self.push(path, [(label, x, y) for (label, x), (_, y) in zip(self.old.of(a), self.new.of(b))])

    def record_types(self, a: RecordType, b: RecordType, path: Path) -> None:
        mine, theirs = ([t.name, *map(name_of, t.fields)] for t in (a, b))
        if mine != theirs:
            self.report(path, f"({' '.join(mine)})", f"({' '.join(theirs)})")

    def sequences(self, a: object, b: object, path: Path) -> None:
        """Vectors, and Python's lists and tuples."""
        mine, theirs = (getattr(x, "items", x) for x in (a, b))
        if len(mine) != len(theirs):
            self.report((path, "length"), str(len(mine)), str(len(theirs)))
        self.push(path, [(str(i), x, y) for i, (x, y) in enumerate(zip(mine, theirs))])

    def tables(self, a: Table, b: Table, path: Path) -> None:
        """Entries by key. Keys that are compared by identity match in the order in which they were stored."""
        if a.kind != b.kind:
            self.report((path, "kind"), a.kind, b.kind)
        held = a.keys.keys() | b.keys.keys()  # what else the tables have for keys is what they are found by
        mine, theirs = (dict(zip(table.values, entries_of(table))) for table in (a, b))
        both = [k for k in mine if k in theirs]
        parts = [(text_of_key(mine[k][0]), mine[k][1], theirs[k][1]) for k in both]
        parts += [(f"key {text_of_key(mine[k][0])}", mine[k][0], theirs[k][0]) for k in both if k in held]
        lost = [mine[k] for k in mine if k not in theirs]
        new = [theirs[k] for k in theirs if k not in mine]
        pairs = list(zip([e for e in lost if by_identity(e[0])], [e for e in new if by_identity(e[0])]))
        for x, y in pairs:
            parts += [("key", x[0], y[0]), (text_of_key(x[0]), x[1], y[1])]
        matched = {id(entry) for pair in pairs for entry in pair}
        for key, value in [e for e in lost if id(e) not in matched]:
            self.report((path, text_of_key(key)), text_of(value), "(nothing)")
        for key, value in [e for e in new if id(e) not in matched]:
            self.report((path, text_of_key(key)), "(nothing)", text_of(value))
        self.push(path, parts)

    def procedures(self, a: FunctionType, b: FunctionType, path: Path) -> None:
        ours, theirs = unit_of(a), unit_of(b)
        if (ours, theirs) not in self.codes:
            self.codes[ours, theirs] = match_code(self.old.heap, self.new.heap, ours, theirs)
        matching = self.codes[ours, theirs]
        if matching is None:
            self.report((path, "code"), text_of(a), text_of(b))
            return
        libraries = [f.__globals__["'library"].name for f in (a, b)]
        literals = literal_pairs(self.old.heap, self.new.heap, (ours[0], libraries[0]), (theirs[0], libraries[1]), matching)
        others = dict(zip(b.__code__.co_freevars, b.__closure__ or ()))
        own = list(zip(a.__code__.co_freevars, a.__closure__ or ()))
        cells = [(shown_name(n), cell, others[matching.names[n]]) for n, cell in own if matching.names.get(n) in others]
        self.push(path, cells + [("literal", x, y) for x, y in literals])

    def frames(self, a: HeapFrame, b: HeapFrame, path: Path) -> None:
        """Frames of one place: the same code around it, the same way from its beginning."""
        at = [abs(frame.node) for frame in (a, b)]
        forms = [edges.heap.unit(frame.unit).forms for edges, frame in ((self.old, a), (self.new, b))]
        owners = [f.owners[node] for f, node in zip(forms, at)]
        same = match_code(self.old.heap, self.new.heap, (a.unit, owners[0]), (b.unit, owners[1])) is not None
        if not same or a.node - at[0] != b.node - at[1] or at[0] - owners[0] != at[1] - owners[1]:
            self.report((path, "frame"), *[str(f.forms[node].span) for f, node in zip(forms, at)])
            return
        names = self.old.frame_names(a.unit, a.node, len(a.values))
        self.push(path, [*zip(names, a.values, b.values), (NEXT, a.next, b.next)])

    def macros(self, a: Macro, b: Macro, path: Path) -> None:
        self.push(path, [(slot, getattr(a, slot, None), getattr(b, slot, None)) for slot in ("rules", "literals", "ellipsis")])

    def aliases(self, a: Alias, b: Alias, path: Path) -> None:
        self.push(path, [("", a.name, b.name)])


def by_identity(key: object) -> bool:
    """Whether KEY of a table can be known only as the object that it is."""
    return key.__class__ not in (int, float, complex, bool, type(None), String, Symbol) or (
        key.__class__ is Symbol and not is_interned(key)
    )


def same_atom(a: object, b: object) -> bool:
    """Whether A and B, of one class and without parts, are the same value."""
    kind = a.__class__
    if kind is float:
        return pack("<d", a) == pack("<d", b)
    if kind is complex:
        return pack("<dd", a.real, a.imag) == pack("<dd", b.real, b.imag)
    if kind is String:
        return characters(a) == characters(b)
    if kind is Bytevector:
        return bytes(a.octets) == bytes(b.octets)
    if kind in OUTSIDE:
        return (a.kind, a.name) == (b.kind, b.name)
    if kind is Library:
        return a.name == b.name
    if kind is GlobalVariable:
        return (a.library, a.key) == (b.library, b.key)
    if kind is Symbol:
        return a.name == b.name and not is_interned(a) and not is_interned(b)
    if kind in (int, str, bytes, bytearray) or hasattr(kind, "numerator"):
        return bool(a == b)
    return kind is CellType or text_of(a) == text_of(b)  # of two cells without parts, both are empty


COMPARED = {
    RecordType: "record_types", Table: "tables", FunctionType: "procedures", HeapFrame: "frames", Macro: "macros",
    Alias: "aliases", Vector: "sequences", list: "sequences", tuple: "sequences",
}  # fmt: skip
