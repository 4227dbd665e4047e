"""Image files that are not what was written: one clear error each, whatever is wrong; and the old file is never lost."""

from __future__ import annotations

import random
import threading
from pathlib import Path

import pytest

from lisp import Interpreter, LispError
from lisp.image.file import PRELUDE


@pytest.fixture(scope="module")
def image(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = tmp_path_factory.mktemp("images") / "x.img"
    interpreter = Interpreter()
    interpreter.eval('(define data (list 1 "two" #\\3 4.5 (vector 6 7)))')
    interpreter.eval("(define (sum l) (if (pair? l) (+ (car l) (sum (cdr l))) 0))")
    interpreter.save(path)
    return path.read_bytes()


def use(path: Path) -> None:
    """Boot the image and touch all of it."""
    interpreter = Interpreter.boot(path)
    interpreter.eval("(list (sum '(1 2 3)) data)")
    interpreter.save(path.with_suffix(".copy"))


def test_the_sound_one(image: bytes, tmp_path: Path) -> None:
    path = tmp_path / "x.img"
    path.write_bytes(image)
    use(path)


@pytest.mark.parametrize("seed", range(60))
def test_a_changed_byte(image: bytes, tmp_path: Path, seed: int) -> None:
    changed = bytearray(image)
    place = random.Random(seed).randrange(PRELUDE, len(image))
    changed[place] ^= 1 << seed % 8
    path = tmp_path / "x.img"
    path.write_bytes(changed)
    with pytest.raises(LispError, match="x.img: (the image is damaged|not an image|the image has format)"):
        use(path)


@pytest.mark.parametrize("share", [0.0, 0.001, 0.01, 0.1, 0.3, 0.5, 0.9, 0.99, 0.9999])
def test_cut_short(image: bytes, tmp_path: Path, share: float) -> None:
    path = tmp_path / "x.img"
    path.write_bytes(image[: int(len(image) * share)])
    with pytest.raises(LispError, match="x.img: (the image is damaged|not an image)"):
        use(path)


def test_not_an_image(tmp_path: Path) -> None:
    path = tmp_path / "x.img"
    path.write_text("(display 42)" * 1000)
    with pytest.raises(LispError, match="x.img: not an image of lisp"):
        Interpreter.boot(path)
    with pytest.raises(LispError, match="no such file"):
        Interpreter.boot(tmp_path / "none.img")
    with pytest.raises(LispError, match="is a folder"):
        Interpreter.boot(tmp_path)


def test_a_save_that_fails_keeps_the_old_file(image: bytes, tmp_path: Path) -> None:
    path = tmp_path / "x.img"
    path.write_bytes(image)
    interpreter = Interpreter()
    interpreter.define("unsavable", threading.Lock())
    with pytest.raises(LispError, match="cannot be saved"):
        interpreter.save(path)
    assert path.read_bytes() == image
    assert list(tmp_path.iterdir()) == [path]


def test_where_nothing_can_be_written(tmp_path: Path) -> None:
    interpreter = Interpreter()
    with pytest.raises(LispError, match="no such file or folder"):
        interpreter.save(tmp_path / "none" / "x.img")
    with pytest.raises(LispError, match="is a folder"):
        interpreter.save(tmp_path)


def test_the_same_world_gives_the_same_bytes(tmp_path: Path) -> None:
    paths = [tmp_path / "1.img", tmp_path / "2.img"]
    for path in paths:
        interpreter = Interpreter()
        interpreter.eval("(define l (list 'a \"b\" (lambda (x) (* x 2))))")
        interpreter.save(path)
    assert paths[0].read_bytes() == paths[1].read_bytes()


def test_large_data(tmp_path: Path) -> None:
    path = tmp_path / "x.img"
    interpreter = Interpreter()
    interpreter.eval("(define l (let loop ((n 0) (l '())) (if (= n 300000) l (loop (+ n 1) (cons n l)))))")
    interpreter.eval("(define deep (let loop ((n 0) (l '())) (if (= n 100000) l (loop (+ n 1) (list l)))))")
    interpreter.eval("(define v (make-vector 100000 'x)) (vector-set! v 7 v)")
    interpreter.save(path)
    booted = Interpreter.boot(path)
    assert booted.eval("(list (length l) (apply + l) (eq? v (vector-ref v 7)))") == [300000, 44999850000, True]
    assert booted.eval("(let loop ((d deep) (n 0)) (if (pair? d) (loop (car d) (+ n 1)) n))") == 100000
