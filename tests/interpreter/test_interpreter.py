"""The embedding API: values across the border, errors, procedures of Python, images, several interpreters."""

from __future__ import annotations

import contextlib
from fractions import Fraction
from pathlib import Path

import pytest

from lisp import Interpreter, LispError


@pytest.fixture(scope="module")
def lisp() -> Interpreter:
    return Interpreter()


TO_PYTHON = [
    ("42", 42),
    ("1.5", 1.5),
    ("1/3", Fraction(1, 3)),
    ("(sqrt -1)", 1j),
    ("#t", True),
    ("'()", []),
    ('"text"', "text"),
    ("'symbol", "symbol"),
    ("#\\a", "a"),
    ("'(1 (2 \"x\"))", [1, [2, "x"]]),
    ("(vector 1 2)", [1, 2]),
    ("(bytevector 1 2)", b"\x01\x02"),
    ("(if #f #f)", None),
    ("(values 1 2)", (1, 2)),
    ("(define x 5) (+ x 1)", 6),
    ("", None),
]


@pytest.mark.parametrize("text, value", TO_PYTHON, ids=[case[0] for case in TO_PYTHON])
def test_to_python(lisp: Interpreter, text: str, value: object) -> None:
    result = lisp.eval(text)
    assert result == value and result.__class__ is value.__class__


TO_SCHEME = [
    (1, "(eqv? it 1)"),
    (True, "(eq? it #t)"),
    (1.0, "(eqv? it 1.0)"),
    (Fraction(2, 4), "(eqv? it 1/2)"),
    ("text", '(equal? it "text")'),
    ([1, [2]], "(equal? it '(1 (2)))"),
    ((1, 2), "(equal? it '(1 2))"),
    (b"\x01", "(equal? it #u8(1))"),
    (None, "(eq? it (if #f #f))"),
    ({"a": 1}, "(begin (import (srfi 69)) (= 1 (hash-table-ref/default it \"a\" #f)))"),
]


@pytest.mark.parametrize("value, test", TO_SCHEME, ids=[case[1] for case in TO_SCHEME])
def test_to_scheme(lisp: Interpreter, value: object, test: str) -> None:
    lisp.define("it", value)
    assert lisp.eval(test) is True


def test_call(lisp: Interpreter) -> None:
    lisp.eval("(define (add . ns) (apply + ns))")
    assert lisp.call("add", 1, 2, 3) == 6
    assert lisp.call("string-append", "a", "b") == "ab"
    with pytest.raises(LispError, match="expected a pair, got 5"):
        lisp.call("car", 5)


def test_a_procedure_is_a_callable(lisp: Interpreter) -> None:
    square = lisp.eval("(lambda (x) (* x x))")
    assert square(7) == 49
    lisp.define("square-again", square)
    assert lisp.eval("(square-again 5)") == 25


def test_a_python_function_is_a_procedure(lisp: Interpreter) -> None:
    calls = []

    def note(text: str, count: int = 1) -> list:
        calls.append((text, count))
        return [text] * count

    lisp.define("note", note)
    assert lisp.eval('(map (lambda (s) (note s 2)) (list "a" "b"))') == [["a", "a"], ["b", "b"]]
    assert calls == [("a", 2), ("b", 2)]
    assert lisp.eval("(procedure? note)") is True


def test_a_python_exception_is_a_condition(lisp: Interpreter) -> None:
    def divide(a: int, b: int) -> float:
        return a / b

    lisp.define("divide", divide)
    assert lisp.eval("(guard (e ((error-object? e) 'caught)) (divide 1 0))") == "caught"
    with pytest.raises(LispError) as caught:
        lisp.eval("(define (f) (divide 1 0))\n(f)", "file.scm")
    assert "ZeroDivisionError" in str(caught.value)
    assert str(caught.value).startswith("file.scm:1:13: ")


def test_an_error_has_its_condition_and_place(lisp: Interpreter) -> None:
    with pytest.raises(LispError) as caught:
        lisp.eval("(define (f x)\n  (vector-ref x 7))\n(f (vector 1 2))", "bank.scm")
    error = caught.value
    assert error.payload.kind == "range"
    assert (error.place.source.name, str(error.place)) == ("bank.scm", "bank.scm:2:3")
    assert str(error) == (
        "bank.scm:2:3: vector-ref: index 7 is out of range for a vector of length 2\n"
        "    2 |   (vector-ref x 7))\n"
        "      |   ^"
    )


def test_any_object_can_be_raised(lisp: Interpreter) -> None:
    with pytest.raises(LispError) as caught:
        lisp.eval("(raise (list 1 'two))")
    assert "uncaught raise: (1 two)" in str(caught.value)


def test_after_an_error_it_goes_on(lisp: Interpreter) -> None:
    for _ in range(3):
        with pytest.raises(LispError):
            lisp.eval("(dynamic-wind (lambda () #f) (lambda () (with-exception-handler 5 car)) (lambda () #f))")
        with pytest.raises(LispError):
            lisp.eval("(define (deep n) (if (= n 0) (car 'x) (+ 1 (deep (- n 1))))) (deep 20000)")
        assert lisp.eval("(+ 1 (call/cc (lambda (k) (k 1))))") == 2


