"""The parts of a value, for looking into it: each with what leads there (`car`, an index, a field, a key, a variable)."""

from __future__ import annotations

from itertools import islice

from lisp.core.names import shown_name
from lisp.data.base import NIL
from lisp.data.box import Box
from lisp.data.condition import Condition
from lisp.data.pair import Pair
from lisp.data.parameter import Parameter
from lisp.data.record import Record, record_fields
from lisp.data.string import String, text_of
from lisp.data.symbol import Symbol
from lisp.data.table import Table, entries_of
from lisp.data.values import Values
from lisp.data.vector import Vector
from lisp.data.writer import shown

Part = tuple[str, object]


def parts(value: object, most: int = 1000) -> list[Part]:
    """The first MOST parts of VALUE; none for what has no parts."""
    return list(islice(all_parts(value), most))


def all_parts(value: object) -> object:
    if isinstance(value, Pair):
        return list_parts(value)
    if isinstance(value, Vector):
        return ((str(i), item) for i, item in enumerate(value.items))
    if isinstance(value, Record):
        names = [getattr(field, "name", str(field)) for field in value.__class__.type.fields]
        return zip(names, record_fields(value))
    if isinstance(value, Table):
        return ((shown(key, 30), item) for key, item in entries_of(value))
    return iter(small_parts(value))


def small_parts(value: object) -> list[Part]:
    """The parts of a VALUE that has few."""
    if isinstance(value, Box):
        return [("content", value.content)] if hasattr(value, "content") else []
    if isinstance(value, Condition):
        return [("message", value.message), ("irritants", value.irritants)]
    if isinstance(value, Parameter):
        return [("setting", value.setting), ("converter", value.converter)]
    if isinstance(value, Values):
        return [(str(i), member) for i, member in enumerate(value.members, 1)]
    if isinstance(value, String):
        return [("length", len(text_of(value)))]
    if isinstance(value, Symbol):
        return [("name", String(value.name))]
    return closure_parts(value)


def list_parts(pair: Pair) -> object:
    """The elements of a list, by index; of what is no list, car and cdr."""
    seen: set[int] = set()
    index, rest = 0, pair
    while isinstance(rest, Pair) and id(rest) not in seen:
        seen.add(id(rest))
        yield str(index), rest.car
        index, rest = index + 1, rest.cdr
    if rest is not NIL:
        yield "tail", rest


def closure_parts(value: object) -> list[Part]:
    """The variables that the procedure VALUE closes over."""
    code, cells = getattr(value, "__code__", None), getattr(value, "__closure__", None)
    if code is None or not cells or not code.co_filename.startswith("lisp:"):
        return []
    found: list[Part] = []
    for name, cell in zip(code.co_freevars, cells):
        try:
            content = cell.cell_contents
        except ValueError:  # not set yet
            continue
        found.append((shown_name(name), content.content if isinstance(content, Box) else content))
    return found
