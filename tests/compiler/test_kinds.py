"""What the compiler knows of a value (lisp/compiler/known.py) must be so, or a check is missing where Python would answer.

Programs written for it run plainly and in stress mode, where every call moves the stack to the heap and what goes on from
there assumes nothing; programs made by chance also with all checks left in.
"""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lisp import Interpreter, LispError

V = "(vector 'a 'b 'c)"
DOWN = "(let loop ((k 5) (j 1)) (if (> k 0) (loop (- k 7) j)"  # goes on with k = -2 and j = 1
PROGRAMS = (
    # name, program, its value as written, or the text of its error
    ("an index that counts up", f"(let loop ((i 0)) (if (< i 2) (loop (+ i 1)) (vector-ref {V} i)))", "c"),
    ("an index that counts down too far", f"(let loop ((i 1)) (vector-ref {V} i) (loop (- i 1)))", "expected an exact non-neg"),
    ("an index that becomes inexact", f"(let loop ((i 0)) (vector-ref {V} i) (loop (+ i .5)))", "got 0.5"),
    ("an index that one jump spoils", f"(let loop ((i 2)) (vector-ref {V} i) (if (= i 2) (loop 0) (loop 'x)))", "got x"),
    ("the last of no items", "(let ((v (vector))) (vector-ref v (- (vector-length v) 1)))", "got -1"),
    ("the last item", f"(let ((v {V})) (vector-ref v (- (vector-length v) 1)))", "c"),
    ("an index above its bound", f"(let loop ((i 0)) (vector-ref {V} i) (loop (+ i 1)))", "index 3 is out of range"),
    ("a bound that is less", f"(let ((k -3)) (if (< k 1) (vector-ref {V} k)))", "got -3"),
    ("a bound from below", f"(let ((k 5)) (if (< 1 k) (vector-ref {V} (- k 4))))", "b"),
    ("not below zero", f"(define (f k) (if (< k 0) 'no (vector-ref {V} k))) (f 1.0)", "got 1.0"),
    ("negative?", f"(define (f k) (if (negative? k) 'no (vector-ref {V} k))) (f 2)", "c"),
    ("counting down: the first index that is refused", f"(define v {V}) (let loop ((i 1)) (vector-ref v i) (loop (- i 1)))", "got -1"),
    ("what is not above one", f"(let loop ((k 5)) (if (< 1 k) (loop (- k 3)) (vector-ref {V} k)))", "got -1"),
    ("what one is not at most", f"(let loop ((k 5)) (if (<= 1 k) (loop (- k 3)) (vector-ref {V} k)))", "got -1"),
    ("what is not below one", f"(let loop ((k -2)) (if (> 1 k) (if (< k 0) (vector-ref {V} k) k) (loop (- k 3))))", "got -2"),
    ("what is at most two", f"(let loop ((k 5)) (if (>= 2 k) (vector-ref {V} k) (loop (- k 7))))", "got -2"),
    ("what is not positive", f"(let loop ((k 5)) (if (positive? k) (loop (- k 7)) (vector-ref {V} k)))", "got -2"),
    ("what is negative", f"(let loop ((k 5)) (if (negative? k) (vector-ref {V} k) (loop (- k 7))))", "got -2"),
    ("one of two tests", f"(let loop ((k 5)) (if (or (< 0 k) (< k -9)) (loop (- k 7)) (vector-ref {V} k)))", "got -2"),
    ("and: the second test was not reached", f"{DOWN} (if (and (< j 0) (< k 0)) 'no (vector-ref {V} k))))", "got -2"),
    ("or: the second test was not reached", f"{DOWN} (if (or (< j 9) (>= k 0)) (vector-ref {V} k))))", "got -2"),
    ("the branch not taken", f"{DOWN} (if (< j 0) (vector-ref {V} k) (vector-ref {V} k))))", "got -2"),
    ("after a branch not taken", f"{DOWN} (begin (if (< j 0) (vector-ref {V} k) 0) (vector-ref {V} k))))", "got -2"),
    ("after the other branch not taken", f"{DOWN} (begin (if (> j 0) 0 (vector-ref {V} k)) (vector-ref {V} k))))", "got -2"),
    ("the least of two", f"(let loop ((k 5)) (if (< k 4) (vector-ref {V} (min k 2)) (loop (- k 7))))", "got -2"),
    ("a modulo below zero", f"(vector-ref {V} (modulo 7 -3))", "got -2"),
    ("a modulo of a negative", f"(vector-ref {V} (modulo -7 3))", "c"),
    ("a remainder of a negative", f"(let ((n -7)) (vector-ref {V} (remainder n 3)))", "got -1"),
    ("a quotient by zero", "(let loop ((i 0)) (if (< i 1) (loop (+ i 1)) (quotient i (- i 1))))", "division by zero"),
    ("a quotient of an inexact", "(let ((n 7.)) (quotient n 2))", "3.0"),
    ("a difference", f"(let loop ((i 0) (j 5)) (if (< i 3) (loop (+ i 1) (- j 3)) (vector-ref {V} j)))", "got -4"),
    ("two variables that change places", "(let loop ((i 0) (j -1) (n 0)) (if (= n 2) (list i j) (loop j i (+ n 1))))", "(0 -1)"),
    ("a place taken by a negative", f"(let loop ((i 0) (j -1)) (vector-ref {V} i) (loop j i))", "got -1"),
    ("an inner loop", f"(let a ((i 0)) (if (< i 2) (let b ((j i)) (if (< j 9) (b (+ j 9)) (a (- j 8)))) (vector-ref {V} (- i 3))))",
     "got -1"),
    ("an if as an index", f"(define (f x) (vector-ref {V} (if x 0 -1))) (f #f)", "got -1"),
    ("a boolean index", f"(let ((k #t)) (vector-ref {V} k))", "got #t"),
    ("= of two symbols", "(define (f a b) (= a b)) (f 'x 'x)", "="),
    ("= of a procedure", "(define (f a b) (= a b)) (f car car)", "="),
    ("= of a number and a procedure", "(let loop ((i 0)) (if (= i car) i (loop (+ i 1))))", "="),
    ("= of the unspecified value", "(let ((x (if #f #f))) (= x x))", "="),
    ("= of a constant", "(define (f x) (= x 0)) (f (if #f #f))", "="),
    ("= after arithmetic", "(define (f x) (+ x 1) (= x 0.)) (f 0)", "#t"),
    ("= of infinities", "(define (f x y) (+ x y) (= x y)) (f +inf.0 +inf.0)", "#t"),
    ("= of a big integer and a near float", "(define (f x y) (= x y)) (f (+ (expt 2 53) 1) (inexact (expt 2 53)))", "#f"),
    ("zero?", "(define (f x) (zero? x)) (list (f 0) (f 0.) (f 1/2))", "(#t #t #f)"),
    ("zero? of a string", '(define (f x) (zero? x)) (f "")', "zero?"),
    ("even? of an inexact", "(define (f x) (even? x)) (f 2.)", "#t"),
    ("set! in a loop", f"(let ((i 0)) (let loop ((n 0)) (if (< n 2) (begin (set! i (- i 1)) (loop (+ n 1))) (vector-ref {V} i))))",
     "got -2"),
    ("a captured variable", f"(let loop ((i 0) (fs '())) (if (< i 3) (loop (+ i 1) (cons (lambda () (vector-ref {V} i)) fs))"
     " (map (lambda (f) (f)) fs)))", "(c b a)"),
    ("a continuation that comes back with another value",
     f"(define k #f) (define n 0) (let ((i (call/cc (lambda (c) (set! k c) 0)))) (set! n (+ n 1))"
     f" (if (< n 3) (k (- i 1)) (vector-ref {V} (+ i 4))))", "c"),
    ("a continuation into a loop",
     f"(define k #f) (define n 0) (define v {V}) (let loop ((i 0) (seen '()))"
     " (let ((j (+ i (call/cc (lambda (c) (if (= i 1) (set! k c)) 0)))))"
     " (if (< j 2) (loop (+ i 1) (cons (vector-ref v j) seen))"
     " (begin (set! n (+ n 1)) (if (< n 3) (k (- 0 1)) (reverse seen))))))", "(a a)"),
    ("a list of up to four", "(let ((x 1)) (list (list) (list x) (list x 2) (list x 2 3) (list x 2 3 4) (list x 2 3 4 5)))",
     "(() (1) (1 2) (1 2 3) (1 2 3 4) (1 2 3 4 5))"),
    ("conses that fail inside", "(cons 1 (cons (car '()) 2))", "car"),
    ("conses of calls", "(define (f x) (* x 2)) (cons (f 1) (cons (f 2) (list (f 3) (car (list (f 4))))))", "(2 4 6 8)"),
    ("fresh pairs each time", "(let () (define k #f) (define n 0) (define l (list (call/cc (lambda (c) (set! k c) 0)) 1))"
     "(set! n (+ n 1)) (set-car! (cdr l) n) (if (< n 3) (k n) l))", "(2 3)"),
    ("rest arguments passed on", "(define (f . r) (apply list 0 r)) (f 1 2)", "(0 1 2)"),
    ("rest arguments passed on twice", "(define (f . r) (append (apply list r) (apply list r))) (f 1 2)", "(1 2 1 2)"),
    ("rest arguments as a list", "(define (f . r) (set-car! r 9) (apply list r)) (f 1 2)", "(9 2)"),
    ("an assigned local procedure that an earlier one calls",
     "(define (f) (define (a) (set! b (lambda () 2)) (b)) (define (b) 1) (list (b) (a) (b))) (f)", "(1 2 2)"),
    ("strings appended after a change", '(let ((s (string #\\a #\\b))) (string-set! s 0 #\\x) (string-append s "-" s))', '"xb-xb"'),
    ("number->string of all kinds", '(map number->string (list 10 -3 1/2 .5 (expt 10 30)))',
     '("10" "-3" "1/2" "0.5" "1000000000000000000000000000000")'),
    ("number->string of a symbol", "(define (f x) (number->string x)) (f 'a)", "number->string: expected a number, got a"),
    ("write-string to a closed port", '(let ((p (open-output-string))) (close-port p) (write-string "a" p))', "the port is closed"),
    ("write-char of a string", '(let ((p (open-output-string))) (write-char "a" p))', "write-char: expected a character"),
)  # fmt: skip