def test_an_exception_that_passes_through_leaves_no_handlers(lisp: Interpreter) -> None:
    def leave() -> None:
        raise GeneratorExit

    lisp.define("leave", leave)
    with pytest.raises(GeneratorExit):
        lisp.eval("(guard (e (#t 'caught)) (leave))")
    with pytest.raises(LispError, match="expected a pair, got 5"):
        lisp.eval("(car 5)")


def test_load(lisp: Interpreter, tmp_path: Path) -> None:
    file = tmp_path / "a.scm"
    file.write_text("(define loaded 1)\n(define loaded (+ loaded 1))\n")
    lisp.load(file)
    assert lisp.eval("loaded") == 2
    with pytest.raises(LispError, match="no such file"):
        lisp.load(tmp_path / "none.scm")


def test_interpreters_do_not_see_each_other() -> None:
    one, two = Interpreter(), Interpreter()
    one.eval("(define x 1) (define car cdr)")
    with pytest.raises(LispError, match="x: unbound variable"):
        two.eval("x")
    assert two.eval("(car '(1 2))") == 1
    one.eval("(define p (make-parameter 1))")
    two.eval("(define-record-type p (q) p?)")
    assert one.eval("(p)") == 1


def test_save_and_boot(tmp_path: Path) -> None:
    image = tmp_path / "x.img"
    one = Interpreter()
    one.eval("(define n 1) (define (next!) (set! n (+ n 1)) n) (next!)")
    one.save(image)
    two = Interpreter.boot(image)
    assert two.call("next!") == 3
    assert one.call("next!") == 3
    assert not two.has_entry()
    with pytest.raises(LispError, match="nothing to go on with"):
        two.resume_entry()


def test_resume(tmp_path: Path) -> None:
    image = tmp_path / "x.img"
    one = Interpreter()
    assert one.eval(f'(import (lisp image)) (list 1 (save-image "{image}") 3)') == [1, "saved", 3]
    two = Interpreter.boot(image)
    assert two.has_entry()
    assert two.resume_entry().car == 1


def test_output_goes_to_the_streams_of_python(lisp: Interpreter, capsys: pytest.CaptureFixture) -> None:
    lisp.eval("(display 'out) (display 'err (current-error-port))")
    lisp.flush()
    captured = capsys.readouterr()
    assert (captured.out, captured.err) == ("out", "err")


def test_a_procedure_of_python_that_calls_back(lisp: Interpreter) -> None:
    lisp.define("twice", lambda f, x: f(f(x)))
    assert lisp.eval("(twice (lambda (x) (* x 3)) 2)") == 18
    assert lisp.eval("(call/cc (lambda (k) (twice (lambda (x) (k 'out)) 1)))") == "out"
    assert lisp.eval("(guard (e (#t (list 'caught e))) (twice (lambda (x) (raise 'inner)) 1))") == ["caught", "inner"]
    assert lisp.eval("(twice (lambda (n) (let loop ((n n)) (if (= n 0) 5 (+ 0 (loop (- n 1)))))) 30000)") == 5


def test_a_record_type_defined_again() -> None:
    """Procedures of the first type keep it."""
    lisp = Interpreter()
    lisp.eval("(define-record-type p (mk a) p? (a pa)) (define old (mk 1)) (define old-pa pa) (define old-p? p?)")
    lisp.eval("(define-record-type p (mk a b) p? (a pa) (b pb))")
    assert lisp.eval("(list (old-pa old) (old-p? old) (p? old) (pb (mk 1 2)))") == [1, True, False, 2]


FAILING = "(parameterize ((p 5)) (dynamic-wind (lambda () (note 'in)) (lambda () (car 1)) (lambda () (note 'out))))"


@pytest.mark.parametrize(
    "attempt",
    [
        lambda lisp: lisp.eval(f"(lambda () {FAILING})")(),
        lambda lisp: lisp.eval("call-it")(lisp.eval(f"(lambda () {FAILING})")),
        lambda lisp: lisp.eval(f"(call-it (lambda () {FAILING}))"),
        lambda lisp: lisp.eval("(begin (define (f) " + FAILING + ") (call-name 'f))"),
        lambda lisp: lisp.eval(f"(list (call-it (lambda () (call-it (lambda () {FAILING})))))"),
    ],
    ids=["a callable", "in a callable", "called back", "by its name", "twice"],
)
@pytest.mark.parametrize("caught", [True, False])
def test_an_error_leaves_the_winds_below_python(attempt: object, caught: bool) -> None:
    """Whether the Python function catches the error or lets it through."""
    lisp = Interpreter()

    def call_it(procedure: object, *arguments: object) -> object:
        try:
            return procedure(*arguments)
        except LispError:
            if caught:
                return "caught"
            raise

    lisp.define("call-it", call_it)
    lisp.define("call-name", lambda name: call_it(lisp.call, str(name)))
    lisp.eval("(define p (make-parameter 0)) (define log '()) (define (note x) (set! log (cons x log)))")
    with contextlib.suppress(LispError):
        attempt(lisp)
    assert [str(x) for x in lisp.eval("(cons (p) log)")] == ["0", "out", "in"]
    try:
        found = lisp.eval(f"(parameterize ((p 1)) (list (guard (e (#t 'guarded)) (call-it (lambda () {FAILING}))) (p)))")
    except LispError:
        found = []
    assert [str(x) for x in found] == ["guarded", "1"]
    assert [str(x) for x in lisp.eval("(cons (p) log)")] == ["0", "out", "in", "out", "in"]
