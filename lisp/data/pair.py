"""Pairs and lists (report, 6.4). A list is a chain of pairs that ends in `NIL`; nothing here recurses."""

from __future__ import annotations

from itertools import repeat

from lisp.data.base import NIL, Object

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


class Pair(Object):
    """A pair. Type tests are ``x.__class__ is Pair``: an image's stubs are instances of a subclass until touched.

    It has no ``__init__``, whose call would double the time of a `cons` (3.11: 114 ns, 51 without): the slots are
    filled by whoever makes one, in place where it matters and with `make_pair` elsewhere.
    """

    __slots__ = ("car", "cdr")


def make_pair(car: object, cdr: object) -> Pair:
    """A fresh pair."""
    pair = Pair()
    pair.car = car
    pair.cdr = cdr
    return pair


class SourcePair(Pair):
    """A pair that the reader made for the expander: `span` is the whole datum's place, `car_span` its car's.

    Only syntax holds these: `quote` copies a datum into plain pairs.
    """

    __slots__ = ("span", "car_span")

    def __init__(self, car: object, cdr: object, span: object = None, car_span: object = None) -> None:
        self.car = car
        self.cdr = cdr
        self.span = span
        self.car_span = car_span


def to_list(items: Iterable, tail: object = NIL) -> object:
    """A fresh Scheme list of ITEMS that ends in TAIL."""
    result = tail
    for item in reversed(items if isinstance(items, (list, tuple)) else list(items)):
        pair = Pair()
        pair.car = item
        pair.cdr = result
        result = pair
    return result


def iterate(datum: object) -> Iterator:
    """The elements of the list DATUM; a tail that is neither a pair nor `NIL` is left out."""
    while isinstance(datum, Pair):
        yield datum.car
        datum = datum.cdr


def list_items(datum: object) -> list | None:
    """The members of the proper list DATUM; None if it is none."""
    result: list = []
    append = result.append
    limit = 1 << 16
    while True:
        for _ in repeat(None, limit):
            if datum.__class__ is not Pair and not isinstance(datum, Pair):
                return result if datum is NIL else None
            append(datum.car)
            datum = datum.cdr
        if not is_list(datum):  # a circular list would go on for ever
            return None
        limit *= 4


def is_list(datum: object) -> bool:
    """Whether DATUM is a proper list: finite and ended by `NIL` (Floyd's cycle test)."""
    slow = datum
    while isinstance(datum, Pair):
        datum = datum.cdr
        if not isinstance(datum, Pair):
            break
        datum = datum.cdr
        slow = slow.cdr
        if slow is datum:
            return False
    return datum is NIL
