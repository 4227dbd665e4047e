"""What refers to what in a heap: `Edges.of(object)` gives (label, object) pairs, labelled as people know the parts.

Beside the objects of the heap there are two that stand for what code refers to: a `Variable` (of a library) and a `Code` (a
procedure's, or the rest of one that a heap frame waits to do). The label "" is left out of paths: a cell, the box of an
assigned variable. Nothing recurses.
"""

from __future__ import annotations

from types import CellType, FunctionType

from lisp.compiler.entry import UnitForms, statement_of
from lisp.compiler.expressions import Literal
from lisp.core.forms import Call, Constant, DefineGlobal, GlobalRef, If, Loop, PrimitiveCall, SetGlobal
from lisp.core.names import PRIMITIVES, shown_name
from lisp.core.syntax import Alias, Environment, GlobalVariable, Library, Macro
from lisp.data.base import Object, Singleton
from lisp.data.box import Box
from lisp.data.bytevector import Bytevector
from lisp.data.char import Char
from lisp.data.condition import LispError
from lisp.data.pair import Pair, SourcePair
from lisp.data.place import Source, Span
from lisp.data.record import Record
from lisp.data.string import String
from lisp.data.symbol import Symbol
from lisp.data.table import Table, entries_of
from lisp.data.vector import Vector
from lisp.image.classes import CLASSES
from lisp.runtime.frame import Continuation, HeapFrame
from lisp.tools.heap import BROKEN, OUTSIDE, Heap, OutsideHost, unit_of
from lisp.tools.levels import Level, shadow_of

CAR, CDR, NEXT = "car", "cdr", "next frame"
ATOMS = frozenset((
    int, float, complex, bool, type(None), str, bytes, Char, Singleton, Symbol, Source, Span, String, Bytevector, *OUTSIDE,
))  # fmt: skip
SET_GLOBAL = "%set-global!"  # assigns a variable of another library, which its first two operands name


class Variable(Object):
    """A variable of a library."""

    __slots__ = ("library", "key")

    def __init__(self, library: str, key: str) -> None:
        self.library = library
        self.key = key


class Code(Object):
    """What a procedure's code refers to, or what is left of it for a frame (`node` other than 0), run in a library."""

    __slots__ = ("unit", "number", "library", "node")

    def __init__(self, unit: str, number: int, library: str, node: int) -> None:
        self.unit = unit
        self.number = number
        self.library = library
        self.node = node


class References:
    """What a stretch of code refers to: keys of variables, numbers of constants, names of primitives, (library, key) set."""

    __slots__ = ("keys", "constants", "primitives", "assigned")

    def __init__(self) -> None:
        self.keys: dict[str, None] = {}
        self.constants: dict[int, None] = {}
        self.primitives: dict[str, None] = {}
        self.assigned: list[Call | PrimitiveCall] = []

    def add(self, form: object) -> None:
        if form.__class__ in (GlobalRef, SetGlobal, DefineGlobal):
            owner, separator, name = form.key.partition("\0")
            if separator and owner == PRIMITIVES:
                self.primitives.setdefault(name)
            else:
                self.keys.setdefault(form.key)
        elif form.__class__ is Constant and form.value.__class__ is Literal:
            self.constants.setdefault(form.value.index)
        elif form.__class__ is PrimitiveCall:
            self.primitives.setdefault(form.name)
        name = form.name if form.__class__ is PrimitiveCall else getattr(getattr(form, "operator", None), "key", "")
        if name.endswith(SET_GLOBAL):
            self.assigned.append(form)


