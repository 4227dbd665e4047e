"""Runs the tests in Scheme: each .scm file here is a program that writes a line beginning with FAIL for each failure.

Every file runs twice in this process, plainly and in stress mode, where the whole stack moves to the heap at every
call; and some of them under each other CPython that the machine has, in a process of its own.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from lisp import Interpreter

HERE = Path(__file__).parent
LIBRARIES = HERE / "lib"
ROOT = HERE.parent.parent
FILES = sorted(path for path in HERE.rglob("*.scm") if not path.is_relative_to(LIBRARIES))
# What runs under every Python: compiled code, capture and resumption differ there, the library does not.
PORTABLE = ("3-5-proper-tail-recursion", "4-2-derived-expressions", "6-10-continuations", "6-11-exceptions")
VERSIONS = ("3.11", "3.12", "3.13", "3.14")
# Fewer frames than these files' loops have rounds: a tail call that keeps its frame is an error.
FRAME_LIMITS = {"3-5-proper-tail-recursion": (8000, 200)}


def run_program(path: Path, stress: bool) -> list[str]:
    """The lines that the program PATH writes."""
    interpreter = Interpreter(library_path=[str(LIBRARIES)], stress=stress)
    interpreter.world.frame_limit = FRAME_LIMITS.get(path.stem, (interpreter.world.frame_limit,) * 2)[stress]
    if stress:
        interpreter.world.features.append("stress")
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        try:
            interpreter.run_file(str(path), [])
        finally:
            interpreter.flush()
    return out.getvalue().splitlines()


def check_lines(lines: list[str]) -> None:
    """LINES are those of a program without a failure that came to its end."""
    failures = [line for line in lines if line.startswith("FAIL")]
    assert not failures, "\n".join(failures)
    assert lines and re.fullmatch(r"[1-9][0-9]* tests", lines[-1]), "the program did not come to its end"


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(HERE).with_suffix("")))
@pytest.mark.parametrize("stress", [False, True], ids=["plain", "stress"])
def test_report(path: Path, stress: bool) -> None:
    check_lines(run_program(path, stress))


def test_a_failure_is_reported(tmp_path: Path) -> None:
    program = tmp_path / "wrong.scm"
    program.write_text(
        "(import (scheme base) (check))"
        "(test-group \"g\" (test-equal 1 2) (test-error 'none) (test-assert #f) (test-values (1 2) (values 1 3))"
        "  (test-output \"a\" (write-string \"b\")) (test-equal 1 (raise 'oops)) (test-equal 1 1))"
        "(test-end)"
    )
    assert run_program(program, stress=False) == [
        "FAIL g: 2 expected 1 got 2",
        "FAIL g: 'none should be an error, got none",
        "FAIL g: #f expected #t got #f",
        "FAIL g: (values 1 3) expected (1 2) got (1 3)",
        'FAIL g: (write-string "b") expected "a" got "b"',
        "FAIL g: (raise 'oops) raised oops",
        "7 tests",
    ]


@pytest.mark.parametrize("kept", [True, False], ids=["kept frames", "no frames kept"])
def test_the_frame_limit_finds_calls_that_are_not_in_tail_position(tmp_path: Path, kept: bool) -> None:
    program = tmp_path / "3-5-proper-tail-recursion.scm"
    call = "(+ 0 (f (- n 1)))" if kept else "(f (- n 1))"
    program.write_text(f"(import (scheme base)) (define (f n) (if (= n 0) 0 {call})) (set! f f) (f 20000)")
    with pytest.raises(Exception, match="frames deep") if kept else contextlib.nullcontext():
        run_program(program, stress=False)


def other_pythons() -> dict[str, str]:
    """Version → path of each CPython of VERSIONS on this machine that is not the one running."""
    found = {}
    own = f"{sys.version_info.major}.{sys.version_info.minor}"
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
    for version in VERSIONS:
        candidates = [str(path) for path in sorted(pyenv.glob(f"{version}.*/bin/python"))]
        candidates += filter(None, [shutil.which(f"python{version}")])
        works = next((path for path in candidates if reports_version(path, version)), None)
        if works is not None and version != own:
            found[version] = works
    return found


def reports_version(python: str, version: str) -> bool:
    """Whether PYTHON starts and is of VERSION (a pyenv shim may be neither)."""
    command = [python, "-c", "import sys; print('%d.%d' % sys.version_info[:2])"]
    result = subprocess.run(command, capture_output=True, text=True, timeout=60)
    return result.returncode == 0 and result.stdout.strip() == version


@pytest.fixture(scope="module")
def pythons() -> dict[str, str]:
    return other_pythons()


@pytest.mark.parametrize("version", VERSIONS)
def test_under_another_python(version: str, pythons: dict[str, str]) -> None:
    if version not in pythons:
        own = version == f"{sys.version_info.major}.{sys.version_info.minor}"
        pytest.skip(f"CPython {version} is " + ("the one running the tests" if own else "not on this machine"))
    if subprocess.run([pythons[version], "-c", "import lark"], capture_output=True, timeout=60).returncode != 0:
        pytest.skip(f"CPython {version} ({pythons[version]}) has no lark")
    for name in PORTABLE:
        command = [pythons[version], "-m", "lisp", "-L", str(LIBRARIES), str(HERE / f"{name}.scm")]
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        result = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, env=environment, timeout=120)
        assert result.returncode == 0, result.stderr
        check_lines(result.stdout.splitlines())
