"""The prompt in a real terminal: the ways that are gone every day; test_terminal_full.py has all. Skipped without tmux."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.repl.conftest import Open

pytestmark = pytest.mark.skipif(shutil.which("tmux") is None, reason="needs tmux")


def test_typing_completing_and_seeing_the_value(terminal: Open) -> None:
    screen = terminal()
    screen.enter("(define (fact n)", "(if (= n 0)", "1", "(* n (fact (- n 1)))))")
    assert "> (define (fact n)\n    (if (= n 0)\n        1\n        (* n (fact (- n 1)))))" in screen.wait("(- n 1)))))")
    screen.type("(string-appe", "<Tab>")
    screen.wait("(string-append")
    screen.type(' "a" (number->string (fact ')
    screen.wait("\n(fact n)")
    screen.type("20)))", "<Enter>")
    screen.wait('$1 = "a2432902008176640000"')
    screen.type("<C-d>")
    screen.wait("LEFT 0")


def test_an_error_a_breakpoint_steps_and_a_restart(terminal: Open) -> None:
    screen = terminal()
    screen.enter("(define (f x) (list (g x)))", "(f 5)")
    screen.wait("[1]>")
    screen.enter("(define (g x) (* x x))")
    screen.run(",retry", "$1 = (25)")
    screen.run(",break g", "breakpoints: g")
    screen.run("(f 6)", "\n      |               ^^^^^^^\n")
    screen.run(",out", "(g x) ⇒ 36")
    screen.run(",continue", "$2 = (36)")


def test_ctrl_c_stops_what_runs_and_it_can_go_on(terminal: Open) -> None:
    screen = terminal()
    screen.enter("(define go #t)", "(begin (write 'begun) (let loop () (if go (loop) 'done)))")
    screen.wait("\nbegun")
    screen.type("<C-c>")
    screen.wait("[1]>")
    screen.enter("(set! go #f)")
    screen.run(",continue", "$1 = done")


def test_keys_typed_while_a_form_is_evaluated_are_taken_in_order(terminal: Open, tmp_path: Path) -> None:
    screen = terminal()
    screen.run("(list 'needle)", "$1 = (needle)")
    for typed, shown in (
        (("<C-d>", "(list 'a)", "<Enter>"), "> (list 'a)\n$2 = (a)\n>"),
        (("(list 'b", "<BSpace>", "x)", "<Enter>", "<C-d>"), "[1]> (list 'x)\n$3 = (x)\n[1]>\n\n>"),
        (("<C-r>", "needl", "<Enter>", "<Enter>", "<C-d>"), "[1]> (list 'needle)\n$4 = (needle)\n[1]>\n\n>"),
        (("<Up>", "<Up>", "<Enter>", "'c", "<Enter>", "<C-d>"), "[1]> (list 'needle)\n$5 = (needle)\n[1]> 'c\n$6 = c\n[1]>\n\n>"),
    ):
        screen.fresh()
        screen.type("<C-l>")
        (tmp_path / "go").unlink(missing_ok=True)
        screen.enter("(begin (write 'begun) (let wait () (if (file-exists? \"go\") (car 'gone) (wait))))")
        screen.wait("\nbegun")
        screen.type(*typed)
        (tmp_path / "go").touch()
        screen.wait(shown)


def test_what_is_written_without_a_line_end_stays(terminal: Open) -> None:
    screen = terminal()
    screen.run("(display 'alone)", "\nalone\n>")
    screen.run("(begin (display 'before) 7)", "\nbefore\n$1 = 7\n>")


def test_keys_typed_before_anything_is_there_are_taken_in_order(terminal: Open) -> None:
    screen = terminal()
    screen.run("(list 'remembered)", "$1 = (remembered)")
    screen.fresh()
    screen.type("<C-d>")
    screen.wait("LEFT 0")
    screen = terminal(ready="")
    screen.type("<Up>", "<Enter>", "(list 'then)", "<Enter>", "<C-d>")
    assert "$1 = (remembered)\n> (list 'then)\n$2 = (then)\n" in screen.wait("LEFT 0")
