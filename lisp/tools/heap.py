"""The heap of an image, decoded for looking at it: nothing of it can run.

A procedure comes out as a Python function with the right code id and cells and the body of `stand_in`; primitives, host
objects and what every process has (console ports) come out as an `Outside`, known by name. Code is read from core forms only:
marshalled code and pickles are never looked at. Encoding such a heap again gives the bytes that it came from (shake.py).
"""

from __future__ import annotations

from contextlib import contextmanager

from lisp.compiler.entry import UnitForms, decode_unit
from lisp.core.forms import DefineGlobal, Form, Lambda, Sequence
from lisp.core.primitive import Primitive
from lisp.core.syntax import Alias, GlobalVariable, Library
from lisp.data.base import NIL, Object
from lisp.data.condition import error
from lisp.data.place import Source
from lisp.data.record import RecordType
from lisp.data.symbol import Symbol
from lisp.image.boot import ENTRY, PORTS, SETTINGS
from lisp.image.columns import Damaged, Reader
from lisp.image.contents import CODE_PREFIX
from lisp.image.decode import FAILURES, Context, SegmentDecoder
from lisp.image.directory import Directory
from lisp.image.file import Image, damaged, read_image
from lisp.image.hosts import parse_hosts
from lisp.image.patch import apply_patch
from lisp.image.save import is_own, uncollected
from lisp.tools.levels import Level, levels_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

USER = "(user)"
BROKEN = (*FAILURES, RecursionError, Damaged)  # what reading bytes that do not make sense may raise


def stand_in() -> None:
    """The body of every procedure of a decoded heap; it is never called."""


class Outside(Object):
    """What an image names and does not hold: `kind` is primitive, host or anchor. Only a name: it cannot run."""

    __slots__ = ("kind", "name")
    word = "port"  # how `write` calls it

    def __init__(self, kind: str, name: str) -> None:
        self.kind = kind
        self.name = name

    def describe(self) -> str:
        return self.name


class OutsideParameter(Outside):
    """A parameter that every process has, for one of the current ports; `setting` is what the image says of it."""

    __slots__ = ("setting",)
    word = "parameter"


class OutsideHost(Outside):
    """An object of Python, known by its place in the host section."""

    __slots__ = ()
    word = "python-object"


class OutsidePrimitive(Outside):
    """A primitive; `primitive` is what the encoder and the writer know it by."""

    __slots__ = ("primitive",)
    word = "procedure"

    def __init__(self, kind: str, name: str) -> None:
        Outside.__init__(self, kind, name)
        self.primitive = Primitive(name, "object ... -> object", "", False, None, False, False)


OUTSIDE = (Outside, OutsideParameter, OutsideHost, OutsidePrimitive)


class InertDecoder(SegmentDecoder):
    """Decodes a segment; the context's `code` is told the free variables, since it makes the code that it is asked for."""

    def find_code(self, unit: str, number: int, free: tuple) -> tuple:
        return self.context.code(unit, number, free), None


class UnitView:
    """A unit of the image: its core form by number, and where its definitions are."""

    def __init__(self, key: str, core: bytes, sources: list[Source], exported: tuple) -> None:
        self.key = key
        self.core = core
        self.sources = sources
        self.exported = exported
        self.forms: UnitForms = decode_unit(core, sources)

    def procedure(self, number: int) -> Lambda:
        """The lambda with NUMBER; Damaged if there is none."""
        form = self.form(number)
        if form.__class__ is not Lambda:
            raise Damaged(f"unit {self.key} has no procedure {number}")
        return form

    def form(self, number: int) -> Form:
        form = self.forms.forms[number] if 0 < number < len(self.forms.forms) else None
        if form is None:
            raise Damaged(f"unit {self.key} has no form {number}")
        return form

    def items(self) -> list[int]:
        """The numbers of the unit's top-level forms, in order."""
        found, stack = [], [self.procedure(1).body]
        while stack:
            form = stack.pop()
            if form.__class__ is Sequence:
                stack.extend(reversed(form.forms))
            else:
                found.append(form.number)
        return found

    def definitions(self) -> dict[str, list[DefineGlobal]]:
        """Variable → the definitions of it, in order."""
        found: dict[str, list[DefineGlobal]] = {}
        for form in self.forms.forms[1:]:
            if form.__class__ is DefineGlobal:
                found.setdefault(form.key, []).append(form)
        return found


