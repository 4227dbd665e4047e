"""Exceptions that an embedder's signal handler raises, which may come in the middle of anything: a limit of time, mostly."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from tests.pythons import pythons

ROOT = Path(__file__).parent.parent.parent
LOOPS = [
    "(let loop ((n 0)) (loop (+ n 1)))",
    "(let loop () (length (iota 1000)) (loop))",
    "(let loop ((l '())) (loop (map (lambda (x) x) (iota 1000))))",
    '(let loop () (list->string (string->list "abcdefghijkl")) (loop))',
    "(let loop ((a (iota 500)) (b (iota 500))) (equal? a b) (loop a b))",
    "(define (fib n) (if (< n 2) n (+ (fib (- n 1)) (fib (- n 2))))) (fib 60)",
]
# In a process of its own: in this one, a signal may reach code of the tests' own tools.
WORKER = """
import json, signal, sys
from lisp import Interpreter, LispError

raised = {"ValueError": ValueError, "RuntimeError": RuntimeError, "KeyboardInterrupt": KeyboardInterrupt}[sys.argv[1]]
seen = []

def handler(*_):
    seen.append(1)
    raise raised("late")

signal.signal(signal.SIGALRM, handler)
for loop in json.loads(sys.argv[2]):
    lisp = Interpreter()
    lisp.eval("(import (srfi 1))")
    run = lisp.eval(f"(lambda () {loop})")
    for n in range(3):
        seen.clear()
        signal.setitimer(signal.ITIMER_REAL, 0.01 + n * 0.00137, 5)
        try:
            run()
        except LispError as failure:
            outcome = failure.payload.kind
        except raised:
            outcome = "raised"  # it came while the interpreter itself was at work
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
        print(json.dumps([loop, outcome, len(seen), lisp.eval("(+ 1 2)")]))
"""


@pytest.mark.parametrize("version", pythons())
@pytest.mark.parametrize("raised", ["ValueError", "RuntimeError", "KeyboardInterrupt"])
def test_the_first_one_ends_the_program(raised: str, version: str) -> None:
    """Where code has to be compiled and decoded first, as on another Python, it comes in the middle of that."""
    command = [pythons()[version], "-c", WORKER, raised, json.dumps(LOOPS)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert [row[0] for row in rows[::3]] == LOOPS
    expected = "interrupt" if raised == "KeyboardInterrupt" else "host"
    assert {outcome for _, outcome, _, _ in rows} <= {expected, "raised"}
    assert [(count, value) for _, _, count, value in rows] == [(1, 3)] * len(rows)
