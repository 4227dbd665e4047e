"""Stepping by form, and breakpoints: where a computation is to stop is looked for by tracing, how it stops is how everything
stops here: a `Pause` is raised before a statement, and the frames move to the heap. So between two steps nothing but
heap frames is there: a step can be saved, looked at and gone on from like any other stop.

Tracing is on only while a step or a call of a procedure with a breakpoint is under way. Which frames are followed:

    into    each frame of the program; those of the standard library are passed by
    over    the frames that the run's base calls (heap frames going on), no more than `depth` of them deep: what is called
            by the form that was stopped at, and frames that move to the heap meanwhile, are deeper
    out     the same, one less deep

A form that was passed and a procedure that returned leave a line in `news`: what they gave.
"""

from __future__ import annotations

import sys
from collections.abc import Callable

from lisp.core.forms import Call, DefineGlobal, Form, If, Jump, Let, PrimitiveCall, SetGlobal
from lisp.core.names import AGAIN, shown_name
from lisp.data.writer import shown
from lisp.runtime.base import Run
from lisp.runtime.frame import HeapFrame, Pause
from lisp.runtime.interrupt import is_unbegun
from lisp.runtime.unit import unit_forms
from lisp.runtime.world import AMPLE, World

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import CodeType, FrameType

    Tracing = Callable[[FrameType, str, object], object]

PREFIX = "lisp:"
BASE = frozenset((Run.go_on.__code__, Run.start.__code__))
SHOWN = (Call, PrimitiveCall, If, Jump, SetGlobal, DefineGlobal)  # a step stops at these
MOST_NEWS = 4
ANY_DEPTH = sys.maxsize


