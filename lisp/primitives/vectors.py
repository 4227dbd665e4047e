"""Vectors (report, 6.8). What calls a procedure (vector-map, vector-for-each) is written in Scheme.

The items of a literal are a Python tuple, which refuses to be changed. The index test of the templates keeps out what
Python would answer, negative indices and booleans; of the forms that do, it is the quickest (3.11: 22 ns, 8 without).
"""

from __future__ import annotations

from builtins import int, len  # noqa: UP029 - templates name them, so they must be attributes of this module

from lisp.core.primitive import primitive
from lisp.data.base import DEFAULT
from lisp.data.pair import to_list
from lisp.data.vector import Vector
from lisp.primitives.bounds import (
    bad_index,  # noqa: F401 - support of the templates
    check_index,
    checked_range,
    checked_room,
    constant,
    out_of_range,
)
from lisp.primitives.pairs import items_of

SUPPORT = ("Vector", "bad_index", "int", "len")
ITEM = "vector.items[k if k.__class__ is int and k >= 0 else bad_index(k)]"


def changeable(who: str, vector: Vector) -> list:
    """The items of VECTOR, which WHO is going to change."""
    items = vector.items
    if items.__class__ is not list:
        raise constant(who, "vector")
    return items


def part_of(who: str, vector: Vector, start: object, end: object) -> list:
    """A fresh Python list of the items of VECTOR from START to END."""
    items = vector.items
    start, end = checked_range(who, "vector", len(items), start, end)
    return list(items[start:end])


@primitive("vector?", "object -> boolean", section="6.8", pure=True, inline="obj.__class__ is Vector")
def vector_p(obj: object) -> bool:
    """Whether OBJ is a vector."""
    return isinstance(obj, Vector)


@primitive("make-vector", "index [object] -> vector", section="6.8", pure=True)
def make_vector(k: int, fill: object = None) -> Vector:
    """A vector of K times FILL."""
    return Vector([fill] * check_index(k))


@primitive(
    "vector",
    "object ... -> vector",
    section="6.8",
    pure=True,
    inline={1: "Vector([a])", 2: "Vector([a, b])", 3: "Vector([a, b, c])"},
)
def vector_(*objs: object) -> Vector:
    """A fresh vector of OBJS."""
    return Vector(list(objs))


@primitive("vector-length", "vector -> index", section="6.8", pure=True, inline="len(vector.items)")
def vector_length(vector: Vector) -> int:
    """The number of items of VECTOR."""
    return len(vector.items)


@primitive("vector-ref", "vector index -> object", section="6.8", pure=True, inline=ITEM)
def vector_ref(vector: Vector, k: int) -> object:
    """Item K of VECTOR, from 0."""
    items = vector.items
    if check_index(k) >= len(items):
        raise out_of_range("vector-ref", "vector", k, len(items))
    return items[k]


@primitive("vector-set!", "vector index object -> unspecified", section="6.8", inline=f"{ITEM} = obj")
def vector_set(vector: Vector, k: int, obj: object) -> None:
    """Store OBJ as item K of VECTOR."""
    items = vector.items
    if check_index(k) >= len(items):
        raise out_of_range("vector-set!", "vector", k, len(items))
    changeable("vector-set!", vector)[k] = obj


@primitive("vector->list", "vector [index] [index] -> list", section="6.8", pure=True)
def vector_to_list(vector: Vector, start: int = 0, end: object = DEFAULT) -> object:
    """A fresh list of the items from START to END."""
    return to_list(part_of("vector->list", vector, start, end))


@primitive("list->vector", "list -> vector", section="6.8", pure=True)
def list_to_vector(items: object) -> Vector:
    """A fresh vector of the members of a list."""
    return Vector(items_of("list->vector", items))


@primitive("vector-fill!", "vector object [index] [index] -> unspecified", section="6.8")
def vector_fill(vector: Vector, fill: object, start: int = 0, end: object = DEFAULT) -> None:
    """Store FILL in the items from START to END."""
    start, end = checked_range("vector-fill!", "vector", len(vector.items), start, end)
    changeable("vector-fill!", vector)[start:end] = [fill] * (end - start)


@primitive("vector-copy", "vector [index] [index] -> vector", section="6.8", pure=True)
def vector_copy(vector: Vector, start: int = 0, end: object = DEFAULT) -> Vector:
    """A fresh vector of the items from START to END."""
    return Vector(part_of("vector-copy", vector, start, end))


@primitive("vector-copy!", "vector index vector [index] [index] -> unspecified", section="6.8")
def vector_copy_to(to: Vector, at: int, vector: Vector, start: int = 0, end: object = DEFAULT) -> None:
    """Store the items of VECTOR from START to END in TO, from AT; right too when both are one vector."""
    length = len(to.items)
    part = part_of("vector-copy!", vector, start, end)
    checked_room("vector-copy!", "vector", length, at, len(part))
    changeable("vector-copy!", to)[at : at + len(part)] = part


@primitive("vector-append", "vector ... -> vector", section="6.8", pure=True)
def vector_append(*vectors: Vector) -> Vector:
    """A fresh vector of the items of all VECTORS in order."""
    result: list = []
    for vector in vectors:
        result += vector.items
    return Vector(result)
