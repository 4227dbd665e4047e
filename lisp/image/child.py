"""Child images: what differs from the image that was booted, and no more.

In:  a World that was booted from an image, its loader
Out: an image that holds new segments, patches (patch.py) and new units, and names its base by a hash of it

Which live object is which object of the base: the loader noted the address of each object that it decoded. An address may
have been used again since, but that does no harm: two objects of one kind may be taken for each other as long as what is
different is written. So every object that is found at a noted address, and is of the kind that was there, is matched with
the object of the base; what it holds is compared with what it held, decoded once more; and a patch says what is new. An
object that cannot change (a tuple, a procedure, a literal) is matched only if it is the same all through.

Stubs (deferred.py) were never looked at, so they and all behind them are as they were: nothing of that is decoded.
"""

from __future__ import annotations

from itertools import chain, repeat
from os.path import abspath, dirname, realpath, relpath
from struct import unpack
from sys import maxsize
from types import FunctionType

from lisp.core.syntax import Library
from lisp.data.bytevector import Bytevector
from lisp.data.condition import error
from lisp.data.pair import Pair
from lisp.data.record import Record, RecordType
from lisp.data.string import String
from lisp.data.symbol import Symbol
from lisp.data.table import Table
from lisp.data.vector import Vector
from lisp.image.boot import ENTRY, SETTINGS, Loader
from lisp.image.classes import UNSET
from lisp.image.contents import code_key, library_of
from lisp.image.decode import SegmentDecoder
from lisp.image.deferred import SHIFT, DeferredPair, stub_number
from lisp.image.directory import PATCH, encode_directory
from lisp.image.encode import Encoder, Segment
from lisp.image.file import BASE, BASE_HASH, GENERATIONS, read_image, write_atomically
from lisp.image.patch import content_of
from lisp.image.save import (
    BUILT_IN,
    constants_roots,
    entry_roots,
    externals,
    host_entries,
    is_own,
    pickler,
    ports_kind,
    run_roots,
    settings_roots,
    uncollected,
    unit_entries,
)
from lisp.image.seal import sealed_image
from lisp.image.walk import Walk
from lisp.runtime.world import World

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

UNCHANGING = (tuple, FunctionType, RecordType, Symbol)
MAY_BE_FIXED = ("tuple", "closure", "record-type", "uninterned", "vector", "bytevector", "string")  # kinds of walk.py


def save_child(world: World, loader: Loader | None, path: str, base: str, entry: dict, header: dict) -> None:
    """Write to PATH what differs in WORLD from the image BASE, which LOADER has booted. ENTRY, HEADER: as in save.py."""
    image = read_image(base)
    if loader is None or image.content_hash() != loader.image.content_hash():
        raise error("image", f"{base} is not the image that this world was booted from", who="save-image")
    if image.is_made_of(path):
        raise error("image", f"{path} is an image that the new one is to build on: it cannot take its place", who="save-image")
    if len(image.chain()) > GENERATIONS:
        raise error("image", f"{base} builds on {GENERATIONS} images, and on none more: flatten it first", who="save-image")
    name = relpath(realpath(base), dirname(realpath(path)))
    lines = {**header, BASE: name if not name.startswith("..") else abspath(base), BASE_HASH: loader.image.content_hash()}
    lines["ports"] = ports_kind(world)
    write_atomically(path, uncollected(lambda: sealed_image(lines, Delta(world, loader).entries(entry))))


class Original(Loader):
    """Decodes the base once more, to compare; pages that the program has not touched stay stubs."""

    def __init__(self, loader: Loader) -> None:
        Loader.__init__(self, loader.image, loader.world, loader.trusted)
        self.known_hosts = loader.hosts
        self.decoders: dict[int, SegmentDecoder] = {}
        self.numbers: dict[int, int] = {}  # id → number over all segments, for what has an identity
        self.keys: dict[int, tuple[list[str], int]] = {}  # id of a table of texts → these, the number of its first key

    def note(self, place: int, decoder: SegmentDecoder) -> None:
        self.decoders[place] = decoder
        base = place << SHIFT
        start = decoder.own - sum(count for _, count in decoder.buckets)  # leaves come first: they are told by what they are
        self.numbers.update(zip(map(id, decoder.objects[start : decoder.own]), range(base + start, base + decoder.own)))
        self.numbers.pop(id(None), None)  # it stands for keys that have not been made
        for table, at, length in decoder.tables_of_texts:
            self.keys[id(table)] = decoder.texts[at : at + length], base + decoder.keys.start + at

    def number(self, obj: object) -> int | None:
        """The number of OBJ, which may be a stub; None for a leaf."""
        return stub_number(obj) if type(obj) is DeferredPair else self.numbers.get(id(obj))

    def unmade_keys(self, table: object) -> dict[object, int]:
        """The numbers of those keys of TABLE, if that is one, that have not been made, by their texts."""
        texts, first = self.keys.get(id(table), ((), 0))
        return {text: number for number, text in enumerate(texts, first) if text not in table.keys and text in table.values}

    def host_section(self) -> None:
        return None

    def host(self, place: int) -> object:
        return self.known_hosts[place] if self.known_hosts is not None else Loader.host(self, place)


