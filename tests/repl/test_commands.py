"""The commands of the prompt, but for those of the debugger."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from lisp import Interpreter
from lisp.repl.commands.table import find, groups

FACT = '(define (fact n)\n  "The factorial of N."\n  (if (= n 0) 1 (* n (fact (- n 1)))))'


def test_doc_of_a_procedure_with_a_docstring(talk) -> None:
    assert talk(FACT, ",doc fact") == "fact: procedure of (user)\n  (fact n)\n  The factorial of N.\n  <prompt 1>:1:1\n"


@pytest.mark.parametrize(
    "name, lines",
    [
        ("vector-ref", ["procedure", "(vector-ref vector k)", "Item K of VECTOR"]),
        ("map", ["(map procedure items . more)", "stdlib/scheme/base/lists.scm:"]),
        ("let", ["syntax", "(let [name] ((name value) ...) body ...)"]),
        ("swap!", ["syntax", "(swap! a b)"]),
        ("x", ["variable", "value: (1 2)"]),
        ("current-output-port", ["parameter"]),
    ],
)
def test_doc(talk, name: str, lines: list[str]) -> None:
    talk("(define-syntax swap! (syntax-rules () ((_ a b) (let ((t a)) (set! a b) (set! b t)))))", "(define x '(1 2))")
    shown = talk(f",doc {name}")
    assert all(line in shown for line in lines), shown


def test_doc_of_what_is_not_bound_names_the_library(talk) -> None:
    shown = talk(",import (only (srfi 1))", ",doc xcons")
    assert re.match(r"xcons is not bound; it is in \((srfi 1|scheme list)\), which is not imported", shown)


def test_apropos(talk) -> None:
    shown = talk(",apropos vector-m")
    assert shown.startswith("vector-map") and "(vector-map procedure vector . more)" in shown
    assert "no name contains zzz" in talk(",apropos zzz")
    assert re.match(r"xcons  in \((srfi 1|scheme list)\)", talk(",import (only (srfi 1))", ",a xcon"))


def test_source_is_what_was_typed(talk) -> None:
    assert talk(FACT, ",source fact") == f";; <prompt 1>:1:1\n{FACT}\n"
    assert "(define (map procedure items . more)" in talk(",source map")
    assert "written in Python" in talk(",source car")


def test_expand(talk) -> None:
    assert talk(",expand (when 1 2 3)") == "(if 1 (begin 2 3))\n"


def test_dis(talk) -> None:
    shown = talk(FACT, ",dis fact")
    assert "def fact(n'1, /):" in shown and "RETURN_VALUE" in shown
    assert "not a procedure that was compiled here" in talk(",dis car")


def test_who_calls(talk) -> None:
    talk(FACT, "(define (twice x) (let ((f (lambda (y) (fact y)))) (f (f x))))", "(fact 3)")
    assert talk(",who-calls fact") == "fact  <prompt 1>:3:23\ntwice  <prompt 2>:1:41\n"
    assert "map-1" not in talk(",who-calls twice")


def test_env(talk) -> None:
    assert talk(",env") == "nothing is defined yet\n"
    shown = talk(FACT, "(define x 12)", "x", ",env")
    assert shown.split("\n")[0].split() == "fact procedure (fact n) The factorial of N.".split()
    assert shown.split("\n")[1].split() == ["x", "variable", "12"] and "$1" not in shown
    assert "vector-map" in talk(",env (scheme base)")


def test_time_shows_the_value_too(talk) -> None:
    shown = talk(",time (+ 1 2)")
    assert shown.startswith("$1 = 3\n") and "of the processor" in shown


def test_profile_finds_the_procedure(talk) -> None:
    talk("(define (spin n) (if (> n 0) (spin (- n 1))))")
    shown = talk(",profile (spin 1000000)")
    assert "spin" in shown and "%" in shown


def test_trace_shows_calls_and_results(talk) -> None:
    talk(FACT, ",trace fact")
    assert talk("(fact 1)") == "(fact 1)\n| (fact 0)\n| ⇒ 1\n⇒ 1\n$1 = 1\n"
    assert talk(",untrace fact") == "traced: nothing\n"
    assert talk("(fact 1)") == "$2 = 1\n"


def test_a_traced_procedure_may_be_left_by_a_continuation(talk) -> None:
    talk("(define (leave k) (k 7))", ",trace leave")
    assert talk("(+ 1 (call/cc leave))") == "(leave #<procedure>)\n$1 = 8\n"
    assert talk("(define (leave k) 1)", ",untrace", "(call/cc leave)") == "$2 = 1\n"


def test_primitives_cannot_be_traced(talk) -> None:
    assert "is a primitive" in talk(",trace car")


def test_inspect_walks_into_parts(talk) -> None:
    assert talk(",inspect (list 1 (vector 'a \"b\"))") == '$1 = (1 #(a "b"))\n    0: 1\n    1: #(a "b")\n'
    assert talk(",part 1") == '$2 = #(a "b")\n  at 1\n    0: a\n    1: "b"\n'
    assert talk(",back").startswith("$3 = (1")
    assert "a number up to 1" in talk(",part 7")
    talk("(define-record-type point (make-point x y) point? (x px) (y py))")
    assert "0: x  1" in talk(",inspect (make-point 1 2)")
    assert "0: n  5" in talk("(define (adder n) (lambda (x) (+ x n)))", ",inspect (adder 5)")


def test_load_and_import(talk, tmp_path: Path) -> None:
    (tmp_path / "a.scm").write_text("(define loaded 'yes)")
    talk(f",load {tmp_path}/a.scm")
    assert talk("loaded") == "$1 = yes\n"
    talk(",import (srfi 1)")
    assert talk("(fold + 0 '(1 2 3))") == "$2 = 6\n"


def test_what_was_saved_is_there_after_boot(session, talk, tmp_path: Path) -> None:
    path = tmp_path / "a.image"
    talk(FACT, ",trace fact", "(define (again k) (fact k))")
    assert talk(f",save {path}") == f"saved to {path}; `lisp -i {path}` goes on from here\n"
    assert "(fact 1)" in talk("(fact 1)"), "what was traced still is"
    booted = type(session)(Interpreter(path))
    for text in (",doc fact", ",source fact", "(fact 5)", ",who-calls fact", ",dis fact"):
        booted.take(text)
    shown = talk()
    assert "The factorial of N." in shown and FACT in shown and "$2 = 120" in shown or "= 120" in shown
    assert "again  <prompt" in shown and "def fact" in shown


def test_commands_are_found_by_any_beginning_that_is_theirs() -> None:
    assert find("insp").names[0] == "inspect"
    assert find("d").names[0] == "doc"


@pytest.mark.parametrize(
    "text, message",
    [
        (",xyzzy", "there is no command ,xyzzy"),
        (",untrac fact", "fact is not traced"),
        (",tim", "expected an expression"),
        (",l", "is that ,load, ,locals, ,lost?"),
        (",bt", "nothing is stopped"),
        (",part", "nothing is inspected"),
        (",replay", "no earlier session left anything"),
        (",save", "expected a file to save to"),
        (",env (no such)", "there is no library (no such) here"),
    ],
)
def test_wrong_commands(session, talk, text: str, message: str) -> None:
    assert message in talk(text)
    assert session.levels == []


def test_every_command_is_in_the_help(talk) -> None:
    shown = talk(",help")
    assert all(f",{command.names[0]}" in shown for _, commands in groups() for command in commands)
    assert talk(",help bt").strip().startswith(",bt [all]")
