"""Image file → World. Libraries come back as shells; their variables, syntax and code are decoded when first touched.

Booting itself decodes the directory only. `Loader` answers the World's questions afterwards: `load_library` when a
variable is missing in a library's globals, `load_unit` when code is needed.
"""

from __future__ import annotations

from marshal import loads

from lisp.core.syntax import Library
from lisp.data.condition import error
from lisp.data.place import Source
from lisp.image.columns import Damaged, Reader
from lisp.image.directory import Directory
from lisp.image.file import Image, damaged
from lisp.runtime.unit import Unit
from lisp.runtime.world import World, raised_limit

SETTINGS, ENTRY = "settings", "entry"
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
    reader = Reader(image.entry("catalogue", ""))
    tables = []
    for _ in range(2):
        count = reader.count()
        tables.append(dict(zip(reader.texts(count), reader.texts(count))))
    return tables[0], tables[1]


def external_of(world: World, name: str) -> object:
    """What an image calls NAME: a library, or what every process has."""
    kind, _, rest = name.partition(":")
    found = world.libraries.get(rest) if kind == "library" else world.anchors.get(rest)
    if found is None:
        raise Damaged(f"it names {name}, which there is not")
    return found


def context_of(world: World, host: object = None) -> object:
    """What segments are decoded with in WORLD. HOST: the object of Python at a place, as a function."""
    from lisp.image.decode import Context

    return Context(
        world.primitive, lambda name: external_of(world, name), host, world.code, lambda name: world.libraries[name].globals
    )


class Loader:
    """Decodes what is asked for, once, in one World. TRUSTED: code and pickles of the image may be used."""

    def __init__(self, image: Image, world: World, trusted: bool = True, use_code: bool = True) -> None:
        self.image = image
        self.world = world
        self.trusted = trusted
        self.use_code = use_code and trusted
        self.directory = Directory(bytes(image.entry("directory", "")))
        self.exported: list = [None] * len(self.directory.names)
        self.roots: list = [None] * len(self.directory.names)
        self.loaded: set[tuple[str, str]] = set()
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
        names, values = self.segment(ENTRY, "run")
        return dict(zip(names, values))

    def segment(self, name: str, part: str) -> list:
        """The roots of a segment, decoded after those that it needs."""
        wanted = self.directory.places[name, part]
        needed, stack = {wanted}, [wanted]
        while stack:
            for earlier in self.directory.imports[stack.pop()]:
                if self.roots[earlier] is None and earlier not in needed:
                    needed.add(earlier)
                    stack.append(earlier)
        with raised_limit():
            for place in sorted(needed):
                if self.roots[place] is None:
                    self.decode(place)
        return self.roots[wanted]

    def decode(self, place: int) -> None:
        from lisp.image.decode import decode_segment

        if self.context is None:
            self.context = context_of(self.world, self.host)
        data = self.image.entry("segment", str(place))
        try:
            roots, exported = decode_segment(data, self.exported, self.directory.exports[place], self.context)
        except Damaged as problem:
            raise damaged(self.image.path, str(problem)) from None
        self.roots[place], self.exported[place] = roots, exported

    def load_library(self, name: str) -> None:
        """Fill the globals of library NAME."""
        if (name, "run") not in self.directory.places or (name, "run") in self.loaded:
            return
        self.loaded.add((name, "run"))
        variables = self.world.libraries[name].globals
        for part in ("run", "constants"):
            keys, values = self.segment(name, part)
            for key, value in zip(keys, values):
                variables.setdefault(key, value)

    def load_syntax(self, library: ShellLibrary) -> None:
        """Fill the compile-time side of LIBRARY."""
        environment, exports = self.segment(library.name, "syntax")
        library.environment = environment
        library.exports = exports

    def load_all(self) -> None:
        """Decode everything, as saving needs."""
        for library in list(self.world.libraries.values()):
            self.load_library(library.name)
            _ = library.environment

    def load_unit(self, key: str) -> Unit:
        """Unit KEY: its core form, and its code if the image has it for this Python."""
        if ("unit", key) not in self.image:
            raise damaged(self.image.path, f"unit {key} is missing")
        reader = Reader(self.image.entry("unit", key))
        sources = [self.source(n) for n in reader.numbers(reader.count())]
        exported = tuple(reader.texts(reader.count()))
        core = reader.blob()
        code = None
        entry = ("code@" + self.tag, key)
        if self.use_code and entry in self.image:
            code = loads(self.image.entry(*entry))
        return Unit(key, bytes(core), sources, code, exported)

    def source(self, number: int) -> Source:
        """Source text NUMBER: one object, whichever unit asks."""
        if number not in self.sources:
            reader = Reader(self.image.entry("source", str(number)))
            self.sources[number] = Source(reader.text(), reader.text())
        return self.sources[number]

    def host(self, place: int) -> object:
        """Object PLACE of the host section."""
        if not self.trusted:
            raise error("image", f"{self.image.path}: the image holds Python objects, and it is not trusted")
        if self.hosts is None:
            from lisp.image.hosts import decode_hosts

            section = self.image.entry("host", "")
            self.hosts = decode_hosts(section, lambda name: external_of(self.world, name), self.world.primitive)
        return self.hosts[place]
