"""Heap → segments, as columns. What lies where in a segment is told in docs/image-format.md; decode.py reads it back.

A segment is a list of roots and every object they reach that no earlier segment owns. If that is much, it lies in several
segments, the pages (walk.py); only the first has the roots. What a page refers to in other segments it needs, and these are
earlier ones; but pairs of other pages are only named, and decoded when they are touched (deferred.py).

In a segment each object has a number: constants, then leaves kind by kind, then the objects with an identity kind by kind,
then what is imported from earlier segments. A column of references holds such numbers, or the numbers of the heap themselves
when every element is an integer (or a float): the usual case is as small and fast as an array.

Of a page that waits to be written no more is kept than that needs: there may be many, and the heap is there as well.
"""

from __future__ import annotations

from bisect import bisect_right
from itertools import count
from struct import pack

from lisp.core.primitive import Primitive
from lisp.data.base import Singleton
from lisp.data.char import Char
from lisp.data.condition import error
from lisp.data.pair import Pair
from lisp.data.string import text_of
from lisp.data.symbol import Symbol
from lisp.image.classes import CONSTANTS, FIRST, IDENTITIES, LEAVES, RANGES
from lisp.image.columns import Writer
from lisp.image.contents import TAGS, Column, bits_of, code_key, columns_of, library_of, sort_tuples
from lisp.image.deferred import DeferredPair
from lisp.image.walk import Walk, is_ratio, slot_names

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

LINKS = frozenset((Pair, DeferredPair, Singleton))
NEVER_LEAVES = (bool, type(None), Singleton)
INT64 = 1 << 63
KIND_BITS = 4  # enough for LEAVES
MADE_LATE = ("record-type", "tuple")  # made whole, from objects that are there already: no blank to be filled later


class Segment:
    """One encoded segment: its bytes, the earlier segments it imports from, and the libraries whose code it holds."""

    def __init__(self, name: str, part: str) -> None:
        self.name = name
        self.part = part
        self.pairs = range(0)  # the numbers of the pairs that other segments need not decode to refer to them
        self.bytes = b""
        self.imports: list[int] = []  # numbers of segments, ascending
        self.libraries: list[str] = []  # whose variables its closures use
        self.exports: dict[int, int] = {}  # own object number → place in what later segments may import


class Encoder:
    """Encodes segments one after another.

    EXTERNALS: (object, name) of what stays outside. PAGE: the most pairs of a segment, if not the usual many.
    """

    def __init__(self, externals: list, page: int | None = None) -> None:
        self.walk = Walk(externals, page)
        self.segments: list[Segment] = []
        self.bases: list[int] = []  # of each segment: the number of its constant 0, counted over all segments
        self.end = 1
        self.hosts: list = []  # objects of Python, for the host section
        self.host_users: list[int] = []  # places of the segments that refer to them
        self.host_places: dict = {}  # id → place in hosts
        self.units: dict[str, None] = {}  # what procedures and frames were compiled from
        self.report: Callable[[int, int], None] | None = None  # told how many objects are found, and how many written
        self.found = self.written = 0

    def encode(self, name: str, part: str, roots: list) -> Segment:
        """Write what ROOTS reach as the segment called NAME, PART, and its further pages, called PART with a number."""
        pages: list[SegmentEncoder] = []
        buckets = self.walk.discover(roots)
        while buckets or not pages:
            page = SegmentEncoder(self, Segment(name, f"{part} {len(pages)}" if pages else part))
            self.segments.append(page.segment)
            page.enter(buckets, [] if pages else roots)
            pages.append(page)
            self.count(page.own, 0)
            buckets = self.walk.next_page()
        for page in pages:
            if len(pages) > 1:
                page.segment.pairs = page.pairs()
            if page.contents["host"]:
                self.host_users.append(self.segments.index(page.segment))
        first = pages[0].segment
        self.walk.kept.extend([page.buckets for page in pages])
        pages.reverse()  # to be taken from the end: what has been written is freed
        while pages:
            page = pages.pop()
            page.write()
            self.count(0, page.own)
        return first

    def count(self, found: int, written: int) -> None:
        """Tell whoever watches."""
        self.found += found
        self.written += written
        if self.report is not None:
            self.report(self.found, self.written)

    def owner(self, number: int) -> tuple[Segment, int, int]:
        """The segment that owns object NUMBER, that segment's place, and the object's number in it."""
        place = bisect_right(self.bases, number) - 1
        return self.segments[place], place, number - self.bases[place]


