"""What happens around saving and booting: hooks, volatile variables, options, what is fresh after boot."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from lisp import Interpreter, LispError

ROOT = Path(__file__).parent.parent.parent
IMPORTS = "(import (scheme base) (scheme write) (scheme process-context) (lisp image))"


class Image:
    """An interpreter with `(note x)`, which gathers what happens in `notes`, and an image at PATH."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.interpreter = self.watched(Interpreter())
        self.eval(IMPORTS)

    def watched(self, interpreter: Interpreter) -> Interpreter:
        interpreter.eval("(define notes '()) (define (note x) (set! notes (cons x notes)))")
        return interpreter

    def eval(self, text: str) -> object:
        return self.interpreter.eval(text.replace("IMAGE", f'"{self.path}"'))

    def notes(self) -> list:
        return self.eval("(reverse notes)")

    def boot(self) -> Interpreter:
        self.interpreter = Interpreter.boot(self.path)
        return self.interpreter


@pytest.fixture
def image(tmp_path: Path) -> Image:
    return Image(tmp_path / "x.img")


HOOKS = """
(define (put-aside name)
  (lambda () (note (list 'aside name)) (lambda () (note (list 'back name)))))
(add-save-hook! (put-aside 'a))
(add-save-hook! (put-aside 'early) -1)
(add-save-hook! (put-aside 'b))
(add-save-hook! (put-aside 'late) 1.5)
(add-save-hook! (lambda () (note 'nothing-to-put-back)) 7)
(add-boot-hook! (lambda () (note 'late)) 1)
(add-boot-hook! (lambda () (note 'a)))
(add-boot-hook! (lambda () (note 'early)) -1/2)
(add-boot-hook! (lambda () (note 'b)))
"""
SAVING = [
    "nothing-to-put-back", ["aside", "late"], ["aside", "b"], ["aside", "a"], ["aside", "early"],
    ["back", "early"], ["back", "a"], ["back", "b"], ["back", "late"],
]  # fmt: skip


def test_save_hooks_run_in_reverse_and_what_they_put_aside_is_put_back(image: Image) -> None:
    image.eval(HOOKS)
    assert image.eval("(save-image IMAGE)") == "saved"
    assert image.notes() == SAVING


def test_boot_hooks_run_by_priority_in_the_world_that_the_save_hooks_left(image: Image) -> None:
    image.eval(HOOKS)
    image.eval("(save-image IMAGE)")
    image.boot()
    assert image.notes() == [*SAVING[:5], "early", "a", "b", "late"]


def test_a_save_hook_may_add_the_first_boot_hook(image: Image) -> None:
    image.eval("(add-save-hook! (lambda () (add-boot-hook! (lambda () (note 'booted)))))")
    image.eval("(save-image IMAGE)")
    image.boot()
    assert image.notes() == ["booted"]


@pytest.mark.parametrize("by", ["(save-image IMAGE)", "(check-image)", "python"])
def test_all_ways_of_saving_run_the_hooks(image: Image, by: str) -> None:
    image.eval(HOOKS)
    image.interpreter.save(image.path) if by == "python" else image.eval(by)
    assert image.notes() == SAVING


def test_an_error_in_a_save_hook_aborts_before_anything_is_written(image: Image) -> None:
    image.eval(HOOKS)
    image.eval("(add-save-hook! (lambda () (error \"not now:\" 'busy)) -0.5)")
    with pytest.raises(LispError, match="not now: busy"):
        image.interpreter.save(image.path)
    assert image.eval("(guard (e ((error-object? e) (error-object-message e))) (save-image IMAGE))") == "not now:"
    assert not image.path.exists()
    undone = [*SAVING[:4], ["back", "a"], ["back", "b"], ["back", "late"]]
    assert image.notes() == undone * 2


def test_a_save_that_fails_puts_back_too(image: Image) -> None:
    image.eval(HOOKS)
    with pytest.raises(LispError, match="no such file or folder"):
        image.eval('(save-image "/nowhere/at/all/x.img")')
    assert image.notes() == SAVING


