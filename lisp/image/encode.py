"""Heap → segments, as columns. What lies where in a segment is told in docs/image-format.md; decode.py reads it back.

A segment is a list of roots and every object they reach that no earlier segment owns. If that is much, it lies in several
segments, the pages (walk.py); only the first has the roots. What a page refers to in other segments it needs, and these are
earlier ones; but pairs of other pages are only named, and decoded when they are touched (deferred.py).

In a segment each object has a number: constants, then leaves kind by kind, then the objects with an identity kind by kind,
then what is imported from earlier segments. A column of references holds such numbers, or the numbers of the heap themselves
when every element is an integer (or a float): the usual case is as small and fast as an array.

A page is written as soon as it is found, all but the table of its imports: some of these may still wait for their page.
"""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate, chain

from lisp.image.classes import FIRST, IDENTITIES, LEAVES, RANGES
from lisp.image.columns import Writer
from lisp.image.contents import (
    SLOT_NAMES,
    Contents,
    Part,
    code_key,
    known_run,
    library_of,
    slot_values,
    sort_tuples,
    texts_of,
    woven,
)
from lisp.image.deferred import SHIFT
from lisp.image.numbering import FEW, Numbering
from lisp.image.walk import Walk

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    Column = tuple[str, Sequence]  # the way in which it is written; values, serials, or columns

LEAST = 4  # references that are written one by one
SMALLEST = 128  # references, on average, that a piece of a column has
FLAT = ("record-type", "tuple", "closure")  # made whole, from objects that are there already: their columns are only numbers


class Segment:
    """One encoded segment: its bytes, the earlier segments it imports from, and the libraries whose code it holds.

    FIRST: the serial of its constant 0 (walk.py).
    """

    def __init__(self, name: str, part: str, first: int) -> None:
        self.name = name
        self.part = part
        self.first = first
        self.numbering: Numbering | None = None  # None where the number of an object is its serial - FIRST
        self.pairs = range(0)  # the numbers of the pairs that other segments need not decode to refer to them
        self.bytes = b""
        self.imports: list[int] = []  # numbers of segments, ascending
        self.libraries: list[str] = []  # whose variables its closures use
        self.exports: dict[int, int] = {}  # own object number → place in what later segments may import

    def number(self, serial: int) -> int:
        """The number of its object with SERIAL."""
        return serial - self.first if self.numbering is None else self.numbering.of(serial)

    @property
    def after(self) -> int:
        """The serial after its last."""
        return self.first + (1 << SHIFT) if self.numbering is None else self.numbering.end

    def export(self, number: int) -> int:
        """The place of its object NUMBER among those that others may import."""
        return self.exports.setdefault(number, len(self.exports))


class Encoder:
    """Encodes segments one after another.

    EXTERNALS, PAGE, COUNTING: see `Walk`.
    """

    def __init__(self, externals: list, page: int | None = None, counting: bool = True) -> None:
        self.walk = Walk(externals, page, counting)
        self.segments: list[Segment] = []
        self.firsts: list[int] = []  # of each segment
        self.host_users: list[int] = []  # places of the segments that refer to objects of Python
        self.units: dict[str, None] = {}  # what procedures and frames were compiled from
        self.report: Callable[[int], None] | None = None  # told how many objects are written
        self.written = 0

    def encode(self, name: str, part: str, roots: list) -> Segment:
        """Write what ROOTS reach as the segment called NAME, PART, and its further pages, called PART with a number."""
        pages: list[SegmentEncoder] = []
        contents: Contents | None = self.walk.discover(roots)
        while contents is not None:
            segment = Segment(name, f"{part} {len(pages)}" if pages else part, contents.base)
            page = SegmentEncoder(self, segment, contents, len(roots) if not pages else 0)
            if contents.pools["host"]:
                self.host_users.append(len(self.segments))
            self.segments.append(segment)
            self.firsts.append(contents.base)
            page.write()
            self.walk.end = contents.end  # numbers of a column that holds other things as well became leaves only now
            pages.append(page)
            self.count(page.own)
            contents = self.walk.next_page()
        for page in pages if len(pages) > 1 else ():
            page.segment.pairs = page.pairs
        for page in pages:
            page.finish()
        return pages[0].segment

    def count(self, written: int) -> None:
        """Tell whoever watches that so many more objects are WRITTEN."""
        self.written += written
        if self.report is not None:
            self.report(self.written)

    def owner(self, serial: int) -> tuple[Segment, int, int]:
        """The segment that owns the object with SERIAL, that segment's place, and the object's number in it."""
        place = bisect_right(self.firsts, serial) - 1
        segment = self.segments[place]
        return segment, place, segment.number(serial)


