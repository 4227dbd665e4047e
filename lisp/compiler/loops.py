"""Loops: a local procedure that is only called, in tail position, becomes a loop; so does a procedure's call of itself.

In:  (fix ((loop (lambda (i) (if (< i n) (loop (+ i 1)) i)))) (loop 0))
Out: (loop loop ((i 0)) (if (< i n) (jump loop (+ i 1)) i))

A procedure of this unit's library that calls itself in tail position does so by a jump: redefining it while it runs
changes the next call from outside, not the running one.
"""

from __future__ import annotations

from collections import Counter

from lisp.core.forms import (
    Call,
    DefineGlobal,
    Fix,
    Form,
    GlobalRef,
    If,
    Jump,
    Lambda,
    Let,
    LocalRef,
    Loop,
    Sequence,
    SetGlobal,
)
from lisp.core.walk import preorder, rewrite


def introduce_loops(form: Form) -> Form:
    """FORM with `Loop` and `Jump` where they can be."""
    definitions = Counter(f.key for f in preorder(form) if f.__class__ in (DefineGlobal, SetGlobal))
    return rewrite(form, lambda f: convert(f, definitions))


def convert(form: Form, definitions: Counter) -> Form:
    match form:
        case Fix((name,), (Lambda(rest=None) as procedure,), Call(LocalRef(called), inits, False)) if called == name:
            if is_loop(name, procedure) and not any(mentions(i, name) for i in inits):
                if len(inits) == len(procedure.parameters):
                    body = jumping(procedure.body, name, procedure.parameters)
                    return Loop(name, procedure.parameters, inits, body, form.span)
            return Fix((name,), (self_loop(procedure, LocalRef, name),), form.body, form.span)
        case Fix(names, lambdas, body):
            return Fix(names, tuple(self_loop(p, LocalRef, n) for n, p in zip(names, lambdas)), body, form.span)
        case DefineGlobal(key, Lambda() as procedure) if definitions[key] == 1:
            return DefineGlobal(key, self_loop(procedure, GlobalRef, key), form.span)
    return form


def tail_forms(form: Form) -> list[Form]:
    """The forms in tail position of FORM, FORM itself if it is none that passes the position on."""
    found, stack = [], [form]
    while stack:
        form = stack.pop()
        match form:
            case If():
                stack += (form.alternative, form.consequent)
            case Let() | Fix() | Loop():
                stack.append(form.body)
            case Sequence():
                stack.append(form.forms[-1])
            case _:
                found.append(form)
    return found


def mentions(form: Form, name: str) -> bool:
    return any(f.__class__ is LocalRef and f.name == name for f in preorder(form))


def self_calls(body: Form, kind: type, name: str, count: int) -> int:
    """How many tail forms of BODY call the procedure bound to NAME with COUNT arguments."""
    return sum(is_self_call(f, kind, name, count) for f in tail_forms(body))


def is_self_call(form: Form, kind: type, name: str, count: int) -> bool:
    if form.__class__ is not Call or form.spread or len(form.operands) != count or form.operator.__class__ is not kind:
        return False
    return (form.operator.name if kind is LocalRef else form.operator.key) == name


def is_loop(name: str, procedure: Lambda) -> bool:
    """Whether each mention of NAME in PROCEDURE is a tail call of it."""
    calls = self_calls(procedure.body, LocalRef, name, len(procedure.parameters))
    return calls == sum(f.__class__ is LocalRef and f.name == name for f in preorder(procedure.body))


def self_loop(procedure: Lambda, kind: type, name: str) -> Lambda:
    """PROCEDURE with its tail calls of itself as jumps to its start."""
    count = len(procedure.parameters)
    if procedure.rest is not None or count == 0 or not self_calls(procedure.body, kind, name, count):
        return procedure
    label = name + "^"
    body = jumping(procedure.body, label, procedure.parameters, kind, name)
    inits = tuple(LocalRef(p) for p in procedure.parameters)
    body = Loop(label, procedure.parameters, inits, body, procedure.span)
    return Lambda(procedure.parameters, None, body, procedure.name, procedure.doc, procedure.span)


def jumping(form: Form, label: str, names: tuple[str, ...], kind: type = LocalRef, name: str | None = None) -> Form:
    """FORM with the tail calls of NAME (default LABEL) as jumps to LABEL."""

    def go(form: Form) -> Form:
        match form:
            case If(test, consequent, alternative):
                return If(test, go(consequent), go(alternative), form.span)
            case Let() | Fix():
                return form.__class__(form.names, children_of(form), go(form.body), form.span)
            case Loop():
                return Loop(form.label, form.names, form.inits, go(form.body), form.span)
            case Sequence(forms):
                return Sequence((*forms[:-1], go(forms[-1])), form.span)
        if is_self_call(form, kind, name or label, len(names)):
            return Jump(label, form.operands, form.span)
        return form

    return go(form)


def children_of(form: Let | Fix) -> tuple:
    return form.inits if form.__class__ is Let else form.lambdas
