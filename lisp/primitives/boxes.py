"""Boxes: the cells of assigned variables (names with %), and SRFI 111's boxes."""

from __future__ import annotations

from lisp.core.primitive import primitive
from lisp.data.box import Box, make_box

SUPPORT = ("Box", "not_a_box")


@primitive("%box", "object -> box", pure=True, inline="new = Box(); new.content = obj")
def make_cell(obj: object) -> Box:
    """A cell that holds OBJ."""
    return make_box(obj)


@primitive("%empty-box", "-> box", pure=True, inline="Box()")
def empty_cell() -> Box:
    """A cell that holds nothing yet."""
    return Box()


@primitive("%unbox", "box -> object", pure=True, inline="box.content")
def cell_content(box: Box) -> object:
    """What the cell holds."""
    return box.content


@primitive("%set-box!", "box object -> unspecified", inline="box.content = obj")
def set_cell(box: Box, obj: object) -> None:
    """Put OBJ into the cell."""
    box.content = obj


@primitive("box?", "object -> boolean", section="SRFI 111", pure=True)
def box_p(obj: object) -> bool:
    """Whether OBJ is a box."""
    return obj.__class__ is Box


@primitive("box", "object -> box", section="SRFI 111", pure=True, inline="new = Box(); new.content = obj")
def box(obj: object) -> Box:
    """A fresh box that holds OBJ."""
    return make_box(obj)


@primitive("unbox", "box -> object", section="SRFI 111", pure=True, inline="box.content")
def unbox(box: Box) -> object:
    """What the box holds."""
    return box.content


def not_a_box(obj: object) -> object:
    """As `not_a_pair` in pairs.py."""
    raise TypeError


@primitive(
    "set-box!", "box object -> unspecified", section="SRFI 111",
    inline="box.content = obj if box.__class__ is Box else not_a_box(box)",
)  # fmt: skip
def set_box(box: Box, obj: object) -> None:
    """Put OBJ into the box."""
    if box.__class__ is not Box:
        raise TypeError
    box.content = obj