class Delta:
    """The work on one child image: `matches` says which object of the base a live one is (id → number over all segments)."""

    def __init__(self, world: World, loader: Loader) -> None:
        self.world = world
        self.loader = loader
        self.libraries = [library for library in world.libraries.values() if library.name not in BUILT_IN]
        for library in self.libraries:
            if any(is_own(key) for key in library.globals):
                loader.load_library(library.name)  # a variable may be defined without a look at the others
        self.original = Original(loader)
        self.original.need([place for place, roots in enumerate(loader.roots) if roots is not None])
        self.matches: dict[int, int] = {}
        self.copies: dict[int, object] = {}  # id of a live object → what it was
        self.places = loader.directory.places

    def entries(self, entry: dict) -> list[tuple[str, str, bytes]]:
        """The entries of the child."""
        libraries = self.libraries
        roots = [row for library in libraries for row in self.live_roots(library)]
        roots += [(SETTINGS, "run", settings_roots(self.world)), (ENTRY, "run", entry_roots(self.world, entry))]
        literals = [(library, [library.globals[k] for k in library.globals if k.startswith("'k:")]) for library in libraries]
        dump = pickler(self.world, entry)
        held = dump(self.loader.hosts)[2] if self.loader.hosts else []
        found = Walk(externals(self.world), maxsize, counting=False)
        buckets = found.discover([values for *_, values in roots] + [values for _, values in literals] + [held]).buckets
        if found.hosts and self.load_hosts():
            return Delta(self.world, self.loader).entries(entry)
        buckets["string"] = strings_of(buckets)
        buckets.pop("key", None)  # their texts
        self.match(buckets)
        encoder = self.encoder(found, buckets)
        for place, patch in self.patches(buckets).items():
            encoder.encode("", f"{PATCH}{place}", patch)
        for name, part, values in roots:
            self.encode(encoder, name, part, values)
        units = {key for kind, key in self.loader.image.keys() if kind == "unit"} | set(encoder.units)
        for library in libraries:
            self.encode(encoder, library.name, "constants", constants_roots(library, units))
        host = self.host_entries(encoder, dump)
        return self.formatted(encoder) + host

    def encode(self, encoder: Encoder, name: str, part: str, roots: list) -> None:
        """Write the segment NAME, PART unless the base has the same, or nobody has looked at it."""
        if (name, part) in self.places and name not in (SETTINGS, ENTRY):
            if self.loader.roots[self.places[name, part]] is None:
                return
            old = self.original.segment(name, part)
            if all(self.same_all(a, b) if type(a) is list else self.same(a, b) for a, b in zip(roots, old, strict=True)):
                return
        encoder.encode(name, part, roots)

    def live_roots(self, library: Library) -> list[tuple[str, str, list]]:
        """The parts of LIBRARY that are not only in the image, with their roots."""
        found = []
        if self.is_live(library.name, "run"):
            found.append((library.name, "run", run_roots(library)))
        if self.is_live(library.name, "syntax"):
            found.append((library.name, "syntax", [library.environment, library.exports]))
        return found

    def is_live(self, name: str, part: str) -> bool:
        return (name, part) not in self.places or self.loader.roots[self.places[name, part]] is not None

    # What has become of the objects of the base

    def match(self, buckets: dict) -> None:
        """Find out which objects in BUCKETS are those of the base."""
        there: dict[int, object] = {}  # address → what was there
        for place, column in self.loader.addresses.items():
            there.update(zip(unpack(f"{len(column) // 8}Q", column), self.original.decoders[place].objects))
        matches, copies, numbers = self.matches, self.copies, self.original.numbers
        # these say what is where, and are no objects of the program: one at the same address is another list
        directories = {id(root) for roots in self.original.roots for root in roots or () if type(root) is list}
        for kind in sorted(buckets, key=lambda kind: kind != "record-type"):  # records need to know those of their types
            keys = list(map(id, buckets[kind]))
            olds = list(map(there.get, keys))
            found: list[tuple[int, object]]
            if kind == "pair":
                found = [(key, copy) for key, copy in zip(keys, olds) if type(copy) is Pair]
            else:
                found = [(key, copy) for key, copy, obj in zip(keys, olds, buckets[kind])
                         if id(copy) in numbers and id(copy) not in directories and self.alike(obj, copy)]  # fmt: skip
            copies.update(found)
            matches.update([(key, numbers[id(copy)]) for key, copy in found])
        self.match_keys(buckets.get("table", []))
        self.drop_changed(buckets)

    def match_keys(self, tables: list) -> None:
        """Match those keys of TABLES that were made after the base was booted."""
        for table in tables:
            copy = self.copies.get(id(table))
            unmade = self.original.unmade_keys(copy) if table.keys else {}
            for text, key in table.keys.items() if unmade else ():
                if text in unmade and type(key) is String and not key.constant and id(key) not in self.matches:
                    made = copy.keys[text] = self.copies[id(key)] = String(text)
                    self.matches[id(key)] = self.original.numbers[id(made)] = unmade[text]

    def alike(self, obj: object, copy: object) -> bool:
        """Whether OBJ can stand for COPY, of the base, once its content is set."""
        cls = type(obj)
        if isinstance(obj, Record):
            return isinstance(copy, Record) and self.same(cls.type, type(copy).type)
        if cls is not type(copy):
            return False
        if cls is FunctionType:
            return code_key(obj) == code_key(copy) and library_of(obj) == library_of(copy)
        if cls is RecordType or cls is Symbol:
            return obj.name == copy.name
        if cls is Table:
            return obj.kind == copy.kind
        if cls is Vector:
            return type(obj.items) is type(copy.items)
        if cls is String:
            return obj.constant == copy.constant
        return cls is not Bytevector or type(obj.octets) is type(copy.octets)

    def drop_changed(self, buckets: dict) -> None:
        """Unmatch what cannot change and is not the same; so others that contain it differ, too."""
        waiting = [obj for kind in buckets if kind in MAY_BE_FIXED or kind.__class__ is type
                   for obj in buckets[kind] if kind.__class__ is type or is_fixed(obj)]  # fmt: skip
        count = -1
        while count != len(self.matches):
            count = len(self.matches)
            for obj in waiting:
                if id(obj) in self.matches and not self.same_all(parts_of(obj), parts_of(self.copies[id(obj)])):
                    del self.matches[id(obj)], self.copies[id(obj)]

    def same(self, value: object, old: object) -> bool:
        """Whether VALUE is what OLD, of the base, was."""
        if value is old:
            return True
        number = self.original.number(old)
        if number is None:
            return type(value) is type(old) and is_same_leaf(value, old)
        return number == (stub_number(value) if type(value) is DeferredPair else self.matches.get(id(value)))

    def same_all(self, values: Iterable, olds: Iterable) -> bool:
        """Whether VALUES are what OLDS were, one by one."""
        values, olds = list(values), list(olds)
        return len(values) == len(olds) and all(map(self.same, values, olds))

    def patches(self, buckets: dict) -> dict[int, list]:
        """Place of a segment → the roots of its patch, from what has changed."""
        patches: dict[int, list] = {}
        for kind, objects in buckets.items():
            for obj, content in self.changed_pairs(objects) if kind == "pair" else self.changed(objects):
                patches.setdefault(self.matches[id(obj)] >> SHIFT, []).extend([obj, content])
        return dict(sorted(patches.items()))

    def changes(self, table: Table, copy: Table) -> list:
        """What makes COPY, of the base, TABLE (`change_table`). What is in both is in the same order in both, unless it went
        and came again."""
        rows, olds = rows_of(table), rows_of(copy)
        gone: list = []
        new: list = []
        at = 0
        for place, old in enumerate(olds):
            if at == len(rows) or not self.same(rows[at][0], old[0]):
                gone.append(place)
                continue
            if not self.same_all(rows[at], old):
                new += rows[at]
            at += 1
        return [len(gone), *gone, *new, *chain.from_iterable(rows[at:])]

    def changed(self, objects: list) -> list[tuple[object, list]]:
        """Those of OBJECTS that are of the base and hold something else than they did there, and what."""
        changed: list = []
        for obj in objects:
            copy = self.copies.get(id(obj))
            if copy is None or is_fixed(obj):
                continue
            if type(obj) is Table:
                if not self.same_all(chain.from_iterable(rows_of(obj)), chain.from_iterable(rows_of(copy))):
                    changed.append((obj, self.changes(obj, copy)))
            elif not self.same_all(content := content_of(obj), content_of(copy)):
                changed.append((obj, content))
        return changed

    def changed_pairs(self, pairs: list) -> list[tuple[object, list]]:
        """The same of PAIRS, of which there may be many."""
        changed: list = []
        same = self.same
        found = [(pair, copy) for pair, copy in zip(pairs, map(self.copies.get, map(id, pairs))) if copy is not None]
        for (pair, copy), (following, next_copy) in zip(found, [*found[1:], (None, None)]):
            value, old = pair.car, copy.car
            if not (type(value) is type(old) is int and value == old) and not same(value, old):
                changed.append((pair, content_of(pair)))
            elif not (pair.cdr is following and copy.cdr is next_copy) and not same(pair.cdr, copy.cdr):
                changed.append((pair, content_of(pair)))
        return changed

    # What is written

    def encoder(self, found: Walk, buckets: dict) -> Encoder:
        """An encoder for which the segments of the base are written, and what is matched lies in them.

        FOUND, BUCKETS: all objects, which must not go.
        """
        directory = self.original.directory
        encoder = Encoder(externals(self.world), counting=False)
        encoder.walk.numbers.update(self.matches)
        encoder.walk.kept += [found, buckets]
        for place, (name, part) in enumerate(zip(directory.names, directory.parts)):
            segment = Segment(name, part, place << SHIFT)
            segment.imports, segment.libraries = directory.imports[place], directory.libraries[place]
            segment.exports = {number: i for i, number in enumerate(directory.exports[place])}
            segment.pairs = self.pairs_of(place)
            encoder.segments.append(segment)
            encoder.firsts.append(place << SHIFT)
        encoder.walk.end = len(directory.names) << SHIFT
        encoder.walk.hosts = list(self.loader.hosts or ())
        encoder.walk.host_places = {id(obj): place for place, obj in enumerate(encoder.walk.hosts)}
        return encoder

    def pairs_of(self, place: int) -> range:
        """The numbers of the pairs of segment PLACE, if it is a page; all, if nothing but stubs refers to it."""
        directory, decoder = self.original.directory, self.original.decoders.get(place)
        if decoder is None:
            return range(1 << SHIFT)
        name, part = directory.names[place], directory.parts[place]
        if (name, f"{part.partition(' ')[0]} 1") not in directory.places:
            return range(0)
        start = decoder.own - sum(count for _, count in decoder.buckets)
        for kind, count in decoder.buckets:
            if kind == "pair":
                return range(start, start + count)
            start += count
        return range(0)

    def formatted(self, encoder: Encoder) -> list[tuple[str, str, bytes]]:
        """The entries: the directory, and what the base has not."""
        image, segments = self.loader.image, encoder.segments
        first = len(self.original.directory.names)
        entries = [("directory", "", encode_directory(segments))]
        entries += [("segment", str(first + i), bytes(s.bytes)) for i, s in enumerate(segments[first:])]
        sources = 1 + max([int(key) for kind, key in image.keys() if kind == "source"], default=-1)
        new = [key for key in encoder.units if ("unit", key) not in image]
        entries += unit_entries(self.world, new, sources)
        return entries

    def load_hosts(self) -> bool:
        """Make the Python objects of the base, if that was not done yet and it has some: new ones are to come after them."""
        section = self.loader.host_section() if self.loader.hosts is None else None
        if section is not None:
            self.loader.need(section.users)
        return section is not None and self.loader.hosts is not None

    def host_entries(self, encoder: Encoder, dump: Callable) -> list[tuple[str, str, bytes]]:
        """The host section: all Python objects as they are now. None if nobody looked at the base's, or all is as it was.

        Those of the base come first, in its order: its segments know them by their places.
        """
        if not encoder.walk.hosts:
            return []
        section = self.loader.host_section()
        if section is not None:
            encoder.host_users[:0] = section.users
        entries = host_entries(encoder, dump, counting=False)
        return entries if section is None or entries[0][2] != section.formatted() else []


