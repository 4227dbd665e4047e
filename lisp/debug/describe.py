"""What a name means in a library: its kind, how it is called, its documentation, where it was defined.

Nothing is kept for this while a program is compiled: a procedure's code object names its unit and the number of its form
there (core/forms.py), and the form has docstring and place. So it works after boot, with the source files gone.
"""

from __future__ import annotations

from lisp.core.forms import DefineGlobal, Form, GlobalRef, Lambda, Let, PrimitiveCall
from lisp.core.names import PRIMITIVES, shown_name
from lisp.core.primitive import Primitive
from lisp.core.syntax import Alias, CoreSyntax, GlobalVariable, Library, Macro
from lisp.data.pair import Pair
from lisp.data.parameter import Parameter
from lisp.data.place import Span
from lisp.data.record import RecordType
from lisp.data.symbol import Symbol, intern
from lisp.data.writer import shown
from lisp.runtime.frame import Continuation
from lisp.runtime.types import is_procedure
from lisp.runtime.unit import unit_forms
from lisp.runtime.world import World

SYNTAX = {
    "define": "(define name value) or (define (name argument ...) body ...)", "lambda": "(lambda (argument ...) body ...)",
    "if": "(if test consequent [alternative])", "set!": "(set! name value)", "quote": "(quote datum)",
    "let": "(let [name] ((name value) ...) body ...)", "let*": "(let* ((name value) ...) body ...)",
    "letrec": "(letrec ((name value) ...) body ...)", "letrec*": "(letrec* ((name value) ...) body ...)",
    "begin": "(begin form ...)", "cond": "(cond (test form ...) ... [(else form ...)])",
    "case": "(case key ((datum ...) form ...) ... [(else form ...)])",
    "do": "(do ((name start step) ...) (test form ...) form ...)",
    "define-record-type": "(define-record-type name (constructor field ...) predicate (field accessor [modifier]) ...)",
    "define-syntax": "(define-syntax name transformer)", "syntax-rules": "(syntax-rules (literal ...) (pattern template) ...)",
    "define-values": "(define-values (name ...) values)", "import": "(import import-set ...)", "and": "(and test ...)",
    "define-library": "(define-library name declaration ...)", "include": "(include file ...)", "or": "(or test ...)",
    "when": "(when test form ...)", "unless": "(unless test form ...)", "quasiquote": "(quasiquote template)",
    "let-values": "(let-values (((name ...) values) ...) body ...)",
    "named-lambda": "(named-lambda (name argument ...) body ...)",
    "parameterize": "(parameterize ((parameter value) ...) body ...)", "delay": "(delay expression)",
    "case-lambda": "(case-lambda ((argument ...) body ...) ...)", "guard": "(guard (name (test form ...) ...) body ...)",
}  # fmt: skip
RECORD_PROCEDURES = {"%record?": "Whether OBJECT is", "%record-ref": "Return", "%record-set!": "Set"}
MISSING = object()


class Meaning:
    """What NAME means: `kind` in a word or two, `library` that it is from, `calls` (how it is written), `doc`, `place`."""

    __slots__ = ("name", "kind", "library", "calls", "doc", "place", "value")

    def __init__(self, name: str, kind: str, library: str, value: object = MISSING) -> None:
        self.name = name
        self.kind = kind
        self.library = library
        self.calls: list[str] = []
        self.doc: str | None = None
        self.place: Span | None = None
        self.value = value

    def line(self) -> str:
        """Kind, call and the first line of the documentation, in one line."""
        doc = self.doc.strip().split("\n")[0] if self.doc else ""
        return "  ".join([part for part in (self.kind, self.calls[0] if self.calls else "", doc) if part])


def meaning_of(world: World, library: Library, name: str) -> Meaning | None:
    """What NAME means at the top level of LIBRARY; None if it is unbound."""
    binding = library.environment.bindings.get(intern(name))
    return None if binding is None else meaning_of_binding(world, name, binding)


def meaning_of_binding(world: World, name: str, binding: object) -> Meaning:
    if binding.__class__ is Macro:
        return of_macro(name, binding)
    if binding.__class__ is CoreSyntax:
        found = Meaning(name, "syntax", "(lisp syntax)")
        found.calls = [SYNTAX[binding.name]] if binding.name in SYNTAX else []
        return found
    value = value_of(world, binding)
    if value is MISSING:
        return Meaning(name, "variable without a value", binding.library)
    found = describe_value(world, value, name)
    found.library = binding.library
    if found.place is None and binding.library != PRIMITIVES:
        form = definition_form(world, binding)
        found.place = form.span if form is not None else None
    return found


def of_macro(name: str, macro: Macro) -> Meaning:
    from lisp.expander.data import strip

    found = Meaning(name, "syntax", macro.environment.library)
    for pattern, _ in macro.rules[:6]:
        rest = pattern.cdr if isinstance(pattern, Pair) else pattern
        found.calls.append("(" + name + (" " if isinstance(rest, Pair) else " . ") + shown(strip(rest), 100).removeprefix("("))
        if not isinstance(rest, Pair):
            found.calls[-1] = f"({name})"
    found.doc = macro.doc if macro.doc.__class__ is str else None
    found.place = macro.place  # type: ignore[assignment] # a Span or None
    return found


