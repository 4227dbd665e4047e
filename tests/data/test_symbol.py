"""Symbols: one for each name, however they are asked for."""

from __future__ import annotations

import gc

from hypothesis import given
from hypothesis import strategies as st

from lisp.data.symbol import SYMBOLS, Symbol, are_interned, intern, intern_all


@given(st.lists(st.text(max_size=3)), st.lists(st.text(max_size=3)))
def test_all_at_once(known: list[str], names: list[str]) -> None:
    kept = list(map(intern, known))
    found = intern_all(names)
    assert [symbol.name for symbol in found] == names
    assert all(intern(name) is symbol for name, symbol in zip(names + known, found + kept))
    assert are_interned(found + kept)
    for strange in [Symbol(name) for name in names]:
        assert not are_interned([*found, strange])
    assert not are_interned([Symbol("nobody has this name")])


def test_what_nobody_holds_goes() -> None:
    names = [f"name {i} of many" for i in range(20_000)]
    for _ in range(4):
        intern_all(names)
        gc.collect()
        intern("another")
    intern_all([f"other {i} of many" for i in range(20_000)])
    intern_all(["a last one"])
    assert len([name for name in SYMBOLS if name.endswith(" of many")]) < 45_000
