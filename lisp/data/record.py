"""Records (report, 5.5). A record type has a Python class of its own; its instances keep their fields in slots f0, f1, ….

Slots are named by position, not by field: `(car r)` must fail on a record whose field is called car. The classes of one
field count share their constructor, so that an image makes a type again without compiling anything.
"""

from __future__ import annotations

from lisp.data.base import Object


class Record(Object):
    """The root of all record classes; `type` on the class is its RecordType."""

    __slots__ = ()
    type: RecordType


class RecordType(Object):
    """A record type: `name`, `fields` (tuple of Symbol) and the Python class `instances` of its records."""

    __slots__ = ("name", "fields", "instances")

    def __init__(self, name: str, fields: tuple) -> None:
        self.name = name
        self.fields = fields
        slots = tuple(f"f{i}" for i in range(len(fields)))
        members = {"__slots__": slots, "type": self}
        self.instances = type("Record", (Record,), members)


def blank_record(rtd: RecordType) -> Record:
    """A record of type RTD whose fields are all the unspecified value."""
    record = rtd.instances.__new__(rtd.instances)
    for slot in rtd.instances.__slots__:
        setattr(record, slot, None)
    return record


def record_fields(record: Record) -> list:
    """The field values of RECORD, in the order of its type's fields."""
    return [getattr(record, slot) for slot in record.__class__.__slots__]
