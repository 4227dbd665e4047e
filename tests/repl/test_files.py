"""Commands about files: loading again, tests, images."""

from __future__ import annotations

from pathlib import Path

import pytest

from lisp import Interpreter
from lisp.repl.places import known_images, remember_image
from lisp.repl.session import Session
from tests.repl.conftest import Talk


@pytest.fixture
def session(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Session:
    """A session in a folder with the library (my lib), whose code is in an included file."""
    (tmp_path / "my").mkdir()
    (tmp_path / "my" / "lib.sld").write_text(
        '(define-library (my lib) (export area twice) (import (scheme base)) (include "impl.scm"))'
    )
    (tmp_path / "my" / "impl.scm").write_text(
        "(define (area x) (* 2 x)) (define-syntax twice (syntax-rules () ((_ e) (list e e))))"
    )
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    interpreter = Interpreter(library_path=["."])
    interpreter.services.at_prompt = True
    return Session(interpreter)


def test_a_library_whose_file_has_changed_is_loaded_again(talk: Talk) -> None:
    talk(",import (my lib)", "(define (f x) (area x))")
    assert talk("(list (f 3) (twice 1))") == "$1 = (6 (1 1))\n"
    Path("my/impl.scm").write_text(
        "(define (area x) (* 3 x)) (define-syntax twice (syntax-rules () ((_ e) (list e e e))))"
    )
    assert talk(",reload") == "loaded again: (my lib)\n"
    assert talk("(list (f 3) (twice 1))") == "$2 = (9 (1 1 1))\n"
    assert "nothing to load again" in talk(",reload")


def test_a_library_without_procedures_is_loaded_again_too(talk: Talk) -> None:
    text = "(define-library (my data) (export a) (import (scheme base)) (begin (define a 1)))"
    Path("my/data.sld").write_text(text)
    talk(",import (my data)")
    Path("my/data.sld").write_text(text.replace("1", "2"))
    assert talk(",reload", "a") == "$1 = 2\n"


def test_a_library_with_a_mistake_stays_as_it_was(talk: Talk) -> None:
    talk(",import (my lib)")
    Path("my/impl.scm").write_text("(define (area x) (* 3 x)")
    assert "is not closed" in talk(",reload")
    assert talk("(area 3)") == "$1 = 6\n"


def test_after_boot_libraries_are_loaded_again_too(session: Session, talk: Talk) -> None:
    talk(",import (my lib)", "(define (f x) (area x))")
    session.interpreter.save("a.img")
    Path("my/impl.scm").write_text("(define (area x) (* 5 x)) (define-syntax twice (syntax-rules () ((_ e) e)))")
    booted = Session(Interpreter("a.img", library_path=["."]))
    booted.take(",reload")
    booted.take("(list (f 3) (twice 1))")
    assert talk() == "loaded again: (my lib)\n$1 = (15 1)\n"


def test_the_file_loaded_last_is_loaded_again(talk: Talk) -> None:
    assert "nothing to load again" in talk(",reload")
    Path("a.scm").write_text("(define x 1)")
    talk(",load a.scm")
    Path("a.scm").write_text("(define x 2)")
    assert talk(",reload", "x") == "$1 = 2\n"
    assert "no such file" in talk(",load nowhere.scm")


def test_tests_are_run_and_counted(talk: Talk) -> None:
    assert "expected a file" in talk(",test")
    Path("t.scm").write_text(
        '(import (srfi 64)) (test-begin "a") (test-equal 4 (+ 2 2)) (test-equal "five" 5 (+ 2 2)) (test-error (car 5)) (test-end "a")'
    )
    shown = talk(",test t.scm")
    assert "FAIL a: five" in shown and shown.endswith("t.scm: 2 passed, 1 failed\n")
    assert talk(",test").endswith("t.scm: 2 passed, 1 failed\n")
    Path("t.scm").write_text("(import (srfi 64)) (test-equal 4 (+ 2 2)) (car 5)")
    assert "t.scm: 1 passed, 0 failed; the rest was not run\n" in talk(",test")


def test_images_are_listed(talk: Talk, tmp_path: Path) -> None:
    assert talk(",images") == "there are no images in .\n"
    talk("(define (main) 1)", ",save data.img", "(save-image \"program.img\" 'toplevel main)", "(+ 1 (car 5))", ",save level.img")
    Path("cut.img").write_bytes(Path("data.img").read_bytes()[:700])
    rows = [line.split(None, 1) for line in talk(",images").splitlines()]
    assert [row[0] for row in rows] == ["cut.img", "data.img", "level.img", "program.img"]
    said = {name: rest for name, rest in rows}
    assert "damaged" in said["cut.img"] and said["data.img"].endswith("definitions and data")
    assert said["program.img"].endswith("the procedure main") and said["level.img"].endswith("a level of the debugger")
    assert "*" in said["level.img"], "the one that is worked on"
    (tmp_path / "other").mkdir()
    assert talk(f",images {tmp_path}/other") == f"there are no images in {tmp_path}/other\n"


def test_images_that_were_worked_with_are_remembered(session: Session) -> None:
    for name in ("a.img", "b.img", "a.img"):
        remember_image(name)
    assert [Path(path).name for path in known_images()] == ["a.img", "b.img"]


def test_fields_of_records_are_documented_and_named_as_parts(talk: Talk) -> None:
    talk("(define-record-type point (make-point x y) point? (x point-x) (y point-y set-point-y!))")
    assert "Set the field y of RECORD, a point." in talk(",doc set-point-y!")
    assert talk(",inspect (make-point 1 2)", ",part y").endswith("= 2\n  at y\n")
    assert "the name or number of a part" in talk(",back", ",part z")
    shown = talk(",apropos point")
    assert "point.1" not in shown
