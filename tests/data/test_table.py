"""Hash tables: tokens are equal exactly where the keys are equivalent."""

import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lisp.data import table as tables
from lisp.data.base import NIL
from lisp.data.bytevector import Bytevector
from lisp.data.char import CHARS
from lisp.data.condition import LispError
from lisp.data.equality import is_equal, is_eqv
from lisp.data.pair import Pair, make_pair, to_list
from lisp.data.rational import make_ratio
from lisp.data.string import String
from lisp.data.symbol import Symbol, intern
from lisp.data.table import (
    entries_of,
    equal_token,
    eqv_token,
    find,
    first_entries,
    graph_token,
    keys_of,
    make_table,
    put,
    remove,
    take_last,
)
from lisp.data.vector import Vector

NAN = float("nan")
SHARED = to_list([1])
ATOMS = [
    True, False, None, NIL, 0, 1, -1, -2, 10**30, 0.0, -0.0, 0.5, 1.0, NAN, -NAN, float("inf"),
    1j, complex(0.0, 1), complex(-0.0, 1), make_ratio(1, 2), make_ratio(1, 3),
    intern("a"), intern("("), intern("1"), Symbol("a"), CHARS["a"], CHARS["("], len, is_eqv, SHARED,
]  # fmt: skip

atoms = st.one_of(
    st.sampled_from(ATOMS),
    st.sampled_from(["", "a", "(", "#"]).map(String),
    st.sampled_from([b"", b"a", b"("]).map(Bytevector),
)
data = st.recursive(
    atoms,
    lambda inner: st.one_of(
        st.builds(make_pair, inner, inner),
        st.lists(inner, max_size=3).map(to_list),
        st.lists(inner, max_size=3).map(Vector),
    ),
    max_leaves=6,
)


@pytest.mark.parametrize("a", ATOMS, ids=lambda a: repr(a).partition(" at 0x")[0])
def test_tokens_of_atoms_are_equal_where_eqv(a):
    for b in ATOMS:
        assert (eqv_token(a) == eqv_token(b)) is is_eqv(a, b)
        assert (equal_token(a) == equal_token(b)) is is_equal(a, b)


@given(data, data)
def test_tokens_are_equal_where_the_data_are(a, b):
    assert (equal_token(a) == equal_token(b)) is is_equal(a, b)
    if isinstance(a, (Pair, Vector)) and isinstance(b, (Pair, Vector)):
        assert (graph_token(a) == graph_token(b)) is is_equal(a, b)


@given(data)
def test_a_copy_has_the_same_token(a):
    b = copied(a)
    assert is_equal(a, b)
    assert equal_token(a) == equal_token(b)
    if isinstance(a, (Pair, Vector)):
        assert graph_token(a) == graph_token(b)


def copied(datum):
    if isinstance(datum, Pair):
        return make_pair(copied(datum.car), copied(datum.cdr))
    if isinstance(datum, Vector):
        return Vector(tuple(copied(item) for item in datum.items))
    if isinstance(datum, String):
        return String(list(datum.chars))
    return Bytevector(bytearray(datum.octets)) if isinstance(datum, Bytevector) else datum


def test_the_first_key_and_the_last_value_stay():
    first = String("a")
    table = make_table("equal", [(first, 1), (String("a"), 2)])
    ((key, value),) = entries_of(table)
    assert (key is first, value, find(table, String("a"))) == (True, 2, 2)
    assert find(table, intern("a")) is None


@pytest.mark.parametrize(
    ("kind", "a", "b", "same"),
    [
        ("eqv", 10**30, 10**30, True),
        ("eq", String("a"), String("a"), False),
        ("eqv", to_list([1]), to_list([1]), False),
        ("equal", to_list([1]), to_list([1]), True),
        ("string", String("a"), String(["a"]), True),
        ("string", String("a"), String("A"), False),
        ("string-ci", String("a"), String("A"), True),
    ],
)
def test_kinds(kind, a, b, same):
    assert (find(make_table(kind, [(a, 1)]), b) is not None) is same


def test_mutation_of_a_key_leaves_it_where_it_was():
    key = String("a")
    table = make_table("equal", [(key, 1)])
    key.chars = "b"
    assert find(table, String("a")) is not None
    assert find(table, key) is None


def nested(depth):
    datum = NIL
    for _ in range(depth):
        datum = make_pair(datum, NIL)
    return datum


def shared(depth):
    datum = NIL
    for _ in range(depth):
        datum = Vector([datum, datum])
    return datum


SHARE = 1 if "LISP_TEST_FULL" in os.environ else 4
LARGE = [lambda: nested(100_000 // SHARE), lambda: to_list(range(1_000_000 // SHARE)), lambda: shared(200)]


@pytest.mark.parametrize("make", LARGE, ids=["deep", "long", "small, with parts shared"])
def test_large_keys(make):
    table = make_table("equal", [(make(), 1)])
    assert find(table, make()) is not None
    assert find(table, make_pair(make(), NIL)) is None


def test_a_circular_key_is_refused():
    key = to_list([1, 2])
    key.cdr.cdr = key
    with pytest.raises(LispError):
        equal_token(key)
    assert find(make_table("eqv", [(key, 1)]), key) == 1


def test_values_of_the_host():
    table = make_table("equal", [(frozenset([1]), 1)])
    assert find(table, frozenset([1])) == 1
    assert find(table, frozenset([2])) is None
    with pytest.raises(LispError):
        put(table, [1], 2)


def test_an_integer_like_the_hash_of_an_object_is_no_trouble():
    symbol = intern("a")
    table = make_table("eqv", [(symbol, 1)])
    assert find(table, hash(symbol)) is None


def test_every_kind_has_a_token_function():
    assert set(tables.TOKENS) == {"eq", "eqv", "equal", "string", "string-ci"}


@pytest.mark.parametrize("make", LARGE[:1] + LARGE[2:], ids=["deep", "with parts shared"])
def test_data_too_large_to_be_written_flat(make, monkeypatch):
    monkeypatch.setattr(tables, "FLAT", 1000)
    assert equal_token(make())[0] == "graph"
    assert equal_token(make()) == equal_token(make())


@pytest.mark.parametrize("kind", ["equal", "string"])
def test_the_last_entry_is_taken(kind: str) -> None:
    table = make_table(kind, [(String("a"), 1), (String("b"), 2)])
    table.keys.clear()  # as an image leaves it
    assert [(str(key), value) for key, value in first_entries(table, 1)] == [("a", 1)]
    for text, value in (("b", 2), ("a", 1)):
        key, found = take_last(table)
        assert (key.__class__, str(key), found) == (String, text, value)
    assert take_last(table) is None
    assert table.keys == table.values == {}


def test_an_integer_is_taken_as_the_last_entry() -> None:
    table = make_table("eqv", [(5, "five"), (6, "six")])
    remove(table, 6)
    assert (first_entries(table, 9), take_last(table), take_last(table)) == ([(5, "five")], (5, "five"), None)


def test_a_key_of_python_stays_what_it_is() -> None:
    """Only a token that has no key stands for one."""
    table = make_table("equal", [((1, 2), "pair"), ("text", "str"), (3, "three"), (String("s"), "s")])
    assert keys_of(table)[:3] == [(1, 2), "text", 3]
    taken = [take_last(table) for _ in range(4)]
    assert [value for _, value in taken] == ["s", "three", "str", "pair"]
    assert [key for key, _ in taken[1:]] == [3, "text", (1, 2)]
    assert take_last(table) is None
