"""Typed text from prompt_toolkit: colours, completion, history kept in a file, Enter that ends the text only when its
datum is complete and indents otherwise. What the editor knows of the language it asks the modules without a terminal
(scan, indent, structure, completion, colours) and the session.

EDITOR_MODE=vi in the environment gives the keys of vi instead of those of Emacs.
"""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Iterable
from pathlib import Path

from prompt_toolkit import PromptSession
from prompt_toolkit.application.current import get_app
from prompt_toolkit.completion import CompleteEvent, Completer, Completion
from prompt_toolkit.document import Document
from prompt_toolkit.enums import EditingMode
from prompt_toolkit.filters import Condition, is_done
from prompt_toolkit.formatted_text import StyleAndTextTuples
from prompt_toolkit.history import FileHistory, History, InMemoryHistory
from prompt_toolkit.input.typeahead import store_typeahead
from prompt_toolkit.input.vt100_parser import Vt100Parser
from prompt_toolkit.key_binding.key_processor import KeyPress
from prompt_toolkit.layout.processors import ConditionalProcessor, Processor, Transformation, TransformationInput
from prompt_toolkit.layout.utils import explode_text_fragments
from prompt_toolkit.lexers import Lexer
from prompt_toolkit.styles import Style

from lisp.repl.colours import STYLE, coloured
from lisp.repl.completion import Completer as Finder
from lisp.repl.completion import head_at
from lisp.repl.keys import bindings
from lisp.repl.places import state_folder
from lisp.repl.scan import Scanner, index_at
from lisp.repl.structure import matching

MOST_OFFERED = 200  # candidates in the menu: it measures them all before it is shown
ESCAPE = 0.05  # seconds after which Escape is no more the beginning of a key


def make_reader(session: object, earlier: list[str]) -> Callable[..., str]:
    """A function that gives the next text typed at the prompt of SESSION; it may be given text to begin with, and keys that
    were typed behind that. EARLIER: what was typed before, for the history.
    """
    finder = Finder(session.names, session.library_names, session.command_names, session.part_names)
    scanner = Scanner()
    vi = os.environ.get("EDITOR_MODE", "").startswith("vi")
    prompt: PromptSession = PromptSession(
        multiline=True,
        history=open_history(),
        key_bindings=bindings(finder),
        lexer=SchemeLexer(session, scanner),
        completer=NameCompleter(finder, session),
        complete_while_typing=False,
        input_processors=[ConditionalProcessor(MatchingParens(scanner), ~is_done)],
        style=Style.from_dict(STYLE),
        bottom_toolbar=lambda: toolbar(session, scanner),
        editing_mode=EditingMode.VI if vi else EditingMode.EMACS,
        enable_open_in_editor=True,
        tempfile_suffix=".scm",
        reserve_space_for_menu=6,
        wrap_lines=Condition(lambda: is_wide(session)),
    )

    if vi:
        prompt.app.ttimeoutlen = ESCAPE

    for line in earlier:
        prompt.history.append_string(line)
    gc.freeze()  # the editor stays: it is not to be looked through for garbage

    def read(typed: str = "", keys: str = "") -> str:
        if keys:
            store_typeahead(prompt.app.input, key_presses(keys))
        text = session.prompt_text()
        style = "class:level" if session.levels else "class:prompt"
        # in raw mode Ctrl-C is a key; as a signal it is ours, also while prompt_toolkit sets the terminal back
        return prompt.prompt(
            [(style, text)],
            default=typed,
            prompt_continuation=lambda width, line, soft: " " * width,
            handle_sigint=False,
        )

    return read


def is_wide(session: object) -> bool:
    """Whether a line that is typed does not fit the screen: only then is looked for how many lines of it each one takes."""
    app = get_app()
    room = app.output.get_size().columns - len(session.prompt_text()) - 1
    text = app.current_buffer.document
    return not text.text.isascii() or max(map(len, text.lines)) > room


