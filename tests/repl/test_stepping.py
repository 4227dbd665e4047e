"""Breakpoints and steps: where they stop, what they show, and that the computation goes on as if nothing had been."""

from __future__ import annotations

import re

import pytest

FACT = "(define (fact n)\n  (if (= n 0)\n      1\n      (* n (fact (- n 1)))))"
BUSY = """(define (busy l)
  (let ((x (map fact l)) (y 3))
    (for-each display x)
    (let loop ((i 0))
      (if (< i 2) (begin (write i) (loop (+ i 1)))))
    (list x y)))"""
MARKED = re.compile(r"^ +(\d+) \| (.*)\n +\| ( *)(\^+)$", re.MULTILINE)


def marked(shown: str) -> str:
    """The underlined text in what a stop showed."""
    found = MARKED.findall(shown)
    assert len(found) == 1, shown
    _, line, space, carets = found[0]
    return line[len(space) : len(space) + len(carets)]


def test_steps_go_into_calls_and_show_what_came_back(session, talk) -> None:
    talk(FACT)
    assert marked(talk(",step (list (fact 1))")) == "(fact 1)"
    assert session.prompt_text() == "[1]> "
    assert marked(talk(",step")) == "(= n 0)"
    assert marked(talk(",step")) == "(fact (- n 1))"
    assert marked(talk(",step")) == "(= n 0)"
    shown = talk(",step")
    assert "  fact returned 1\n  (fact (- n 1)) ⇒ 1\n(fact 1)  <prompt 1>:4:7" in shown
    assert marked(shown) == "(* n (fact (- n 1)))"
    assert "  fact returned 1\n  (fact 1) ⇒ 1" in talk(",step")
    assert talk(",step") == "$1 = (1)\n"
    assert session.prompt_text() == "> "


def test_next_goes_over_calls(talk) -> None:
    talk(FACT, BUSY, ",step (busy '(1 2))")
    seen = [marked(talk(",step"))]
    for _ in range(8):
        shown = talk(",next")
        seen.append(marked(shown))
    assert seen == [
        "(map fact l)", "(for-each display x)", "(< i 2)", "(write i)", "(loop (+ i 1))", "(< i 2)", "(write i)",
        "(loop (+ i 1))", "(< i 2)",
    ]  # fmt: skip
    assert "l = (1 2)" in talk(",locals"), "what the rest does not need is known all the same"
    assert marked(talk(",next")) == "(list x y)"
    assert talk(",continue") == "$1 = ((1 2) 3)\n"


def test_the_value_of_a_form_that_was_passed_is_shown(talk) -> None:
    talk(FACT, "(define (f) (let ((a (fact 5))) (+ a 1)))", ",step (list (f))", ",step")
    assert "  (fact 5) ⇒ 120\n" in talk(",next")


def test_out_leaves_the_procedure(talk) -> None:
    talk(FACT, ",step (list (fact 3))", ",step", ",step", ",step")
    assert marked(talk(",out")) == "(* n (fact (- n 1)))"
    assert "(fact 3) ⇒ 6" in talk(",out")


@pytest.mark.parametrize(
    "definition",
    [
        "(define (hard) (let loop ((n 20000)) (if (= n 0) 0 (+ 1 (loop (- n 1))))))",
        "(define (ping n) (if (= n 0) 'done (pong (- n 1)))) (define (pong n) (ping n)) (define (hard) (ping 20000))",
        "(define (hard) (call/cc (lambda (k) (dynamic-wind (lambda () 1) (lambda () (k 7)) (lambda () 2)))))",
        "(define (hard) (guard (e (#t (list e))) (+ 1 (raise 'oops))))",
    ],
    ids=["a deep recursion", "tail calls without end", "an escape", "an error that is handled"],
)
def test_next_goes_over_what_moves_the_stack(talk, definition: str) -> None:
    talk(definition, "(define (f) (let ((a (hard))) (list 'after a)))", ",step (list (f))", ",step")
    assert marked(talk(",next")) == "(list 'after a)"


def test_a_breakpoint_stops_inside_the_procedure(session, talk) -> None:
    talk(FACT, BUSY)
    assert talk(",break fact") == "breakpoints: fact\n"
    assert marked(talk("(busy '(3))")) == "(= n 0)"
    shown = talk(",bt")
    assert shown.startswith("*  0: (fact 3)\n") and "(busy (3))" in shown and "breakpoint" not in shown
    assert talk(",eval-in (* n 100)") == "$1 = 300\n"
    assert talk(",unbreak") == "breakpoints: none\n"
    assert talk(",continue") == "601$2 = ((6) 3)\n"
    assert session.levels == []


def test_a_breakpoint_stops_each_time_until_it_is_removed(talk) -> None:
    talk(FACT, ",break fact")
    assert "(fact 1)" in talk("(list (fact 1))")
    assert "(fact 0)" in talk(",continue")
    assert talk(",continue") == "$1 = (1)\n"
    assert "fact has no breakpoint" in talk(",unbreak fact", ",unbreak fact")
    assert talk("(fact 1)") == "$2 = 1\n"


def test_a_procedure_of_the_library_is_stopped_before(talk) -> None:
    talk(",break map")
    shown = talk("(list (map car '((1))))")
    assert shown.startswith("call of (map #<procedure car> ((1))): toplevel")
    assert talk(",continue") == "$1 = ((1))\n"


def test_primitives_have_no_breakpoints(talk) -> None:
    assert "is a primitive" in talk(",break car")


def test_break_stops_and_returns(session, talk) -> None:
    talk('(define (f x) (break "now" x) (* 2 x))')
    shown = talk("(list (f 4))")
    assert shown.startswith("now 4: (f 4)  <prompt 1>:1:15\n") and marked(shown) == '(break "now" x)'
    assert "x = 4" in talk(",locals")
    assert marked(talk(",next")) == "(* 2 x)"
    assert talk(",continue") == "$1 = (8)\n"


def test_break_is_no_error_for_handlers(talk) -> None:
    talk("(define (f) (guard (e (#t 'caught)) (with-exception-handler (lambda (e) 10) (lambda () (break) (+ 1 (raise-continuable 'oops))))))")
    talk("(list (f))")
    assert talk(",continue") == "$1 = (11)\n", "the handlers are there when it goes on"


def test_break_of_a_library_goes_before(talk) -> None:
    talk("(import (srfi 1))")
    assert talk("(call-with-values (lambda () (break even? '(1 3 4 5))) list)") == "$1 = ((1 3) (4 5))\n"


def test_redefined_while_stopped(talk) -> None:
    talk(FACT, ",break fact", "(list (fact 2))", "(define (fact n) 'new)")
    assert marked(talk(",next")) == "(fact (- n 1))"
    assert "(* 2 new)" in talk(",continue") or "expected a number, got new" in talk(",bt")


def test_what_is_stopped_for_an_error_cannot_be_stepped(talk) -> None:
    talk("(list (car 5))")
    assert "only what Ctrl-C, a breakpoint or a step stopped" in talk(",next")
    assert "nothing is stopped" in talk(",abort", ",next")


def test_an_error_on_the_way_ends_the_steps(session, talk) -> None:
    talk("(define (f x) (list (g x)))", "(define (g x) (car x))", ",step (f 5)", ",step")
    assert "car: expected a pair, got 5" in talk(",next")
    assert len(session.levels) == 1
    assert talk(",use 1") == "$1 = (1)\n"
