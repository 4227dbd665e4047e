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

from lisp import Interpreter
from lisp.runtime.frame import Interrupt
from lisp.runtime.interrupt import is_before_point
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


class AtPoints:
    """Interrupts a program at some of the points that it comes to, counted from where it calls `begin` to its `end`."""

    def __init__(self, lisp: Interpreter, moments: tuple[int, ...]) -> None:
        self.world, self.moments, self.points, self.begun = lisp.world, moments, 0, False
        lisp.define("begin-interrupts", lambda: self.set_begun(True))
        lisp.define("end-interrupts", lambda: self.set_begun(False))

    def set_begun(self, begun: bool) -> None:
        self.begun = begun

    def trace(self, frame: object, event: str, _: object) -> object:
        if not frame.f_code.co_filename.startswith("lisp:"):
            return None
        if event == "line" and self.begun and is_before_point(frame):
            self.points += 1
            if self.points in self.moments:
                raise Interrupt  # which ends the tracing
        return self.trace

    def __enter__(self) -> AtPoints:
        self.world.watch = lambda: sys.settrace(self.trace)
        self.world.watch()
        return self

    def __exit__(self, *_: object) -> None:
        self.world.watch = None
        sys.settrace(None)


STEPS = {
    "guard": "(guard (e ((number? e) (+ e 1))) (raise 28))",
    "guard in a guard": "(guard (e ((number? e) (+ e 1))) (guard (e ((string? e) e)) (raise 28)))",
    "guard, not needed": "(guard (e ((number? e) (+ e 1))) (list 29))",
    "with-exception-handler": "(with-exception-handler (lambda (e) (if (number? e) (+ e 1) (set! hits (+ hits 1)))) (lambda () (list (raise-continuable 28))))",
    "parameterize": "(let ((p (make-parameter 1))) (list (parameterize ((p 2)) (list (p))) (p)))",
    "winds": "(let ((log '())) (define (say x) (set! log (cons x log))) (dynamic-wind (lambda () (say 'in)) (lambda () (say (list 1))) (lambda () (say 'out))) log)",
    "an escape out of a wind": "(let ((log '())) (define (say x) (set! log (cons x log))) (call/cc (lambda (k) (dynamic-wind (lambda () (say 'in)) (lambda () (k (say 1))) (lambda () (say 'out))))) log)",
    "values": "(call-with-values (lambda () (values (list 1) 2)) list)",
    "a promise": "(let ((p (delay (list 1)))) (list (eq? (force p) (force p))))",
}
NOTED = """(let ((hits 0))
  (define (note e) (set! hits (+ hits 1)))
  (with-exception-handler note (lambda ()
    (with-exception-handler note (lambda ()
      (with-exception-handler note (lambda ()
        (begin-interrupts)
        (let ((value {})) (end-interrupts) (list hits value)))))))))"""


@pytest.mark.parametrize("name", STEPS)
def test_one_or_two_interrupts_at_each_point(name: str) -> None:
    lisp = Interpreter()
    with AtPoints(lisp, ()) as interrupts:
        run = lisp.eval(f"(import (scheme base) (scheme lazy)) (lambda () {NOTED.format(STEPS[name])})")
        alone = run()[1]
    most = interrupts.points * 8  # those of the handlers are points as well
    wrong = []
    for first in range(1, interrupts.points + 1):
        for second in range(first + 1, most):
            with AtPoints(lisp, (first, second)) as interrupts:
                hits, value = run()
            met = 1 + (second <= interrupts.points)
            if (value, hits) != (alone, met):
                wrong.append((first, second, value, hits))
            if met == 1:
                break
    assert not wrong