class Stepper:
    """The steps of one World. `news` tells what was passed since the last stop, the last MOST_NEWS of it."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.into = False
        self.depth = 0
        self.resuming = False  # whether the first statement is the one that was stopped at
        self.stepping = False
        self.targets: set[CodeType] = set()  # code of procedures whose next call is to be stopped in
        self.target: FrameType | None = None  # such a call
        self.last: tuple[FrameType | None, int] = (None, 0)
        self.raised: FrameType | None = None  # the frame that an exception goes through
        self.news: list[str] = []

    # -- beginning and ending -----------------------------------------------------------------------------------------

    def run(self, thunk: Callable[[], object], into: bool, depth: int, resuming: bool) -> object:
        """Do THUNK up to the next stop, which leaves it as a LispError of kind "step"."""
        self.into, self.depth, self.resuming, self.stepping = into, depth, resuming, True
        self.last, self.news = (None, 0), []
        self.arm()
        try:
            return thunk()
        finally:
            self.disarm()

    def stop_in(self, code: CodeType) -> None:
        """Stop in the next call of the procedure with CODE, at its first statement."""
        self.targets.add(code)
        self.arm()

    def arm(self) -> None:
        self.world.watch = self.arm
        sys.settrace(self.on_call)

    def disarm(self) -> None:
        """Look at nothing any more."""
        self.stepping = False
        self.targets.clear()
        self.raised, self.target, self.last = None, None, (None, 0)
        self.world.watch = None
        sys.settrace(None)

    # -- what Python calls --------------------------------------------------------------------------------------------
    # Both raise the recursion limit while they are at work: near it nothing may be cut in half but a call.

    def on_call(self, frame: FrameType, event: str, argument: object) -> Tracing | None:
        """Whether FRAME, which begins, is followed."""
        code = frame.f_code
        if not code.co_filename.startswith(PREFIX):
            return None
        if code in self.targets:
            self.targets.discard(code)
            self.target = frame
            return self.on_event
        if not self.stepping:
            return None
        if frame.f_back is not None and frame.f_back.f_code in BASE:
            followed = self.into or depth_below(frame) < self.depth
        else:
            followed = self.into
        return self.on_event if followed else None

    def on_event(self, frame: FrameType, event: str, argument: object) -> Tracing | None:
        """What FRAME, which is followed, does: begins a line, returns, or lets an exception pass."""
        limit = sys.getrecursionlimit()
        sys.setrecursionlimit(AMPLE)
        try:
            kind = self.kind_of_stop(frame) if event == "line" else ""
            if event == "exception":
                self.raised = frame
            elif event == "return":
                self.returned(frame, argument)
        finally:
            sys.setrecursionlimit(limit)
        if kind:
            self.disarm()
            raise Pause(kind)
        return self.on_event

    # -- where to stop ------------------------------------------------------------------------------------------------

    def kind_of_stop(self, frame: FrameType) -> str:
        """The kind of stop that the statement which FRAME begins is; "" if it goes on."""
        from lisp.compiler.entry import statement_of

        self.raised = None
        forms = unit_forms(self.world.unit(frame.f_code.co_filename[len(PREFIX) :]))
        number = statement_of(forms, frame.f_lineno)
        before, self.last = self.last, (frame, number)
        if before == self.last:
            return ""
        if before[0] is frame:
            if is_part(forms, before[1], number):
                return ""
            self.passed(frame, forms, before[1])
        if self.resuming and frame.f_code.co_name.startswith(AGAIN):
            self.resuming = number != statement_of(forms, frame.f_code.co_firstlineno)  # a loop is entered first
            return ""
        target = frame is self.target
        if not (target or (self.stepping and is_shown(forms, number))) or not is_unbegun(frame, forms, number):
            return ""
        if not can_stop(self.world, frame):
            return ""
        return "break" if target else "step"

    def passed(self, frame: FrameType, forms: object, number: int) -> None:
        """Form NUMBER of FRAME is done: tell what it gave, if it went into a variable."""
        parent = forms.forms[forms.parents[number]]
        form = forms.forms[number]
        if parent.__class__ is not Let or form.__class__ not in (Call, PrimitiveCall) or form.span is None or is_library(form):
            return
        name = next((name for name, init in zip(parent.names, parent.inits) if init.number == number), None)
        value = frame.f_locals.get(name)
        if value is not None:
            self.tell(f"{text_of(form)} ⇒ {shown(value, 60)}")

    def returned(self, frame: FrameType, value: object) -> None:
        """FRAME has returned VALUE, or an exception has left it: tell that."""
        if frame is self.target:  # nothing to stop at
            self.target = None
        if frame is self.raised or not self.stepping:
            return
        code = frame.f_code
        forms = unit_forms(self.world.unit(code.co_filename[len(PREFIX) :]))
        number = code.co_firstlineno
        form = forms.forms[number]
        if form.__class__.__name__ != "Lambda":
            form = forms.forms[forms.owners[number]]
        if value is not None and form.number != 1 and form.span is not None and not is_library(form):
            self.tell(f"{shown_name(form.name)} returned {shown(value, 60)}")

    def tell(self, line: str) -> None:
        if self.news[-1:] != [line]:
            self.news = [*self.news[1 - MOST_NEWS :], line]


def is_part(forms: object, before: int, number: int) -> bool:
    """Whether statement NUMBER goes on with what BEFORE has begun: both are of one form in the source, as (list a b) is."""
    this, that = forms.forms[number].span, forms.forms[before].span
    same = this is not None and that is not None and (this.start, this.end) == (that.start, that.end)
    return same and number > before and forms.forms[number].__class__ is PrimitiveCall


def is_shown(forms: object, number: int) -> bool:
    """Whether a step stops at statement NUMBER: it is one of the program's own forms that does something."""
    form = forms.forms[number]
    return form.__class__ in SHOWN and form.span is not None and not is_library(form)


def is_library(form: Form) -> bool:
    """Whether FORM is of the standard library, or of a breakpoint."""
    return form.span is not None and form.span.source.name.startswith(("stdlib/", "<breakpoint>", "<trace>"))


def can_stop(world: World, frame: FrameType) -> bool:
    """Whether FRAME can be written down: no procedure of the host is between it and the base, and the base is the outermost."""
    if world.runs != 1:
        return False
    below = frame.f_back
    while below is not None and below.f_code.co_filename.startswith(PREFIX):
        below = below.f_back
    return below is not None and below.f_code in BASE


def depth_below(frame: FrameType) -> int:
    """How many heap frames wait for FRAME, which a run's base has called."""
    frames = frame.f_back.f_locals["self"].frames
    return frames.depth if frames.__class__ is HeapFrame else 0


def text_of(form: Form) -> str:
    """The source text of FORM, in one line."""
    span = form.span
    text = " ".join(span.source.text[span.start : span.end].split())
    return text if len(text) <= 40 else text[:39] + "…"
