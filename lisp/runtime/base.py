"""The base of a run: calls a procedure, catches what reaches it, and runs heap frames one after another.

All control goes through here: continuations, deep recursion, endless tail calls, errors and interrupts are exceptions
whose tracebacks are moved to the heap (capture.py), after which the base makes the next call.
"""

from __future__ import annotations

import sys

from lisp.data.base import NIL
from lisp.data.condition import LispError
from lisp.data.values import make_values
from lisp.runtime.capture import push_frames, stopped_frames
from lisp.runtime.frame import (
    Capture,
    Continuation,
    Escape,
    Exit,
    HeapFrame,
    HostFrame,
    Interrupt,
    Jump,
    Pause,
    Stressed,
    Uncaught,
)
from lisp.runtime.world import CONTROL, World, depth_of_stack

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from types import FrameType

SMALLEST, LARGEST = 100, 8000
SLACK = 10_000  # frames that a handler of the error that there are too many may have on top of them


def run(world: World, procedure: Callable, *arguments: object, host: str | None = None) -> object:
    """Call PROCEDURE with ARGUMENTS and return its value; an object that nobody handled leaves as a LispError.

    HOST: what errors call the caller; if it is not given, the host procedure nearest to this call.
    """
    return Run(world, host).start(procedure, arguments)


def resume(world: World, continuation: Continuation, value: object) -> object:
    """Go on with CONTINUATION, which receives VALUE."""
    run_ = Run(world, "boot")
    run_.frames = continuation.frames
    world.handlers = continuation.handlers
    return run_.start(identity, (value,))


def abandon(world: World, winders: object = NIL) -> LispError | None:
    """Leave the winds that an abandoned computation was in, down to WINDERS: the afters run, parameters have their values.

    What an after raises ends the leaving and is returned: the failure that led here is the one to be reported.
    """
    if world.winders is winders:
        return None
    library = world.libraries.get(CONTROL)
    if library is not None and "rewind!" not in library.globals and world.load_library is not None:
        world.load_library(CONTROL)
    rewind = library.globals.get("rewind!") if library is not None else None
    try:
        if rewind is not None:
            run(world, rewind, winders)
    except LispError as failure:
        return failure
    finally:
        world.winders = winders
    return None


def identity(value: object) -> object:
    return value


