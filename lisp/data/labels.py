"""Parts of a datum that are met again: what datum labels are for (report, 2.4). Depth first, on a stack of its own."""

from __future__ import annotations

from lisp.data.box import Box
from lisp.data.condition import Condition
from lisp.data.pair import Pair
from lisp.data.record import Record, record_fields
from lisp.data.values import Values
from lisp.data.vector import Vector

COMPOUND = (Pair, Vector, Record, Box, Condition, Values)  # what is written with its parts


def parts_of(obj: object) -> tuple | list:
    """What OBJ, a compound, is written with, in order."""
    if isinstance(obj, Pair):
        return (obj.car, obj.cdr)
    if isinstance(obj, Vector):
        return obj.items
    if isinstance(obj, Record):
        return record_fields(obj)
    if isinstance(obj, Condition):
        return (obj.message, obj.irritants)
    if isinstance(obj, Values):
        return obj.members
    return (obj.content,) if hasattr(obj, "content") else ()


def cyclic_parts(root: object, most: int = 0) -> set[int]:
    """The ids of the parts of ROOT that a reference from within leads back to. Every cycle has one.

    With MOST, only so many parts are looked at.
    """
    on_path: dict[int, bool] = {}  # id → whether we are inside that part now
    found: set[int] = set()
    work: list = [root]  # a part to enter, or the id of one to leave
    while work:
        obj = work.pop()
        if obj.__class__ is int:
            on_path[obj] = False
            continue
        key = id(obj)
        if key in on_path:
            if on_path[key]:
                found.add(key)
            continue
        if most and len(on_path) >= most:
            break
        on_path[key] = True
        work.append(key)
        for part in reversed(parts_of(obj)):
            if isinstance(part, COMPOUND):
                work.append(part)
    return found


def shared_parts(root: object) -> set[int]:
    """The ids of the parts of ROOT that are met more than once."""
    seen: set[int] = set()
    found: set[int] = set()
    work: list = [root]
    while work:
        obj = work.pop()
        key = id(obj)
        if key in seen:
            found.add(key)
            continue
        seen.add(key)
        for part in reversed(parts_of(obj)):
            if isinstance(part, COMPOUND):
                work.append(part)
    return found
