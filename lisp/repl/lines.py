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
from prompt_toolkit.filters import Condition
from prompt_toolkit.formatted_text import StyleAndTextTuples
from prompt_toolkit.history import FileHistory, History, InMemoryHistory
from prompt_toolkit.layout.controls import BufferControl
from prompt_toolkit.layout.processors import Processor, Transformation, TransformationInput, merge_processors
from prompt_toolkit.layout.utils import explode_text_fragments
from prompt_toolkit.lexers import Lexer
from prompt_toolkit.styles import Style

from lisp.repl.between import keyboard, let_wait, take_waiting_keys
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
        style=Style.from_dict(STYLE),
        bottom_toolbar=lambda: toolbar(session, scanner),
        editing_mode=EditingMode.VI if vi else EditingMode.EMACS,
        enable_open_in_editor=True,
        tempfile_suffix=".scm",
        reserve_space_for_menu=6,
        wrap_lines=Condition(lambda: is_wide(session)),
        input=keyboard(),
    )
    control = prompt.layout.current_control
    assert isinstance(control, BufferControl)
    control.input_processors = [Marks(scanner, control.input_processors or [])]
    prompt.app.after_render += lambda app: drop_garbage()
    window = prompt.layout.current_window
    window.get_line_prefix = before_lines(window.get_line_prefix, session)
    if vi:
        prompt.app.ttimeoutlen = ESCAPE

    for line in earlier:
        prompt.history.append_string(line)
    gc.freeze()  # the editor stays: it is not to be looked through for garbage

    def read(typed: str = "", keys: str = "") -> str:
        if keys:
            let_wait(prompt.app, keys)
        text = session.prompt_text()
        style = "class:level" if session.levels else "class:prompt"
        gc.disable()  # drop_garbage is called when a key is on the screen
        try:
            # in raw mode Ctrl-C is a key; as a signal it is ours, also while prompt_toolkit sets the terminal back
            return prompt.prompt(
                [(style, text)], default=typed, handle_sigint=False, pre_run=lambda: take_waiting_keys(prompt.app)
            )
        finally:
            gc.enable()

    return read


def before_lines(first: Callable, session: object) -> Callable[[int, int], StyleAndTextTuples]:
    """What stands before a line: the prompt, by FIRST, before the first one, and space before all others. That is asked a few
    times for each line in sight at each key, and prompt_toolkit would measure the prompt each time."""

    def before(line: int, wrapped: int) -> StyleAndTextTuples:
        return [("", " " * len(session.prompt_text()))] if line or wrapped else first(line, wrapped)

    return before


def drop_garbage() -> None:
    """Look for garbage as Python does by itself, but now, not while a key is waited for: each key leaves thousands of objects.
    What has stayed for long is left to the time when a form is evaluated."""
    young, older, _ = gc.get_count()
    threshold, threshold_older, _ = gc.get_threshold()
    if young > threshold:
        gc.collect(1 if older > threshold_older else 0)


def is_wide(session: object) -> bool:
    """Whether a line that is typed does not fit the screen: only then is looked for how many lines of it each one takes."""
    app = get_app()
    room = app.output.get_size().columns - len(session.prompt_text()) - 1
    text = app.current_buffer.document
    return not text.text.isascii() or max(map(len, text.lines)) > room


class SchemeLexer(Lexer):
    """Colours, of lines in sight only. What a line without surprises looks like is kept while one text is typed."""

    def __init__(self, session: object, scanner: Scanner) -> None:
        self.session = session
        self.scanner = scanner
        self.known: dict[str, StyleAndTextTuples] = {}

    def lex_document(self, document: Document) -> Callable[[int], StyleAndTextTuples]:
        text, kind_of_name = document.text, self.session.kind_of_name
        if not text:
            self.known.clear()

        def line(number: int) -> StyleAndTextTuples:
            tokens = self.scanner.scan(text)  # here, as prompt_toolkit keeps this function for a text that comes back
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


class Marks(Processor):
    """Marks the parenthesis at the cursor and its partner, and what prompt_toolkit marks by OTHERS: what is selected, found or
    edited at several places. Each of these takes a while for each line in sight; so they are asked only if there is such."""

    def __init__(self, scanner: Scanner, others: list[Processor]) -> None:
        self.scanner = scanner
        self.others = merge_processors(others)
        self.last: tuple[str, int, list[tuple[int, int]]] = ("", -1, [])

    def apply_transformation(self, given: TransformationInput) -> Transformation:
        buffer, app = given.buffer_control.buffer, get_app()
        if not app.is_done:
            given.fragments = self.with_parens(given)
        if buffer.selection_state is None and not buffer.multiple_cursor_positions and not app.layout.is_searching:
            return Transformation(given.fragments)
        return self.others.apply_transformation(given)

    def with_parens(self, given: TransformationInput) -> StyleAndTextTuples:
        """The line with its parentheses marked, if they are the ones."""
        document = given.document
        text, at = document.text, document.cursor_position
        if self.last[0] is not text or self.last[1] != at:
            places = matching(self.scanner.scan(text), at) or ()
            self.last = (text, at, [document.translate_index_to_position(place) for place in places])
        fragments: StyleAndTextTuples = given.fragments
        for row, column in self.last[2]:
            if row == given.lineno:
                fragments = explode_text_fragments(fragments)
                style, char, *_ = fragments[column]
                fragments[column] = (style + " class:match", char)
        return fragments


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
