"""World → image file: which entries there are, and what is a root.

    segment N      heap segments, in the order of the directory: of each library "run" (its variables) and "syntax" (its
                   environment and exports), then the current ports (settings) and what to go on with (entry), then of each
                   library "constants", then what only Python objects refer to
    directory      what segments there are (encode.py)
    unit KEY       core form of a unit that a procedure or frame in the heap was compiled from, and its sources
    source N       a source text
    code@TAG KEY   marshalled code of a unit, for the CPython version TAG
    catalogue      where each primitive is
    host           objects of Python, pickled (hosts.py; read only from a trusted image)

A library's copies of imported variables, support objects, factories and entries are left out: autoload makes them again.
"""

from __future__ import annotations

from marshal import dumps, loads

from lisp.core.names import PRIMITIVES
from lisp.core.syntax import Library
from lisp.data.condition import error
from lisp.image.boot import ENTRY, PORTS, SETTINGS, STREAMS, version_tag
from lisp.image.columns import Writer
from lisp.image.directory import encode_directory
from lisp.image.encode import Encoder
from lisp.image.file import format_image, write_atomically
from lisp.image.hosts import HostSection
from lisp.image.ways import Ways
from lisp.runtime.unit import Unit
from lisp.runtime.world import World

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Container
    from typing import TypeVar

    from lisp.image.problems import Problem

    Result = TypeVar("Result")
    Report = Callable[[int], None] | None

BUILT_IN = (PRIMITIVES, "(lisp syntax)")


def save_image(world: World, path: str, entry: dict[str, object], header: dict[str, str]) -> None:
    """Write WORLD to PATH. ENTRY: what to go on with, by name; HEADER: lines for people and for checks."""
    from lisp.image.progress import progress_of

    progress = progress_of(path)
    try:
        content = uncollected(lambda: image_bytes(world, entry, header, progress and progress.report))
    finally:
        if progress is not None:
            progress.end()
    write_atomically(path, content)


def uncollected(action: Callable[[], Result]) -> Result:
    """What ACTION returns; meanwhile nothing looks for garbage, of which it makes little. That would double its time."""
    import gc

    collecting = gc.isenabled()
    gc.disable()
    try:
        return action()
    finally:
        if collecting:
            gc.enable()


def image_bytes(world: World, entry: dict[str, object], header: dict[str, str], report: Report = None) -> bytes:
    """The bytes of an image of WORLD. REPORT: is told how far it is (progress.py)."""
    from lisp.image.seal import sealed_image

    formatted = format_image if "sources" in header else sealed_image  # the base image is the same whoever builds it
    return formatted({**header, "ports": ports_kind(world)}, image_entries(world, entry, report=report))


def image_entries(
    world: World, entry: dict[str, object], pickled: Callable | None = None, report: Report = None
) -> list[tuple[str, str, bytes]]:
    """The entries of an image of WORLD. PICKLED: what the Python objects are pickled with, if not `pickler` says how."""
    if world.load_all is not None:
        world.load_all()
    try:
        return entries_of(world, entry, pickled, report, counting=True)
    except Miscounted:
        return entries_of(world, entry, pickled, report, counting=False)


class Miscounted(Exception):
    """Python objects refer to objects of ours that the walk may have met, and held to be referred to once."""


def entries_of(
    world: World, entry: dict[str, object], pickled: Callable | None, report: Report, counting: bool
) -> list[tuple[str, str, bytes]]:
    """The same. COUNTING: as in walk.py."""
    encoder = Encoder(externals(world), counting=counting)
    encoder.report = report
    libraries = list(world.libraries.values())
    for library in libraries:
        encoder.encode(library.name, "run", run_roots(library))
        encoder.encode(library.name, "syntax", [library.environment, library.exports])
    encoder.encode(SETTINGS, "run", settings_roots(world))
    encoder.encode(ENTRY, "run", entry_roots(world, entry))
    for library in libraries:
        encoder.encode(library.name, "constants", constants_roots(library, encoder.units))
    host = host_entries(encoder, pickled or pickler(world, entry), counting) if encoder.walk.hosts else []
    segments = encoder.segments
    entries = [("directory", "", encode_directory(segments))]
    entries += [("segment", str(i), bytes(s.bytes)) for i, s in enumerate(segments)]
    entries += unit_entries(world, list(encoder.units))
    entries.append(("catalogue", "", encode_catalogue(world)))
    return entries + host


def run_roots(library: Library) -> list:
    """The roots of LIBRARY's variables: a list of keys, a list of values."""
    if library.name in BUILT_IN:
        return [[], []]
    keys = [k for k in library.globals if is_own(k)]
    return [keys, [library.globals[k] for k in keys]]


def constants_roots(library: Library, units: Container[str]) -> list:
    """The roots of the literals of the code of UNITS that LIBRARY holds, likewise."""
    keys = [k for k in library.globals if k.startswith("'k:") and k.split(":")[1] in units]
    return [keys, [library.globals[k] for k in keys]]


def settings_roots(world: World) -> list:
    """The current ports."""
    return [world.anchors[name].setting for name in PORTS]


def entry_roots(world: World, entry: dict[str, object]) -> list:
    """What to go on with: a list of names, a list of values."""
    state = {"winders": world.winders, "handlers": world.handlers, **entry}
    return [list(state), list(state.values())]


