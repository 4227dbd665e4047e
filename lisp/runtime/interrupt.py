"""Ctrl-C: a computation is stopped where it can be written down exactly, and can go on from there.

A signal may come in the middle of anything. So the handler only arms tracing, and the innermost of our frames is stopped by
an `Interrupt` before the next call or jump that it comes to: there nothing of the statement has happened yet, and the frame
does it again later. A primitive of ours is left to end first. What is not ours, or waits for input, is left at once, by
Python's own KeyboardInterrupt; so is everything when a signal has not been obeyed for a second and another comes.
"""

from __future__ import annotations

import sys
from _signal import SIGINT, default_int_handler, getsignal, signal
from time import monotonic

from lisp.runtime.frame import Interrupt
from lisp.runtime.unit import unit_forms
from lisp.runtime.world import raised_limit

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import FrameType, TracebackType

PATIENCE = 1.0  # seconds
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
        """Arm, or raise KeyboardInterrupt where there is nothing to wait for."""
        with raised_limit():
            if self.armed is not None and monotonic() < self.until:
                return  # the first of them will be obeyed soon
            if self.armed is not None or not may_be_waited_for(frame):
                self.disarm()
                raise KeyboardInterrupt
            self.armed, self.until = [], monotonic() + PATIENCE
            while frame is not None:  # the innermost may return before it comes to a call
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
            with raised_limit():
                stop = is_before_point(frame)
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


def may_be_waited_for(frame: FrameType | None) -> bool:
    """Whether FRAME and those that it stands on will come to compiled code of ours soon, by themselves.

    What compiled code has called decides: it may be of the host, or one of ours that has called whatever it needs.
    """
    called = BASE
    while frame is not None:
        file, name = frame.f_code.co_filename, frame.f_code.co_name
        if file.startswith(PREFIX) or (file == BASE and name == "start"):
            return called.startswith(PACKAGE)
        if file == HOST or (file == PORTS and name in ("more", "char_ready")):
            return False
        called, frame = file, frame.f_back
    return False


def is_before_point(frame: FrameType) -> bool:
    """Whether FRAME is about to begin a call or a jump: at the first instruction of its line, where nothing is done yet."""
    number, code = frame.f_lineno, frame.f_code
    world = frame.f_globals["__builtins__"].world
    forms = unit_forms(world.unit(code.co_filename[len(PREFIX) :]))
    if number is None or not forms.is_point(number):
        return False
    return frame.f_lasti == min(start for start, _, line in code.co_lines() if line == number)
