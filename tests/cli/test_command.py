"""The command as a user runs it: arguments, standard input, output, exit codes, images."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent


def lisp(*arguments: str, folder: Path = ROOT, stdin: str = "", **environment: str) -> subprocess.CompletedProcess:
    """The command, run in FOLDER."""
    return subprocess.run(
        [sys.executable, "-m", "lisp", *arguments],
        input=stdin, capture_output=True, text=True, timeout=60, cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
    )  # fmt: skip


# arguments, standard input → standard output, exit code
RUNS = [
    (["-e", "(display (+ 40 2))"], "", "42", 0),
    (["-e", "42"], "", "", 0),
    (["-e", "(define x 5)", "-e", "(display x)"], "", "5", 0),
    (["-e", "(define (f) 1) (display (f)) (define (f) 2) (display (f))"], "", "12", 0),
    (["--eval=(display 1)"], "", "1", 0),
    ([], '(display "from stdin")', "from stdin", 0),
    (["-"], "(display (command-line))", "(-)", 0),
    (["-", "a", "b"], "(write (command-line))", '("-" "a" "b")', 0),
    (["-e", "(write (command-line))"], "", '("lisp")', 0),
    (["-e", "(exit)"], "", "", 0),
    (["-e", "(exit 7)"], "", "", 7),
    (["-e", "(exit #f)"], "", "", 1),
    (["-e", "(exit #t)"], "", "", 0),
    (["-e", "(exit 'strange)"], "", "", 1),
    (["-e", "(dynamic-wind (lambda () #f) (lambda () (exit 3)) (lambda () (display 'after)))"], "", "after", 3),
    (["-e", "(dynamic-wind (lambda () #f) (lambda () (emergency-exit 3)) (lambda () (display 'after)))"], "", "", 3),
    (["-e", "(display 1) (car 5) (display 2)"], "", "1", 1),
    (["-e", "(raise 'x)"], "", "", 1),
    (["--version"], "", "lisp 0.1.0\n", 0),
    (["-e", "(display (read-line))"], "a line\nanother", "a line", 0),
    (["-e", "(write (read))"], " (1 . 2) rest", "(1 . 2)", 0),
    (["-e", '(display "\\x3bb;")'], "", "\u03bb", 0),
    ([], "", "", 0),
    ([], "(import (scheme base) (scheme write)) (define x 1) (display (+ x y)) (define y 2)", "", 1),
]


@pytest.mark.parametrize("arguments, stdin, stdout, code", RUNS, ids=[" ".join(run[0]) or run[1] for run in RUNS])
def test_run(arguments: list[str], stdin: str, stdout: str, code: int) -> None:
    done = lisp(*arguments, stdin=stdin)
    assert (done.stdout, done.returncode) == (stdout, code)


WRONG = [
    (["--bogus"], "unknown option --bogus"),
    (["-x"], "unknown option -x"),
    (["-e"], "option -e needs a value"),
    (["-i"], "option -i needs a value"),
    (["--expand", "a.scm", "b.scm"], "--expand takes one file"),
]


@pytest.mark.parametrize("arguments, message", WRONG, ids=[" ".join(case[0]) for case in WRONG])
def test_wrong_command_line(arguments: list[str], message: str) -> None:
    done = lisp(*arguments)
    assert done.returncode == 2 and done.stdout == ""
    assert message in done.stderr and "usage: lisp" in done.stderr


def test_output_and_errors_are_kept_apart() -> None:
    done = lisp("-e", "(display 'out) (display 'err (current-error-port)) (vector-ref (vector 1) 7)")
    assert done.stdout == "out"
    assert done.stderr.startswith("err<eval>:1:52: vector-ref: index 7 is out of range for a vector of length 1\n")
    assert "Traceback" not in done.stderr


def test_a_script_with_arguments(tmp_path: Path) -> None:
    script = tmp_path / "s.scm"
    script.write_text("#!/usr/bin/env lisp\n(import (scheme base) (scheme write) (scheme process-context))\n(write (command-line))\n")
    assert lisp("s.scm", "-x", "a b", folder=tmp_path).stdout == '("s.scm" "-x" "a b")'
    assert lisp("-e", "(display 1)", "s.scm", folder=tmp_path).stdout == '1("s.scm")'


def test_a_script_that_is_not_there(tmp_path: Path) -> None:
    done = lisp("no.scm", folder=tmp_path)
    assert (done.stdout, done.stderr, done.returncode) == ("", "no.scm: no such file or folder\n", 1)


def test_libraries_on_a_path(tmp_path: Path) -> None:
    for folder, answer in (("one", 1), ("two", 2)):
        (tmp_path / folder / "my").mkdir(parents=True)
        text = f"(define-library (my answer) (export answer) (import (scheme base)) (begin (define answer {answer})))"
        (tmp_path / folder / "my" / "answer.sld").write_text(text)
    program = "(import (my answer)) (display answer)"
    assert lisp("-L", str(tmp_path / "one"), "-e", program).stdout == "1"
    assert lisp("-L", str(tmp_path / "two"), "-L", str(tmp_path / "one"), "-e", program).stdout == "2"
    assert lisp("-e", program, LISP_PATH=str(tmp_path / "two")).stdout == "2"
    assert lisp("-L", str(tmp_path / "one"), "-e", program, LISP_PATH=str(tmp_path / "two")).stdout == "1"
    changed = tmp_path / "one" / "my" / "answer.sld"
    changed.write_text(changed.read_text().replace("answer 1", "answer 10"))
    assert lisp("-L", str(tmp_path / "one"), "-e", program).stdout == "10"


def test_expand(tmp_path: Path) -> None:
    program = tmp_path / "p.scm"
    program.write_text("(define-syntax twice (syntax-rules () ((_ e) (begin e e)))) (define (f x) (twice (display x)))")
    done = lisp("--expand", str(program))
    assert done.returncode == 0
    assert "(define (f x) (display x) (display x))" in done.stdout


def test_image_with_a_procedure_to_start(tmp_path: Path) -> None:
    image = str(tmp_path / "app.img")
    program = f"""(import (lisp image)) (define n 0)
    (define (main) (set! n (+ n 1)) (write (list n (command-line))) (exit 5))
    (save-image "{image}" 'toplevel main)"""
    assert lisp(stdin=program).returncode == 0
    done = lisp("-i", image, "--", "x", "y")
    assert (done.stdout, done.returncode) == (f'(1 ("{image}" "x" "y"))', 5)
    assert lisp("-i", image, "-e", "(display n)").stdout == "0"


def test_image_without_anything_to_go_on_with_runs_standard_input(tmp_path: Path) -> None:
    image = str(tmp_path / "x.img")
    assert lisp("-e", f'(import (lisp image)) (define (double x) (* 2 x)) (save-image "{image}")').returncode == 0
    assert lisp("-i", image, stdin="(display (double 21))").stdout == "42"
    script = tmp_path / "s.scm"
    script.write_text("(display (double 4))")
    assert lisp("-i", image, str(script)).stdout == "8"


def test_a_closed_pipe_is_quiet() -> None:
    script = "(let loop ((n 0)) (display n) (newline) (if (< n 100000) (loop (+ n 1))))"
    command = f"{sys.executable} -m lisp -e '{script}' | head -1"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, timeout=60, cwd=ROOT)
    assert (done.stdout, done.stderr) == ("0\n", "")


def test_nothing_heavy_is_imported_for_a_text_that_ran_before() -> None:
    program = "(display (list 1 2))"
    lisp("-e", program)
    probe = "import sys; from lisp.cli import main; main(sys.argv[1:]); print(sorted(n for n in sys.modules if n.startswith("
    heavy = "('lark', 'prompt_toolkit', 'cloudpickle', 'ast', 'lisp.reader', 'lisp.expander', 'lisp.compiler'))))"
    done = subprocess.run(
        [sys.executable, "-c", probe + heavy, "-e", program], capture_output=True, text=True, timeout=60, cwd=ROOT
    )
    assert (done.stdout, done.stderr) == ("(1 2)[]\n", "")
