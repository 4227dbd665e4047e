"""A program saved in the middle goes on from its image as if nothing had been, in another process and another Python."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.image.exact import EXACT
from tests.image.programs import HEADER, PROGRAMS
from tests.pythons import pythons

ROOT = Path(__file__).parent.parent.parent
TEXTS = {**PROGRAMS, **EXACT}


def lisp(*arguments: str, python: str = sys.executable) -> str:
    """What the command writes to stdout; it must end well and write nothing to stderr but the note about the base image."""
    done = subprocess.run(
        [python, "-m", "lisp", *arguments], capture_output=True, text=True, timeout=60, cwd=ROOT, stdin=subprocess.DEVNULL
    )
    errors = [line for line in done.stderr.splitlines() if not line.startswith("lisp: building the base image")]
    assert (errors, done.returncode) == ([], 0)
    return done.stdout


@pytest.mark.parametrize("name", TEXTS)
def test_goes_on(name: str, tmp_path: Path) -> None:
    image, program = tmp_path / "x.img", tmp_path / "program.scm"
    program.write_text(HEADER + TEXTS[name].replace("IMAGE", f'"{image}"'))
    before, rest = lisp(str(program)).split("saved", 1)
    booted, rest_there = lisp("-i", str(image)).split("booted", 1)
    assert rest_there == rest
    assert rest  # there was something to go on with
    assert booted == ""


@pytest.mark.parametrize("version", pythons())
def test_another_python_goes_on(version: str, tmp_path: Path) -> None:
    """One image holding the work of several programs, saved here, booted by each Python that the machine has."""
    image, program = tmp_path / "x.img", tmp_path / "program.scm"
    body = PROGRAMS["closures that share a variable"] + PROGRAMS["records"].replace("(write (save-image IMAGE))", "")
    program.write_text(HEADER + body.replace("IMAGE", f'"{image}"'))
    _, rest = lisp(str(program)).split("saved", 1)
    assert lisp("-i", str(image), python=pythons()[version]) == "booted" + rest


def test_an_image_of_an_image(tmp_path: Path) -> None:
    first, second = tmp_path / "1.img", tmp_path / "2.img"
    text = f"""(import (lisp image)) (define n 1)
    (define (step path) (set! n (+ n 1)) (display (list n (save-image path))))
    (step "{first}") (step "{second}") (display n)"""
    program = tmp_path / "program.scm"
    program.write_text(text)
    assert lisp(str(program)) == "(2 saved)(3 saved)3"
    assert lisp("-i", str(first)) == "(2 booted)(3 saved)3"
    assert lisp("-i", str(second)) == "(3 booted)3"
    assert lisp("-i", str(second), "-e", "(display (* n 100))") == "300"
