"""Heap frames, continuations and the exceptions that reach the base of an interpreter.

A heap frame is a Python frame of ours, written down: unit and number of the form that it waits at, the library whose
globals it runs in, the values of the variables that the rest of its body needs, and the next frame further out. A
negative node means that the statement of that form is still to be done (the frame was stopped before it).
"""

from __future__ import annotations

import sys

from lisp.data.base import Object


class HeapFrame(Object):
    """A frame in the heap; `next` is the frame that gets its result, `depth` counts it and those. See the module.

    `entry`, the procedure that goes on from here, is set once it is known. `passed` is set where an Escape found its
    frame: that frame, so that the next search for one further out need not look at those between again. `others` are
    variables that the rest of the body does not need, kept for a debugger (World.keeper). None of these is a part of an
    image. As with pairs, there is no ``__init__``: capture.py fills the slots.
    """

    __slots__ = ("unit", "node", "library", "values", "next", "depth", "entry", "passed", "others")


class HostFrame(Object):
    """The end of a nested run's frames: below it the Python stack holds a host procedure, which cannot be captured."""

    __slots__ = ("name",)
    depth = 0

    def __init__(self, name: str) -> None:
        self.name = name


class Continuation(Object):
    """A raw continuation: `frames` to go on with, and the exception `handlers` installed there. Called, it never returns."""

    __slots__ = ("frames", "handlers")

    def __init__(self, frames: object, handlers: object) -> None:
        self.frames = frames
        self.handlers = handlers

    def __call__(self, *values: object) -> object:
        raise Jump(self, values)


class Signal(BaseException):
    """The root of what our code raises to reach the base; no `except Exception` of a host procedure stops it."""


class Jump(Signal):
    """Go on with a continuation, which receives values; `args` are these two."""


class Capture(Signal):
    """Move the stack to the heap, then call a receiver with the continuation; `args` are the receiver and more arguments."""


class Stressed(Signal):
    """Test mode: move the stack to the heap, then make the call."""

    def __init__(self, procedure: object, arguments: tuple) -> None:
        self.procedure = procedure
        self.arguments = arguments


class Escape(Signal):
    """Go on with the heap frame that `mark` marks, which receives the result of `thunk`, called there."""

    def __init__(self, mark: object, thunk: object) -> None:
        self.mark = mark
        self.thunk = thunk


class Interrupt(Signal):
    """Ctrl-C, raised where a frame can be stopped exactly."""


class Pause(Signal):
    """A debugger's stop, raised where a frame can be stopped exactly; the program's handlers are not asked. `kind`: the
    condition's."""

    def __init__(self, kind: str) -> None:
        super().__init__(kind)
        self.kind = kind


class Exit(Signal):
    """`exit`: leave the program with `code` (0 to 255)."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


class Uncaught(Signal):
    """No handler took `payload`: leave the run with a LispError."""

    def __init__(self, payload: object) -> None:
        self.payload = payload


def is_foreign(exception: BaseException) -> bool:
    """Whether EXCEPTION was raised by Python code that is neither ours nor Python's own, so that it says nothing of what a
    program did: by a host procedure, or by the handler of a signal, which may come in the middle of anything.
    """
    traceback = exception.__traceback__
    if traceback is None:
        return False
    while traceback.tb_next is not None:
        traceback = traceback.tb_next
    scope = traceback.tb_frame.f_globals
    name = scope.get("__name__", "").partition(".")[0]
    return "'library" not in scope and name != "lisp" and name not in sys.stdlib_module_names
