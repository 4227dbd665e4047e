"""Programs: what their names mean (report, 5.1)."""

from __future__ import annotations

import pytest

from lisp import Interpreter, LispError


def test_a_program_sees_what_it_imports() -> None:
    program = "(import (scheme base)) (define (f x) (caddr x)) (f '(1 2 3))"
    with pytest.raises(LispError, match=r"caddr: unbound variable; it is in \(scheme cxr\), which is not imported"):
        Interpreter().run_text(program, "p.scm")
    assert Interpreter().run_text(program.replace("base)", "base) (scheme cxr)"), "p.scm") == 3


def test_a_program_may_rename_and_redefine() -> None:
    program = "(import (rename (only (scheme base) + define) (+ add))) (define (car x) (add x 1)) (car 5)"
    assert Interpreter().run_text(program, "p.scm") == 6


def test_without_imports_it_is_as_at_the_prompt() -> None:
    assert Interpreter().run_text("(define x 5) (caddr (list 1 2 x))", "p.scm") == 5


def test_a_program_that_imports_something_else_only_adds_to_the_prompt() -> None:
    assert Interpreter().run_text("(import (srfi 69)) (define t (make-hash-table)) (hash-table-size t)", "p.scm") == 0
    with pytest.raises(LispError, match=r"list: unbound variable; it is in \(scheme base\)"):
        Interpreter().run_text("(import (srfi 69) (only (scheme base) define)) (define x 1) (list x)", "p.scm")


def test_in_an_image_or_after_other_forms_it_sees_what_is_there(tmp_path) -> None:
    interpreter = Interpreter()
    interpreter.eval("(define (double x) (* 2 x))")
    assert interpreter.run_text("(import (scheme base)) (double 4)", "p.scm") == 8
    interpreter.save(tmp_path / "x.img")
    assert Interpreter.boot(tmp_path / "x.img").run_text("(import (scheme base)) (double 5)", "p.scm") == 10


def test_eval_in_the_environment_of_the_program() -> None:
    program = "(import (scheme base) (scheme eval) (scheme repl)) (define x 5) (eval '(* x 2) (interaction-environment))"
    assert Interpreter().run_text(program, "p.scm") == 10