class Heap:
    """An image, and what of it has been decoded.

    libraries  printed name → Library; its `globals` hold its own variables and constants once `load` has been called
    entry      what the image goes on with, by name      settings   the current ports
    levels     levels of the debugger that it goes on in (levels.py)      shadows   ids of their shadows
    outside    (kind, name) → Outside
    twins      (library, key) of a variable that a record type's own code calls it by → the key that programs do
    referred   the objects of the heap that Python objects refer to
    """

    def __init__(self, path: str) -> None:
        self.image: Image = read_image(path)
        self.path = path
        self.libraries: dict[str, Library] = {}
        self.entry: dict[str, object] = {}
        self.settings: list = []
        self.levels: list[Level] = []
        self.shadows: set[int] = set()
        self.twins: dict[tuple[str, str], str] = {}
        self.outside: dict[tuple[str, str], Outside] = {}
        self.referred: list = []
        self.units: dict[str, UnitView] = {}
        self.sources: dict[int, Source] = {}
        self.codes: dict[tuple, object] = {}
        self.environments: dict[int, str] = {}  # id of a top-level environment → its library
        try:
            self.directory = Directory(bytes(self.image.entry("directory", "")))
        except KeyError:
            raise damaged(path, "it has no directory") from None
        except BROKEN as problem:
            raise damaged(path, str(problem)) from None
        self.roots: list = [None] * len(self.directory.names)
        self.exported: list = [None] * len(self.directory.names)
        for name, part in self.directory.places:
            if part == "run" and name not in (SETTINGS, ENTRY):
                self.libraries[name] = library = Library(name)
                library.globals["'library"] = library
        self.context = Context(self.primitive, self.external, self.host, self.code, lambda name: self.libraries[name].globals)

    # -- decoding ---------------------------------------------------------------------------------------------------

    def load(self) -> Heap:
        """Decode everything."""
        self.decode(list(range(len(self.roots))))
        for (name, part), place in self.directory.places.items():
            try:
                self.install(name, part, self.roots[place])
            except BROKEN as problem:
                raise damaged(self.path, f"{part} of {name} does not make sense ({problem})") from None
        self.twins = twins_of(self.libraries)
        if ("host", "") in self.image:
            try:
                references = parse_hosts(self.image.entry("host", "")).references
                self.referred = [self.exported[place][number] for place, number in references]
            except BROKEN as problem:
                raise damaged(self.path, f"the host section does not make sense ({problem})") from None
        return self

    def install(self, name: str, part: str, roots: list) -> None:
        """Put what segment NAME, PART holds where it belongs."""
        if name == SETTINGS:
            self.settings = roots
        elif name == ENTRY:
            self.entry = dict(zip(*roots, strict=True))
            self.levels = levels_of(self.entry)
            self.shadows = {id(frame) for level in self.levels for frame in level.shadows}
        elif not name or " " in part:
            pass  # what only Python objects refer to, a patch, a further page: they have no roots of a library
        elif part == "syntax":
            library = self.libraries[name]
            library.environment, library.exports = roots
            self.environments[id(library.environment)] = name
            if any(key.__class__ is not Symbol for key in library.exports):
                raise Damaged("an export that is no symbol")
        else:
            if not all(key.__class__ is str and (is_own(key) or key.startswith("'k:")) for key in roots[0]):
                raise Damaged("a variable with a key that none has")
            self.libraries[name].globals.update(zip(*roots, strict=True))

    def load_entry(self) -> dict[str, object]:
        """Decode what the image goes on with, and no more than that needs."""
        wanted = self.directory.places.get((ENTRY, "run"))
        if wanted is None:
            raise damaged(self.path, "what it goes on with is missing")
        self.decode(sorted(self.directory.needed([wanted], self.roots)))
        self.install(ENTRY, "run", self.roots[wanted])
        return self.entry

    def decode(self, places: list[int]) -> None:
        """Decode the segments PLACES, which need no others; pairs of others that they only name are left out."""
        decoders = []
        for place in places:
            with self.making_sense(place):
                decoders.append(
                    InertDecoder(self.entry_bytes("segment", str(place)), self.context, self.directory.exports[place])
                )
                decoders[-1].make(self.exported)
                self.exported[place] = decoders[-1].exported()
        for place, decoder in zip(places, decoders):
            with self.making_sense(place):
                self.roots[place] = decoder.finish(self.exported, lambda place, number: NIL)
                self.exported[place] = decoder.exported()
        for place in places:
            if self.directory.is_patch(place):
                with self.making_sense(place):
                    apply_patch(self.roots[place])

    @contextmanager
    def making_sense(self, place: int) -> Iterator[None]:
        """What goes wrong inside is damage of segment PLACE."""
        try:
            yield
        except BROKEN as problem:
            raise damaged(self.path, f"segment {place} does not make sense ({problem})") from None

    def entry_bytes(self, kind: str, key: str) -> memoryview:
        if (kind, key) not in self.image:
            raise damaged(self.path, f"{kind} {key} is missing")
        return self.image.entry(kind, key)

    # -- what the context answers -----------------------------------------------------------------------------------

    def named(self, kind: str, name: str) -> Outside:
        found = self.outside.get((kind, name))
        if found is None:
            anchor = OutsideParameter if name in PORTS else Outside
            cls = {"primitive": OutsidePrimitive, "host": OutsideHost}.get(kind, anchor)
            found = self.outside[kind, name] = cls(kind, name)
        return found

    def primitive(self, name: str) -> Outside:
        return self.named("primitive", name)

    def host(self, place: int) -> Outside:
        return self.named("host", str(place))

    def external(self, name: str) -> object:
        kind, _, rest = name.partition(":")
        if kind == "library" and rest in self.libraries:
            return self.libraries[rest]
        if kind != "anchor":
            raise Damaged(f"it names {name}, which there is not")
        return self.named(kind, rest)

    def code(self, unit: str, number: int, free: tuple) -> object:
        """A code object that stands for lambda NUMBER of UNIT."""
        slot = (unit, number, free)
        if slot not in self.codes:
            name = self.unit(unit).procedure(number).name
            own = stand_in.__code__
            self.codes[slot] = own.replace(
                co_filename=CODE_PREFIX + unit, co_firstlineno=number, co_freevars=free, co_name=name, co_qualname=name
            )
        return self.codes[slot]

    # -- units and sources ------------------------------------------------------------------------------------------

    def unit_keys(self) -> list[str]:
        """The keys of the image's units."""
        return [key for kind, key in self.image.keys() if kind == "unit"]

    def unit(self, key: str) -> UnitView:
        found = self.units.get(key)
        if found is None:
            reader = Reader(self.entry_bytes("unit", key))
            try:
                sources = [self.source(n) for n in reader.numbers(reader.count())]
                exported = tuple(reader.texts(reader.count()))
                found = self.units[key] = UnitView(key, reader.blob(), sources, exported)
            except BROKEN as problem:
                raise damaged(self.path, f"unit {key} does not make sense ({problem})") from None
        return found

    def source(self, number: int) -> Source:
        found = self.sources.get(number)
        if found is None:
            reader = Reader(self.entry_bytes("source", str(number)))
            try:
                found = self.sources[number] = Source(reader.text(), reader.text())
            except BROKEN as problem:
                raise damaged(self.path, f"source {number} does not make sense ({problem})") from None
        return found


