"""Commands about names and the code behind them: documentation, source, expansion, generated Python, callers."""

from __future__ import annotations

from lisp.core.names import PRIMITIVES
from lisp.core.syntax import GlobalVariable
from lisp.data.condition import error
from lisp.data.symbol import intern
from lisp.data.writer import shown
from lisp.debug.describe import MISSING, Meaning, apropos, bound_names, exported_elsewhere, meaning_of, procedure_form
from lisp.repl.commands.command import Command, wanted
from lisp.repl.pretty import pretty_text
from lisp.repl.results import screen

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lisp.repl.session import Session

MOST_NAMES = 60


def meaning(session: Session, name: str) -> Meaning:
    """What NAME means; an error with what could be meant if it is unbound."""
    wanted(name, "a name")
    session.interpreter.services.catch_up()
    found = meaning_of(session.world, session.interpreter.user, name)
    if found is not None:
        return found
    elsewhere = dict(exported_elsewhere(session.world, session.interpreter.user, name))
    hint = f"; it is in {elsewhere[name]}, which is not imported" if name in elsewhere else ""
    raise error("unbound", f"{name} is not bound{hint}")


def doc(session: Session, text: str) -> None:
    """Show what a name means."""
    found = meaning(session, text)
    session.say(f"{found.name}: {found.kind}" + (f" of {found.library}" if found.library else ""))
    for call in found.calls:
        session.say(f"  {call}")
    if found.doc:
        session.say("  " + found.doc.strip().replace("\n", "\n  "))
    elif found.kind == "variable" and found.value is not MISSING:
        session.say(f"  value: {shown(found.value, max(20, screen()[0] - 12))}")
    if found.place is not None:
        session.say(f"  {found.place}")


def show_apropos(session: Session, text: str) -> None:
    """Show the names that contain TEXT."""
    wanted(text, "a part of a name")
    session.interpreter.services.catch_up()
    columns = screen()[0]
    found = apropos(session.world, session.interpreter.user, text)
    width = min(max([len(m.name) for m in found], default=0), 28)
    lines = [f"{m.name:<{width}}  {m.line()}" for m in found]
    others = exported_elsewhere(session.world, session.interpreter.user, text)
    lines += [f"{name:<{width}}  in {library}" for name, library in others]
    if not lines:
        session.say(f"no name contains {text}")
        return
    session.results.page(iter([line[: columns - 1] for line in lines]), MOST_NAMES if len(lines) > 12 else 12)


def source(session: Session, text: str) -> None:
    """Show the text that defined a name."""
    found = meaning(session, text)
    if found.place is None:
        what = "a primitive, written in Python" if found.library == PRIMITIVES else "core syntax or made at run time"
        raise error("value", f"there is no source text of {text}: it is {what}")
    span = found.place
    line_start = span.source.text.rfind("\n", 0, span.start) + 1
    column = span.start - line_start
    lines = (" " * column + span.source.text[span.start : span.end]).split("\n")
    session.say(f";; {span}")
    session.say("\n".join(line[column:] if not line[:column].strip() else line for line in lines))


def expand(session: Session, text: str) -> None:
    """Show the expansion of a form."""
    from lisp.data.place import Source
    from lisp.reader.parser import SourceReader

    expansion = session.interpreter.expand_text(wanted(text, "a form"), "<command>")
    reader = SourceReader(Source("<expansion>", expansion))
    session.say(pretty_text(reader.next_datum(), screen()[0] - 1))


def disassemble(session: Session, text: str) -> None:
    """Show the Python that a procedure became, and its bytecode."""
    from lisp.debug.listing import bytecode_of, python_of

    value = meaning(session, text).value
    if procedure_form(session.world, value) is None:
        raise error("value", f"{text} is not a procedure that was compiled here")
    session.say(f"{python_of(session.world, value)}\n\n{bytecode_of(value)}")


def who_calls(session: Session, text: str) -> None:
    """Show the procedures that mention a name."""
    from lisp.debug.callers import uses_of

    binding = variable(session, text)
    found = uses_of(session.world, binding)
    if not found:
        session.say(f"nothing mentions {text}")
    for use in found[:MOST_NAMES]:
        where = "" if use.library.startswith("(user") else f" of {use.library}"
        session.say(f"{use.procedure}{where}  {use.place or ''}")
    if len(found) > MOST_NAMES:
        session.say(f"… and {len(found) - MOST_NAMES} more")


def variable(session: Session, name: str) -> GlobalVariable:
    """The variable that NAME is bound to."""
    meaning(session, name)
    binding = session.interpreter.user.environment.bindings[intern(name)]
    if binding.__class__ is not GlobalVariable:
        raise error("value", f"{name} is syntax, no variable")
    return binding


def show_environment(session: Session, text: str) -> None:
    """Show what the user has defined; with a library's name, what that exports."""
    world, user = session.world, session.interpreter.user
    session.interpreter.services.catch_up()
    columns = screen()[0]
    if text:
        library = world.libraries.get(" ".join(text.split()))
        if library is None:
            raise error("value", f"there is no library {text} here; ,import brings one")
        names = sorted(symbol.name for symbol in library.exports)
        session.say("  ".join(names))
        return
    own = [name for name in bound_names(user) if is_own(session, name)]
    for name in own:
        found = meaning_of(world, user, name)
        value = "" if found is None or found.value is MISSING or found.kind != "variable" else shown(found.value, 50)
        session.say(f"{name:<16}  {found.line() if found else ''}  {value}"[: columns - 1].rstrip())
    if not own:
        session.say("nothing is defined yet")


def is_own(session: Session, name: str) -> bool:
    """Whether the user has defined NAME."""
    user = session.interpreter.user
    binding = user.environment.bindings[intern(name)]
    if binding.__class__ is GlobalVariable:
        return binding.library == user.name and not (name[:1] == "$" and name[1:].isdecimal())
    return getattr(binding, "environment", None) is user.environment


COMMANDS = (
    Command("doc d", "NAME", "show what NAME means, how it is called, its documentation", doc),
    Command("apropos a", "TEXT", "show the names that contain TEXT, also in libraries not imported", show_apropos),
    Command("source", "NAME", "show the text that defined NAME", source),
    Command("expand", "FORM", "show what FORM is expanded to", expand),
    Command("dis", "NAME", "show the Python and the bytecode that NAME was compiled to", disassemble),
    Command("who-calls", "NAME", "show the procedures that mention NAME", who_calls),
    Command("env", "[LIBRARY]", "show your definitions, or what a library exports", show_environment),
)
