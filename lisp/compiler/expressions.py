"""The code generator's expressions: pure forms, calls and tests → Python `ast` expressions."""

from __future__ import annotations

import ast

from lisp.compiler import pyast
from lisp.compiler.kinds import OBJECT, kind_of_constant
from lisp.compiler.templates import RECORD_OPERATIONS, Templates
from lisp.core.forms import Call, Constant, Form, GlobalRef, If, LocalRef, PrimitiveCall
from lisp.core.names import primitive_key


class Literal:
    """A constant that Python code cannot hold: number `index` of the unit's constants."""

    __slots__ = ("index",)

    def __init__(self, index: int) -> None:
        self.index = index


class Expressions:
    """Writes expressions. `target` is the number of the form that an entry starts at, 0 for a whole function.

    `again`: the entry does the target's statement again. `kinds`: number of a form → what is known of its value.
    """

    def __init__(self, templates: Templates, unit: str, stress: bool) -> None:
        self.templates = templates
        self.unit = unit
        self.stress = stress
        self.target = 0
        self.again = False
        self.exported: frozenset[str] = frozenset()
        self.ends: dict[int, int] = {}
        self.kinds: dict[int, int] = {}

    def inside(self, form: Form) -> bool:
        """Whether the target lies in FORM."""
        return bool(self.target) and form.number <= self.target <= self.ends[form.number]

    def expression(self, form: Form) -> ast.expr:
        """The Python expression of the pure FORM."""
        line = form.number
        if line == self.target and not self.again:
            return pyast.name("'value", line)
        match form:
            case LocalRef(name):
                return pyast.name(name, line)
            case GlobalRef(key):
                return pyast.name(key, line)
            case Constant(value):
                return self.constant(value, line)
            case If(test, consequent, alternative):
                parts = self.test(test), self.expression(consequent), self.expression(alternative)
                return pyast.at(ast.IfExp(*parts), line)
            case PrimitiveCall():
                return self.primitive_call(form)
        raise TypeError(type(form).__name__)

    def constant(self, value: object, line: int) -> ast.expr:
        if value.__class__ is Literal:
            return pyast.name(f"'k:{self.unit}:{value.index}", line)
        if value.__class__ in (int, float) and (value < 0 or value != value or value == 0):
            return pyast.constant(value, line)
        return pyast.constant(value, line)

    def call(self, form: Call) -> ast.expr:
        """The Python call of FORM."""
        line = form.number
        operands = [self.expression(o) for o in form.operands]
        if form.spread:
            operands[-1] = pyast.at(ast.Starred(operands[-1], pyast.LOAD), line)
        operator = self.expression(form.operator)
        if self.stress:
            return pyast.call(pyast.name("'stressed", line), [operator, *operands], line)
        return pyast.call(operator, operands, line)

    def primitive_call(self, form: PrimitiveCall) -> ast.expr:
        line = form.number
        operands = [self.expression(o) for o in form.operands]
        if form.name in RECORD_OPERATIONS:
            return self.record_operation(form, operands)
        template = self.templates.template(form.name, len(operands))
        if template is None:
            return pyast.call(pyast.name(primitive_key(form.name), line), operands, line)
        value = template.with_kinds(self.kinds_of(form))
        return pyast.substitute(value, dict(zip(template.parameters, operands)), line)

    def kinds_of(self, form: PrimitiveCall) -> tuple:
        """The kinds of the operands of FORM."""
        known = self.kinds
        return tuple(
            [
                kind_of_constant(o.value) if o.__class__ is Constant else known.get(o.number, OBJECT)
                for o in form.operands
            ]
        )

    def is_statement(self, form: PrimitiveCall) -> bool:
        """Whether FORM is written as statements: an assignment or a construction."""
        return not self.templates.is_expression(form.name, len(form.operands))

    def statements(self, form: PrimitiveCall, result: str) -> tuple[list[ast.stmt], ast.expr]:
        """The statements of FORM, and the expression of its value. RESULT: a variable for a new object."""
        if form.name in RECORD_OPERATIONS:
            return self.record_statements(form, result)
        line = form.number
        template = self.templates.template(form.name, len(form.operands))
        operands = dict(zip(template.parameters, [self.expression(o) for o in form.operands]))
        value = pyast.constant(None, line)
        if template.constructs is not None:
            operands[template.constructs] = value = pyast.name(result, line)
        written: list[ast.stmt] = []
        for statement in template.with_kinds(self.kinds_of(form)):
            target = pyast.substitute(statement.targets[0], operands, line)
            if target is value:
                target = pyast.at(ast.Name(result, pyast.STORE), line)
            written.append(pyast.at(ast.Assign([target], pyast.substitute(statement.value, operands, line)), line))
        return written, value

    def record_operation(self, form: PrimitiveCall, operands: list[ast.expr]) -> ast.expr:
        """A test or an access by slot: ``r.f0 if r.__class__ is rtd.instances else slow(r, rtd, 0)``."""
        line = form.number
        own = pyast.at(ast.Attribute(operands[0], "__class__", pyast.LOAD), line)
        test = pyast.at(ast.Compare(own, [ast.Is()], [instances(operands[1], line)]), line)
        if form.name == "%record?":
            return test
        slow = pyast.call(pyast.name(primitive_key(form.name), line), operands, line)
        field = pyast.at(ast.Attribute(operands[0], f"f{form.operands[2].value}", pyast.LOAD), line)
        return pyast.at(ast.IfExp(test, field, slow), line)

    def record_statements(self, form: PrimitiveCall, result: str) -> tuple[list[ast.stmt], ast.expr]:
        """A new record in variable RESULT; or a store by slot, with the primitive itself for what is no such record."""
        line = form.number
        operands = [self.expression(o) for o in form.operands]
        if form.name == "%record":
            value = pyast.name(result, line)
            written: list[ast.stmt] = [pyast.assign(result, pyast.call(instances(operands[0], line), [], line), line)]
            for i, operand in enumerate(operands[1:]):
                target = pyast.at(ast.Attribute(value, f"f{i}", pyast.STORE), line)
                written.append(pyast.at(ast.Assign([target], operand), line))
            return written, value
        record, rtd, _, value = operands
        own = pyast.at(ast.Attribute(record, "__class__", pyast.LOAD), line)
        test = pyast.at(ast.Compare(own, [ast.Is()], [instances(rtd, line)]), line)
        target = pyast.at(ast.Attribute(record, f"f{form.operands[2].value}", pyast.STORE), line)
        slow = pyast.call(pyast.name(primitive_key(form.name), line), operands, line)
        store = pyast.at(ast.Assign([target], value), line)
        return [pyast.at(ast.If(test, [store], [pyast.at(ast.Expr(slow), line)]), line)], pyast.constant(None, line)

    def test(self, form: Form) -> ast.expr:
        """A Python expression that is true in Python's sense if FORM is not #f."""
        line = form.number
        if line == self.target and not self.again:
            return pyast.is_test(pyast.name("'value", line), False, True, line)
        if form.__class__ is Constant:
            return pyast.constant(form.value is not False, line)
        if form.__class__ is PrimitiveCall and self.templates.is_boolean(form.name):
            if form.name == "not":
                inner = form.operands[0]
                if self.is_boolean(inner):
                    return pyast.at(ast.UnaryOp(ast.Not(), self.test(inner)), line)
            return self.primitive_call(form)
        if form.__class__ is If:
            if is_constant(form.alternative, False):
                return self.both(ast.And(), form.test, form.consequent, line)
            if is_constant(form.consequent, True):
                return self.both(ast.Or(), form.test, form.alternative, line)
            parts = self.test(form.test), self.test(form.consequent), self.test(form.alternative)
            return pyast.at(ast.IfExp(*parts), line)
        return pyast.is_test(self.expression(form), False, True, line)

    def both(self, operator: ast.boolop, left: Form, right: Form, line: int) -> ast.expr:
        return pyast.at(ast.BoolOp(operator, [self.test(left), self.test(right)]), line)

    def is_boolean(self, form: Form) -> bool:
        return form.__class__ is PrimitiveCall and self.templates.is_boolean(form.name) and form.number != self.target


def instances(rtd: ast.expr, line: int) -> ast.expr:
    """The Python class of the records of type RTD."""
    return pyast.at(ast.Attribute(rtd, "instances", pyast.LOAD), line)


def is_constant(form: Form, value: object) -> bool:
    return form.__class__ is Constant and form.value is value
