"""Entries: the rest of a lambda's body from one form on, as a function of the form's value and the live variables.

`UnitForms` is a unit's core form with what is needed to find things in it by number.
"""

from __future__ import annotations

import ast

from lisp.compiler import pyast
from lisp.compiler.emit import RETURN, Emitter
from lisp.compiler.expressions import Literal
from lisp.compiler.pipeline import compile_python
from lisp.compiler.templates import Templates
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
    Loop,
    PrimitiveCall,
    Sequence,
    SetGlobal,
)
from lisp.core.names import AGAIN, ENTRY
from lisp.core.serial import read_forms
from lisp.core.walk import bound_names, children, deep_recursion

WAITS = (Call, Jump, PrimitiveCall, GlobalRef, SetGlobal, DefineGlobal)  # what may call something, or be an error


class UnitForms:
    """The forms of one unit by number.

    forms    number → form (index 0 is unused)
    ends     number → the last number inside the form
    owners   number → number of the lambda it belongs to (a lambda's own number: the lambda around it)
    parents  number → number of the form around it
    tails    numbers of the calls in tail position
    """

    def __init__(self, main: Lambda) -> None:
        self.forms: list[Form | None] = [None]
        self.ends: dict[int, int] = {}
        self.owners: dict[int, int] = {}
        self.parents: dict[int, int] = {}
        self.tails: set[int] = set()
        self.index(main)

    def index(self, main: Lambda) -> None:
        stack: list[tuple[Form, int, int, bool]] = [(main, 0, 0, False)]
        while stack:
            form, owner, parent, tail = stack.pop()
            number = form.number
            self.forms.append(form)
            self.owners[number], self.parents[number] = owner, parent
            if tail and form.__class__ is Call:
                self.tails.add(number)
            inside = form.number if form.__class__ is Lambda else owner
            inner = children(form)
            last = len(inner) - 1
            for i in range(last, -1, -1):
                stack.append((inner[i], inside, number, passes_tail(form, i, last, tail)))
        for number in range(len(self.forms) - 1, 0, -1):
            self.ends.setdefault(number, number)
            parent = self.parents[number]
            self.ends[parent] = max(self.ends.get(parent, parent), self.ends[number])

    def scope(self, number: int) -> list[str]:
        """The local variables that are set when form NUMBER begins, those of the lambdas around included."""
        names: list[str] = []
        inner, outer = number, self.parents[number]
        while outer:
            form = self.forms[outer]
            if form.__class__ in (Lambda, Loop, Fix):
                if form.__class__ is not Loop or form.body.number == inner:
                    names += bound_names(form)
            elif form.__class__ is Let:
                if form.body.number == inner:
                    names += form.names
                else:
                    position = next(i for i, init in enumerate(form.inits) if init.number == inner)
                    names += form.names[:position]
            inner, outer = outer, self.parents[outer]
        return names

    def is_point(self, number: int) -> bool:
        """Whether a frame may be stopped just before form NUMBER: a call or a jump, never inside an expression."""
        return 0 < number < len(self.forms) and self.forms[number].__class__ in (Call, Jump)

    def can_wait(self, node: int) -> bool:
        """Whether a frame may wait for the value of form NODE, which may be an error's; or do again what form -NODE is in."""
        return node < 0 or node not in self.tails and self.forms[node].__class__ in WAITS


def passes_tail(form: Form, index: int, last: int, tail: bool) -> bool:
    match form:
        case Lambda():
            return True
        case If():
            return tail and index > 0
        case Let() | Fix() | Loop() | Sequence():
            return tail and index == last
    return False


def decode_unit(core: bytes, sources: list) -> UnitForms:
    """The forms of a unit from its bytes."""
    with deep_recursion():
        return UnitForms(read_forms(core, sources, Literal))


def compile_entry(
    unit: UnitForms, key: str, number: int, again: bool, templates: Templates, exported: frozenset[str], stress: bool
) -> tuple[object, tuple[str, ...]]:
    """The entry at form NUMBER of unit KEY: its code object, and the names of the variables that it takes after the value.

    AGAIN: the statement that form NUMBER lies in is done again; otherwise the entry's value stands for the form's, or the
    jump that form NUMBER is goes on to the loop's next round, without an assignment.
    """
    owner = unit.owners[number]
    with deep_recursion():
        emitter = Emitter(templates, key, stress)
        emitter.exported, emitter.ends = exported, unit.ends
        emitter.target, emitter.again = statement_of(unit, number) if again else number, again
        body: list[ast.stmt] = []
        emitter.emit(unit.forms[owner].body, RETURN, body)
        loaded = {n.id for statement in body for n in ast.walk(statement) if isinstance(n, ast.Name)}
        names = tuple(dict.fromkeys(n for n in unit.scope(number) if n in loaded))
        body = emitter.global_statement(number) + body
        kind = AGAIN if again or unit.forms[number].__class__ is Jump else ENTRY
        definition = pyast.function(f"{kind}{owner}", ("'value", *names), None, body, number)
        # the factories of the unit itself are used
    module = compile_python(definition, key, [], unit.forms[owner])
    code = next(c for c in module.co_consts if hasattr(c, "co_code") and c.co_name == definition.name)
    return code, names


def statement_of(unit: UnitForms, number: int) -> int:
    """The form that NUMBER is evaluated as a part of: the outermost one around it that is an operand of none."""
    while True:
        parent = unit.parents[number]
        form = unit.forms[parent]
        if form.__class__ in (Lambda, Sequence, Fix) or form.__class__.__name__ in ("SetGlobal", "DefineGlobal"):
            return number
        if form.__class__ is Let:
            return number
        if form.__class__ is If and form.test.number != number and not is_operand(unit, parent):
            return number
        if form.__class__ is Loop and form.body.number == number:
            return number
        number = parent


def is_operand(unit: UnitForms, number: int) -> bool:
    """Whether form NUMBER is written inside an expression: only pure forms are."""
    parent = unit.forms[unit.parents[number]]
    if parent.__class__ is If:
        return parent.test.number == number or is_operand(unit, parent.number)
    if parent.__class__ in (Lambda, Sequence, Fix, Let) or parent.__class__.__name__ in ("SetGlobal", "DefineGlobal"):
        return False
    return not (parent.__class__ is Loop and parent.body.number == number)
