"""The prompt before the editor is there: importing that takes longer than all else at start, so the prompt stands before it.

What is typed meanwhile is shown as it comes, and a line that ends with Enter and is complete is evaluated at once. As soon
as the editor is there, or something is typed that only it knows, it goes on with what was typed so far. Between two steps of
the importing the keyboard is looked at; nothing runs beside it, so no second thread is needed.
"""

from __future__ import annotations

import os
import select
import sys
import termios
from collections.abc import Callable, Iterator
from importlib import import_module

STEPS = (
    "lisp.reader.complete", "lisp.repl.scan", "asyncio.base_events", "asyncio", "importlib.metadata", "wcwidth",
    "prompt_toolkit", "lisp.repl.lines",
)  # fmt: skip
PASTES, NO_PASTES = "\x1b[?2004h", "\x1b[?2004l"  # the terminal says what is pasted
PASTE_BEGINS, PASTE_ENDS = "\x1b[200~", "\x1b[201~"
BACKSPACES = "\x7f\b"


def importing() -> Iterator[None]:
    """Import the editor, step by step."""
    for name in STEPS:
        import_module(name)
        yield


def pass_all_keys() -> Callable[[], None]:
    """Let the terminal not keep keys to itself that mean something to the editor, when these are typed between two prompts;
    what puts back what was before."""
    descriptor = sys.stdin.fileno()
    before = termios.tcgetattr(descriptor)
    attributes = termios.tcgetattr(descriptor)
    for key in (termios.VREPRINT, termios.VLNEXT):
        attributes[6][key] = bytes([os.fpathconf(descriptor, "PC_VDISABLE")])
    termios.tcsetattr(descriptor, termios.TCSANOW, attributes)
    return lambda: set_terminal(descriptor, before)


def set_terminal(descriptor: int, attributes: list) -> None:
    """Let the terminal be as ATTRIBUTES say, if it is there."""
    try:
        termios.tcsetattr(descriptor, termios.TCSANOW, attributes)
    except termios.error:  # it was closed
        return


class FirstLines:
    """Reads lines while the editor is imported. `earlier` are those that were read; `typed` and `keys` what it goes on with."""

    def __init__(self, colours: bool) -> None:
        self.colours = colours
        self.steps = importing()
        self.earlier: list[str] = []
        self.typed = ""
        self.keys = ""  # what was typed behind that
        self.before: list = []  # how the terminal was

    def read(self, prompt: str) -> str | None:
        """A line that was typed before the editor was there; None once it is. Then the terminal is to be put back only when the
        editor is done with it, so that it shows nothing by itself meanwhile."""
        descriptor = sys.stdin.fileno()
        self.before = termios.tcgetattr(descriptor)
        attributes = termios.tcgetattr(descriptor)
        attributes[0] &= ~(termios.IXON | termios.IXOFF)
        attributes[3] &= ~(termios.ICANON | termios.ECHO | termios.IEXTEN)
        attributes[6][termios.VMIN], attributes[6][termios.VTIME] = 1, 0
        termios.tcsetattr(descriptor, termios.TCSANOW, attributes)
        line: str | None = ""
        try:
            line = self.read_raw(prompt, descriptor)
            return line
        except KeyboardInterrupt:
            self.typed = self.keys = ""
            raise
        finally:
            if line is not None:
                self.put_back()

    def put_back(self) -> None:
        """Let the terminal be as it was."""
        set_terminal(sys.stdin.fileno(), self.before)

    def read_raw(self, prompt: str, descriptor: int) -> str | None:
        self.show("\r\x1b[K" + PASTES + (f"\x1b[0;1m{prompt}\x1b[0m" if self.colours else prompt))
        room = os.get_terminal_size(descriptor).columns - len(prompt) - 1
        waiting = b""
        early = bool(select.select([descriptor], [], [], 0)[0])
        for _ in self.steps:
            while select.select([descriptor], [], [], self.patience())[0]:
                piece = os.read(descriptor, 4096)
                if not piece:
                    raise EOFError
                waiting += piece
                text = waiting.decode("utf-8", "ignore")
                if text.encode() != waiting:  # a character is cut in two
                    continue
                waiting = b""
                if early:  # a Ctrl-D that was typed when the terminal read lines
                    text, early = text.replace("\0", "\x04"), False
                if self.keys:
                    self.keys += text
                elif self.take(text, room):
                    line, self.typed = self.typed, ""
                    self.earlier.append(line)
                    self.show(NO_PASTES)
                    return line
        self.keys += waiting.decode("utf-8", "replace")
        self.show("\r\x1b[K")
        return None

    def patience(self) -> float:
        """How long to wait for more: not at all, but for the end of something that is pasted."""
        _, begun, pasted = self.keys.rpartition(PASTE_BEGINS)
        return 1.0 if begun and PASTE_ENDS not in pasted else 0.0

    def take(self, text: str, room: int) -> bool:
        """Add TEXT to what was typed; whether that ends a line that can be evaluated."""
        from lisp.reader.complete import is_complete

        for place, character in enumerate(text):
            if character.isprintable() and ord(character) < 0x300 and len(self.typed) < room:
                self.typed += character
                self.show(character)
            elif character in BACKSPACES and self.typed:
                self.typed = self.typed[:-1]
                self.show("\b \b")
            elif character == "\n" and place == len(text) - 1 and self.typed.strip() and is_complete(self.typed):
                self.show("\n")
                return True
            else:
                self.keys = text[place:]
                return False
        return False

    def show(self, text: str) -> None:
        sys.stdout.write(text)
        sys.stdout.flush()