def twins_of(libraries: dict[str, Library]) -> dict[tuple[str, str], str]:
    """The twins in LIBRARIES: `define-record-type` defines the type a second time, under a name that none can define anew."""
    found: dict[tuple[str, str], str] = {}
    for library in libraries.values():
        bindings = library.environment.bindings
        for identifier, binding in bindings.items():
            if identifier.__class__ is not Alias or binding.__class__ is not GlobalVariable:
                continue
            public = bindings.get(identifier.name)
            value = library.globals.get(binding.key)
            same = public.__class__ is GlobalVariable and public is not binding and library.globals.get(public.key) is value
            if same and value.__class__ is RecordType and {binding.library, public.library} == {library.name}:
                found[library.name, binding.key] = public.key
    return found


def image_reader(function: Callable) -> Callable:
    """FUNCTION, whose first argument is the path of an image; where what that holds makes no sense, an error says so.

    A segment or a core form may decode and still be what nobody wrote: a label without a name, a number of no form.
    """

    def read(path: str, *others: object) -> object:
        try:
            return function(path, *others)
        except BROKEN as problem:
            raise damaged(path, f"it does not make sense ({problem})") from problem

    read.__name__, read.__doc__ = function.__name__, function.__doc__
    return read


def unit_of(procedure: object) -> tuple[str, int]:
    """(unit key, number of its lambda) of a PROCEDURE of the heap."""
    code = procedure.__code__
    return code.co_filename.removeprefix(CODE_PREFIX), code.co_firstlineno


def open_heap(path: str) -> Heap:
    """The heap of the image at PATH, all of it decoded."""
    return uncollected(lambda: Heap(path).load())


def no_such(path: str, what: str, name: str, known: list[str]) -> Exception:
    """The error that the image at PATH has no WHAT called NAME, with a hint at one of KNOWN."""
    from difflib import get_close_matches

    close = get_close_matches(name, sorted(set(known)), 1, 0.6)
    return error("image", f"{path}: there is no {what} {name}" + (f"; did you mean {close[0]}?" if close else ""))