class Run:
    """One activation of the base. `frames` are the heap frames that wait for the value of what runs on the stack."""

    def __init__(self, world: World, host: str | None) -> None:
        self.world = world
        # a nested run cannot go on below the host procedure that started it
        self.bottom = HostFrame(host or calling_procedure()) if world.runs else None
        self.frames: object = self.bottom
        self.size = SMALLEST
        self.limit = world.frame_limit
        self.procedure: Callable = identity
        self.arguments: tuple = ()

    def start(self, procedure: Callable, arguments: tuple) -> object:
        world, before = self.world, sys.getrecursionlimit()
        handlers = world.handlers
        self.procedure, self.arguments = procedure, arguments
        self.depth = depth_of_stack() + 10
        world.runs += 1
        try:
            sys.setrecursionlimit(self.depth + self.size)
            while True:
                try:
                    return self.go_on()
                except Jump as exception:
                    self.jump(exception)
                except Capture as exception:
                    self.call_with_continuation(exception)
                except BaseException as exception:  # every other way to capture the stack
                    sys.setrecursionlimit(max(before, self.depth + 1000))
                    self.handle(exception)
                    sys.setrecursionlimit(self.depth + self.size)
                    if world.watch is not None:
                        world.watch()
        finally:
            world.runs -= 1
            sys.setrecursionlimit(before)
            world.handlers = handlers if world.runs else NIL  # what was left by an exception has no handlers

    def go_on(self) -> object:
        value = self.procedure(*self.arguments)
        bottom = self.bottom
        while (frame := self.frames) is not bottom:
            if frame.__class__ is not HeapFrame:
                from lisp.data.condition import error

                self.frames = bottom
                raise error("barrier", f"the computation would go on in {frame.name}, which has returned")
            self.frames = frame.next
            try:
                entry = frame.entry
            except AttributeError:  # a frame out of an image
                entry = frame.entry = self.world.entry(frame.unit, frame.node, frame.library)[0]
            value = entry(value, *frame.values)
        return value

    def next_call(self, procedure: Callable, *arguments: object) -> None:
        self.procedure, self.arguments = procedure, arguments

    def handle(self, exception: BaseException) -> None:
        """Prepare the call to go on with after EXCEPTION reached the base, or let it out."""
        kind = exception.__class__
        if kind is RecursionError:
            self.trip(exception)
        elif kind is Stressed:
            self.frames, _, _ = push_frames(self.world, exception.__traceback__, self.frames)
            self.next_call(exception.procedure, *exception.arguments)
            self.check_depth()
        elif kind is Escape:
            self.escape(exception)
        elif kind is Uncaught:
            raise self.uncaught(exception) from None
        elif kind is Pause:
            raise self.paused(exception)
        elif kind is Exit or kind is GeneratorExit or kind is BrokenPipeError:
            raise exception
        else:
            self.fail(exception)

    def call_with_continuation(self, exception: Capture) -> None:
        """Move the stack to the heap, and call the receiver with it."""
        self.frames, _, _ = push_frames(self.world, exception.__traceback__, self.frames)
        receiver, *more = exception.args
        self.procedure, self.arguments = receiver, (Continuation(self.frames, self.world.handlers), *more)
        self.check_depth()

    def stack(self, exception: BaseException, forgiving: bool) -> object:
        """The frames of EXCEPTION for people to look at; never an error itself."""
        try:
            return push_frames(self.world, exception.__traceback__, self.frames)[0]
        except LispError:
            if not forgiving:
                raise
            return self.frames

    def jump(self, exception: Jump) -> None:
        """Throw away what is on the stack and go on with the continuation's frames."""
        continuation, values = exception.args
        if self.bottom is not None and bottom_of(continuation.frames) is not self.bottom:
            raise exception  # its frames belong to a run further out
        self.frames = continuation.frames
        self.limit = self.world.frame_limit
        self.world.handlers = continuation.handlers
        self.procedure, self.arguments = identity, values if len(values) == 1 else (make_values(*values),)

    def escape(self, exception: Escape) -> None:
        """Throw away the frames inside the marked one, which receives what the thunk returns."""
        before = self.frames
        frames = push_frames(self.world, exception.__traceback__, before, cut=True)[0]
        frame = marked_frame(frames, exception.mark, True) or marked_frame(frames, exception.mark, False)
        if frame is None:
            raise exception
        for inner in (before, getattr(before, "next", None)):  # the second is where raising it again goes on
            if inner.__class__ is HeapFrame and frame.depth < inner.depth:
                inner.passed = frame
        self.frames, self.limit = frame, self.world.frame_limit
        exception.__traceback__ = None
        self.next_call(exception.thunk)

    def trip(self, exception: RecursionError) -> None:
        """The recursion limit was reached: move the frames away and do the innermost statement again."""
        self.frames, live, count = push_frames(self.world, exception.__traceback__, self.frames, again=True)
        exception.__traceback__ = None
        if count == 0:  # the procedure that the base called is a primitive
            if self.size >= LARGEST:
                self.too_deep()
            self.size = LARGEST
            return
        self.next_call(identity, None)
        if count == 1 and self.size >= LARGEST:
            self.too_deep()
        elif count == 1 or 2 * live > count:
            self.size = min(LARGEST, self.size * 4)
        elif 4 * live < count:
            self.size = SMALLEST
        self.check_depth()

    def too_deep(self) -> None:
        """Raise the error that a primitive recursed deeper than is allowed."""
        from lisp.data.condition import error
        from lisp.runtime.diagnose import place_of_frames

        failure = error("limit", "a primitive needs more stack than there is", place=place_of_frames(self.world, self.frames))
        self.raise_in_program(failure.payload, failure.place)

    def check_depth(self) -> None:
        """Raise an error in the program, in place of the next call, if the computation has got too deep."""
        frames = self.frames
        if frames is None or frames.depth <= self.limit:
            return
        from lisp.data.condition import error
        from lisp.runtime.diagnose import place_of_frames

        most = self.world.frame_limit
        text = f"the computation is more than {most} frames deep"
        failure = error("limit", text, place=place_of_frames(self.world, frames))
        if frames.depth > most + most // 4 + SLACK:  # handlers have had their chance
            raise LispError(failure.payload, failure.place, frames)
        self.limit = frames.depth + SLACK
        self.raise_in_program(failure.payload, failure.place)

    def raise_in_program(self, payload: object, place: object, continuable: bool = False) -> None:
        """Let the next call be one that raises PAYLOAD; it leaves as a LispError if there is no handler."""
        raiser = self.world.raiser()
        if self.world.handlers is NIL or raiser is None:
            raise LispError(payload, place, self.frames) from None
        self.next_call(raiser, payload, continuable)

    def uncaught(self, exception: Uncaught) -> LispError:
        """The error that leaves the run; its place is that of the raise, unless the condition has its own."""
        from lisp.runtime.diagnose import failure_place

        payload = exception.payload
        place = getattr(payload, "place", None)
        if place is None:
            place = failure_place(self.world, stopped_frames(exception.__traceback__), self.frames)
        return self.stopped(payload, place, self.stack(exception, forgiving=True))

    def stopped(self, payload: object, place: object, frames: object) -> LispError:
        """The error that leaves the run, with what somebody needs to go on with FRAMES."""
        failure = LispError(payload, place, frames)
        failure.handlers = self.world.handlers
        return failure

    def paused(self, exception: Pause) -> LispError:
        """The error that leaves the run for the debugger, which goes on with the frames later."""
        from lisp.data.condition import error

        self.frames, _, _ = push_frames(self.world, exception.__traceback__, self.frames, again=True)
        return self.stopped(error(exception.kind, "").payload, None, self.frames)

    def fail(self, exception: BaseException) -> None:
        """A failure: diagnose it, and raise the condition in the program, where the failed form can get a value."""
        from lisp.runtime.diagnose import diagnose

        world = self.world
        stopped = stopped_frames(exception.__traceback__)
        outcome = diagnose(world, exception, stopped, self.frames, (self.procedure, self.arguments))
        if outcome.solved:
            self.frames, _, _ = push_frames(world, exception.__traceback__, self.frames)
            exception.__traceback__ = None
            self.next_call(identity, outcome.value)
            return
        again = exception.__class__ in (Interrupt, KeyboardInterrupt)
        try:
            try:
                self.frames, _, _ = push_frames(world, exception.__traceback__, self.frames, again)
            except KeyError:  # the handler of a signal raised it, where nothing was called: a variable has no value yet
                self.frames, _, _ = push_frames(world, exception.__traceback__, self.frames, again=True)
        except LispError:  # a host procedure in between: the handler runs, but nothing can go on from here
            if world.handlers is not NIL:
                self.frames = self.bottom
        if world.handlers is not NIL:  # else it leaves, and lisp/debug/stop.py looks at what was on the stack
            exception.__traceback__ = None
        self.raise_in_program(outcome.value, outcome.place, again)


def marked_frame(frame: object, mark: object, skip: bool) -> HeapFrame | None:
    """The frame that MARK marks, looked for from FRAME outwards; SKIP: not among those that a search has passed before."""
    while frame.__class__ is HeapFrame:
        for value in frame.values:
            if value is mark:
                return frame
        frame = getattr(frame, "passed", frame.next) if skip else frame.next
    return None


def calling_procedure() -> str:
    """The name of the innermost Python function on the stack that is not of this package, nor a part of one."""
    frame: FrameType | None = sys._getframe(2)
    while frame is not None and (
        frame.f_globals.get("__name__", "").partition(".")[0] == "lisp" or frame.f_code.co_name in ("<listcomp>", "<genexpr>")
    ):
        frame = frame.f_back
    return "a host procedure" if frame is None else f"the host procedure {frame.f_code.co_name}"


def bottom_of(frames: object) -> object:
    """What FRAMES end in: None, or the HostFrame of a nested run."""
    while frames.__class__ is HeapFrame:
        frames = frames.next
    return frames
