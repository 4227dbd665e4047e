"""Bodies and top levels: definitions are found first, then everything is expanded (report, 5.3 to 5.5).

`Scanner` goes through the forms once, expanding macro uses only so far that definitions show, and binds what they define.
Then the right-hand sides and expressions are expanded in order, when all names are known:

    (lambda () (define a 1) (define (f) a) (f))   →   (lambda () (letrec* ((a 1) (f (lambda () a))) (f)))

At top level a definition becomes a DefineGlobal, in a body all together become one Letrec (with the meaning of letrec*);
an expression between definitions becomes the init of a variable that nobody uses.
"""

from __future__ import annotations

from collections.abc import Callable

from lisp.core.forms import Call, Constant, DefineGlobal, Form, Lambda, Let, Letrec, LocalRef
from lisp.core.names import is_sealed
from lisp.core.syntax import CoreSyntax, Environment, LocalVariable, Macro
from lisp.data.base import NIL
from lisp.data.pair import Pair
from lisp.data.string import String, text_of
from lisp.expander.build import named, primitive_call, sequence
from lisp.expander.context import Expander
from lisp.expander.data import is_identifier, root_symbol, span_of, unfold
from lisp.expander.environment import lookup
from lisp.expander.errors import elements, expected, operands, syntax_error
from lisp.expander.macros import MOST_STEPS, endless, evaluate_transformer, transcribe
from lisp.expander.template import STEP


class Item:
    """One part of a body. `variables` are the bindings that it defines, none for an expression; `produce` gives its form.

    With `several`, the form gives a list of the values for `variables`; the last takes the rest of it if `rest`.
    """

    __slots__ = ("variables", "produce", "span", "several", "rest")

    def __init__(
        self, variables: list, produce: Callable[[], Form], span: object, several: bool = False, rest: bool = False
    ) -> None:
        self.variables = variables
        self.produce = produce
        self.span = span
        self.several = several
        self.rest = rest


class Scanner:
    """Finds the definitions among forms. `env` becomes a scope of its own when the first definition is met in a body."""

    __slots__ = ("x", "env", "top_level", "items", "work", "scope", "definers")

    def __init__(self, x: Expander, env: Environment, top_level: bool) -> None:
        self.x = x
        self.env = env
        self.top_level = top_level
        self.items: list[Item] = []
        self.work: list = []
        self.scope: Environment | None = None
        self.definers = x.definers

    def scan(self, forms: list) -> None:
        """Sort the elements FORMS into `items`."""
        self.splice(forms)
        fewest = len(self.work)
        while self.work:
            datum, span = self.work.pop()
            if self.top_level and len(self.work) < fewest:  # the next of FORMS
                fewest = len(self.work)
                self.x.growth.parts = 0
            self.scan_form(datum, span)

    def splice(self, forms: list) -> None:
        """Let the elements FORMS come next."""
        self.work.extend(reversed(forms))

    def scan_form(self, datum: object, span: object) -> None:
        for _ in range(MOST_STEPS):
            span = span_of(datum, span)
            if not isinstance(datum, Pair) or not is_identifier(datum.car):
                return self.add_expression(datum, span)
            binding = lookup(datum.car, self.env)
            if binding.__class__ is Macro:
                datum = transcribe(binding, datum, self.env, span, self.x.growth)
                continue
            name = binding.name if binding.__class__ is CoreSyntax else None
            if binding is None and self.top_level:  # before the first import nothing is bound
                name = root_symbol(datum.car).name
                name = name if name in ("import", "define-library") else None
            definer = self.definers.get(name)
            return definer(self, datum, span) if definer is not None else self.add_expression(datum, span)
        raise endless(binding, span)

    def add_expression(self, datum: object, span: object) -> None:
        self.items.append(Item([], lambda: self.x.expand(datum, self.env, span), span))

    def define(self, identifier: object, span: object, who: str) -> object:
        """The variable that a definition of IDENTIFIER binds."""
        if not is_identifier(identifier):
            raise expected(who, "a name to define", identifier, span)
        if self.top_level:
            self.check_open(span, who)
            return self.x.define_global(identifier)
        variable = LocalVariable(self.x.local(root_symbol(identifier).name))
        self.define_local(identifier, variable, span, who)
        return variable

    def define_syntax(self, identifier: object, binding: object, span: object, who: str) -> None:
        """Bind IDENTIFIER to the syntax BINDING."""
        if self.top_level:
            self.check_open(span, who)
            self.x.set_binding(identifier, binding)
        else:
            self.define_local(identifier, binding, span, who)

    def check_open(self, span: object, who: str) -> None:
        if is_sealed(self.x.library.name):
            raise syntax_error(who, "nothing can be defined in an environment that `environment` made", span)

    def define_local(self, identifier: object, binding: object, span: object, who: str) -> None:
        scope = self.open_scope()
        if identifier in scope.bindings:
            raise syntax_error(who, f"{root_symbol(identifier).name} is defined twice in one body", span)
        scope.bindings[identifier] = binding

    def open_scope(self) -> Environment:
        """The scope that definitions go to."""
        if self.scope is None:
            self.scope = self.env if self.top_level else Environment(self.env.library, self.env)
            self.env = self.scope
        return self.scope


