"""Where a datum ends, without reading it: for the prompt, for `read` from a port, and to blank nested comments.

One regular expression takes tokens as the grammar does, except that nested comments are counted here. In a text that is
wrong, the end is where the error is, so that the reader meets it. Nothing recurses.
"""

from __future__ import annotations

import re

from lisp.data.place import Source
from lisp.reader.errors import unclosed

END = r"\s\ufeff()\[\]{}\"';`,|"
TOKEN = re.compile(
    rf"""(?P<space>(?:[\s\ufeff]+|;[^\n\r]*)+) | (?P<open>\#?\(|\#[uU]8\() | (?P<close>\))
    | (?P<string>"(?:[^"\\]+|\\.)*"?|\|(?:[^|\\]+|\\.)*\|?) | (?P<comment>\#\|) | (?P<skip>\#;)
    | (?P<prefix>,@|['`,]|\#[0-9]+=) | (?P<directive>\#![^{END}]*) | (?P<atom>\#\\.[^{END}]*|\#?[^{END}]+|.)""",
    re.VERBOSE | re.DOTALL,
)
TOKEN_IN_COMMENTED = re.compile(
    rf"""(?P<comment>\#\|) | "(?:[^"\\]+|\\.)*"? | \|(?:[^|\\]+|\\.)*\|? | ;[^\n\r]*
    | \#\\.[^{END}]* | \#; | \#?[^{END}]+""",
    re.VERBOSE | re.DOTALL,
)
BODIES = {mark: re.compile(rf"(?:[^{mark}\\]+|\\.)*", re.DOTALL) for mark in '"|'}
COMMENT_EDGE = re.compile(r"#\||\|#")
NOT_LINE_END = re.compile(r"[^\n\r]")


def is_complete(text: str) -> bool:
    """Whether TEXT does not end inside a datum. A text with an error is complete: the reader will say what is wrong."""
    at, length = 0, len(text)
    while at < length:
        at, state = find_end(text, at)
        if state != "datum":
            return state == "nothing"
    return True


def find_end(text: str, start: int) -> tuple[int, str]:
    """The end of the first datum of TEXT from START on, and "datum".

    Instead of it, "nothing" if only space and comments are left, or "incomplete" if the text ends inside a datum.
    """
    return Search().find_end(text, start)


class Search:
    """A search for the end of a datum in a text that comes little by little: it goes on where it stopped.

    That is before the last token, which may go on too, or inside of it, if it is a string or a comment without an end yet.
    """

    def __init__(self) -> None:
        self.seen = 0  # characters before that place
        self.depth = 0  # lists that were open there
        self.waiting: list[str] = []  # prefixes and datum comments that still needed a datum, outside any list
        self.inside = ""  # the mark of what it is inside of, one of " | #
        self.comments = 0  # how many comments that is

    def find_end(self, text: str, start: int) -> tuple[int, str]:
        """The same as the function says, for a TEXT that has more at its end than the last time, and now begins at START."""
        depth, waiting, length = self.depth, self.waiting[:], len(text)
        at, is_string = start + self.seen, self.inside not in ("", "#")
        if self.inside and (at := self.leave(text, start)) < 0:
            return length, "incomplete"
        if is_string and depth == 0 and ends_datum(waiting):
            return at, "datum"
        self.waiting = waiting[:]
        match_at = TOKEN.match
        while at < length:
            match = match_at(text, at)
            kind, end = match.lastgroup, match.end()
            if end == length:
                self.seen, self.depth, self.waiting = at - start, depth, waiting[:]
            at = end
            if kind == "space" or kind == "directive":
                continue
            if kind == "open":
                depth += 1
                continue
            if kind == "skip" or kind == "prefix":
                if depth == 0:
                    waiting.append(kind)
                continue
            if kind == "comment" or kind == "string" and not is_closed(match[0]):
                self.inside, self.comments = match[0][0], 1
                self.seen, self.depth, self.waiting = end - start, depth, waiting[:]
                if (at := self.leave(text, start)) < 0:
                    return length, "incomplete"
                continue  # it was a comment
            if kind == "close":
                if depth == 0:
                    return at, "datum"
                depth -= 1
            if depth == 0 and ends_datum(waiting):
                return at, "datum"
        return length, "incomplete" if depth or waiting else "nothing"

    def leave(self, text: str, start: int) -> int:
        """The end of what it is inside of, -1 if TEXT ends before."""
        at = start + self.seen
        if self.inside == "#":
            at, self.comments = comment_end(text, at, self.comments)
            has_end = self.comments == 0
        else:
            at = BODIES[self.inside].match(text, at).end()
            has_end = text[at : at + 1] == self.inside
            at += has_end
        self.seen = at - start
        if not has_end:
            return -1
        self.inside = ""
        return at


def ends_datum(waiting: list[str]) -> bool:
    """A datum has ended outside any list: whether it is the one that is looked for, given the prefixes before it."""
    while waiting:
        if waiting.pop() == "skip":
            return False
    return True


def is_closed(text: str) -> bool:
    """Whether the string or symbol TEXT, which began with its mark, also ends with it."""
    if len(text) < 2 or text[-1] != text[0]:
        return False
    slashes = len(text) - 1 - len(text[:-1].rstrip("\\"))
    return slashes % 2 == 0


def comment_end(text: str, at: int, depth: int = 1) -> tuple[int, int]:
    """The end of the DEPTH comments, one in another, that AT is inside of, and 0; or, if TEXT ends before, where to go on when
    it has more, and how many there are then.
    """
    for edge in COMMENT_EDGE.finditer(text, at):
        at = edge.end()
        depth += 1 if edge[0] == "#|" else -1
        if depth == 0:
            return at, 0
    return max(at, len(text) - 1), depth  # with what follows, the last character may be an edge


def blank_comments(source: Source, start: int, end: int) -> str:
    """The text of SOURCE from START to END with spaces in place of nested comments: places stay what they are."""
    text = source.text if start == 0 and end >= len(source.text) else source.text[start:end]
    if "#|" not in text:
        return text
    pieces, done, at = [], 0, 0
    while (match := TOKEN_IN_COMMENTED.search(text, at)) is not None:
        at = match.end()
        if match["comment"]:
            at, depth = comment_end(text, at)
            if depth:
                raise unclosed("comment", source, start + match.start(), start + match.end())
            pieces.append(text[done : match.start()])
            pieces.append(NOT_LINE_END.sub(" ", text[match.start() : at]))
            done = at
    pieces.append(text[done:])
    return "".join(pieces)
