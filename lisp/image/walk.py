"""Discovery: every object that a segment's roots reach and no earlier segment owns, without recursion.

In:  a list of roots; out: `Contents`, page by page. Objects are found breadth first: what the objects of a round hold is
taken out slot by slot, for all of one class at once, and gives the next round; so an object costs little more than its share
of some list comprehensions. The same heap gives the same order, whatever the addresses: no set is iterated, nothing is
ordered by `id`.

What was met is kept in met.py; pairs and lists are followed in lists.py, hash tables in tables.py. At most PAGE pairs, and
some small lists, belong to one page; everything else that a page's objects reach without passing through a pair that waits
belongs to that page.
"""

from __future__ import annotations

from itertools import chain
from struct import pack
from sys import getrefcount
from types import CellType, FunctionType

from lisp.core.primitive import Primitive
from lisp.data.base import Singleton
from lisp.data.bytevector import Bytevector
from lisp.data.char import Char
from lisp.data.condition import error
from lisp.data.pair import Pair
from lisp.data.record import Record, RecordType
from lisp.data.string import String
from lisp.data.symbol import Symbol, are_interned, is_interned
from lisp.data.table import Table
from lisp.data.vector import Vector
from lisp.image.classes import CLASSES
from lisp.image.contents import (
    FEW,
    INT64,
    SLOT_NAMES,
    TRACKS,
    Contents,
    Part,
    are_small,
    bits_of,
    cell_values,
    is_closure,
    is_ratio,
    slot_values,
)
from lisp.image.deferred import DeferredPair, stub_number
from lisp.image.lists import Lists
from lisp.image.met import NEVER, OWNED
from lisp.image.tables import Tables

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    Visit = Callable[[list], Sequence[int]]
    Route = Callable[["Walk", list], Sequence[int]]

PAGE = 4096  # pairs of one segment; what is more goes to further pages


