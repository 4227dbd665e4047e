"""Objects made blank, many at once, and then filled: what decoding a heap spends its time with (decode.py)."""

from __future__ import annotations

from itertools import repeat

from lisp.image.classes import UNSET
from lisp.image.columns import Damaged

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable


def blanks(cls: type, count: int) -> list:
    """COUNT objects of CLS whose slots are to be filled: half the time of calling a class that has an `__init__`."""
    return list(map(object.__new__, repeat(cls, count)))


def has_unset(values: list) -> bool:
    """Whether one of VALUES is UNSET."""
    return list(map(type, values)).count(type(UNSET)) > 0 and id(UNSET) in map(id, values)


def fill_slot(objects: list, setter: Callable, values: list, required: type | None = None) -> None:
    """Give OBJECTS the VALUES of a slot, whose SETTER sets it; the slot stays unset where a value is UNSET."""
    if has_unset(values):
        held = [(o, value) for o, value in zip(objects, values, strict=True) if value is not UNSET]
        objects, values = [o for o, _ in held], [value for _, value in held]
    if required is not None and set(map(type, values)) - {required}:
        raise Damaged("a slot with a value that it cannot hold")
    any(map(setter, objects, values))  # calls it for each, in C: setting a slot gives None


def fill_one(records: list, first: list) -> None:
    for record, a in zip(records, first, strict=True):
        record.f0 = a


def fill_two(records: list, first: list, second: list) -> None:
    for record, a, b in zip(records, first, second, strict=True):
        record.f0, record.f1 = a, b


def fill_three(records: list, first: list, second: list, third: list) -> None:
    for record, a, b, c in zip(records, first, second, third, strict=True):
        record.f0, record.f1, record.f2 = a, b, c


FILLERS: dict[int, Callable] = {1: fill_one, 2: fill_two, 3: fill_three}
