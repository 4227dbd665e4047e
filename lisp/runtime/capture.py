"""Stack to heap: the frames of a traceback become heap frames.

To capture, raise. The base catches the exception and gives its traceback here; for every frame whose code is ours the
form that it stopped at (the line number names it) and the variables that the rest of its body needs are written down.
Frames stopped at a call in tail position have nothing left to do and are left out. Each frame is unwound at most once.
"""

from __future__ import annotations

from types import TracebackType

from lisp.data.condition import error
from lisp.runtime.frame import HeapFrame
from lisp.runtime.world import World


class Stopped:
    """A frame of ours in a traceback: unit key, form number, the Python frame; `host` names host code inside it."""

    __slots__ = ("unit", "number", "frame", "host", "position")

    def __init__(self, unit: str, number: int, frame: object, position: int) -> None:
        self.unit = unit
        self.number = number
        self.frame = frame
        self.position = position
        self.host: str | None = None


def stopped_frames(traceback: TracebackType | None) -> list[Stopped]:
    """Our frames in TRACEBACK, outermost first; host code between them is noted at the frame that called it."""
    frames: list[Stopped] = []
    while traceback is not None:
        code = traceback.tb_frame.f_code
        filename = code.co_filename
        if filename.startswith("lisp:"):
            frames.append(Stopped(filename[5:], traceback.tb_lineno, traceback.tb_frame, traceback.tb_lasti))
        elif frames and frames[-1].host is None:
            frames[-1].host = code.co_name
        traceback = traceback.tb_next
    return frames


def outside_host(frames: list[Stopped]) -> list[Stopped]:
    """FRAMES without those inside a host procedure: what is left when they are thrown away."""
    for count, stopped in enumerate(frames, 1):
        if stopped.host is not None:
            return frames[:count]
    return frames


def push_frames(world: World, frames: list[Stopped], next: object, again: bool = False) -> tuple[object, int]:
    """Heap frames for FRAMES on top of NEXT, and how many of FRAMES were live.

    AGAIN: the innermost frame is to do its statement again; otherwise it waits for the form's value.
    """
    live = 0
    depth = next.depth if next.__class__ is HeapFrame else 0
    last = frames[-1] if frames else None
    for stopped in frames:
        number = -stopped.number if again and stopped is last else stopped.number
        if stopped.host is not None and stopped is not last:
            raise error("barrier", f"a host procedure ({stopped.host}) is in the middle of the computation")
        library = stopped.frame.f_globals["'library"]
        entry, names = world.entry(stopped.unit, number, library)
        if entry is None:
            continue
        local = stopped.frame.f_locals
        depth += 1
        next = HeapFrame(stopped.unit, number, library, tuple([local[n] for n in names]), next, depth)
        live += 1
    if depth > world.frame_limit:
        raise error("limit", f"the computation is more than {world.frame_limit} frames deep")
    return next, live
