"""Breakpoints and steps: stopping where nothing is wrong, and going on form by form (lisp/debug/step.py)."""

from __future__ import annotations

from lisp.data.condition import error
from lisp.debug import restarts
from lisp.repl.commands.command import Command, wanted
from lisp.repl.commands.debugger import paused
from lisp.repl.commands.programs import unwrap, wrap
from lisp.repl.results import screen
from lisp.repl.width import clipped, underlined

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from lisp.debug.breaks import Breakpoints
    from lisp.debug.step import Stepper
    from lisp.repl.session import Session


def stepper(session: Session) -> Stepper:
    if session.stepper is None:
        from lisp.debug.step import Stepper

        session.stepper = Stepper(session.world)
    return session.stepper


def breakpoints(session: Session) -> Breakpoints:
    if session.breakpoints is None:
        from lisp.debug.breaks import Breakpoints

        session.breakpoints = Breakpoints(stepper(session))
    return session.breakpoints


def break_(session: Session, text: str) -> None:
    """Stop in the calls of procedures from now on; without a name, show where."""
    wrap(session, breakpoints(session), text)


def unbreak(session: Session, text: str) -> None:
    """Stop there no more."""
    unwrap(session, breakpoints(session), text)


def step(session: Session, text: str) -> None:
    """Go on to the next form, into what is called; with an expression, begin to evaluate it by steps."""
    from lisp.debug.step import ANY_DEPTH

    if not text:
        go(session, True, ANY_DEPTH)
        return
    interpreter = session.interpreter
    forms = wanted(text, "an expression")

    def begin() -> object:
        procedure = interpreter.services.compile_datum(*read_one(session, forms))
        return stepper(session).run(lambda: interpreter.run(procedure), True, ANY_DEPTH, False)

    session.recorded(forms, begin)


def read_one(session: Session, text: str) -> tuple[object, object, object]:
    """The datum in TEXT, typed at the prompt, the library to evaluate it in, and its place."""
    from lisp.data.base import EOF
    from lisp.data.place import Source
    from lisp.reader.parser import SourceReader

    session.count += 1
    reader = SourceReader(Source(f"<prompt {session.count}>", text))
    datum = reader.next_datum()
    if datum is EOF:
        raise error("value", "expected an expression")
    return datum, session.interpreter.user, reader.span


def next_(session: Session, text: str) -> None:
    """Go on to the next form, over what is called."""
    frame = first(session)
    go(session, False, depth_of(frame.rest) + (0 if frame.tail else 1))


def out(session: Session, text: str) -> None:
    """Go on until the procedure has returned."""
    go(session, False, depth_of(first(session).rest))


def first(session: Session) -> object:
    return paused(session).visible[0]


def depth_of(frames: object) -> int:
    from lisp.debug.stop import is_heap

    return frames.depth if is_heap(frames) else 0


def go(session: Session, into: bool, depth: int) -> None:
    """Go on up to the next stop of a step."""
    stop = paused(session)
    thunk: Callable[[], object] = restarts.go_on_as_it_was(stop)
    begun = stop.kind != "break" or restarts.is_before_form(stop)
    session.restart(lambda: stepper(session).run(thunk, into, depth, begun))


def show_place(session: Session, stop: object) -> None:
    """Show where STOP stopped, with the form underlined, after what was passed since the last stop."""
    frame = stop.visible[0]
    columns = screen()[0]
    for line in session.stepper.news if session.stepper is not None and stop.kind == "step" else []:
        session.say(clipped(f"  {line}", columns - 1))
    span = frame.form_span
    where = f"{frame.call()}" + (f"  {span}" if span is not None else "")
    session.say(clipped(": ".join([part for part in (stop.headline, where) if part]), columns - 1))
    if span is not None:
        session.say(underlined(span, columns - 1))


COMMANDS = (
    Command("break", "[NAME …]", "stop in the calls of procedures; without a name: show the breakpoints", break_),
    Command("unbreak", "[NAME …]", "stop there (or anywhere) no more", unbreak),
    Command("step s", "[EXPR]", "go on to the next form, into calls; with EXPR: begin to evaluate it by steps", step),
    Command("next n", "", "go on to the next form of this procedure, over calls", next_),
    Command("out o", "", "go on until this procedure has returned", out),
)
