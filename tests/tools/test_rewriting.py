"""What is decoded for looking at is the whole image: encoded again it is the same, and shaken it does the same."""

from __future__ import annotations

import contextlib
import io
import subprocess
import sys
from pathlib import Path

import pytest

from lisp import Interpreter, LispError
from lisp.image.file import read_image
from lisp.image.save import image_entries
from lisp.tools import shake, verify
from lisp.tools.edges import Edges
from lisp.tools.heap import open_heap
from tests.image.programs import HEADER, PROGRAMS
from tests.pythons import pythons
from tests.tools.conftest import save

ROOT = Path(__file__).parent.parent.parent


def output_of(action: object) -> str:
    """What the interpreter that ACTION returns has written."""
    stream = io.StringIO()
    with contextlib.redirect_stdout(stream):
        action().flush()
    return stream.getvalue()


def run(program: str) -> Interpreter:
    interpreter = Interpreter()
    interpreter.run_text(program, "program.scm")
    return interpreter


def boot(path: str) -> Interpreter:
    interpreter = Interpreter.boot(path)
    interpreter.resume_entry()
    return interpreter


def encoded_again(path: str) -> dict:
    """The entries of the image at PATH, decoded and encoded; without code, which depends on more than its core form."""
    heap = open_heap(path)
    remains = shake.Remains(heap, Edges(heap))
    entry = {name: value for name, value in heap.entry.items() if name not in ("winders", "handlers")}
    entries = image_entries(remains, entry, remains.pickled)
    return {(kind, key): bytes(data) for kind, key, data in entries if not kind.startswith("code@")}


@pytest.mark.parametrize("name", PROGRAMS)
def test_programs(name: str, tmp_path: Path) -> None:
    image, shaken = str(tmp_path / "x.img"), str(tmp_path / "shaken.img")
    _, rest = output_of(lambda: run(HEADER + PROGRAMS[name].replace("IMAGE", f'"{image}"'))).split("saved", 1)
    assert verify.collect(image)["problems"] == []
    opened = read_image(image)
    whole = {key: bytes(opened.entry(*key)) for key in opened.index if not key[0].startswith("code@")}
    assert encoded_again(image) == whole
    before, after = shake.collect(image, shaken, [])["bytes"]
    assert after < before / 2
    assert verify.collect(shaken)["problems"] == []
    assert output_of(lambda: boot(shaken)) == "booted" + rest


def test_what_went(bank: str, tmp_path: Path) -> None:
    shaken = str(tmp_path / "shaken.img")
    found = shake.collect(bank, shaken, [])
    gone = {d["title"] for d in found["gone"]}
    assert gone >= {"big", "counter", "swap!", "deposit!", "(srfi 1) any"}
    assert gone.isdisjoint({"main", "total", "accounts", "account-balance", "(srfi 1) fold"})
    assert found["gone"][0]["title"] == "big"
    assert "(srfi 69)" in found["libraries"]["gone"] and "(srfi 1)" in found["libraries"]["kept"]
    assert output_of(lambda: boot(shaken)) == "120"
    interpreter = Interpreter.boot(shaken)
    assert interpreter.eval("(total)") == 120
    with pytest.raises(LispError, match="deposit!: unbound variable"):
        interpreter.eval("(deposit! 1 2)")


def test_keep(bank: str, tmp_path: Path) -> None:
    shaken = str(tmp_path / "shaken.img")
    shake.collect(bank, shaken, ["counter", "limits"])
    interpreter = Interpreter.boot(shaken)
    assert [interpreter.eval("(counter)"), interpreter.eval("(counter)")] == [1, 2]
    with pytest.raises(LispError, match="there is no definition called countr; did you mean counter?"):
        shake.collect(bank, shaken, ["countr"])
    with pytest.raises(LispError, match="swap! is a macro"):
        shake.collect(bank, shaken, ["swap!"])


def test_an_open_program_keeps_all(folder: Path, tmp_path: Path) -> None:
    program = """(import (scheme base) (scheme eval) (scheme repl) (scheme write) (lisp image))
    (define secret 42)
    (define (main) (write (eval (string->symbol "secret") (interaction-environment))))
    (save-image IMAGE 'toplevel main)"""
    image, shaken = save(folder, "open", program), str(tmp_path / "shaken.img")
    found = shake.collect(image, shaken, [])
    assert found["open"][0] == "entry main" and found["gone"] == []
    assert output_of(lambda: boot(shaken)) == "42"


def test_nothing_to_go_on_with(tmp_path: Path) -> None:
    interpreter = Interpreter()
    interpreter.eval("(define (double x) (* 2 x))")
    interpreter.save(tmp_path / "x.img")
    with pytest.raises(LispError, match="nothing would be left"):
        shake.collect(str(tmp_path / "x.img"), str(tmp_path / "y.img"), [])
    shake.collect(str(tmp_path / "x.img"), str(tmp_path / "y.img"), ["double"])
    assert Interpreter.boot(tmp_path / "y.img").eval("(double 21)") == 42


class Box:
    """An object of Python that holds one of the heap."""

    def __init__(self, content: object) -> None:
        self.content = content


def test_objects_of_python(tmp_path: Path) -> None:
    image, shaken = str(tmp_path / "x.img"), str(tmp_path / "shaken.img")
    interpreter = Interpreter()
    interpreter.eval("(define items (list 1 2)) (define (helper) 7) (define (use) (list box items (helper)))")
    interpreter.define("box", 1)
    interpreter.user.globals["box"] = Box(interpreter.user.globals["items"])
    interpreter.save(image)
    opened = read_image(image)
    again = encoded_again(image)
    assert again == {key: bytes(opened.entry(*key)) for key in again}
    shake.collect(image, shaken, ["use"])
    assert verify.collect(shaken)["problems"] == []
    result = Interpreter.boot(shaken).eval_lisp("(use)")
    box, rest = result.car, result.cdr
    assert box.content is rest.car
    assert rest.cdr.car == 7


@pytest.mark.parametrize("version", pythons())
def test_another_python_boots_what_was_shaken(version: str, deep: str, tmp_path: Path) -> None:
    shaken = str(tmp_path / "shaken.img")
    shake.collect(deep, shaken, [])
    command = [pythons()[version], "-m", "lisp", "-i", shaken]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, cwd=ROOT, stdin=subprocess.DEVNULL)
    expected = 'booted(("level 0" . 3) ("level 1" . 3) ("level 2" . 3))'
    assert (done.stdout, done.returncode) == (expected, 0), (done.stderr, sys.version)