def expand_body(x: Expander, forms: list, env: Environment, span: object, who: str) -> Form:
    """The core form of a body: the elements FORMS, definitions and then expressions."""
    scanner = Scanner(x, env, False)
    scanner.scan(forms)
    items = scanner.items
    if not items or items[-1].variables:
        after = " after the definitions" if items else ""
        raise syntax_error(who, f"the body has no expression{after}", span)
    count = len(items)
    while count and not items[count - 1].variables:
        count -= 1
    names: list[str] = []
    inits: list[Form] = []
    for item in items[:count]:
        add_inits(x, item, names, inits)
    body = sequence([item.produce() for item in items[count:]], span)
    return Letrec(tuple(names), tuple(inits), body, span) if names else body


def add_inits(x: Expander, item: Item, names: list, inits: list) -> None:
    """Append what ITEM of a body becomes in the Letrec."""
    if item.variables and not item.several:
        names.append(item.variables[0].name)
        inits.append(item.produce())
        return
    whole = x.local("values" if item.several else "unused")
    names.append(whole)
    inits.append(item.produce())
    for variable, value in zip(item.variables, parts_of(item, whole)):
        names.append(variable.name)
        inits.append(value)


def expand_forms(x: Expander, forms: list, span: object) -> Form:
    """The core form of top-level FORMS."""
    scanner = Scanner(x, x.library.environment, True)
    scanner.scan(forms)
    return sequence([top_level_form(x, item) for item in scanner.items], span)


def top_level_form(x: Expander, item: Item) -> Form:
    x.growth.parts = 0
    form = item.produce()
    if item.several:
        whole = x.local("values")
        defines = [DefineGlobal(v.key, part, item.span) for v, part in zip(item.variables, parts_of(item, whole))]
        return Let((whole,), (form,), sequence(defines, item.span), item.span)
    return DefineGlobal(item.variables[0].key, form, item.span) if item.variables else form


def parts_of(item: Item, whole: str) -> list:
    """Forms for the members of the list in local WHOLE, one for each variable of ITEM."""
    parts: list[Form] = []
    rest: Form = LocalRef(whole, item.span)
    for index in range(len(item.variables)):
        last = item.rest and index == len(item.variables) - 1
        parts.append(rest if last else primitive_call("car", (rest,), item.span))
        rest = primitive_call("cdr", (rest,), item.span)
    return parts


# Procedures


def parse_formals(formals: object, who: str, span: object) -> tuple[list, object]:
    """The identifiers of FORMALS and the rest parameter, or None; duplicates are refused."""
    items, tail = unfold(formals, span)
    rest = None if tail is NIL else tail
    seen = set()
    for datum, place in items + ([] if rest is None else [(rest, span)]):
        if not is_identifier(datum):
            raise expected(who, "a parameter name", datum, place)
        if datum in seen:
            raise syntax_error(who, f"the parameter {root_symbol(datum).name} occurs twice", place)
        seen.add(datum)
    return [datum for datum, _ in items], rest


def expand_procedure(
    x: Expander, formals: object, body: list, env: Environment, span: object, who: str, name: str = "lambda"
) -> Lambda:
    """The Lambda with FORMALS and the elements BODY. A string before other forms is its docstring."""
    identifiers, rest = parse_formals(formals, who, span)
    names, scope = x.bind(identifiers if rest is None else [*identifiers, rest], env)
    doc = None
    if len(body) > 1 and body[0][0].__class__ is String:
        doc = text_of(body[0][0])
        body = body[1:]
    form = expand_body(x, body, scope, span, who)
    if rest is None:
        return Lambda(names, None, form, name, doc, span)
    return Lambda(names[:-1], names[-1], form, name, doc, span)


