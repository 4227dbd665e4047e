"""Ctrl-C: a computation is stopped where it can be written down exactly, and can go on from there.

A signal may come in the middle of anything. So the handler only arms tracing, and the innermost of our frames is stopped by
an `Interrupt` before the next call or jump that it comes to: there nothing of the statement has happened yet, and the frame
does it again later. A primitive of ours is left to end first; but one that waits for input is stopped at once, and waits
again later. What is not ours is left at once, by Python's own KeyboardInterrupt; so is everything when a signal has not
been obeyed for a second and another comes.

Near the recursion limit Python has no room for the handler and raises RecursionError in its place: capture.py knows how.
"""

from __future__ import annotations

import sys
from _signal import SIGINT, default_int_handler, getsignal, signal
from time import monotonic

from lisp.core.names import ENTRY
from lisp.runtime.frame import Interrupt
from lisp.runtime.unit import unit_forms
from lisp.runtime.world import AMPLE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import FrameType, TracebackType

PATIENCE = 1.0  # seconds
ROOM = 50  # frames for tracing, where the handler had room
PREFIX = "lisp:"  # of the file names of compiled code
PACKAGE = __file__.rpartition("/runtime/")[0]
BASE = PACKAGE + "/runtime/base.py"
HOST = PACKAGE + "/interpreter/convert.py"  # calls procedures of the host
PORTS = PACKAGE + "/data/port.py"


class Interruptible:
    """Within it, SIGINT stops compiled code exactly. It changes nothing outside the main thread, or where a host has a
    handler of its own."""

    def __init__(self) -> None:
        self.before: object = None
        self.installed = False
        self.armed: list[FrameType] | None = None  # the frames that are watched, after a signal
        self.until = 0.0  # when a further signal is no longer taken for the same one

    def __enter__(self) -> Interruptible:
        self.before = getsignal(SIGINT)
        if self.before is default_int_handler or getattr(self.before, "__self__", None).__class__ is Interruptible:
            try:
                signal(SIGINT, self.on_signal)
                self.installed = True
            except ValueError:  # not the main thread
                self.installed = False
        return self

    def __exit__(self, kind: object, value: object, traceback: TracebackType | None) -> None:
        self.disarm()
        if self.installed:
            signal(SIGINT, self.before)

    def on_signal(self, number: int, frame: FrameType | None) -> None:
        """Arm, or raise where there is nothing to wait for."""
        limit = sys.getrecursionlimit()
        sys.setrecursionlimit(AMPLE)
        try:
            way = way_out(frame)
            if way is None and self.armed is not None:
                if monotonic() < self.until:
                    return  # the first of them will be obeyed soon
                way = KeyboardInterrupt
            if way is not None:
                self.disarm()
                raise way
            self.arm(frame)
            limit += ROOM
        finally:
            sys.setrecursionlimit(limit)

    def arm(self, frame: FrameType | None) -> None:
        """Trace FRAME and what it stands on: the innermost may return before it comes to a call."""
        self.armed, self.until = [], monotonic() + PATIENCE
        while frame is not None:
            if frame.f_code.co_filename.startswith(PREFIX):
                frame.f_trace = self.trace
                self.armed.append(frame)
            frame = frame.f_back
        sys.settrace(self.trace)

    def trace(self, frame: FrameType, event: str, _: object) -> object:
        """Stop FRAME if it is ours and about to do a call or a jump."""
        if not frame.f_code.co_filename.startswith(PREFIX):
            return None
        if event == "line":
            limit = sys.getrecursionlimit()
            sys.setrecursionlimit(AMPLE)
            try:
                stop = is_before_point(frame)
            finally:
                sys.setrecursionlimit(limit)
            if stop:
                self.disarm()
                raise Interrupt
        return self.trace

    def disarm(self) -> None:
        if self.armed is not None:
            sys.settrace(None)
            for frame in self.armed:
                frame.f_trace = None
            self.armed = None


def way_out(frame: FrameType | None) -> type[BaseException] | None:
    """What is to be raised at FRAME; None if it and those that it stands on will come to compiled code of ours by themselves.

    What compiled code has called decides: it may be of the host, or one of ours that has called whatever it needs. A port
    that waits for input has taken nothing from it until what comes is in its variable `arrived`.
    """
    called, waits = BASE, False
    while frame is not None:
        file, name = frame.f_code.co_filename, frame.f_code.co_name
        if file.startswith(PREFIX):
            return Interrupt if waits else None if called.startswith(PACKAGE) else KeyboardInterrupt
        if file == BASE and name == "start" and not waits:
            return None
        if file == HOST:
            break
        if file == PORTS and name == "more":
            waits = not frame.f_locals.get("arrived", True)
        called, frame = file, frame.f_back
    return KeyboardInterrupt


def is_before_point(frame: FrameType) -> bool:
    """Whether FRAME is about to begin a call or a jump: nothing of that statement has been done yet.

    What else a statement does before its call or jump may be done again.
    """
    number, code = frame.f_lineno, frame.f_code
    world = frame.f_globals["__builtins__"].world
    forms = unit_forms(world.unit(code.co_filename[len(PREFIX) :]))
    return number is not None and forms.is_point(number) and is_unbegun(frame, forms, number)


def is_unbegun(frame: FrameType, forms: object, number: int) -> bool:
    """Whether the statement of form NUMBER that FRAME, on a new line, is in can be done again: it has stored nothing.

    A loop's variables are assigned one after the other, and the line comes up for each. The statement that an entry's
    value is a part of cannot be done again. An entry can hold a statement twice, one right after the other.
    """
    from opcode import opname

    from lisp.compiler.entry import statement_of

    code = frame.f_code
    if code.co_name.startswith(ENTRY) and statement_of(forms, code.co_firstlineno) == statement_of(forms, number):
        return False
    last, here, content = forms.ends[number], frame.f_lasti, code.co_code
    begun = False
    for start, end, line in code.co_lines():
        inside = line is None or number <= line <= last
        if not inside:
            begun = False
        for at in range(start, min(end, here), 2):
            name = opname[content[at]]
            if inside and "STORE" in name:
                begun = True
            elif name.startswith("JUMP_BACKWARD"):
                begun = False
        if here < end:
            return not begun
    return False
