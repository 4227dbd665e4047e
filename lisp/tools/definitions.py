"""The definitions of an image: what each library defines, of which kind, where in the source, and with what documentation."""

from __future__ import annotations

from types import FunctionType

from lisp.core.forms import DefineGlobal, Form
from lisp.core.names import PRIMITIVES, shown_name
from lisp.core.syntax import Library, Macro
from lisp.data.base import NIL, Singleton
from lisp.data.char import Char
from lisp.data.pair import Pair
from lisp.data.parameter import Parameter
from lisp.data.place import Span
from lisp.data.port import Port
from lisp.data.record import Record, RecordType
from lisp.data.string import String
from lisp.data.symbol import Symbol
from lisp.image.save import is_own
from lisp.runtime.frame import Continuation
from lisp.tools.edges import Edges
from lisp.tools.heap import USER, Heap, Outside, OutsideHost, OutsideParameter, OutsidePrimitive, no_such, unit_of


class Definition:
    """A variable or a macro of a library; `place` is where it is defined, None where the image does not say."""

    __slots__ = ("library", "key", "name", "kind", "value", "place", "doc")

    def __init__(self, library: str, key: str, name: str, kind: str, value: object) -> None:
        self.library = library
        self.key = key
        self.name = name
        self.kind = kind
        self.value = value
        self.place: Span | None = None
        self.doc: str | None = None

    @property
    def title(self) -> str:
        """The name, with the library's where that is not the user's."""
        return self.name if self.library == USER else f"{self.library} {self.name}"

    def place_text(self) -> str | None:
        return None if self.place is None else str(self.place)

    def source(self) -> str | None:
        """The text that defined it."""
        span = self.place
        return None if span is None else span.source.text[span.start : span.end]


class Definitions:
    """All definitions of a heap. `edges` must have walked the whole heap (measure.py), so that it knows every code."""

    def __init__(self, heap: Heap, edges: Edges) -> None:
        self.heap = heap
        self.owners: dict[str, set[str]] = {}  # unit → the libraries that run its code
        for code in edges.codes.values():
            self.owners.setdefault(code.unit, set()).add(code.library)
        self.forms: dict[tuple[str, str], DefineGlobal] = {}  # (library, key) → its definition
        for unit, libraries in self.owners.items():
            for key, found in heap.unit(unit).definitions().items():
                for library in libraries:
                    self.forms[library, key] = found[-1]

    def of_library(self, name: str) -> list[Definition]:
        """What library NAME defines, by name; a record type once."""
        library = self.heap.libraries[name]
        keys = [key for key in library.globals if key != "'library" and is_own(key) and (name, key) not in self.heap.twins]
        found = [self.variable(name, key) for key in keys] + self.macros(library)
        return sorted(found, key=lambda d: (d.name, d.key))

    def all(self) -> list[Definition]:
        """Those of all libraries, the user's first."""
        names = sorted(self.heap.libraries, key=lambda name: (name != USER, name))
        return [definition for name in names for definition in self.of_library(name)]

    def variable(self, library: str, key: str) -> Definition:
        value = self.heap.libraries[library].globals[key]
        definition = Definition(library, key, shown_name(key), kind_of(value), value)
        form = self.forms.get((library, key))
        if value.__class__ is FunctionType:
            unit, number = unit_of(value)
            forms = self.heap.unit(unit).forms
            procedure = self.heap.unit(unit).procedure(number)
            definition.doc = procedure.doc
            around = forms.forms[forms.parents[number]]
            if around.__class__ is DefineGlobal and around.key == key:
                form = around
            elif form is None:
                definition.place = span_of(procedure)
        if form is not None and form.span is not None:
            definition.place = span_of(form)
        return definition

    def macros(self, library: Library) -> list[Definition]:
        """The macros that LIBRARY itself defines."""
        found: list[Definition] = []
        if library.name == PRIMITIVES:
            return found
        for name, binding in library.environment.bindings.items():
            if binding.__class__ is Macro and name.__class__ is Symbol and binding.environment is library.environment:
                definition = Definition(library.name, "syntax " + name.name, name.name, "macro", binding)
                definition.place = whole_definition(binding.place, name.name) if binding.place.__class__ is Span else None
                definition.doc = binding.doc if binding.doc.__class__ is str else None
                found.append(definition)
        return found

    def named(self, name: str) -> list[Definition]:
        """The definitions called NAME, as `name` or `(some library) name`; the user's goes before others."""
        library, _, rest = name.rpartition(") ")
        if library:
            self.check_library(library + ")")
            found = [d for d in self.of_library(library + ")") if d.name == rest]
        else:
            found = [d for d in self.all() if d.name == name]
        if not found:
            known = self.of_library(library + ")") if library else self.all()
            raise no_such(self.heap.path, "definition called", rest, [d.name for d in known])
        own = [d for d in found if d.library == USER]
        return own or found

    def check_library(self, name: str) -> None:
        if name not in self.heap.libraries:
            raise no_such(self.heap.path, "library", name, list(self.heap.libraries))


