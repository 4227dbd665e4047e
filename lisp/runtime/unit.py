"""Units: compiled pieces of program. A unit knows its core form as bytes and makes of it, when asked, code, closures'
code by number, and entries.

Code is kept when it is there (just compiled, or read from an image made by this CPython version) and made from the core
form otherwise.
"""

from __future__ import annotations

from lisp.data.base import Object
from lisp.data.condition import LispError, error
from lisp.runtime.frame import is_foreign

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable


class Unit(Object):
    """A unit: `key` (hash), `core` (bytes), `sources` (of its spans; given as a list, or as what makes it), `code` (module code
    object or None).

    `codes` (number of a lambda → its code object), `factories` and `forms` are made at need and are no part of an image.
    """

    __slots__ = ("key", "core", "given_sources", "code", "exported", "codes", "factories", "forms")

    def __init__(self, key: str, core: bytes, sources: list | Callable[[], list], code: object, exported: tuple = ()) -> None:
        self.key = key
        self.core = core
        self.given_sources = sources
        self.code = code
        self.exported = exported
        self.codes: dict | None = None
        self.factories: dict | None = None
        self.forms: object = None

    @property
    def sources(self) -> list:
        if self.given_sources.__class__ is not list:
            self.given_sources = self.given_sources()
        return self.given_sources


def index_code(unit: Unit) -> None:
    """Find the code objects of UNIT's lambdas and factories in its module code."""
    unit.codes, unit.factories = {}, {}
    stack = [unit.code]
    kind = unit.code.__class__
    while stack:
        code = stack.pop()
        if code.co_name.startswith("'f:"):
            unit.factories[code.co_firstlineno] = code
        elif code is not unit.code:
            unit.codes.setdefault(code.co_firstlineno, code)
        stack.extend([c for c in code.co_consts if c.__class__ is kind])


def unit_forms(unit: Unit) -> object:
    """The UnitForms of UNIT, decoded once."""
    if unit.forms is None:
        from lisp.compiler.entry import decode_unit

        try:
            unit.forms = decode_unit(unit.core, unit.sources)
        except Exception as problem:  # the core form comes from an image, and may be any bytes
            if is_foreign(problem):
                raise
            raise senseless(unit, problem) from problem
    return unit.forms


def senseless(unit: Unit, problem: Exception) -> LispError:
    """The error that the core form of UNIT, which comes from an image, is none of a compiler, or nested too deeply."""
    return error("image", f"the core form of unit {unit.key} cannot be read or compiled ({type(problem).__name__}: {problem})")
