"""What a token's text stands for: characters, the contents of strings and of symbols between vertical lines."""

from __future__ import annotations

import re
from collections.abc import Callable

from lisp.data.atom_text import NAMED_CHARS

ESCAPE = re.compile(r"\\(?:x([0-9a-fA-F]+);|[ \t]*(?:\r\n|\n|\r)[ \t]*|(.))", re.DOTALL)
LINE_END = re.compile(r"\r\n?")
LETTERS = {"a": "\a", "b": "\b", "t": "\t", "n": "\n", "r": "\r"}
SELVES = '"\\|'


def unescape(text: str, refuse: Callable[[str, int, int], Exception]) -> str:
    """TEXT, the inside of a string or of |a symbol|, with escapes replaced.

    A bad one raises what REFUSE makes of a message and the escape's start and end in TEXT.
    """
    if "\\" not in text:
        return LINE_END.sub("\n", text) if "\r" in text else text

    def replacement(match: re.Match) -> str:
        digits, letter = match.groups()
        if digits is not None:
            char = scalar(digits)
            if char is None:
                raise refuse(f"{match[0]} is not the number of a character", *match.span())
            return char
        if letter is None:
            return ""  # the line goes on
        if letter in SELVES:
            return letter
        if letter not in LETTERS:
            problem = "needs hexadecimal digits and a semicolon: \\x41;" if letter == "x" else "is not known"
            raise refuse(f"the escape \\{letter} {problem}", *match.span())
        return LETTERS[letter]

    pieces, at = [], 0
    for match in ESCAPE.finditer(text):
        pieces.append(LINE_END.sub("\n", text[at : match.start()]))
        pieces.append(replacement(match))
        at = match.end()
    pieces.append(LINE_END.sub("\n", text[at:]))
    return "".join(pieces)


def scalar(digits: str) -> str | None:
    """The character whose hexadecimal number is DIGITS, if there is one."""
    code = int(digits, 16)
    return chr(code) if code < 0xD800 or 0xDFFF < code <= 0x10FFFF else None


def char_of(name: str, fold_case: bool) -> str | None:
    """The character called NAME (the text after `#\\`), if there is one."""
    if len(name) == 1:
        return name
    if name[0] in "xX" and re.fullmatch("[0-9a-fA-F]+", name[1:]):
        return scalar(name[1:]) if name[0] == "x" or fold_case else None
    if fold_case:
        name = name.casefold()
    for text, known in NAMED_CHARS:
        if name == known:
            return text
    return {"nul": "\0", "linefeed": "\n", "rubout": "\x7f", "altmode": "\x1b", "page": "\f"}.get(name)