def span_of(form: Form) -> Span | None:
    return form.span if form.span.__class__ is Span else None


def whole_definition(span: Span, name: str) -> Span:
    """The define-syntax of NAME around the transformer at SPAN, if that is how the source has it."""
    text = span.source.text
    words = text[: span.start].rstrip().rpartition("(")
    rest = text[span.end :]
    if words[2].split() != ["define-syntax", name] or not rest.lstrip().startswith(")"):
        return span
    return Span(span.source, len(words[0]), span.end + rest.index(")") + 1)


KINDS = (
    (bool, "boolean"), (OutsidePrimitive, "primitive"), (OutsideHost, "Python object"), (OutsideParameter, "parameter"),
    (Outside, "port"), (FunctionType, "procedure"), (Symbol, "symbol"), (String, "string"), (Char, "character"),
    (Parameter, "parameter"), (RecordType, "record type"), (Port, "port"), (Continuation, "continuation"), (Macro, "macro"),
    (Library, "environment"),
)  # fmt: skip


def kind_of(value: object) -> str:
    """What VALUE is, in a word or two; records are called by their type."""
    kind = value.__class__
    if kind is Pair or isinstance(value, Pair):
        return "list" if is_list(value) else "pair"
    for cls, word in KINDS:
        if kind is cls or (isinstance(value, cls) and cls is not bool):
            return word
    if value is None:
        return "unspecified"
    if value is NIL:
        return "list"
    if isinstance(value, Record):
        return kind.type.name.strip("<>")
    if isinstance(value, Singleton):
        return value.name.strip("#<>")
    if kind in (int, float, complex) or hasattr(kind, "numerator"):
        return "number"
    return CLASS_WORDS.get(kind.__name__) or getattr(value, "kind", "") or kind.__name__.lower()


CLASS_WORDS = {
    "Table": "hash table", "Vector": "vector", "Bytevector": "bytevector", "Box": "box", "Promise": "promise",
    "Condition": "condition", "Values": "values", "HeapFrame": "frame", "HostFrame": "frame", "SourcePair": "list",
    "Environment": "syntax", "GlobalVariable": "syntax", "CoreSyntax": "syntax", "LocalVariable": "syntax", "Alias": "syntax",
    "cell": "variable", "tuple": "internal", "list": "internal", "dict": "internal", "bytearray": "internal", "str": "internal",
    "Source": "source", "Span": "source",
}  # fmt: skip


def is_list(obj: object) -> bool:
    """Whether OBJ is a list that ends; a circular one is none."""
    slow = obj
    while isinstance(obj, Pair):
        obj = obj.cdr
        if isinstance(obj, Pair):
            obj, slow = obj.cdr, slow.cdr
            if obj is slow:
                return False
    return obj is NIL
