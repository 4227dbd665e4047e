"""Bytevectors: the functions, and what they refuse. A wrong type may be any Python failure: it is diagnosed later."""

import pytest

from lisp.data.bytevector import Bytevector
from lisp.data.condition import LispError
from lisp.data.string import String, text_of
from lisp.primitives import bytevectors as b

FAILURES = (TypeError, AttributeError, IndexError, ValueError)
LITERAL = Bytevector(b"abc")


def octets(*values):
    return Bytevector(bytearray(values))


@pytest.mark.parametrize(
    ("result", "expected"),
    [
        (b.make_bytevector(2, 7), [7, 7]),
        (b.make_bytevector(2), [0, 0]),
        (b.bytevector_(1, 255), [1, 255]),
        (b.bytevector_copy(LITERAL, 1, 2), [98]),
        (b.bytevector_copy(LITERAL), [97, 98, 99]),
        (b.bytevector_append(), []),
        (b.bytevector_append(LITERAL, octets(1)), [97, 98, 99, 1]),
        (b.string_to_utf8(String("aλ")), [97, 0xCE, 0xBB]),
        (b.string_to_utf8(String(["a", "b", "c"]), 1, 2), [98]),
    ],
)
def test_fresh_bytevector(result, expected):
    assert list(result.octets) == expected
    assert result.octets.__class__ is bytearray


def test_reading():
    assert b.bytevector_length(LITERAL) == 3
    assert b.bytevector_u8_ref(LITERAL, 1) == 98
    assert text_of(b.utf8_to_string(octets(97, 0xCE, 0xBB))) == "aλ"
    assert text_of(b.utf8_to_string(LITERAL, 1, 3)) == "bc"
    assert b.bytevector_p(LITERAL) and not b.bytevector_p(b"abc")


def test_changing():
    a = octets(1, 2, 3, 4)
    b.bytevector_u8_set(a, 0, 9)
    b.bytevector_fill(a, 0, 2, 3)
    assert list(a.octets) == [9, 2, 0, 4]


def test_copy_within_itself():
    a = octets(1, 2, 3, 4, 5)
    b.bytevector_copy_to(a, 1, a, 0, 3)
    assert list(a.octets) == [1, 1, 2, 3, 5]


@pytest.mark.parametrize(
    ("function", "arguments", "kind", "message"),
    [
        (b.bytevector_u8_ref, (LITERAL, 3), "range", "index 3 is out of range for a bytevector of length 3"),
        (b.bytevector_u8_set, (LITERAL, 0, 1), "constant", "a literal bytevector cannot be changed"),
        (b.bytevector_fill, (LITERAL, 0), "constant", "a literal bytevector cannot be changed"),
        (b.bytevector_copy_to, (LITERAL, 0, LITERAL), "constant", "a literal bytevector cannot be changed"),
        (b.bytevector_copy, (LITERAL, 2, 1), "range", "the range ends at 1, before its start 2"),
        (
            b.bytevector_copy_to,
            (octets(1), 0, LITERAL),
            "range",
            "a part of length 3 does not fit into a bytevector of length 1 from index 0",
        ),
        (b.utf8_to_string, (octets(97, 0xFF), 1), "value", "the bytes are not valid UTF-8, from index 1"),
        (b.string_to_utf8, (String("ab"), 3), "range", "index 3 is out of range for a string of length 2"),
    ],
)
def test_refused_with_words(function, arguments, kind, message):
    with pytest.raises(LispError) as caught:
        function(*arguments)
    assert (caught.value.payload.kind, str(caught.value.payload.message)) == (kind, message)
    assert caught.value.payload.who == function.primitive.name


@pytest.mark.parametrize(
    ("function", "arguments"),
    [
        (b.make_bytevector, (-1,)),
        (b.make_bytevector, (1, 256)),
        (b.make_bytevector, (1, True)),
        (b.bytevector_, (1, 2.0)),
        (b.bytevector_u8_ref, (LITERAL, -1)),
        (b.bytevector_u8_set, (octets(1), 0, True)),
        (b.bytevector_u8_set, (octets(1), 0, 256)),
        (b.bytevector_fill, (octets(1), -1)),
        (b.bytevector_append, (LITERAL, String("a"))),
        (b.utf8_to_string, (String("a"),)),
    ],
)
def test_left_to_diagnosis(function, arguments):
    with pytest.raises(FAILURES):
        function(*arguments)


@pytest.mark.parametrize(("k", "byte"), [(-1, 0), (True, 0), (3, 0), (0, True), (0, 256), (0, -1), (0, 1.0)])
def test_template_fails_where_the_primitive_does(k, byte):
    names = {"bad_index": b.bad_index, "int": int, "bytevector": octets(1, 2, 3), "k": k, "byte": byte}
    with pytest.raises(FAILURES):
        exec(b.bytevector_u8_set.primitive.inline, names)
