"""The unit cache and files: a program that imports libraries or includes files is compiled once, until one of them changes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from lisp import Interpreter, LispError

LIBRARY = """(define-library (foo) (export size grow! (rename %twice twice)) (import (scheme base) (bar))
  (begin (define table (list 'a "b" #\\c)) (define count 0) (define (grow!) (set! count (+ count 1)) count)
         (define (size) (+ (length table) (bar))) (define-syntax %twice (syntax-rules () ((_ e) (begin e (keep e)))))
         (define (keep x) (list x (length table)))))"""
BAR = "(define-library (bar) (export bar) (import (scheme base)) (begin (define (bar) 10)))"
PROGRAM = "(import (scheme base) (foo)) (define n 0) (list (size) (twice (begin (set! n (+ n 1)) n)) (grow!) '(x \"y\"))"
VALUE = [13, [2, 3], 1, ["x", "y"]]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of the program; its libraries are in `lib`."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "lib").mkdir()
    (tmp_path / "other").mkdir()
    (tmp_path / "lib" / "foo.sld").write_text(LIBRARY)
    (tmp_path / "lib" / "bar.sld").write_text(BAR)
    return tmp_path


class Run:
    """An interpreter, and whether it has compiled anything."""

    def __init__(self, *library_path: str) -> None:
        self.interpreter = Interpreter(cached=True, library_path=library_path or ("lib",))
        self.compiled = 0
        inner = self.interpreter.services.compile

        def compile_and_count(*arguments: object) -> object:
            self.compiled += 1
            return inner(*arguments)

        self.interpreter.services.compile = compile_and_count

    def program(self, text: str = PROGRAM) -> tuple[object, bool]:
        """The value of TEXT as a program, and whether it came from the cache."""
        return self.outcome(lambda: self.interpreter.run_text(text, "p.scm"))

    def text(self, text: str) -> tuple[object, bool]:
        return self.outcome(lambda: self.interpreter.eval_lisp(text))

    def outcome(self, action: Callable) -> tuple[object, bool]:
        from lisp.interpreter.convert import to_python

        before = self.compiled
        value = to_python(self.interpreter, action())
        return value, self.compiled == before


def test_the_second_time_nothing_is_compiled() -> None:
    assert Run().program() == (VALUE, False)
    assert Run().program() == (VALUE, True)


def test_what_comes_after_knows_the_libraries() -> None:
    Run().program()
    run = Run()
    assert run.program() == (VALUE, True)
    assert run.text("(list (twice 5) (size) (grow!))") == ([[5, 3], 13, 2], False)
    assert run.text("(import (prefix (bar) b:)) (b:bar)") == (10, False)


def test_an_image_of_a_taken_program_is_whole(folder: Path) -> None:
    Run().program()
    run = Run()
    run.program()
    run.interpreter.save(folder / "x.img")
    again = Interpreter(folder / "x.img")
    assert again.eval("(list (twice 5) (grow!))") == [[5, 3], 2]


@pytest.mark.parametrize("name", ["foo", "bar"])
def test_a_library_that_has_changed(folder: Path, name: str) -> None:
    Run().program()
    path = folder / "lib" / f"{name}.sld"
    path.write_text(path.read_text().replace("10", "20").replace("'a", "'a 'z"))
    value = [23, [2, 3], 1, ["x", "y"]] if name == "bar" else [14, [2, 4], 1, ["x", "y"]]
    assert Run().program() == (value, False)
    assert Run().program() == (value, True)


def test_only_syntax_has_changed(folder: Path) -> None:
    Run().program()
    path = folder / "lib" / "foo.sld"
    path.write_text(path.read_text().replace("(begin e (keep e))", "(keep e)"))
    assert Run().program() == ([13, [1, 3], 1, ["x", "y"]], False)


def test_a_library_that_is_gone(folder: Path) -> None:
    Run().program()
    (folder / "lib" / "bar.sld").unlink()
    with pytest.raises(LispError, match=r"there is no library \(bar\)"):
        Run().program()


def test_a_library_that_shadows_another(folder: Path) -> None:
    folders = ("other", "lib")
    assert Run(*folders).program() == (VALUE, False)
    assert Run(*folders).program() == (VALUE, True)
    (folder / "other" / "bar.sld").write_text(BAR.replace("10", "30"))
    assert Run(*folders).program()[0][0] == 33
    (folder / "other" / "bar.sld").unlink()
    assert Run(*folders).program()[0][0] == 13


def test_the_order_of_the_folders(folder: Path) -> None:
    (folder / "other" / "bar.sld").write_text(BAR.replace("10", "30"))
    for _ in range(2):
        assert Run("lib", "other").program()[0][0] == 13
        assert Run("other", "lib").program()[0][0] == 33


def test_a_library_that_is_only_asked_about(folder: Path) -> None:
    program = "(import (scheme base)) (cond-expand ((library (asked)) 'yes) (else 'no))"
    assert [Run().program(program) for _ in range(2)] == [("no", False), ("no", True)]
    path = folder / "lib" / "asked.sld"
    path.write_text("whatever")
    assert [Run().program(program) for _ in range(2)] == [("yes", False), ("yes", True)]
    path.write_text("something else")  # nobody reads it
    assert Run().program(program) == ("yes", True)


def test_an_included_file(folder: Path) -> None:
    program = '(import (scheme base)) (include "inside.scm") (define-values (a b) (values 1 (m))) b'
    inside = folder / "inside.scm"
    inside.write_text("(define-syntax m (syntax-rules () ((_) 'one)))")
    assert [Run().program(program) for _ in range(2)] == [("one", False), ("one", True)]
    inside.write_text("(define-syntax m (syntax-rules () ((_) 'two)))")
    assert [Run().program(program) for _ in range(2)] == [("two", False), ("two", True)]
    inside.unlink()
    with pytest.raises(LispError, match="no such file"):
        Run().program(program)


def test_a_file_that_a_library_includes(folder: Path) -> None:
    (folder / "lib" / "bar.sld").write_text(
        '(define-library (bar) (export bar) (import (scheme base)) (include "body.scm") (include-library-declarations "d"))'
    )
    (folder / "lib" / "d").write_text('(begin (define ten "10"))')
    (folder / "lib" / "body.scm").write_text("(define (bar) 10)")
    assert [Run().program()[1] for _ in range(2)] == [False, True]
    (folder / "lib" / "body.scm").write_text("(define (bar) 20)")
    assert Run().program()[0][0] == 23
    (folder / "lib" / "d").write_text("(export (rename bar baz))")
    assert Run().program()[1] is False


def test_the_same_program_in_another_folder(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = '(import (scheme base) (bar)) (include "inside.scm") (list (bar) x)'
    (folder / "inside.scm").write_text("(define x 1)")
    assert Run().program(program) == ([10, 1], False)
    elsewhere = folder / "elsewhere"
    (elsewhere / "lib").mkdir(parents=True)
    (elsewhere / "lib" / "bar.sld").write_text(BAR.replace("10", "40"))
    (elsewhere / "inside.scm").write_text("(define x 2)")
    monkeypatch.chdir(elsewhere)
    assert Run().program(program) == ([40, 2], False)


def test_texts_one_after_the_other(folder: Path) -> None:
    texts = ["(define before 1) (import (bar)) (define x (bar))", "(import (foo))", "(twice (+ x before))"]

    def session() -> list:
        run = Run()
        return [run.text(text) for text in texts]

    values = [None, None, [11, 3]]
    assert session() == [(value, False) for value in values]
    assert session() == [(value, True) for value in values]
    path = folder / "lib" / "foo.sld"
    path.write_text(path.read_text().replace("(list x (length table))", "(list x 'new)"))
    assert session() == [(None, True), (None, False), ([11, "new"], False)]  # the last one's own text has not changed


def test_after_an_error_the_next_text_depends_on_the_library(folder: Path) -> None:
    texts = ["(import (foo)) (car 1)", "(twice 1)"]

    def session() -> object:
        run = Run()
        with pytest.raises(LispError):
            run.text(texts[0])
        return run.text(texts[1])[0]

    assert session() == session() == [1, 3]
    path = folder / "lib" / "foo.sld"
    path.write_text(path.read_text().replace("(list x (length table))", "(list x 'new)"))
    assert session() == [1, "new"]


def test_what_changes_after_it_was_taken_is_not_mixed_in(folder: Path) -> None:
    Run().program()
    run = Run()
    assert run.program() == (VALUE, True)
    path = folder / "lib" / "foo.sld"
    path.write_text(path.read_text().replace("(list x (length table))", "'new").replace("(begin e (keep e))", "'new"))
    assert run.text("(twice 5)") == ([5, 3], False)
    assert Run().program() == ([13, "new", 1, ["x", "y"]], False)


def test_an_error_in_a_taken_library_has_its_place(folder: Path) -> None:
    (folder / "lib" / "bar.sld").write_text(BAR.replace("10", "\n  (car 'x)"))
    for _ in range(2):
        with pytest.raises(LispError, match="lib/bar.sld:2:3: car: expected a pair, got x"):
            Run().program()


def test_several_libraries_in_a_file(folder: Path) -> None:
    path = folder / "lib" / "foo.sld"
    path.write_text("(define-library (inner) (export inner) (import (scheme base)) (begin (define inner '(1))))" + LIBRARY)
    program = PROGRAM.replace("(foo)", "(foo) (inner)").replace("'(x \"y\")", "inner")
    assert [Run().program(program) for _ in range(2)] == [([13, [2, 3], 1, [1]], False), ([13, [2, 3], 1, [1]], True)]


def test_a_library_that_evaluates_is_not_kept(folder: Path) -> None:
    (folder / "lib" / "bar.sld").write_text(
        "(define-library (bar) (export bar) (import (scheme base) (scheme eval))"
        " (begin (define (bar) (eval '(+ 5 5) (environment '(scheme base)))) (bar)))"
    )
    assert [Run().program() for _ in range(2)] == [(VALUE, False), (VALUE, False)]


def test_reloading_a_taken_library(folder: Path) -> None:
    from lisp.debug.reload import reload_library

    Run().program()
    run = Run()
    run.program()
    path = folder / "lib" / "bar.sld"
    path.write_text(path.read_text().replace("10", "50"))
    reload_library(run.interpreter.services, "(bar)")
    assert run.text("(size)") == (53, False)
