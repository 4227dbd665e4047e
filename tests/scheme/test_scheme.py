"""Runs the tests in Scheme: each .scm file here is a program of SRFI 64, which reports what fails and counts the rest.

Every file runs in this process twice, plainly and in stress mode, where the whole stack moves to the heap at every call;
those on control once more with a standard library in stress mode; and some under each other CPython of this machine.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))

from program import LIBRARIES, run_program  # noqa: E402

ROOT = HERE.parent.parent
FILES = sorted(path for path in HERE.rglob("*.scm") if not path.is_relative_to(LIBRARIES))
# Where the standard library's own calls are captured too: map, dynamic-wind, raise, force, call-with-port.
CONTROL = [
    HERE / f"{name}.scm"
    for name in (
        "4-2-delayed-dynamic-and-data", "6-10-control", "6-10-continuations", "6-10-dynamic-wind", "6-11-exceptions",
        "6-13-ports",
    )
]
# Every CPython compiles and stops frames in its own way; the library is the same Python everywhere.
PORTABLE = [
    HERE / "6-10-continuations.scm",
    *([HERE / "3-5-proper-tail-recursion.scm", HERE / "4-2-derived-expressions.scm", *CONTROL] if "LISP_TEST_FULL" in os.environ else []),
]
VERSIONS = ("3.11", "3.12", "3.13", "3.14")
OWN = f"{sys.version_info.major}.{sys.version_info.minor}"
END = re.compile(r"# of expected passes +[1-9][0-9]*")


def check_lines(lines: list[str]) -> None:
    """LINES are those of a program without a failure that came to its end."""
    assert lines and END.fullmatch(lines[-1]), "\n".join(lines)
    assert not any(line.startswith("FAIL") for line in lines)


def short(path: Path) -> str:
    return str(path.relative_to(HERE).with_suffix(""))


@pytest.fixture
def temporary_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The programs put their files into a folder of their own."""
    monkeypatch.setenv("TMPDIR", str(tmp_path))


@pytest.mark.parametrize("path", FILES, ids=short)
def test_report(path: Path, temporary_files: None) -> None:
    check_lines(run_program(path, False))


@pytest.mark.parametrize("path", FILES if "LISP_TEST_FULL" in os.environ else [f for f in FILES if f.parent == HERE], ids=short)
def test_report_in_stress_mode(path: Path, temporary_files: None) -> None:
    check_lines(run_program(path, True))


@pytest.mark.parametrize("path", CONTROL if "LISP_TEST_FULL" in os.environ else CONTROL[2:3], ids=short)
def test_report_with_the_library_in_stress_mode(path: Path, temporary_files: None) -> None:
    check_lines(run_program(path, stress=True, from_sources=True))


def test_a_failure_is_reported(tmp_path: Path) -> None:
    program = tmp_path / "wrong.scm"
    program.write_text(
        "(import (scheme base) (srfi 64) (check))\n(test-begin \"wrong\")\n"
        "(test-group \"g\"\n (test-equal 1 2)\n (test-error 'none)\n (test-values (1 2) (values 1 3))\n"
        ' (test-output "a" (write-string "b"))\n (test-equal 1 (raise \'oops))\n (test-equal 1 1))\n'
        "(test-end)"
    )
    lines = run_program(program)
    places = [line for line in lines if line.startswith("  at: ")]
    assert places == [f"  at:       {program}:{line}" for line in (4, 5, 6, 7, 8)]
    assert [line for line in lines if "got" in line or "raised" in line] == [
        "  got:      2", "  got:      none", "  got:      (1 3)", '  got:      "b"', "  raised:   oops",
    ]  # fmt: skip
    assert lines[-2:] == ["# of expected passes      1", "# of unexpected failures  5"]
    with pytest.raises(AssertionError, match=r"FAIL wrong / g\n"):
        check_lines(lines)


@pytest.mark.parametrize("kept", [True, False], ids=["kept frames", "no frames kept"])
def test_the_frame_limit_finds_calls_that_are_not_in_tail_position(tmp_path: Path, kept: bool) -> None:
    program = tmp_path / "3-5-proper-tail-recursion.scm"
    call = "(+ 0 (f (- n 1)))" if kept else "(f (- n 1))"
    program.write_text(f"(import (scheme base)) (define (f n) (if (= n 0) 0 {call})) (set! f f) (f 10000)")
    with pytest.raises(Exception, match="frames deep") if kept else contextlib.nullcontext():
        run_program(program)


def other_pythons() -> dict[str, str]:
    """Version → path of each CPython of VERSIONS on this machine that is not the one running."""
    found = {}
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
    for version in VERSIONS:
        candidates = [str(path) for path in sorted(pyenv.glob(f"{version}.*/bin/python"))]
        candidates += filter(None, [shutil.which(f"python{version}")])
        works = next((path for path in candidates if reports_version(path, version)), None)
        if works is not None and version != OWN:
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
        pytest.skip(f"CPython {version} is {'the one running the tests' if version == OWN else 'not on this machine'}")
    python = pythons[version]
    if subprocess.run([python, "-c", "import lark"], capture_output=True, timeout=60).returncode != 0:
        pytest.skip(f"CPython {version} ({python}) has no lark")
    command = [python, str(HERE / "program.py"), *map(str, PORTABLE)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    result = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, env=environment, timeout=300)
    assert result.returncode == 0, result.stderr
    lines = result.stdout.splitlines()
    check_lines(lines)
    assert sum(1 for line in lines if END.fullmatch(line)) == 2 * len(PORTABLE)