def strings_of(buckets: dict) -> list:
    """The strings in BUCKETS, and those keys of tables that have been made."""
    keys = [key for table in buckets.get("table", ()) for key in table.keys.values() if type(key) is String]
    return list({id(string): string for string in [*buckets.get("string", ()), *keys]}.values())


def rows_of(table: Table) -> list[tuple]:
    """The entries of TABLE, each (token, key, value); a key that is its own token, or has not been made, is UNSET."""
    return list(zip(table.values, map(table.keys.get, table.values, repeat(UNSET)), table.values.values()))


def is_fixed(obj: object) -> bool:
    """Whether OBJ cannot be given another content."""
    if isinstance(obj, UNCHANGING):
        return True
    if type(obj) is Vector:
        return type(obj.items) is tuple
    return type(obj) is Bytevector and type(obj.octets) is bytes or type(obj) is String and obj.constant


def parts_of(obj: object) -> Iterable:
    """What decides whether OBJ is the same: what it consists of if that cannot change, the type of a record."""
    if isinstance(obj, Record):
        return (type(obj).type,)
    if type(obj) is FunctionType:
        return obj.__closure__ or ()
    if type(obj) is RecordType:
        return obj.fields
    if type(obj) is tuple:
        return obj
    return () if type(obj) is Symbol else content_of(obj)


def is_same_leaf(value: object, old: object) -> bool:
    """Whether two leaves of one class are the same to every program."""
    if type(value) in (float, complex):
        return repr(value) == repr(old)
    return type(value) in (int, str, bytes) and value == old
