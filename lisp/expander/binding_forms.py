"""The forms that bind variables: lambda, the let family, do, let-values, parameterize, let-syntax (report, 4.1 to 4.3).

A named let and a do become `Letrec((loop), (Lambda), Call(loop, …))`, which the compiler turns into a loop.
"""

from __future__ import annotations

from lisp.core.forms import Call, Constant, Form, If, Lambda, Let, Letrec, LocalRef
from lisp.core.syntax import Environment
from lisp.data.base import NIL
from lisp.data.pair import Pair
from lisp.expander.body import expand_body, expand_procedure, expand_receiver, parse_formals
from lisp.expander.build import CONTROL, named, primitive_call, sequence
from lisp.expander.context import Expander
from lisp.expander.data import is_identifier, root_symbol, unfold
from lisp.expander.environment import lookup
from lisp.expander.errors import expected, operands, syntax_error
from lisp.expander.macros import evaluate_transformer


def expand_lambda(x: Expander, datum: Pair, env: Environment, span: object) -> Form:
    """(lambda formals body ...)."""
    items = operands(datum, "lambda", span, 2, None, "(lambda (parameter ...) body ...)")
    return expand_procedure(x, items[0][0], items[1:], env, span, "lambda")


def expand_case_lambda(x: Expander, datum: Pair, env: Environment, span: object) -> Form:
    """(case-lambda (formals body ...) ...)."""
    clauses = []
    for clause, place in operands(datum, "case-lambda", span, 0, None, "(case-lambda (formals body ...) ...)"):
        items, tail = unfold(clause, place)
        if tail is not NIL or len(items) < 2:
            raise expected("case-lambda", "(formals body ...)", clause, place)
        clauses.append(expand_procedure(x, items[0][0], items[1:], env, place, "case-lambda", "case-lambda"))
    return Call(x.global_ref(CONTROL, "%case-lambda", span), tuple(clauses), span=span)


def parse_bindings(datum: object, who: str, span: object, unique: bool = True) -> tuple[list, list]:
    """The names and the init elements of the bindings list DATUM: ((name value) ...)."""
    items, tail = unfold(datum, span)
    if tail is not NIL:
        raise expected(who, "a list of bindings ((name value) ...)", datum, span)
    names, inits, seen = [], [], set()
    for binding, place in items:
        parts, tail = unfold(binding, place)
        if tail is not NIL or len(parts) != 2 or not is_identifier(parts[0][0]):
            raise expected(who, "(name value)", binding, place)
        name = parts[0][0]
        if unique and name in seen:
            raise syntax_error(who, f"the variable {root_symbol(name).name} is bound twice", place)
        seen.add(name)
        names.append(name)
        inits.append(parts[1])
    return names, inits


def expand_inits(x: Expander, names: list, inits: list, env: Environment) -> list:
    """The core forms of INITS; procedures get the NAMES that they are bound to."""
    return [
        named(x.expand(datum, env, span), root_symbol(name).name) for name, (datum, span) in zip(names, inits)
    ]


def expand_let(x: Expander, datum: Pair, env: Environment, span: object) -> Form:
    """(let ((name value) ...) body ...), (let loop ((name value) ...) body ...)."""
    items = operands(datum, "let", span, 1, None, "(let ((name value) ...) body ...)")
    first, place = items[0]
    if is_identifier(first):
        return expand_named_let(x, datum, items, env, span)
    names, inits = parse_bindings(first, "let", place)
    values = expand_inits(x, names, inits, env)
    locals_, scope = x.bind(names, env)
    body = expand_body(x, items[1:], scope, span, "let")
    return Let(locals_, tuple(values), body, span) if locals_ else body


def expand_named_let(x: Expander, datum: Pair, items: list, env: Environment, span: object) -> Form:
    if len(items) < 2:
        raise expected("let", "(let name ((name value) ...) body ...)", datum, span)
    loop = items[0][0]
    names, inits = parse_bindings(items[1][0], "let", items[1][1])
    values = expand_inits(x, names, inits, env)
    (label,), outer = x.bind([loop], env)
    locals_, scope = x.bind(names, outer)
    body = expand_body(x, items[2:], scope, span, "let")
    procedure = Lambda(locals_, None, body, root_symbol(loop).name, None, span)
    return Letrec((label,), (procedure,), Call(LocalRef(label, span), tuple(values), span=span), span)


def expand_let_star(x: Expander, datum: Pair, env: Environment, span: object) -> Form:
    """(let* ((name value) ...) body ...): nested lets."""
    items = operands(datum, "let*", span, 1, None, "(let* ((name value) ...) body ...)")
    names, inits = parse_bindings(items[0][0], "let*", items[0][1], unique=False)
    layers = []
    for name, init in zip(names, inits):
        (value,) = expand_inits(x, [name], [init], env)
        (local,), env = x.bind([name], env)
        layers.append((local, value))
    body = expand_body(x, items[1:], env, span, "let*")
    for local, value in reversed(layers):
        body = Let((local,), (value,), body, span)
    return body


def expand_letrec(x: Expander, datum: Pair, env: Environment, span: object) -> Form:
    """(letrec ((name value) ...) body ...), and letrec*."""
    who = lookup(datum.car, env).name
    items = operands(datum, who, span, 1, None, f"({who} ((name value) ...) body ...)")
    names, inits = parse_bindings(items[0][0], who, items[0][1])
    locals_, scope = x.bind(names, env)
    values = expand_inits(x, names, inits, scope)
    body = expand_body(x, items[1:], scope, span, who)
    return Letrec(locals_, tuple(values), body, span) if locals_ else body


