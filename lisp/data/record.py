"""Records (report, 5.5). A record type has a Python class of its own; its instances keep their fields in slots f0, f1, ….

Slots are named by position, not by field: `(car r)` must fail on a record whose field is called car. The classes of one
field count share their constructor, so that an image makes a type again without compiling anything.
"""

from __future__ import annotations

from lisp.data.base import Object


class Record(Object):
    """The root of all record classes; `type` on the class is its RecordType."""

    __slots__: tuple[str, ...] = ()
    type: RecordType


def construct(self: Record, *values: object) -> None:
    """The constructor of records with many fields."""
    for slot, value in zip(self.__class__.__slots__, values, strict=True):
        setattr(self, slot, value)


def construct0(self: Record) -> None: ...


def construct1(self: Record, a: object) -> None:
    self.f0 = a


def construct2(self: Record, a: object, b: object) -> None:
    self.f0 = a
    self.f1 = b


def construct3(self: Record, a: object, b: object, c: object) -> None:
    self.f0 = a
    self.f1 = b
    self.f2 = c


def construct4(self: Record, a: object, b: object, c: object, d: object) -> None:
    self.f0 = a
    self.f1 = b
    self.f2 = c
    self.f3 = d


def construct5(self: Record, a: object, b: object, c: object, d: object, e: object) -> None:
    self.f0 = a
    self.f1 = b
    self.f2 = c
    self.f3 = d
    self.f4 = e


CONSTRUCTORS = {0: construct0, 1: construct1, 2: construct2, 3: construct3, 4: construct4, 5: construct5}


class RecordType(Object):
    """A record type: `name`, `fields` (tuple of Symbol) and the Python class `instances` of its records."""

    __slots__ = ("name", "fields", "instances")

    def __init__(self, name: str, fields: tuple) -> None:
        self.name = name
        self.fields = fields
        slots = tuple(f"f{i}" for i in range(len(fields)))
        members = {"__slots__": slots, "type": self, "__init__": CONSTRUCTORS.get(len(fields), construct)}
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
