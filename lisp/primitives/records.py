"""Records (report, 5.5): what define-record-type expands into. The compiler writes access by slot in place."""

from __future__ import annotations

from lisp.core.primitive import primitive
from lisp.data.condition import error
from lisp.data.pair import iterate
from lisp.data.record import Record, RecordType, make_record
from lisp.data.symbol import Symbol


@primitive("%make-record-type", "symbol list -> record-type")
def make_record_type(name: Symbol, fields: object) -> RecordType:
    """A fresh record type."""
    return RecordType(name.name.strip("<>") or name.name, tuple(iterate(fields)))


@primitive("%record", "record-type object ... -> record", pure=True)
def record(rtd: RecordType, *values: object) -> Record:
    """A record of type RTD with VALUES in its fields."""
    return make_record(rtd, values)


@primitive("%record?", "object record-type -> boolean", pure=True)
def record_p(obj: object, rtd: RecordType) -> bool:
    """Whether OBJ is a record of type RTD."""
    return obj.__class__ is rtd.instances


def check(obj: object, rtd: RecordType, k: int) -> str:
    """The slot of field K of OBJ, which must be a record of type RTD."""
    if obj.__class__ is not rtd.instances:
        from lisp.data.writer import shown

        article = "an" if rtd.name[:1] in "aeiou" else "a"
        who = f"{rtd.name}-{rtd.fields[k].name}"
        raise error("type", f"expected {article} {rtd.name}, got {shown(obj)}", who=who)
    return f"f{k}"


@primitive("%record-ref", "object record-type index -> object", pure=True)
def record_ref(obj: object, rtd: RecordType, k: int) -> object:
    """Field K of OBJ, a record of type RTD."""
    return getattr(obj, check(obj, rtd, k))


@primitive("%record-set!", "object record-type index object -> unspecified")
def record_set(obj: object, rtd: RecordType, k: int, value: object) -> None:
    """Store VALUE in field K of OBJ, a record of type RTD."""
    setattr(obj, check(obj, rtd, k), value)


@primitive("record?", "object -> boolean", pure=True)
def any_record_p(obj: object) -> bool:
    """Whether OBJ is a record of any type."""
    return isinstance(obj, Record)
