"""Levels of the debugger as data of the heap: so an image holds them, and a core dump is one of its levels.

What goes on is in the heap frames of the computation, which an image holds anyway. What people look at beside them, frames
stopped in tail position and variables that the rest of a body does not need, is added as *shadows*: heap frames that nothing
ever runs, `node` being the form waited at and `values` being (names, values, tail, lost).

A level is a tuple: payload, place, heap frames, handlers, winders, shadows, number of the frame looked at, whether it is
a program's.
"""

from __future__ import annotations

from itertools import takewhile

from lisp.data.condition import LispError
from lisp.debug.stop import Frame, Stop, heap_frames, is_heap
from lisp.runtime.frame import HeapFrame
from lisp.runtime.world import World

MOST_SHADOWS = 10_000


def level_data(stop: Stop, current: int, program: bool) -> tuple:
    """STOP as data. CURRENT: the frame that is looked at; PROGRAM: whether what it stopped is a whole program."""
    failure = stop.failure
    shadows = tuple([shadow(frame) for frame in takewhile(lambda frame: frame.noted, stop.frames[:MOST_SHADOWS])])
    return failure.payload, failure.place, failure.continuation, failure.handlers, stop.winders, shadows, current, program


def shadow(frame: Frame) -> HeapFrame:
    """FRAME with all that is known of it."""
    kept = {name: value for name, value in frame.values.items() if name[0] != "'"}  # of the generated code itself
    made = HeapFrame()
    made.unit, made.node, made.library = frame.unit, frame.number, frame.library
    made.values = (tuple(kept), tuple(kept.values()), frame.tail, frame.lost)
    made.next = frame.rest
    made.depth = 0
    return made


def stop_of(world: World, data: tuple) -> tuple[Stop, int, bool]:
    """The stop that DATA describes, the frame looked at, and whether it is a program's."""
    payload, place, heap, handlers, winders, shadows, current, program = data
    frames = [frame_of(world, made) for made in shadows]
    rest = shadows[-1].next if frames and not frames[-1].lost else heap
    frames += heap_frames(world, rest if is_heap(rest) else None)
    failure = LispError(payload, place, heap)
    failure.handlers = handlers
    return Stop(world, failure, frames, winders), current, program


def frame_of(world: World, made: HeapFrame) -> Frame:
    names, values, tail, lost = made.values
    frame = Frame(world, made.unit, made.node, made.library, dict(zip(names, values)), made.next)
    frame.tail, frame.lost, frame.noted = tail, lost, True
    return frame
