"""The prompt: reads a form, evaluates it, shows its value, until the input ends.

On a terminal that can move its cursor the lines come from prompt_toolkit (lines.py); otherwise from plain `input`. An
error opens a level (session.py); Ctrl-C gives up what is typed or stops what runs; Ctrl-D leaves a level, then the prompt.
"""

from __future__ import annotations

import sys
from collections.abc import Callable

from lisp.repl.journal import Journal
from lisp.repl.session import Session
from lisp.runtime.frame import Exit


def run_prompt(interpreter: object, value: object = None) -> int:
    """Read, evaluate and show until the input ends; the exit code. VALUE is shown first. `exit` leaves as an Exit.

    Where standard input is no terminal it is a script: nothing is asked for, and its end is the end.
    """
    interpreter.services.at_prompt = True
    image = image_path(interpreter)
    script = sys.stdin is None or not sys.stdin.isatty()
    journal = None if script else Journal(image)
    session = Session(interpreter, journal, image)
    if not script:
        greet(session)
    next_text = line_reader(session)
    session.results.show(value)
    session.take_up(interpreter.saved_levels())
    handler = end_with_the_terminal()
    try:
        return talk(session, next_text)
    finally:
        if journal is not None:
            journal.close()
        handler()


def image_path(interpreter: object) -> str:
    """The path of the image that INTERPRETER started from, "" for the base image."""
    image = interpreter.loader.image if interpreter.loader is not None else None
    return "" if image is None or "sources" in image.header else image.path


def talk(session: Session, next_text: Callable[[], str]) -> int:
    """The loop."""
    while not session.leaving:
        try:
            text = next_text()
        except KeyboardInterrupt:
            print()
            continue
        except EOFError:
            if sys.stdin is None or not sys.stdin.isatty():
                return session.code
            print()
            if not session.levels:
                return 0
            session.guarded(lambda: session.drop_levels(len(session.levels) - 1))
            continue
        if text.strip():
            session.take(text)
    return session.code


def greet(session: Session) -> None:
    from lisp import __version__

    print(f"lisp {__version__} - ,help lists commands, Ctrl-D leaves")
    journal = session.journal
    if journal is not None and journal.other:
        print(f"Another prompt (process {journal.other}) is at work on this image: what one saves, the other overwrites.")
    if journal is not None and journal.lost:
        count = len(journal.lost)
        what = "form that was" if count == 1 else f"{count} forms that were"
        print(f"An earlier session ended without leaving: {'a' if count == 1 else ''} {what} not saved.".replace("  ", " "))
        print("  ,replay evaluates again, ,lost shows, ,forget drops.")


def line_reader(session: Session) -> Callable[[], str]:
    """What gives the next text that was typed; it raises EOFError at the end and KeyboardInterrupt at Ctrl-C."""
    import os

    if sys.stdin is None or not sys.stdin.isatty():
        return lambda: plain_text("")
    if os.environ.get("TERM", "dumb") == "dumb" or not sys.stdout.isatty():
        return lambda: plain_text(session.prompt_text())
    from lisp.repl.lines import make_reader

    return make_reader(session)


def plain_text(prompt: str) -> str:
    """Lines from standard input until they hold a whole datum."""
    from lisp.reader.complete import is_complete

    text = input(prompt)
    while not is_complete(text):
        text += "\n" + input(" " * len(prompt))
    return text


def end_with_the_terminal() -> Callable[[], None]:
    """Let a closed terminal end the process like `exit`, so that the journal is whole; what puts back what was before."""
    import signal

    hangup = getattr(signal, "SIGHUP", None)
    if hangup is None:
        return lambda: None

    def leave(number: int, frame: object) -> None:
        raise Exit(128 + number)

    before = signal.signal(hangup, leave)

    def put_back() -> None:
        signal.signal(hangup, before)

    return put_back
