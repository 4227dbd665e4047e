"""Walking core forms: children, rewriting, numbering, free and assigned variables.

These recurse over the tree. Python calls between Python functions live on the heap, so depth costs no C stack; whoever
starts a compilation raises the recursion limit for it (`deep_recursion`).
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from lisp.core.forms import (
    Assign,
    Call,
    Constant,
    DefineGlobal,
    Fix,
    Form,
    GlobalRef,
    If,
    Jump,
    Lambda,
    Let,
    Letrec,
    LocalRef,
    Loop,
    PrimitiveCall,
    Sequence,
    SetGlobal,
)

DEEP = 400_000


@contextmanager
def deep_recursion() -> Iterator[None]:
    """Raise the recursion limit for Python-to-Python recursion over a program. No C recursion may happen inside."""
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(max(before, DEEP))
    try:
        yield
    finally:
        sys.setrecursionlimit(before)


def children(form: Form) -> tuple[Form, ...]:
    """The forms directly inside FORM, in the order of their numbers."""
    match form:
        case Constant() | LocalRef() | GlobalRef():
            return ()
        case Assign() | SetGlobal() | DefineGlobal():
            return (form.value,)
        case If():
            return (form.test, form.consequent, form.alternative)
        case Lambda():
            return (form.body,)
        case Call():
            return (form.operator, *form.operands)
        case PrimitiveCall() | Jump():
            return form.operands
        case Let() | Letrec() | Loop():
            return (*form.inits, form.body)
        case Fix():
            return (*form.lambdas, form.body)
        case Sequence():
            return form.forms
    raise TypeError(type(form).__name__)


def map_children(form: Form, f: Callable[[Form], Form]) -> Form:
    """FORM with F applied to each form directly inside it."""
    span = form.span
    match form:
        case Constant() | LocalRef() | GlobalRef():
            return form
        case Assign() | SetGlobal() | DefineGlobal():
            return form.__class__(_name(form), f(form.value), span)
        case If(test, consequent, alternative):
            return If(f(test), f(consequent), f(alternative), span)
        case Lambda():
            return Lambda(form.parameters, form.rest, f(form.body), form.name, form.doc, span)
        case Call(operator, operands, spread):
            return Call(f(operator), tuple([f(o) for o in operands]), spread, span)
        case PrimitiveCall(name, operands) | Jump(name, operands):
            return form.__class__(name, tuple([f(o) for o in operands]), span)
        case Let(names, inits, body) | Letrec(names, inits, body) | Fix(names, inits, body):
            mapped: list = [f(i) for i in inits]  # of Lambdas in a Fix
            return form.__class__(names, tuple(mapped), f(body), span)
        case Loop(label, names, inits, body):
            return Loop(label, names, tuple([f(i) for i in inits]), f(body), span)
        case Sequence(forms):
            return Sequence(tuple([f(x) for x in forms]), span)
    raise TypeError(type(form).__name__)


def _name(form: Assign | SetGlobal | DefineGlobal) -> str:
    return form.name if form.__class__ is Assign else form.key


def rewrite(form: Form, f: Callable[[Form], Form]) -> Form:
    """FORM rebuilt from the leaves up: F is applied to each form after its children were."""
    return f(map_children(form, lambda child: rewrite(child, f)))


def preorder(form: Form) -> Iterator[Form]:
    """FORM and all forms inside it, each before what it holds."""
    stack = [form]
    while stack:
        form = stack.pop()
        yield form
        stack.extend(reversed(children(form)))


def number_forms(form: Form) -> Form:
    """Give each form its place in the preorder, from 1. A form that occurs twice must have been copied before."""
    for number, inner in enumerate(preorder(form), 1):
        inner.number = number
    return form


def assigned_variables(form: Form) -> frozenset[str]:
    """The local variables that some `set!` in FORM assigns."""
    return frozenset(f.name for f in preorder(form) if f.__class__ is Assign)


def bound_names(form: Form) -> tuple[str, ...]:
    """The local variables that FORM itself binds."""
    match form:
        case Lambda():
            return form.parameters if form.rest is None else (*form.parameters, form.rest)
        case Let() | Letrec() | Fix() | Loop():
            return form.names
    return ()


def referenced_variables(form: Form) -> frozenset[str]:
    """All local variables that FORM mentions."""
    return frozenset(f.name for f in preorder(form) if f.__class__ is LocalRef or f.__class__ is Assign)


def free_variables(form: Form) -> frozenset[str]:
    """The local variables that FORM mentions and does not bind (names are unique in a unit, so no scopes are needed)."""
    used: set[str] = set()
    bound: set[str] = set()
    for inner in preorder(form):
        if inner.__class__ is LocalRef or inner.__class__ is Assign:
            used.add(inner.name)
        else:
            bound.update(bound_names(inner))
    return frozenset(used - bound)
