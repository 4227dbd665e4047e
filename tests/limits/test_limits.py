"""Depth and length are bounded by memory, on every CPython version that the machine has; beyond that is a Scheme error.

With LISP_TEST_FULL=1 in the environment all is done a million deep and long; without, a share of that, so that the suite
stays short.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from lisp import Interpreter, LispError
from tests.pythons import pythons

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
ENDLESS = "(define (f x) (+ 1 (f x)))"


@pytest.mark.parametrize("version", pythons())
@pytest.mark.parametrize("program", ["deep", "long"])
def test_a_million(program: str, version: str) -> None:
    share = 100_000 if pythons()[version] == sys.executable else 20_000
    size = 1_000_000 if "LISP_TEST_FULL" in os.environ else share
    done = subprocess.run(
        [pythons()[version], "-m", "lisp", str(HERE / f"{program}.scm"), str(size)],
        capture_output=True, text=True, timeout=280, env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    lines = done.stdout.splitlines()
    expected = (HERE / f"{program}.scm").read_text().count("(report ") - 1
    assert (done.stderr, done.returncode) == ("", 0)
    assert [line for line in lines if not line.endswith(": right")] == []
    assert len(lines) >= expected


def test_the_versions_that_were_found(record_property: pytest.FixtureRequest) -> None:
    """The report of the tests says which ran."""
    record_property("pythons", ", ".join(pythons()))
    assert pythons()


def test_too_deep_is_an_error_in_the_program() -> None:
    lisp = Interpreter(frame_limit=50_000)
    with pytest.raises(LispError, match="the computation is more than 50000 frames deep") as caught:
        lisp.eval(ENDLESS + "(f 1)")
    assert caught.value.payload.kind == "limit"
    assert lisp.eval("(guard (e ((error-object? e) 'caught)) (f 1))") == "caught"
    assert lisp.eval("(define (count n) (if (= n 0) 0 (+ 1 (count (- n 1))))) (count 40000)") == 40_000


def test_too_deep_leaves_the_winds() -> None:
    lisp = Interpreter(frame_limit=20_000)
    program = "(define trace '()) (guard (e (#t 'caught)) (dynamic-wind void (lambda () (f 1)) (lambda () (set! trace '(out)))))"
    lisp.eval(ENDLESS + "(define (void) #f)")
    assert lisp.eval(program + " trace") == ["out"]


@pytest.mark.parametrize("version", pythons())
def test_garbage_of_any_depth_is_collected(version: str) -> None:
    length = "1000000" if "LISP_TEST_FULL" in os.environ else "50000"
    done = subprocess.run(
        [pythons()[version], str(HERE / "garbage.py"), length],
        capture_output=True, text=True, timeout=280, env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    assert (done.stdout, done.stderr, done.returncode) == ("end\n", "", 0)


def test_endless_recursion_takes_no_more_memory_than_its_frames() -> None:
    """A frame of this program takes about 130 bytes, the tracebacks on the way to the heap a few megabytes in all."""
    program = f"""
import resource
from lisp import Interpreter
lisp = Interpreter(frame_limit=300_000)
lisp.eval("{ENDLESS}")
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
for _ in range(2):
    assert lisp.eval("(guard (e ((error-object? e) 'caught)) (f 1))") == "caught"
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
"""
    command = [sys.executable, "-c", program]
    done = subprocess.run(command, capture_output=True, text=True, timeout=200, env={**os.environ, "PYTHONPATH": str(ROOT)})
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) < 120_000  # kilobytes


def test_an_error_at_the_limit_may_be_handled_in_place() -> None:
    lisp = Interpreter(frame_limit=20_000)
    lisp.eval(ENDLESS + "(define (count n) (if (= n 0) 0 (+ 1 (count (- n 1)))))")
    handled = "(call/cc (lambda (k) (with-exception-handler (lambda (e) (k (count 5000))) (lambda () (f 1)))))"
    assert lisp.eval(handled) == 5000
    assert lisp.eval(f"(list {handled} {handled})") == [5000, 5000]


def test_handlers_that_recurse_without_end_too_come_to_an_end() -> None:
    lisp = Interpreter(frame_limit=20_000)
    lisp.eval(ENDLESS)
    with pytest.raises(LispError, match="frames deep"):
        lisp.eval("(let again () (with-exception-handler (lambda (e) (again)) (lambda () (f 1))))")
