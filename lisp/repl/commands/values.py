"""Commands about values: the rest of a long one, and looking into one part by part."""

from __future__ import annotations

from lisp.data.condition import error
from lisp.data.writer import shown
from lisp.debug.describe import describe_value
from lisp.debug.parts import parts
from lisp.repl.commands.command import Command, number, value_of
from lisp.repl.results import screen

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lisp.repl.session import Session

MOST_PARTS = 40


def more(session: Session, text: str) -> None:
    """Show what was cut off."""
    if not session.results.more(everything=text == "all"):
        session.say("nothing was cut off")


def inspect(session: Session, text: str) -> None:
    """Look into the value of an expression."""
    session.inspected = [("", value_of(session, text))]
    show_inspected(session)


def part(session: Session, text: str) -> None:
    """Go into a part of what is inspected."""
    value = inspected(session)
    inside = parts(value)
    if not inside:
        raise error("value", "it has no parts")
    named = [place for place, (name, _) in enumerate(inside) if name == text]
    name, chosen = inside[named[0] if named else number(text, "the name or number of a part", len(inside) - 1)]
    session.inspected.append((name, chosen))
    show_inspected(session)


def back(session: Session, text: str) -> None:
    """Go back to what the inspected part is in."""
    inspected(session)
    if len(session.inspected) > 1:
        session.inspected.pop()
    show_inspected(session)


def inspected(session: Session) -> object:
    if not session.inspected:
        raise error("value", "nothing is inspected: ,inspect EXPRESSION begins")
    return session.inspected[-1][1]


def show_inspected(session: Session) -> None:
    """Show the inspected value: what it is, its name among the results, its parts with their numbers."""
    value = inspected(session)
    columns = screen()[0]
    path = " > ".join([name for name, _ in session.inspected[1:]])
    name = session.results.remember(value)
    kind = describe_value(session.world, value).kind
    head = f"{name} = {shown(value, max(20, columns - 8 - len(name)))}"
    session.say(head + (f"\n  at {path}" if path else "") + ("" if kind == "variable" else f"\n  {kind}"))
    inside = parts(value, MOST_PARTS + 1)
    width = max([len(name) for name, _ in inside[:MOST_PARTS] if not name.isdecimal()], default=0)
    for count, (title, content) in enumerate(inside[:MOST_PARTS]):
        before = f"  {count:>3}: " + ("" if title == str(count) else f"{title:<{min(width, 20)}}  ")
        session.say(before + shown(content, max(12, columns - len(before) - 1)))
    if len(inside) > MOST_PARTS:
        session.say(f"  … and more; ,part takes any number below {len(parts(value))}")


COMMANDS = (
    Command("more", "[all]", "show what was cut off of the last result", more),
    Command("inspect", "EXPR", "look into a value: its parts, numbered", inspect),
    Command("part", "N", "go into part N (or the field N) of what is inspected", part),
    Command("back", "", "go back from a part", back),
)
