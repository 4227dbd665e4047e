"""`eqv?` and `equal?`."""

import pytest

from lisp.data.base import NIL
from lisp.data.bytevector import Bytevector
from lisp.data.char import CHARS
from lisp.data.equality import is_equal, is_eqv
from lisp.data.pair import make_pair, to_list
from lisp.data.string import String
from lisp.data.symbol import intern
from lisp.data.vector import Vector

NAN = float("nan")


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        (10**30, 10**30, True),
        (1, 1.0, False),
        (True, 1, False),
        (0.0, -0.0, False),
        (2.5, 2.5, True),
        (NAN, -NAN, True),
        (1j, 1j, True),
        (complex(0.0, 1), complex(-0.0, 1), False),
        (intern("a"), intern("a"), True),
        (intern("a"), 1, False),
        (CHARS["a"], CHARS["a"], True),
        (String("a"), String("a"), False),
        (NIL, NIL, True),
        (None, False, False),
    ],
)
def test_eqv(a, b, same):
    assert is_eqv(a, b) is same


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        (String("ab"), String(["a", "b"]), True),
        (String("a"), intern("a"), False),
        (String("a"), 1, False),
        (Bytevector(b"a"), Bytevector(bytearray(b"a")), True),
        (1, 1.0, False),
        (to_list([1, String("a")]), to_list([1, String("a")]), True),
        (to_list([1, 2]), to_list([1, 2], 3), False),
        (Vector([1, to_list([2])]), Vector((1, to_list([2]))), True),
        (Vector([1]), Vector([1, 2]), False),
        (to_list([1]), Vector([1]), False),
        (to_list([1, 2]), to_list([1]), False),
        (Vector([1]), to_list([1]), False),
    ],
)
def test_equal(a, b, same):
    assert is_equal(a, b) is same


def ring(count):
    last = first = make_pair(1, NIL)
    for _ in range(count - 1):
        first = make_pair(1, first)
    last.cdr = first
    return first


def test_equal_ends_on_circular_data():
    assert is_equal(ring(3), ring(5)) and is_equal(ring(1009), ring(1013))
    other = ring(5)
    other.cdr.car = 2
    assert not is_equal(ring(3), other)
    a, b = Vector([0]), Vector([0])
    a.items += [a, b]
    b.items += [b, a]
    assert is_equal(a, b)


def test_equal_on_shared_deep_and_long_data():
    a = b = c = d = NIL
    for _ in range(200):
        a, b = make_pair(a, a), make_pair(b, b)
    for _ in range(100_000):
        c, d = make_pair(c, NIL), make_pair(d, NIL)
    assert is_equal(a, b) and is_equal(c, d)
    assert not is_equal(to_list(range(100_000)), to_list(range(100_000), 1))