def outcome(program: str, stress: bool) -> str:
    """The value of PROGRAM as `write` shows it, or the message of its error."""
    from lisp.data.writer import write_text

    interpreter = Interpreter(stress=stress)
    interpreter.eval_lisp("(import (scheme base))")
    try:
        return write_text(interpreter.eval_lisp(program))
    except LispError as failure:
        return str(failure).partition("\n")[0]


@pytest.mark.parametrize("stress", [False, True], ids=["plain", "stress"])
@pytest.mark.parametrize(("program", "expected"), [p[1:] for p in PROGRAMS], ids=[p[0] for p in PROGRAMS])
def test_program(program: str, expected: str, stress: bool) -> None:
    found = outcome(program, stress)
    assert found == expected if ": " not in found else expected in found


# -- programs by chance ------------------------------------------------------------------------------------------------

ATOMS = st.one_of(st.sampled_from(["i", "j", "i", "j", "n"]), st.integers(-3, 4).map(str))
COMPARISONS = st.sampled_from(["<", "<=", ">", ">=", "="])


def expressions(depth: int) -> st.SearchStrategy[str]:
    """Arithmetic that seldom fails and often gives what Python takes for an index from the end."""
    if depth == 0:
        return ATOMS
    inner = expressions(depth - 1)
    two = st.tuples(st.sampled_from(["+", "-", "-", "*", "max", "min"]), inner, inner)
    division = st.tuples(st.sampled_from(["modulo", "quotient", "remainder"]), inner, st.sampled_from(["2", "3", "-2", "4"]))
    same = inner.map(lambda e: f"(same {e})")
    return st.one_of(ATOMS, two.map(form), division.map(form), same, st.just("(vector-length v)"), st.just("0.5"))


