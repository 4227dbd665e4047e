"""Keys of the prompt beside those that prompt_toolkit has: Enter, Tab and the structural commands.

    Enter           ends a complete text; else begins a new line, indented      Alt-Enter  ends the text as it is
    Tab             indents at the start of a line, else completes               Alt-j      begins a new line
    Alt-( Alt-s Alt-r      wrap, splice, raise                                   Alt-k      removes the next datum
    Ctrl-→ Ctrl-←          slurp, barf (also Alt-0 Alt-9)                        Alt-n/Alt-p to the next/previous datum
    Alt-i           indents all

With the keys of vi, where Escape is a key of its own, those with Alt are typed in navigation mode after a backslash.
"""

from __future__ import annotations

from collections.abc import Callable
from os.path import commonprefix

from prompt_toolkit.buffer import Buffer
from prompt_toolkit.document import Document
from prompt_toolkit.filters import emacs_mode, is_searching, vi_navigation_mode
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent

from lisp.reader.complete import is_complete
from lisp.repl import structure
from lisp.repl.completion import Completer
from lisp.repl.indent import indent_all, newline, reindent

EDITS: tuple[tuple[str, Callable], ...] = (
    ("(", structure.wrap),
    ("s", structure.splice),
    ("r", structure.raise_datum),
    ("k", structure.kill),
    ("0", structure.slurp),
    ("9", structure.barf),
    ("i", lambda text, at: (indent_all(text), at)),
    ("j", newline),
)
MOVES: tuple[tuple[str, Callable], ...] = (
    ("n", structure.forward),
    ("c-f", structure.forward),
    ("p", structure.backward),
    ("c-b", structure.backward),
)


def bindings(finder: Completer) -> KeyBindings:
    """The keys of a prompt; FINDER completes."""
    keys = KeyBindings()
    typing = ~is_searching  # what is typed while the history is searched is prompt_toolkit's business
    keys.add("enter", filter=typing)(on_enter)
    keys.add("tab", filter=typing)(lambda event: on_tab(event, finder))
    keys.add("escape", "enter", filter=typing & emacs_mode)(lambda event: event.current_buffer.validate_and_handle())
    keys.add("c-c", filter=typing, eager=True)(give_up)
    keys.add("c-right", filter=typing)(lambda event: edit(event.current_buffer, structure.slurp))
    keys.add("c-left", filter=typing)(lambda event: edit(event.current_buffer, structure.barf))
    for prefix, mode in (("escape", emacs_mode), ("\\", vi_navigation_mode)):
        for key, command in EDITS:
            keys.add(prefix, key, filter=typing & mode)(
                lambda event, command=command: edit(event.current_buffer, command)
            )
        for key, command in MOVES:
            keys.add(prefix, key, filter=typing & mode)(
                lambda event, command=command: move(event.current_buffer, command)
            )
    return keys


def on_enter(event: KeyPressEvent) -> None:
    """The end of a complete text that is one line, or when nothing but space follows the cursor; else a new line."""
    buffer = event.current_buffer
    if buffer.complete_state is not None and buffer.complete_state.current_completion is not None:
        buffer.complete_state = None
        return
    at_end = not buffer.document.text_after_cursor.strip() or "\n" not in buffer.text
    if at_end and is_complete(buffer.text):
        buffer.validate_and_handle()
    else:
        edit(buffer, newline)


def give_up(event: KeyPressEvent) -> None:
    """Give up what is typed. At once, also where something is selected: prompt_toolkit would wait for > or < there, and lose
    what comes instead."""
    event.app.exit(exception=KeyboardInterrupt(), style="class:aborting")


def on_tab(event: KeyPressEvent, finder: Completer) -> None:
    """Indent where only space stands before the cursor, else complete: what all candidates begin with at once, then a menu."""
    buffer = event.current_buffer
    before = buffer.document.current_line_before_cursor
    if buffer.complete_state is not None:
        buffer.complete_next()
        return
    if not before.strip() and buffer.document.cursor_position_row:
        edit(buffer, reindent)
        return
    found = finder.candidates(buffer.text, buffer.cursor_position)
    if found:
        typed = buffer.text[found[0].start : buffer.cursor_position]
        common = commonprefix([candidate.text for candidate in found])
        if common.startswith(typed):
            buffer.insert_text(common[len(typed) :])
        if len(found) > 1:
            buffer.start_completion()


def edit(buffer: Buffer, command: Callable[[str, int], tuple[str, int]]) -> None:
    """Change the text as COMMAND says; one step for undo."""
    text, at = command(buffer.text, buffer.cursor_position)
    if text != buffer.text or at != buffer.cursor_position:
        buffer.save_to_undo_stack()
        buffer.document = Document(text, min(at, len(text)))


def move(buffer: Buffer, command: Callable[[str, int], int]) -> None:
    buffer.cursor_position = command(buffer.text, buffer.cursor_position)
