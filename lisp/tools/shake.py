"""`lisp image shake`: an image with only what it goes on with, written as any other (lisp/image/save.py).

Kept are the objects, variables and stretches of code that the entry reaches (edges.py), and what is asked for. Libraries lose
their other variables, their macros and the rest of their syntax; units lose their other top-level forms (prune.py), and their
code is made again for the Python that runs. A program that can evaluate any text may need anything, and so may a level of the
debugger: then everything stays.
"""

from __future__ import annotations

from os.path import getsize
from types import FunctionType

from lisp.compiler.pipeline import compile_python, generate
from lisp.core.names import PRIMITIVES
from lisp.core.syntax import CoreSyntax, GlobalVariable, Library, Macro
from lisp.core.walk import deep_recursion
from lisp.data.base import NIL
from lisp.data.condition import error
from lisp.image.boot import PORTS, STREAMS, decode_catalogue
from lisp.image.contents import CODE_PREFIX
from lisp.image.file import write_atomically
from lisp.image.hosts import parse_hosts
from lisp.image.save import image_entries, ports_kind
from lisp.image.trust import rewritten
from lisp.runtime.frame import HeapFrame
from lisp.runtime.unit import Unit
from lisp.runtime.world import CONTROL, RAISER
from lisp.tools.edges import Code, Edges, Variable, constant_key
from lisp.tools.heap import USER, Heap, OutsideHost, OutsidePrimitive, UnitView, image_reader, open_heap, unit_of
from lisp.tools.measure import measure
from lisp.tools.paths import ARROW, NO_IDENTITY, Search, counted
from lisp.tools.prune import Pruned, prune_unit
from lisp.tools.tables import amount
from lisp.tools.why import entry_roots

OPEN = ("%compile", "%load-reader", "%next-form", "environment", "interaction-environment")  # they lead to anything


class Reached:
    """What the roots lead to, and `open`: the path to what leads to everything, or None.

    A level of the debugger is open: a form can be evaluated in its frames, and what is in them can be done again.
    """

    def __init__(self, edges: Edges, roots: list[tuple[str, object]]) -> None:
        search = Search(edges, roots)
        self.variables: set[tuple[str, str]] = set()
        self.codes: list[Code] = []
        self.procedures: list[FunctionType] = []
        self.frames: list[HeapFrame] = []
        self.open = ["a level of the debugger", "eval"] if edges.heap.levels else None
        for key, value in edges.heap.libraries[USER].globals.items() if USER in edges.heap.libraries else ():
            if value.__class__ not in NO_IDENTITY and id(value) in search.came:
                self.variables.add((USER, key))  # its name costs nothing
        twins: dict[tuple[str, str], list[tuple[str, str]]] = {}
        for (library, key), public in edges.heap.twins.items():
            twins.setdefault((library, public), []).append((library, key))
        for obj in search.kept:
            if obj.__class__ is Variable:
                self.variables.update([(obj.library, obj.key), *twins.get((obj.library, obj.key), ())])
            elif obj.__class__ is Code:
                self.codes.append(obj)
                opening = [name for name in edges.references(obj).primitives if name in OPEN]
                if opening and self.open is None:
                    self.open = counted([*(search.path(obj) or ()), shown_primitive(opening[0])])
            elif obj.__class__ is FunctionType:
                self.procedures.append(obj)
            elif obj.__class__ is HeapFrame:
                self.frames.append(obj)
            elif self.open is None and (obj.__class__ is Library or obj.__class__ is OutsidePrimitive and obj.name in OPEN):
                self.open = counted(search.path(obj) or [])


def shown_primitive(name: str) -> str:
    return "eval" if name == "%compile" else name.lstrip("%")


