"""Commands that run something: measured, profiled, traced; and import."""

from __future__ import annotations

import gc
import sys
import time

from lisp.repl.commands.command import Command, value_of, wanted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lisp.debug.trace import Tracer
    from lisp.debug.wrap import Wrappers
    from lisp.repl.session import Session


def time_(session: Session, text: str) -> None:
    """Evaluate and show how long it took."""
    wanted(text, "an expression")
    collections = sum(generation["collections"] for generation in gc.get_stats())
    blocks, cpu, start = sys.getallocatedblocks(), time.process_time(), time.perf_counter()
    value = value_of(session, text)
    took, cpu = time.perf_counter() - start, time.process_time() - cpu
    blocks = sys.getallocatedblocks() - blocks
    collections = sum(generation["collections"] for generation in gc.get_stats()) - collections
    session.results.show(value)
    session.say(f"{duration(took)} ({duration(cpu)} of the processor), {blocks:+,} objects kept, {collections} collections")


def duration(seconds: float) -> str:
    """SECONDS in a unit that reads well."""
    for factor, unit in ((1, "s"), (1e3, "ms"), (1e6, "µs")):
        if seconds * factor >= 1 or unit == "µs":
            return f"{seconds * factor:.3g} {unit}"
    raise AssertionError


def profile(session: Session, text: str) -> None:
    """Evaluate and show which procedures and lines took the time."""
    from lisp.debug.profile import profiled

    value, found = profiled(lambda: value_of(session, text))
    session.results.show(value)
    session.say("\n".join(found.report(session.world)))


def tracer(session: Session) -> Tracer:
    if session.tracer is None:
        from lisp.debug.trace import Tracer

        def say(line: str) -> None:
            session.interpreter.flush()
            session.say(line)

        session.tracer = Tracer(session.world, say)
    return session.tracer


def trace(session: Session, text: str) -> None:
    """Show the calls of procedures from now on."""
    wrap(session, tracer(session), text)


def untrace(session: Session, text: str) -> None:
    """Show the calls of procedures no more."""
    unwrap(session, tracer(session), text)


def wrap(session: Session, wrappers: Wrappers, text: str) -> None:
    """Let WRAPPERS wrap the procedures named in TEXT as well, and show which it does."""
    from lisp.repl.commands.names_and_code import variable

    for name in text.split():
        wrappers.add(name, variable(session, name))
    session.say(wrappers.state())


def unwrap(session: Session, wrappers: Wrappers, text: str) -> None:
    """Let WRAPPERS wrap the procedures named in TEXT, or all, no more."""
    wrappers.end(text.split())
    session.say(wrappers.state())


def import_(session: Session, text: str) -> None:
    """Import libraries: `(srfi 1)` or whole import sets."""
    form = f"(import {wanted(text, 'a library, such as (srfi 1)')})"
    session.recorded(form, lambda: session.interpreter.eval_lisp(form, "<command>"))


COMMANDS = (
    Command("time", "EXPR", "evaluate; show time and memory", time_),
    Command("profile", "EXPR", "evaluate; show which procedures and lines took the time", profile),
    Command("trace", "NAME …", "show each call of the procedures, with results", trace),
    Command("untrace", "[NAME …]", "trace them (or all) no more", untrace),
    Command("import", "SET …", "import libraries, as in ,import (srfi 1)", import_),
)
