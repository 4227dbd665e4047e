"""All commands by group, and how one is found: by a name of it, or by any beginning that only one has."""

from __future__ import annotations

from lisp.data.condition import error
from lisp.repl.commands import debugger, files, names_and_code, programs, session_state, stepping, values
from lisp.repl.commands.command import Command

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lisp.repl.session import Session


def groups() -> list[tuple[str, tuple[Command, ...]]]:
    """The groups: title and commands."""
    return [
        ("names and code", names_and_code.COMMANDS),
        ("running", programs.COMMANDS),
        ("files", files.COMMANDS),
        ("values", values.COMMANDS),
        ("debugger", debugger.COMMANDS),
        ("stepping", stepping.COMMANDS),
        ("session", (*session_state.COMMANDS, HELP)),
    ]


def names() -> list[str]:
    """The usual names of all commands."""
    return sorted(command.names[0] for _, commands in groups() for command in commands)


def find(name: str) -> Command:
    """The command called NAME."""
    everything = [command for _, commands in groups() for command in commands]
    for command in everything:
        if name in command.names:
            return command
    begun = [command for command in everything if command.names[0].startswith(name) and name]
    if len(begun) == 1:
        return begun[0]
    if begun:
        raise error("value", f",{name}: is that {', '.join(',' + c.names[0] for c in begun)}?")
    from difflib import get_close_matches

    close = get_close_matches(name, names(), 1)
    raise error("value", f"there is no command ,{name}; " + (f"did you mean ,{close[0]}?" if close else ",help lists them"))


def run_command(session: Session, text: str) -> None:
    """Do the command TEXT, which begins with its comma."""
    words = text[1:].split(None, 1)
    name, rest = (words[0] if words else "help"), (words[1] if len(words) > 1 else "")
    session.guarded(lambda: find(name).action(session, rest.strip()))


def show_help(session: Session, topic: str) -> None:
    """Show all commands, those of a group, or one."""
    from textwrap import fill, indent

    from lisp.repl.results import screen

    topic = topic.lstrip(",")
    chosen = [(title, commands) for title, commands in groups() if not topic or title == topic]
    if not chosen:
        chosen = [("", (find(topic),))]
    columns = screen()[0]
    for title, commands in chosen:
        if title:
            session.say(title)
        for command in commands:
            usage = f",{command.names[0]} {command.usage}".strip()
            if columns >= 60:
                session.say(f"  {usage:<24} {command.doc}")
            else:
                session.say(f"  {usage}\n" + indent(fill(command.doc, columns - 8), "      "))
    if not topic:
        session.say("A name can be cut short. Ctrl-D leaves a level, and the prompt.")


HELP = Command("help ?", "[TOPIC]", "show the commands, those of a group, or one", show_help)
