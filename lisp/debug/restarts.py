"""Going on with a stopped computation: with a value for the failed form, the form done again, or a frame's result given.

A restart gives a thunk that goes on; what is impossible is refused before. It makes the list of heap frames to go on with,
and the run does the rest (runtime/base.py). Handlers and winders of
an outer frame are what the machinery frames inside it would put back as they return; winds that are left are left
properly, their afters called.
"""

from __future__ import annotations

from lisp.data.condition import error
from lisp.debug.stop import Frame, Stop, is_heap
from lisp.runtime.base import abandon, resume, run
from lisp.runtime.frame import Continuation, HeapFrame
from lisp.runtime.world import CONTROL

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    Thunk = Callable[[], object]

RESTORED = {"with-exception-handler": "outer", "%guard": "handlers", "raise-continuable": "handlers", "raise": "handlers"}


def use_value(stop: Stop, value: object) -> Thunk:
    """Go on with VALUE in place of the form that failed."""
    frame = first(stop)
    frames = frame.rest if frame.tail else waiting(frame, frame.number, frame.values)
    return go_on(stop, frame, frames, value)


def retry(stop: Stop, frame: Frame | None = None) -> Thunk:
    """Do the form again that FRAME (the innermost, if none is given) waits at: with new definitions, if there are any."""
    frame = first(stop) if frame is None else frame
    return go_on(stop, frame, waiting(frame, -frame.number, frame.values), None)


def go_on_as_it_was(stop: Stop) -> Thunk:
    """Go on with what was stopped from outside: before a form, which is done now, or in a call of `break`, which returns."""
    if any(frame.lost for frame in stop.frames[:1]):
        raise error("barrier", "a host procedure stands between this frame and its continuation")
    world, failure = stop.world, stop.failure

    def thunk() -> object:
        abandon(world, stop.winders)
        return resume(world, Continuation(failure.continuation, failure.handlers), None)

    return thunk


def is_before_form(stop: Stop) -> bool:
    """Whether what was stopped from outside is before a form, and not in a call of `break`."""
    frames = stop.failure.continuation
    return is_heap(frames) and frames.node < 0


def return_from(stop: Stop, frame: Frame, value: object) -> Thunk:
    """Let FRAME return VALUE."""
    return go_on(stop, frame, frame.rest, value)


def evaluate_in(stop: Stop, frame: Frame, datum: object) -> object:
    """The value of the expression DATUM with the variables of FRAME, in its library. They are copies: `set!` of one has no
    effect on the frame."""
    from lisp.data.pair import to_list
    from lisp.data.symbol import intern

    variables = frame.variables()
    names = to_list([intern(name) for name, _ in variables])
    world = stop.world
    maker = world.services.compile_datum(procedure_of(names, datum), frame.library)
    return run(world, run(world, maker), *[value for _, value in variables])


def procedure_of(names: object, datum: object) -> object:
    """`(lambda NAMES DATUM)`, whatever `lambda` means where it is evaluated."""
    from lisp.core.syntax import Alias
    from lisp.data.pair import to_list
    from lisp.data.symbol import intern
    from lisp.expander.core_forms import syntax_library

    library = syntax_library()
    return to_list([Alias(intern("lambda"), library.environment), names, datum])


def first(stop: Stop) -> Frame:
    """The innermost frame of the program."""
    if not stop.visible:
        raise error("value", "there is no frame to go on in")
    return stop.visible[0]


def waiting(frame: Frame, node: int, known: dict[str, object]) -> HeapFrame:
    """A heap frame that goes on at NODE of FRAME, whose variables are KNOWN."""
    names = frame.world.entry(frame.unit, node, frame.library)[1]
    missing = [name for name in names if name not in known]
    if missing:
        raise error("value", f"the frame does not hold {missing[0].partition(chr(39))[0]} any more")
    made = HeapFrame()
    made.unit, made.node, made.library = frame.unit, node, frame.library
    made.values = tuple([known[name] for name in names])
    made.next = frame.rest
    made.depth = 1 + (frame.rest.depth if is_heap(frame.rest) else 0)
    return made


def go_on(stop: Stop, frame: Frame, frames: object, value: object) -> Thunk:
    """What goes on with FRAMES, which begin at FRAME of STOP and receive VALUE."""
    if frame.lost:
        raise error("barrier", "a host procedure stands between this frame and its continuation")
    handlers, winders = state_at(stop, frame)
    world = stop.world

    def thunk() -> object:
        abandon(world, stop.winders)
        abandon(world, winders)
        return resume(world, Continuation(frames, handlers), value)

    return thunk


def state_at(stop: Stop, frame: Frame) -> tuple[object, object]:
    """The handlers and winders that FRAME ran with."""
    handlers = stop.failure.handlers
    winders = stop.winders
    for inner in stop.frames:
        if inner is frame:
            break
        if inner.library.name == CONTROL:
            known = dict(inner.variables())
            restored = RESTORED.get(inner.name)
            if restored is not None and restored in known:
                handlers = known[restored]
            elif inner.name == "dynamic-wind" and "outer" in known:
                winders = known["outer"]
    return handlers, winders
