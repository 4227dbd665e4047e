"""Places in source text: a source, a span in it, and how an error shows one (line and caret)."""

from __future__ import annotations

from lisp.data.base import Object


class Source(Object):
    """A text and the name it is shown under (a path as the user gave it, or <eval>, <stdin>)."""

    __slots__ = ("name", "text")

    def __init__(self, name: str, text: str) -> None:
        self.name = name
        self.text = text

    def line_column(self, offset: int) -> tuple[int, int]:
        """Line and column of OFFSET, both from 1."""
        start = self.text.rfind("\n", 0, offset) + 1
        return self.text.count("\n", 0, offset) + 1, offset - start + 1

    def line_at(self, offset: int) -> str:
        """The line that OFFSET lies in, without its end."""
        start = self.text.rfind("\n", 0, offset) + 1
        end = self.text.find("\n", offset)
        return self.text[start : end if end >= 0 else len(self.text)].rstrip("\r")


class Span(Object):
    """The part of `source` from offset `start` up to `end`."""

    __slots__ = ("source", "start", "end")

    def __init__(self, source: Source, start: int, end: int) -> None:
        self.source = source
        self.start = start
        self.end = end

    def __str__(self) -> str:
        line, column = self.source.line_column(self.start)
        return f"{self.source.name}:{line}:{column}"

    def excerpt(self) -> str:
        """The line with its number, and a caret under the start; cut around the caret when long."""
        line, column = self.source.line_column(self.start)
        text = self.source.line_at(self.start)
        before = text[: column - 1].expandtabs(8)
        text = text.expandtabs(8)
        at = len(before)
        if len(text) > 100:
            cut = max(0, at - 50)
            text, at = text[cut : cut + 100], at - cut
        margin = f"{line:>5} | "
        return f"{margin}{text}\n{' ' * 6}| {' ' * columns_of(text[:at])}^"


def columns_of(text: str) -> int:
    """The columns that TEXT takes on a terminal."""
    if text.isascii():
        return len(text)
    from lisp.data.columns import columns

    return columns(text)