def expand_receiver(x: Expander, formals: object, body: list, env: Environment, producer: Form, span: object, who: str) -> Call:
    """A call that gives the values of PRODUCER, expanded already, to a lambda with FORMALS and BODY."""
    receiver = expand_procedure(x, formals, body, env, span, who)
    return primitive_call("%apply-values", (receiver, producer), span)


# Definitions


def define_form(scanner: Scanner, datum: Pair, span: object) -> None:
    """(define name value), (define (name . formals) body ...), also curried: (define ((name a) b) body ...)."""
    x = scanner.x
    items, tail = unfold(datum.cdr, span)
    if tail is not NIL or not items:
        raise expected("define", "(define name value) or (define (name parameter ...) body ...)", datum, span)
    target, place = items[0]
    if isinstance(target, Pair):
        define_procedure(scanner, target, items[1:], place, span)
        return
    if len(items) != 2:
        raise expected("define", "(define name value)", datum, span)
    variable = scanner.define(target, place, "define")
    value, value_span = items[1]
    name = root_symbol(target).name
    scanner.items.append(Item([variable], lambda: named(x.expand(value, scanner.env, value_span), name), span))


def define_procedure(scanner: Scanner, target: Pair, body: list, place: object, span: object) -> None:
    x = scanner.x
    layers = []
    while isinstance(target, Pair):
        layers.append(target.cdr)
        target = target.car
    variable = scanner.define(target, place, "define")
    name = root_symbol(target).name

    def produce() -> Form:
        return expand_layers(x, layers, body, scanner.env, span, name)

    scanner.items.append(Item([variable], produce, span))


def expand_layers(x: Expander, layers: list, body: list, env: Environment, span: object, name: str) -> Form:
    """A procedure that takes the formals LAYERS[-1] and, if there are more layers, gives one that takes the others."""
    if len(layers) == 1:
        return expand_procedure(x, layers[0], body, env, span, "define", name)
    identifiers, rest = parse_formals(layers[-1], "define", span)
    names, scope = x.bind(identifiers if rest is None else [*identifiers, rest], env)
    inner = expand_layers(x, layers[:-1], body, scope, span, name)
    count = len(identifiers)
    return Lambda(names[:count], None if rest is None else names[count], inner, name, None, span)


def define_values_form(scanner: Scanner, datum: Pair, span: object) -> None:
    """(define-values formals expression): the values are gathered in a list, then taken apart."""
    x = scanner.x
    (formals, place), (producer, producer_span) = operands(
        datum, "define-values", span, 2, 2, "(define-values (name ...) expression)"
    )
    identifiers, rest = parse_formals(formals, "define-values", place)
    targets = identifiers if rest is None else [*identifiers, rest]
    variables = [scanner.define(identifier, place, "define-values") for identifier in targets]

    def produce() -> Form:
        value = x.expand(producer, scanner.env, producer_span)
        names = [x.local(root_symbol(identifier).name) for identifier in targets]
        return primitive_call("%apply-values", (list_maker(names, rest is not None, span), value), span)

    scanner.items.append(Item(variables, produce, span, True, rest is not None))


def list_maker(names: list, has_rest: bool, span: object) -> Lambda:
    """A procedure of the parameters NAMES that gives a list of their values."""
    count = len(names) - has_rest
    result: Form = LocalRef(names[-1], span) if has_rest else Constant(NIL, span)
    for name in reversed(names[:count]):
        result = primitive_call("cons", (LocalRef(name, span), result), span)
    return Lambda(tuple(names[:count]), names[-1] if has_rest else None, result, "define-values", None, span)


def define_syntax_form(scanner: Scanner, datum: Pair, span: object) -> None:
    """(define-syntax name transformer)."""
    (name, place), (spec, spec_span) = operands(
        datum, "define-syntax", span, 2, 2, "(define-syntax name (syntax-rules ...))"
    )
    if not is_identifier(name):
        raise expected("define-syntax", "a name to define", name, place)
    scanner.open_scope()  # the macro's environment holds the definitions beside it
    binding = evaluate_transformer(spec, scanner.env, root_symbol(name).name, spec_span, "define-syntax", scanner.x.growth)
    scanner.define_syntax(name, binding, span, "define-syntax")


def begin_form(scanner: Scanner, datum: Pair, span: object) -> None:
    """(begin form ...) among definitions is spliced."""
    scanner.x.growth.add(STEP, "begin", span)
    scanner.splice(elements(datum, "begin", span)[1:])
