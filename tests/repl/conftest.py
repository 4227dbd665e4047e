"""A prompt without a terminal: `talk` gives what a session shows for what is typed."""

from __future__ import annotations

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
            session.take(text)
        out, err = capsys.readouterr()
        return out + err

    return typed
