"""How primitives are written in place: the catalogue's declarations, with their templates parsed.

A template is Python source over the primitive's own parameter names. Its other names are looked up in the library's
globals under ``'name``, where autoload puts the object of that name from the catalogue's support.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping

from lisp.core.forms import Constant, Form
from lisp.core.primitive import Primitive

RECORD_OPERATIONS = ("%record", "%record?", "%record-ref", "%record-set!")


class Template:
    """One parsed template: `parameters`, the expression `value`, and for an assignment its `target`.

    `repeated`: indices of the parameters that occur more than once, whose operands must be variables or constants.
    """

    __slots__ = ("parameters", "target", "value", "repeated")

    def __init__(self, source: str, parameters: tuple[str, ...]) -> None:
        statement = ast.parse(source).body[0]
        self.parameters = parameters
        self.target = statement.targets[0] if isinstance(statement, ast.Assign) else None
        self.value = statement.value
        names = [n.id for n in ast.walk(statement) if isinstance(n, ast.Name)]
        self.repeated = frozenset(i for i, p in enumerate(parameters) if names.count(p) > 1)


class Templates:
    """What the compiler knows of primitives, asked by name; parsed templates are kept."""

    def __init__(self, primitives: Mapping[str, object]) -> None:
        self.primitives = primitives
        self.parsed: dict[tuple[str, int], Template | None] = {}

    def declaration(self, name: str) -> Primitive | None:
        """The declaration of primitive NAME, if there is one."""
        function = self.primitives.get(name)
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
        code = self.primitives[name].__code__
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

    def is_pure(self, name: str, count: int) -> bool:
        """Whether a PrimitiveCall of NAME may stand inside an expression and be run again."""
        template = self.template(name, count)
        if template is not None and template.target is not None:
            return False
        return self.declaration(name).pure

    def is_boolean(self, name: str) -> bool:
        """Whether NAME always returns a boolean."""
        return self.declaration(name).result == "boolean"
