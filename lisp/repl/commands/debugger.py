"""Commands of a level: frames of the stopped computation, their variables, and the ways to go on (lisp/debug)."""

from __future__ import annotations

from lisp.data.condition import error
from lisp.data.writer import shown
from lisp.debug import restarts
from lisp.debug.stop import Frame
from lisp.repl.commands.command import Command, number, value_of, wanted
from lisp.repl.results import screen

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lisp.repl.session import Session

MOST_FRAMES = 20


def backtrace(session: Session, text: str) -> None:
    """Show the frames, innermost first, each with its source line; the one looked at is marked."""
    level = session.level
    frames = level.stop.visible
    most = len(frames) if text == "all" else int(text) if text.isdecimal() else MOST_FRAMES
    if level.stop.headline:
        session.say(level.stop.headline)
    shown_frames = frames if len(frames) <= most else [*frames[: most - most // 4], None, *frames[len(frames) - most // 4 :]]
    for frame in shown_frames:
        if frame is None:
            session.say(f"   … {len(frames) - most // 4 - (most - most // 4)} frames more: ,bt all")
        else:
            session.say(frame_text(frame, frame.label == level.current))


def frame_text(frame: Frame, current: bool) -> str:
    """The call that made FRAME, where it is, and the source line there."""
    columns = screen()[0]
    head = f"{'*' if current else ' '}{frame.label:>3}: {frame.call()}"
    notes = [note for note, holds in (("tail call", frame.tail), ("cannot go on", frame.lost)) if holds]
    span = frame.span
    lines = [head[: columns - 1]]
    if span is not None:
        line, _ = span.source.line_column(span.start)
        where = f"{span.source.name}:{line}"
        text = span.source.line_at(span.start).strip()
        room = columns - len(where) - 10
        lines.append(f"      {where}  {text if len(text) <= room else text[: max(8, room - 1)] + '…'}")
    if notes:
        lines[0] = f"{lines[0]}  ({', '.join(notes)})"
    return "\n".join(lines)


def current_frame(session: Session) -> Frame:
    level = session.level
    return level.stop.visible[level.current]


def chosen_frame(session: Session, text: str) -> Frame:
    """The frame that TEXT numbers; the current one if it is empty."""
    frames = session.level.stop.visible
    return frames[number(text, "the number of a frame", len(frames) - 1)] if text else current_frame(session)


def frame(session: Session, text: str) -> None:
    """Look at another frame."""
    chosen = chosen_frame(session, text)
    session.level.current = chosen.label
    show_frame(session, chosen)


def up(session: Session, text: str) -> None:
    """Look at the caller's frame."""
    move(session, 1)


def down(session: Session, text: str) -> None:
    """Look at the frame that the current one called."""
    move(session, -1)


def move(session: Session, step: int) -> None:
    level = session.level
    level.current = min(max(level.current + step, 0), len(level.stop.visible) - 1)
    show_frame(session, current_frame(session))


def show_frame(session: Session, chosen: Frame) -> None:
    """Show CHOSEN, its place with a caret, and its variables."""
    session.say(frame_text(chosen, True).split("\n")[0])
    if chosen.span is not None:
        session.say(f"      {chosen.span}\n{chosen.span.excerpt()}")
    show_locals(session, chosen)


def locals_(session: Session, text: str) -> None:
    """Show the variables of a frame."""
    chosen = chosen_frame(session, text)
    if not chosen.variables():
        session.say("no variables are known in this frame")
    show_locals(session, chosen)


def show_locals(session: Session, chosen: Frame) -> None:
    columns = screen()[0]
    known = chosen.variables()
    width = max([len(name) for name, _ in known], default=0)
    for name, value in known:
        before = f"      {name:<{min(width, 20)}} = "
        session.say(before + shown(value, max(12, columns - len(before) - 1)))


def eval_in(session: Session, text: str) -> None:
    """Evaluate in the current frame, or in that of the number before the expression."""
    from lisp.reader.parser import read_source

    chosen = current_frame(session)
    first, _, rest = text.partition(" ")
    if first.isdecimal() and rest.strip():
        chosen, text = chosen_frame(session, first), rest
    datum = read_source(wanted(text, "an expression"), "<command>")[0]
    stop = session.level.stop
    session.guarded(lambda: restarts.evaluate_in(stop, chosen, datum))


def retry(session: Session, text: str) -> None:
    """Do the failed form again; with N, the form that frame N waits at."""
    stop = session.level.stop
    session.restart(restarts.retry(stop, chosen_frame(session, text) if text else None))


def use(session: Session, text: str) -> None:
    """Go on with a value in place of the failed form."""
    value = value_of(session, text)
    session.restart(restarts.use_value(session.level.stop, value))


def return_(session: Session, text: str) -> None:
    """Let frame N return a value."""
    first, _, rest = text.partition(" ")
    stop = session.level.stop
    chosen = stop.visible[number(first, "the number of a frame", len(stop.visible) - 1)]
    value = value_of(session, rest.strip())
    session.restart(restarts.return_from(stop, chosen, value))


def continue_(session: Session, text: str) -> None:
    """Go on with what Ctrl-C, a breakpoint or a step stopped."""
    session.restart(restarts.go_on_as_it_was(paused(session)))


def paused(session: Session) -> object:
    """The stop of the current level, which must be one where nothing is wrong."""
    stop = session.level.stop
    if not stop.pausing:
        raise error("value", "only what Ctrl-C, a breakpoint or a step stopped can just go on; else: ,use VALUE or ,retry")
    return stop


def abort(session: Session, text: str) -> None:
    """Leave the innermost level; with N, all levels above N."""
    session.level  # noqa: B018 - refuses where there is none
    count = number(text, "the number of a level", len(session.levels) - 1) if text else len(session.levels) - 1
    session.drop_levels(count)


COMMANDS = (
    Command("bt backtrace", "[all]", "show the frames of the stopped computation", backtrace),
    Command("frame", "[N]", "look at frame N: place and variables", frame),
    Command("up", "", "look at the frame of the caller", up),
    Command("down", "", "look at the frame inside", down),
    Command("locals", "[N]", "show the variables of a frame", locals_),
    Command("eval-in", "[N] EXPR", "evaluate with the variables of a frame", eval_in),
    Command("retry", "[N]", "do the failed form again, or the call that frame N waits for", retry),
    Command("use", "VALUE", "go on with VALUE in place of the failed form", use),
    Command("return", "N VALUE", "let frame N return VALUE", return_),
    Command("continue", "", "go on with what Ctrl-C, a breakpoint or a step stopped", continue_),
    Command("abort", "[N]", "leave this level, or all above level N", abort),
)