class Walk(Lists, Tables):
    """The state that lasts over the segments of one image."""

    def __init__(self, externals: list, page: int | None = None, counting: bool = True) -> None:
        """EXTERNALS: (object, name) of what is not in the heap, such as libraries and console ports. PAGE: the most pairs of a
        page. COUNTING: whether an object may be known by its reference count not to be met again.
        """
        super().__init__(page or PAGE, counting)
        self.kept.append(externals)
        self.externals = {id(o): name for o, name in externals}
        self.external_classes = {type(o) for o, _ in externals}
        self.hosts: list = []  # objects of Python, for the host section
        self.host_places: dict[int, int] = {}  # id → place in hosts
        self.share = self.page  # how many pairs a pair that waits leads to, about
        self.routes: dict[type, Route] = {}  # class → function from objects, new or not, to their serials;
        # none is bound to this, which would be a cycle: what is kept here would raise the counts of the next walk
        self.tags = {(module, name): tag for tag, module, name, _ in CLASSES}

    def discover(self, roots: list) -> Contents:
        """What the segment holds whose roots are ROOTS; its first page if it is large."""
        self.kept.append(roots)
        contents = self.contents = Contents(self.end)
        contents.roots = [Part(roots)] if roots else []
        self.follow(contents.roots)
        self.end = contents.end
        return contents

    def next_page(self) -> Contents | None:
        """A page that begins with what is pending, if anything is.

        The pairs that wait are taken up a few at a time, with all that they reach, so that what hangs together comes together;
        how many fill the page is guessed from those before.
        """
        contents = self.contents = Contents(self.end)
        pairs = contents.bucket("pair")
        taken = 0
        while self.pending and (room := self.page - len(pairs)) > 0:
            some = min(room // (self.share + 1) + 1, len(self.pending))
            self.take_up(some)
            taken += some
            self.share = max(1, len(pairs) // taken)
        self.end = contents.end
        return contents if pairs else None

    def take_up(self, some: int) -> None:
        """Enter SOME of the pairs that wait, and follow them."""
        heads = [self.pending.popleft() for _ in range(some)]
        tickets = [self.waiting.popleft() for _ in range(some)]
        self.following, self.expected = [], self.alone
        serials = self.visit_pairs(heads[:])
        for head, ticket, serial in zip(reversed(heads), reversed(tickets), reversed(serials)):
            if serial >= 0:
                self.tickets[~ticket] = serial
                continue
            if serial != ticket:  # it has been put off once more
                for line in (self.pending, self.waiting, self.tickets):
                    line.pop()
            self.pending.appendleft(head)
            self.waiting.appendleft(ticket)
        self.follow(self.following)

    def became_of(self, ticket: int) -> int:
        """The serial that TICKET stands for, TICKET if that waits. A serial is what it is."""
        return ticket if ticket >= 0 else self.tickets[~ticket] or ticket

    def serial_of(self, obj: object) -> int | None:
        """The serial of OBJ, which Python objects refer to, so that its count asked for an entry; None if it was not met."""
        return stub_number(obj) if type(obj) is DeferredPair else self.numbers.get(id(obj))

    def follow(self, parts: list[Part]) -> None:
        """Find what PARTS reach."""
        while parts:
            self.following = []
            self.give_serials([part for part in parts if not part.is_raw()])
            parts = self.following

    def give_serials(self, parts: list[Part]) -> None:
        """Give PARTS their serials: all objects of a class are visited at once."""
        groups: dict[tuple, list[Part]] = {}  # class, whether a count says something → parts that have some
        for part in parts:
            for cls in part.classes:
                groups.setdefault((cls, part.owned), []).append(part)
        streams: dict[Part, dict] = {part: {} for part in parts if len(part.classes) > 1}
        for (cls, owned), members in groups.items():
            self.expected = self.alone if owned else NEVER
            if len(members) > 1 or members[0] in streams:
                self.visit_members(cls, members, streams)
            else:  # without a list of their own
                self.expected -= 1
                members[0].serials = self.serials(cls, members[0].values)
        for part, stream in streams.items():
            part.serials = list(map(next, map(stream.__getitem__, map(type, part.values))))
        for part in parts:
            part.values = []

    def visit_members(self, cls: type, parts: list[Part], streams: dict[Part, dict]) -> None:
        """Visit the objects of CLS in PARTS: their serials go to the parts that have no others, or to the STREAMS."""
        found: list = []
        ends = [0]
        for part in parts:
            found += part.values if len(part.classes) == 1 else [value for value in part.values if type(value) is cls]
            ends.append(len(found))
        column = self.serials(cls, found)
        for part, start, end in zip(parts, ends, ends[1:]):
            own = column[start:end]
            if part in streams:
                streams[part][cls] = iter(own)
            else:
                part.serials = own

    def serials(self, cls: type, objects: list) -> Sequence[int]:
        """The serials of OBJECTS of CLS; tickets of pairs that have to wait."""
        route = self.routes.get(cls) or self.route(cls)
        if len(objects) > FEW and objects[0] is objects[-1] and len(set(map(id, objects))) == 1:  # such as a default
            return [*route(self, objects[:1])] * len(objects)
        return route(self, objects)

    def add_slots(self, kind: object, objects: list, slots: tuple) -> None:
        """So do the SLOTS of OBJECTS, all of KIND and new."""
        if objects:
            for column, slot in zip(self.contents.columns[kind], slots):
                self.add_part(column, slot_values(objects, slot))

    # Routes

    def route(self, cls: type) -> Route:
        """The function that visits objects of CLS; found out once for each class."""
        route = self.plain_route(cls)
        if cls in self.external_classes:
            inner, externals = route, self.externals

            def route(walk: Walk, objects: list) -> Sequence[int]:
                flags = [id(o) in externals for o in objects]
                return divided(objects, flags, walk.visit_externals, lambda others: inner(walk, others))

        self.routes[cls] = route
        return route

    def plain_route(self, cls: type) -> Route:
        special = LEAVES.get(cls) or OBJECTS.get(cls)
        if special is not None:
            return getattr(Walk, special)
        if is_ratio(cls):
            return Walk.visit_ratios
        if issubclass(cls, Record):
            return Walk.visit_records
        tag = self.tags.get((cls.__module__, cls.__name__))
        if tag is None:
            return Walk.visit_foreign
        slots = SLOT_NAMES[tag]
        on_file = getattr(cls, "on_file", False)  # a port

        def visit_slots(walk: Walk, objects: list) -> Sequence[int]:
            new, serials = walk.enter(tag, objects)
            if on_file:
                note_places(new)
            walk.add_slots(tag, new, slots)
            return serials

        return visit_slots

    # Leaves

    def visit_constants(self, objects: list) -> Sequence[int]:
        try:
            return list(map(self.contents.constants.__getitem__, map(id, objects)))
        except KeyError:
            raise error("image", "a value that an image cannot hold was found", who="save-image") from None

    def visit_integers(self, objects: list) -> Sequence[int]:
        if are_small(objects):
            return self.contents.pooled("int", objects)
        small = [-INT64 <= n < INT64 for n in objects]
        return divided(objects, small, self.visit_integers, lambda large: self.contents.pooled("bignum", large))

    def visit_floats(self, objects: list) -> Sequence[int]:
        return self.contents.pooled("float", bits_of(objects))

    def visit_complex(self, objects: list) -> Sequence[int]:
        return self.contents.pooled("complex", [pack("<dd", z.real, z.imag) for z in objects])

    def visit_ratios(self, objects: list) -> Sequence[int]:
        return self.contents.pooled("ratio", [(q.numerator, q.denominator) for q in objects])

    def visit_texts(self, objects: list) -> Sequence[int]:
        return self.contents.pooled("str", objects)

    def visit_bytes(self, objects: list) -> Sequence[int]:
        return self.contents.pooled("bytes", objects)

    def visit_chars(self, objects: list) -> Sequence[int]:
        return self.contents.pooled("char", [char.code for char in objects])

    def visit_symbols(self, objects: list) -> Sequence[int]:
        """Interned symbols are leaves, the others have an identity."""
        if are_interned(list(dict.fromkeys(objects))):
            return self.contents.pooled("symbol", objects)
        interned = list(map(is_interned, objects))
        return divided(objects, interned, self.visit_symbols, lambda others: self.enter("uninterned", others)[1])

    def visit_externals(self, objects: list) -> Sequence[int]:
        return self.contents.pooled("external", [self.externals[id(o)] for o in objects])

    def visit_foreign(self, objects: list) -> Sequence[int]:
        """Primitives and objects of Python."""
        declared = [getattr(o, "primitive", None).__class__ is Primitive for o in objects]
        return divided(objects, declared, self.visit_primitives, self.visit_hosts)

    def visit_primitives(self, objects: list) -> Sequence[int]:
        return self.contents.pooled("primitive", [o.primitive.name for o in objects])

    def visit_hosts(self, objects: list) -> Sequence[int]:
        places = self.host_places
        for host in objects:
            if id(host) not in places:
                places[id(host)] = len(self.hosts)
                self.hosts.append(host)
        return self.contents.pooled("host", [places[id(host)] for host in objects])

    # What has an identity

    def visit_bytevectors(self, objects: list) -> Sequence[int]:
        return self.enter("bytevector", objects)[1]

    def visit_bytearrays(self, objects: list) -> Sequence[int]:
        return self.enter("bytearray", objects)[1]

    def visit_vectors(self, objects: list) -> Sequence[int]:
        new, serials = self.enter("vector", objects)
        if new:
            self.add_members("vector", [vector.items for vector in new])
        return serials

    def add_members(self, kind: str, containers: list) -> None:
        """The members of CONTAINERS, which are parts of objects of KIND and not entered, are to be followed."""
        owned = all([count == OWNED or not inner for count, inner in zip(map(getrefcount, containers), containers)])
        self.follow_members(kind, containers, owned)

    def follow_members(self, kind: str, containers: list, owned: bool = True) -> None:
        column = self.contents.columns[kind][0]
        length = len(containers[0]) if len(containers) >= FEW else 0
        if length in TRACKS and kind != "closure" and list(map(len, containers)).count(length) == len(containers):
            self.add_tracks(column, [[inner[i] for inner in containers] for i in range(length)], owned)
        else:
            self.add_part(column, list(chain.from_iterable(containers)), owned)

    def visit_lists(self, objects: list) -> Sequence[int]:
        new, serials = self.enter("list", objects)
        if new:
            self.follow_members("list", new)
        return serials

    def visit_tuples(self, objects: list) -> Sequence[int]:
        new, serials = self.enter("tuple", objects)
        if new:
            self.add_part(self.contents.columns["tuple"][0], list(chain.from_iterable(new)))
        return serials

    def visit_dicts(self, objects: list) -> Sequence[int]:
        new, serials = self.enter("dict", objects)
        if new:
            keys, values = self.contents.columns["dict"]
            self.add_part(keys, list(chain.from_iterable(new)))
            self.add_part(values, [value for entries in new for value in entries.values()])
        return serials

    def visit_cells(self, objects: list) -> Sequence[int]:
        new, serials = self.enter("cell", objects)
        if new:
            self.add_part(self.contents.columns["cell"][0], cell_values(new))
        return serials

    def visit_functions(self, objects: list) -> Sequence[int]:
        """Closures of our units have an identity; primitives and functions of the host are leaves."""
        own = list(map(is_closure, objects))
        if not all(own):
            return divided(objects, own, self.visit_functions, self.visit_foreign)
        new, serials = self.enter("closure", objects)
        if cells := [closure.__closure__ for closure in new if closure.__closure__]:
            self.add_members("closure", cells)
        return serials

    def visit_record_types(self, objects: list) -> Sequence[int]:
        new, serials = self.enter("record-type", objects)
        if new:
            self.add_part(self.contents.columns["record-type"][0], [field for rtd in new for field in rtd.fields], owned=False)
        return serials

    def visit_records(self, objects: list) -> Sequence[int]:
        cls = type(objects[0])
        new, serials = self.enter(cls, objects)
        if new and cls not in self.contents.types:
            self.contents.types[cls] = part = Part([cls.type], owned=False)
            self.following.append(part)
        self.add_slots(cls, new, cls.__slots__)
        return serials

    def visit_stubs(self, objects: list) -> Sequence[int]:
        """Pairs that are still in the image that was booted. Only a child image may meet them."""
        return list(map(stub_number, objects))


LEAVES = {
    bool: "visit_constants",
    type(None): "visit_constants",
    Singleton: "visit_constants",
    int: "visit_integers",
    float: "visit_floats",
    complex: "visit_complex",
    str: "visit_texts",
    bytes: "visit_bytes",
    Char: "visit_chars",
}
OBJECTS = {
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
    Table: "visit_tables",
}


def divided(objects: list, flags: list, visit: Visit, visit_others: Visit) -> list:
    """The serials of OBJECTS: VISIT finds them for those with a true flag, VISIT_OTHERS for the others."""
    serials = iter(visit(mine) if (mine := [o for o, flag in zip(objects, flags) if flag]) else ())
    others = iter(visit_others(theirs) if (theirs := [o for o, flag in zip(objects, flags) if not flag]) else ())
    return [next(serials if flag else others) for flag in flags]


def note_places(ports: list) -> None:
    """Have PORTS, on files, say where in them they are."""
    from lisp.data.reopen import note_place

    for port in ports:
        note_place(port)


def has_identity(cls: type) -> bool:
    """Whether objects of CLS, a class of ours, are entered: neither leaves nor external."""
    return cls in OBJECTS or issubclass(cls, Record) or any(row[1:3] == (cls.__module__, cls.__name__) for row in CLASSES)
