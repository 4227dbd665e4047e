"""What is typed between two prompts: while a form is evaluated, or before the editor is there. Nothing of it may be lost.

The terminal reads lines then, for programs that ask for some. Of the keys that mean something to it, Ctrl-D comes as a zero
when the mode is changed, and Enter as a line feed: these are put right. Ctrl-R and Ctrl-V it would keep to itself: it is told
not to (repl/first.py). Keys that came together with the one that ended a text wait in prompt_toolkit, which would take them
before it has read the history.
"""

from __future__ import annotations

import select
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from prompt_toolkit.application import Application
from prompt_toolkit.input import Input
from prompt_toolkit.input.typeahead import get_typeahead, store_typeahead
from prompt_toolkit.input.vt100_parser import Vt100Parser
from prompt_toolkit.key_binding.key_processor import KeyPress
from prompt_toolkit.keys import Keys

AS_TYPED = {Keys.ControlAt: KeyPress(Keys.ControlD, "\x04"), Keys.ControlJ: KeyPress(Keys.ControlM, "\r")}


def keyboard() -> Input | None:
    """What gives the keys that are typed; None for what prompt_toolkit has itself."""
    if sys.platform == "win32":
        return None
    from prompt_toolkit.input.vt100 import Vt100Input

    class Keyboard(Vt100Input):
        """The keyboard, which also knows what was typed when nothing was asked for."""

        waiting = False

        @contextmanager
        def raw_mode(self) -> Iterator[None]:
            with super().raw_mode():
                self.waiting = bool(select.select([self.fileno()], [], [], 0)[0])
                if self.waiting:
                    sys.stdout.write("\r\x1b[K")  # the terminal has shown it; it is shown again behind the prompt
                    sys.stdout.flush()
                yield

        def read_keys(self) -> list[KeyPress]:
            keys = super().read_keys()
            if self.waiting:
                self.waiting = False
                keys = [AS_TYPED.get(key.key, key) for key in keys]
            return keys

    return Keyboard(sys.stdin)


def take_waiting_keys(app: Application) -> None:
    """Let APP, which is about to begin, take the keys that wait for it, but only when it has the history."""
    keys = get_typeahead(app.input)
    if not keys:
        return
    app.current_buffer.load_history_if_not_yet_loaded()

    async def take() -> None:
        app.key_processor.feed_multiple(keys)
        app.key_processor.process_keys()

    app.create_background_task(take())  # it comes behind that of the history


def let_wait(app: Application, keys: str) -> None:
    """Let the keys that a terminal sends as KEYS wait for APP."""
    found: list[KeyPress] = []
    parser = Vt100Parser(found.append)
    parser.feed_and_flush(keys)
    store_typeahead(app.input, found)
