"""Equivalence predicates (report, 6.1)."""

from __future__ import annotations

from lisp.core.primitive import primitive
from lisp.data.equality import is_equal, is_eqv

SUPPORT = ("slow_eqv",)
slow_eqv = is_eqv  # what the inlined `eqv?` calls when identity does not tell


@primitive("eq?", "object object -> boolean", section="6.1", pure=True, inline="a is b")
def is_eq(a: object, b: object) -> bool:
    """Return whether A and B are the same object."""
    return a is b


@primitive("eqv?", "object object -> boolean", section="6.1", pure=True, inline="a is b or slow_eqv(a, b)")
def eqv(a: object, b: object) -> bool:
    """Return whether A and B are the same object, or numbers of the same exactness and value."""
    return a is b or is_eqv(a, b)


@primitive("equal?", "object object -> boolean", section="6.1", pure=True)
def equal(a: object, b: object) -> bool:
    """Return whether A and B look the same: pairs, vectors, strings and bytevectors are compared by their contents."""
    return a is b or is_equal(a, b)


@primitive("%same-integer?", "object exact-integer -> boolean", pure=True, inline="a.__class__ is int and a == b")
def same_integer(a: object, b: int) -> bool:
    """`eqv?` where B is an exact integer."""
    return a.__class__ is int and a == b


@primitive("%same?", "object object -> boolean", pure=True)
def same(a: object, b: object) -> bool:
    """`eqv?`, never written in place."""
    return is_eqv(a, b)
