"""Ctrl-C: what it stops goes on as if nothing had been, and what nobody handles ends the script with 130."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.pythons import pythons

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT)}


@pytest.mark.skipif("LISP_TEST_FULL" not in os.environ, reason="depends on the machine's load; LISP_TEST_FULL=1 runs it")
@pytest.mark.parametrize("version", pythons())
def test_interrupted_at_any_moment(version: str) -> None:
    command = [pythons()[version], str(HERE / "interrupted.py")]
    done = subprocess.run(command, capture_output=True, text=True, timeout=200, env=ENVIRONMENT)
    *wrong, last = done.stdout.splitlines() or ["", done.stderr]
    assert (wrong, done.returncode) == ([], 0)
    assert int(last.removeprefix("interrupts: ")) > 5


ENDLESS = {
    "a loop": "(let loop () (loop))",
    "tail calls": "(define (spin) (spin)) (spin)",
    "recursion": "(define (grow n) (+ 1 (grow n))) (grow 1)",
    "map in a loop": "(let loop () (map (lambda (x) x) '(1 2 3)) (loop))",
    "reading": "(read-line)",
}


@pytest.mark.parametrize("program", ENDLESS.values(), ids=list(ENDLESS))
def test_a_script_ends_with_130(program: str) -> None:
    text = f"(dynamic-wind (lambda () (display 'ready) (newline) (flush-output-port)) (lambda () {program}) (lambda () #f))"
    if "define" in program:
        text = text.replace("(lambda () (define", "(lambda () (let () (define").replace(") (lambda () #f))", ")) (lambda () #f))")
    process = subprocess.Popen(
        [sys.executable, "-m", "lisp", "-e", text],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=ENVIRONMENT,
    )  # fmt: skip
    assert process.stdout.readline() == b"ready\n"
    process.send_signal(signal.SIGINT)
    process.wait(timeout=60)
    stderr = process.stderr.read()
    process.stdin.close(), process.stdout.close(), process.stderr.close()
    assert (process.returncode, stderr) == (130, b"interrupted\n")


def test_a_handler_takes_it(tmp_path: Path) -> None:
    ready = "(display 'ready) (newline) (flush-output-port)"
    text = f"(write (guard (e (#t (error-object-message e))) {ready} (let loop () (loop))))"
    process = subprocess.Popen(
        [sys.executable, "-m", "lisp", "-e", text], stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=ENVIRONMENT
    )
    assert process.stdout.readline() == b"ready\n"
    process.send_signal(signal.SIGINT)
    stdout, stderr = process.communicate(timeout=60)
    assert (stdout, stderr, process.returncode) == (b'"interrupted"', b"", 0)
