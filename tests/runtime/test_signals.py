"""Exceptions that an embedder's signal handler raises, which may come in the middle of anything: a limit of time, mostly."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from lisp import Interpreter, LispError

LOOPS = [
    "(let loop ((n 0)) (loop (+ n 1)))",
    "(let loop () (length (iota 1000)) (loop))",
    "(let loop ((l '())) (loop (map (lambda (x) x) (iota 1000))))",
    '(let loop () (list->string (string->list "abcdefghijkl")) (loop))',
    "(let loop ((a (iota 500)) (b (iota 500))) (equal? a b) (loop a b))",
    "(define (fib n) (if (< n 2) n (+ (fib (- n 1)) (fib (- n 2))))) (fib 60)",
]


@contextmanager
def alarms(raised: type[BaseException], first: float) -> Iterator[list]:
    """The handler of an alarm raises RAISED, again and again until this ends; each time it is noted."""
    seen: list = []

    def handler(*_: object) -> None:
        seen.append(raised)
        raise raised("late")

    before = signal.signal(signal.SIGALRM, handler)
    signal.setitimer(signal.ITIMER_REAL, first, 0.3)
    try:
        yield seen
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


@pytest.mark.parametrize("raised", [ValueError, KeyError, KeyboardInterrupt, RuntimeError])
@pytest.mark.parametrize("loop", LOOPS)
def test_the_first_one_ends_the_program(loop: str, raised: type[BaseException]) -> None:
    lisp = Interpreter()
    lisp.eval("(import (srfi 1))")
    run = lisp.eval(f"(lambda () {loop})")
    for n in range(3):
        with pytest.raises((LispError, raised)) as caught, alarms(raised, 0.01 + n * 0.00137) as seen:
            run()
        if isinstance(caught.value, LispError):  # else it came while the interpreter itself was at work
            assert caught.value.payload.kind == ("interrupt" if raised is KeyboardInterrupt else "host")
        assert len(seen) == 1
        assert lisp.eval("(+ 1 2)") == 3
