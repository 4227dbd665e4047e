"""Runs a program of the tests in Scheme. As a script: `python program.py FILE…` runs each, plainly and in stress mode.

It needs nothing but the package, so that the script works under a CPython that has no pytest.
"""

from __future__ import annotations

import contextlib
import io
import sys
from pathlib import Path

LIBRARIES = Path(__file__).parent / "lib"
# Fewer frames than this file's loops have rounds: a tail call that keeps its frame is an error. (plain, stress)
FRAME_LIMITS = {"3-5-proper-tail-recursion": (4000, 200)}


def run_program(path: Path, stress: bool = False, from_sources: bool = False) -> list[str]:
    """The lines that the program PATH writes.

    STRESS: its calls capture the whole stack. FROM_SOURCES: so do those of the standard library, which is then compiled
    anew and not taken from the base image.
    """
    from lisp import Interpreter

    interpreter = Interpreter(False if from_sources else None, library_path=[str(LIBRARIES)], stress=stress)
    world = interpreter.world
    world.frame_limit = FRAME_LIMITS.get(path.stem, (world.frame_limit, world.frame_limit))[stress]
    if stress:
        world.features.append("stress")
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
