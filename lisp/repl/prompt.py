"""The prompt: reads a form, evaluates it, shows its value, until the input ends.

On a terminal that can move its cursor the lines come from prompt_toolkit (lines.py); otherwise from plain `input`. An
error is shown and the prompt comes back; Ctrl-C gives up what is typed or stops what runs; Ctrl-D leaves.
"""

from __future__ import annotations

import sys
from collections.abc import Callable

from lisp.data.condition import LispError
from lisp.data.values import Values, members_of
from lisp.data.writer import write_text
from lisp.runtime.frame import Interrupt

PROMPT = "> "
MORE = "  "


def run_prompt(interpreter: object, value: object = None) -> int:
    """Read, evaluate and show until the input ends; the exit code. VALUE is shown first. `exit` leaves as an Exit."""
    next_text = line_reader()
    interpreter.services.at_prompt = True
    greet()
    show(value)
    count = 0
    while True:
        try:
            text = next_text()
        except KeyboardInterrupt:
            print()
            continue
        except EOFError:
            print()
            return 0
        if text.strip():
            count += 1
            evaluate(interpreter, text, f"<prompt {count}>")


def evaluate(interpreter: object, text: str, name: str) -> None:
    """Evaluate TEXT and show its value or the error."""
    try:
        value = interpreter.eval_lisp(text, name)
        interpreter.flush()
        show(value)
    except LispError as failure:
        interpreter.flush()
        print(failure, file=sys.stderr, flush=True)
    except (KeyboardInterrupt, Interrupt):
        interpreter.flush()
        print("interrupted", file=sys.stderr, flush=True)


def show(value: object) -> None:
    """Show VALUE as `write` does, each of several values on its line; nothing where there is nothing to see."""
    for member in members_of(value) if value.__class__ is Values else (value,):
        if member is not None:
            print(write_text(member), flush=True)


def greet() -> None:
    from lisp import __version__

    print(f"lisp {__version__} - Ctrl-D leaves")


def line_reader() -> Callable[[], str]:
    """What gives the next text that was typed; it raises EOFError at the end and KeyboardInterrupt at Ctrl-C."""
    import os

    if os.environ.get("TERM", "dumb") == "dumb" or not (sys.stdin.isatty() and sys.stdout.isatty()):
        return plain_text
    from lisp.repl.lines import make_reader

    return make_reader(PROMPT, MORE)


def plain_text() -> str:
    """Lines from standard input until they hold a whole datum."""
    from lisp.reader.complete import is_complete

    text = input(PROMPT)
    while not is_complete(text):
        text += "\n" + input(MORE)
    return text
