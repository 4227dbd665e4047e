"""Values across the border: nesting, sharing, cycles, subclasses, what is refused."""

from __future__ import annotations

from collections.abc import Callable
from enum import IntEnum

import pytest

from lisp import Interpreter, LispError

DEEP = 100_000


class Level(IntEnum):
    HIGH = 3


class Odd(int):
    """What it says of itself is not what it is."""

    def __int__(self) -> int:
        return 99

    def __repr__(self) -> str:
        return "odd"


class Metres(float):
    pass


class Phasor(complex):
    pass


@pytest.fixture(scope="module")
def lisp() -> Interpreter:
    lisp = Interpreter()
    lisp.eval("(import (srfi 69))")
    return lisp


def nested(make: Callable[[object], object], depth: int) -> object:
    value: object = 1
    for _ in range(depth):
        value = make(value)
    return value


@pytest.mark.parametrize("make", [lambda x: [x], lambda x: (x,), lambda x: {"k": x}], ids=["list", "tuple", "dict"])
def test_any_depth(lisp: Interpreter, make: Callable[[object], object]) -> None:
    value = lisp.call("values", nested(make, DEEP))
    for _ in range(DEEP):
        (value,) = value.values() if isinstance(value, dict) else value
    assert value == 1


def test_sharing_is_kept(lisp: Interpreter) -> None:
    value = lisp.call("values", nested(lambda x: [x, (x, x), {"k": x}], 100))
    while isinstance(value, list):
        first, pair, table = value
        assert pair[0] is pair[1] and pair[0] == table["k"] if first == 1 else pair[0] is pair[1] is first is table["k"]
        value = first


def test_lists_that_come_and_go_are_not_confused(lisp: Interpreter) -> None:
    class Fresh(list):
        def __iter__(self) -> object:
            return iter([[n] for n in range(100)])

    assert lisp.call("values", [Fresh(), Fresh()]) == [[[n] for n in range(100)]] * 2


def test_cycles_are_kept(lisp: Interpreter) -> None:
    ring: list = [1]
    ring.append((ring, {"ring": ring}))
    lisp.define("ring", ring)
    assert lisp.eval('(and (eq? ring (caadr ring)) (eq? ring (hash-table-ref (cadr (cadr ring)) "ring")))') is True
    back = lisp.eval("ring")
    assert back[0] == 1 and back[1][0] is back and back[1][1]["ring"] is back
    table: dict = {"k": 1}
    table["self"] = table
    lisp.define("table", table)
    assert lisp.eval('(eq? table (hash-table-ref table "self"))') is True


def test_a_tuple_as_key(lisp: Interpreter) -> None:
    lisp.define("table", {(1, (2, "x")): 3})
    assert lisp.eval('(hash-table-ref table (list 1 (list 2 "x")))') == 3


SUBCLASSES = [(Level.HIGH, 3, "4"), (Odd(7), 7, "8"), (Metres(1.5), 1.5, "2.5"), (Phasor(1j), 1j, "1.0+i"), (True, True, None)]


@pytest.mark.parametrize("value, plain, more", SUBCLASSES, ids=[str(row[1]) for row in SUBCLASSES])
def test_numbers_of_subclasses_are_numbers(lisp: Interpreter, value: object, plain: object, more: str | None) -> None:
    result = lisp.call("values", value)
    assert result == plain and result.__class__ is plain.__class__
    if more is not None:
        lisp.define("n", value)
        assert lisp.eval("(number->string (+ n 1))") == more


SAME_KEYS = [('"a" \'a', "a"), ("'a #\\a", "#\\\\a"), ("1 1.0", "1.0"), ("#t 1", "1")]


@pytest.mark.parametrize("keys, refused", SAME_KEYS, ids=[row[0] for row in SAME_KEYS])
def test_keys_that_are_one_in_python(lisp: Interpreter, keys: str, refused: str) -> None:
    with pytest.raises(LispError, match="already has an entry for this key of a hash table: " + refused) as caught:
        lisp.eval(f"(let ((table (make-hash-table))) (for-each (lambda (k) (hash-table-set! table k 1)) (list {keys})) table)")
    assert caught.value.payload.kind == "value"


def test_keys_that_python_cannot_hash(lisp: Interpreter) -> None:
    for key in ("(list 1)", "(vector 1)", "(make-hash-table)"):
        with pytest.raises(LispError, match="a Python dict cannot have this key"):
            lisp.eval(f"(let ((table (make-hash-table))) (hash-table-set! table {key} 1) table)")


class Mute(Exception):
    def __str__(self) -> str:
        raise ValueError("no text")


FAILURES = [
    (Mute(), "host", "Mute: its text cannot be had: ValueError"),
    (OSError(1, 5), "file", "the operating system refused"),
]


@pytest.mark.parametrize("failure, kind, message", FAILURES, ids=[row[1] for row in FAILURES])
def test_exceptions_without_a_text(lisp: Interpreter, failure: Exception, kind: str, message: str) -> None:
    def fail() -> None:
        raise failure

    lisp.define("fail", fail)
    assert lisp.eval("(guard (e ((error-object? e) (error-object-message e))) (fail))") == message
    with pytest.raises(LispError) as caught:
        lisp.eval("(fail)")
    assert caught.value.payload.kind == kind and message in str(caught.value)


NO_TEXTS = {
    "eval": lambda lisp: lisp.eval(5),
    "eval None": lambda lisp: lisp.eval(None),
    "eval bytes": lambda lisp: lisp.eval(b"1"),
    "eval name": lambda lisp: lisp.eval("1", 5),
    "eval-lisp": lambda lisp: lisp.eval_lisp(5),
    "call": lambda lisp: lisp.call(5, 1),
    "define": lambda lisp: lisp.define(5, 1),
    "run-text": lambda lisp: lisp.run_text(5, "x"),
    "expand-text": lambda lisp: lisp.expand_text(5, "x"),
}


@pytest.mark.parametrize("method", NO_TEXTS)
def test_what_is_no_text_is_refused(lisp: Interpreter, method: str) -> None:
    who = "eval" if method.startswith("eval") else method
    with pytest.raises(LispError, match=f"^{who}: expected a str, got ") as caught:
        NO_TEXTS[method](lisp)
    assert caught.value.payload.kind == "type"
    with pytest.raises(LispError, match="no such file"):
        lisp.run_file(5)
