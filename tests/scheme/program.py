"""Runs a program of the tests in Scheme. As a script: `python program.py FILE…` runs each, plainly and in stress mode.

It needs nothing but the package, so that the script works under a CPython that has no pytest.
"""

from __future__ import annotations

import atexit
import contextlib
import io
import shutil
import sys
import tempfile
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lisp import Interpreter

LIBRARIES = Path(__file__).parent / "lib"
# Fewer frames than this file's loops have rounds: a tail call that keeps its frame is an error. (plain, stress)
FRAME_LIMITS = {"3-5-proper-tail-recursion": (1500, 200)}


def started(image: object, stress: bool) -> Interpreter:
    from lisp import Interpreter

    interpreter = Interpreter(image, library_path=[str(LIBRARIES)], stress=stress)
    if stress:
        interpreter.world.features.append("stress")
    return interpreter


@cache
def image_for_tests() -> str:
    """The path of an image in which (srfi 64) is loaded."""
    folder = tempfile.mkdtemp(prefix="lisp-tests-")
    atexit.register(shutil.rmtree, folder)
    path = str(Path(folder) / "tests.img")
    interpreter = started(None, False)
    interpreter.eval("(import (only (srfi 64)))")
    interpreter.save(path)
    return path


def run_program(path: Path, stress: bool = False, from_sources: bool = False) -> list[str]:
    """The lines that the program PATH writes.

    It starts from an image that holds (srfi 64). STRESS: its calls capture the whole stack.
    FROM_SOURCES: so do those of the standard library, which is then compiled anew and not taken from an image.
    """
    interpreter = started(False if from_sources else image_for_tests(), stress)
    world = interpreter.world
    world.frame_limit = FRAME_LIMITS.get(path.stem, (world.frame_limit, world.frame_limit))[stress]
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        try:
            interpreter.run_file(str(path), [])
        finally:
            interpreter.flush()
    return out.getvalue().splitlines()


if __name__ == "__main__":
    for name in sys.argv[1:]:
        for stress in (False, True):
            sys.stdout.write("\n".join(run_program(Path(name), stress)) + "\n")