class Remains:
    """What is left of a heap, as save.py wants a World: `libraries`, `anchors`, the dynamic state, units with code."""

    def __init__(self, heap: Heap, edges: Edges) -> None:
        self.heap = heap
        self.edges = edges
        self.load_all = None
        self.libraries = dict(heap.libraries)
        self.winders = heap.entry.get("winders", NIL)
        self.handlers = heap.entry.get("handlers", NIL)
        self.anchors = {name: heap.external("anchor:" + name) for name in (*STREAMS, *PORTS)}
        for name, setting in zip(PORTS, heap.settings, strict=True):
            self.anchors[name].setting = setting
        self.views: dict[str, UnitView] = {}  # units that replace those of the image
        self.units: dict[str, Unit] = {}
        self.catalogue = self

    # -- what save.py asks ------------------------------------------------------------------------------------------

    def table(self) -> tuple[dict[str, str], dict[str, str]]:
        return decode_catalogue(self.heap.image)

    def unit(self, key: str) -> Unit:
        """Unit KEY, with code for the Python that runs, made from its core form."""
        unit = self.units.get(key)
        if unit is None:
            view = self.views.get(key) or self.heap.unit(key)
            unit = self.units[key] = Unit(key, view.core, view.sources, None, view.exported)
            main = view.procedure(1)
            with deep_recursion():
                parts = generate(main, self.edges.compiler(), key, frozenset(view.exported), False)
            unit.code = compile_python(parts[0], key, parts[1], main)
        return unit

    indexed = unit

    def other_codes(self, key: str) -> list[tuple[str, bytes]]:
        """No code but what was made here: that of the image may come from anywhere, and what is written here is ours."""
        return []

    def pickled(self, hosts: list[OutsideHost]) -> tuple[list[int], bytes, list]:
        """What the host section of HOSTS is made of: a copy."""
        section = parse_hosts(self.heap.image.entry("host", ""))
        return [section.places[int(host.name)] for host in hosts], section.data, self.heap.referred

    # -- taking away ------------------------------------------------------------------------------------------------

    def take_away(self, reached: Reached) -> None:
        """Leave only what was REACHED."""
        pruned = self.prune_units(reached)
        constants = self.constants(reached, pruned)
        self.retarget(reached, pruned)
        used = {code.library for code in reached.codes} | {library for library, _ in reached.variables}
        for name in list(self.libraries):
            library = self.libraries[name]
            variables = {key: value for key, value in library.globals.items() if (name, key) in reached.variables}
            if not variables and name not in used:
                del self.libraries[name]
                continue
            library.globals.clear()
            library.globals.update({"'library": library, **variables, **constants.get(name, {})})
            self.strip_syntax(library, reached)

    def prune_units(self, reached: Reached) -> dict[str, Pruned]:
        """Unit → what it becomes."""
        procedures: dict[str, set[int]] = {}
        nodes: dict[str, set[int]] = {}
        for unit, number in map(unit_of, reached.procedures):
            procedures.setdefault(unit, set()).add(number)
        for frame in reached.frames:
            nodes.setdefault(frame.unit, set()).add(abs(frame.node))
        pruned = {}
        for unit in sorted({*procedures, *nodes}):
            pruned[unit] = prune_unit(self.heap.unit(unit), procedures.get(unit, set()), nodes.get(unit, set()))
            view = pruned[unit].view
            self.views[view.key] = view
        return pruned

    def constants(self, reached: Reached, pruned: dict[str, Pruned]) -> dict[str, dict[str, object]]:
        """Library → the constants of the code that was REACHED, under the keys of the new units."""
        found: dict[str, dict[str, object]] = {}
        for code in reached.codes:
            variables = self.heap.libraries[code.library].globals
            for index in self.edges.references(code).constants:
                value = variables[constant_key(code.unit, index)]
                found.setdefault(code.library, {})[constant_key(pruned[code.unit].view.key, index)] = value
        return {library: dict(sorted(constants.items())) for library, constants in found.items()}

    def retarget(self, reached: Reached, pruned: dict[str, Pruned]) -> None:
        """Give procedures and frames the units and numbers that theirs have become."""
        for procedure in reached.procedures:
            unit, number = unit_of(procedure)
            new = pruned[unit]
            procedure.__code__ = procedure.__code__.replace(
                co_filename=CODE_PREFIX + new.view.key, co_firstlineno=new.numbers[number]
            )
        for frame in reached.frames:
            new = pruned[frame.unit]
            frame.node = new.numbers[abs(frame.node)] * (1 if frame.node > 0 else -1)
            frame.unit = new.view.key

    def strip_syntax(self, library: Library, reached: Reached) -> None:
        """Leave only names of variables that are kept; in the user's library also the core's own syntax."""

        def stays(binding: object) -> bool:
            if binding.__class__ is GlobalVariable:
                return (binding.library, binding.key) in reached.variables
            return binding.__class__ is CoreSyntax and library.name == USER

        bindings = library.environment.bindings
        library.environment.bindings = {name: binding for name, binding in bindings.items() if stays(binding)}
        library.exports = {name: binding for name, binding in library.exports.items() if stays(binding)}


