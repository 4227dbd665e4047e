"""A prompt without a terminal: `talk` gives what a session shows for what is typed."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest

from lisp import Interpreter
from lisp.repl.session import Session

Talk = Callable[..., str]


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
