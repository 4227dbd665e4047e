"""Text → data. Lark lexes and parses (scheme.lark); callbacks make the data as it goes (build.py), so nothing recurses.

    read_source(text, name)   all data of a text, as syntax for the expander: with places, and literals constant
    SourceReader(source)      the same, one datum at a time
    read_data(text)           all data of a text, as a program may change them
    read_datum(port)          the next datum of a textual port, as `read` returns it

The parser is made when the first text is read, once a process. It is lent to one text at a time: the builder keeps the
state of that text.
"""

from __future__ import annotations

from functools import cache

from lisp.data.base import EOF
from lisp.data.condition import LispError
from lisp.data.place import Source, Span
from lisp.reader.build import Builder, PlainBuilder
from lisp.reader.complete import Search, blank_comments
from lisp.reader.errors import unexpected_token


class Parser:
    """Lark's parser for our grammar and the builder that its callbacks belong to."""

    def __init__(self, builder: Builder) -> None:
        from pkgutil import get_data
        from threading import RLock

        from lark import Lark

        from lisp.reader.lexer import SchemeLexer

        grammar = get_data("lisp.reader", "scheme.lark").decode("utf-8")
        self.builder = builder
        self.lark = Lark(grammar, parser="lalr", lexer=SchemeLexer, transformer=builder, maybe_placeholders=False)
        self.lock = RLock()

    def parse(self, source: Source, start: int, end: int, fold_case: bool) -> tuple[list, LispError | None, bool]:
        """The data of SOURCE from START to END as (datum, span, datum, span, …), the error that stopped it, if one did,
        and whether case is folded at the end. Data before an error are returned too.
        """
        import gc

        from lark.exceptions import UnexpectedToken

        with self.lock:
            builder, failure, collecting = self.builder, None, gc.isenabled()
            gc.disable()  # nothing that is made here becomes garbage soon; looking for it costs a third of the time
            builder.prepare(source, start, fold_case)
            try:
                self.lark.parse(blank_comments(source, start, end))
            except UnexpectedToken as problem:
                stack = problem.interactive_parser.parser_state.value_stack
                failure = unexpected_token(problem.token, stack, source, start)
            except LispError as problem:
                failure = problem
            finally:
                if collecting:
                    gc.enable()
            items = builder.top or []
            builder.top = None
            return items, failure, builder.fold_case


@cache
def source_parser() -> Parser:
    return Parser(Builder())


@cache
def plain_parser() -> Parser:
    return Parser(PlainBuilder())


def read_source(text: str, name: str, fold_case: bool = False) -> list:
    """The data of TEXT, called NAME, for the expander."""
    items, failure, _ = source_parser().parse(program_source(Source(name, text)), 0, len(text), fold_case)
    if failure is not None:
        raise failure
    return items[::2]


def read_data(text: str, name: str = "<text>") -> list:
    """The data of TEXT as plain, changeable data."""
    items, failure, _ = plain_parser().parse(Source(name, text), 0, len(text), False)
    if failure is not None:
        raise failure
    return items[::2]


class SourceReader:
    """Reads SOURCE one datum at a time: an error is raised when the data before it have been given out."""

    def __init__(self, source: Source, fold_case: bool = False) -> None:
        self.source = source
        self.fold_case = fold_case
        self.items: list | None = None
        self.failure: LispError | None = None
        self.at = 0
        self.span: Span | None = None

    def next_datum(self) -> object:
        """The next datum, or the end-of-file object; its place is in `span`."""
        if self.items is None:
            source = program_source(self.source)
            self.items, self.failure, _ = source_parser().parse(source, 0, len(source.text), self.fold_case)
        if self.at < len(self.items):
            datum, self.span = self.items[self.at], self.items[self.at + 1]
            self.at += 2
            return datum
        if self.failure is not None:
            raise self.failure
        return EOF


def program_source(source: Source) -> Source:
    """SOURCE without its first line, if that is for the system's shell: `#!/usr/bin/env lisp`."""
    text = source.text
    start = 1 if text.startswith("\ufeff") else 0
    if not text.startswith(("#!/", "#! "), start):
        return source
    end = text.find("\n")
    end = len(text) if end < 0 else end
    return Source(source.name, " " * end + text[end:])


def read_datum(port: object) -> object:
    """The next datum of the textual input PORT, or the end-of-file object; what follows the datum stays in the port.

    A port offers its unread text as `text` from `position` on, `more()` to get further text (False at the end),
    `source()` and `moved(failure)` for places, and `fold_case`.
    """
    search = Search()
    while True:
        end, state = search.find_end(port.buffer, port.position)
        # an atom at the end of what has arrived may go on
        whole = state == "datum" and (end < len(port.buffer) or port.buffer[end - 1] in ')"|')
        if whole or not port.more():
            break
    start, port.position = port.position, end
    items, failure, port.fold_case = plain_parser().parse(port.source(), start, end, port.fold_case)
    if failure is not None:
        raise port.moved(failure)
    return items[0] if items else EOF
