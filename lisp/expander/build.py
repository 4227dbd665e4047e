"""Small constructors of core forms that the modules of this package share."""

from __future__ import annotations

from lisp.core.forms import Call, Constant, Form, GlobalRef, If, Lambda, Let, Letrec, LocalRef, Sequence
from lisp.core.names import primitive_key

CONTROL = "(lisp control)"  # the library whose procedures parameterize, guard, case-lambda and assert expand into


def primitive_call(name: str, operands: list | tuple, span: object) -> Call:
    """A call of the primitive NAME."""
    return Call(GlobalRef(primitive_key(name), span), tuple(operands), span=span)


def sequence(forms: list, span: object) -> Form:
    """FORMS in order; the unspecified value if there are none."""
    if len(forms) == 1:
        return forms[0]
    return Sequence(tuple(forms), span) if forms else Constant(None, span)


def let_one(name: str, init: Form, body: Form, span: object) -> Let:
    """BODY with the one local variable NAME."""
    return Let((name,), (init,), body, span)


def either(name: str, rest: Form, span: object) -> If:
    """The value of local NAME if it is true, else REST: the end of `or`."""
    return If(LocalRef(name, span), LocalRef(name, span), rest, span)


def named(form: Form, name: str) -> Form:
    """FORM, which was just made: the procedure that it gives, if that is plain to see, is called NAME."""
    inner = form
    while inner.__class__ in (Let, Letrec, Sequence):
        inner = inner.forms[-1] if inner.__class__ is Sequence else inner.body
    made = inner.operands if inner.__class__ is Call else (inner,)  # case-lambda is a call with its clauses
    for procedure in made:
        if procedure.__class__ is Lambda and procedure.name == ("lambda" if procedure is inner else "case-lambda"):
            procedure.name = name
    return form
