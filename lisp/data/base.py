"""The root class of the values that are ours, and the singletons.

Python's ``==`` answers False for unlike operands where Scheme's ``=`` must refuse. So every class of ours refuses to be
compared with a number: ``a == b`` on a symbol and 3 raises, and the failure is diagnosed afterwards, at no cost before.
Hashing stays by identity. The unspecified value is Python's ``None``; booleans are Python's.
"""

from __future__ import annotations

NUMBERS = (int, float, complex)


class Object:
    """A Scheme value that is not a number, a boolean or a procedure."""

    __slots__ = ()

    def __eq__(self, other: object) -> bool:
        if other.__class__ in NUMBERS or hasattr(other, "numerator"):
            raise TypeError("a number was compared with something else")
        return self is other

    __hash__ = object.__hash__


class Singleton(Object):
    """A value that exists once; NAME is how `write` shows it."""

    __slots__ = ("name",)

    def __init__(self, name: str) -> None:
        self.name = name

    def __repr__(self) -> str:
        return self.name

    def __reduce__(self) -> str:
        return {"()": "NIL", "#<eof>": "EOF", "#<default>": "DEFAULT"}[self.name]


NIL = Singleton("()")
EOF = Singleton("#<eof>")
DEFAULT = Singleton("#<default>")  # an optional argument that was not given
