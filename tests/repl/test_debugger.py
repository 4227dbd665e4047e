"""The debugger: levels, frames, and the ways to go on with a computation that an error stopped."""

from __future__ import annotations

import pytest

PROGRAM = """
(define (area shape) (* 2 (side shape)))
(define (total shapes) (apply + (map area shapes)))
"""


def prompt_of(session) -> str:
    return session.prompt_text()


def test_an_error_opens_a_level_and_abort_leaves_it(session, talk) -> None:
    assert "car: expected a pair, got 5" in talk("(+ 1 (car 5))")
    assert prompt_of(session) == "[1]> "
    talk("(cdr 5)")
    assert prompt_of(session) == "[2]> "
    talk(",abort")
    assert prompt_of(session) == "[1]> "
    talk("(cdr 5)", "(cdr 6)", ",abort 0")
    assert prompt_of(session) == "> "


def test_wrong_syntax_opens_none(session, talk) -> None:
    assert "if" in talk("(if)")
    assert ")" in talk("(car '(1)))")
    assert session.levels == []


def test_the_backtrace_has_calls_places_and_lines(talk) -> None:
    talk(PROGRAM, "(list (total '(1 2)))")
    shown = talk(",bt")
    assert [line for line in shown.split("\n") if ":" in line[:6]] == [
        "*  0: (area 1)",
        "   1: (map-1 #<procedure area> (1 2))",
        "   2: (map #<procedure area> (1 2))  (tail call)",
        "   3: (total (1 2))",
        "   4: toplevel",
    ]
    assert "<prompt 1>:2  (define (area shape) (* 2 (side shape)))" in shown or "(* 2 (side shape))" in shown


def test_frames_and_their_variables(talk) -> None:
    talk(PROGRAM, "(list (total '(1 2)))")
    assert talk(",locals") == "      shape = 1\n"
    assert "shapes = (1 2)" in talk(",frame 3")
    assert "procedure = #<procedure area>" in talk(",down")
    assert "shapes" in talk(",up")
    assert talk(",eval-in 0 (list shape shape)") == "$1 = (1 1)\n"
    assert talk(",eval-in (length shapes)") == "$2 = 2\n"
    assert "a number up to 4" in talk(",frame 9")


def test_assigned_variables_are_shown_as_they_are(talk) -> None:
    talk("(define (count! n) (set! n (+ n 1)) (let ((m n)) (set! m 5) (list n m (car n))))", "(list (count! 3))")
    assert talk(",locals") == "      n = 4\n      m = 5\n"


def test_use_gives_a_value_in_place_of_the_failed_form(session, talk) -> None:
    talk("(list (+ 1 (car 5)) 'end)")
    assert talk(",use (* 2 20)") == "$1 = (41 end)\n"
    assert session.levels == []


def test_use_after_a_tail_call_gives_the_callers_value(talk) -> None:
    talk('(define (fail x) (error "no" x))', "(list (fail 1))")
    assert talk(",use 2") == "$1 = (2)\n"


def test_define_what_was_unbound_and_retry(session, talk) -> None:
    talk(PROGRAM, "(list (total '(1 2)))", "(define (side x) (* 10 x))")
    assert talk(",retry") == "$1 = (60)\n"
    assert session.levels == []


def test_retry_does_a_failed_tail_call_again(talk) -> None:
    talk("(define (f x) (g x))", "(list (f 3))", "(define (g x) (* x x))")
    assert talk(",retry") == "$1 = (9)\n"


def test_retry_of_a_frame_calls_the_new_definition(talk) -> None:
    talk("(define (inner x) (car x))", "(define (outer x) (+ 1 (inner x)))", "(list (outer 5))")
    assert talk("(define (inner x) (* 2 x))", ",retry 1") == "$1 = (11)\n"


def test_return_lets_a_frame_return(talk) -> None:
    talk(PROGRAM, "(list (total '(1 2)))")
    assert talk(",return 3 'mine") == "$1 = (mine)\n"


