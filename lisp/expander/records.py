"""define-record-type (report, 5.5): the type, constructor, predicate, accessors and modifiers as definitions.

    (define-record-type point (make-point x) point? (x point-x) (y point-y set-point-y!))
    →  point = (%make-record-type 'point '(x y));  make-point = (lambda (x) (%record point x #<unspecified>));  …
The constructor may be `#f` (none), `#t` (make-NAME with all fields) or a name alone (all fields); the predicate `#f`.
"""

from __future__ import annotations

from collections.abc import Callable

from lisp.core.forms import Constant, Form, Lambda, LocalRef
from lisp.core.syntax import Alias
from lisp.data.base import NIL
from lisp.data.pair import Pair, to_list
from lisp.data.symbol import Symbol, intern
from lisp.expander.body import Item, Scanner, parse_formals
from lisp.expander.build import primitive_call
from lisp.expander.data import is_identifier, root_symbol, unfold
from lisp.expander.errors import expected, operands, syntax_error

WHO = "define-record-type"


def record_form(scanner: Scanner, datum: Pair, span: object) -> None:
    """(define-record-type name constructor predicate field ...)."""
    items = operands(datum, WHO, span, 3, None, "(define-record-type name (constructor field ...) predicate field ...)")
    (name, place), constructor, (predicate, predicate_span), *specs = items
    if isinstance(name, Pair):  # (name …), as in SRFI 131 and 136: the rest is not looked at
        name = name.car
    if not is_identifier(name):
        raise expected(WHO, "a name for the type", name, place)
    fields = [parse_field(spec, where) for spec, where in specs]
    names: list = []
    for (field, where), *_ in fields:
        if field in names:
            raise syntax_error(WHO, f"the field {root_symbol(field).name} occurs twice", where)
        names.append(field)
    Definer(scanner, name, names, span).run(constructor, predicate, predicate_span, fields)


def parse_field(spec: object, span: object) -> list:
    """The elements of a field specification: name, accessor, modifier; or the name alone."""
    if is_identifier(spec):
        return [(spec, span)]
    parts, tail = unfold(spec, span)
    if tail is not NIL or not 1 <= len(parts) <= 3 or not all([is_identifier(part) for part, _ in parts]):
        raise expected(WHO, "(field accessor) or (field accessor modifier)", spec, span)
    return parts


class Definer:
    """Adds the definitions of one record type to a scanner."""

    __slots__ = ("scanner", "name", "type", "fields", "span")

    def __init__(self, scanner: Scanner, name: Symbol | Alias, fields: list, span: object) -> None:
        self.scanner = scanner
        self.name = name
        # what the procedures mean, also after another type was defined under the name
        self.type = Alias(name, scanner.env)
        self.fields = fields
        self.span = span

    def run(self, constructor: tuple, predicate: object, predicate_span: object, specs: list) -> None:
        symbols = to_list([root_symbol(field) for field in self.fields])
        make_type = primitive_call(
            "%make-record-type", (Constant(root_symbol(self.name), self.span), Constant(symbols, self.span)), self.span
        )
        self.add(self.type, self.span, lambda: make_type)
        self.add(self.name, self.span, self.type_ref)
        self.add_constructor(*constructor)
        if predicate is not False:
            self.add_procedure(predicate, predicate_span, ["object"], "%record?", [])
        for index, (_, *procedures) in enumerate(specs):
            position = [Constant(index, self.span)]
            for (identifier, place), parameters, primitive in zip(
                procedures, (["record"], ["record", "value"]), ("%record-ref", "%record-set!")
            ):
                self.add_procedure(identifier, place, parameters, primitive, position)

    def add(self, identifier: object, place: object, produce: Callable[[], Form]) -> None:
        variable = self.scanner.define(identifier, place, WHO)
        self.scanner.items.append(Item([variable], produce, self.span))

    def type_ref(self) -> Form:
        return self.scanner.x.expand(self.type, self.scanner.env, self.span)

    def add_procedure(self, identifier: object, place: object, parameters: list, primitive: str, between: list) -> None:
        """Define IDENTIFIER as (lambda (r v …) (primitive r type between … v …)).

        It has no place: what fails in it is shown where it was called.
        """
        x = self.scanner.x

        def produce() -> Form:
            locals_ = [x.local(parameter) for parameter in parameters]
            first, *rest = [LocalRef(local) for local in locals_]
            body = primitive_call(primitive, [first, self.type_ref(), *between, *rest], None)
            return Lambda(tuple(locals_), None, body, root_symbol(identifier).name)

        self.add(identifier, place, produce)

    def add_constructor(self, spec: object, place: object) -> None:
        if spec is False:
            return
        wanted = self.fields
        if spec is True:
            made = intern("make-" + root_symbol(self.name).name)
            spec = made if self.name.__class__ is Symbol else Alias(made, self.name.environment)
        elif isinstance(spec, Pair):
            wanted, rest = parse_formals(spec.cdr, WHO, place)
            if rest is not None:
                raise expected(WHO, "(constructor field ...)", spec, place)
            for field, where in unfold(spec.cdr, place)[0]:
                if field not in self.fields:
                    raise syntax_error(WHO, f"{root_symbol(field).name} is not a field of this record type", where)
            spec = spec.car
        x = self.scanner.x

        def produce() -> Form:
            locals_ = {field: x.local(root_symbol(field).name) for field in wanted}
            values = [
                LocalRef(locals_[field], self.span) if field in locals_ else Constant(None, self.span)
                for field in self.fields
            ]
            body = primitive_call("%record", [self.type_ref(), *values], self.span)
            return Lambda(tuple(locals_.values()), None, body, root_symbol(spec).name, None, self.span)

        self.add(spec, place, produce)
