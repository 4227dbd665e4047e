"""The tests in Scheme, each file stopped half way: it is saved in the middle of a test and goes on in a fresh interpreter.

All files, plainly and in stress mode, with LISP_TEST_FULL=1 or under the profile `nightly`; else a few of them, others
whenever a source of the system changes.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import sys
from collections.abc import Callable
from pathlib import Path
from zlib import crc32

import pytest

from lisp import Interpreter
from lisp.interpreter.base_image import fingerprint
from lisp.runtime.frame import Exit
from tests.image.profiles import nightly

SCHEME = Path(__file__).parent.parent / "scheme"
sys.path.insert(0, str(SCHEME))

from program import FRAME_LIMITS, LIBRARIES, image_for_tests, started  # noqa: E402

FILES = sorted(path for path in SCHEME.rglob("*.scm") if not path.is_relative_to(LIBRARIES))
RUNS = [(path, stress) for path in FILES for stress in (False, True)]
SHARE = 1 if nightly() or "LISP_TEST_FULL" in os.environ else 8
TEST = re.compile(r"\(test-(?!group|begin|end)")
START = re.compile("%%%% Starting test .*")
END = re.compile(r"# of expected passes +([1-9][0-9]*)")


def named(run: tuple[Path, bool]) -> str:
    path, stress = run
    return f"{path.relative_to(SCHEME).with_suffix('')} {'stress' if stress else 'plain'}"


def output(run: Callable, interpreter: Interpreter) -> list[str]:
    """The lines that RUN writes to standard output."""
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        try:
            run()
        finally:
            interpreter.flush()
    return out.getvalue().splitlines()


def limited(interpreter: Interpreter, path: Path, stress: bool) -> Interpreter:
    world = interpreter.world
    world.frame_limit = FRAME_LIMITS.get(path.stem, (world.frame_limit, world.frame_limit))[stress]
    return interpreter


@pytest.mark.parametrize("run", [r for r in RUNS if crc32(f"{fingerprint()} {named(r)}".encode()) % SHARE == 0], ids=named)
def test_half_way(run: tuple[Path, bool], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, stress = run
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    image = tmp_path / "half.img"
    middle = max(1, len(TEST.findall(path.read_text(encoding="utf-8"))) // 3)  # some are definitions
    origin = limited(started(image_for_tests(), stress), path, stress)
    origin.eval(f"(import (check) (lisp image)) (test-stop! {middle} (lambda () (save-image \"{image}\" 'exit #t)))")

    def first_half() -> None:
        with pytest.raises(Exit):
            origin.run_file(str(path), [])

    lines = output(first_half, origin)
    assert len(lines) == 1 and START.fullmatch(lines[0]), lines
    booted = limited(Interpreter(image, library_path=[str(LIBRARIES)], arguments=[str(path)], stress=stress), path, stress)
    lines = output(booted.resume_entry, booted)
    assert len(lines) == 1, lines
    passes = END.fullmatch(lines[0])
    assert passes and int(passes[1]) >= middle, lines