@image_reader
def collect(path: str, out: str, keep: list[str]) -> dict:
    """Write what the image at PATH goes on with, and the definitions that KEEP names, to OUT; what went."""
    heap = open_heap(path)
    measured = measure(heap)
    edges = measured.edges
    definitions = measured.definitions.all()
    sizes = {(d.library, d.key): measured.bytes_held((d.library, d.key)) for d in definitions}
    before = {(d.library, d.key): d for d in definitions if d.library != PRIMITIVES}
    libraries = list(heap.libraries)
    reached = Reached(edges, roots_of(heap, edges, [d for name in keep for d in measured.definitions.named(name)]))
    remains = Remains(heap, edges)
    if reached.open is None:
        remains.take_away(reached)
    write_atomically(out, image_of(remains, heap))
    gone = [] if reached.open is not None else [before[key] for key in before if key not in reached.variables]
    return {
        "image": path,
        "file": out,
        "bytes": [getsize(path), getsize(out)],
        "open": reached.open,
        "libraries": {
            "kept": sorted(remains.libraries),
            "gone": sorted(name for name in libraries if name not in remains.libraries),
        },
        "definitions": {"kept": len(before) - len(gone), "gone": len(gone)},
        "gone": [
            {"title": d.title, "library": d.library, "kind": d.kind, "bytes": sizes[d.library, d.key]}
            for d in sorted(gone, key=lambda d: (-sizes[d.library, d.key], d.title))
        ],
    }


def roots_of(heap: Heap, edges: Edges, kept: list) -> list[tuple[str, object]]:
    """What has to stay: the entry, the definitions KEPT, the current ports, and what the runtime itself calls."""
    if heap.image.header.get("entry", "none") == "none" and not kept:
        text = "the image has nothing to go on with, so nothing would be left; --keep NAME keeps what NAME needs"
        raise error("image", f"{heap.path}: {text}")
    roots = entry_roots(heap)
    for definition in kept:
        if definition.value.__class__ is Macro:
            raise error("image", f"{heap.path}: {definition.name} is a macro, which cannot be kept by itself")
        roots.append((definition.title, edges.variable(definition.library, definition.key)))
    roots += [("the current ports", port) for port in heap.settings]
    if CONTROL in heap.libraries:
        roots.append(("the runtime", edges.variable(CONTROL, RAISER)))
    return roots


def image_of(remains: Remains, heap: Heap) -> bytes:
    """The bytes of the image of REMAINS."""
    entry = {name: value for name, value in heap.entry.items() if name not in ("winders", "handlers")}
    if entry.get("toplevel", False) is not False:  # the computation that saved the image is not gone on with
        entry.pop("continuation", None)
        remains.winders = remains.handlers = NIL
    header = {**heap.image.header, "shaken": "yes", "ports": ports_kind(remains)}
    return rewritten(heap.image, header, image_entries(remains, entry, remains.pickled))


def lines(found: dict) -> list[str]:
    before, after = found["bytes"]
    out = [f"{found['file']}: {amount(after)} bytes, {100 * after / before:.0f} % of {amount(before)}"]
    if found["open"] is not None:
        out.append("nothing went: any text can be evaluated, so anything may be needed:")
        return [*out, f"    {ARROW.join(found['open'])}"]
    counts = found["definitions"]
    out.append(f"kept {counts['kept']} definitions in {len(found['libraries']['kept'])} libraries; {counts['gone']} went")
    if found["libraries"]["gone"]:
        out.append(f"libraries that went: {' '.join(found['libraries']['gone'])}")
    if found["gone"]:
        out.append("the largest definitions that went:")
        out += [f"    {amount(d['bytes']):>10}  {d['title']}: {d['kind']}" for d in found["gone"][:12]]
    return out
