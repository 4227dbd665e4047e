"""How primitives are written in place: the catalogue's declarations, with their templates parsed.

A template is Python source over the primitive's own parameter names. Its other names are looked up in the library's
globals under ``'name``, where autoload puts the object of that name from the catalogue's support. There are three kinds:

    pair.car                              an expression; it may stand inside another
    pair.car = obj                        an assignment
    new = Pair(); new.car = obj1; …       a construction: statements, of which the first names the new object
"""

from __future__ import annotations

import ast
from collections.abc import Callable

from lisp.compiler.kinds import specialise
from lisp.core.forms import Constant, Form
from lisp.core.primitive import Primitive

RECORD_OPERATIONS = ("%record", "%record?", "%record-ref", "%record-set!")


class Template:
    """One parsed template: `parameters`, the `value` of an expression, or the `statements` of the other two kinds.

    `constructs`: the variable that a construction keeps the new object in; None for the other kinds.
    `repeated`: indices of the parameters that occur more than once, whose operands must be variables or constants.
    `indices`: indices of the parameters that are checked to be exact non-negative integers.
    """

    __slots__ = ("parameters", "value", "statements", "constructs", "repeated", "indices", "special")

    def __init__(self, source: str, parameters: tuple[str, ...]) -> None:
        body = ast.parse(source).body
        self.parameters = parameters
        self.value = body[0].value if isinstance(body[0], ast.Expr) else None
        self.statements = body if self.value is None else []
        self.constructs = body[0].targets[0].id if len(body) > 1 else None
        nodes = [node for statement in body for node in ast.walk(statement)]
        names = [n.id for n in nodes if isinstance(n, ast.Name)]
        self.repeated = frozenset(i for i, p in enumerate(parameters) if names.count(p) > 1)
        checked = {n.args[0].id for n in nodes if isinstance(n, ast.Call) and is_name(n.func, "bad_index")}
        self.indices = frozenset(i for i, p in enumerate(parameters) if p in checked)
        self.special: dict[tuple, ast.expr | list[ast.stmt]] = {}

    def with_kinds(self, kinds: tuple) -> ast.expr | list[ast.stmt]:
        """The value, or the statements, for operands of KINDS (kinds.py), without the checks that those make needless."""
        found = self.special.get(kinds)
        if found is None:
            source = self.value if self.value is not None else self.statements
            found = self.special[kinds] = specialise(source, dict(zip(self.parameters, kinds)))
        return found


def is_name(node: ast.expr, name: str) -> bool:
    return isinstance(node, ast.Name) and node.id == name


class Templates:
    """What the compiler knows of primitives, asked by name; parsed templates are kept."""

    def __init__(self, find: Callable[[str], object]) -> None:
        self.find = find
        self.parsed: dict[tuple[str, int], Template | None] = {}

    def declaration(self, name: str) -> Primitive | None:
        """The declaration of primitive NAME, if there is one."""
        function = self.find(name)
        return function.primitive if function is not None else None

    def template(self, name: str, count: int) -> Template | None:
        """The template for a call of NAME with COUNT arguments, if there is one."""
        key = (name, count)
        if key not in self.parsed:
            self.parsed[key] = self.parse(name, count)
        return self.parsed[key]

    def parse(self, name: str, count: int) -> Template | None:
        declared = self.declaration(name)
        if declared is None or declared.inline is None:
            return None
        if isinstance(declared.inline, dict):
            source = declared.inline.get(count)
            return Template(source, ("a", "b", "c", "d")[:count]) if source else None
        code = self.find(name).__code__
        names = code.co_varnames[: code.co_argcount]
        if declared.world and names and names[0] == "world":
            names = names[1:]
        return Template(declared.inline, names) if len(names) == count else None

    def can_write(self, name: str, operands: tuple[Form, ...]) -> bool:
        """Whether a call of NAME with OPERANDS may become a PrimitiveCall."""
        declared = self.declaration(name)
        if declared is None:
            return False
        if name in RECORD_OPERATIONS:
            return name in ("%record", "%record?") or operands[2].__class__ is Constant
        count = len(operands)
        if self.template(name, count) is not None:
            return True
        fits = declared.least <= count and (declared.most is None or count <= declared.most)
        return declared.pure and not declared.world and fits

    def is_expression(self, name: str, count: int) -> bool:
        """Whether a PrimitiveCall of NAME is written as an expression."""
        if name in RECORD_OPERATIONS:
            return name in ("%record?", "%record-ref")
        template = self.template(name, count)
        return template is None or template.value is not None

    def is_pure(self, name: str, count: int) -> bool:
        """Whether a PrimitiveCall of NAME may stand inside an expression and be run again."""
        return self.declaration(name).pure and self.is_expression(name, count)

    def is_boolean(self, name: str) -> bool:
        """Whether NAME always returns a boolean."""
        return self.declaration(name).result == "boolean"
