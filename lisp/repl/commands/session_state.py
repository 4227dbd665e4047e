"""Commands about the session itself: saving it, recovering what a crash left, leaving."""

from __future__ import annotations

from lisp.data.condition import error
from lisp.repl.commands.command import Command
from lisp.repl.places import remember_image

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lisp.debug.wrap import Wrappers
    from lisp.repl.session import Session


def save(session: Session, text: str) -> None:
    """Save all definitions and data to an image."""
    path = text.strip('"') or session.image
    if not path:
        raise error("value", "expected a file to save to: this session did not start from one of yours")
    unwrapped = unwrap_all(session)
    try:
        session.interpreter.save(path)
    finally:
        for wrappers, name, binding in unwrapped:
            wrappers.add(name, binding)
    session.image = path
    remember_image(path)
    if session.journal is not None:
        session.journal.move(path)
    session.say(f"saved to {path}; `lisp -i {path}` goes on from here")


def unwrap_all(session: Session) -> list[tuple[Wrappers, str, object]]:
    """Have nothing traced and no breakpoints for a while; what was. The wrappers call Python and are no part of an image."""
    from lisp.data.symbol import intern

    bindings = session.interpreter.user.environment.bindings
    found: list[tuple[Wrappers, str, object]] = []
    for wrappers in (session.tracer, session.breakpoints):
        if wrappers is not None:
            known = [(wrappers, name, bindings[intern(name)]) for name in wrappers.wrapped if intern(name) in bindings]
            for _, name, _ in known:
                wrappers.remove(name)
            found += known
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
