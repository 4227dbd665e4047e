"""Every byte of a small image changed, and every length that it can be cut to: an image error each time, never another answer.

The launcher's 512 bytes carry no meaning when an image is read: with one of them changed, the image does what it does. The
normal suite takes a share of the places, others each time the image changes; LISP_TEST_FULL=1 takes all.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterable

import pytest

from lisp import LispError
from lisp.image.file import PRELUDE, parse_image
from tests.image.hostile import small_image, use

SHARE = 1 if "LISP_TEST_FULL" in os.environ else 12
CHANGES: dict[str, Callable[[int, int], int]] = {
    "one bit": lambda place, byte: byte ^ 1 << place % 8,
    "all bits": lambda place, byte: byte ^ 0xFF,
    "zero": lambda place, byte: 0,
    "plus one": lambda place, byte: (byte + 1) % 256,
}


@pytest.fixture(scope="module")
def image(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return small_image(tmp_path_factory.mktemp("bytes"))


@pytest.fixture(scope="module")
def answer(image: bytes) -> str:
    found = answer_of(image)
    assert "515377520732011331036461129765621272702107522001" in found
    return found


def answer_of(content: bytes) -> str:
    """What the image writes; every part of it has been read then."""
    parsed = parse_image("x.img", content)
    found = use(parsed)
    for key in parsed.index:
        parsed.entry(*key)
    return found


def outcomes(contents: Iterable[tuple[int, bytes]], answer: str) -> Counter:
    """What came of images: (whether the place is in the launcher, "error" or "same") → how often."""
    found: Counter = Counter()
    for place, content in contents:
        try:
            outcome = "same" if answer_of(content) == answer else "another answer"
        except LispError as failure:
            assert failure.payload.kind == "image", (place, failure)
            assert str(failure).startswith("x.img: "), (place, failure)
            outcome = "error"
        found[place < PRELUDE, outcome] += 1
    return found


@pytest.mark.parametrize("change", CHANGES)
def test_a_changed_byte(image: bytes, answer: str, change: str) -> None:
    changed = CHANGES[change]
    new = [(place, changed(place, byte)) for place, byte in enumerate(image)]
    places = [(place, byte) for place, byte in new if byte != image[place]][:: SHARE * 2 if SHARE > 1 else 1]
    found = outcomes(((place, image[:place] + bytes([byte]) + image[place + 1 :]) for place, byte in places), answer)
    assert set(found) <= {(True, "same"), (False, "error")}, found
    assert found[False, "error"] > 0.8 * len(places)


def test_cut_short(image: bytes, answer: str) -> None:
    lengths = range(0, len(image), SHARE)
    found = outcomes(((length, image[:length]) for length in lengths), answer)
    assert set(found) == {(True, "error"), (False, "error")}


def test_more_bytes_at_the_end(image: bytes, answer: str) -> None:
    assert answer_of(image + b"more") == answer
