"""The forms that choose: if, cond, case, and, or, when, unless, guard (report, 4.2.1, 4.2.7)."""

from __future__ import annotations

from lisp.core.forms import Call, Constant, Form, If, Lambda, Let, LocalRef
from lisp.core.syntax import Environment
from lisp.data.base import NIL
from lisp.data.pair import Pair
from lisp.expander.body import expand_body
from lisp.expander.build import CONTROL, either, let_one, primitive_call, sequence
from lisp.expander.context import Expander
from lisp.expander.data import is_identifier, strip, unfold
from lisp.expander.environment import is_keyword
from lisp.expander.errors import elements, expected, operands, syntax_error


def expand_if(x: Expander, datum: Pair, env: Environment, span: object) -> Form:
    """(if test consequent alternative)."""
    items = operands(datum, "if", span, 2, 3, "(if test consequent alternative)")
    test = x.expand(items[0][0], env, items[0][1])
    consequent = x.expand(items[1][0], env, items[1][1])
    alternative = x.expand(items[2][0], env, items[2][1]) if len(items) == 3 else Constant(None, span)
    return If(test, consequent, alternative, span)


def expand_when(x: Expander, datum: Pair, env: Environment, span: object) -> Form:
    """(when test expression ...)."""
    items = operands(datum, "when", span, 1, None, "(when test expression ...)")
    test = x.expand(items[0][0], env, items[0][1])
    return If(test, sequence(x.expand_all(items[1:], env), span), Constant(None, span), span)


def expand_unless(x: Expander, datum: Pair, env: Environment, span: object) -> Form:
    """(unless test expression ...)."""
    items = operands(datum, "unless", span, 1, None, "(unless test expression ...)")
    test = x.expand(items[0][0], env, items[0][1])
    return If(test, Constant(None, span), sequence(x.expand_all(items[1:], env), span), span)


def expand_and(x: Expander, datum: Pair, env: Environment, span: object) -> Form:
    """(and test ...)."""
    forms = x.expand_all(operands(datum, "and", span, 0, None, "(and test ...)"), env)
    result = forms.pop() if forms else Constant(True, span)
    for form in reversed(forms):
        result = If(form, result, Constant(False, span), span)
    return result


def expand_or(x: Expander, datum: Pair, env: Environment, span: object) -> Form:
    """(or test ...)."""
    forms = x.expand_all(operands(datum, "or", span, 0, None, "(or test ...)"), env)
    result = forms.pop() if forms else Constant(False, span)
    for form in reversed(forms):
        name = x.local("or")
        result = let_one(name, form, either(name, result, span), span)
    return result


def expand_cond(x: Expander, datum: Pair, env: Environment, span: object) -> Form:
    """(cond (test expression ...) ... (else expression ...))."""
    clauses = operands(datum, "cond", span, 1, None, "(cond (test expression ...) ...)")
    return expand_clauses(x, clauses, env, Constant(None, span), "cond")


def expand_clauses(x: Expander, clauses: list, env: Environment, otherwise: Form, who: str) -> Form:
    """What the clauses of a cond come to; OTHERWISE if none applies."""
    steps = []  # from the rest of the chain to the chain
    result = otherwise
    for index, (clause, span) in enumerate(clauses):
        items, tail = unfold(clause, span)
        if tail is not NIL or not items:
            raise expected(who, "(test expression ...)", clause, span)
        if is_keyword(items[0][0], env, "else"):
            if index < len(clauses) - 1:
                raise syntax_error(who, "the else clause is not the last one", span)
            if len(items) < 2:
                raise expected(who, "(else expression ...)", clause, span)
            result = sequence(x.expand_all(items[1:], env), span)
        else:
            steps.append((items, x.expand(items[0][0], env, items[0][1]), clause_value(x, items, env, span, who), span))
    for items, test, value, span in reversed(steps):
        if value is None:
            name = x.local("test")
            result = let_one(name, test, either(name, result, span), span)
        elif len(items) > 1 and is_arrow(items, env):
            name = x.local("test")
            call = Call(value, (LocalRef(name, span),), span=span)
            result = let_one(name, test, If(LocalRef(name, span), call, result, span), span)
        else:
            result = If(test, value, result, span)
    return result


