"""The lexer that Lark's parser draws tokens from: the grammar's terminals in one regular expression.

Lark's own lexer counts lines and makes a string subclass with ten attributes for each token; offsets are all that we
need, and reading is twice as fast without. Imported when the parser is made, since it needs Lark.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lark.lexer import Lexer


class Token:
    """A piece of text: `type` is the name of its terminal."""

    __slots__ = ("type", "value", "start_pos", "end_pos")
    line = column = end_line = end_column = None  # Lark copies these to the token that ends the text

    def __init__(self, type_: str, value: str, start_pos: int, end_pos: int) -> None:
        self.type = type_
        self.value = value
        self.start_pos = start_pos
        self.end_pos = end_pos

    def __str__(self) -> str:
        return self.value


class SchemeLexer(Lexer):
    """Splits a text into tokens; what no terminal matches is a token of one character that no rule takes."""

    def __init__(self, conf: object) -> None:
        terminals = sorted(conf.terminals, key=lambda t: (-t.priority, t.name))
        parts = [f"(?P<{t.name}>{t.pattern.to_regexp()})" for t in terminals]
        self.scan = re.compile("|".join([*parts, "(?P<OTHER>(?s:.))"])).finditer
        self.ignored = frozenset(conf.ignore)

    def lex(self, text: str) -> Iterator[Token]:  # type: ignore[override] # what Lark asks of lexers not its own
        """The tokens of TEXT."""
        ignored = self.ignored
        for match in self.scan(text):
            kind = match.lastgroup
            if kind not in ignored:
                start, end = match.span()
                yield Token(kind, match[0], start, end)
