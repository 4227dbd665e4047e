"""What keeps a World from being saved: each Python object that no pickle can hold, with the path by which it is reached.

A path is written as people count: `config → handlers → 3 → socket` is the variable config, in it the key or field
handlers, there element 3, and of that the field socket. It is looked for only when something cannot be saved.
"""

from __future__ import annotations

from types import CellType, FunctionType

from lisp.core.names import shown_name
from lisp.core.syntax import Library
from lisp.data.base import Object
from lisp.data.box import Box
from lisp.data.condition import LispError, error
from lisp.data.pair import Pair
from lisp.data.record import Record
from lisp.data.table import Table, entries_of
from lisp.data.vector import Vector
from lisp.runtime.frame import HeapFrame

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lisp.image.ways import Ways
    from lisp.runtime.world import World

ARROW = " → "
MOST_NAMED = 10  # in an error; check-image gives all
DEEPEST = 30  # steps looked for inside of Python objects
FRAME = "a variable of the computation"


class Problem:
    """An `object` that cannot be saved: its `path`, and the `reason` in words of whoever refused."""

    __slots__ = ("path", "object", "reason")

    def __init__(self, path: str, object: object, reason: str) -> None:
        self.path = path
        self.object = object
        self.reason = reason


def problems_of(world: World, entry: dict[str, object], hosts: list, ways: Ways) -> list[Problem]:
    """The problems with HOSTS, the Python objects that the image of WORLD with ENTRY would hold."""
    bad = [host for host in hosts if why_not(host, ways) is not None]
    paths = paths_to(bad, roots_of(world, entry)) if bad else []
    found = []
    for host, path in zip(bad, paths):
        for steps, culprit, reason in culprits(host, ways):
            found.append(Problem(ARROW.join([*path, *steps]), culprit, reason))
    return found


def refusal(problems: list[Problem]) -> LispError:
    """The error that an image cannot be saved because of PROBLEMS."""
    if len(problems) == 1:
        text = f"{problems[0].path} cannot be saved: {problems[0].reason}"
    else:
        named = "; ".join([f"{p.path} ({p.reason})" for p in problems[:MOST_NAMED]])
        more = len(problems) - MOST_NAMED
        text = f"{len(problems)} objects cannot be saved: {named}" + (f"; and {more} more" if more > 0 else "")
    return error("image", text, who="save-image")


# -- Python objects ----------------------------------------------------------------------------------------------------


def why_not(obj: object, ways: Ways) -> str | None:
    """Why OBJ cannot be pickled, or, if WAYS says to try, unpickled; None if it can."""
    from lisp.image.pickling import pickled

    try:
        pickled(obj, ways)
    except Exception as problem:  # pickling runs code of the object's class: anything may come
        return str(problem) or problem.__class__.__name__
    if ways.trying:
        from lisp.image.again import try_again

        try:
            try_again(obj, ways)
        except Exception as problem:  # and so does unpickling
            return f"it cannot be made again: {str(problem) or problem.__class__.__name__}"
    return None


def culprits(host: object, ways: Ways) -> list[tuple[list[str], object, str]]:
    """The innermost parts of HOST that cannot be pickled: (steps from HOST, part, reason)."""
    found: list[tuple[list[str], object, str]] = []
    seen = {id(host)}
    work: list[tuple[list[str], object]] = [([], host)]
    while work:
        steps, obj = work.pop()
        inner = []
        for label, part in parts_of_host(obj) if len(steps) < DEEPEST and not ways.stays_whole(obj) else ():
            if id(part) not in seen and why_not(part, ways) is not None:
                seen.add(id(part))
                inner.append(([*steps, label], part))
        if inner:
            work.extend(reversed(inner))
        else:
            found.append((steps, obj, why_not(obj, ways) or ""))
    return found


def parts_of_host(obj: object) -> Iterator[tuple[str, object]]:
    """What a Python object refers to, labelled as a Python programmer would name it."""
    if isinstance(obj, Object):
        return
    if isinstance(obj, dict):
        yield from [(str(key), value) for key, value in obj.items()]
    elif isinstance(obj, (list, tuple)):
        yield from [(str(place), item) for place, item in enumerate(obj)]
    elif isinstance(obj, (set, frozenset)):
        yield from [("a member", item) for item in obj]
    elif obj.__class__ is FunctionType:
        host = getattr(obj, "host_function", None)
        if host is not None:
            yield obj.__name__, host
            return
        cells = zip(obj.__code__.co_freevars, obj.__closure__ or ())
        yield from [(name, cell.cell_contents) for name, cell in cells if cell != CellType()]
        yield from [(name, obj.__globals__[name]) for name in obj.__code__.co_names if name in obj.__globals__]
    elif not isinstance(obj, type):
        if hasattr(obj, "__self__"):
            yield "self", obj.__self__
        yield from list(getattr(obj, "__dict__", {}).items())


