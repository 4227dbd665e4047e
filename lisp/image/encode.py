"""Heap → segments, as columns. What lies where in a segment is told in docs/image-format.md; decode.py reads it back.

A segment is a list of roots and every object they reach that no earlier segment owns. If that is much, it lies in several
segments, the pages (walk.py); only the first has the roots. What a page refers to in other segments it needs, and these are
earlier ones; but pairs of other pages are only named, and decoded when they are touched (deferred.py). In a segment each
object has a number: constants, then leaves kind by kind, then the objects with an identity kind by kind, then what is imported
from earlier segments. A column of references holds such numbers, or the numbers of the heap themselves when every element is
an integer (or a float): the usual case is as small and fast as an array.
"""

from __future__ import annotations

from bisect import bisect_right
from struct import pack

from lisp.core.primitive import Primitive
from lisp.data.base import Singleton
from lisp.data.char import Char
from lisp.data.condition import error
from lisp.data.pair import Pair
from lisp.data.string import text_of
from lisp.data.symbol import Symbol
from lisp.image.classes import CLASSES, CONSTANTS, FIRST, IDENTITIES, LEAVES, RANGES
from lisp.image.columns import Writer
from lisp.image.deferred import DeferredPair
from lisp.image.walk import CODE_PREFIX, Walk, cell_values, is_ratio, slot_names, slot_values

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

TAGS = tuple(tag for tag, _, _, _ in CLASSES)
LINKS = frozenset((Pair, DeferredPair, Singleton))
NEVER_LEAVES = (bool, type(None), Singleton)
INT64 = 1 << 63
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


class Column:
    """References to be written: `mode` is i (raw integers), d (raw floats) or r; `leaves`: some are leaves; their CLASSES."""

    __slots__ = ("values", "mode", "leaves", "classes")

    def __init__(self, values: list, mode: str, leaves: bool, classes: dict) -> None:
        self.values = values
        self.mode = mode
        self.leaves = leaves
        self.classes = classes


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
            if page.pools["host"]:
                self.host_users.append(self.segments.index(page.segment))
        for page in pages:
            page.write()
            self.count(0, page.own)
        return pages[0].segment

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
        self.pools: dict = {kind: {} for kind in LEAVES}  # kind → value → place
        self.leaf: dict = {}  # id → (kind, place), later its number
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
        self.roots = self.column(roots)
        self.codes, self.libraries = self.code_tables(buckets.get("closure", []))
        self.encoder.units.update(dict.fromkeys([unit for unit, _, _ in self.codes]))
        self.encoder.units.update(dict.fromkeys([frame.unit for frame in buckets.get("frame", ())]))
        self.number_objects()

    def pairs(self) -> range:
        """The numbers of the pairs."""
        start = self.starts.get("pair", self.base) - self.base
        return range(start, start + len(self.buckets.get("pair", ())))

    def write(self) -> None:
        """Write the segment; every object that it refers to has its number."""
        for number, constant in enumerate(CONSTANTS):
            self.numbers[id(constant)] = self.base + number
        buckets = self.buckets
        body = self.writer = Writer()
        for kind in self.order:
            self.write_allocation(kind, buckets[kind])
        for kind in self.order:
            for place, column in enumerate(self.columns[kind]):
                self.write_column(kind, place, column)
        body.number(len(self.roots.values))
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
            keys = {id(value): value for value in values if type(value) is cls}
            new = [(key, value) for key, value in keys.items() if key not in leaf and key not in numbers]
            self.enter_leaves(cls, new)
        return Column(values, "r", True, classes)

    def enter_leaves(self, cls: type, new: list) -> None:
        """Give a place in a pool to each leaf of CLS in NEW: (id, leaf)."""
        leaf = self.leaf
        if cls is str or cls is Symbol:
            kind = "str" if cls is str else "symbol"
            pool = self.pools[kind]
            for key, value in new:
                leaf[key] = kind, pool.setdefault(value if cls is str else value.name, len(pool))
        elif cls is float:
            pool = self.pools["float"]
            for key, value in new:
                leaf[key] = "float", pool.setdefault(pack("<d", value), len(pool))
        else:
            for key, value in new:
                leaf[key] = self.leaf_place(value)

    def leaf_routes(self) -> tuple:
        return (self.walk.visit_nothing, self.walk.visit_functions)

    def leaf_place(self, value: object) -> tuple:
        """(kind, place in the kind's pool) of the leaf VALUE."""
        kind, key = self.leaf_key(value, type(value))
        pool = self.pools[kind]
        return kind, pool.setdefault(key, len(pool))

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
            return "float", pack("<d", value)
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
        self.leaf = {key: starts[kind] + place for key, (kind, place) in self.leaf.items()}
        for kind in self.order:
            starts[kind] = number
            number += len(self.buckets[kind])
        for kind, entered in self.walk.known:
            start = starts.get(kind, 0)
            for key in entered:
                numbers[key] = start + ~numbers[key]
        if self.buckets.get("tuple"):
            start = starts["tuple"]
            numbers.update(zip(map(id, self.buckets["tuple"]), range(start, start + len(self.buckets["tuple"]))))
        self.own = number - self.base
        self.encoder.bases.append(self.base)
        self.encoder.end = number

    def references(self, column: Column) -> list:
        """The numbers in this segment of the values of COLUMN."""
        numbers, leaf = self.numbers, self.leaf
        try:
            if column.leaves:
                found = [leaf[key] if key in leaf else numbers[key] for key in map(id, column.values)]
            else:
                found = list(map(numbers.__getitem__, map(id, column.values)))
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
            self.write_leaves(kind, list(self.pools[kind]))
        owners = [self.encoder.owner(number) for number in self.imports]
        writer.number(len(owners))
        writer.numbers([place for _, place, _ in owners])
        writer.numbers([owner.exports.setdefault(number, len(owner.exports)) for owner, _, number in owners])
        self.segment.imports = sorted({place for owner, place, number in owners if number not in owner.pairs})
        writer.number(len(self.order))
        for kind in self.order:
            writer.text("record" if kind.__class__ is type else kind)
            writer.number(len(self.buckets[kind]))
        self.segment.bytes = bytes(writer.bytes + body.bytes)

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
        elif kind in ("float", "complex"):
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
            self.write_cdrs(column)
        else:
            self.write_references(column, ranges=0 < place < RANGES)

    def write_cdrs(self, column: Column) -> None:
        """The cdrs of the segment's pairs: most are the next pair, so only the others are written."""
        cdrs, pairs = column.values, self.buckets["pair"]
        following = pairs[1:]
        # pairs and () are equal only to themselves, so that the lists can be compared in C
        straight = LINKS.issuperset(column.classes) and cdrs[:-1] == following
        others = [] if straight else [i for i, (cdr, after) in enumerate(zip(cdrs, following)) if cdr is not after]
        others.append(len(pairs) - 1)
        self.writer.number(len(others))
        self.writer.numbers(others)
        self.write_references(Column([cdrs[i] for i in others], column.mode, column.leaves, column.classes))

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