class Edges:
    """The references of one heap."""

    def __init__(self, heap: Heap) -> None:
        self.heap = heap
        self.variables: dict[tuple[str, str], Variable] = {}
        self.codes: dict[tuple, Code] = {}
        self.found: dict[tuple, References] = {}
        self.names: dict[tuple[str, int], list[str] | None] = {}
        self.templates: object = None
        self.tags = {(module, name): slots for _, module, name, slots in CLASSES}

    def variable(self, library: str, key: str) -> Variable:
        """The one object that stands for variable KEY of LIBRARY, and for its twin."""
        slot = (library, self.heap.twins.get((library, key), key))
        found = self.variables.get(slot)
        if found is None:
            found = self.variables[slot] = Variable(*slot)
        return found

    def code(self, unit: str, number: int, library: str, node: int = 0) -> Code:
        slot = (unit, number, library, node)
        found = self.codes.get(slot)
        if found is None:
            found = self.codes[slot] = Code(unit, number, library, node)
        return found

    def value(self, variable: Variable) -> object:
        """The value of VARIABLE; KeyError if the image has none."""
        return self.heap.libraries[variable.library].globals[variable.key]

    def of(self, obj: object) -> list[tuple[str, object]]:
        """The labelled parts of OBJ."""
        kind = obj.__class__
        if kind is Pair:
            return [(CAR, obj.car), (CDR, obj.cdr)]
        if kind is OutsideHost:  # which of them refers to what is in the pickle alone
            return [("", referred) for referred in self.heap.referred]
        if kind in ATOMS:
            return []
        way = WAYS.get(kind)
        if way is not None:
            return getattr(self, way)(obj)
        if isinstance(obj, Record):
            return [(name_of(f), getattr(obj, s, None)) for f, s in zip(kind.type.fields, kind.__slots__)]
        words = self.tags.get((kind.__module__, kind.__name__))
        if words is None:
            return []
        slots = [word.partition(":")[0] for word in words.split()]
        return [(slot, getattr(obj, slot)) for slot in slots if hasattr(obj, slot)]

    # -- kinds of objects -------------------------------------------------------------------------------------------

    def of_source_pair(self, pair: SourcePair) -> list:
        return [(CAR, pair.car), (CDR, pair.cdr)]

    def of_vector(self, vector: Vector) -> list:
        return [(str(i), item) for i, item in enumerate(vector.items)]

    def of_items(self, items: list | tuple) -> list:
        return [(str(i), item) for i, item in enumerate(items)]

    def of_dict(self, entries: dict) -> list:
        return [pair for key, value in entries.items() for pair in (("key", key), (text_of_key(key), value))]

    def of_table(self, table: Table) -> list:
        return [part for key, value in entries_of(table) for part in (("key", key), (text_of_key(key), value))]

    def of_closure(self, procedure: FunctionType) -> list:
        unit, number = unit_of(procedure)
        cells = zip(procedure.__code__.co_freevars, procedure.__closure__ or ())
        parts: list = [(shown_name(name), cell) for name, cell in cells]
        parts.append(("", self.code(unit, number, procedure.__globals__["'library"].name)))
        return parts

    def of_cell(self, cell: CellType) -> list:
        try:
            return [("", cell.cell_contents)]
        except ValueError:  # a variable that has no value yet
            return []

    def of_box(self, box: Box) -> list:
        return [("", box.content)] if hasattr(box, "content") else []

    def of_frame(self, frame: HeapFrame) -> list:
        if id(frame) in self.heap.shadows:
            return self.of_shadow(frame)
        unit = self.heap.unit(frame.unit)
        owner = unit.forms.owners[abs(frame.node)]
        names = self.frame_names(frame.unit, frame.node, len(frame.values))
        parts: list = list(zip(names, frame.values))
        parts.append(("", self.code(frame.unit, owner, frame.library.name, frame.node)))
        parts.append((NEXT, frame.next))
        return parts

    def of_level(self, level: Level) -> list:
        parts: list = [("what was raised", level.payload), ("", level.frames)]
        parts += [("handlers", level.handlers), ("dynamic-winds", level.winders)]
        return parts + [(f"frame {number}", frame) for number, frame in enumerate(level.shadows)]

    def of_shadow(self, frame: HeapFrame) -> list:
        """The debugger may do what FRAME waits at once more, or its whole procedure."""
        shadow = shadow_of(frame)
        owner = self.heap.unit(frame.unit).forms.owners[abs(frame.node)] or 1
        parts: list = list(zip(map(shown_name, shadow.names), shadow.values))
        return [*parts, ("", self.code(frame.unit, owner, frame.library.name)), (NEXT, frame.next)]

    def of_continuation(self, continuation: Continuation) -> list:
        return [("", continuation.frames), ("handlers", continuation.handlers)]

    def of_macro(self, macro: Macro) -> list:
        return [("rules", macro.rules), ("literals", macro.literals), ("environment", macro.environment)]

    def of_environment(self, environment: Environment) -> list:
        parts: list = [(text_of_key(key), binding) for key, binding in environment.bindings.items()]
        return parts if environment.parent is None else [*parts, ("outer environment", environment.parent)]

    def of_global_variable(self, binding: GlobalVariable) -> list:
        return [("", self.variable(binding.library, binding.key))] if binding.library != PRIMITIVES else []

    def of_library(self, library: Library) -> list:
        return [("environment", library.environment), ("exports", library.exports)]

    def of_variable(self, variable: Variable) -> list:
        library = self.heap.libraries.get(variable.library)
        missing = library is None or variable.key not in library.globals
        return [] if missing else [("", library.globals[variable.key])]

    def of_code(self, code: Code) -> list:
        references = self.references(code)
        targets = [self.target(code.library, key) for key in references.keys]
        parts: list = [(shown_name(target.key), target) for target in targets]
        parts += [("", target) for target in self.assigned_variables(code, references)]
        for index in references.constants:
            key = constant_key(code.unit, index)
            if key in self.heap.libraries[code.library].globals:
                parts.append(("literal", self.heap.libraries[code.library].globals[key]))
        return parts

    def frame_names(self, unit: str, node: int, count: int) -> list[str]:
        """What the COUNT variables are called that a frame at NODE of UNIT holds."""
        found = self.held_names(unit, node)
        return found if found is not None and len(found) == count else [f"value {i}" for i in range(count)]

    def held_names(self, unit: str, node: int) -> list[str] | None:
        """What the variables are called that the code needs to go on at NODE of UNIT; None if it cannot go on there."""
        if (unit, node) not in self.names:
            from lisp.compiler.entry import compile_entry

            view = self.heap.unit(unit)
            try:
                exported = frozenset(view.exported)
                entry = compile_entry(view.forms, unit, abs(node), node < 0, self.compiler(), exported, False)
                self.names[unit, node] = [shown_name(name) for name in entry[1]]
            except (LispError, *BROKEN):
                self.names[unit, node] = None
        return self.names[unit, node]

    def compiler(self) -> object:
        """What the compiler knows of primitives: those of this process."""
        if self.templates is None:
            from lisp.compiler.templates import Templates
            from lisp.primitives.catalogue import Primitives

            self.templates = Templates(Primitives().function)
        return self.templates

    # -- code -------------------------------------------------------------------------------------------------------

    def target(self, library: str, key: str) -> Variable:
        """The variable that code of LIBRARY calls KEY."""
        owner, separator, name = key.partition("\0")
        return self.variable(owner, name) if separator else self.variable(library, key)

    def assigned_variables(self, code: Code, references: References) -> list[Variable]:
        """The variables of other libraries that CODE assigns by name."""
        found = []
        variables = self.heap.libraries[code.library].globals
        for call in references.assigned:
            literals = [o.value for o in call.operands if o.__class__ is Constant and o.value.__class__ is Literal]
            names = [variables.get(constant_key(code.unit, literal.index)) for literal in literals][:2]
            if len(names) == 2 and all(name.__class__ is Symbol for name in names):
                found.append(self.variable(names[0].name, names[1].name))
        return found

    def references(self, code: Code) -> References:
        """What CODE refers to."""
        slot = (code.unit, code.number, code.node)
        found = self.found.get(slot)
        if found is None:
            found = self.found[slot] = References()
            forms = self.heap.unit(code.unit).forms
            whole = range(code.number, forms.ends[code.number] + 1)
            for number in whole if code.node == 0 else left_forms(forms, code.node):
                found.add(forms.forms[number])
        return found


