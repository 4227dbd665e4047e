"""Compressed images are smaller and hold the same."""

from __future__ import annotations

from pathlib import Path
from zlib import compress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lisp import Interpreter, LispError
from lisp.image.columns import Damaged
from lisp.image.file import format_image, parse_image, read_image
from lisp.image.packing import LEVEL, packed, unpacked
from lisp.tools.verify import collect


@given(st.binary(max_size=300) | st.binary(max_size=5).map(lambda b: b * 500))
def test_any_content(content: bytes) -> None:
    assert bytes(unpacked(memoryview(packed(content)))) == content


def test_what_does_not_get_smaller() -> None:
    contents = [bytes(range(n)) + b"a" * more for n in range(100) for more in range(30)]
    assert any(len(compress(content, LEVEL)) == len(content) for content in contents)
    for content in contents:
        assert bytes(unpacked(memoryview(packed(content)))) == content


@pytest.mark.parametrize("entry", [b"", b"\x05abc", packed(b"a" * 100)[:-1], packed(b"a" * 100) + b"x", b"\x63" + packed(b"a" * 100)[1:],
                                   b"\xff\xff\xff\x7f" + packed(b"a" * 100)[1:], b"\xff" * 11])  # fmt: skip
def test_what_nobody_packed(entry: bytes) -> None:
    if entry == packed(b"a" * 100) + b"x":
        assert bytes(unpacked(memoryview(entry))) == b"a" * 100  # what stands behind is not looked at
        return
    with pytest.raises((Damaged, IndexError)):
        unpacked(memoryview(entry))
    image = parse_image("x", format_image({}, [("segment", "0", entry)]))
    image.header["packed"] = "zlib"
    with pytest.raises(LispError, match="part segment 0 cannot be unpacked"):
        image.entry("segment", "0")


def test_a_compressed_image(tmp_path: Path) -> None:
    plain, small, child = tmp_path / "plain.img", tmp_path / "small.img", tmp_path / "child.img"
    lisp = Interpreter()
    lisp.eval("(define (f) 'here) (define data (list 1 2 3))")
    lisp.save(plain)
    lisp.save(small, compress=True)
    assert small.stat().st_size < plain.stat().st_size / 2
    one, other = read_image(str(plain)), read_image(str(small))
    assert list(one.keys()) == list(other.keys())
    assert all(one.entry(*key) == other.entry(*key) for key in one.keys())
    booted = Interpreter(small)
    assert booted.eval("data") == [1, 2, 3]
    booted.eval("(set-car! data 'new)")
    booted.save(child, base=small)
    assert [str(x) for x in Interpreter(child).eval("data")] == ["new", "2", "3"]
    assert collect(str(child))["problems"] == []


def test_from_lisp(tmp_path: Path) -> None:
    path = tmp_path / "x.img"
    lisp = Interpreter()
    lisp.eval(f"(begin (import (lisp image)) (save-image \"{path}\" 'compress #t))")
    assert read_image(str(path)).header["packed"] == "zlib"
