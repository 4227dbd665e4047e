"""Interrupts that the program takes: its computation goes on exactly, whatever it was doing, on every CPython version."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from tests.pythons import pythons

HERE = Path(__file__).parent
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(HERE.parent.parent)}
NOTING = "(define noted 0) (define (note condition) (set! noted (+ noted 1)))"
READY = "(display 'ready) (newline) (flush-output-port)"


def start(*command: str) -> subprocess.Popen:
    """A process that runs `python -m lisp COMMAND…`, or another Python if the first word is a path."""
    python = command if command[0].endswith(("python", "python.exe")) else [sys.executable, "-m", "lisp", *command]
    pipe = subprocess.PIPE
    return subprocess.Popen([*python], stdin=pipe, stdout=pipe, stderr=pipe, text=True, env=ENVIRONMENT)


def interrupt(process: subprocess.Popen, seed: int) -> list[str]:
    """The lines that PROCESS writes while it gets interrupts at random moments, from its first line to the line "end"."""
    moments, lines = random.Random(seed), [process.stdout.readline().strip()]
    ended = threading.Event()

    def read() -> None:
        for line in process.stdout:
            lines.append(line.strip())
            if lines[-1] == "end":
                ended.set()
        ended.set()

    reader = threading.Thread(target=read)
    reader.start()
    while not ended.wait(moments.uniform(0.0005, 0.006)):
        process.send_signal(signal.SIGINT)
    process.wait(timeout=60)
    reader.join()
    lines += process.stderr.read().splitlines()
    for stream in (process.stdin, process.stdout, process.stderr):
        stream.close()
    return lines


@pytest.mark.parametrize("version", pythons())
def test_all_kinds_of_work_go_on(version: str) -> None:
    rounds, program = ("40", "3")["LISP_TEST_FULL" not in os.environ], str(HERE / "going-on.scm")
    lines = interrupt(start(pythons()[version], "-m", "lisp", program, rounds), seed=1)
    kinds = (HERE / "going-on.scm").read_text().count('\n(kind "')
    assert [line for line in lines if not line.endswith(": right")] == ["ready", "end"]
    assert len(lines) == kinds + 2


def test_waiting_for_input_goes_on() -> None:
    process = start("-e", f"{NOTING} {READY} (write (list (with-exception-handler note read-line) noted (read-line)))")
    assert process.stdout.readline() == "ready\n"
    time.sleep(0.3)
    for _ in range(3):
        process.send_signal(signal.SIGINT)
        time.sleep(0.3)
    stdout, stderr = process.communicate("one\ntwo\n", timeout=60)
    assert (stdout, stderr, process.returncode) == ('("one" 3 "two")', "", 0)


def test_a_primitive_that_does_not_end_is_left_at_the_second_interrupt() -> None:
    circle = "(import (scheme base) (srfi 1)) (define circle (list 1 2)) (set-cdr! (cdr circle) circle)"
    process = start("-e", f"{circle} {READY} (last-pair circle)")
    assert process.stdout.readline() == "ready\n"
    time.sleep(0.2)
    process.send_signal(signal.SIGINT)
    time.sleep(1.3)
    assert process.poll() is None
    process.send_signal(signal.SIGINT)
    stdout, stderr = process.communicate(timeout=60)
    assert (stdout, stderr, process.returncode) == ("", "interrupted\n", 130)


def test_a_procedure_of_the_host_is_left_at_once() -> None:
    program = f"""
import time
from lisp import Interpreter
from lisp.runtime.interrupt import Interruptible
lisp = Interpreter()
lisp.define("nap", lambda: time.sleep(60))
lisp.eval("{READY}")
with Interruptible():
    print(lisp.eval("(guard (e (#t (error-object-message e))) (nap))"))
"""
    process = start(sys.executable, "-c", program)
    assert process.stdout.readline() == "ready\n"
    time.sleep(0.3)
    process.send_signal(signal.SIGINT)
    stdout, stderr = process.communicate(timeout=30)
    assert (stdout, stderr) == ("interrupted\n", "")


def test_the_winds_stay_where_nobody_leaves_them() -> None:
    work = "(dynamic-wind (lambda () (set! log (cons 'in log))) (lambda () (let loop () (if (= noted 0) (loop)))) (lambda () (set! log (cons 'out log))))"
    process = start("-e", f"{NOTING} (define log '()) {READY} (with-exception-handler note (lambda () {work})) (write (reverse log))")
    assert process.stdout.readline() == "ready\n"
    time.sleep(0.3)
    process.send_signal(signal.SIGINT)
    stdout, stderr = process.communicate(timeout=60)
    assert (stdout, stderr, process.returncode) == ("(in out)", "", 0)
