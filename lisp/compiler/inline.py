"""Calls of primitives become `PrimitiveCall` where the code generator can write them in place.

Also here, since they are calls of known things: a lambda that is called at once becomes `Let`; `%apply` and
`%apply-values` become calls that spread their last operand; (+ a b c) becomes additions of two, (list a b) conses.
"""

from __future__ import annotations

from lisp.compiler.known import ARITHMETIC
from lisp.compiler.templates import Templates
from lisp.core.forms import Call, Constant, Form, GlobalRef, Lambda, Let, LocalRef, PrimitiveCall
from lisp.core.names import PRIMITIVES
from lisp.core.walk import preorder, rewrite
from lisp.data.base import NIL

FOLDED = ("+", "*", "-")
SHORT = 4  # up to so many elements, `list` is conses in place
PREFIX = PRIMITIVES + "\0"


def inline_primitives(form: Form, templates: Templates) -> Form:
    """FORM with its primitive calls marked."""
    return rewrite(form, lambda f: convert(f, templates))


def convert(form: Form, templates: Templates) -> Form:
    if form.__class__ is Lambda and form.rest is not None:
        return collect_rest(form)
    if form.__class__ is not Call:
        return form
    operator = form.operator
    if operator.__class__ is Lambda and operator.rest is None and not form.spread:
        if len(operator.parameters) == len(form.operands):
            return Let(operator.parameters, form.operands, operator.body, form.span) if form.operands else operator.body
    if operator.__class__ is GlobalRef and operator.key.startswith(PREFIX) and not form.spread:
        return convert_primitive(operator.key[len(PREFIX) :], form, templates)
    return form


def collect_rest(form: Lambda) -> Lambda:
    """The rest arguments arrive as a Python tuple; the program sees a list, unless all it does is to pass them on."""
    raw = form.rest + "r"
    mentions = [f for f in preorder(form.body) if f.__class__ is LocalRef and f.name == form.rest]
    if len(mentions) == 1:
        body = rewrite(form.body, lambda f: LocalRef(raw, f.span) if spreads(f, form.rest) else f)
        if not any(f.__class__ is LocalRef and f.name == form.rest for f in preorder(body)):
            return Lambda(form.parameters, raw, body, form.name, form.doc, form.span)
    body = Let((form.rest,), (PrimitiveCall("%tuple->list", (LocalRef(raw),), form.span),), form.body, form.span)
    return Lambda(form.parameters, raw, body, form.name, form.doc, form.span)


def spreads(form: Form, name: str) -> bool:
    """Whether FORM makes a tuple of list NAME, as a call that spreads it does."""
    if form.__class__ is not PrimitiveCall or form.name != "%list->tuple":
        return False
    return form.operands[0].__class__ is LocalRef and form.operands[0].name == name


def convert_primitive(name: str, form: Call, templates: Templates) -> Form:
    operands, span = form.operands, form.span
    if name in ARITHMETIC and any([is_boolean(operand, templates) for operand in operands]):
        return form  # the procedure refuses it, Python's operator would not
    if name == "%apply" and len(operands) >= 2:
        spread = PrimitiveCall("%list->tuple", (operands[-1],), span)
        return Call(operands[0], (*operands[1:-1], spread), True, span)
    if name == "%apply-values" and len(operands) == 2:
        return Call(operands[0], (PrimitiveCall("%members", (operands[1],), span),), True, span)
    if name in FOLDED and len(operands) > 2:
        result = operands[0]
        for operand in operands[1:]:
            result = PrimitiveCall(name, (result, operand), span)
        return result
    if name == "list" and 0 < len(operands) <= SHORT:
        result = Constant(NIL, span)
        for operand in reversed(operands):
            result = PrimitiveCall("cons", (operand, result), span)
        return result
    if name in ("eq?", "eqv?") and len(operands) == 2 and templates.can_write(name, operands):
        return equivalence(name, operands, span)
    if templates.can_write(name, operands):
        return PrimitiveCall(name, operands, span)
    return form


def is_boolean(form: Form, templates: Templates) -> bool:
    """Whether the value of FORM is certainly a boolean."""
    if form.__class__ is Constant:
        return form.value.__class__ is bool
    return form.__class__ is PrimitiveCall and templates.is_boolean(form.name)


def equivalence(name: str, operands: tuple, span: object) -> PrimitiveCall:
    """`eq?` or `eqv?`, by what a constant operand tells: identity will do, unless it is a number."""
    first, second = operands
    if first.__class__ is Constant:
        first, second = second, first
    if second.__class__ is not Constant:
        return PrimitiveCall(name, operands, span)
    kind = second.value.__class__
    if kind is int:
        return PrimitiveCall("%same-integer?", (first, second), span)
    if kind in (float, complex) or hasattr(kind, "numerator") and kind is not bool:
        return PrimitiveCall("%same?", (first, second), span)
    return PrimitiveCall("eq?", (first, second), span)
