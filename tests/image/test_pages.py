"""Large data lies in pages, each decoded when something in it is first looked at."""

from __future__ import annotations

import gc
from pathlib import Path

import pytest

from lisp import Interpreter, LispError
from lisp.data.pair import Pair
from lisp.image.deferred import DeferredPair
from lisp.image.walk import PAGE

LENGTH = 10 * PAGE


@pytest.fixture(scope="module")
def image(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("pages") / "x.img"
    lisp = Interpreter()
    lisp.eval(f"""
        (define data (let loop ((i {LENGTH}) (all '())) (if (= i 0) all (loop (- i 1) (cons i all)))))
        (define middle (list-tail data {LENGTH // 2}))
        (define texts (map number->string data))
        (define (sum l) (if (null? l) 0 (+ (car l) (sum (cdr l)))))
        (define (last l) (if (pair? (cdr l)) (last (cdr l)) (car l)))
        (define loop (list 1 2 3)) (set-cdr! (cddr loop) data)
        (define table (vector data middle texts))""")
    lisp.save(path)
    return path


def booted(path: Path, **options: object) -> Interpreter:
    lisp = Interpreter(path, **options)
    lisp.eval("1")
    return lisp


def undecoded(lisp: Interpreter) -> int:
    return sum(roots is None for name, roots in zip(lisp.loader.directory.names, lisp.loader.roots) if name == "(user)")


def test_what_is_not_touched_is_not_decoded(image: Path) -> None:
    lisp = booted(image)
    assert lisp.eval("(car data)") == 1
    before = undecoded(lisp)
    assert before > 15
    assert lisp.eval("(car middle)") == LENGTH // 2 + 1
    assert before - 2 <= undecoded(lisp) < before
    assert lisp.eval("(last data)") == LENGTH
    assert lisp.eval("(last texts)") == str(LENGTH)
    assert undecoded(lisp) == 0


def test_nothing_can_tell(image: Path) -> None:
    lisp = booted(image)
    for text, value in {
        "(pair? middle)": True,
        "(list? (vector-ref table 1))": True,
        "(eq? middle (vector-ref table 1))": True,
        "(eq? middle (list-tail (cdddr loop) (quotient (length data) 2)))": True,
        "(equal? (list-copy data) data)": True,
        "(begin (set-car! middle 'x) (list-ref data (- (length data) (length middle))))": "x",
        "(begin (set-cdr! (list-tail texts 9) '()) (length texts))": 10,
    }.items():
        found = booted(image).eval(text), lisp.eval(text)
        assert [v if isinstance(v, (bool, int)) else str(v) for v in found] == [value, value], text


def test_a_stub_is_a_pair_to_python_too(image: Path) -> None:
    lisp = booted(image)
    lisp.loader.load_library("(user)")
    stub = lisp.user.globals["table"].items[1]
    assert type(stub) is DeferredPair
    assert stub.__class__ is Pair and isinstance(stub, Pair)
    assert stub.car == LENGTH // 2 + 1
    assert type(stub) is Pair


@pytest.mark.parametrize("stress", [False, True])
def test_touched_at_any_depth(image: Path, stress: bool) -> None:
    """Also where there is no room on the stack of Python."""
    lisp = booted(image, stress=stress)
    length = 2 * PAGE if stress else LENGTH
    lisp.eval("(define (sum-to l n) (if (= n 0) 0 (+ (car l) (sum-to (cdr l) (- n 1)))))")
    assert lisp.eval(f"(sum-to data {length})") == length * (length + 1) // 2


def test_a_damaged_page(image: Path, tmp_path: Path) -> None:
    lisp = booted(image)
    lisp.eval("(car data)")
    page = lisp.loader.directory.places["(user)", "run 5"]
    offset, length, *_ = lisp.loader.image.index["segment", str(page)]
    content = bytearray(image.read_bytes())
    content[offset + length // 2] ^= 1
    path = tmp_path / "damaged.img"
    path.write_bytes(content)
    lisp = booted(path)
    assert lisp.eval("(car data)") == 1
    for _ in range(2):
        with pytest.raises(LispError, match=f"segment {page} does not match its checksum"):
            lisp.eval("(begin (last data) (last texts))")
    assert lisp.eval("(car data)") == 1


def test_saving_again_gives_the_same_bytes(image: Path, tmp_path: Path) -> None:
    from lisp.image.file import read_image

    def parts(path: Path) -> dict:
        found = read_image(str(path))
        return {key: bytes(found.entry(*key)) for key in found.index}

    lisp = Interpreter(image)
    lisp.save(tmp_path / "again.img")
    assert parts(tmp_path / "again.img") == parts(image)


def test_what_a_program_drops_is_freed_when_all_is_decoded(image: Path) -> None:
    lisp = booted(image)
    lisp.eval("(begin (last data) (last texts))")
    lisp.loader.load_all()
    lisp.eval("(begin (set! data #f) (set! middle #f) (set! texts #f) (set! table #f) (set! loop #f))")
    gc.collect()
    assert sum(type(o) is Pair for o in gc.get_objects()) < LENGTH