def form(parts: tuple[str, ...]) -> str:
    return f"({' '.join(parts)})"


def comparisons() -> st.SearchStrategy[str]:
    one = st.one_of(
        st.tuples(COMPARISONS, ATOMS, ATOMS).map(form),
        st.tuples(st.sampled_from(["negative?", "positive?", "zero?"]), ATOMS).map(form),
    )
    both = st.tuples(st.sampled_from(["and", "or"]), one, one).map(form)
    return st.one_of(one, both, one.map(lambda t: f"(not {t})"))


@st.composite
def loops(draw: st.DrawFn) -> str:
    """A loop of at most six rounds that looks into a vector at what it has computed."""
    look = [f"(vector-ref v {draw(st.one_of(ATOMS, expressions(1)))})" for _ in range(3)]
    jumps = [f"(loop {draw(expressions(1))} {draw(expressions(1))} (+ n 1))" for _ in range(2)]
    inner = f"(if {draw(comparisons())} {look[0]} (if {draw(comparisons())} {look[1]} {look[2]}))"
    return (
        f"(let loop ((i {draw(st.integers(-1, 3))}) (j {draw(st.integers(-1, 3))}) (n 0))"
        f" (if (< n 6) (begin (set! noted (cons {inner} noted)) (if {draw(comparisons())} {jumps[0]} {jumps[1]})) (list i j)))"
    )


@pytest.fixture(scope="module")
def interpreters() -> list[Interpreter]:
    """One for each way to run a program: as it is, with all checks, and in stress mode."""
    made = [Interpreter(), Interpreter(), Interpreter(stress=True)]
    for interpreter in made:
        interpreter.eval_lisp("(import (scheme base)) (define noted '()) (define (same x) x) (define v (vector 'a 'b 'c 'd))")
    return made


def result(interpreter: Interpreter, program: str) -> str:
    interpreter.eval_lisp("(set! noted '())")
    try:
        value = interpreter.eval(program)
    except LispError as failure:
        value = str(failure).partition("\n")[0]
    return repr((value, interpreter.eval("noted")))


@settings(max_examples=80, deadline=None)
@given(program=loops())
def test_what_is_known_changes_nothing(interpreters: list[Interpreter], program: str) -> None:
    plain, checked, stressed = interpreters
    found = result(plain, program)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("lisp.compiler.emit.known_kinds", lambda body, templates: {})
        assert found == result(checked, program)
    assert found == result(stressed, program)
