"""The tests in Scheme, each file stopped half way: it is saved in the middle of a test and goes on in a fresh interpreter."""

from __future__ import annotations

import contextlib
import io
import re
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from lisp import Interpreter
from lisp.runtime.frame import Exit
from tests.image.profiles import nightly

SCHEME = Path(__file__).parent.parent / "scheme"
sys.path.insert(0, str(SCHEME))

from program import FRAME_LIMITS, LIBRARIES  # noqa: E402

FILES = sorted(path for path in SCHEME.rglob("*.scm") if not path.is_relative_to(LIBRARIES))
LONG = ("3-5-proper-tail-recursion", "6-01-equivalence")
QUICK = [path for path in FILES if path.parent == SCHEME and path.stem not in LONG]
TEST = re.compile(r"\(test-(?!group|end)")
END = re.compile(r"# of expected passes +([1-9][0-9]*)")


def output(run: Callable, interpreter: Interpreter) -> list[str]:
    """The lines that RUN writes to standard output."""
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        try:
            run()
        finally:
            interpreter.flush()
    return out.getvalue().splitlines()


def limit(interpreter: Interpreter, path: Path) -> Interpreter:
    world = interpreter.world
    world.frame_limit = FRAME_LIMITS.get(path.stem, (world.frame_limit,))[0]
    return interpreter


@pytest.mark.parametrize("path", FILES if nightly() else QUICK, ids=lambda path: str(path.relative_to(SCHEME).with_suffix("")))
def test_half_way(path: Path, tmp_path: Path) -> None:
    image = tmp_path / "half.img"
    middle = max(1, len(TEST.findall(path.read_text(encoding="utf-8"))) // 3)  # some are definitions
    origin = limit(Interpreter(library_path=[str(LIBRARIES)]), path)
    origin.eval(f"(import (check) (lisp image)) (test-stop! {middle} (lambda () (save-image \"{image}\" 'exit #t)))")

    def first_half() -> None:
        with pytest.raises(Exit):
            origin.run_file(str(path), [])

    started = output(first_half, origin)
    assert len(started) == 1 and started[0].startswith("%%%% Starting test "), started
    booted = limit(Interpreter(image, library_path=[str(LIBRARIES)], arguments=[str(path)]), path)
    lines = output(booted.resume_entry, booted)
    assert len(lines) == 1 and END.fullmatch(lines[0]), lines
    assert int(lines[0].split()[-1]) >= middle
