"""Image file → World. Libraries come back as shells; their variables, syntax and code are decoded when first touched.

Booting itself decodes the directory only. `Loader` answers the World's questions afterwards: `load_library` when a
variable is missing in a library's globals, `load_unit` when code is needed.
"""

from __future__ import annotations

from marshal import loads

from lisp.core.syntax import Environment, Library
from lisp.data.condition import error
from lisp.data.place import Source
from lisp.image.addresses import addresses_of
from lisp.image.columns import FAILURES, Damaged, Reader
from lisp.image.directory import Directory
from lisp.image.file import Image, damaged
from lisp.runtime.frame import Continuation, is_foreign
from lisp.runtime.unit import Unit
from lisp.runtime.world import World, raised_limit

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeVar

    from lisp.image.decode import SegmentDecoder
    from lisp.image.deferred import Page
    from lisp.image.hosts import HostSection

    Made = TypeVar("Made")

SETTINGS, ENTRY = "settings", "entry"
TAKEN = ()  # roots that have been given away
PORTS, STREAMS = ("input", "output", "error"), ("stdin", "stdout", "stderr")


def version_tag() -> str:
    """What code of the running Python is marked with: implementation, version and bytecode magic."""
    import sys

    magic = sys.modules["_frozen_importlib_external"].MAGIC_NUMBER
    return f"{sys.implementation.cache_tag}-{int.from_bytes(magic[:2], 'little')}"


class ShellLibrary(Library):
    """A library whose environment and exports are still in the image; touching either makes it an ordinary one."""

    __slots__ = ("loader",)

    def __getattr__(self, name: str) -> object:
        if name in ("environment", "exports"):
            self.loader.load_syntax(self)
            return getattr(self, name)
        raise AttributeError(name)


def shell(name: str, loader: Loader) -> ShellLibrary:
    library = ShellLibrary.__new__(ShellLibrary)
    library.name, library.globals, library.importers, library.loader = name, {}, {}, loader
    return library


def decode_catalogue(image: Image) -> tuple[dict[str, str], dict[str, str]]:
    """The table of primitives that the image brings."""
    if image.catalogue is not None:
        return image.catalogue

    def decode() -> tuple[dict[str, str], dict[str, str]]:
        reader = Reader(image.entry("catalogue", ""))
        tables = []
        for _ in range(2):
            count = reader.count()
            tables.append(dict(zip(reader.texts(count), reader.texts(count))))
        return tables[0], tables[1]

    return sound(image, "the catalogue", decode)


def sound(image: Image, what: str, decode: Callable[[], Made]) -> Made:
    """What DECODE makes of WHAT, a part of IMAGE; an image error if that makes no sense."""
    try:
        return decode()
    except FAILURES as problem:
        if is_foreign(problem):
            raise
        raise damaged(image.path, f"{what} does not make sense ({problem})") from None


def external_of(world: World, name: str, trusted: bool = True) -> object:
    """What an image calls NAME: a library, or what every process has. The parts of the interpreter: only if TRUSTED."""
    kind, _, rest = name.partition(":")
    found = world.libraries.get(rest) if kind == "library" else world.anchors.get(rest)
    if found is None or not (trusted or kind == "library" or rest in (*PORTS, *STREAMS)):
        raise Damaged(f"it names {name}, which there is not")
    return found


def context_of(world: World, host: object = None, trusted: bool = True) -> object:
    """What segments are decoded with in WORLD. HOST: the object of Python at a place, as a function. TRUSTED: external_of."""
    from lisp.image.decode import Context

    def external(name: str) -> object:
        return external_of(world, name, trusted)

    return Context(world.primitive, external, host, world.code, lambda name: world.libraries[name].globals)


