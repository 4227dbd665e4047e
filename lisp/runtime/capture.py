"""Stack to heap: the frames of a traceback become heap frames.

To capture, raise. The base catches the exception and gives its traceback here; for every frame whose code is ours the
form that it stopped at (the line number names it) and the variables that the rest of its body needs are written down.
Frames stopped at a call in tail position have nothing left to do and are left out. Each frame is unwound at most once.
"""

from __future__ import annotations

from lisp.core.names import AGAIN, ENTRY
from lisp.data.condition import error
from lisp.runtime.frame import HeapFrame
from lisp.runtime.unit import unit_forms
from lisp.runtime.world import World

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import TracebackType


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


def push_frames(
    world: World, traceback: TracebackType | None, next: object, again: bool = False, cut: bool = False
) -> tuple[object, int, int]:
    """Heap frames for our frames in TRACEBACK on top of NEXT; how many of those were live, and how many there were.

    AGAIN: the innermost frame is to do its statement again; otherwise it waits for the form's value. CUT: what is inside
    a host procedure is left out; otherwise it is an error, since that procedure's frame cannot be written down.
    """
    sites, keeper, live, count = world.sites, world.keeper, 0, 0
    depth = next.depth if next.__class__ is HeapFrame else 0
    last, node = to_repeat(world, traceback) if again else (None, 0)
    if again and last is None:
        return next, 0, 0
    host = None
    while traceback is not None:
        frame = traceback.tb_frame
        library = frame.f_globals.get("'library")
        if library is None:
            if host is None and count:
                host = frame.f_code
        elif host is not None:
            if cut:
                break
            raise error("barrier", f"a host procedure ({host.co_name}) is in the middle of the computation")
        else:
            count += 1
            number = traceback.tb_lineno if traceback is not last else node
            filename = frame.f_code.co_filename
            site = sites.get((filename, number, library)) or world.site(filename, number, library)
            unit, entry, names = site
            if entry is not None:
                live += 1
                local = frame.f_locals if names else None  # asking for it is not free
                pushed = HeapFrame()
                pushed.unit = unit
                pushed.node = number
                pushed.library = library
                pushed.values = tuple([local[n] for n in names])
                pushed.next = next
                pushed.depth = depth = depth + 1
                pushed.entry = entry
                if keeper is not None:
                    keeper(pushed, frame.f_locals)
                next = pushed
        if traceback is last:
            break
        traceback = traceback.tb_next
    return next, live, count


def to_repeat(world: World, traceback: TracebackType | None) -> tuple[TracebackType | None, int]:
    """The last entry of TRACEBACK that is ours, and the node that goes on there by doing again what was begun.

    At the recursion limit Python cannot call the handler of a signal either, so a frame may also have stopped where it
    called nothing: at its very beginning, when its caller is to call again; or at the end of a jump, whose variables
    have their new values.
    """
    found = before = None
    while traceback is not None:
        if "'library" in traceback.tb_frame.f_globals:
            before, found = found, traceback
        traceback = traceback.tb_next
    if found is None:
        return None, 0
    number, code = found.tb_lineno, found.tb_frame.f_code
    if number == code.co_firstlineno and not code.co_name.startswith((ENTRY, AGAIN)):
        return (None, 0) if before is None else (before, -before.tb_lineno)
    if unit_forms(world.unit(code.co_filename[5:])).forms[number].__class__.__name__ == "Jump":
        from opcode import opmap

        if code.co_code[found.tb_lasti] == opmap["JUMP_BACKWARD"]:
            return found, number
    return found, -number
