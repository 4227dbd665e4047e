"""Boxes: the heap cell of a variable that is assigned, and SRFI 111's boxes."""

from __future__ import annotations

from lisp.data.base import Object


class Box(Object):
    """A mutable cell. `content` is unset until the variable is initialised. As with pairs there is no ``__init__``."""

    __slots__ = ("content",)


def make_box(content: object) -> Box:
    """A fresh cell that holds CONTENT."""
    box = Box()
    box.content = content
    return box
