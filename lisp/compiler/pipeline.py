"""The compiler's passes in order: a core form from the expander → a unit's bytes, code and constants."""

from __future__ import annotations

from _blake2 import blake2b

from lisp.compiler import pyast
from lisp.compiler.anf import normalize
from lisp.compiler.boxes import convert_assignments
from lisp.compiler.emit import Emitter
from lisp.compiler.expressions import Literal
from lisp.compiler.inline import inline_primitives
from lisp.compiler.letrec import convert_letrec
from lisp.compiler.loops import introduce_loops
from lisp.compiler.templates import Templates
from lisp.core.forms import Constant, Form, Lambda
from lisp.core.serial import write_forms
from lisp.core.walk import deep_recursion, number_forms, preorder, rewrite
from lisp.data.condition import error

INLINE_CONSTANTS = (int, float, complex, bool, type(None))


class Compiled:
    """A compiled unit: `key` (hash of the core form), `core` bytes, `sources`, `code` (a module code), `constants`."""

    __slots__ = ("key", "core", "sources", "code", "constants", "main")

    def __init__(self, key: str, core: bytes, sources: list, constants: list, main: Lambda) -> None:
        self.key, self.core, self.sources, self.constants, self.main = key, core, sources, constants, main
        self.code: object = None


def compile_unit(
    form: Form, templates: Templates, exported: frozenset[str] = frozenset(), stress: bool = False
) -> Compiled:
    """Compile FORM, the body of a unit. EXPORTED: keys of variables that other libraries may hold copies of."""
    try:
        with deep_recursion():
            main, constants = prepare(Lambda((), None, form, "main", None, form.span), templates)
            core, sources = write_forms(main)
            key = blake2b(core, digest_size=8).hexdigest()
            compiled = Compiled(key, core, sources, constants, main)
            definition, others = generate(main, templates, key, exported, stress)
    except RecursionError:
        raise error("limit", "the form is nested too deeply", place=form.span) from None
    compiled.code = compile_python(definition, key, others, main)
    return compiled


def prepare(main: Lambda, templates: Templates) -> tuple[Lambda, list]:
    """MAIN through all passes, and the constants that were moved out of it."""
    form = convert_letrec(main)
    form = convert_assignments(form)
    form = introduce_loops(form)
    form = inline_primitives(form, templates)
    form = normalize(form, templates)
    constants: list[object] = []
    form = rewrite(form, lambda f: lift_constant(f, constants))
    return number_forms(form), constants  # type: ignore[return-value] # each pass makes a Lambda of a Lambda


def lift_constant(form: Form, constants: list) -> Form:
    """A constant that Python code cannot hold becomes a numbered Literal."""
    if form.__class__ is not Constant or form.value.__class__ in INLINE_CONSTANTS:
        return form
    constants.append(form.value)
    return Constant(Literal(len(constants) - 1), form.span)


def generate(main: Lambda, templates: Templates, key: str, exported: frozenset[str], stress: bool) -> tuple:
    emitter = Emitter(templates, key, stress)
    emitter.exported = exported
    definition = emitter.definition(main, "'main")
    return definition, [emitter.factories[n] for n in sorted(emitter.factories)]


def compile_python(definition: object, key: str, others: list, form: Form) -> object:
    """The code object; a program nested too deeply for CPython's compiler is an error in the program."""
    try:
        return pyast.code_of_function(definition, "lisp:" + key, others)
    except (RecursionError, MemoryError, SyntaxError):
        raise error("syntax", "the form is nested too deeply", place=form.span) from None


def node_count(form: Form) -> int:
    return sum(1 for _ in preorder(form))
