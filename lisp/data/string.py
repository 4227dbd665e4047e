"""Strings (report, 6.7): mutable sequences of characters over Python text.

`chars` is a Python ``str``, or, after the first mutation by index, a list of strings of length one: reading by index is
the same expression for both, and `text_of` joins the list when text is asked for. `constant` marks a literal.
"""

from __future__ import annotations

from _functools import partial  # functools itself takes milliseconds to import

from lisp.data.base import Object


class String(Object):
    """A string; see the module for its two representations."""

    __slots__ = ("chars", "constant")

    def __init__(self, chars: str | list[str] = "", constant: bool = False) -> None:
        self.chars = chars
        self.constant = constant

    def __len__(self) -> int:
        return len(self.chars)

    def __bool__(self) -> bool:
        return True

    def __str__(self) -> str:
        return text_of(self)


blank_string = partial(object.__new__, String)  # one whose slots are to be filled: half the time of `String(text)`


def text_of(string: String) -> str:
    """The Python text of STRING. The list of a mutated string is joined once and kept as text."""
    chars = string.chars
    if chars.__class__ is not str:
        chars = string.chars = "".join(chars)
    return chars


def chars_for_update(string: String) -> list[str]:
    """The list of STRING's characters, to be changed in place. The caller has checked `constant`."""
    chars = string.chars
    if chars.__class__ is not list:
        chars = string.chars = list(chars)
    return chars
