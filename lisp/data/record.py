"""Records (report, 5.5). A record type has a Python class of its own; its instances keep their fields in slots f0, f1, ….

Slots are named by position, not by field: `(car r)` must fail on a record whose field is called car. As with pairs there
is no ``__init__``: compiled code fills the slots in place.
"""

from __future__ import annotations

from lisp.data.base import Object

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable


class Record(Object):
    """The root of all record classes; `type` on the class is its RecordType."""

    __slots__: tuple[str, ...] = ()
    type: RecordType


class RecordType(Object):
    """A record type: `name`, `fields` (tuple of Symbol) and the Python class `instances` of its records."""

    __slots__ = ("name", "fields", "instances")

    def __init__(self, name: str, fields: tuple) -> None:
        self.name = name
        self.fields = fields
        slots = tuple(f"f{i}" for i in range(len(fields)))
        self.instances = type("Record", (Record,), {"__slots__": slots, "type": self})


def make_record(rtd: RecordType, values: Iterable) -> Record:
    """A fresh record of type RTD with VALUES, one for each field."""
    record = rtd.instances()
    for slot, value in zip(rtd.instances.__slots__, values, strict=True):
        setattr(record, slot, value)
    return record


def record_fields(record: Record) -> list:
    """The field values of RECORD, in the order of its type's fields."""
    return [getattr(record, slot) for slot in record.__class__.__slots__]