def test_an_error_in_a_boot_hook_is_an_error_of_booting(image: Image) -> None:
    image.eval('(add-boot-hook! (lambda () (error "no database")))')
    image.eval("(save-image IMAGE)")
    with pytest.raises(LispError, match="no database"):
        image.boot()


def test_hooks_in_python(image: Image) -> None:
    seen = []

    def save() -> object:
        seen.append("aside")
        return lambda: seen.append("back")

    image.interpreter.add_save_hook(save)
    image.interpreter.add_save_hook(lambda: seen.append("first"), 1)
    image.eval("(save-image IMAGE)")
    assert seen == ["first", "aside", "back"]
    image.interpreter.add_save_hook(lambda: 1 / 0, -1)
    with pytest.raises(LispError, match="division"):
        image.interpreter.save(image.path)
    assert seen == ["first", "aside", "back"] * 2


def test_boot_hooks_in_python_travel(image: Image) -> None:
    interpreter = image.interpreter
    interpreter.add_boot_hook(lambda: interpreter.eval("(note 'from-python)"), 1)
    interpreter.eval("(add-boot-hook! (lambda () (note 'from-scheme)))")
    interpreter.save(image.path)
    image.boot()
    assert image.notes() == ["from-scheme", "from-python"]  # in the interpreter that booted, not in the old one
    assert interpreter.eval("notes") == []


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("(add-save-hook! 5)", "add-save-hook!: expected a procedure, got 5"),
        ("(add-boot-hook! car 'high)", "add-boot-hook!: expected a real number, got high"),
        ("(add-boot-hook! car 1 2)", "add-boot-hook!: expected 1 or 2 arguments"),
        ("(save-image 'x)", "save-image: expected a string, got x"),
        ("(save-image IMAGE 'toplevel 5)", "save-image: expected a procedure to start with, got 5"),
        ("(save-image IMAGE 'topple car)", "save-image: expected one of the options toplevel, base, compress, executable, random and exit, got topple"),
        ("(save-image IMAGE 'toplevel)", "save-image: there is no value for the option toplevel"),
    ],
)
def test_wrong_uses(image: Image, text: str, message: str) -> None:
    with pytest.raises(LispError) as caught:
        image.eval(text)
    assert message in str(caught.value)
    assert not image.path.exists()


VOLATILE = """
(define opened 0)
(define-volatile connection (begin (set! opened (+ opened 1)) (list 'connection opened)))
(define (used) (cadr connection))
(define-volatile other (list 'other (used)))
"""


def test_a_volatile_variable_is_left_out_and_made_again(image: Image) -> None:
    image.eval(VOLATILE)
    image.interpreter.define("lock", open(os.devnull))  # noqa: SIM115 - what cannot be saved
    image.eval("(define-volatile file 1) (set! file lock) (define lock #f) (define before connection)")
    image.eval("(set! connection (list 'changed opened))")
    for _ in range(2):
        image.eval("(save-image IMAGE)")
        assert image.eval("(list connection other opened (eq? file lock))") == [["changed", 1], ["other", 1], 1, False]
    image.boot()
    assert image.eval("(list connection other (used) opened file before)") == [
        ["connection", 2], ["other", 2], 2, 2, 1, ["connection", 1],
    ]  # fmt: skip


def test_a_volatile_variable_keeps_its_value_when_saving_fails(image: Image) -> None:
    image.eval(VOLATILE)
    with pytest.raises(LispError):
        image.eval('(save-image "/nowhere/x.img")')
    assert image.eval("(list (used) opened)") == [1, 1]


def test_a_volatile_variable_defined_again_is_made_once(image: Image) -> None:
    image.eval(VOLATILE)
    image.eval("(define-volatile connection (begin (note 'made) (list 'new opened)))")
    image.eval("(save-image IMAGE)")
    image.boot()
    assert image.eval("(list connection (reverse notes) opened)") == [["new", 1], ["made", "made"], 1]


