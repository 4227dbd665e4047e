"""Syntax as data: places of data, lists taken apart, aliases stripped. Nothing here recurses.

An *element* is a tuple (datum, span): a datum has a place of its own only if it is a SourcePair, so the place of an atom
is carried beside it. `strip` turns syntax into the datum that `quote` gives.
"""

from __future__ import annotations

from lisp.core.syntax import Alias
from lisp.data.base import NIL
from lisp.data.pair import Pair, SourcePair, make_pair
from lisp.data.symbol import Symbol
from lisp.data.vector import Vector


def is_identifier(datum: object) -> bool:
    """Whether DATUM is a symbol or an alias of one."""
    return datum.__class__ is Symbol or datum.__class__ is Alias


def root_symbol(identifier: Symbol | Alias) -> Symbol:
    """The symbol that IDENTIFIER was written as."""
    while isinstance(identifier, Alias):
        identifier = identifier.name
    return identifier


def span_of(datum: object, default: object) -> object:
    """The place of DATUM, or DEFAULT if it has none of its own."""
    if datum.__class__ is SourcePair and datum.span is not None:
        return datum.span
    return default


def car_span(pair: Pair, default: object) -> object:
    """The place of the car of PAIR, or DEFAULT."""
    car = pair.car
    if car.__class__ is SourcePair and car.span is not None:
        return car.span
    if pair.__class__ is SourcePair and pair.car_span is not None:
        return pair.car_span
    return default


def unfold(datum: object, span: object) -> tuple[list, object]:
    """The elements of the list DATUM, and its tail: NIL for a proper list, DATUM's start again for a circular one."""
    items: list = []
    append = items.append
    start = mark = datum
    limit = 64
    while isinstance(datum, Pair):
        append((datum.car, car_span(datum, span)))
        datum = datum.cdr
        if datum is mark:
            return items, start
        if len(items) == limit:  # Brent's cycle test: the mark moves on at powers of two
            mark, limit = datum, 2 * limit
    return items, datum


def strip(datum: object) -> object:
    """DATUM as `quote` gives it: aliases are symbols again, source pairs plain pairs, vectors constant.

    What holds nothing of the kind is kept as it is, so that data quoted for `eval` keep their identity.
    """
    kind = datum.__class__
    if kind is Alias:
        return root_symbol(datum)
    if kind is Symbol or not isinstance(datum, (Pair, Vector)):
        return datum
    return copy_literal(datum) if holds_syntax(datum) else datum


def holds_syntax(datum: object) -> bool:
    """Whether a source pair, an alias or a vector that may still change is somewhere in DATUM."""
    seen = set()
    work = [datum]
    while work:
        datum = work.pop()
        while isinstance(datum, Pair):
            if datum.__class__ is SourcePair:
                return True
            if id(datum) in seen:
                datum = NIL
                break
            seen.add(id(datum))
            work.append(datum.car)
            datum = datum.cdr
        if datum.__class__ is Alias:
            return True
        if isinstance(datum, Vector) and id(datum) not in seen:
            if datum.items.__class__ is list:
                return True
            seen.add(id(datum))
            work.extend(datum.items)
    return False


def copy_literal(datum: object) -> object:
    """A copy of DATUM without syntax; shared and circular parts stay so."""
    copies: dict = {}  # id of a pair or vector → its copy
    work: list = []  # (original, copy) whose fields are still to be filled

    def shell(part: object) -> object:
        if part.__class__ is Alias:
            return root_symbol(part)
        if not isinstance(part, (Pair, Vector)):
            return part
        copy = copies.get(id(part))
        if copy is None:
            copy = make_pair(None, None) if isinstance(part, Pair) else Vector(())
            copies[id(part)] = copy
            work.append((part, copy))
        return copy

    result = shell(datum)
    while work:
        part, copy = work.pop()
        if isinstance(part, Pair):
            copy.car = shell(part.car)
            copy.cdr = shell(part.cdr)
        else:
            copy.items = tuple([shell(item) for item in part.items])
    return result