def columns_of(kind: object, objects: list) -> list:
    """The columns of references that fill OBJECTS, all of KIND."""
    if kind == "pair":
        return [[o.car for o in objects], [o.cdr for o in objects]]
    if kind == "vector":
        return [[item for o in objects for item in o.items]]
    if kind == "record-type":
        return [[field for o in objects for field in o.fields]]
    if kind in ("list", "tuple"):
        return [[item for o in objects for item in o]]
    if kind == "dict":
        return [[key for o in objects for key in o], [value for o in objects for value in o.values()]]
    if kind == "cell":
        return [cell_values(objects)]
    if kind.__class__ is type:
        slots = kind.__slots__
    else:
        slots = slot_names(kind) if kind in TAGS else ()
    return [slot_values(objects, slot) for slot in slots]


def code_key(closure: object) -> tuple:
    """(unit, number of its lambda, names of its free variables) of CLOSURE."""
    code = closure.__code__
    return code.co_filename[len(CODE_PREFIX) :], code.co_firstlineno, code.co_freevars


def library_of(closure: object) -> str:
    """The name of the library that CLOSURE belongs to."""
    return closure.__globals__["'library"].name


def sort_tuples(tuples: list) -> list:
    """TUPLES, each after those that it contains; otherwise in the given order."""
    if not any(tuple in map(type, t) for t in tuples):
        return tuples
    own = {id(t) for t in tuples}
    done: set = set()
    result = []
    for start in tuples:
        stack = [start]
        while stack:
            t = stack[-1]
            if id(t) in done:
                stack.pop()
                continue
            inner = [o for o in t if type(o) is tuple and id(o) in own and id(o) not in done]
            if inner:
                stack.extend(reversed(inner))
            else:
                done.add(id(t))
                result.append(t)
                stack.pop()
    return result