class SegmentEncoder:
    """The work on one segment."""

    def __init__(self, encoder: Encoder, segment: Segment) -> None:
        self.encoder = encoder
        self.segment = segment
        self.walk = encoder.walk
        self.numbers = encoder.walk.numbers
        self.base = encoder.end
        self.pools: dict = {kind: {} for kind in LEAVES}  # kind → what leaves are equal by → place << KIND_BITS | the kind's
        self.leaf: dict = {}  # id → the same, later its number
        self.columns: dict = {}  # kind → its columns of references
        self.starts: dict = {}  # kind → number of its first object
        self.imports: dict = {}  # number over all segments → place among the imports
        self.writer = Writer()

    def enter(self, buckets: dict, roots: list) -> None:
        """Number the objects in BUCKETS, and find the leaves that they and ROOTS refer to."""
        self.order = self.kinds_in_order(buckets)
        tuples = sort_tuples(buckets.get("tuple", []))
        if tuples:
            buckets["tuple"] = tuples
        self.buckets = buckets
        self.columns = {
            kind: [self.column(c, kind not in MADE_LATE) for c in columns_of(kind, buckets[kind])] for kind in self.order
        }
        if "pair" in self.columns:
            self.leave_out_straight(self.columns["pair"])
        self.roots, self.root_count = self.column(roots), len(roots)
        self.codes, self.libraries = self.code_tables(buckets.get("closure", []))
        self.encoder.units.update(dict.fromkeys([unit for unit, _, _ in self.codes]))
        self.encoder.units.update(dict.fromkeys([frame.unit for frame in buckets.get("frame", ())]))
        self.number_objects()
        self.number_constants()
        for columns in self.columns.values():
            self.find_leaves(columns)
        self.find_leaves([self.roots])
        self.leaf = {}  # there may be many pages

    def find_leaves(self, columns: list) -> None:
        """Look up the numbers in those of COLUMNS that have leaves: the leaves are forgotten afterwards."""
        from array import array

        leaf, numbers = self.leaf, self.numbers
        for column in columns:
            if column.leaves:
                found = [leaf[key] if key in leaf else numbers.get(key, -1) for key in map(id, column.values)]
                column.found = array("q", found)
                if -1 not in found:
                    column.values = []

    def number_constants(self) -> None:
        """Give the constants their numbers in this segment."""
        for number, constant in enumerate(CONSTANTS):
            self.numbers[id(constant)] = self.base + number

    def pairs(self) -> range:
        """The numbers of the pairs."""
        start = self.starts.get("pair", self.base) - self.base
        return range(start, start + len(self.buckets.get("pair", ())))

    def write(self) -> None:
        """Write the segment; every object that it refers to has its number."""
        self.number_constants()
        buckets = self.buckets
        body = self.writer = Writer()
        for kind in self.order:
            self.write_allocation(kind, buckets[kind])
        for kind in self.order:
            for place, column in enumerate(self.columns[kind]):
                self.write_column(kind, place, column)
        body.number(self.root_count)
        self.write_references(self.roots)
        self.finish(body)

    def kinds_in_order(self, buckets: dict) -> list:
        """The kinds that have objects, in the order of their numbers: tuples last, they are made from the others."""
        kinds: list = [kind for kind in IDENTITIES + TAGS if buckets.get(kind)]
        kinds += [kind for kind, objects in buckets.items() if kind.__class__ is type and objects]
        return kinds + ["tuple"] if buckets.get("tuple") else kinds

    # What a column holds

    def may_be_leaf(self, cls: type) -> bool:
        """Whether objects of CLS are leaves, or some of them."""
        walk = self.walk
        if cls in walk.leaves or cls is Symbol or cls in walk.external_classes:
            return True
        return walk.routes[cls] in self.leaf_routes()

    def column(self, values: list, raw: bool = True) -> Column:
        """VALUES as a column; their leaves are entered into the pools, unless the column holds them itself (RAW)."""
        classes = dict.fromkeys(map(type, values))
        if len(classes) == 1 and raw:
            if float in classes:
                return Column(values, "d", False, classes)
            if int in classes and -INT64 <= min(values) and max(values) < INT64:
                return Column(values, "i", False, classes)
        leaf_classes = [cls for cls in classes if cls not in NEVER_LEAVES and self.may_be_leaf(cls)]
        if not leaf_classes:
            return Column(values, "r", False, classes)
        leaf, numbers = self.leaf, self.numbers
        for cls in leaf_classes:
            own = values if len(classes) == 1 else [value for value in values if type(value) is cls]
            new = dict(zip(map(id, own), own))
            if not (leaf.keys().isdisjoint(new) and numbers.keys().isdisjoint(new)):
                new = {key: value for key, value in new.items() if key not in leaf and key not in numbers}
            if new:
                self.enter_leaves(cls, new)
        return Column(values, "r", True, classes)

    def enter_leaves(self, cls: type, new: dict) -> None:
        """Give a place in a pool to each leaf of CLS in NEW: id → leaf."""
        values = list(new.values())
        if cls is str:
            self.enter_alike("str", new, values)
        elif cls is Symbol:
            self.enter_alike("symbol", new, [value.name for value in values])
        elif cls is float:
            self.enter_alike("float", new, bits_of(values))
        elif cls is int and -INT64 <= min(values) and max(values) < INT64:
            self.enter_alike("int", new, values)
        else:
            for key, value in new.items():
                kind, content = self.leaf_key(value, cls)
                self.enter_alike(kind, (key,), (content,))

    def enter_alike(self, kind: str, ids: Iterable, contents: Iterable) -> None:
        """Give a place in the pool of KIND to leaves by what they are equal by."""
        pool = self.pools[kind]
        first = len(pool) << KIND_BITS | LEAVES.index(kind)
        pool.update(zip([content for content in dict.fromkeys(contents) if content not in pool], count(first, 1 << KIND_BITS)))
        self.leaf.update(zip(ids, map(pool.__getitem__, contents)))

    def leaf_routes(self) -> tuple:
        return (self.walk.visit_nothing, self.walk.visit_functions)

    def leaf_key(self, value: object, cls: type) -> tuple:
        """The kind of the leaf VALUE, and what it is equal by."""
        external = self.walk.externals.get(id(value))
        if external is not None:
            return "external", external
        if cls is int:
            return ("int", value) if -INT64 <= value < INT64 else ("bignum", value)
        if cls is str:
            return "str", value
        if cls is Symbol:
            return "symbol", value.name
        if cls is float:
            return "float", bits_of([value])[0]
        if cls is Char:
            return "char", value.code
        if cls is bytes:
            return "bytes", value
        if cls is complex:
            return "complex", pack("<dd", value.real, value.imag)
        if is_ratio(cls):
            return "ratio", (value.numerator, value.denominator)
        declaration = getattr(value, "primitive", None)
        if declaration.__class__ is Primitive:
            return "primitive", declaration.name
        place = self.encoder.host_places.get(id(value))
        if place is None:
            place = self.encoder.host_places[id(value)] = len(self.encoder.hosts)
            self.encoder.hosts.append(value)
        return "host", place

    def code_tables(self, closures: list) -> tuple[dict, dict]:
        """(unit, number, free variables) → place, and library name → place, for CLOSURES."""
        codes: dict = {}
        libraries: dict = {}
        for closure in closures:
            codes.setdefault(code_key(closure), len(codes))
            libraries.setdefault(library_of(closure), len(libraries))
        self.segment.libraries = list(libraries)
        return codes, libraries

    # Numbers

    def number_objects(self) -> None:
        """Give every object of this segment its final number."""
        number, numbers = self.base + FIRST, self.numbers
        for kind in LEAVES:
            self.starts[kind] = number
            number += len(self.pools[kind])
        starts = self.starts
        self.contents = {kind: list(pool) for kind, pool in self.pools.items()}
        self.pools = {}
        leaf, first, mask = self.leaf, [starts[kind] for kind in LEAVES], (1 << KIND_BITS) - 1
        for key, code in leaf.items():
            leaf[key] = first[code & mask] + (code >> KIND_BITS)
        for kind in self.order:
            starts[kind] = number
            number += len(self.buckets[kind])
        for kind, entered, positions in self.walk.known:
            start = starts.get(kind, 0)
            numbers.update(zip(entered, map(start.__add__, positions)))
        if self.buckets.get("tuple"):
            start = starts["tuple"]
            numbers.update(zip(map(id, self.buckets["tuple"]), range(start, start + len(self.buckets["tuple"]))))
        self.own = number - self.base
        self.encoder.bases.append(self.base)
        self.encoder.end = number

    def references(self, column: Column) -> list:
        """The numbers in this segment of the values of COLUMN."""
        numbers, values = self.numbers, column.values
        try:
            if column.found is None:
                found = list(map(numbers.__getitem__, map(id, values)))
            else:
                found = column.found.tolist()
                for i, value in enumerate(values):  # none if all are found
                    if found[i] < 0:
                        found[i] = numbers[id(value)]
        except KeyError:
            raise error("image", "a value that an image cannot hold was found", who="save-image") from None
        base, own = self.base, self.own
        end = base + own
        if found and (min(found) < base or max(found) >= end):
            imports = self.imports
            return [n - base if base <= n < end else own + imports.setdefault(n, len(imports)) for n in found]
        return [n - base for n in found]

    # Bytes

    def finish(self, body: Writer) -> None:
        """Put the tables, known only now, before BODY."""
        writer = self.writer = Writer()
        for kind in LEAVES:
            self.write_leaves(kind, self.contents[kind])
        self.write_imports()
        writer.number(len(self.order))
        for kind in self.order:
            writer.text("record" if kind.__class__ is type else kind)
            writer.number(len(self.buckets[kind]))
        self.segment.bytes = bytes(writer.bytes + body.bytes)

    def write_imports(self) -> None:
        """Where the objects of other segments are."""
        writer, segments, bases = self.writer, self.encoder.segments, self.encoder.bases
        places = [bisect_right(bases, number) - 1 for number in self.imports]
        writer.number(len(places))
        writer.numbers(places)
        wanted, needed = [], set()
        for number, place in zip(self.imports, places):
            owner = segments[place]
            number -= bases[place]
            wanted.append(owner.exports.setdefault(number, len(owner.exports)))
            if number not in owner.pairs:
                needed.add(place)
        writer.numbers(wanted)
        self.segment.imports = sorted(needed)

    def write_leaves(self, kind: str, keys: list) -> None:
        """The leaves of KIND: their count, then what they are made of."""
        writer = self.writer
        writer.number(len(keys))
        if not keys:
            return
        if kind == "int":
            writer.integers(keys)
        elif kind == "bignum":
            writer.blobs([key.to_bytes(key.bit_length() // 8 + 1, "little", signed=True) for key in keys])
        elif kind == "float":
            writer.raw("Q", keys)
        elif kind == "complex":
            writer.bytes += b"".join(keys)
        elif kind == "ratio":
            for part in (0, 1):
                numbers = [key[part] for key in keys]
                writer.blobs([n.to_bytes(n.bit_length() // 8 + 1, "little", signed=True) for n in numbers])
        elif kind in ("char", "host"):
            writer.numbers(keys)
        elif kind == "bytes":
            writer.blobs(keys)
        else:
            writer.texts(keys)

    def write_allocation(self, kind: object, objects: list) -> None:
        """What must be known of OBJECTS to make them, blank."""
        writer = self.writer
        if kind == "uninterned":
            writer.texts([o.name for o in objects])
        elif kind == "record-type":
            writer.texts([o.name for o in objects])
            writer.numbers([len(o.fields) for o in objects])
        elif kind == "string":
            writer.texts(list(map(text_of, objects)))
            writer.numbers([1 if o.constant else 0 for o in objects])
        elif kind == "bytevector":
            writer.numbers([1 if o.octets.__class__ is bytes else 0 for o in objects])
            writer.blobs([o.octets for o in objects])
        elif kind == "bytearray":
            writer.blobs(objects)
        elif kind == "vector":
            writer.numbers([1 if o.items.__class__ is tuple else 0 for o in objects])
        elif kind == "closure":
            self.write_closures(objects)
        elif kind.__class__ is type:
            writer.number(self.references(self.column([kind.type]))[0])
            writer.number(len(kind.__slots__))
            if not kind.__slots__:
                writer.bytes += bytes(len(objects))  # every object takes a byte: see `Reader.count`
        elif kind in TAGS:
            slots = slot_names(kind)
            writer.number(len(slots))
            writer.texts(list(slots))
        if kind in ("vector", "list", "tuple", "dict"):
            writer.numbers([len(o.items) for o in objects] if kind == "vector" else list(map(len, objects)))
        if kind in MADE_LATE:
            for column in self.columns[kind]:
                writer.numbers(self.references(column))
            self.columns[kind] = []

    def write_closures(self, closures: list) -> None:
        writer = self.writer
        writer.number(len(self.codes))
        writer.texts([unit for unit, _, _ in self.codes])
        writer.numbers([number for _, number, _ in self.codes])
        writer.numbers([len(free) for _, _, free in self.codes])
        writer.texts([name for _, _, free in self.codes for name in free])
        writer.number(len(self.libraries))
        writer.texts(list(self.libraries))
        writer.numbers([self.codes[code_key(c)] for c in closures])
        writer.numbers([self.libraries[library_of(c)] for c in closures])
        cells = self.column([cell for c in closures for cell in c.__closure__ or ()])
        writer.numbers(self.references(cells))

    def write_column(self, kind: object, place: int, column: Column) -> None:
        """Column PLACE of KIND. The first of objects of a kind takes a byte for each of them: see `Reader.count`."""
        if kind == "pair" and place == 1:
            self.writer.number(len(self.others))
            self.writer.numbers(self.others)
        self.write_references(column, ranges=0 < place < RANGES and kind != "pair")

    def leave_out_straight(self, columns: list) -> None:
        """COLUMNS, of the segment's pairs: most cdrs are the next pair, so only the `others` are written."""
        column, pairs = columns[1], self.buckets["pair"]
        cdrs, following = column.values, pairs[1:]
        # pairs and () are equal only to themselves, so that the lists can be compared in C
        straight = LINKS.issuperset(column.classes) and cdrs[:-1] == following
        self.others = [] if straight else [i for i, (cdr, after) in enumerate(zip(cdrs, following)) if cdr is not after]
        self.others.append(len(pairs) - 1)
        column.values = [cdrs[i] for i in self.others]

    def write_references(self, column: Column, ranges: bool = False) -> None:
        """One byte says how: i integers, d floats, r numbers of objects, s the first of objects numbered one after another."""
        writer = self.writer
        if column.mode == "i" and column.values:
            writer.bytes += b"i"
            writer.integers(column.values)
        elif column.mode == "d":
            writer.bytes += b"d"
            writer.items("d", column.values)
        else:
            found = self.references(column)
            start = found[0] if found else 0
            if ranges and len(found) > 4 and found[-1] - start == len(found) - 1 and found == list(range(start, found[-1] + 1)):
                writer.bytes += b"s"
                writer.number(start)
            else:
                writer.bytes += b"r"
                writer.numbers(found)