def is_arrow(items: list, env: Environment) -> bool:
    """Whether a clause has the shape (test => …)."""
    return is_keyword(items[1][0], env, "=>")


def clause_value(x: Expander, items: list, env: Environment, span: object, who: str) -> Form | None:
    """What follows the test in a cond clause; None for nothing, the receiver for `=>`."""
    if len(items) == 1:
        return None
    if not is_arrow(items, env):
        return sequence(x.expand_all(items[1:], env), span)
    if len(items) != 3:
        raise syntax_error(who, "expected one procedure after =>", span)
    return x.expand(items[2][0], env, items[2][1])


def expand_case(x: Expander, datum: Pair, env: Environment, span: object) -> Form:
    """(case key ((datum ...) expression ...) ... (else expression ...))."""
    (key, place), *clauses = operands(datum, "case", span, 1, None, "(case key ((datum ...) expression ...) ...)")
    init = x.expand(key, env, place)
    name = x.local("key")
    steps = []
    result: Form = Constant(None, span)
    for index, (clause, where) in enumerate(clauses):
        items, tail = unfold(clause, where)
        if tail is not NIL or len(items) < 2:
            raise expected("case", "((datum ...) expression ...)", clause, where)
        value = case_value(x, items, name, env, where)
        if is_keyword(items[0][0], env, "else"):
            if index < len(clauses) - 1:
                raise syntax_error("case", "the else clause is not the last one", where)
            result = value
        else:
            data = elements(items[0][0], "case", items[0][1], "a list of data")
            steps.append((case_test([strip(d) for d, _ in data], name, where), value, where))
    for test, value, where in reversed(steps):
        result = If(test, value, result, where)
    return Let((name,), (init,), result, span)


def case_value(x: Expander, items: list, name: str, env: Environment, span: object) -> Form:
    if not is_arrow(items, env):
        return sequence(x.expand_all(items[1:], env), span)
    if len(items) != 3:
        raise syntax_error("case", "expected one procedure after =>", span)
    return Call(x.expand(items[2][0], env, items[2][1]), (LocalRef(name, span),), span=span)


def case_test(data: list, name: str, span: object) -> Form:
    """Whether local NAME is one of DATA."""
    tests = [primitive_call("eqv?", (LocalRef(name, span), Constant(datum, span)), span) for datum in data]
    result: Form = tests.pop() if tests else Constant(False, span)
    for test in reversed(tests):
        result = If(test, Constant(True, span), result, span)
    return result


def expand_guard(x: Expander, datum: Pair, env: Environment, span: object) -> Form:
    """(guard (name clause ...) body ...): %guard gets what dispatches on the condition, and the body as a thunk."""
    items = operands(datum, "guard", span, 2, None, "(guard (name (test expression ...) ...) body ...)")
    (spec, place), *body = items
    parts, tail = unfold(spec, place)
    if tail is not NIL or not parts or not is_identifier(parts[0][0]):
        raise expected("guard", "(name (test expression ...) ...)", spec, place)
    thunk = Lambda((), None, expand_body(x, body, env, span, "guard"), "guard", None, span)
    (condition,), scope = x.bind([parts[0][0]], env)
    reraise = x.local("reraise")
    otherwise = Call(LocalRef(reraise, span), (), span=span)
    dispatch = expand_clauses(x, parts[1:], scope, otherwise, "guard")
    handler = Lambda((condition, reraise), None, dispatch, "guard", None, span)
    return Call(x.global_ref(CONTROL, "%guard", span), (handler, thunk), span=span)


def expand_assert(x: Expander, datum: Pair, env: Environment, span: object) -> Form:
    """(assert expression): %assertion-failed gets the expression as a datum."""
    ((test, place),) = operands(datum, "assert", span, 1, 1, "(assert expression)")
    form = x.expand(test, env, place)
    failed = Call(x.global_ref(CONTROL, "%assertion-failed", span), (Constant(strip(test), span),), span=span)
    return If(form, Constant(None, span), failed, span)