class Loader:
    """Decodes what is asked for, once, in one World. TRUSTED: code and pickles of the image may be used; WHY: why not."""

    def __init__(self, image: Image, world: World, trusted: bool = False, use_code: bool = True, why: str = "") -> None:
        self.image = image
        self.world = world
        self.trusted = trusted
        self.why = why
        self.use_code = use_code and trusted
        decoded = image.directory
        self.directory = decoded or sound(image, "the directory", lambda: Directory(bytes(image.entry("directory", ""))))
        self.exported: list = [None] * len(self.directory.names)
        self.pages: dict[int, Page] = {}  # of segments that are not decoded, and are referred to
        self.addresses: dict[int, bytes] = {}  # of segments that are: the `id` of each object, for child images (child.py)
        self.roots: list = [None] * len(self.directory.names)
        self.undecoded = len(self.roots)
        self.loaded: set[tuple[str, str]] = set()
        self.section: HostSection | None = None
        self.hosts: list | None = None
        self.sources: dict[int, Source] = {}
        self.tag = version_tag()
        self.context: object = None

    def install(self) -> None:
        """Give the World its libraries, as shells, and the ways to load them."""
        for name, part in zip(self.directory.names, self.directory.parts):
            if part == "run" and name not in (SETTINGS, ENTRY):
                self.world.add_library(shell(name, self))
        self.world.load_library = self.load_library
        self.world.load_unit = self.load_unit
        self.world.load_all = self.load_all
        if self.image.header.get("ports") != "standard":
            for name, setting in zip(PORTS, self.segment(SETTINGS, "run")):
                self.world.anchors[name].setting = setting

    def entry(self) -> dict[str, object]:
        """What the image was saved to go on with; `winders` and `handlers` are those of that computation."""
        found = dict(self.pairs(ENTRY, "run"))
        needed = ["winders", *filter(None, self.image.header.get("eager", "").split(","))]
        sensible = found.get("continuation").__class__ in (Continuation, type(None))
        sensible = sensible and isinstance(found.get("savers", ()), (tuple, list)) and callable(found.get("boot", len))
        if not sensible or any(name not in found for name in needed):
            raise damaged(self.image.path, "what it goes on with does not make sense")
        return found

    def boots(self) -> int:
        """How often the world had been booted when the image was saved."""
        text = self.image.header.get("boots", "0")
        if not text.isdecimal() or len(text) > 9:
            raise damaged(self.image.path, "its header does not make sense")
        return int(text)

    def pairs(self, name: str, part: str) -> list[tuple[str, object]]:
        """The keys and the values that a segment holds."""
        roots = self.segment(name, part)
        if len(roots) != 2 or not all(column.__class__ is list for column in roots) or len(roots[0]) != len(roots[1]):
            raise damaged(self.image.path, f"{part} of {name} does not make sense")
        if not all(key.__class__ is str for key in roots[0]):
            raise damaged(self.image.path, f"{part} of {name} has a key that is no name")
        return list(zip(*roots))

    def segment(self, name: str, part: str) -> list:
        """The roots of a segment, decoded after those that it needs."""
        wanted = self.directory.places.get((name, part))
        if wanted is None:
            raise damaged(self.image.path, f"{part} of {name} is missing")
        self.need([wanted])
        return self.roots[wanted]

    def take(self, name: str, part: str) -> None:
        """The roots of segment NAME, PART are where they belong: what the program drops is to be freed."""
        self.roots[self.directory.places[name, part]] = TAKEN

    def need(self, wanted: list[int]) -> None:
        """Decode the segments WANTED, after those that they need."""
        needed = self.directory.needed(wanted, self.roots)
        if not needed:
            return
        hosts = self.host_section()
        loading = hosts is not None and self.hosts is None and not needed.isdisjoint(hosts.users)
        if loading:
            needed = self.directory.needed([*needed, *[place for place, _ in hosts.references]], self.roots)
        with raised_limit():
            self.decode(sorted(needed), hosts if loading else None)

    def deferred(self, place: int, number: int) -> object:
        """The pair that segment PLACE, which is not decoded, exports as NUMBER."""
        page = self.pages.get(place)
        if page is None:
            from lisp.image.deferred import Page

            page = self.pages[place] = Page(self.need, place)
        return page.stub(self.directory.exports[place][number])

    def decode(self, places: list[int], hosts: HostSection | None) -> None:
        """Decode the segments PLACES, and the host section HOSTS unless that is None.

        All are made before any is filled: objects of Python may refer to objects of any segment, and the other way round.
        """
        if self.context is None:
            self.context = context_of(self.world, self.host, self.trusted)
        pages = [self.pages[place] for place in places if place in self.pages]
        roots = []
        try:
            for page in pages:
                page.begin()
            decoders = [self.decoder(place) for place in places]
            for place, decoder in zip(places, decoders):
                decoder.make(self.exported)
                self.exported[place] = decoder.exported()
            if hosts is not None:
                self.load_hosts(hosts)
            for place, decoder in zip(places, decoders):
                roots.append(decoder.finish(self.exported, self.deferred))
                self.exported[place] = decoder.exported()
            for place, found in zip(places, roots):
                if self.directory.is_patch(place):
                    from lisp.image.patch import apply_patch

                    apply_patch(found)
                    found.clear()
            for place, decoder in zip(places, decoders):
                self.note(place, decoder)
        except BaseException as problem:
            for page in pages:
                page.undo()
            for place in places:
                self.exported[place] = None
            if isinstance(problem, FAILURES) and not is_foreign(problem):
                raise damaged(self.image.path, f"the heap does not make sense ({problem})") from None
            raise
        for place, found in zip(places, roots):
            self.roots[place] = found
            self.pages.pop(place, None)
        self.undecoded -= len(places)
        if not self.undecoded:
            self.exported.clear()  # no one will ask any more

    def note(self, place: int, decoder: SegmentDecoder) -> None:
        """Keep in mind where the objects of segment PLACE are."""
        self.addresses[place] = addresses_of(decoder.objects, decoder.own)

    def decoder(self, place: int) -> SegmentDecoder:
        """What decodes segment PLACE."""
        from lisp.image.decode import SegmentDecoder

        stubs = self.pages[place].stubs if place in self.pages else None
        return SegmentDecoder(self.image.entry("segment", str(place)), self.context, self.directory.exports[place], stubs)

    def load_library(self, name: str) -> None:
        """Fill the globals of library NAME."""
        if (name, "run") not in self.directory.places or (name, "run") in self.loaded:
            return
        self.loaded.add((name, "run"))
        variables = self.world.libraries[name].globals
        try:
            for part in ("run", "constants"):
                for key, value in self.pairs(name, part):
                    variables.setdefault(key, value)
        except BaseException:  # an interrupt may come in the middle: then it is loaded once more
            self.loaded.discard((name, "run"))
            raise
        for part in ("run", "constants"):
            self.take(name, part)

    def load_syntax(self, library: ShellLibrary) -> None:
        """Fill the compile-time side of LIBRARY."""
        roots = self.segment(library.name, "syntax")
        if len(roots) != 2 or roots[0].__class__ is not Environment or roots[1].__class__ is not dict:
            raise damaged(self.image.path, f"the syntax of {library.name} does not make sense")
        library.environment, library.exports = roots
        self.take(library.name, "syntax")

    def load_all(self) -> None:
        """Decode everything, as saving needs. Little by little: what is still in the processor's cache is filled faster."""
        for place in range(len(self.roots)):
            if self.roots[place] is None:
                self.need([place])
        for library in list(self.world.libraries.values()):
            self.load_library(library.name)
            _ = library.environment

    def load_unit(self, key: str) -> Unit:
        """Unit KEY: its core form, and its code if the image has it for this Python."""
        if ("unit", key) not in self.image:
            raise damaged(self.image.path, f"unit {key} is missing")
        return sound(self.image, f"unit {key}", lambda: self.read_unit(key))

    def read_unit(self, key: str) -> Unit:
        reader = Reader(self.image.entry("unit", key))
        numbers = reader.numbers(reader.count())
        exported = tuple(reader.texts(reader.count()))
        core = reader.blob()
        code = None
        entry = ("code@" + self.tag, key)
        if self.use_code and entry in self.image:
            code = loads(self.image.entry(*entry))
        return Unit(key, bytes(core), lambda: [self.source(number) for number in numbers], code, exported)

    def source(self, number: int) -> Source:
        """Source text NUMBER: one object, whichever unit asks."""
        if number not in self.sources:
            reader = Reader(self.image.entry("source", str(number)))
            self.sources[number] = sound(self.image, f"source {number}", lambda: Source(reader.text(), reader.text()))
        return self.sources[number]

    def host(self, place: int) -> object:
        """Object PLACE of the host section."""
        if not self.trusted:
            raise error("image", f"{self.image.path}: the image holds Python objects and is not trusted: {self.why}")
        if self.hosts is None:
            raise Damaged("a segment that should have no Python objects")
        return self.hosts[place]

    def host_section(self) -> HostSection | None:
        """The host section, not yet unpickled; None if there is none."""
        if self.section is None and ("host", "") in self.image:
            from lisp.image.hosts import parse_hosts

            try:
                self.section = parse_hosts(self.image.entry("host", ""))
            except (ValueError, IndexError) as problem:
                raise damaged(self.image.path, str(problem)) from None
        return self.section

    def load_hosts(self, section: HostSection) -> None:
        """Unpickle SECTION; the segments that it refers to have been made."""
        heap = [self.exported[place][number] for place, number in section.references]
        if not self.trusted:
            return
        try:
            self.hosts = section.objects(heap, lambda name: external_of(self.world, name), self.world.primitive)
        except Exception as problem:  # unpickling runs code of the objects' classes: anything may come
            text = f"{self.image.path}: the Python objects of the image cannot be made again: {problem}"
            raise error("image", text) from None
