"""What is known of a value before the program runs, and what that makes needless in a template.

Kinds form a chain, each holding the next:

    OBJECT    anything
    NUMBER    what arithmetic has accepted or given: Python's operators answer for it as Scheme's would
    INTEGER   an exact integer: its class is Python's int
    INDEX     an exact integer, not negative
    POSITIVE  an exact integer above zero
"""

from __future__ import annotations

import ast

OBJECT, NUMBER, INTEGER, INDEX, POSITIVE = range(5)


def kind_of_constant(value: object) -> int:
    """The kind of a literal. Booleans are no numbers here, though Python counts with them."""
    if value.__class__ is int:
        return POSITIVE if value > 0 else INDEX if value == 0 else INTEGER
    return NUMBER if value.__class__ in (float, complex) else OBJECT


def specialise(source: ast.expr | list[ast.stmt], kinds: dict[str, int]) -> ast.expr | list[ast.stmt]:
    """SOURCE, a template's, for parameters of KINDS: tests whose outcome is known are left out."""
    folder = Folder(kinds)
    if isinstance(source, list):
        return [folder.visit(copy(statement)) for statement in source]
    return folder.visit(copy(source))


def copy(node: ast.AST) -> ast.AST:
    """A copy of NODE and all it holds."""
    fields = {}
    for field, value in ast.iter_fields(node):
        if isinstance(value, list):
            value = [copy(v) for v in value]
        elif isinstance(value, ast.AST):
            value = copy(value)
        fields[field] = value
    return node.__class__(**fields)


class Folder(ast.NodeTransformer):
    """Replaces the tests that KINDS, of the template's parameters, decide."""

    def __init__(self, kinds: dict[str, int]) -> None:
        self.kinds = kinds

    def kind(self, node: ast.expr) -> int:
        if isinstance(node, ast.Name):
            return self.kinds.get(node.id, OBJECT)
        return kind_of_constant(node.value) if isinstance(node, ast.Constant) else OBJECT

    def visit_Compare(self, node: ast.Compare) -> ast.expr:  # noqa: N802 - the name that ast gives it
        known = self.outcome(node.left, node.ops[0], node.comparators[0]) if len(node.ops) == 1 else None
        return node if known is None else ast.Constant(known)

    def outcome(self, left: ast.expr, operator: ast.cmpop, right: ast.expr) -> bool | None:
        """The known outcome of a test, None if there is none."""
        if isinstance(left, ast.Attribute) and left.attr == "__class__" and isinstance(right, ast.Name):
            if right.id == "int" and isinstance(operator, ast.Is):
                return True if self.kind(left.value) >= INTEGER else None
        elif isinstance(right, ast.Constant) and right.value == 0 and right.value is not None:
            least = INDEX if isinstance(operator, ast.GtE) else POSITIVE if isinstance(operator, ast.Gt) else None
            return True if least is not None and self.kind(left) >= least else None
        elif isinstance(right, ast.Constant) and right.value is None and isinstance(left, ast.BinOp):
            if self.kind(left.left) >= NUMBER and self.kind(left.right) >= NUMBER:
                return isinstance(operator, ast.IsNot)
        return None

    def visit_BoolOp(self, node: ast.BoolOp) -> ast.expr:  # noqa: N802
        neutral = isinstance(node.op, ast.And)
        values = [self.visit(value) for value in node.values]
        values = [v for v in values if not (isinstance(v, ast.Constant) and v.value is neutral)]
        if not values:
            return ast.Constant(neutral)
        if isinstance(values[0], ast.Constant) and values[0].value is not neutral:
            return values[0]
        return values[0] if len(values) == 1 else ast.BoolOp(node.op, values)

    def visit_IfExp(self, node: ast.IfExp) -> ast.expr:  # noqa: N802
        test = self.visit(node.test)
        if isinstance(test, ast.Constant):
            return self.visit(node.body if test.value else node.orelse)
        body, other = self.visit(node.body), self.visit(node.orelse)
        return body if ast.dump(body) == ast.dump(other) else ast.IfExp(test, body, other)