def test_volatile_variables_come_before_boot_hooks(image: Image) -> None:
    image.eval("(add-boot-hook! (lambda () (note (list 'hook x))) -100)")
    image.eval("(define-volatile x (begin (note 'init) 'fresh))")
    image.eval("(save-image IMAGE)")
    image.boot()
    assert image.notes() == ["init", "init", ["hook", "fresh"]]


def test_a_volatile_variable_of_a_library(image: Image) -> None:
    image.eval(
        "(define-library (pool) (import (scheme base) (lisp image)) (export size grow!)"
        "  (begin (define-volatile size 0) (define (grow!) (set! size (+ size 1)))))"
        "(import (pool)) (grow!) (grow!)"
    )
    image.eval("(save-image IMAGE)")
    assert image.eval("size") == 2
    image.boot()
    assert image.eval("(begin (grow!) size)") == 1


def test_the_toplevel_procedure_runs_where_it_was_saved(image: Image) -> None:
    image.eval(
        "(define p (make-parameter 1))"
        "(parameterize ((p 2)) (dynamic-wind (lambda () #f)"
        "  (lambda () (save-image IMAGE 'toplevel (lambda () (note (list 'top (p))) (+ (p) 40))))"
        "  (lambda () (note 'out))))"
    )
    assert image.boot().resume_entry() == 42
    assert image.notes() == [["top", 2]]
    assert image.eval("(p)") == 2


def test_boots_and_age(image: Image) -> None:
    assert image.eval("(list (image-boots) (image-age))") == [0, False]
    for count in (1, 2, 3):
        image.eval("(save-image IMAGE)")
        os.utime(image.path, (time.time() - 100, time.time() - 100))
        image.boot()
        assert image.eval("(list (image-boots) (and (exact-integer? (round (exact (image-age)))) (<= 100 (image-age) 200)))") == [
            count, True,
        ]  # fmt: skip


def lisp(*arguments: str, **options: object) -> subprocess.CompletedProcess:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), **options.pop("environment", {})}
    return subprocess.run(
        [sys.executable, "-m", "lisp", *arguments], capture_output=True, text=True, timeout=60, env=environment, **options
    )


def test_exit_after_saving(tmp_path: Path) -> None:
    program, path = tmp_path / "p.scm", tmp_path / "x.img"
    for given, code in (("#t", 0), ("3", 3)):
        program.write_text(
            f"{IMPORTS} (dynamic-wind (lambda () #f) (lambda () (display 'before) (display (save-image \"{path}\" 'exit {given})))"
            " (lambda () (display 'after)))"
        )
        done = lisp(str(program))
        assert (done.stdout, done.returncode) == ("before", code)
        assert lisp("-i", str(path)).stdout == "bootedafter"


def test_the_world_outside_is_fresh(tmp_path: Path) -> None:
    """Arguments, environment, working folder, standard streams and process are those of the process that boots."""
    program, path = tmp_path / "p.scm", tmp_path / "x.img"
    program.write_text(
        f"""{IMPORTS} (import (scheme read) (scheme file) (scheme time))
        (define (look)
          (write (list (cdr (command-line)) (get-environment-variable "PLACE") (read)
                       (call-with-input-file "here.txt" read) (cdr (assoc "PLACE" (get-environment-variables)))))
          (display "to stderr" (current-error-port)))
        (look)
        (define before (current-second))
        (save-image "{path}")
        (look)
        (write (< before (current-second) (+ before 3600)))"""
    )
    texts = []
    for n, arguments in enumerate(([str(program), "a", "b"], ["-i", str(path), "--", "c"], ["-i", str(path)])):
        folder = tmp_path / str(n)
        folder.mkdir()
        (folder / "here.txt").write_text(f"file{n}")
        done = lisp(*arguments, cwd=folder, input=f"in{n} in{n}again", environment={"PLACE": f"place{n}"})
        assert done.stderr.startswith("to stderr"), done.stderr
        texts.append(done.stdout)
    first, again = '(("a" "b") "place0" in0 file0 "place0")', '(("a" "b") "place0" in0again file0 "place0")'
    assert texts == [first + again + "#t", '(("c") "place1" in1 file1 "place1")#t', '(() "place2" in2 file2 "place2")#t']
