"""The prompt: reads a form, evaluates it, shows its value, until the input ends.

On a terminal that can move its cursor the lines come from prompt_toolkit (lines.py); otherwise from plain `input`. An
error opens a level (session.py); Ctrl-C gives up what is typed or stops what runs; Ctrl-D leaves a level, then the prompt.
"""

from __future__ import annotations

import sys
from collections.abc import Callable

from lisp.data.condition import LispError
from lisp.repl.journal import Journal
from lisp.repl.places import remember_image
from lisp.repl.session import Session
from lisp.runtime.frame import Exit


class Unfinished(EOFError):
    """The input ended inside a datum; `text` is what there was of it, with what came before it on its line."""

    def __init__(self, text: str) -> None:
        self.text = text


def run_prompt(interpreter: object, value: object = None, stopped: LispError | None = None) -> int:
    """Read, evaluate and show until the input ends; the exit code. VALUE is shown first. `exit` leaves as an Exit. STOPPED:
    what stopped a program, which can go on.

    Where standard input is no terminal it is a script: nothing is asked for, and its end is the end.
    """
    interpreter.services.at_prompt = True
    image = image_path(interpreter)
    script = sys.stdin is None or not sys.stdin.isatty()
    journal = None if script else Journal(image)
    session = Session(interpreter, journal, image)
    if not script:
        greet(session)
        remember_image(image)
    next_text, put_keys_back = line_reader(session)
    session.results.show(value)
    session.take_up(interpreter.saved_levels())
    if stopped is not None:
        session.program_stopped(stopped)
    put_back = end_with_the_terminal(session)
    session.end_output()
    try:
        code = talk(session, next_text)
        if journal is not None and journal.begun and image_is_old(session):
            session.take(",save")
        return code
    finally:
        if journal is not None:
            end = journal.leave if session.hung_up or not sys.stdin.isatty() else journal.close
            end()
        put_back()
        put_keys_back()


def image_is_old(session: Session) -> bool:
    """Whether the session is to be saved to its image before it ends: that is asked for."""
    if not session.image or session.hung_up or not sys.stdin.isatty() or not sys.stdout.isatty():
        return False
    try:
        return input(f"Save to {session.image}? (y/n) ").strip().lower() in ("y", "yes")
    except (EOFError, KeyboardInterrupt):
        print()
        return False


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
        except EOFError as end:
            if sys.stdin is None or not sys.stdin.isatty():  # a script has ended, or the terminal has gone
                return unfinished(session, end.text) if isinstance(end, Unfinished) else session.code
            print()
            if not session.levels:
                return 0
            session.guarded(lambda: session.drop_levels(len(session.levels) - 1))
            continue
        if text.strip():
            session.take(text)
            session.end_output()
    return session.code


def unfinished(session: Session, text: str) -> int:
    """Say what is not finished in TEXT, the last of a script, of which nothing is done; the exit code."""
    from lisp.reader.parser import read_source

    session.guarded(lambda: read_source(text, f"<prompt {session.count + 1}>"))
    return session.code or 1


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


def line_reader(session: Session) -> tuple[Callable[[], str], Callable[[], None]]:
    """What gives the next text that was typed; it raises EOFError at the end and KeyboardInterrupt at Ctrl-C. And what puts
    the terminal back as it was."""
    import os

    if sys.stdin is None or not sys.stdin.isatty():
        return lambda: plain_text(""), as_it_was
    if os.environ.get("TERM", "dumb") == "dumb" or not sys.stdout.isatty():
        return lambda: plain_text(session.prompt_text()), as_it_was
    try:
        from lisp.repl.first import FirstLines, pass_all_keys
    except ImportError:  # no termios, as on Windows
        from lisp.repl.lines import make_reader

        return make_reader(session, []), as_it_was

    session.on_screen = True
    first: FirstLines | None = FirstLines(not os.environ.get("NO_COLOR"))
    editor: Callable[..., str] | None = None

    def read() -> str:
        nonlocal first, editor
        if editor is not None:
            return editor()
        line = first.read(session.prompt_text())
        if line is not None:
            return line
        from lisp.repl.lines import make_reader

        begun = first
        try:
            editor, first = make_reader(session, begun.earlier), None
            return editor(begun.typed, begun.keys)
        finally:
            begun.put_back()

    return read, pass_all_keys()


def as_it_was() -> None:
    """Nothing was changed."""


def plain_text(prompt: str) -> str:
    """Lines from standard input until they hold a whole datum; an `Unfinished` if it ends before they do."""
    from lisp.reader.complete import is_complete

    text = input(prompt)
    while not is_complete(text):
        try:
            text += "\n" + input(" " * len(prompt))
        except EOFError:
            raise Unfinished(text) from None
    return text


def end_with_the_terminal(session: Session) -> Callable[[], None]:
    """Let a closed terminal end the process like `exit`, with a whole journal of what was not saved; what puts back what was
    before."""
    import _signal as signal  # `signal` itself takes milliseconds

    hangup = getattr(signal, "SIGHUP", None)
    if hangup is None:
        return lambda: None

    def leave(number: int, frame: object) -> None:
        session.hung_up = True
        # asyncio, which waits for keys, takes note of any other exception and goes on; programs must not see that one
        raise Exit(128 + number) if session.world.runs else SystemExit(128 + number)

    before = signal.signal(hangup, leave)

    def put_back() -> None:
        signal.signal(hangup, before)

    return put_back
