"""Whatever small damage is done to a program, it ends with a message of ours and exit code 1, or runs.

Tokens of valid programs are dropped, doubled, exchanged or replaced by others. No Python exception shows through, and
whatever is said begins with a place in the program.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).parent))
from worker import Worker  # noqa: E402

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there is no select on pipes")

PROGRAMS = [
    "(define (f x) (* x (+ x 1))) (display (f 5)) (newline)",
    "(let loop ((i 0) (acc '())) (if (< i 3) (loop (+ i 1) (cons i acc)) (write (reverse acc))))",
    "(define-record-type point (make-point x y) point? (x point-x set-point-x!) (y point-y))"
    " (let ((p (make-point 1 2))) (set-point-x! p 3) (write (list (point-x p) (point-y p) (point? p))))",
    "(define-syntax swap! (syntax-rules () ((_ a b) (let ((t a)) (set! a b) (set! b t)))))"
    " (let ((x 1) (y 2)) (swap! x y) (write (cons x y)))",
    "(define-syntax my-or (syntax-rules () ((_) #f) ((_ e) e) ((_ e r ...) (let ((t e)) (if t t (my-or r ...))))))"
    " (write (my-or #f #f 3))",
    "(write (map (lambda (x y) (+ x y)) '(1 2 3) (list 4 5 6)))",
    "(write (guard (e ((symbol? e) (list 'caught e)) ((string? e) e)) (raise 'oops)))",
    "(guard (e (#t (display (error-object-message e)))) (vector-ref (vector 1 2 3) (car '(0 9))) (error \"bad\" 1 2))",
    "(define v (make-vector 3 0)) (do ((i 0 (+ i 1))) ((= i 3) (write v)) (vector-set! v i (* i i)))",
    "(call-with-values (lambda () (values 1 2)) (lambda (a b) (write (- a b))))",
    "(define k #f) (define n 0) (write (+ 1 (call/cc (lambda (c) (set! k c) 1)))) (set! n (+ n 1)) (if (< n 3) (k n))",
    "(dynamic-wind (lambda () (display 'in)) (lambda () (display \"body\")) (lambda () (display #\\o)))",
    "(define p (make-parameter 10 (lambda (x) (* x 2)))) (parameterize ((p 3)) (write (p))) (write `(1 ,(p) ,@(list 2)))",
    "(let-values (((q r) (floor/ 7 2)) ((s) (string-append \"a\" \"b\"))) (write (list q r (string-length s) #u8(1 2))))",
    "(define s (open-output-string)) (write 'a s) (write-char #\\b s) (display (get-output-string s))"
    " (case (string->number \"12\") ((1 2) 'low) ((12) => list) (else 'none))",
    "(define f (case-lambda ((a) a) ((a b) (+ a b)) ((a . rest) (apply + a rest)))) (write (list (f 1) (f 1 2) (f 1 2 3)))",
]
TOKEN = re.compile(r'"[^"]*"|#u8\(|#\\.[a-z]*|,@|[()\'`,]|[^\s()"\'`,]+')
OTHERS = [
    "(", ")", "'", "`", ",", ",@", ".", "...", "()", "#(", "#t", "#f", "0", "-1", "1/2", "2.5", "+nan.0", '"text"', "#\\a",
    "'sym", "x", "_", "else", "=>", "if", "let", "define", "lambda", "set!", "begin", "quote", "unquote", "cons", "car",
    "values", "call/cc", "apply", "raise", "error", "list", "dynamic-wind", "syntax-rules", "#;", "#0=", "#0#", "import",
    "define-syntax", "define-values", "guard", "delay", "(values)", "(if #f #f)", "(values 1 2)", "with-exception-handler",
]  # fmt: skip
EDITS = st.tuples(
    st.sampled_from(["drop", "double", "replace", "replace", "exchange"]), st.integers(0, 200), st.sampled_from(OTHERS)
)
FOREIGN = re.compile(r"Traceback|internal error|NoneType|AttributeError|TypeError|object has no|lisp/\w+\.py|stdlib/|%")


def damaged(program: str, edits: list[tuple[str, int, str]]) -> str:
    tokens = TOKEN.findall(program)
    for kind, index, other in edits:
        at = index % max(1, len(tokens))
        if kind == "drop":
            tokens[at : at + 1] = []
        elif kind == "double":
            tokens[at:at] = tokens[at : at + 1]
        elif kind == "replace":
            tokens[at : at + 1] = [other]
        else:
            tokens[at : at + 2] = tokens[at : at + 2][::-1]
    return " ".join(tokens)


@pytest.fixture(scope="module")
def worker() -> Iterator[Worker]:
    worker = Worker()
    yield worker
    worker.stop()


@pytest.mark.parametrize("program", PROGRAMS)
def test_the_programs_are_right_before_they_are_damaged(program: str, worker: Worker):
    result = worker.run(program)
    assert result is not None
    assert (result[0], result[2]) == (0, "")


@settings(max_examples=150, deadline=None)
@given(program=st.sampled_from(PROGRAMS), edits=st.lists(EDITS, min_size=1, max_size=3))
def test_a_damaged_program_gets_a_message(worker: Worker, program: str, edits: list):
    text = damaged(program, edits)
    result = worker.run(text)
    if result is None:
        return  # it does not end, which is its right
    code, _, err = result
    assert not FOREIGN.search(err), text
    assert code in (0, 1), text
    assert bool(err) == (code == 1), text
    assert not err or err.startswith("prog.scm:"), text