def key_presses(keys: str) -> list[KeyPress]:
    """The keys that a terminal sends as KEYS."""
    found: list[KeyPress] = []
    parser = Vt100Parser(found.append)
    parser.feed_and_flush(keys)
    return found


class SchemeLexer(Lexer):
    """Colours, of lines in sight only. What a line without surprises looks like is kept while one text is typed."""

    def __init__(self, session: object, scanner: Scanner) -> None:
        self.session = session
        self.scanner = scanner
        self.known: dict[str, StyleAndTextTuples] = {}

    def lex_document(self, document: Document) -> Callable[[int], StyleAndTextTuples]:
        text, kind_of_name = document.text, self.session.kind_of_name
        tokens = self.scanner.scan(text)
        if not text:
            self.known.clear()

        def line(number: int) -> StyleAndTextTuples:
            content = document.lines[number]
            start = document.translate_row_col_to_index(number, 0)
            place = index_at(tokens, start)
            plain = number > 0 and (place < 0 or tokens[place].end <= start)  # it is inside of no string or comment
            if plain and content in self.known:
                return self.known[content]
            parts = coloured(text, tokens, start, start + len(content), kind_of_name)
            made: StyleAndTextTuples = [(f"class:{name}" if name else "", piece) for name, piece in parts]
            if plain and not any(name in ("mismatch", "string", "comment") for name, _ in parts[-2:]):
                self.known[content] = made
            return made

        return line


class MatchingParens(Processor):
    """Marks the parenthesis at the cursor and its partner."""

    def __init__(self, scanner: Scanner) -> None:
        self.scanner = scanner
        self.last: tuple[str, int, tuple[int, int] | None] = ("", -1, None)

    def apply_transformation(self, given: TransformationInput) -> Transformation:
        document = given.document
        text, at = document.text, document.cursor_position
        if self.last[:2] != (text, at):
            self.last = (text, at, matching(self.scanner.scan(text), at))
        places = self.last[2]
        if places is None:
            return Transformation(given.fragments)
        fragments: StyleAndTextTuples = given.fragments
        for place in places:
            row, column = document.translate_index_to_position(place)
            if row == given.lineno:
                fragments = explode_text_fragments(fragments)
                column = given.source_to_display(column)
                if column < len(fragments):
                    style, char, *_ = fragments[column]
                    fragments[column] = (style + " class:match", char)
        return Transformation(fragments)


class NameCompleter(Completer):
    """The candidates, each with what it means; that is found out only for as many as one looks at."""

    def __init__(self, finder: Finder, session: object) -> None:
        self.finder = finder
        self.session = session

    def get_completions(self, document: Document, complete_event: CompleteEvent) -> Iterable[Completion]:
        at = document.cursor_position
        found = self.finder.candidates(document.text, at)
        describe = len(found) <= 60 and get_app().output.get_size().columns >= 60
        for candidate in found[:MOST_OFFERED]:
            meta = self.session.meaning_line(candidate.text, candidate.kind) if describe else ""
            yield Completion(candidate.text, candidate.start - at, display_meta=meta)


def toolbar(session: object, scanner: Scanner) -> StyleAndTextTuples:
    """How the procedure around the cursor is called."""
    app = get_app()
    buffer = app.current_buffer
    name = head_at(buffer.text, buffer.cursor_position, scanner.scan(buffer.text))
    line = session.signature(name) if name is not None else None
    if line is None:
        line = session.status()
    width = app.output.get_size().columns - 1
    return [("", line if len(line) <= width else line[: width - 1] + "…")]


def open_history() -> History:
    """What was typed in earlier sessions; forgotten where it cannot be kept."""
    folder = state_folder()
    if folder is None:
        return InMemoryHistory()
    path = Path(folder, "history")
    try:
        path.open("a").close()
    except OSError:
        return InMemoryHistory()
    return FileHistory(str(path))
