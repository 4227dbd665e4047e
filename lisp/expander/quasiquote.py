"""Quasiquotation (report, 4.2.8): constants where nothing is unquoted, else cons, append and list->vector.

    `(a ,b ,@c)   →   (cons 'a (cons b c))
Levels are counted as the report says; long lists are walked in a loop, recursion follows the nesting.
"""

from __future__ import annotations

from lisp.core.forms import Constant, Form
from lisp.core.syntax import Environment
from lisp.data.base import NIL
from lisp.data.pair import Pair, iterate, make_pair, to_list
from lisp.data.symbol import intern
from lisp.data.vector import Vector
from lisp.expander.build import primitive_call
from lisp.expander.context import Expander
from lisp.expander.data import car_span, is_identifier, root_symbol, strip
from lisp.expander.environment import is_keyword
from lisp.expander.errors import operands, syntax_error

MARKS = ("quasiquote", "unquote", "unquote-splicing")


def expand_quasiquote(x: Expander, datum: Pair, env: Environment, span: object) -> Form:
    """(quasiquote template)."""
    ((template, place),) = operands(datum, "quasiquote", span, 1, 1, "(quasiquote template)")
    return Quasi(x, env).build(template, 1, place)


def has_marks(datum: object) -> bool:
    """Whether DATUM may hold anything to be evaluated. Marks are known by name here, by meaning later."""
    seen = set()
    work = [datum]
    while work:
        part = work.pop()
        while isinstance(part, Pair) and id(part) not in seen:
            seen.add(id(part))
            work.append(part.car)
            part = part.cdr
        if isinstance(part, Vector):
            if id(part) not in seen:
                seen.add(id(part))
                work.extend(part.items)
        elif is_identifier(part) and root_symbol(part).name in MARKS:
            return True
    return False


class Quasi:
    """One quasiquote form."""

    __slots__ = ("x", "env")

    def __init__(self, x: Expander, env: Environment) -> None:
        self.x = x
        self.env = env

    def mark_of(self, datum: object) -> str | None:
        """Which mark the list DATUM starts with, if it has the shape (mark operand)."""
        if not isinstance(datum, Pair) or not is_identifier(datum.car):
            return None
        for mark in MARKS:
            if is_keyword(datum.car, self.env, mark):
                rest = datum.cdr
                return mark if isinstance(rest, Pair) and rest.cdr is NIL else None
        return None

    def build(self, datum: object, level: int, span: object, known: bool = False) -> Form:
        """A form that gives DATUM, LEVEL quasiquotes deep. KNOWN: it was looked at for marks already."""
        if not known and not has_marks(datum):
            return Constant(strip(datum), span)
        if isinstance(datum, Vector):
            items = self.build(to_list(datum.items), level, span, True)
            if items.__class__ is Constant:
                return Constant(Vector(tuple(iterate(items.value))), span)
            return primitive_call("list->vector", (items,), span)
        if not isinstance(datum, Pair):
            return Constant(strip(datum), span)
        mark = self.mark_of(datum)
        if mark == "unquote" and level == 1:
            return self.x.expand(datum.cdr.car, self.env, car_span(datum.cdr, span))
        if mark is not None:
            if mark == "unquote-splicing" and level == 1:
                raise syntax_error("unquote-splicing", "this is allowed only as an element of a list or vector", span)
            inner = self.build(to_list([datum.cdr.car]), level + (1 if mark == "quasiquote" else -1), span, True)
            return cons(Constant(intern(mark), span), inner, span)
        return self.build_list(datum, level, span)

    def build_list(self, datum: object, level: int, span: object) -> Form:
        parts: list[tuple[bool, Form, object]] = []
        while isinstance(datum, Pair) and not (parts and self.mark_of(datum)):
            car = datum.car
            place = car_span(datum, span)
            if level == 1 and self.mark_of(car) == "unquote-splicing":
                parts.append((True, self.x.expand(car.cdr.car, self.env, car_span(car.cdr, place)), place))
            elif isinstance(car, (Pair, Vector)):
                parts.append((False, self.build(car, level, place, True), place))
            else:
                parts.append((False, Constant(strip(car), place), place))
            datum = datum.cdr
        result = Constant(NIL, span) if datum is NIL else self.build(datum, level, span, True)
        for splicing, form, place in reversed(parts):
            if not splicing:
                result = cons(form, result, place)
            elif result.__class__ is Constant and result.value is NIL:
                result = form
            else:
                result = primitive_call("append", (form, result), place)
        return result


def cons(first: Form, rest: Form, span: object) -> Form:
    """A pair of the values of two forms, a constant if both are."""
    if first.__class__ is Constant and rest.__class__ is Constant:
        return Constant(make_pair(first.value, rest.value), span)
    return primitive_call("cons", (first, rest), span)
