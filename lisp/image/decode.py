"""Segments → heap: what encode.py wrote, made again.

First everything is made blank (leaves whole), so that every number in the segment names an object; then the blanks are
filled, a column at a time. Nothing recurses, nothing here imports heavy modules. Nothing in a segment can run: it names
classes of ours (classes.py), primitives, and code by unit and number, which the caller resolves.

Damage: numbers are unsigned, so IndexError is the bounds check; counts are capped by the bytes that follow; `strict=True`
and the type checks of slots do the rest. Whatever goes wrong is raised as `Damaged`.
"""

from __future__ import annotations

from itertools import accumulate, chain, islice, repeat

from lisp.data.bytevector import Bytevector
from lisp.data.char import CHARS
from lisp.data.pair import Pair
from lisp.data.record import RecordType
from lisp.data.string import String
from lisp.data.symbol import Symbol, intern_all
from lisp.data.vector import Vector
from lisp.image.blanks import FILLERS, blanks, fill_slot, has_unset
from lisp.image.classes import ANY, CLASSES, CONSTANTS, FIRST, INTEGERS, LEAVES, RANGES, TEXTS, UNSET, typed_slots
from lisp.image.columns import FAILURES, Damaged, Reader
from lisp.runtime.frame import is_foreign
from lisp.runtime.world import CellType, FunctionType

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from lisp.data.table import Table

DEEPEST_KEY, PARTS_OF_KEYS = 100, 64


class Context:
    """What a segment cannot hold, and how to get it: the caller's answers.

    primitive(name), external(name), host(place)    an object
    code(unit, number)                              a code object
    globals(library name)                           the dict that a library's functions run in
    """

    __slots__ = ("primitive", "external", "host", "code", "globals")

    def __init__(self, primitive: object, external: object, host: object, code: object, globals: object) -> None:
        self.primitive = primitive
        self.external = external
        self.host = host
        self.code = code
        self.globals = globals


def decode_segment(data: object, exported: list, exports: list, context: Context) -> tuple[list, list]:
    """(roots, exported objects) of the segment in DATA.

    EXPORTED holds the exported objects of each earlier segment (None for one that this does not need); EXPORTS are the
    numbers of the objects that later segments may import from this one.
    """
    decoder = SegmentDecoder(data, context, exports)
    try:
        return decoder.decode(exported), decoder.exported()
    except FAILURES as failure:
        if is_foreign(failure):
            raise
        raise Damaged(f"the heap does not make sense ({failure})") from failure


