"""The World: all state of one interpreter. An image holds what is reachable from it.

Generated code reaches it in two ways only: support name ``'world``, and autoload, which fills a library's globals with
what its code needs when it is first touched.
"""

from __future__ import annotations

import sys

from lisp.core.names import PRIMITIVES
from lisp.core.syntax import Library
from lisp.data.base import NIL
from lisp.data.condition import LispError, error
from lisp.data.parameter import Parameter
from lisp.runtime.frame import is_foreign
from lisp.runtime.unit import Unit, index_code

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from types import CellType, FrameType, FunctionType, MethodType
else:  # without importing `types`
    FunctionType, MethodType = type(index_code), type(Parameter(None).__init__)
    CellType = type((lambda x: lambda: x)(None).__closure__[0])

CONTROL, RAISER = "(lisp control)", "%raise-failure"
PYTHON = "(python "  # how the names of libraries begin that are modules of Python (interpreter/python_modules.py)
AMPLE = 1_000_000  # a recursion limit for Python code of ours that must not be cut in half


class World:
    """One interpreter's state.

    libraries    printed name → Library          units        key → Unit
    winders      list of the dynamic-winds that the computation is in, innermost first
    handlers     list of exception handlers, innermost first
    input, output, error   parameters that hold the current ports
    anchors      what every process has and an image refers to by name: "stdin", "stdout", "stderr" → the ports of the
                 process; "input", "output", "error" → the parameters above
    frame_limit  how many heap frames a computation may have before it is an error
    services     what a floor above offers to primitives (eval, load, find_library, …), or None
    stand_ins    (Python object, text) of each that is not saved: what stands in its place says TEXT (image/ways.py)
    volatile state, no part of an image: entries, sites, catalogue, bound primitives, services, watch, keeper, stand_ins
    """

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self.libraries: dict[str, Library] = {}
        self.units: dict[str, Unit] = {}
        self.winders: object = NIL
        self.handlers: object = NIL
        self.input = Parameter(None)
        self.output = Parameter(None)
        self.error = Parameter(None)
        self.frame_limit = 4_000_000
        self.command_line: list[str] = []
        self.features: list[str] = []
        self.services: object = None
        self.stress = False
        self.entries: dict[tuple, tuple] = {}
        self.sites: dict[tuple, tuple] = {}
        self.bound: dict[str, Callable] = {}
        self.templates: object = None
        self.runs = 0
        self.watch: Callable[[], None] | None = None  # told when the stack was moved away: that ends a debugger's tracing
        self.keeper: Callable[[object, dict], None] | None = None  # given each frame that moves to the heap, and its variables
        self.stand_ins: list[tuple[object, str]] = []
        self.symbols = 0  # how many names `generate-symbol` has made
        self.load_library: Callable[[str], None] | None = None
        self.load_unit: Callable[[str], Unit] | None = None
        self.load_all: Callable[[], None] | None = None
        self.anchors: dict[str, object] = {"input": self.input, "output": self.output, "error": self.error}

    # -- libraries and what their code needs ----------------------------------------------------------------------

    def add_library(self, library: Library) -> Library:
        """Make LIBRARY one of this world: its globals get their autoload."""
        self.libraries[library.name] = library
        library.globals["__builtins__"] = Autoload(self, library)
        library.globals["'library"] = library
        return library

    def primitive(self, name: str) -> Callable:
        """The procedure of primitive NAME; one that needs the World is bound to this one, once."""
        function = self.bound.get(name)
        if function is None:
            function = self.catalogue.function(name)
            if function is None:
                raise KeyError(name)
            declared = function.primitive
            if declared.world or declared.atomic:
                function = bind(function, self if declared.world else None, declared.atomic)
            self.bound[name] = function
        return function

    def find(self, library: Library, key: str) -> object:
        """What KEY of LIBRARY's globals is to hold; KeyError if there is nothing."""
        owner, separator, name = key.partition("\0")
        if separator:
            return self.primitive(name) if owner == PRIMITIVES else self.imported(library, owner, name)
        if key.startswith("'f:"):
            _, unit, number = key.split(":")
            return FunctionType(self.factory_code(unit, int(number)), library.globals)
        if key == "'world":
            return self
        if key == "'update_importers":
            return update_importers
        if key.startswith("'") and not key.startswith(("'|", "'k")):
            return self.catalogue.support(key[1:])
        if self.load_library is not None and not key.startswith("'world"):
            self.load_library(library.name)
            if key in library.globals:
                return library.globals[key]
        raise KeyError(key)

    def imported(self, library: Library, owner: str, name: str) -> object:
        if owner.startswith(PYTHON) and self.services is not None:
            return self.services.python_value(owner, name)
        exporter = self.libraries[owner]
        if name not in exporter.globals and self.load_library is not None:
            self.load_library(owner)
        value = exporter.globals[name]
        exporter.importers.setdefault(name, []).append(library.globals)
        return value

    def raiser(self) -> Callable | None:
        """The Scheme procedure that raises a condition in the program, once its library is there."""
        library = self.libraries.get(CONTROL)
        if library is None:
            return None
        if RAISER not in library.globals and self.load_library is not None:
            self.load_library(CONTROL)
        return library.globals.get(RAISER)

    # -- units ----------------------------------------------------------------------------------------------------

    def add_unit(self, unit: Unit) -> Unit:
        """Make UNIT one of this world; the same unit compiled twice is one."""
        return self.units.setdefault(unit.key, unit)

    def unit(self, key: str) -> Unit:
        """The unit called KEY, read from the image at need."""
        unit = self.units.get(key)
        if unit is None:
            if self.load_unit is None:
                raise error("image", f"the code of unit {key} is missing")
            unit = self.units[key] = self.load_unit(key)
        return unit

    def code(self, key: str, number: int) -> object:
        """The code object of lambda NUMBER of unit KEY."""
        return self.indexed(key).codes[number]

    def factory_code(self, key: str, number: int) -> object:
        """The code object of the closure factory at form NUMBER of unit KEY."""
        return self.indexed(key).factories[number]

    def indexed(self, key: str) -> Unit:
        unit = self.unit(key)
        if unit.codes is None:
            if unit.code is None:
                self.recompile(unit)
            index_code(unit)
        return unit

    def other_codes(self, key: str) -> list[tuple[str, bytes]]:
        """Marshalled code of unit KEY for other CPython versions, as the image that it came from has it."""
        return []

    def recompile(self, unit: Unit) -> None:
        """Make UNIT's code from its core form."""
        from lisp.compiler.pipeline import compile_python, generate
        from lisp.core.walk import deep_recursion
        from lisp.runtime.unit import senseless, unit_forms

        main = unit_forms(unit).forms[1]
        try:
            with raised_limit():
                sys.setrecursionlimit(max(3000, depth_of_stack() + 2000))  # CPython's compiler scales its C guard with this
                with deep_recursion():
                    parts = generate(main, self.compiler_templates(), unit.key, frozenset(unit.exported), self.stress)
                unit.code = compile_python(parts[0], unit.key, parts[1], main)
        except Exception as problem:  # a core form that reads well may still be one that no compiler makes
            if is_foreign(problem):
                raise
            raise senseless(unit, problem) from problem

    def compiler_templates(self) -> object:
        """What the compiler knows of primitives."""
        if self.templates is None:
            from lisp.compiler.templates import Templates

            self.templates = Templates(self.catalogue.function)
        return self.templates

    # -- entries --------------------------------------------------------------------------------------------------

    def entry(self, key: str, node: int, library: Library) -> tuple[Callable | None, tuple[str, ...]]:
        """The entry at NODE (negative: before that form) as a procedure in LIBRARY, and the variables that it takes.

        The procedure is None where nothing is left to do: at a call in tail position.
        """
        slot = (key, node, library.name)
        found = self.entries.get(slot)
        if found is None:
            found = self.entries[slot] = self.make_entry(key, node, library)
        return found

    def site(self, filename: str, number: int, library: Library) -> tuple[str, Callable | None, tuple[str, ...]]:
        """What capture.py has to know of the place at form NUMBER in code of FILENAME: its unit's key, and `entry`."""
        key = filename.removeprefix("lisp:")
        found = self.sites[filename, number, library] = (key, *self.entry(key, number, library))
        return found

    def make_entry(self, key: str, node: int, library: Library) -> tuple[Callable | None, tuple[str, ...]]:
        from lisp.compiler.entry import compile_entry
        from lisp.runtime.unit import senseless, unit_forms

        with raised_limit():
            unit = self.unit(key)
            forms = unit_forms(unit)
            if node in forms.tails:
                return None, ()
            sys.setrecursionlimit(max(3000, depth_of_stack() + 2000))  # CPython's compiler scales its C guard with this
            templates, exported = self.compiler_templates(), frozenset(unit.exported)
            try:
                code, names = compile_entry(forms, key, abs(node), node < 0, templates, exported, self.stress)
            except LispError:
                raise
            except Exception as problem:  # the frame comes from an image, and may name any place, where nothing can wait
                if is_foreign(problem):
                    raise
                raise senseless(unit, problem) from problem
            return FunctionType(code, library.globals), names


