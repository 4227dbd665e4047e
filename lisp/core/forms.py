"""Core forms: the language between expander and code generator. A program is a tree of these and nothing else.

Forms are treated as immutable: a pass builds new ones. `span` (a Span or None) says where a form came from and is no
part of what it means. Local variables are strings, unique in their unit (core/names.py), so no pass needs scopes.
`number` is the form's position in the unit's preorder, from 1, given by the last pass: it names the form in a traceback
(it is emitted as the line number) and in a heap frame.

Which forms exist when:
    from the expander         Constant LocalRef GlobalRef Assign SetGlobal DefineGlobal If Lambda Call Let Letrec Sequence
    after the passes, besides PrimitiveCall Fix Loop Jump; no more Assign and Letrec
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(slots=True, eq=False)
class Form:
    """The root of all forms."""


@dataclass(slots=True, eq=False)
class Constant(Form):
    """A literal: any datum. (The compiler moves what Python code cannot hold into the unit's constants.)"""

    value: object
    span: object = None
    number: int = 0


@dataclass(slots=True, eq=False)
class LocalRef(Form):
    """The value of a local variable."""

    name: str
    span: object = None
    number: int = 0


@dataclass(slots=True, eq=False)
class GlobalRef(Form):
    """The value of a library's variable, or of a primitive (key = primitive_key(name))."""

    key: str
    span: object = None
    number: int = 0


@dataclass(slots=True, eq=False)
class Assign(Form):
    """`set!` of a local variable."""

    name: str
    value: Form
    span: object = None
    number: int = 0


@dataclass(slots=True, eq=False)
class SetGlobal(Form):
    """`set!` of a variable of this library; an error if it is not defined yet."""

    key: str
    value: Form
    span: object = None
    number: int = 0


@dataclass(slots=True, eq=False)
class DefineGlobal(Form):
    """Definition of a variable of this library."""

    key: str
    value: Form
    span: object = None
    number: int = 0


@dataclass(slots=True, eq=False)
class If(Form):
    """A choice; only #f is false."""

    test: Form
    consequent: Form
    alternative: Form
    span: object = None
    number: int = 0


@dataclass(slots=True, eq=False)
class Lambda(Form):
    """A procedure. `rest` takes the remaining arguments as a list, or is None. `name` is for people."""

    parameters: tuple[str, ...]
    rest: str | None
    body: Form
    name: str = "lambda"
    doc: str | None = None
    span: object = None
    number: int = 0


@dataclass(slots=True, eq=False)
class Call(Form):
    """A procedure call. With `spread`, the last operand is a Python tuple or list of further arguments."""

    operator: Form
    operands: tuple[Form, ...]
    spread: bool = False
    span: object = None
    number: int = 0


@dataclass(slots=True, eq=False)
class PrimitiveCall(Form):
    """A call of the primitive `name` that the code generator writes in place."""

    name: str
    operands: tuple[Form, ...]
    span: object = None
    number: int = 0


@dataclass(slots=True, eq=False)
class Let(Form):
    """Local variables; the inits do not see them."""

    names: tuple[str, ...]
    inits: tuple[Form, ...]
    body: Form
    span: object = None
    number: int = 0


@dataclass(slots=True, eq=False)
class Letrec(Form):
    """Local variables with the meaning of letrec*: inits in order, each sees all names."""

    names: tuple[str, ...]
    inits: tuple[Form, ...]
    body: Form
    span: object = None
    number: int = 0


@dataclass(slots=True, eq=False)
class Fix(Form):
    """Local procedures that may refer to each other."""

    names: tuple[str, ...]
    lambdas: tuple[Lambda, ...]
    body: Form
    span: object = None
    number: int = 0


@dataclass(slots=True, eq=False)
class Sequence(Form):
    """Forms in order; the value is the last one's. At least one."""

    forms: tuple[Form, ...]
    span: object = None
    number: int = 0


@dataclass(slots=True, eq=False)
class Loop(Form):
    """A loop: `names` start as `inits`; `body` runs; a Jump to `label` in tail position runs it again."""

    label: str
    names: tuple[str, ...]
    inits: tuple[Form, ...]
    body: Form
    span: object = None
    number: int = 0


@dataclass(slots=True, eq=False)
class Jump(Form):
    """Go round loop `label` again with new values; only in tail position of its body."""

    label: str
    operands: tuple[Form, ...]
    span: object = None
    number: int = 0
