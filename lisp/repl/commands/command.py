"""What a command is, and what commands need to read their arguments."""

from __future__ import annotations

from collections.abc import Callable

from lisp.data.condition import error

Action = Callable[..., None]


class Command:
    """A command: `names` (the first is the usual one), its arguments as the help shows them, `doc`, one line.

    ACTION is called with the session and the text behind the name.
    """

    __slots__ = ("names", "usage", "doc", "action")

    def __init__(self, names: str, usage: str, doc: str, action: Action) -> None:
        self.names = names.split()
        self.usage = usage
        self.doc = doc
        self.action = action


def wanted(text: str, what: str) -> str:
    """TEXT, which must not be empty: WHAT is missing."""
    if not text:
        raise error("value", f"expected {what}")
    return text


def number(text: str, what: str, most: int) -> int:
    """The number that TEXT writes, from 0 up to MOST."""
    if not text.isdecimal() or int(text) > most:
        raise error("value", f"expected {what}, a number up to {most}, got {text or 'nothing'}")
    return int(text)


def value_of(session: object, text: str) -> object:
    """The value of the expression TEXT at the prompt's top level."""
    return session.interpreter.eval_lisp(wanted(text, "an expression"), "<command>")
