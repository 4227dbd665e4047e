"""Typed text from prompt_toolkit: history kept in a file, and Enter that ends the text only when its datum is complete."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from prompt_toolkit import PromptSession
from prompt_toolkit.history import FileHistory, History, InMemoryHistory
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent

from lisp.reader.complete import is_complete


def make_reader(prompt: str, more: str) -> Callable[[], str]:
    """A function that gives the next text; PROMPT stands before its first line, MORE before the others."""
    session: PromptSession = PromptSession(
        message=prompt,
        prompt_continuation=lambda width, line, soft: more,
        multiline=True,
        history=open_history(),
        key_bindings=bindings(),
        enable_open_in_editor=True,
    )
    return session.prompt


def bindings() -> KeyBindings:
    """Enter: the end of a complete text when nothing but space follows the cursor, else a new line."""
    keys = KeyBindings()

    @keys.add("enter")
    def on_enter(event: KeyPressEvent) -> None:
        buffer = event.current_buffer
        at_end = not buffer.document.text_after_cursor.strip()
        if at_end and is_complete(buffer.text):
            buffer.validate_and_handle()
        else:
            buffer.newline(copy_margin=True)

    @keys.add("escape", "enter")
    def on_alt_enter(event: KeyPressEvent) -> None:
        event.current_buffer.validate_and_handle()

    return keys


def open_history() -> History:
    """What was typed in earlier sessions; forgotten where it cannot be kept."""
    folder = Path(os.environ.get("XDG_STATE_HOME") or Path.home() / ".local/state", "lisp")
    path = folder / "history"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        path.open("a").close()
    except OSError:
        return InMemoryHistory()
    return FileHistory(str(path))
