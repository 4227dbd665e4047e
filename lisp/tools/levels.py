"""Levels of the debugger in an image: what lisp/debug/saved.py, which is above this floor, has written."""

from __future__ import annotations

from typing import NamedTuple

from lisp.image.columns import Damaged
from lisp.runtime.frame import HeapFrame, HostFrame


class Level(NamedTuple):
    """A level; `frames` are those that go on, `shadows` what is known of those that people look at. No shadow ever runs."""

    payload: object
    place: object
    frames: object
    handlers: object
    winders: object
    shadows: tuple[HeapFrame, ...]
    current: int
    program: bool


class Shadow(NamedTuple):
    """What a shadow holds instead of the values of variables."""

    names: tuple[str, ...]
    values: tuple
    tail: bool
    lost: bool


def levels_of(entry: dict[str, object]) -> list[Level]:
    """The levels of the debugger that ENTRY of an image holds, outermost first; Damaged if they make no sense."""
    levels = entry.get("levels", [])
    if levels.__class__ is not list:
        raise Damaged("levels of the debugger that are no list")
    return [level_of(data) for data in levels]


def level_of(data: object) -> Level:
    """The level that DATA is."""
    if data.__class__ is not tuple or len(data) != len(Level._fields):
        raise Damaged("a level of the debugger without its parts")
    level = Level(*data)
    kinds = level.shadows.__class__, level.current.__class__, level.program.__class__
    if kinds != (tuple, int, bool) or not isinstance(level.frames, (HeapFrame, HostFrame, type(None))):
        raise Damaged("a level of the debugger with parts that it cannot have")
    for frame in level.shadows:
        if frame.__class__ is not HeapFrame:
            raise Damaged("a frame of a level of the debugger that is none")
        shadow_of(frame)
    return level


def shadow_of(frame: HeapFrame) -> Shadow:
    """What is known of the frame that the shadow FRAME stands for."""
    values = frame.values
    if values.__class__ is not tuple or [part.__class__ for part in values] != [tuple, tuple, bool, bool]:
        raise Damaged("a frame of a level of the debugger without its parts")
    shadow = Shadow(*values)
    if len(shadow.names) != len(shadow.values) or any(name.__class__ is not str for name in shadow.names):
        raise Damaged("a frame of a level of the debugger with variables that do not add up")
    return shadow
