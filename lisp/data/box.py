"""Boxes: the heap cell of a variable that is assigned, and SRFI 111's boxes."""

from __future__ import annotations

from lisp.data.base import Object


class Box(Object):
    """A mutable cell. `content` is unset until the variable is initialised."""

    __slots__ = ("content",)

    def __init__(self, *content: object) -> None:
        if content:
            self.content = content[0]
