"""A prompt without a terminal: `talk` gives what a session shows for what is typed."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from lisp import Interpreter
from lisp.repl.session import Session
from tests.repl.terminal import Terminal

Talk = Callable[..., str]
Open = Callable[..., Terminal]


@pytest.fixture
def session() -> Session:
    interpreter = Interpreter()
    interpreter.services.at_prompt = True
    return Session(interpreter)


@pytest.fixture
def talk(session: Session, capsys: pytest.CaptureFixture[str]) -> Talk:
    """Type each text at the prompt; what was shown last, output before errors."""

    def typed(*texts: str) -> str:
        for text in texts:
            capsys.readouterr()
            # a stack of its own, as at a real prompt: below pytest's so little is left that frames move to the heap early
            thread = threading.Thread(target=session.take, args=(text,))
            thread.start()
            thread.join()
        out, err = capsys.readouterr()
        return out + err

    return typed


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[Open]:
    opened: list[Terminal] = []

    def open_(
        columns: int = 100, lines: int = 30, arguments: str = "", ready: str = "\n>", beside: bool = False, **settings: str
    ) -> Terminal:
        for earlier in () if beside else opened:
            earlier.close()
        opened.append(Terminal(tmp_path, columns, lines, {"TERM": "screen-256color", **settings}, arguments, ready))
        return opened[-1]

    yield open_
    for made in opened:
        made.close()