class Autoload(dict):
    """The `__builtins__` of a library's globals: a name that the globals lack is looked up here, once."""

    __slots__ = ("world", "library")

    def __init__(self, world: World, library: Library) -> None:
        self.world = world
        self.library = library

    def __missing__(self, key: str) -> object:
        with raised_limit():
            value = self.world.find(self.library, key)
        self.library.globals[key] = value
        return value


class Catalogue:
    """What a World must be given: primitives by name, and support objects of generated code by name."""

    def function(self, name: str) -> Callable | None:
        """The function of primitive NAME."""
        raise NotImplementedError

    def support(self, name: str) -> object:
        """The support object NAME; KeyError if there is none."""
        raise NotImplementedError

    def all(self) -> Mapping[str, Callable]:
        """All primitives."""
        raise NotImplementedError


class raised_limit:  # noqa: N801 - used like a function
    """Within it, Python code of ours runs with an ample recursion limit, so that it cannot be cut in half."""

    __slots__ = ("before",)

    def __enter__(self) -> None:
        self.before = sys.getrecursionlimit()
        sys.setrecursionlimit(AMPLE)

    def __exit__(self, *_: object) -> None:
        sys.setrecursionlimit(self.before)


def depth_of_stack() -> int:
    """How many Python frames there are."""
    frame: FrameType | None = sys._getframe()
    depth = 0
    while frame is not None:
        frame, depth = frame.f_back, depth + 1
    return depth


def bind(function: Callable, world: World | None, atomic: bool) -> Callable:
    """FUNCTION as a procedure: bound to WORLD, and with the recursion limit raised around an atomic one."""
    if not atomic:
        return MethodType(function, world)  # a call of one costs no more than a call of the function

    def procedure(*arguments: object) -> object:
        before = sys.getrecursionlimit()
        sys.setrecursionlimit(AMPLE)
        try:
            return function(*arguments) if world is None else function(world, *arguments)
        finally:
            sys.setrecursionlimit(before)

    procedure.__name__ = function.__name__
    procedure.primitive = function.primitive
    return procedure


def update_importers(library: Library, key: str) -> None:
    """An exported variable was assigned: the importers' copies follow."""
    for globals_of_importer in library.importers.get(key, ()):
        globals_of_importer[f"{library.name}\0{key}"] = library.globals[key]
