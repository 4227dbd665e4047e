"""Commands about the session itself: saving it, recovering what a crash left, leaving."""

from __future__ import annotations

from lisp.data.condition import error
from lisp.repl.commands.command import Command

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lisp.repl.session import Session


def save(session: Session, text: str) -> None:
    """Save all definitions and data to an image."""
    path = text.strip('"') or session.image
    if not path:
        raise error("value", "expected a file to save to: this session did not start from one of yours")
    traced = untrace_all(session)
    try:
        session.interpreter.save(path)
    finally:
        for name, binding in traced:
            session.tracer.trace(name, binding)
    session.image = path
    if session.journal is not None:
        session.journal.move(path)
    session.say(f"saved to {path}; `lisp -i {path}` goes on from here")


def untrace_all(session: Session) -> list[tuple[str, object]]:
    """Trace nothing for a while; what was traced. The wrappers call Python and are no part of an image."""
    from lisp.data.symbol import intern

    if session.tracer is None:
        return []
    bindings = session.interpreter.user.environment.bindings
    found = [(name, bindings[intern(name)]) for name in session.tracer.traced if intern(name) in bindings]
    for name, _ in found:
        session.tracer.untrace(name)
    return found


def replay(session: Session, text: str) -> None:
    """Evaluate what a crash left unsaved."""
    journal = lost_journal(session)
    texts = journal.lost[:-1] if journal.unfinished and text != "all" else list(journal.lost)
    for lost in texts:
        session.say(f"| {lost}".replace("\n", "\n| "))
        session.take(lost)
        session.drop_levels(0)
    if len(texts) < len(journal.lost):
        session.say(f"left out, since it was running when the session ended:\n| {journal.lost[-1]}".replace("\n", "\n| "))
    journal.forget()


def show_lost(session: Session, text: str) -> None:
    """Show what a crash left."""
    for lost in lost_journal(session).lost:
        session.say(f"| {lost}".replace("\n", "\n| "))


def forget(session: Session, text: str) -> None:
    """Drop what a crash left."""
    lost_journal(session).forget()


def lost_journal(session: Session) -> object:
    if session.journal is None or not session.journal.lost:
        raise error("value", "no earlier session left anything")
    return session.journal


def quit_(session: Session, text: str) -> None:
    """Leave the prompt."""
    session.leaving = True


COMMANDS = (
    Command("save", "[FILE]", "save all definitions and data to an image", save),
    Command("replay", "[all]", "evaluate again what a crashed session had not saved", replay),
    Command("lost", "", "show what a crashed session had not saved", show_lost),
    Command("forget", "", "drop what a crashed session had not saved", forget),
    Command("quit q", "", "leave the prompt", quit_),
)
