"""Results as the prompt shows them: `$3 = value`, broken and indented, a long one cut off with `,more` for what is left.

Every result is bound to $1, $2, … as a variable of the user; the last KEPT of them stay.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator

from lisp.core.names import global_key
from lisp.core.syntax import GlobalVariable
from lisp.data.symbol import intern
from lisp.data.values import Values, members_of

KEPT = 100


class Results:
    """What was shown so far. `rest` are the lines that were cut off."""

    def __init__(self, interpreter: object) -> None:
        self.interpreter = interpreter
        self.count = 0
        self.rest: Iterator[str] | None = None

    def show(self, value: object) -> None:
        """Show VALUE, each of several values with a number of its own; nothing where there is nothing to see."""
        for member in members_of(value) if value.__class__ is Values else (value,):
            if member is not None:
                name = self.remember(member)
                self.show_as(f"{name} = ", member)

    def show_as(self, before: str, value: object) -> None:
        """Show VALUE behind the text BEFORE."""
        from lisp.repl.pretty import pretty_lines

        columns, lines = screen()
        made = pretty_lines(value, columns - 1 - len(before))
        self.page(indented(before, made), max(6, lines - 6))

    def page(self, lines: Iterator[str], most: int) -> None:
        """Show as many of LINES as take MOST lines of the screen, and keep the others."""
        columns = screen()[0]
        self.rest = None
        for line in lines:
            if most <= 0:
                self.rest = prepended(line, lines)
                print("… ,more shows what follows", flush=True)
                break
            print(line)
            most -= 1 + max(0, len(line) - 1) // columns
        sys.stdout.flush()

    def more(self, everything: bool = False) -> bool:
        """Show more of what was cut off; whether there was something."""
        if self.rest is None:
            return False
        if everything:
            for line in self.rest:
                print(line)
            self.rest = None
            sys.stdout.flush()
        else:
            self.page(self.rest, max(6, screen()[1] - 4))
        return True

    def remember(self, value: object) -> str:
        """Bind VALUE to the next of $1, $2, …; its name."""
        self.count += 1
        self.forget(self.count - KEPT)
        name = f"${self.count}"
        user = self.interpreter.user
        key = global_key(name)
        user.environment.bindings[intern(name)] = GlobalVariable(user.name, key)
        user.globals[key] = value
        return name

    def forget(self, number: int) -> None:
        user = self.interpreter.user
        user.environment.bindings.pop(intern(f"${number}"), None)
        user.globals.pop(global_key(f"${number}"), None)


def indented(before: str, lines: Iterator[str]) -> Iterator[str]:
    """LINES with BEFORE in front of the first and as much space in front of the others."""
    yield before + next(lines, "")
    for line in lines:
        yield line if before == "" else " " * len(before) + line


def prepended(line: str, lines: Iterator[str]) -> Iterator[str]:
    yield line
    yield from lines


def screen() -> tuple[int, int]:
    """Columns and lines of the terminal; 80 and 24 where that is none."""
    try:
        size = os.get_terminal_size(sys.stdout.fileno())
    except (OSError, ValueError, AttributeError):  # no terminal, or standard output was replaced
        return 80, 24
    return size.columns or 80, size.lines or 24


def fresh_line() -> None:
    """Begin a line of the screen, unless the cursor stands where one begins. Who wrote what there is not known: as much space
    as a line holds gets past its end from anywhere else."""
    sys.stdout.write(" " * screen()[0] + "\r\x1b[K")
    sys.stdout.flush()
