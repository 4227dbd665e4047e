"""Results: bound to $1, $2, …, broken and indented, cut off, with labels where they are circular."""

from __future__ import annotations

import itertools

import pytest

from lisp import Interpreter
from lisp.repl.pretty import pretty_lines, pretty_text
from lisp.repl.results import KEPT

SHOWN = {
    "what fits stays in a line": ("'(1 (2 3) \"x\")", '(1 (2 3) "x")'),
    "atoms stand side by side": (
        "'(1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16)",
        "(1 2 3 4 5 6 7 8 9 10 11 12\n 13 14 15 16)",
    ),
    "lists stand below each other": (
        "'((name . \"first entry\") (size 1 2))",
        '((name . "first entry")\n (size 1 2))',
    ),
    "a form with a body": (
        "'(define (f x) (display x) (newline))",
        "(define (f x)\n  (display x)\n  (newline))",
    ),
    "a named let": (
        "'(let loop ((i 0) (j 1)) (if (< i j) (loop j i)))",
        "(let loop ((i 0) (j 1))\n  (if (< i j) (loop j i)))",
    ),
    "a call": ("'(if (pair? things) (car things) things)", "(if (pair? things)\n    (car things)\n    things)"),
    "a vector": (
        "(vector '(1 2 3) 'abcdefghijkl \"mnopqrst\")",
        '#((1 2 3)\n  abcdefghijkl "mnopqrst")',
    ),
    "a circular list": ("(let ((l (list 1 2))) (set-cdr! (cdr l) l) l)", "#0=(1 2 . #0#)"),
    "a circular list that is broken": (
        "(let ((l (list '(aaaaaaaa bbbbbbb) '(cccccccc ddddddd)))) (set-cdr! (cdr l) l) l)",
        "#0=((aaaaaaaa bbbbbbb)\n    (cccccccc ddddddd)\n    . #0#)",
    ),
    "quotation": ("''(aaaaaaaaaaaaaa bbbbbbbbbbbbbbbbbbb)", "'(aaaaaaaaaaaaaa\n   bbbbbbbbbbbbbbbbbbb)"),
    "a dotted pair": ("(cons 'aaaaaaaaaaaaaaaaaaa 'bbbbbbbbbbbbbbbbbb)", "(aaaaaaaaaaaaaaaaaaa\n  . bbbbbbbbbbbbbbbbbb)"),
}


@pytest.fixture(scope="module")
def lisp() -> Interpreter:
    return Interpreter()


@pytest.mark.parametrize("expression, text", SHOWN.values(), ids=SHOWN.keys())
def test_pretty_printing_in_30_columns(lisp: Interpreter, expression: str, text: str) -> None:
    assert pretty_text(lisp.eval_lisp(expression), 30) == text


def test_a_record_has_a_line_for_each_field(lisp: Interpreter) -> None:
    lisp.eval_lisp("(define-record-type point (make-point x y) point? (x px) (y py))")
    shown = pretty_text(lisp.eval_lisp("(make-point 1234567890123 '(a b c d e f))"), 30)
    assert shown == "#<point\n  x: 1234567890123\n  y: (a b c d e f)>"


def test_a_huge_value_costs_what_is_looked_at(lisp: Interpreter) -> None:
    huge = lisp.eval_lisp("(let loop ((i 0) (l '())) (if (= i 300000) l (loop (+ i 1) (cons (list i) l))))")
    assert list(itertools.islice(pretty_lines(huge, 40), 2)) == ["((299999)", " (299998)"]


def test_a_deep_value_is_cut_where_nobody_looks(lisp: Interpreter) -> None:
    deep = lisp.eval_lisp("(let loop ((i 0) (l '())) (if (= i 5000) l (loop (+ i 1) (list l l))))")
    assert len(list(itertools.islice(pretty_lines(deep, 40), 500))) == 500


def test_results_are_numbered_and_bound(talk) -> None:
    assert talk("(+ 40 2)") == "$1 = 42\n"
    assert talk("(values $1 'b)") == "$2 = 42\n$3 = b\n"
    assert talk("(list $1 $3)") == "$4 = (42 b)\n"


def test_nothing_is_shown_for_what_has_no_value(talk) -> None:
    assert talk("(define x 1)") == ""
    assert talk("(if #f #f)") == ""
    assert talk("(values)") == ""


def test_every_form_of_a_text_is_shown(talk) -> None:
    assert talk("1 ; one\n 2 #;3") == "$1 = 1\n$2 = 2\n"


def test_old_results_are_forgotten(session, talk) -> None:
    for _ in range(KEPT + 1):
        session.results.remember(1)
    assert "unbound" in talk("$1")
    assert talk("$2").endswith("= 1\n")


def test_a_long_result_is_cut_off_and_goes_on(talk) -> None:
    text = talk("(let loop ((i 60) (l '())) (if (= i 0) l (loop (- i 1) (cons (make-string 70 #\\x) l))))")
    assert text.endswith("… ,more shows what follows\n")
    first = text.count("x" * 70)
    second = talk(",more").count("x" * 70)
    rest = talk(",more all").count("x" * 70)
    assert first and second and first + second + rest == 60
    assert talk(",more") == "nothing was cut off\n"


def test_a_long_string_is_cut_off(talk) -> None:
    text = talk("(make-string 50000 #\\a)")
    assert text.count("a") < 5000
    assert text.count("a") + talk(",more all").count("a") >= 50000
