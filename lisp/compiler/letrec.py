"""`letrec*` becomes nested `Let` and `Fix`; a variable that may be seen before its definition holds a box.

In:  (letrec* ((f (lambda () (g x))) (x 1) (g (lambda (y) y))) (f))
Out: (let ((x 1)) (fix ((f (lambda () (g x))) (g (lambda (y) y))) (f)))

Lambdas wait for as long as no init needs them, so that those around simple definitions still form one group. What an
earlier item mentions and a later one defines is boxed; the box is empty until then, and reading it is an error.
"""

from __future__ import annotations

from lisp.core.forms import Assign, Fix, Form, Lambda, Let, Letrec, LocalRef, PrimitiveCall, Sequence
from lisp.core.walk import assigned_variables, free_variables, rewrite


def convert_letrec(form: Form) -> Form:
    """FORM without `Letrec`."""
    assigned = assigned_variables(form)
    return rewrite(form, lambda f: split(f, assigned) if f.__class__ is Letrec else f)


def split(form: Letrec, assigned: frozenset[str]) -> Form:
    groups = ordered_groups(form, assigned)
    boxed = forward_references(groups, assigned)
    body = form.body
    for group in reversed(groups):
        body = bind_group(group, boxed, body, form.span)
    if boxed:
        names = tuple(name for name in form.names if name in boxed)
        body = rewrite(body, lambda f: unbox(f, boxed))
        body = Let(names, tuple(PrimitiveCall("%empty-box", ()) for _ in names), body, form.span)
    return body


def ordered_groups(form: Letrec, assigned: frozenset[str]) -> list[list[tuple[str, Form]]]:
    """Bindings in order of evaluation: a group is several lambdas, or one binding of another kind."""
    groups: list[list[tuple[str, Form]]] = []
    waiting: list[tuple[str, Form]] = []
    for name, init in zip(form.names, form.inits):
        if init.__class__ is Lambda and name not in assigned:
            waiting.append((name, init))
            continue
        if waiting and free_variables(init).intersection(n for n, _ in waiting):
            groups.append(waiting)
            waiting = []
        groups.append([(name, init)])
    if waiting:
        groups.append(waiting)
    return groups


def forward_references(groups: list[list[tuple[str, Form]]], assigned: frozenset[str]) -> frozenset[str]:
    """Names that a group mentions and a later group (or itself, unless it is all unassigned lambdas) defines."""
    undefined = {name for group in groups for name, _ in group}
    found: set[str] = set()
    for group in groups:
        own = {name for name, _ in group}
        if all(init.__class__ is Lambda and name not in assigned for name, init in group):
            undefined -= own
        for _, init in group:
            found |= free_variables(init) & undefined
        undefined -= own
    return frozenset(found)


def bind_group(group: list[tuple[str, Form]], boxed: frozenset[str], body: Form, span: object) -> Form:
    names = tuple(name for name, _ in group)
    inits = tuple(init for _, init in group)
    if not boxed.intersection(names):
        if all(init.__class__ is Lambda for init in inits) and free_in_any(inits, names):
            return Fix(names, inits, body, span)
        return Let(names, inits, body, span)
    kept = [(name, init) for name, init in group if name not in boxed]
    fills = [
        PrimitiveCall("%set-box!", (LocalRef(name), init), init.span) for name, init in group if name in boxed
    ]
    body = Sequence((*[Raw(f) for f in fills], body), span)
    return bind_group(kept, frozenset(), body, span) if kept else body


def free_in_any(inits: tuple[Form, ...], names: tuple[str, ...]) -> bool:
    return any(free_variables(init).intersection(names) for init in inits)


def Raw(fill: PrimitiveCall) -> PrimitiveCall:  # noqa: N802 - a marker that keeps the box itself from being unboxed
    box, init = fill.operands
    return PrimitiveCall("%set-box!", (LocalRef("\0" + box.name), init), fill.span)


def unbox(form: Form, boxed: frozenset[str]) -> Form:
    if form.__class__ is LocalRef:
        if form.name in boxed:
            return PrimitiveCall("%unbox", (form,), form.span)
        if form.name.startswith("\0"):
            return LocalRef(form.name[1:], form.span)
    if form.__class__ is Assign and form.name in boxed:  # the box is there already: boxes.py must not make another
        return PrimitiveCall("%set-box!", (LocalRef(form.name, form.span), form.value), form.span)
    return form