def describe_value(world: World, value: object, name: str = "") -> Meaning:
    """What VALUE, called NAME, is."""
    declared = getattr(value, "primitive", None)
    if declared is not None:
        found = Meaning(name or declared.name, "procedure", PRIMITIVES, value)
        found.calls = [f"({' '.join([name or declared.name, *argument_names(world, declared)])})"]
        found.doc = getattr(value, "__doc__", None) or getattr(world.catalogue.function(declared.name), "__doc__", None)
        return found
    form = procedure_form(world, value)
    if form is not None:
        found = Meaning(name or form.name, "procedure", "", value)
        found.calls = [call_text(name or form.name, value.__code__)]
        found.doc = form.doc or record_doc(value, form)
        found.place = form.span  # type: ignore[assignment] # a Span or None
        return found
    return Meaning(name, kind_of(value), "", value)


def record_doc(value: object, form: Lambda) -> str | None:
    """What is to be said of the procedure VALUE if it is one of a record type."""
    kind, body = form.body, form.body
    if kind.__class__ is Let:  # of the record type, which the body refers to
        kind, body = kind.inits[0], kind.body
    does = RECORD_PROCEDURES.get(body.name) if body.__class__ is PrimitiveCall else None
    if does is None or kind.__class__ is not GlobalRef:
        return None
    rtd = value.__globals__.get(kind.key)
    if rtd.__class__ is not RecordType:
        return None
    if len(body.operands) == 2:
        return f"{does} a {rtd.name.strip('<>')}."
    field = rtd.fields[body.operands[2].value]
    return f"{does} the field {getattr(field, 'name', field)} of RECORD, a {rtd.name.strip('<>')}."


def argument_names(world: World, declared: Primitive) -> list[str]:
    """The arguments of a primitive as its documentation calls them: `vector k [end]`, `string ...`."""
    code = getattr(world.catalogue.function(declared.name), "__code__", None)
    known = code.co_varnames[declared.world :] if code is not None else ()
    words = []
    for place, word in enumerate(declared.arguments):
        name = known[place].replace("_", "-") if place < len(known) else word.strip("[]")
        words.append(word if word == "..." else f"[{name}]" if word.startswith("[") else name)
    return words


def kind_of(value: object) -> str:
    """What VALUE is, in a word or two."""
    for cls, word in ((Parameter, "parameter"), (Continuation, "continuation"), (RecordType, "record type")):
        if isinstance(value, cls):
            return word
    if is_procedure(value):
        return "procedure"
    return "variable"


def call_text(name: str, code: object) -> str:
    """How the procedure with CODE, called NAME, is called: `(list-tail list k)`."""
    count = code.co_argcount
    words = [name, *[shown_name(n) for n in code.co_varnames[:count]]]
    if code.co_flags & 4:
        words += [".", shown_name(code.co_varnames[count]) or "rest"]
    return f"({' '.join(words)})"


def signature(world: World, library: Library, name: str) -> str | None:
    """How NAME is called, at once: nothing is decoded for it but what is in memory anyway."""
    found = meaning_of(world, library, name)
    return found.calls[0] if found is not None and found.calls else None


def value_of(world: World, binding: GlobalVariable) -> object:
    """The value of the variable BINDING, or MISSING."""
    if binding.library == PRIMITIVES:
        return world.primitive(binding.key)
    library = world.libraries.get(binding.library)
    if library is None:
        return MISSING
    if binding.key not in library.globals and world.load_library is not None:
        world.load_library(binding.library)
    return library.globals.get(binding.key, MISSING)


def procedure_form(world: World, value: object) -> Lambda | None:
    """The form that made the procedure VALUE; None for what was not compiled here."""
    code = getattr(value, "__code__", None)
    if code is None or not code.co_filename.startswith("lisp:"):
        return None
    form = unit_forms(world.unit(code.co_filename[5:])).forms[code.co_firstlineno]
    return form if form.__class__ is Lambda else None


def definition_form(world: World, binding: GlobalVariable) -> Form | None:
    """The definition of a variable whose unit is in memory; the last one."""
    found: Form | None = None
    for unit in list(world.units.values()):
        if unit.sources and not unit.sources[0].name.startswith("stdlib/"):
            for form in unit_forms(unit).forms:
                if form.__class__ is DefineGlobal and form.key == binding.key:
                    found = form
    return found


def bound_names(library: Library) -> list[str]:
    """The names that mean something at the top level of LIBRARY; those with %, and those
    that an expansion made, are nobody's business."""
    bindings = list(library.environment.bindings.items())
    made = {binding.key for key, binding in bindings if key.__class__ is Alias and binding.__class__ is GlobalVariable}
    names = [key.name for key, binding in bindings if key.__class__ is Symbol and getattr(binding, "key", None) not in made]
    return sorted(name for name in names if not name.startswith("%"))


def apropos(world: World, library: Library, text: str) -> list[Meaning]:
    """What names that contain TEXT mean, or whose documentation does."""
    wanted = text.casefold()
    found = []
    for name in bound_names(library):
        if wanted in name.casefold():
            found.append(meaning_of(world, library, name))
    return [meaning for meaning in found if meaning is not None]


def exported_elsewhere(world: World, library: Library, text: str) -> list[tuple[str, str]]:
    """Names containing TEXT that other libraries export and LIBRARY does not know, each with its library."""
    wanted, known = text.casefold(), library.environment.bindings
    found: dict[str, str] = {}
    for name in sorted(world.libraries, key=lambda name: (not name.startswith("(scheme "), name)):
        if not name.startswith(("(lisp ", "(user", "(environment")):
            for symbol in world.libraries[name].exports:
                if wanted in symbol.name.casefold() and symbol not in known:
                    found.setdefault(symbol.name, name)
    return sorted(found.items())
