"""The Python that a procedure was compiled to, and its bytecode."""

from __future__ import annotations

import ast

from lisp.runtime.unit import unit_forms
from lisp.runtime.world import World


def python_of(world: World, procedure: object) -> str:
    """The generated Python of PROCEDURE. A name such as `x'3` is a local variable, with its number."""
    from lisp.compiler.pipeline import generate
    from lisp.core.walk import deep_recursion

    code = procedure.__code__
    unit = world.unit(code.co_filename[5:])
    main = unit_forms(unit).forms[1]
    with deep_recursion():
        definition, others = generate(main, world.compiler_templates(), unit.key, frozenset(unit.exported), world.stress)
        for tree in (definition, *others):
            for node in ast.walk(tree):
                if isinstance(node, ast.FunctionDef) and node.lineno == code.co_firstlineno and node.name == code.co_name:
                    return ast.unparse(ast.fix_missing_locations(node))
        return ast.unparse(ast.fix_missing_locations(definition))


def bytecode_of(procedure: object) -> str:
    """The bytecode of PROCEDURE as `dis` shows it; the line numbers are those of forms."""
    import dis
    import io

    out = io.StringIO()
    dis.dis(procedure.__code__, file=out, depth=0)
    return out.getvalue().rstrip()
