"""`lisp build`: one file that runs wherever a Python is, with no package installed and nothing written."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from lisp.cli import main
from tests.executable.conftest import HELLO, run
from tests.executable.conftest import build_program as build
from tests.pythons import pythons

ROOT = Path(__file__).parent.parent.parent


def test_arguments_are_the_program_s(hello: Path, bare: dict[str, str]) -> None:
    arguments = ["--help", "--version", "-i", "", "a b", "-e", "\u03bb"]
    done = run(hello, *arguments, env={**bare, "LC_ALL": "C.UTF-8"})
    words = " ".join(f'"{word}"' for word in [str(hello), *arguments])
    assert (done.stdout, done.stderr, done.returncode) == (f"({words})\n", "", 0)


def test_exit_codes(hello: Path, bare: dict[str, str]) -> None:
    assert [run(hello, env={**bare, "CODE": str(code)}).returncode for code in (0, 1, 7, 255)] == [0, 1, 7, 255]


def test_elsewhere(hello: Path, bare: dict[str, str], tmp_path: Path) -> None:
    """Copied, renamed, in a folder of a strange name, through a link; nothing is left behind."""
    strange = tmp_path / "a folder \u03bb"
    strange.mkdir()
    copy, link = strange / "renamed app", tmp_path / "link"
    shutil.copy(hello, copy)
    link.symlink_to(copy)
    strange.chmod(0o555)
    for path in (copy, link):
        assert run(path, "x", env=bare, cwd=tmp_path).stdout == f'("{path}" "x")\n'
    assert run(Path("link"), env={**bare, "PATH": f"{tmp_path}:{bare['PATH']}"}, cwd=tmp_path).returncode == 0
    strange.chmod(0o755)
    assert sorted(p.name for p in tmp_path.rglob("*")) == ["a folder \u03bb", "link", "renamed app"]


@pytest.mark.parametrize("version", pythons())
def test_each_python(version: str, hello: Path, bare: dict[str, str], tmp_path: Path) -> None:
    """Without code for it, the runtime and the program are compiled; with code, the same comes out."""
    python = pythons()[version]
    app = build(tmp_path, HELLO, *(["--python", python] if python != sys.executable else []))
    for path in (hello, app):
        done = run(path, "1", env={**bare, "LISP_PYTHON": python})
        assert (done.stdout, done.stderr) == (f'("{path}" "1")\n', "")


def test_without_a_python(hello: Path, tmp_path: Path) -> None:
    done = subprocess.run(["/bin/sh", str(hello)], capture_output=True, text=True, timeout=60, env={"PATH": str(tmp_path)})
    assert (done.returncode, done.stdout) == (127, "")
    assert done.stderr == f"{hello}: needs Python 3.11 or newer (LISP_PYTHON may name one)\n"


def test_errors_and_deep_recursion(tmp_path: Path, bare: dict[str, str]) -> None:
    app = build(tmp_path, """(import (scheme base) (scheme write))
(define (deep n) (if (= n 0) 0 (+ 1 (deep (- n 1)))))
(write (deep 50000))
(write (guard (e ((error-object? e) (error-object-message e))) (vector-ref (vector 1) 5)))
(define (f x) (+ 1 (car x)))
(f 5)
""")  # fmt: skip
    done = run(app, env=bare)
    assert done.stdout == '50000"vector-ref: index 5 is out of range for a vector of length 1"'
    assert done.stderr.startswith("program.scm:5:20: car: expected a pair, got 5\n    5 | (define (f x) (+ 1 (car x)))\n")
    assert done.returncode == 1


def test_a_program_that_reads_evaluates_and_saves(tmp_path: Path, bare: dict[str, str]) -> None:
    app = build(tmp_path, """(import (scheme base) (scheme write) (scheme read) (scheme eval) (lisp image))
