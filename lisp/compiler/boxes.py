"""Assignment conversion: afterwards no local variable is assigned; one that was holds a box.

In:  (lambda (n) (set! n 1) n)
Out: (lambda (n') (let ((n (box n'))) (set-box! n 1) (unbox n)))
Why: a captured frame copies its locals; a variable that two continuations share must live in the heap.
"""

from __future__ import annotations

from lisp.core.forms import Assign, Form, Lambda, Let, LocalRef, PrimitiveCall
from lisp.core.walk import assigned_variables, rewrite


def convert_assignments(form: Form) -> Form:
    """FORM without `Assign`. `Letrec` is gone already; what it boxed is not assigned any more."""
    assigned = assigned_variables(form)
    return rewrite(form, lambda f: convert(f, assigned)) if assigned else form


def convert(form: Form, assigned: frozenset[str]) -> Form:
    match form:
        case LocalRef(name) if name in assigned:
            return PrimitiveCall("%unbox", (form,), form.span)
        case Assign(name, value):
            return PrimitiveCall("%set-box!", (LocalRef(name, form.span), value), form.span)
        case Let(names, inits, body) if assigned.intersection(names):
            boxed = tuple(
                PrimitiveCall("%box", (init,), init.span) if name in assigned else init
                for name, init in zip(names, inits)
            )
            return Let(names, boxed, body, form.span)
        case Lambda(parameters, rest, body):
            own = [p for p in (*parameters, rest) if p in assigned]
            if not own:
                return form
            renamed = {p: p + "p" for p in own}
            body = Let(
                tuple(own), tuple(PrimitiveCall("%box", (LocalRef(renamed[p]),)) for p in own), body, form.span
            )
            parameters = tuple(renamed.get(p, p) for p in parameters)
            return Lambda(parameters, renamed.get(rest, rest), body, form.name, form.doc, form.span)
    return form