def expand_do(x: Expander, datum: Pair, env: Environment, span: object) -> Form:
    """(do ((name init step) ...) (test expression ...) command ...)."""
    shape = "(do ((name init step) ...) (test expression ...) command ...)"
    items = operands(datum, "do", span, 2, None, shape)
    specs, tail = unfold(*items[0])
    if tail is not NIL:
        raise expected("do", "a list of variables ((name init step) ...)", *items[0])
    names, inits, steps = [], [], []
    for spec, place in specs:
        parts, tail = unfold(spec, place)
        if tail is not NIL or len(parts) not in (2, 3) or not is_identifier(parts[0][0]):
            raise expected("do", "(name init) or (name init step)", spec, place)
        if parts[0][0] in names:
            raise syntax_error("do", f"the variable {root_symbol(parts[0][0]).name} is bound twice", place)
        names.append(parts[0][0])
        inits.append(parts[1])
        steps.append(parts[-1] if len(parts) == 3 else parts[0])
    ending, tail = unfold(*items[1])
    if tail is not NIL or not ending:
        raise expected("do", "(test expression ...)", *items[1])
    values = expand_inits(x, names, inits, env)
    label = x.local("do")
    locals_, scope = x.bind(names, env)
    test = x.expand(ending[0][0], scope, ending[0][1])
    result = sequence(x.expand_all(ending[1:], scope), span)
    commands = x.expand_all(items[2:], scope)
    again = Call(LocalRef(label, span), tuple(x.expand_all(steps, scope)), span=span)
    body = If(test, result, sequence([*commands, again], span), span)
    procedure = Lambda(locals_, None, body, "do", None, span)
    return Letrec((label,), (procedure,), Call(LocalRef(label, span), tuple(values), span=span), span)


def expand_let_values(x: Expander, datum: Pair, env: Environment, span: object) -> Form:
    """(let-values ((formals expression) ...) body ...), and let*-values."""
    who = lookup(datum.car, env).name
    sequential = who.startswith("let*")
    items = operands(datum, who, span, 1, None, f"({who} ((formals expression) ...) body ...)")
    bindings, tail = unfold(*items[0])
    if tail is not NIL:
        raise expected(who, "a list of bindings ((formals expression) ...)", *items[0])
    scope = Environment(env.library, env)
    layers = []
    for binding, place in bindings:
        parts, tail = unfold(binding, place)
        if tail is not NIL or len(parts) != 2:
            raise expected(who, "(formals expression)", binding, place)
        identifiers, rest = parse_formals(parts[0][0], who, parts[0][1])
        producer = x.expand(parts[1][0], scope if sequential else env, parts[1][1])
        everyone = identifiers if rest is None else [*identifiers, rest]
        locals_, inner = x.bind(everyone, scope)
        if sequential:
            scope = inner
        else:
            for identifier in everyone:
                if identifier in scope.bindings:
                    raise syntax_error(who, f"the variable {root_symbol(identifier).name} is bound twice", place)
            scope.bindings.update(inner.bindings)
        layers.append((locals_, rest is not None, producer, place))
    body = expand_body(x, items[1:], scope, span, who)
    for locals_, has_rest, producer, place in reversed(layers):
        count = len(locals_) - has_rest
        receiver = Lambda(locals_[:count], locals_[-1] if has_rest else None, body, who, None, place)
        body = primitive_call("%apply-values", (receiver, producer), place)
    return body


def expand_receive(x: Expander, datum: Pair, env: Environment, span: object) -> Form:
    """(receive formals expression body ...), SRFI 8."""
    items = operands(datum, "receive", span, 3, None, "(receive formals expression body ...)")
    producer = x.expand(items[1][0], env, items[1][1])
    return expand_receiver(x, items[0][0], items[2:], env, producer, span, "receive")


def expand_parameterize(x: Expander, datum: Pair, env: Environment, span: object) -> Form:
    """(parameterize ((parameter value) ...) body ...)."""
    items = operands(datum, "parameterize", span, 1, None, "(parameterize ((parameter value) ...) body ...)")
    bindings, tail = unfold(*items[0])
    if tail is not NIL:
        raise expected("parameterize", "a list of bindings ((parameter value) ...)", *items[0])
    pairs = []
    for binding, place in bindings:
        parts, tail = unfold(binding, place)
        if tail is not NIL or len(parts) != 2:
            raise expected("parameterize", "(parameter value)", binding, place)
        pairs.append(primitive_call("cons", x.expand_all(parts, env), place))
    body = expand_body(x, items[1:], Environment(env.library, env), span, "parameterize")
    if not pairs:
        return body
    settings: Form = Constant(NIL, span)
    for pair in reversed(pairs):
        settings = primitive_call("cons", (pair, settings), span)
    thunk = Lambda((), None, body, "parameterize", None, span)
    return Call(x.global_ref(CONTROL, "%parameterize", span), (settings, thunk), span=span)


def expand_let_syntax(x: Expander, datum: Pair, env: Environment, span: object) -> Form:
    """(let-syntax ((keyword transformer) ...) body ...), and letrec-syntax."""
    who = lookup(datum.car, env).name
    items = operands(datum, who, span, 1, None, f"({who} ((keyword transformer) ...) body ...)")
    names, specs = parse_bindings(items[0][0], who, items[0][1])
    scope = Environment(env.library, env)
    outer = scope if who == "letrec-syntax" else env
    for name, (spec, place) in zip(names, specs):
        scope.bindings[name] = evaluate_transformer(spec, outer, root_symbol(name).name, place, who, x.growth)
    return expand_body(x, items[1:], scope, span, who)
