"""Booleans (report, 6.3)."""

from __future__ import annotations

from lisp.core.primitive import primitive


@primitive("not", "object -> boolean", section="6.3", pure=True, inline="obj is False")
def not_(obj: object) -> bool:
    """Whether OBJ is #f."""
    return obj is False


@primitive("boolean?", "object -> boolean", section="6.3", pure=True)
def boolean_p(obj: object) -> bool:
    """Whether OBJ is #t or #f."""
    return obj is True or obj is False


@primitive("boolean=?", "boolean boolean boolean ... -> boolean", section="6.3", pure=True)
def boolean_equal(a: object, b: object, *others: object) -> bool:
    """Whether the booleans are all the same."""
    if any(x is not True and x is not False for x in (a, b, *others)):
        raise TypeError
    return all(x is a for x in (b, *others))