def left_forms(forms: UnitForms, node: int) -> list[int]:
    """The numbers of the forms that a frame at NODE may still do.

    These follow its call (or are its statement again), without the branches that were not taken; but a loop around is whole.
    """
    owner = forms.owners[abs(node)]
    first = statement_of(forms, -node) if node < 0 else forms.ends[node] + 1
    passed: list[range] = []
    inner, number = abs(node), forms.parents[abs(node)]
    while number != owner:
        form = forms.forms[number]
        if form.__class__ is Loop:
            first, passed = min(first, number), []
        elif form.__class__ is If and form.consequent.number == inner:
            other = form.alternative.number
            passed.append(range(other, forms.ends[other] + 1))
        inner, number = number, forms.parents[number]
    return [n for n in range(first, forms.ends[owner] + 1) if not any(n in numbers for numbers in passed)]


def constant_key(unit: str, index: int) -> str:
    """The key of a library's globals that holds constant INDEX of UNIT (core/names.py)."""
    return f"'k:{unit}:{index}"


def name_of(symbol: object) -> str:
    return getattr(symbol, "name", str(symbol))


def text_of_key(key: object) -> str:
    """KEY of a table or an environment, short."""
    while key.__class__ is Alias:
        key = key.name
    return key.name if key.__class__ is Symbol else text_of(key, 30)


def text_of(obj: object, limit: int = 60) -> str:
    """OBJ as `write` shows it, cut at LIMIT; what is too damaged for that is said to be."""
    from lisp.data.writer import shown

    try:
        return shown(obj, limit)
    except BROKEN:
        return "#<damaged>"


WAYS = {
    SourcePair: "of_source_pair", Vector: "of_vector", list: "of_items", tuple: "of_items", dict: "of_dict", Table: "of_table",
    FunctionType: "of_closure", CellType: "of_cell", Box: "of_box", HeapFrame: "of_frame", Continuation: "of_continuation",
    Macro: "of_macro", Environment: "of_environment", GlobalVariable: "of_global_variable", Library: "of_library",
    Level: "of_level", Variable: "of_variable", Code: "of_code",
}  # fmt: skip
