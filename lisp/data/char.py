"""Characters: interned, so that identity is `eqv?` (report, 6.6)."""

from __future__ import annotations

from lisp.data.base import Object


class Char(Object):
    """A Unicode scalar value: `code` is the number, `text` the Python string of length one."""

    __slots__ = ("code", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self.code = ord(text)

    def __repr__(self) -> str:
        return f"#\\{self.text}"

    def __reduce__(self) -> tuple:
        return (CHARS.__getitem__, (self.text,))


class CharTable(dict):
    """Python string of length one → its character, made when it is first asked for."""

    def __missing__(self, text: str) -> Char:
        char = self[text] = Char(text)
        return char


CHARS = CharTable()
