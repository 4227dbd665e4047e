"""The unit cache: a text that ran before gives the same again, and leaves the same top level."""

from __future__ import annotations

from pathlib import Path

import pytest

from lisp import Interpreter, LispError

TEXTS = [
    "(define x 1) (define-syntax inc! (syntax-rules () ((_ v) (set! v (+ v 1))))) (inc! x)",
    "(inc! x) (define l '(1 \"two\" #\\3 (4 five))) x",
    "(list x l (let-syntax ((m (syntax-rules () ((_ a) 'a)))) (m quoted)))",
    "(define-record-type point (make-point x y) point? (x px) (y py)) (px (make-point 3 4))",
]


@pytest.fixture(autouse=True)
def cache_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    return tmp_path / "lisp" / "units"


def session(texts: list[str]) -> tuple[list, list[bool]]:
    """The values of TEXTS, and whether each came from the cache."""
    interpreter, values, hits = Interpreter(cached=True), [], []
    compiled = []
    inner = interpreter.services.compile_form
    interpreter.services.compile_form = lambda *a: compiled.append(1) or inner(*a)
    for text in texts:
        before = len(compiled)
        values.append(interpreter.eval(text))
        hits.append(len(compiled) == before)
    return values, hits


def test_the_second_time_nothing_is_compiled() -> None:
    first, compiled = session(TEXTS)
    second, taken = session(TEXTS)
    assert first == second == [None, 3, [3, [1, "two", "3", [4, "five"]], "quoted"], 3]
    assert not any(compiled) and all(taken)


def test_after_taken_texts_new_ones_see_their_syntax() -> None:
    session(TEXTS)
    values, hits = session([*TEXTS, "(inc! x) (inc! x) (list x (point? (make-point 1 2)))"])
    assert values[-1] == [5, True] and hits == [True] * 4 + [False]


def test_another_history_is_another_entry() -> None:
    session(["(define-syntax m (syntax-rules () ((_) 1)))", "(m)"])
    assert session(["(define-syntax m (syntax-rules () ((_) 2)))", "(m)"])[0][-1] == 2


def test_eval_at_run_time_ends_the_use() -> None:
    texts = ["(eval '(define-syntax m (syntax-rules () ((_) 'one))) (interaction-environment))", "(m)"]
    session(texts)
    assert session(texts) == ([None, "one"], [False, False])
    assert session([texts[0].replace("'one", "'two"), "(m)"])[0][-1] == "two"


def test_a_program_and_the_prompt_after_it(tmp_path: Path) -> None:
    program = "(define-syntax m (syntax-rules () ((_ a) (list a 'm)))) (define y (m 1)) y"
    for _ in range(2):
        interpreter = Interpreter(cached=True)
        interpreter.run_text(program, "p.scm")
        assert interpreter.eval("(m y)") == [[1, "m"], "m"]


def test_an_error_has_its_place_in_a_taken_text() -> None:
    text = "(define (f x) (car x))\n(f 5)"
    for _ in range(2):
        interpreter = Interpreter(cached=True)
        with pytest.raises(LispError, match="x.scm:1:15: car: expected a pair, got 5"):
            interpreter.run_text(text, "x.scm")


def test_a_program_with_a_library_of_its_own() -> None:
    library = """(define-library (foo) (export all) (import (scheme base))
      (begin (define (make x) x) (define-syntax all (syntax-rules () ((_ x ...) (list (make x) ...))))))"""
    for _ in range(2):
        interpreter = Interpreter(cached=True)
        interpreter.run_text(library + "(import (scheme base) (foo)) (define answer (all 1 2))", "p.scm")
        assert interpreter.eval("answer") == [1, 2]


def test_damaged_entries_are_not_used(cache_folder: Path) -> None:
    session(["(+ 1 2)"])
    (entry,) = cache_folder.iterdir()
    entry.write_bytes(entry.read_bytes()[:-1])
    assert session(["(+ 1 2)"]) == ([3], [False])


def test_a_cache_that_cannot_be_written_is_no_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("")
    monkeypatch.setenv("XDG_CACHE_HOME", str(blocked))
    assert session(["(+ 1 2)"]) == ([3], [False])
