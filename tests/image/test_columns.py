"""Columns: what is written is read again, whatever the numbers and texts; what does not add up is damage."""

from __future__ import annotations

from sys import byteorder

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from lisp.image.addresses import MANY, addresses_of
from lisp.image.columns import Damaged, Reader, Writer
from tests.image.profiles import trials

TEXTS = st.lists(st.text(st.characters(blacklist_categories=())))  # NULs and lone surrogates too


@trials(100, 2000)
@given(TEXTS, st.lists(st.integers(0, 2**64 - 1)), st.lists(st.integers(-(2**63), 2**63 - 1)), st.lists(st.binary()))
@example([], [], [], [])
@example([""], [0], [0], [b""])
@example(["", ""], [255, 256], [-128, 128], [b"\0"])
@example(["a\0b", "\0"], [2**32], [-(2**31) - 1], [b""])
def test_round_trip(texts: list, numbers: list, integers: list, blobs: list) -> None:
    writer = Writer()
    writer.texts(texts)
    writer.numbers(numbers)
    writer.integers(integers)
    writer.blobs(blobs)
    reader = Reader(bytes(writer.bytes))
    assert reader.texts(len(texts)) == texts
    assert reader.numbers(len(numbers)) == numbers
    assert reader.integers(len(integers)) == integers
    assert reader.blobs(len(blobs)) == blobs
    assert reader.at == reader.size


@pytest.mark.parametrize("texts", [["a", "b", "c"], ["a\0", "b"]])
def test_texts_of_another_number(texts: list) -> None:
    writer = Writer()
    writer.texts(texts)
    for count in {0, 1, 2, 3, 4} - {len(texts)}:
        with pytest.raises(Damaged):
            Reader(bytes(writer.bytes)).texts(count)


@pytest.mark.parametrize("count", [0, 1, MANY - 1, MANY, MANY + 1000])
def test_addresses(count: int) -> None:
    objects = [[] for _ in range(count + 10)]
    assert addresses_of(objects, count) == b"".join(id(o).to_bytes(8, byteorder) for o in objects[:count])