class SegmentDecoder:
    """The work on one segment: `make` what has an identity, blank, then `finish`; `decode` does both.

    In between there are no tuples yet and no objects of Python, since these may need objects of any segment. EXPORTS are the
    numbers of the objects that others may refer to; STUBS are pairs that are there already, by number.
    """

    def __init__(self, data: object, context: Context, exports: list, stubs: dict | None = None) -> None:
        self.reader = Reader(data)
        self.context = context
        self.exports = exports
        self.stubs = stubs or {}
        self.texts: list[str] = []  # of keys of tables
        self.keys = range(0)  # their numbers
        self.tables_of_texts: list[tuple[Table, int, int]] = []  # the place of its first key among the texts, how many
        self.objects: list = []
        self.imports: list[tuple[int, int]] = []  # (segment, place among its exports)
        self.imported: list = []
        self.own = 0
        self.hosts: tuple[int, list[int]] = (0, [])  # where objects of Python go, and their places in the host section
        self.buckets: list[tuple[str, int]] = []
        self.allocations: list = []

    def decode(self, exported: list) -> list:
        """The roots; EXPORTED holds the exported objects of earlier segments."""
        self.make(exported)
        return self.finish(exported)

    def make(self, exported: list) -> None:
        reader = self.reader
        objects = self.objects = [*CONSTANTS, *repeat(None, FIRST - len(CONSTANTS))]
        for kind in LEAVES:
            count = reader.count()
            if count:
                objects += self.read_leaves(kind, count)
        count = reader.count()
        self.imports = list(zip(reader.numbers(count), reader.numbers(count)))
        self.imported = [exported[place] and exported[place][number] for place, number in self.imports]
        self.buckets = [(reader.text(), reader.count()) for _ in range(reader.count())]
        if any(kind == "tuple" for kind, _ in self.buckets[:-1]):
            raise Damaged("tuples in the wrong place")
        if self.stubs and [kind for kind, _ in self.buckets].count("pair") != 1:
            raise Damaged("a reference to a pair that is none")
        total = sum(count for _, count in self.buckets)
        if total > reader.size - reader.at:
            raise Damaged("more objects than the section has bytes")
        self.own = len(objects) + total
        self.allocations = [self.allocate(kind, count) for kind, count in self.buckets if kind != "tuple"]

    def finish(self, exported: list, deferred: object = None) -> list:
        """Make what was left out and fill everything; the roots.

        EXPORTED must be of the segments that this needs; DEFERRED is asked for the pairs of others (place, number).
        """
        objects = self.objects
        start, places = self.hosts
        objects[start : start + len(places)] = map(self.context.host, places)
        self.imported = [
            exported[place][number] if exported[place] is not None else deferred(place, number)
            for place, number in self.imports
        ]
        self.allocations += [self.allocate(kind, count) for kind, count in self.buckets if kind == "tuple"]
        objects += self.imported
        for (kind, count), allocation in zip(self.buckets, self.allocations, strict=True):
            self.fill(kind, count, allocation)
        if max(self.exports, default=0) >= self.own:
            raise Damaged("an export that is not there")
        if sum([length for _, _, length in self.tables_of_texts]) != len(self.texts):
            raise Damaged("keys without a table")
        return self.references(self.reader.count())

    def exported(self) -> list:
        """The objects that others may refer to; None for those that are not there yet, before `finish`."""
        objects, count = self.objects, len(self.objects)
        return [objects[n] if n < count else None for n in self.exports]

    # Leaves

    def read_leaves(self, kind: str, count: int) -> list:
        reader = self.reader
        if kind == "int":
            return reader.integers(count)
        if kind == "bignum":
            return [int.from_bytes(blob, "little", signed=True) for blob in reader.blobs(count)]
        if kind == "float":
            return reader.items("d", count)
        if kind == "complex":
            numbers = reader.items("d", 2 * count)
            return list(map(complex, numbers[::2], numbers[1::2]))
        if kind == "ratio":
            return self.read_ratios(count)
        if kind == "char":
            return [CHARS[chr(code)] for code in reader.numbers(count)]
        if kind == "host":
            self.hosts = len(self.objects), reader.numbers(count)
            return [None] * count
        if kind == "bytes":
            return reader.blobs(count)
        texts = reader.texts(count)
        if kind == "str":
            return texts
        if kind == "symbol":
            return intern_all(texts)
        return list(map(self.context.primitive if kind == "primitive" else self.context.external, texts))

    def read_ratios(self, count: int) -> list:
        from lisp.data.rational import Ratio

        above = [int.from_bytes(blob, "little", signed=True) for blob in self.reader.blobs(count)]
        below = [int.from_bytes(blob, "little", signed=True) for blob in self.reader.blobs(count)]
        if not all(d > 1 for d in below):
            raise Damaged("a ratio that is none")
        return list(map(Ratio.of_parts, above, below))

    # Blank objects

    def allocate(self, kind: str, count: int) -> object:
        """Make COUNT objects of KIND, append them, and return what `fill` needs."""
        objects = self.objects
        start = len(objects)
        allocation: object = None
        if kind == "pair":
            self.make_pairs(count)
        elif kind == "tuple":
            self.make_tuples(count)
        elif kind == "record":
            allocation = self.allocate_records(count)
        else:
            maker = MAKERS.get(kind)
            if maker is not None:
                made, allocation = getattr(self, maker)(count)
                objects += made
            else:
                allocation = self.allocate_slots(kind, count)
        if len(objects) - start != count:
            raise Damaged("objects that do not add up")
        return start, allocation

    def make_pairs(self, count: int) -> None:
        objects, start = self.objects, len(self.objects)
        objects += [Pair() for _ in repeat(None, count)]
        for number, stub in self.stubs.items():
            if not start <= number < len(objects):
                raise Damaged("a reference to a pair that is none")
            objects[number] = stub

    def make_uninterned(self, count: int) -> tuple:
        return list(map(Symbol, self.reader.texts(count))), None

    def make_strings(self, count: int) -> tuple:
        constants = self.reader.numbers(count)
        if self.reader.take(1) == b"t":
            texts = self.reader.texts(count)
        else:
            texts = self.references(count, b"rs")
            if set(map(type, texts)) - {str}:
                raise Damaged("a string whose text is none")
        made = blanks(String, count)
        for string, text in zip(made, texts, strict=True):
            string.chars = text
            string.constant = False
        if 1 in constants:
            for string, constant in zip(made, constants, strict=True):
                string.constant = constant == 1
        return made, None

    def make_bytevectors(self, count: int) -> tuple:
        constants, blobs = self.reader.numbers(count), self.reader.blobs(count)
        return [Bytevector(blob if constant else bytearray(blob)) for constant, blob in zip(constants, blobs)], None

    def make_bytearrays(self, count: int) -> tuple:
        return list(map(bytearray, self.reader.blobs(count))), None

    def make_vectors(self, count: int) -> tuple:
        constants, lengths = self.reader.numbers(count), self.reader.numbers(count)
        return blanks(Vector, count), (constants, lengths)

    def make_lists(self, count: int) -> tuple:
        return [[] for _ in repeat(None, count)], self.reader.numbers(count)

    def make_dicts(self, count: int) -> tuple:
        return [{} for _ in repeat(None, count)], self.reader.numbers(count)

    def make_keys(self, count: int) -> tuple:
        """Those strings among the keys of tables that are known to anybody else; None in place of the others."""
        reader = self.reader
        if self.texts:
            raise Damaged("keys twice")
        start = len(self.objects)
        texts = self.texts = reader.texts(count)
        self.keys = range(start, start + count)
        made: list = [None] * count
        wanted = [self.read_places(count), [number - start for number in self.exports if number in self.keys]]
        for place in chain(*wanted):
            made[place] = String(texts[place])
        for place in self.read_places(count):
            made[place] = String(texts[place], True)
        return made, None

    def read_places(self, count: int) -> Sequence[int]:
        """Some places, or all of COUNT."""
        some = self.reader.number()
        return self.reader.numbers(some) if some < count else range(count)

    def make_tables(self, count: int) -> tuple:
        from lisp.data.table import Table

        return blanks(Table, count), (self.reader.numbers(count), self.reader.numbers(count))

    def make_cells(self, count: int) -> tuple:
        return [CellType() for _ in repeat(None, count)], None

    def make_record_types(self, count: int) -> tuple:
        reader = self.reader
        names, lengths = reader.texts(count), reader.numbers(count)
        fields = iter(self.plain_references(sum(lengths)))
        types = [RecordType(name, tuple([next(fields) for _ in range(n)])) for name, n in zip(names, lengths)]
        if not all(field.__class__ is Symbol for rtd in types for field in rtd.fields):
            raise Damaged("a field that is no symbol")
        return types, None

    def make_closures(self, count: int) -> tuple:
        """Procedures: code by unit and number, in their library's globals, over cells that exist."""
        reader = self.reader
        n = reader.count()
        units, numbers, widths = reader.texts(n), reader.numbers(n), reader.numbers(n)
        names = iter(reader.texts(sum(widths)))
        frees = [tuple([next(names) for _ in range(width)]) for width in widths]
        codes = [self.find_code(*row) for row in zip(units, numbers, frees)]
        libraries = list(map(self.context.globals, reader.texts(reader.count())))
        which, where = reader.numbers(count), reader.numbers(count)
        cells = self.plain_references(sum(widths[k] for k in which))
        made = []
        at = 0
        for k, g in zip(which, where):
            width = widths[k]
            if width:
                code, order = codes[k]
                own = cells[at : at + width]
                at += width
                made.append(FunctionType(code, libraries[g], None, None, tuple([own[i] for i in order] if order else own)))
            else:
                made.append(FunctionType(codes[k][0], libraries[g]))
        return made, None

    def find_code(self, unit: str, number: int, free: tuple) -> tuple:
        """The code of lambda NUMBER in UNIT, and where its free variables lie among FREE (None: in that order)."""
        code = self.context.code(unit, number)
        if code.co_freevars == free:
            return code, None
        if len(code.co_freevars) != len(free):
            raise Damaged("code with other free variables")
        return code, [free.index(name) for name in code.co_freevars]

    def make_tuples(self, count: int) -> None:
        """Tuples are made whole; each comes after those that it contains."""
        lengths = self.reader.numbers(count)
        code = self.reader.code()
        numbers = self.reader.items(code, sum(lengths))
        objects = self.objects
        at = 0
        for length in lengths:
            part = numbers[at : at + length]
            at += length
            objects.append(tuple(map(self.known, part)))

    def known(self, number: int) -> object:
        """Object NUMBER, before the imports stand behind the segment's own objects."""
        return self.objects[number] if number < self.own else self.imported[number - self.own]

    def plain_references(self, count: int) -> list:
        return list(map(self.known, self.reader.numbers(count)))

    def allocate_records(self, count: int) -> object:
        rtd = self.known(self.reader.number())
        width = self.reader.number()
        if rtd.__class__ is not RecordType or width != len(rtd.fields):
            raise Damaged("records of an unknown type")
        if not width:
            self.reader.take(count)
        elif count * width > RANGES * (self.reader.size - self.reader.at):
            raise Damaged("more fields than the section has bytes for")
        cls = rtd.instances
        self.objects += blanks(cls, count)
        return cls

    def allocate_slots(self, kind: str, count: int) -> list:
        """Blank objects of a class of classes.py; returns (setter, type or None) for each slot of the file."""
        row = next((row for row in CLASSES if row[0] == kind), None)
        if row is None:
            raise Damaged(f"objects of an unknown kind, {kind}")
        _, module, name, words = row
        cls = getattr(import_module(module), name)
        types = dict(typed_slots(words))
        slots = self.reader.texts(self.reader.count())
        setters = [(getattr(cls, slot).__set__, types[slot]) for slot in slots]  # KeyError: a slot we do not know
        self.objects += blanks(cls, count)
        return setters

    # Filling

    def references(self, count: int, ways: bytes = b"ridsotc") -> list:
        """The next COUNT objects that a column names or holds, in one of WAYS."""
        reader, objects = self.reader, self.objects
        way = bytes(reader.take(1))
        if way not in ways:
            raise Damaged("a column of an unknown kind")
        if way == b"r":
            return [objects[n] for n in reader.numbers(count)]
        if way == b"i":
            return reader.integers(count)
        if way == b"d":
            return reader.items("d" if reader.code() == "d" else "?", count)
        if count > RANGES * (len(objects) + reader.size):
            raise Damaged("more references than the section has bytes for")
        if way == b"s":
            start = reader.number()
            if start + count > len(objects):
                raise Damaged("references past the end")
            return objects[start : start + count]
        if way == b"o":
            return [objects[reader.number()]] * count
        return self.tracks(count) if way == b"t" else self.pieces(count)

    def tracks(self, count: int) -> list:
        """COUNT objects, of which several columns each hold one in turn."""
        found = [None] * count
        step = self.reader.count()
        if not step or count % step:
            raise Damaged("tracks that do not add up")
        for i in range(step):
            found[i::step] = self.references(count // step, b"ridso")
        return found

    def pieces(self, count: int) -> list:
        """COUNT objects, in several columns one after the other."""
        found: list = []
        for _ in range(self.reader.count()):
            some = self.reader.number()
            if some > count - len(found):
                raise Damaged("pieces that do not add up")
            found += self.references(some, b"ridsot")
        if len(found) != count:
            raise Damaged("pieces that do not add up")
        return found

    def fill(self, kind: str, count: int, allocation: tuple) -> None:
        start, detail = allocation
        if kind == "pair":
            self.fill_pairs(start, count)
        elif kind == "vector":
            self.fill_vectors(self.objects[start : start + count], *detail)
        elif kind == "list":
            items = self.references(sum(detail))
            ends = list(accumulate(detail, initial=0))
            for blank, a, b in zip(self.objects[start : start + count], ends, ends[1:]):
                blank += items[a:b]
        elif kind == "dict":
            self.fill_dicts(self.objects[start : start + count], detail)
        elif kind == "table":
            self.fill_tables(self.objects[start : start + count], *detail)
        elif kind == "cell":
            for cell, value in zip(self.objects[start : start + count], self.references(count), strict=True):
                if value is not UNSET:
                    cell.cell_contents = value
        elif kind == "record":
            self.fill_records(self.objects[start : start + count], detail)
        elif detail is not None:
            self.fill_slots(self.objects[start : start + count], detail)

    def fill_pairs(self, start: int, count: int) -> None:
        objects = self.objects
        pairs = objects[start : start + count]
        cars = self.references(count)
        cdrs = pairs[1:]
        cdrs.append(None)
        self.read_tails(cdrs)
        for pair, car, cdr in zip(pairs, cars, cdrs, strict=True):
            pair.car = car
            pair.cdr = cdr

    def read_tails(self, cdrs: list) -> None:
        """Put into CDRS those that are not the next pair."""
        reader, count = self.reader, len(cdrs)
        some = reader.number()
        if some > count:
            raise Damaged("more lists than pairs")
        if reader.take(1) == b"s":
            first, step = reader.number(), reader.number()
            if not step or first + (some - 1) * step >= count:
                raise Damaged("a list that ends behind the last pair")
            cdrs[first : first + some * step : step] = self.references(some)
        else:
            for i, cdr in zip(reader.numbers(some), self.references(some), strict=True):
                cdrs[i] = cdr

    def fill_vectors(self, vectors: list, constants: list, lengths: list) -> None:
        items = self.references(sum(lengths))
        ends = list(accumulate(lengths, initial=0))
        for vector, constant, a, b in zip(vectors, constants, ends, ends[1:], strict=False):
            vector.items = tuple(items[a:b]) if constant else items[a:b]

    def fill_dicts(self, dicts: list, lengths: list) -> None:
        total = sum(lengths)
        keys, values = self.references(total), self.references(total)
        check_keys(keys, self.reader.size)
        ends = list(accumulate(lengths, initial=0))
        for entries, a, b in zip(dicts, ends, ends[1:]):
            entries.update(zip(keys[a:b], values[a:b]))

    def fill_tables(self, tables: list, keys_are: list, lengths: list) -> None:
        """KEYS_ARE: of each of TABLES, one of ANY, TEXTS, INTEGERS."""
        from lisp.data.table import TOKENS

        kinds = self.references(len(tables))
        if not TOKENS.keys() >= set(kinds):
            raise Damaged("a hash table of an unknown kind")
        counted, written = [sum([n for n, keys in zip(lengths, keys_are) if keys == what]) for what in (INTEGERS, ANY)]
        integers = self.references(counted)
        if set(map(type, integers)) - {int}:
            raise Damaged("an integer that is none")
        tokens, keys, values = self.references(written), self.references(written), self.references(sum(lengths))
        check_keys(tokens, self.reader.size)
        check_tokens(tokens, keys)
        unset = has_unset(keys)
        held, singles, values_left, at, start = zip(tokens, keys), zip(integers), iter(values), 0, 0
        for table, kind, what, length in zip(tables, kinds, keys_are, lengths):
            table.kind, table.keys = kind, {}
            if what == TEXTS:
                table.values = dict(zip(self.texts[at : at + length], values_left))
                self.tables_of_texts.append((table, at, length))
                at += length
            elif what == INTEGERS:
                table.values = dict(zip(islice(singles, length), values_left))
            else:
                table.values = dict(zip(tokens[start : start + length], values_left))
                start += length
                own = islice(held, length)
                table.keys = dict([(token, key) for token, key in own if key is not UNSET] if unset else own)
            if len(table.values) != length:
                raise Damaged("a hash table with a key twice")
        self.give_keys()

    def give_keys(self) -> None:
        """Give tables those of their keys that are there."""
        keys = self.objects[self.keys.start : self.keys.stop]
        if not any(keys):
            return
        for table, at, length in self.tables_of_texts:
            table.keys = {token: key for token, key in zip(table.values, keys[at : at + length]) if key is not None}

    def fill_records(self, records: list, cls: type) -> None:
        """All fields of a record at a time, if it has few and all have values: it is fetched into the cache once."""
        columns = [self.references(len(records)) for _ in cls.__slots__]
        if len(columns) in FILLERS and not any(map(has_unset, columns)):
            FILLERS[len(columns)](records, *columns)
            return
        for slot, values in zip(cls.__slots__, columns):
            fill_slot(records, cls.__dict__[slot].__set__, values)

    def fill_slots(self, objects: list, setters: list) -> None:
        for setter, required in setters:
            fill_slot(objects, setter, self.references(len(objects)), required)


MAKERS = {
    "uninterned": "make_uninterned",
    "record-type": "make_record_types",
    "string": "make_strings",
    "vector": "make_vectors",
    "bytevector": "make_bytevectors",
    "list": "make_lists",
    "dict": "make_dicts",
    "bytearray": "make_bytearrays",
    "key": "make_keys",
    "table": "make_tables",
    "cell": "make_cells",
    "closure": "make_closures",
}


def check_tokens(tokens: list, keys: list) -> None:
    """Damaged if one of TOKENS, by which tables find their entries, has no key among KEYS, and none can be made from it."""
    for token, key in zip(tokens, keys, strict=True) if tuple in set(map(type, tokens)) else ():
        if key is UNSET and token.__class__ is tuple and (len(token) != 1 or token[0].__class__ is not int):
            raise Damaged("a hash table without one of its keys")


def check_keys(keys: list, size: int) -> None:
    """Damaged if hashing KEYS, of a section of SIZE bytes, would nest deeply (that is C) or take long (parts that are shared
    are hashed again and again). The keys of tables do neither (data/table.py)."""
    if tuple not in set(map(type, keys)):
        return
    weights: dict[int, tuple[int, int]] = {}  # id → how deep a tuple nests, how many parts are looked at
    total = 0
    for key in keys:
        if key.__class__ is tuple and tuple in map(type, key):
            stack = [key]
            while stack:
                whole = stack[-1]
                inner = [part for part in whole if part.__class__ is tuple]
                if id(whole) not in weights and (waiting := {id(part): part for part in inner if id(part) not in weights}):
                    stack += waiting.values()
                    continue
                found = [weights[id(part)] for part in inner]
                depth = 1 + max([depth for depth, _ in found], default=0)
                weights[id(whole)] = depth, len(whole) + sum([parts for _, parts in found])
                stack.pop()
            depth, parts = weights[id(key)]
            total += parts
            if depth > DEEPEST_KEY or total > PARTS_OF_KEYS * (size + 1000):
                raise Damaged("a key that nests too deeply")


def import_module(name: str) -> object:
    """The module NAME of ours."""
    import sys

    __import__(name)
    return sys.modules[name]
