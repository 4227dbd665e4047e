"""Colours of a text, line by line, since an editor asks for those in sight only. The classes are those of STYLE; nothing here
draws."""

from __future__ import annotations

import re
from collections.abc import Callable

from lisp.repl.scan import Token, index_at

NUMBER = re.compile(r"[+-]?(\d|\.\d)|#[bodxei]|[+-](inf|nan)\.0", re.IGNORECASE)
STYLE = {
    "comment": "ansibrightblack italic", "string": "ansigreen", "number": "ansicyan", "constant": "ansicyan",
    "syntax": "ansimagenta bold", "defined": "ansiblue", "paren": "ansibrightblack", "quote": "ansiyellow",
    "match": "bold underline", "mismatch": "ansired bold", "prompt": "bold", "level": "ansired bold",
    "command": "ansimagenta bold", "bottom-toolbar": "noreverse ansibrightblack",
}  # fmt: skip


def coloured(
    text: str, tokens: list[Token], start: int, end: int, kind_of_name: Callable[[str], str | None]
) -> list[tuple[str, str]]:
    """The part of TEXT from START to END, no line end inside, as (class, piece); a class is "" where there is none.

    TOKENS are those of the whole text. KIND_OF_NAME: "syntax", "defined" or None for a name.
    """
    parts: list[tuple[str, str]] = []
    command = 2 if text.lstrip().startswith(",") else 0
    done = start
    for place in range(max(0, index_at(tokens, start)), len(tokens)):
        token = tokens[place]
        if token.start >= end:
            break
        if token.end <= start:
            continue
        name = "command" if place < command else class_of(text, token, kind_of_name)
        if name is not None:
            first, last = max(token.start, start), min(token.end, end)
            if first > done:
                parts.append(("", text[done:first]))
            parts.append((name, text[first:last]))
            done = last
    parts.append(("", text[done:end]))
    return parts


def class_of(text: str, token: Token, kind_of_name: Callable[[str], str | None]) -> str | None:
    """The class of TOKEN, None for plain text."""
    kind = token.kind
    if kind == "string":
        return "string" if text[token.start] == '"' else None
    if kind == "comment" or kind == "skip":
        return "comment"
    if kind == "prefix":
        return "quote"
    if kind == "open":
        return "paren"
    if kind == "close":
        return "paren" if token.partner >= 0 else "mismatch"
    word = text[token.start : token.end]
    if NUMBER.match(word):
        return "number"
    if word.startswith("#"):
        return "constant"
    return kind_of_name(word)
