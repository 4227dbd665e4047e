"""Colours of a text, by token: (class, start, end). The classes are those of STYLE; nothing here draws."""

from __future__ import annotations

import re
from collections.abc import Callable

from lisp.repl.scan import Token, scan

NUMBER = re.compile(r"[+-]?(\d|\.\d)|#[bodxei]|[+-](inf|nan)\.0", re.IGNORECASE)
STYLE = {
    "comment": "ansibrightblack italic", "string": "ansigreen", "number": "ansicyan", "constant": "ansicyan",
    "syntax": "ansimagenta bold", "defined": "ansiblue", "paren": "ansibrightblack", "quote": "ansiyellow",
    "match": "bold underline", "mismatch": "ansired bold", "prompt": "bold", "level": "ansired bold",
    "command": "ansimagenta bold", "bottom-toolbar": "noreverse ansibrightblack",
}  # fmt: skip


def coloured(text: str, kind_of_name: Callable[[str], str | None]) -> list[tuple[str, int, int]]:
    """The coloured parts of TEXT in order. KIND_OF_NAME: "syntax", "defined" or None for a name."""
    parts = []
    command = text.lstrip().startswith(",")
    for place, token in enumerate(scan(text)):
        if command and place < 2:
            parts.append(("command", token.start, token.end))
            continue
        found = class_of(text, token, kind_of_name)
        if found is not None:
            parts.append((found, token.start, token.end))
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


def by_line(text: str, parts: list[tuple[str, int, int]]) -> list[list[tuple[str, str]]]:
    """TEXT as lines of (class, piece); a class is "" where there is none."""
    lines: list[list[tuple[str, str]]] = [[]]

    def add(name: str, piece: str) -> None:
        first, *others = piece.split("\n")
        lines[-1].append((name, first))
        for line in others:
            lines.append([(name, line)])

    done = 0
    for name, start, end in parts:
        if start > done:
            add("", text[done:start])
        add(name, text[start:end])
        done = end
    add("", text[done:])
    return lines
