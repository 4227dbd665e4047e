"""Discovery: every object that a segment's roots reach and no earlier segment owns, without recursion.

In:  a list of roots; out: buckets, kind → its objects in the order of first occurrence. Objects are found breadth first, all
of a round at once and by class, so the cost per object is that of a list comprehension; the same heap gives the same order,
whatever the addresses: no set is iterated, nothing is ordered by `id`.

`numbers` maps id → number for every object found. While its segment is being found the number is FOUND; the encoder then gives
the final ones, with the help of `known`, in few calls for many objects. Leaves (numbers, symbols, text, …) are not entered.

At most PAGE pairs belong to one page. Those that it has no room for wait for the next one (`pending`), in the order in which
they were met; everything else that a page's objects reach without passing through a waiting pair belongs to that page.

Long lists: chains of cdrs are followed in chunks, and a pair whose reference count is that of the chunk and of its
predecessor's cdr alone can be met in no other way, so it needs no entry (docs/image-format.md: 13 ms a million, where
a dict takes 113). A count that is higher for other reasons only adds an entry, and the bytes do not depend on it.
"""

from __future__ import annotations

from collections import deque
from operator import attrgetter
from sys import getrefcount
from types import CellType, FunctionType

from lisp.core.syntax import Library
from lisp.data.base import NIL, Singleton
from lisp.data.bytevector import Bytevector
from lisp.data.char import Char
from lisp.data.pair import Pair, make_pair
from lisp.data.record import Record, RecordType
from lisp.data.string import String
from lisp.data.symbol import Symbol, is_interned
from lisp.data.vector import Vector
from lisp.image.classes import CLASSES, UNSET, typed_slots
from lisp.image.deferred import DeferredPair, stub_number
from lisp.image.patch import content_of_cell

PAGE = 4096  # pairs of one segment; what is more goes to further pages
CHUNK = 65536  # pairs of a list that are looked at before it is found out that it is circular
SHORT = 32  # a list longer than this is followed in chunks
FOUND = 0  # stands for a number that is not known yet
CODE_PREFIX = "lisp:"  # co_filename of the code of our units
PLAIN_LEAVES = frozenset((int, float, complex, bool, type(None), str, bytes, Char, Singleton))


def counts_of_chain() -> int:
    """The reference count that `getrefcount` shows for a pair that only its chunk and its predecessor know."""
    chunk = []
    pair = make_pair(None, make_pair(None, make_pair(None, None)))
    while pair is not None:
        chunk.append(pair)
        pair = pair.cdr
    return list(map(getrefcount, chunk))[1]


ALONE = counts_of_chain()


def slot_names(tag: str) -> tuple:
    """The slots that the class with TAG is saved with."""
    words = next(slots for known, _, _, slots in CLASSES if known == tag)
    return tuple([slot for slot, _ in typed_slots(words)])


def slot_values(objects: list, slot: str) -> list:
    """SLOT of each of OBJECTS; UNSET where it has no value."""
    try:
        return list(map(attrgetter(slot), objects))
    except AttributeError:
        return [getattr(o, slot, UNSET) for o in objects]


def cell_values(cells: list) -> list:
    """The contents of CELLS; UNSET where one is empty."""
    return list(map(content_of_cell, cells))


def is_ratio(cls: type) -> bool:
    """Whether CLS is the class of exact rationals, which is imported only where a program has one."""
    return cls.__name__ == "Ratio" and cls.__module__ == "lisp.data.rational"