class SegmentEncoder:
    """The work on one segment: `write` turns CONTENTS into bytes, `finish` puts the tables before them."""

    def __init__(self, encoder: Encoder, segment: Segment, contents: Contents, root_count: int) -> None:
        self.encoder = encoder
        self.segment = segment
        self.walk = encoder.walk
        self.contents = contents
        self.root_count = root_count
        self.base = contents.base
        self.own = 0  # how many objects have numbers here
        self.numbering = Numbering(contents.base)
        self.pairs = self.keys = range(0)  # the numbers of the pairs, and of the keys
        self.texts: list[str] = []  # of the strings
        self.pooled_texts: Sequence[int] | None = None  # their serials, if they are leaves
        self.imports: dict[int, int] = {}  # serial or ticket → place among the imports
        self.tables = Writer()  # what stands before the imports
        self.kinds = Writer()  # and after them
        self.body = Writer()

    def write(self) -> None:
        """Write what is known now, which is all but where the imported objects are."""
        contents = self.contents
        buckets = contents.buckets
        order = kinds_in_order(buckets)
        columns = {kind: [self.column(c, kind not in FLAT) for c in contents.columns[kind]] for kind in order}
        roots = self.column(contents.roots)
        types = {cls: self.column([part], False) for cls, part in contents.types.items()}
        self.pool_texts(buckets.get("string", []))
        self.number_objects(order)
        if "tuple" in buckets:
            self.sort_tuples(columns["tuple"])
        self.note_code(buckets)
        for kind in order:
            self.write_allocation(kind, buckets[kind], columns[kind], types)
        for kind in order:
            for place, column in enumerate(columns[kind] if kind not in FLAT else ()):
                self.write_column(kind, place, column)
        self.body.number(self.root_count)
        self.write_references(roots)
        self.write_tables(order)
        self.numbering.pack()
        self.segment.numbering = self.numbering
        self.contents, self.texts = Contents(0), []  # there may be many pages

    def column(self, parts: list[Part], raw: bool = True) -> Column:
        """How the column of PARTS is written; without RAW as one list of serials."""
        if not raw:
            return "r", joined([self.serials(part) for part in parts])
        pieces: list[list[Part]] = []
        for part in parts:
            if pieces and len(pieces[-1][0].tracks) == len(part.tracks):
                pieces[-1].append(part)
            else:
                pieces.append([part])
        if len(pieces) == 1:
            return self.piece(pieces[0])
        counts = [sum(part.count() for part in piece) for piece in pieces]
        if any(part.tracks for part in parts) and len(pieces) <= 1 + sum(counts) // SMALLEST:
            return "c", list(zip(counts, map(self.piece, pieces)))
        return self.plain([self.untracked(part) for part in parts])

    def piece(self, parts: list[Part]) -> Column:
        """The column of PARTS, which have no tracks, or all equally many."""
        tracks = list(zip(*[part.tracks for part in parts])) if parts else []
        return ("t", [self.plain(list(track)) for track in tracks]) if tracks else self.plain(parts)

    def plain(self, parts: list[Part]) -> Column:
        """The column of PARTS, which have no tracks."""
        modes = {part.mode for part in parts}
        if len(modes) == 1 and "r" not in modes:
            return modes.pop(), joined([part.values for part in parts])
        return "r", joined([self.serials(part) for part in parts])

    def untracked(self, part: Part) -> Part:
        """PART without tracks."""
        if not part.tracks:
            return part
        modes = {track.mode for track in part.tracks}
        whole = Part([])
        whole.mode = modes.pop() if len(modes) == 1 else "r"
        if whole.mode == "r":
            whole.serials = woven([self.serials(track) for track in part.tracks])
        else:
            whole.values = woven([track.values for track in part.tracks])
        return whole

    def serials(self, part: Part) -> Sequence[int]:
        """The serials of PART."""
        if part.tracks:
            part = self.untracked(part)
        if part.mode != "r":
            return self.walk.serials(type(part.values[0]), part.values)
        return part.serials

    def pool_texts(self, strings: list) -> None:
        """If the texts of most of STRINGS are leaves as well, let the others be."""
        pool, texts = self.contents.pools["str"], texts_of(strings)
        self.texts = texts
        self.pooled_texts = known_run(pool, texts)
        if not self.pooled_texts and 2 * sum(map(pool.__contains__, texts)) > len(texts):
            self.pooled_texts = self.contents.pooled("str", texts)

    # Numbers

    def number_objects(self, order: list) -> None:
        """Give every object of this segment its number: kind by kind, in the order in which they were found."""
        contents = self.contents
        number = FIRST
        starts = {}
        for kind in LEAVES:
            starts[kind] = number
            number += len(contents.pools[kind])
        for kind in order:
            starts[kind] = number
            number += len(contents.buckets[kind])
        self.own = number
        self.pairs, self.keys = (
            range(starts.get(kind, 0), starts.get(kind, 0) + len(contents.buckets.get(kind, ()))) for kind in ("pair", "key")
        )
        runs = []
        for met, first, count in contents.runs:
            runs.append((first, starts[met]))
            starts[met] += count
        self.numbering.set_runs(runs, contents.end)

    def sort_tuples(self, columns: list) -> None:
        """Put the tuples, the last kind, into an order in which each can be made; COLUMNS holds what they consist of."""
        tuples = self.contents.buckets["tuple"]
        ordered = self.contents.buckets["tuple"] = sort_tuples(tuples)
        if ordered is tuples:
            return
        runs = self.contents.runs
        serials = [first + i for kind, first, count in runs if kind == "tuple" for i in range(count)]
        numbers = {id(t): number for number, t in enumerate(ordered, self.own - len(tuples))}
        others = [(first, self.numbering.of(first)) for kind, first, _ in runs if kind != "tuple"]
        alone = [(serial, numbers[id(t)]) for serial, t in zip(serials, tuples)]
        self.numbering.set_runs(sorted(others + alone), self.contents.end)
        members = columns[0][1]
        ends = dict(zip(map(id, tuples), accumulate(map(len, tuples))))
        columns[0] = "r", [serial for t in ordered for serial in members[ends[id(t)] - len(t) : ends[id(t)]]]

    def references(self, serials: Sequence[int]) -> Sequence[int]:
        """The numbers in this segment of what SERIALS call."""
        base, numbering = self.base, self.numbering
        if serials.__class__ is range or not serials or min(serials) >= base:  # they are of this page
            return numbering.of_all(serials)
        tickets, imports, own = self.walk.tickets, self.imports, self.own
        table = numbering.whole() if len(serials) >= FEW else None
        numbers = []
        for serial in serials:
            if serial < 0:
                serial = tickets[~serial] or serial
            if serial >= base:
                numbers.append(numbering.of(serial) if table is None else table[serial - base])
            else:
                numbers.append(own + imports.setdefault(serial, len(imports)))
        return numbers

    def note_code(self, buckets: dict) -> None:
        """Note whose code the closures and frames in BUCKETS are of."""
        closures = buckets.get("closure", ())
        self.codes = {key: place for place, key in enumerate(dict.fromkeys(map(code_key, closures)))}
        self.libraries = {name: place for place, name in enumerate(dict.fromkeys(map(library_of, closures)))}
        self.segment.libraries = list(self.libraries)
        units = self.encoder.units
        units.update(dict.fromkeys([unit for unit, _, _ in self.codes]))
        units.update(dict.fromkeys([frame.unit for frame in buckets.get("frame", ())]))

    # Bytes

    def finish(self) -> None:
        """Put everything together, now that all pages are known."""
        self.write_imports()
        self.segment.bytes = bytes(self.tables.bytes + self.kinds.bytes + self.body.bytes)
        self.tables, self.kinds, self.body = Writer(), Writer(), Writer()

    def write_tables(self, order: list) -> None:
        """The leaves, and how many objects there are of each kind in ORDER."""
        for kind in LEAVES:
            self.write_leaves(kind, list(self.contents.pools[kind]))
        self.kinds.number(len(order))
        for kind in order:
            self.kinds.text("record" if kind.__class__ is type else kind)
            self.kinds.number(len(self.contents.buckets[kind]))

    def write_imports(self) -> None:
        """Where the objects of other segments are."""
        places, wanted = [], []
        needed: set[int] = set()
        first, after = 0, 0
        for serial in map(self.walk.became_of, self.imports):
            if not first <= serial < after:  # mostly it is the same segment
                owner, place, _ = self.encoder.owner(serial)
                first, after, pairs = owner.first, owner.after, owner.pairs
            number = owner.number(serial)
            places.append(place)
            wanted.append(owner.export(number))
            if number not in pairs:
                needed.add(place)
        self.tables.number(len(places))
        self.tables.numbers(places)
        self.tables.numbers(wanted)
        self.segment.imports = sorted(needed)

    def write_leaves(self, kind: str, contents: list) -> None:
        """The leaves of KIND: their count, then what they are made of."""
        writer = self.tables
        writer.number(len(contents))
        if not contents:
            return
        if kind == "int":
            writer.integers(contents)
        elif kind == "bignum":
            writer.blobs([n.to_bytes(n.bit_length() // 8 + 1, "little", signed=True) for n in contents])
        elif kind == "float":
            writer.raw("Q", contents)
        elif kind == "complex":
            writer.bytes += b"".join(contents)
        elif kind == "ratio":
            for part in (0, 1):
                numbers = [ratio[part] for ratio in contents]
                writer.blobs([n.to_bytes(n.bit_length() // 8 + 1, "little", signed=True) for n in numbers])
        elif kind in ("char", "host"):
            writer.numbers(contents)
        elif kind == "bytes":
            writer.blobs(contents)
        else:
            writer.texts([symbol.name for symbol in contents] if kind == "symbol" else contents)

    def write_allocation(self, kind: object, objects: list, columns: list, types: dict) -> None:
        """What must be known of OBJECTS to make them, blank. COLUMNS: theirs; TYPES: those of records."""
        writer = self.body
        if kind == "uninterned":
            writer.texts([o.name for o in objects])
        elif kind == "record-type":
            writer.texts([o.name for o in objects])
            writer.numbers([len(o.fields) for o in objects])
            writer.numbers(self.references(columns[0][1]))
        elif kind == "string":
            self.write_strings(objects)
        elif kind == "vector":
            writer.numbers([1 if o.items.__class__ is tuple else 0 for o in objects])
            writer.numbers([len(o.items) for o in objects])
        elif kind == "bytevector":
            writer.numbers([1 if o.octets.__class__ is bytes else 0 for o in objects])
            writer.blobs([o.octets for o in objects])
        elif kind == "bytearray":
            writer.blobs(objects)
        elif kind in ("list", "dict"):
            writer.numbers(list(map(len, objects)))
        elif kind == "key":
            writer.texts(objects)
            self.write_places([serial for serial in self.walk.wanted if serial >= self.base])
            self.write_places(self.contents.literals)
        elif kind == "table":
            writer.numbers(self.contents.tables)
            writer.numbers([len(table.values) for table in objects])
        elif kind == "closure":
            self.write_closures(objects, columns[0][1])
        elif kind == "tuple":
            writer.numbers(list(map(len, objects)))
            writer.numbers(self.references(columns[0][1]))
        elif kind.__class__ is type:
            writer.number(self.references(types[kind][1])[0])
            writer.number(len(kind.__slots__))
            if not kind.__slots__:
                writer.bytes += bytes(len(objects))  # every object takes a byte: see `Reader.count`
        elif kind in SLOT_NAMES:
            writer.number(len(SLOT_NAMES[kind]))
            writer.texts(list(SLOT_NAMES[kind]))

    def write_places(self, serials: list) -> None:
        """The places of SERIALS among the keys; none if it is all of them."""
        writer = self.body
        writer.number(len(serials))
        if len(serials) < len(self.keys):
            writer.numbers([number - self.keys.start for number in sorted(map(self.numbering.of, serials))])

    def write_strings(self, strings: list) -> None:
        """Their texts: by number if most are there anyhow, as those are by which a table finds its entries."""
        writer = self.body
        writer.numbers(slot_values(strings, "constant"))
        if self.pooled_texts is None:
            writer.bytes += b"t"
            writer.texts(self.texts)
        else:
            writer.bytes += b"r"
            self.write_numbers(self.references(self.pooled_texts), "s")

    def write_closures(self, closures: list, cells: list) -> None:
        writer = self.body
        writer.number(len(self.codes))
        writer.texts([unit for unit, _, _ in self.codes])
        writer.numbers([number for _, number, _ in self.codes])
        writer.numbers([len(free) for _, _, free in self.codes])
        writer.texts([name for _, _, free in self.codes for name in free])
        writer.number(len(self.libraries))
        writer.texts(list(self.libraries))
        writer.numbers([self.codes[code_key(c)] for c in closures])
        writer.numbers([self.libraries[library_of(c)] for c in closures])
        writer.numbers(self.references(cells))

    def write_column(self, kind: object, place: int, column: Column) -> None:
        """Column PLACE of KIND. The first of objects of a kind takes a byte for each of them: see `Reader.count`."""
        if kind == "pair":
            if place == 1:
                self.write_ends(self.contents.ends)
            short = "o" if place else ""
        elif kind in ("vector", "list", "dict"):
            short = "s"  # they have their lengths before
        elif kind == "table":
            short = "os"
        else:
            short = "os" if 0 < place < RANGES else ""
        self.write_references(column, short)

    def write_ends(self, pieces: list[Sequence]) -> None:
        """Places that rise, mostly evenly, in PIECES."""
        writer, ends = self.body, joined(pieces)
        writer.number(len(ends))
        step = ends[1] - ends[0] if len(ends) > LEAST else 0
        if step and (ends.__class__ is range or ends == list(range(ends[0], ends[-1] + 1, step))):
            writer.bytes += b"s"
            writer.number(ends[0])
            writer.number(step)
        else:
            writer.bytes += b"r"
            writer.numbers(ends)

    def write_references(self, column: Column, short: str = "") -> None:
        """One byte says how; see docs/image-format.md. SHORT: the ways without a byte for each reference that are allowed."""
        writer = self.body
        mode, values = column
        if mode == "i" and values:
            writer.bytes += b"i"
            writer.integers(values)
        elif mode == "d":
            writer.bytes += b"d"
            writer.items("d", values)
        elif mode == "t":
            writer.bytes += b"t"
            writer.number(len(values))
            for track in values:
                self.write_references(track, short)
        elif mode == "c":
            writer.bytes += b"c"
            writer.number(len(values))
            for count, piece in values:
                writer.number(count)
                self.write_references(piece, short)
        elif "o" in short and len(values) > LEAST and values[0] == values[-1] and values.count(values[0]) == len(values):
            writer.bytes += b"o"
            writer.number(self.references([values[0]])[0])
        else:
            self.write_numbers(self.references(values), short)

    def write_numbers(self, numbers: Sequence[int], short: str) -> None:
        """References by their NUMBERS, which are not all the same."""
        writer = self.body
        first, last = (numbers[0], numbers[-1]) if len(numbers) > LEAST else (0, 0)
        if "s" in short and last - first == len(numbers) - 1 > 0 and is_range(numbers):
            writer.bytes += b"s"
            writer.number(first)
        else:
            writer.bytes += b"r"
            writer.numbers(numbers)


def is_range(numbers: Sequence[int]) -> bool:
    """Whether each of NUMBERS is one more than that before."""
    same = range(numbers[0], numbers[0] + len(numbers))
    return numbers == same if numbers.__class__ is range else numbers == list(same)


def joined(lists: list[Sequence]) -> Sequence:
    """LISTS, one after the other, as one."""
    return lists[0] if len(lists) == 1 else list(chain.from_iterable(lists))


def kinds_in_order(buckets: dict) -> list:
    """The kinds that have objects, in the order of their numbers: tuples last, they are made from the others."""
    kinds: list = [kind for kind in (*IDENTITIES, *SLOT_NAMES) if buckets.get(kind)]
    kinds += [kind for kind, objects in buckets.items() if kind.__class__ is type and objects]
    return kinds + ["tuple"] if buckets.get("tuple") else kinds
