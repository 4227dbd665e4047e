"""Vectors (report, 6.8). `items` is a Python list, or a tuple in a literal: Python then refuses to change it."""

from __future__ import annotations

from lisp.data.base import Object


class Vector(Object):
    """A vector of `items`."""

    __slots__ = ("items",)

    def __init__(self, items: list | tuple) -> None:
        self.items = items