def host_entries(encoder: Encoder, pickled: Callable, counting: bool) -> list[tuple[str, str, bytes]]:
    """The host section. What only Python objects refer to gets segments of its own, which may hold further hosts."""
    rounds = 0
    while True:
        hosts = list(encoder.walk.hosts)
        places, data, references = pickled(hosts)
        unknown = [obj for obj in references if encoder.walk.serial_of(obj) is None]
        if not unknown and len(hosts) == len(encoder.walk.hosts):
            break
        if unknown and counting:
            raise Miscounted
        rounds += 1
        encoder.encode("", f"python {rounds}", unknown)
    exports = []
    for obj in references:
        owner, place, number = encoder.owner(encoder.walk.serial_of(obj))
        exports.append((place, owner.export(number)))
    return [("host", "", HostSection(places, encoder.host_users, exports, data).formatted())]


def pickler(world: World, entry: dict[str, object]) -> Callable:
    """The function from Python objects to (places, pickle, references); its error names each that cannot be pickled."""
    ways = ways_of(world, entry)

    def pickle_all(hosts: list) -> tuple[list[int], bytes, list]:
        from lisp.image.pickling import pickled  # cloudpickle, which an image without Python objects does without
        from lisp.image.problems import problems_of, refusal

        try:
            return list(range(len(hosts))), *pickled(hosts, ways)
        except Exception as failure:  # pickling runs code of the objects' classes: anything may come
            problems = problems_of(world, entry, hosts, ways)
            if not problems:
                raise error("image", f"the Python objects cannot be saved together: {failure}", who="save-image") from None
            raise refusal(problems) from None

    return pickle_all


def check_world(world: World, entry: dict[str, object], trying: bool = False) -> list[Problem]:
    """What would keep an image of WORLD from being saved. TRYING: or the Python objects in it from being made again."""
    from lisp.image.problems import problems_of, why_not

    found: list[Problem] = []
    ways = ways_of(world, entry, trying)

    def look(hosts: list) -> tuple[list[int], bytes, list]:
        from lisp.image.pickling import pickled

        whole = why_not(hosts, ways) is None
        found[:] = [] if whole else problems_of(world, entry, hosts, ways)
        return [], *(pickled(hosts, ways) if not found else (b"", []))

    image_entries(world, entry, look)
    return found


def ports_kind(world: World) -> str:
    """Whether the current ports are the process's ("standard"), or booting has to decode them ("own")."""
    redirected = any(world.anchors[name].setting is not world.anchors[std] for name, std in zip(PORTS, STREAMS))
    return "own" if redirected else "standard"


def is_own(key: str) -> bool:
    """Whether KEY is a variable that the library itself defines."""
    return "\0" not in key and key != "__builtins__" and (not key.startswith("'") or key.startswith("'|"))


def externals(world: World) -> list:
    """What stays outside the heap, by name: libraries and what every process has."""
    known: list[tuple[object, str]] = [(library, "library:" + name) for name, library in world.libraries.items()]
    return known + [(anchor, "anchor:" + name) for name, anchor in world.anchors.items()]


def ways_of(world: World, entry: dict[str, object], trying: bool = False) -> Ways:
    """How the Python objects of WORLD are saved with ENTRY (ways.py)."""
    names = {id(obj): name for obj, name in externals(world)}
    return Ways(world, names, tuple(entry.get("savers", ())), trying)  # type: ignore[call-overload] # a sequence of them


def unit_entries(world: World, keys: list[str], first: int = 0) -> list[tuple[str, str, bytes]]:
    """The entries of the units KEYS; their sources are called FIRST and so on."""
    sources: dict[int, tuple[str, object]] = {}
    entries, codes = [], []
    tag = "code@" + version_tag()
    for key in keys:
        unit = world.unit(key)
        for source in unit.sources:
            sources.setdefault(id(source), (str(first + len(sources)), source))
        entries.append(("unit", key, encode_unit(unit, [int(sources[id(s)][0]) for s in unit.sources])))
        world.indexed(key)
        codes.append((tag, key, marshalled(unit.code)))
        codes += [(other, key, data) for other, data in world.other_codes(key) if other != tag]
    texts = [("source", n, encode_source(source)) for n, source in sources.values()]
    return entries + texts + codes


def marshalled(code: object) -> bytes:
    """CODE as bytes that depend on it alone: marshal marks what has further references, here or elsewhere."""
    return dumps(loads(dumps(code)))


def encode_unit(unit: Unit, sources: list[int]) -> bytes:
    writer = Writer()
    writer.number(len(sources))
    writer.numbers(sources)
    writer.number(len(unit.exported))
    writer.texts(list(unit.exported))
    writer.blob(unit.core)
    return bytes(writer.bytes)


def encode_source(source: object) -> bytes:
    writer = Writer()
    writer.text(source.name)
    writer.text(source.text)
    return bytes(writer.bytes)


def encode_catalogue(world: World) -> bytes:
    writer = Writer()
    for table in world.catalogue.table():
        writer.number(len(table))
        writer.texts(list(table))
        writer.texts(list(table.values()))
    return bytes(writer.bytes)
