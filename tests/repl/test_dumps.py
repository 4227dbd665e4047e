"""Core dumps and saved levels: the debugger goes on in another process, on another Python, with the source files gone."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path
from typing import ClassVar

import pytest

from lisp import Interpreter, LispError
from lisp.debug.dump import dump_core
from lisp.repl.session import Session
from tests.pythons import pythons

ROOT = Path(__file__).parents[2]
PROGRAM = """\
(define config '((name . "x")))
(define p (make-parameter 'outer))
(define (lookup key)
  (cdr (assq key config)))
(define (average items total)
  (/ total (lookup 'count)))
(define (run items)
  (let ((total (apply + items)))
    (display "begun ")
    (dynamic-wind
      (lambda () #f)
      (lambda () (parameterize ((p 'inner)) (list (average items total) (p))))
      (lambda () (display "left ")))))
(write (run '(1 2 3)))
(exit (if (eq? (p) 'outer) 7 8))
"""


def lisp(folder: Path, *arguments: str, python: str = sys.executable, typed: str = "") -> tuple[int, str, str]:
    settings = {**os.environ, "PYTHONPATH": str(ROOT), "XDG_STATE_HOME": str(folder / "state")}
    command = [python, "-m", "lisp", *arguments]
    done = subprocess.run(command, input=typed, capture_output=True, text=True, timeout=100, cwd=folder, env=settings)
    return done.returncode, done.stdout, done.stderr


@pytest.fixture(scope="module")
def dumped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the core dump of PROGRAM and nothing else."""
    folder = tmp_path_factory.mktemp("dump")
    (folder / "prog.scm").write_text(PROGRAM)
    code, out, err = lisp(folder, "--dump-on-error", "core.img", "prog.scm")
    assert code == 1 and out == "begun left "
    assert err.endswith("core dump: core.img; `lisp debug core.img` goes on from there\n")
    assert "prog.scm:4:3: cdr: expected a pair, got #f\n    4 |   (cdr (assq key config)))" in err
    (folder / "prog.scm").unlink()
    return folder


@pytest.mark.parametrize("version", list(pythons()))
def test_a_dump_is_taken_up_by_each_python(dumped: Path, version: str) -> None:
    typed = ",bt\n,locals 1\n,eval-in 1 (* 2 total)\n(p)\n,use 3\n"
    code, out, err = lisp(dumped, "debug", "core.img", python=pythons()[version], typed=typed)
    assert err.startswith(("prog.scm:4:3: cdr: expected a pair, got #f\n", "lisp: building the base image")), err
    assert "*  0: (lookup count)\n      prog.scm:4  (cdr (assq key config)))\n   1: (average (1 2 3) 6)\n" in out
    assert "      items = (1 2 3)\n      total = 6\n$1 = 12\n$2 = inner\n" in out
    assert out.endswith("left (2 inner)") and code == 7, "it ends as the program would"


@pytest.mark.parametrize("version", [version for version in pythons() if version != f"{sys.version_info[0]}.{sys.version_info[1]}"])
def test_a_dump_of_another_python(tmp_path: Path, version: str) -> None:
    (tmp_path / "prog.scm").write_text(PROGRAM)
    code, _, err = lisp(tmp_path, "--dump-on-error", "core.img", "prog.scm", python=pythons()[version])
    assert code == 1 and "core dump" in err
    code, out, _ = lisp(tmp_path, "debug", "core.img", typed="(define config '((count . 2)))\n,retry 1\n")
    assert out == "left (3 inner)" and code == 7, "a new definition, and the call done again"


def test_a_dump_that_fails_again_is_at_that_error(dumped: Path) -> None:
    code, out, err = lisp(dumped, "debug", "core.img", typed=",use 'a\n,locals\n")
    assert "/: expected a number, got a" in err and "total = 6" in out
    assert code == 1


def test_what_cannot_be_saved_is_named_and_the_rest_is_there(tmp_path: Path) -> None:
    interpreter = Interpreter()
    interpreter.services.keeps_stopped = True
    with socket.socket() as connection:
        interpreter.define("connect", lambda: connection)
        with pytest.raises(LispError) as caught:
            interpreter.run_text("(define s (connect)) (define (f x) (let ((y s)) (list (car x) y))) (f 5)", "a.scm")
        said = dump_core(interpreter, caught.value, str(tmp_path / "core.img"))
    assert "core dump: " in said and "not in it: s (cannot pickle 'socket' object)" in said
    assert str(caught.value).startswith("a.scm:1:"), "the program's error is what it was"
    booted = Session(Interpreter(tmp_path / "core.img", trusted=True))
    booted.take_up(booted.interpreter.saved_levels())
    assert [name for name, _ in booted.level.stop.visible[0].variables()] == ["x", "y"]


LOCKS = """\
(import (python threading) (only (python builtins) type))
(define l (Lock))
(define held (list l))
(define class-of-l (type l))
(define (f x) (list (car x) l))
(f 5)
"""


@pytest.mark.parametrize("version", list(pythons()))
def test_what_cannot_be_made_again_is_left_out(tmp_path: Path, version: str) -> None:
    (tmp_path / "a.scm").write_text(LOCKS)
    code, _, err = lisp(tmp_path, "--dump-on-error", "core.img", "a.scm", python=pythons()[version])
    assert code == 1 and "not in it: l (cannot pickle '_thread.lock' object)" in err
    code, out, err = lisp(tmp_path, "debug", "core.img", python=pythons()[version], typed="l\nclass-of-l\n,use 1\n")
    assert "cannot be made again" not in err and "<not saved: <unlocked _thread.lock object" in out, (out, err)
    assert "_thread.lock'>" in out and code == 0


HALF_MADE = [
    "(list 1 (list 2 (car x)) 3)", "(list (car x) 1)", "(cons (vector-ref (vector 1) 0) (list 3 (car x)))",
    "(letrec ((a (list b)) (b 1)) a)", "(number->string (+ 1 x (car x)))",
]  # fmt: skip


@pytest.mark.parametrize("expression", HALF_MADE)
def test_what_is_just_being_made_is_no_part_of_a_dump(expression: str, tmp_path: Path) -> None:
    program = f"(define (f x) (let ((k {expression})) (list k x)))\n(display (f 5))"
    (tmp_path / "a.scm").write_text(program)
    code, _, err = lisp(tmp_path, "--dump-on-error", "core.img", "a.scm")
    assert code == 1 and "core dump: core.img" in err, err
    code, out, err = lisp(tmp_path, "debug", "core.img", typed=",locals\n,use 7\n")
    assert (code, out.split()[:3]) == (0, ["x", "=", "5"]), (out, err)


class Fussy:
    """An object of Python that pickles, but cannot be made again."""

    made: ClassVar[list] = []

    def __init__(self, name: str) -> None:
        self.name = name

    def __setstate__(self, state: dict) -> None:
        Fussy.made.append(state)
        raise OSError("no such device")


class Handle:
    def __init__(self, number: int) -> None:
        self.number = number


def restore_handle(number: int) -> Handle:
    raise AssertionError(f"handle {number} is opened a second time")


def test_trying_changes_nothing(tmp_path: Path) -> None:
    interpreter = Interpreter()
    interpreter.services.keeps_stopped = True
    interpreter.add_saver(Handle, lambda handle: handle.number, restore_handle)
    here = type("Here", (), {"__module__": "nowhere", "method": lambda self: 1, "shared": [1]})  # saved by value
    method, shared = here.method, here.shared
    values = {"fussy": Fussy("a"), "both": [Fussy("b"), 5], "handle": Handle(3), "here": here, "made": [here()]}
    for name, value in values.items():
        interpreter.user.globals[name] = value
    with pytest.raises(LispError) as caught:
        interpreter.run_text("(define (f x) (list (car x) fussy both handle here made)) (f 5)", "a.scm")
    said = dump_core(interpreter, caught.value, str(tmp_path / "core.img"))
    assert "not in it: fussy (it cannot be made again: no such device)" in said
    assert "not in it: both → 0 (it cannot be made again: no such device)" in said
    assert (here.method, here.shared) == (method, shared) and here.shared is shared
    assert interpreter.world.stand_ins == [], "the next image leaves nothing out"
    assert len(Fussy.made) > 0


@pytest.mark.parametrize(
    "arguments, message",
    [
        (("--dump-on-error", "nowhere/core.img", "-e", "(car 5)"), "nowhere/core.img: the image cannot be written: no such file or folder"),
        (("--dump-on-error", "core.img", "-e", "(if)"), "no core dump: nothing was running"),
    ],
)
def test_a_dump_that_cannot_be_made_leaves_the_error(tmp_path: Path, arguments: tuple[str, ...], message: str) -> None:
    code, _, err = lisp(tmp_path, *arguments)
    assert code == 1 and err.startswith("<eval>:1:") and message in err


@pytest.mark.parametrize(
    "script, place, message",
    [
        ("(display 7)\n,use (car\n", "<prompt 2>:1:6", "the list that begins here is not closed"),
        ("(display 7)\n(begin (exit 3)\n\n(cdr", "<prompt 2>:3:1", "the list that begins here is not closed"),
        ('(display 7)\n,use "abc', "<prompt 2>:1:6", "the string that begins here is not closed"),
        ("(display 7)\n'", "<prompt 2>:1:1", "a datum must follow ' but the text ends"),
        ("(display 7)\n(exit 3) #|", "<prompt 2>:1:10", "the comment that begins here is not closed"),
    ],
)
def test_a_script_that_ends_inside_a_datum(dumped: Path, script: str, place: str, message: str) -> None:
    """It is said, and nothing of the last text is done."""
    code, out, err = lisp(dumped, "debug", "core.img", typed=script)
    assert (code, out) == (1, "7")
    assert f"{place}: read: {message}\n" in err


def test_an_image_without_a_level_is_refused(tmp_path: Path) -> None:
    Interpreter().save(tmp_path / "plain.img")
    code, _, err = lisp(tmp_path, "debug", "plain.img")
    assert code == 1 and "holds no level of the debugger" in err


def test_levels_are_saved_and_taken_up(session: Session, talk, tmp_path: Path) -> None:
    talk("(define p (make-parameter 'out))", "(define (f x) (+ 1 (car x)))")
    talk("(list (parameterize ((p 'in)) (list (f 5) (p))))", "(cdr 7)")
    assert "saved to" in talk(f",save {tmp_path}/levels.img")
    typed = ",bt\n,abort\n(p)\n,locals\n,use 41\n(p)\n"
    code, out, err = lisp(tmp_path, "-i", "levels.img", typed=typed)
    assert "<prompt 4>:1:1: cdr: expected a pair, got 7" in out
    assert out.endswith("= in\n      x = 5\n$2 = ((42 in))\n$3 = out\n"), out
    assert code == 0


def test_a_step_is_saved_and_taken_up(session: Session, talk, tmp_path: Path) -> None:
    talk("(define (f x) (let ((y (* x 2))) (list x y)))", "(define (g x) (list (f x)))", ",step (g 5)", ",step", ",step")
    session.interpreter.save(tmp_path / "step.img")
    _, out, _ = lisp(tmp_path, "debug", "step.img", typed=",locals\n,next\n,continue\n")
    assert "      x = 5\n" in out and out.endswith("$1 = ((5 10))\n"), out
    assert "      |                                  ^^^^^^^^^^\n" in out, "the next form is underlined"
