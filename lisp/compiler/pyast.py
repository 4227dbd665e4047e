"""Small constructors of Python `ast` nodes. Every node gets the line of the core form it was written for."""

from __future__ import annotations

import ast

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, TypeVar

    Node = TypeVar("Node", bound=ast.AST)

LOAD, STORE = ast.Load(), ast.Store()


def at(node: Node, line: int) -> Node:
    """NODE, placed on LINE."""
    node.lineno = node.end_lineno = line
    node.col_offset = node.end_col_offset = 0
    return node


def name(identifier: str, line: int) -> ast.expr:
    return at(ast.Name(identifier, LOAD), line)


def constant(value: object, line: int) -> ast.expr:
    return at(ast.Constant(value), line)


def call(function: ast.expr, arguments: list, line: int) -> ast.expr:
    return at(ast.Call(function, arguments, []), line)


def assign(identifier: str, value: ast.expr, line: int) -> ast.stmt:
    return at(ast.Assign([at(ast.Name(identifier, STORE), line)], value), line)


def assign_many(identifiers: list[str], value: ast.expr, line: int) -> ast.stmt:
    targets = at(ast.Tuple([at(ast.Name(n, STORE), line) for n in identifiers], STORE), line)
    return at(ast.Assign([targets], value), line)


def is_test(value: ast.expr, constant_value: object, negated: bool, line: int) -> ast.expr:
    """`value is constant` or `value is not constant`."""
    operator = ast.IsNot() if negated else ast.Is()
    return at(ast.Compare(value, [operator], [constant(constant_value, line)]), line)


def function(
    identifier: str, parameters: tuple[str, ...], rest: str | None, body: list[ast.stmt], line: int
) -> ast.FunctionDef:
    """A function definition whose parameters are positional only."""
    arguments = ast.arguments(
        posonlyargs=[at(ast.arg(p, None), line) for p in parameters],
        args=[],
        vararg=at(ast.arg(rest, None), line) if rest is not None else None,
        kwonlyargs=[],
        kw_defaults=[],
        kwarg=None,
        defaults=[],
    )
    node = ast.FunctionDef(identifier, arguments, body or [at(ast.Pass(), line)], [], None)
    node.type_params = []
    return at(node, line)


def substitute(node: ast.AST, operands: dict[str, ast.expr], line: int) -> Any:
    """A copy of template NODE on LINE, with OPERANDS for its parameters and support names marked by ``'``."""
    if isinstance(node, ast.Name):
        if node.id in operands:
            return operands[node.id]
        return at(ast.Name("'" + node.id, node.ctx), line)
    fields = {}
    for field, value in ast.iter_fields(node):
        if isinstance(value, list):
            value = [substitute(v, operands, line) for v in value]
        elif isinstance(value, (ast.expr, ast.operator, ast.unaryop, ast.boolop, ast.cmpop)):
            value = substitute(value, operands, line)
        fields[field] = value
    copy = node.__class__(**fields)
    return at(copy, line) if isinstance(node, ast.expr) else copy


def code_of_function(definition: ast.FunctionDef, filename: str, others: list[ast.FunctionDef]) -> object:
    """The module code object that holds DEFINITION and OTHERS.

    CPython's compiler recurses in C, guarded in proportion to the recursion limit: the caller must not have raised it.
    """
    from warnings import catch_warnings, simplefilter

    module = ast.Module([*others, definition], [])
    with catch_warnings():
        simplefilter("ignore", SyntaxWarning)  # Python's advice on `5 is 5` or a call of 5 means nothing to the user
        return compile(module, filename, "exec", dont_inherit=True, optimize=0)
