"""Indices and ranges of vectors, bytevectors and strings: where Python would answer, and Scheme must refuse.

Python takes negative indices and booleans for indices, and cuts a slice down to what is there.
"""

from __future__ import annotations

from lisp.data.base import DEFAULT
from lisp.data.condition import error


def bad_index(k: object) -> int:
    """Refuse K, no index. Inline templates call this: the primitive itself, which is asked next, says what is wrong."""
    raise IndexError(k)


def out_of_range(who: str, kind: str, k: int, length: int) -> Exception:
    """The error that index K does not lie in the KIND ("vector", …) of LENGTH elements."""
    from lisp.data.writer import shown

    return error("range", f"index {shown(k)} is out of range for a {kind} of length {length}", who=who)


def constant(who: str, kind: str) -> Exception:
    """The error that WHO was to change a literal KIND."""
    return error("constant", f"a literal {kind} cannot be changed", who=who)


def check_index(k: object) -> int:
    """K if it is an exact non-negative integer; otherwise TypeError, which is diagnosed from the signature."""
    if k.__class__ is not int or k < 0:
        raise TypeError
    return k


def checked_range(who: str, kind: str, length: int, start: object, end: object = DEFAULT) -> tuple[int, int]:
    """START and END (not given: the length) as indices into the KIND of LENGTH elements, in order."""
    start = check_index(start)
    end = length if end is DEFAULT else check_index(end)
    if end > length:
        raise out_of_range(who, kind, end, length)
    if start > end:
        if start > length:
            raise out_of_range(who, kind, start, length)
        raise error("range", f"the range ends at {end}, before its start {start}", who=who)
    return start, end


def checked_room(who: str, kind: str, length: int, at: object, count: int) -> int:
    """AT if COUNT elements fit into the KIND of LENGTH elements from there."""
    at = check_index(at)
    if at > length:
        raise out_of_range(who, kind, at, length)
    if count > length - at:
        text = f"a part of length {count} does not fit into a {kind} of length {length} from index {at}"
        raise error("range", text, who=who)
    return at