# -- paths -------------------------------------------------------------------------------------------------------------


def roots_of(world: World, entry: dict[str, object]) -> Iterator[tuple[str, object]]:
    """Where the heap begins, with names: the variables of libraries, the current ports, what to go on with."""
    libraries = sorted(world.libraries.values(), key=lambda library: not library.name.startswith("(user"))
    for library in libraries:
        for key, value in list(library.globals.items()):
            if "\0" not in key and key != "__builtins__" and (key[0] != "'" or key.startswith("'|")):
                name = shown_name(key)
                yield (name if library.name == "(user)" else f"{library.name} {name}"), value
    for parameter in (world.input, world.output, world.error):
        yield "a current port", parameter.setting
    for name in ("toplevel", "boot", "continuation", "winders", "handlers"):
        yield {"toplevel": "toplevel", "boot": "boot hooks"}.get(name, "the computation"), entry.get(name)


def paths_to(wanted: list, roots: Iterator[tuple[str, object]]) -> list[list[str]]:
    """For each of WANTED the labels by which it is reached from ROOTS, breadth first."""
    came: dict[int, tuple[int, str]] = {}  # id → (id of who refers to it, label); the roots come from 0
    missing = {id(obj) for obj in wanted}
    kept: list[object] = []  # an address must not be used again
    column = [(0, label, obj) for label, obj in roots]
    while column and missing:
        following: list[tuple[int, str, object]] = []
        for origin, label, obj in column:
            key = id(obj)
            if key not in came:
                came[key] = (origin, label)
                missing.discard(key)
                kept.append(obj)
                following += [(whence, word, part) for whence, word, part in labelled_parts(obj, came)]
        column = following
    return [path_of(id(obj), came) for obj in wanted]


def path_of(key: int, came: dict[int, tuple[int, str]]) -> list[str]:
    steps: list[str] = []
    while key:
        key, label = came.get(key, (0, "somewhere"))
        if label:
            steps.append(label)
    return steps[::-1]


def labelled_parts(obj: object, came: dict[int, tuple[int, str]]) -> list[tuple[int, str, object]]:
    """(id of who refers to it, label, part) for each part of OBJ; a list is one object, its elements are numbered."""
    own = id(obj)
    if isinstance(obj, Pair):
        return parts_of_list(obj, came)
    if isinstance(obj, Vector):
        return [(own, str(place), item) for place, item in enumerate(obj.items)]
    if isinstance(obj, Table):
        from lisp.data.writer import shown

        entries = [(shown(key, 30).strip('"'), key, value) for key, value in entries_of(obj)]
        return [(own, text, value) for text, _, value in entries] + [(own, f"key {text}", key) for text, key, _ in entries]
    if isinstance(obj, Record):
        fields = zip(obj.__class__.type.fields, obj.__class__.__slots__)
        return [(own, field.name, getattr(obj, slot)) for field, slot in fields]
    if obj.__class__ is FunctionType:
        cells = zip(obj.__code__.co_freevars, obj.__closure__ or ())
        return [(own, shown_name(name), cell) for name, cell in cells] if "'library" in obj.__globals__ else []
    if obj.__class__ is CellType:
        return [(own, "", obj.cell_contents)] if obj != CellType() else []
    if isinstance(obj, Box):
        return [(own, "", getattr(obj, "content", None))]
    if isinstance(obj, HeapFrame):
        return [(own, FRAME, value) for value in obj.values] + [(own, "", obj.next)]
    if isinstance(obj, (list, tuple)):
        return [(own, str(place), item) for place, item in enumerate(obj)]
    if isinstance(obj, dict):
        return [(own, "", part) for entry in obj.items() for part in entry]
    if isinstance(obj, Object) and not isinstance(obj, Library):
        slots = [slot for cls in obj.__class__.__mro__ for slot in getattr(cls, "__slots__", ()) if slot[0] != "_"]
        return [(own, slot.replace("_", "-"), getattr(obj, slot)) for slot in slots if hasattr(obj, slot)]
    return []


def parts_of_list(pair: Pair, came: dict[int, tuple[int, str]]) -> list[tuple[int, str, object]]:
    own, place, rest = id(pair), 0, pair
    result: list[tuple[int, str, object]] = []
    while True:
        result.append((own, str(place), rest.car))
        tail = rest.cdr
        if not isinstance(tail, Pair) or id(tail) in came:
            result.append((own, "tail", tail))
            return result
        rest, place = tail, place + 1
        came[id(rest)] = (own, f"tail {place}")
