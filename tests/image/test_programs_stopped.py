"""A program that is stopped anywhere and goes on from its image does what it does when it is not stopped."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from lisp import Interpreter, LispError
from lisp.data.writer import write_text
from tests.image.profiles import nightly, trials
from tests.image.program_texts import PRELUDE, program

MOST_STEPS = 2000


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("stopped")


@pytest.fixture(scope="module")
def small_base(folder: Path) -> Path:
    """An image of what the programs need: saved faster than one of the whole standard library."""
    interpreter = Interpreter(False)
    interpreter.eval(PRELUDE)
    interpreter.save(folder / "base.img")
    return folder / "base.img"


@pytest.fixture(scope="module", autouse=True)
def no_fsync() -> object:
    """What is tested here does not depend on the disk."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", lambda descriptor: None)
        yield


class Program:
    """One text, run in interpreters of its own; `steps` is how many it took the last time.

    LOADED: it is loaded by a program of one line. STRESS: every call of it captures the stack.
    """

    def __init__(self, base: Path, text: str, loaded: bool, stress: bool) -> None:
        self.base = base
        self.text = text
        self.loaded = loaded
        self.stress = stress
        self.steps = 0

    def run(self, stops: list[int]) -> str:
        """What it does when it saves an image at each of STOPS."""
        interpreter = Interpreter(self.base, stress=self.stress)
        interpreter.eval(f"(set! stops '({' '.join(map(str, stops))})) (set! path \"{self.base}.\")")
        text = self.text
        if self.loaded:
            file = self.base.with_suffix(".scm")
            file.write_text(text, encoding="utf-8")
            text = f'(load "{file}")'
        return self.outcome(interpreter, lambda: interpreter.run_text(text, "program"))

    def go_on(self, stop: int) -> str:
        """What it does from the image that was saved at STOP."""
        interpreter = Interpreter(f"{self.base}.{stop}", stress=self.stress)
        return self.outcome(interpreter, interpreter.resume_entry)

    def outcome(self, interpreter: Interpreter, run: Callable) -> str:
        """All that the program wrote down, and its error if it ends in one."""
        message = ""
        try:
            run()
        except LispError as failure:
            message = str(failure)
        self.steps = interpreter.eval("steps")
        return write_text(interpreter.eval_lisp("(reverse trace)")) + message


@trials(100, 500)
@given(st.randoms(use_true_random=False), st.booleans(), st.integers(0, 7).map(lambda n: n == 7))
def test_stopped_anywhere(small_base: Path, random: Random, loaded: bool, stress: bool) -> None:
    subject = Program(small_base, program(random, random.randrange(6, 40 if nightly() else 14)), loaded, stress)
    expected = subject.run([])
    steps = subject.steps
    assume(0 < steps < MOST_STEPS)
    stops = sorted({random.randrange(1, steps + 1) for _ in range(random.choice([1, 1, 1, 2]))})
    assert subject.run(stops) == expected
    for stop in stops:
        assert subject.go_on(stop) == expected