class Walk:
    """The state that lasts over the segments of one image."""

    def __init__(self, externals: list, page: int | None = None) -> None:
        """EXTERNALS: (object, name) of what is not in the heap, such as libraries and console ports. PAGE: as in encode.py."""
        self.page = page or PAGE
        self.alone = ALONE  # -1 if some pairs are known from the beginning (child.py)
        self.externals = {id(o): name for o, name in externals}
        self.external_classes = {type(o) for o, _ in externals}
        self.numbers: dict = {}  # id → number
        self.routes: dict = {}  # class → function(objects, following)
        self.leaves = set(PLAIN_LEAVES)  # classes that need no visit
        self.tags = {(module, name): tag for tag, module, name, _ in CLASSES}
        self.kept: list = [externals]  # what must live until the end: an address must not be used again
        self.buckets: dict = {}
        self.known: list = []  # (kind, ids entered, their positions in the bucket)
        self.pending: deque = deque()  # pairs for further pages

    def discover(self, roots: list) -> dict:
        """The buckets of the segment whose roots are ROOTS, of its first page if it is large."""
        self.buckets, self.known = {}, []
        self.kept.append(roots)
        self.follow(roots)
        return self.buckets

    def next_page(self) -> dict:
        """The buckets of a page that begins with what is pending."""
        self.buckets, self.known = {}, []
        pending = self.pending
        while pending and (room := self.page - len(self.buckets.get("pair", ()))) > 0:
            self.follow([pending.popleft() for _ in range(min(room, len(pending)))])
        return self.buckets

    def follow(self, column: list) -> None:
        """Enter what COLUMN reaches."""
        leaves, routes = self.leaves, self.routes
        while column:
            following: list = []
            classes = dict.fromkeys(map(type, column))
            for cls in classes:
                if cls not in leaves:
                    route = routes.get(cls) or self.route(cls)
                    route(column if len(classes) == 1 else [o for o in column if type(o) is cls], following)
            column = following

    def fresh(self, kind: object, objects: list) -> list:
        """Those of OBJECTS that no one has met yet, entered into bucket KIND."""
        numbers = self.numbers
        bucket = self.buckets.setdefault(kind, [])
        start = len(bucket)
        new = dict(zip(map(id, objects), objects))
        if not numbers.keys().isdisjoint(new):
            new = {key: o for key, o in new.items() if key not in numbers}
        numbers.update(dict.fromkeys(new, FOUND))
        bucket.extend(new.values())
        self.known.append((kind, list(new), range(start, len(bucket))))
        return bucket[start:]

    def route(self, cls: type) -> object:
        """The function that visits objects of CLS; found out once for each class."""
        route = self.plain_route(cls)
        if cls in self.external_classes:
            inner, externals = route, self.externals

            def route(objects: list, following: list) -> None:
                inner([o for o in objects if id(o) not in externals], following)

        self.routes[cls] = route
        return route

    def plain_route(self, cls: type) -> object:
        special = SPECIAL.get(cls)
        if special is not None:
            return getattr(self, special)
        if is_ratio(cls) or cls is Library:
            return self.visit_nothing
        if issubclass(cls, Record):
            return self.visit_records
        tag = self.tags.get((cls.__module__, cls.__name__))
        if tag is None:
            return self.visit_nothing  # a host object, or a primitive that is no Python function
        slots = slot_names(tag)

        on_file = getattr(cls, "on_file", False)  # a port

        def visit_slots(objects: list, following: list) -> None:
            new = self.fresh(tag, objects)
            if on_file:
                note_places(new)
            for slot in slots:
                following.extend(slot_values(new, slot))

        return visit_slots

    def visit_nothing(self, objects: list, following: list) -> None:
        """Leaves."""

    def visit_strings(self, objects: list, following: list) -> None:
        self.fresh("string", objects)

    def visit_bytevectors(self, objects: list, following: list) -> None:
        self.fresh("bytevector", objects)

    def visit_bytearrays(self, objects: list, following: list) -> None:
        self.fresh("bytearray", objects)

    def visit_symbols(self, objects: list, following: list) -> None:
        """Interned symbols are leaves."""
        numbers = self.numbers
        distinct = {id(o): o for o in objects}
        self.fresh("uninterned", [o for key, o in distinct.items() if key not in numbers and not is_interned(o)])

    def visit_vectors(self, objects: list, following: list) -> None:
        for vector in self.fresh("vector", objects):
            following.extend(vector.items)

    def visit_lists(self, objects: list, following: list) -> None:
        for items in self.fresh("list", objects):
            following.extend(items)

    def visit_tuples(self, objects: list, following: list) -> None:
        for items in self.fresh("tuple", objects):
            following.extend(items)

    def visit_dicts(self, objects: list, following: list) -> None:
        for entries in self.fresh("dict", objects):
            following.extend(entries)
            following.extend(entries.values())

    def visit_cells(self, objects: list, following: list) -> None:
        following.extend(cell_values(self.fresh("cell", objects)))

    def visit_functions(self, objects: list, following: list) -> None:
        """Closures of our units have an identity; primitives and functions of the host are leaves."""
        for closure in self.fresh("closure", [o for o in objects if is_closure(o)]):
            if closure.__closure__:
                following.extend(closure.__closure__)

    def visit_record_types(self, objects: list, following: list) -> None:
        for rtd in self.fresh("record-type", objects):
            following.extend(rtd.fields)

    def visit_records(self, objects: list, following: list) -> None:
        cls = type(objects[0]) if objects else None
        new = self.fresh(cls, objects)
        if new:
            following.append(cls.type)
            for slot in cls.__slots__:
                following.extend(slot_values(new, slot))

    def visit_pairs(self, objects: list, following: list) -> None:
        """Enter the lists that start at OBJECTS, each along its cdrs; their cars and last cdrs come in the next round."""
        numbers, page = self.numbers, self.page
        bucket = self.buckets.setdefault("pair", [])
        start = noted = count = len(bucket)
        append, follow = bucket.append, following.append
        for pair in objects:
            key = id(pair)
            limit = count + SHORT
            while key not in numbers:
                if count >= page:
                    self.pending.append(pair)
                    break
                numbers[key] = FOUND
                count += 1
                append(pair)
                pair = pair.cdr
                if type(pair) is not Pair:
                    if pair is not NIL:
                        follow(pair)
                    break
                if limit < count < page:
                    self.note_pairs(bucket, noted)
                    follow(self.follow_chain(pair, bucket))
                    noted = count = len(bucket)
                    break
                key = id(pair)
        self.note_pairs(bucket, noted)
        following.extend([pair.car for pair in (bucket[start:] if start else bucket)])

    def note_pairs(self, bucket: list, start: int) -> None:
        """The pairs in BUCKET from START on have been entered, all of them."""
        self.known.append(("pair", list(map(id, bucket[start:])), range(start, len(bucket))))

    def visit_stubs(self, objects: list, following: list) -> None:
        """Pairs that are still in the image that was booted. Only a child image may meet them."""
        self.numbers.update([(id(stub), stub_number(stub)) for stub in objects])

    def follow_chain(self, pair: object, bucket: list) -> object:
        """Append PAIR and the pairs after it to BUCKET, up to one that is known; what follows the last is returned."""
        numbers, alone = self.numbers, self.alone
        chunk: list = []
        append = chunk.append
        for _ in range(min(CHUNK, self.page - len(bucket))):
            if type(pair) is not Pair:
                break
            append(pair)
            pair = pair.cdr
        following, pair = pair, None  # a local would count as a reference
        counts = list(map(getrefcount, chunk))
        counts[:1] = [0]  # the first has its predecessor before the chunk
        base = len(bucket)
        simple = counts.count(alone) == len(counts) - 1  # the usual case
        entered, positions = [], []
        for i in [0] if simple else [i for i, count in enumerate(counts) if count != alone]:
            key = id(chunk[i])
            if key in numbers:
                following = chunk[i]
                del chunk[i:]
                break
            numbers[key] = FOUND
            entered.append(key)
            positions.append(base + i)
        self.known.append(("pair", entered, positions))
        bucket.extend(chunk)
        return following


SPECIAL = {
    Pair: "visit_pairs",
    DeferredPair: "visit_stubs",
    String: "visit_strings",
    Symbol: "visit_symbols",
    Vector: "visit_vectors",
    Bytevector: "visit_bytevectors",
    RecordType: "visit_record_types",
    FunctionType: "visit_functions",
    CellType: "visit_cells",
    list: "visit_lists",
    tuple: "visit_tuples",
    dict: "visit_dicts",
    bytearray: "visit_bytearrays",
}


def note_places(ports: list) -> None:
    """Have PORTS, on files, say where in them they are."""
    from lisp.data.reopen import note_place

    for port in ports:
        note_place(port)


def has_identity(cls: type) -> bool:
    """Whether objects of CLS, a class of ours, are entered: neither leaves nor external."""
    return cls in SPECIAL or issubclass(cls, Record) or any(row[1:3] == (cls.__module__, cls.__name__) for row in CLASSES)


def is_closure(function: object) -> bool:
    """Whether FUNCTION was compiled from a unit of ours."""
    return function.__code__.co_filename.startswith(CODE_PREFIX)
