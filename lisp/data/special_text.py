"""How compounds without a notation of their own are written: records, boxes, conditions, multiple values."""

from __future__ import annotations

from lisp.data.atom_text import type_name
from lisp.data.box import Box
from lisp.data.condition import Condition
from lisp.data.pair import iterate
from lisp.data.record import Record, record_fields

MANY = 100  # irritants of a condition that are written; more do not help


def special_pieces(obj: object) -> list[tuple[bool, object]]:
    """OBJ as a sequence of pieces (is it text?, text or datum): `#<point x: 1 y: 2>`."""
    if isinstance(obj, Record):
        return record_pieces(obj)
    if isinstance(obj, Condition):
        return condition_pieces(obj)
    if isinstance(obj, Box):
        return spaced("box", [obj.content] if hasattr(obj, "content") else [])
    return spaced("values", list(obj.members))


def spaced(word: str, items: list) -> list[tuple[bool, object]]:
    pieces: list[tuple[bool, object]] = [(True, f"#<{word}")]
    for item in items:
        pieces.append((True, " "))
        pieces.append((False, item))
    pieces.append((True, ">"))
    return pieces


def record_pieces(record: Record) -> list[tuple[bool, object]]:
    rtd = record.__class__.type
    pieces: list[tuple[bool, object]] = [(True, f"#<{type_name(rtd)}")]
    for field, value in zip(rtd.fields, record_fields(record)):
        pieces.append((True, f" {getattr(field, 'name', field)}: "))
        pieces.append((False, value))
    pieces.append((True, ">"))
    return pieces


def condition_pieces(condition: Condition) -> list[tuple[bool, object]]:
    pieces: list[tuple[bool, object]] = [(True, f"#<condition {condition.kind}: ")]
    pieces.append((False, condition.message))
    for count, irritant in enumerate(iterate(condition.irritants)):
        pieces.append((True, " "))
        if count == MANY:
            pieces.append((True, "..."))
            break
        pieces.append((False, irritant))
    pieces.append((True, ">"))
    return pieces
