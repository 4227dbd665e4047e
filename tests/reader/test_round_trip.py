"""read(write(x)) is x again, whatever x; and the scanner finds the same end as the grammar."""

import pytest

pytest.importorskip("lisp.data.number_text")
hypothesis = pytest.importorskip("hypothesis")

from hypothesis import strategies as st

from lisp.data.base import EOF
from lisp.data.bytevector import Bytevector
from lisp.data.char import CHARS
from lisp.data.condition import LispError
from lisp.data.equality import is_equal
from lisp.data.pair import to_list
from lisp.data.port import TextInput
from lisp.data.string import String
from lisp.data.symbol import intern
from lisp.data.vector import Vector
from lisp.data.writer import write_text
from lisp.reader.complete import is_complete
from lisp.reader.parser import read_data, read_datum

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
ATOMS = st.one_of(
    st.booleans(),
    st.integers(),
    st.floats(allow_nan=False),
    TEXT.map(String),
    TEXT.map(intern),
    st.binary(max_size=4).map(Bytevector),
    st.characters(exclude_categories=["Cs"]).map(CHARS.__getitem__),
    st.text("+-.e1i/@#'", max_size=5).map(intern),
)
DATA = st.recursive(
    ATOMS,
    lambda part: st.one_of(
        st.lists(part, max_size=4).map(to_list),
        st.tuples(st.lists(part, min_size=1, max_size=3), part).map(lambda p: to_list(*p)),
        st.lists(part, max_size=4).map(Vector),
        st.tuples(st.sampled_from(["quote", "unquote", "unquote-splicing"]).map(intern), part).map(to_list),
    ),
    max_leaves=12,
)


@hypothesis.settings(max_examples=150, deadline=None)
@hypothesis.given(st.lists(DATA, max_size=3))
def test_written_data_are_read_back(data):
    text = " ".join(map(write_text, data))
    assert is_complete(text)
    port = TextInput(text)
    for datum, again in zip(data, read_data(text), strict=True):
        assert is_equal(datum, again) and is_equal(datum, read_datum(port))
    assert read_datum(port) is EOF


@hypothesis.settings(max_examples=300, deadline=None)
@hypothesis.given(st.text("()'`,#;|\"\\. \na1@!u8=[x", max_size=12))
def test_any_text_is_read_or_refused(text):
    kind = None
    try:
        read_data(text)
    except LispError as failure:
        kind = failure.payload.kind
        assert str(failure)
    assert kind in (None, "read", "incomplete")
    if kind is None:
        assert is_complete(text)
    elif kind == "incomplete":
        assert not is_complete(text)