def test_a_restart_that_fails_opens_a_new_level_in_place_of_the_old(session, talk) -> None:
    talk("(list (+ 1 (car 5)))")
    assert "+: expected a number, got a" in talk(",use 'a")
    assert len(session.levels) == 1
    assert talk(",use 3") == "$1 = (3)\n"


def test_a_wrong_restart_leaves_the_level(session, talk) -> None:
    talk("(list (car 5))")
    assert "the number of a frame" in talk(",return 8 1")
    assert "only what Ctrl-C, a breakpoint or a step stopped" in talk(",continue")
    assert len(session.levels) == 1


def test_retry_in_a_loop_goes_on_where_it_was(talk) -> None:
    talk("(define (sum l) (let loop ((l l) (s 0)) (if (null? l) s (loop (cdr l) (+ s (value (car l)))))))")
    talk("(sum '(1 2 3))")
    assert talk("(define (value x) x)", ",retry") == "$1 = 6\n"


def test_handlers_are_back_when_a_frame_goes_on(talk) -> None:
    talk("(define (f) (list (guard (e ((symbol? e) (list 'caught e))) (car 5) (raise 'late))))")
    assert "car: expected a pair" in talk("(f)")
    assert talk(",use 1") == "$1 = ((caught late))\n"


def test_leaving_a_level_unwinds(talk) -> None:
    talk("(define p (make-parameter 'out))")
    talk("(parameterize ((p 'in)) (+ 1 (car (p))))")
    assert talk("(p)") == "$1 = in\n"
    talk(",abort")
    assert talk("(p)") == "$2 = out\n"


def test_returning_from_a_frame_unwinds_what_is_inside(talk) -> None:
    talk('(define (f) (dynamic-wind (lambda () #f) (lambda () (+ 1 (car 5))) (lambda () (display "[after]"))))')
    talk("(define (g) (list (f)))", "(list (g))")
    assert "toplevel" in talk(",bt")
    assert talk(",return 1 'x") == "[after]$1 = ((x))\n"


def test_frames_of_a_deep_recursion(talk) -> None:
    talk("(define (deep n) (if (= n 0) (car n) (+ 1 (deep (- n 1)))))", "(deep 5000)")
    shown = talk(",bt")
    assert "*  0: (deep 0)" in shown and "frames more: ,bt all" in shown and "5000: (deep 5000)" in shown
    assert talk(",retry 4000", ",use 0") == "$1 = 5000\n"


def test_of_very_many_frames_the_innermost_keep_their_variables(talk) -> None:
    talk("(define (deep n) (if (= n 0) (car n) (+ 1 (deep (- n 1)))))", "(deep 30000)")
    shown = talk(",bt all")
    assert " 15000: (deep 15000)\n" in shown and " 30000: (deep ?)\n" in shown
    assert talk(",use 0") == "$1 = 30000\n"


def test_raised_objects_and_reraised_ones(session, talk) -> None:
    assert "uncaught raise: 5" in talk("(+ 1 (raise-continuable 5))")
    assert talk(",use 6") == "$1 = 7\n"
    assert "boom" in talk("(with-exception-handler (lambda (e) 10) (lambda () (+ 1 (raise 'boom))))")
    assert talk(",use 41") == "$2 = 42\n"
    assert session.levels == []


def test_what_a_host_procedure_called_cannot_go_on_inside(session, talk) -> None:
    session.interpreter.define("host", lambda f: f())
    talk("(list (host (lambda () (+ 1 (car 5)))))")
    assert talk(",use 3") == "$1 = (3)\n"


@pytest.mark.parametrize("command", [",bt", ",locals", ",frame 0", ",bt all", ",bt 1"])
def test_looking_changes_nothing(talk, command: str) -> None:
    talk("(list (+ 1 (car 5)))", command)
    assert talk(",use 1") == "$1 = (2)\n"