(define total 0)
(define (add! n) (set! total (+ total n)))
(add! (eval (read) (environment '(scheme base))))
(write (save-image "state.img"))
(add! 1)
(write total)
""")  # fmt: skip
    done = run(app, env=bare, input="(* 6 7)", cwd=tmp_path)
    assert (done.stdout, done.stderr) == ("saved43", "")
    assert subprocess.run(
        [sys.executable, "-m", "lisp", "-i", str(tmp_path / "state.img")],
        capture_output=True, text=True, cwd=ROOT, timeout=60,
    ).stdout == "booted43"  # fmt: skip


def test_a_procedure_to_start_with(tmp_path: Path, bare: dict[str, str]) -> None:
    text = "(define table (map (lambda (n) (* n n)) '(1 2 3))) (display 'building) (define (main) (write table))"
    app = build(tmp_path, text, "--toplevel", "main")
    assert run(app, env=bare).stdout == "(1 4 9)"


def test_examples(tmp_path: Path, bare: dict[str, str]) -> None:
    for program in (ROOT / "examples" / f"{name}.scm" for name in ("spreadsheet", "log-analyser", "rules")):
        app = build(tmp_path, program.read_text(), name=program.stem)
        script = subprocess.run([sys.executable, "-m", "lisp", str(program)], capture_output=True, text=True, cwd=ROOT, timeout=60)
        assert run(app, env=bare, cwd=ROOT).stdout == script.stdout != ""


def test_signals_and_closed_pipes(tmp_path: Path, bare: dict[str, str]) -> None:
    app = build(tmp_path, "(display 'ready) (newline) (flush-output-port) (let loop ((n 0)) (loop (+ n 1)))", name="endless")
    process = subprocess.Popen([str(app)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=bare)
    assert process.stdout.readline() == b"ready\n"
    process.send_signal(signal.SIGINT)
    _, stderr = process.communicate(timeout=30)
    assert process.returncode == 130 and b"Traceback" not in stderr
    many = build(tmp_path, "(let loop ((n 0)) (display n) (newline) (if (< n 50000) (loop (+ n 1))))", name="many")
    done = subprocess.run(["bash", "-c", f"'{many}' | head -1"], capture_output=True, text=True, env=bare, timeout=60)
    assert (done.stdout, done.stderr) == ("0\n", "")


WRONG = [
    (["build"], 2, "expected one program and -o with one file"),
    (["build", "a.scm"], 2, "expected one program and -o"),
    (["build", "a.scm", "-o"], 2, "option -o needs a value"),
    (["build", "--bogus", "-o", "x"], 2, "unknown option --bogus"),
    (["build", "no-such.scm", "-o", "x"], 1, "no-such.scm: no such file"),
]


@pytest.mark.parametrize("arguments, code, message", WRONG, ids=[" ".join(case[0]) for case in WRONG])
def test_wrong_command_lines(arguments: list[str], code: int, message: str, capsys: pytest.CaptureFixture) -> None:
    assert main(arguments) == code
    assert message in capsys.readouterr().err


def test_what_cannot_be_started_or_written(tmp_path: Path, capsys: pytest.CaptureFixture) -> None:
    program = tmp_path / "p.scm"
    program.write_text("(define x 1)")
    assert main(["build", str(program), "-o", str(tmp_path / "app"), "--toplevel", "x"]) == 1
    assert "defines no procedure x to start with" in capsys.readouterr().err
    assert main(["build", str(program), "-o", str(tmp_path / "none" / "app")]) == 1
    assert "no such file or folder" in capsys.readouterr().err
    assert os.listdir(tmp_path) == ["p.scm"]


def test_a_world_that_saves_itself_as_an_executable(tmp_path: Path, bare: dict[str, str]) -> None:
    """With a procedure to start with; and without, going on where it was saved."""
    text = """(import (lisp image))
(define table (list 1 2 3))
(define (main) (write (map (lambda (x) (* x x)) table)))
(save-image "app" 'executable #t 'toplevel main)
(save-image "copy" 'executable #t 'compress #t)
(display "here")
"""
    command = [sys.executable, "-m", "lisp", "-e", text]
    done = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(ROOT)})
    assert (done.stdout, done.stderr) == ("here", "")
    assert run(tmp_path / "app", env=bare).stdout == "(1 4 9)"
    assert run(tmp_path / "copy", env=bare).stdout == ""  # the last form on the command line is another computation
