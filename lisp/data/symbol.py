"""Symbols: interned by name in one weak table, so that identity is `eq?` (report, 6.5).

The table is the one piece of module-level mutable state of the project. Dead entries are swept when it has doubled,
not by a callback: a callback would be a Python frame at an arbitrary moment, near the recursion limit too.
"""

from __future__ import annotations

from _weakref import ref

from lisp.data.base import Object


class Symbol(Object):
    """A symbol. Made by `intern` (one for each name) or by `uninterned` (equal to itself only)."""

    __slots__ = ("name", "__weakref__")

    def __init__(self, name: str) -> None:
        self.name = name

    def __repr__(self) -> str:
        return self.name

    def __reduce__(self) -> tuple:
        return (intern, (self.name,)) if is_interned(self) else (Symbol, (self.name,))


class SymbolTable(dict):
    """Name → weak reference to its symbol."""

    sweep_at = 4096

    def sweep(self) -> None:
        for name in [name for name, reference in self.items() if reference() is None]:
            del self[name]
        self.sweep_at = max(4096, 2 * len(self))


SYMBOLS = SymbolTable()
new = object.__new__


def intern(name: str) -> Symbol:
    """The symbol called NAME, the same object each time."""
    reference = SYMBOLS.get(name)
    symbol = reference() if reference is not None else None
    if symbol is None:
        symbol = Symbol(name)
        if len(SYMBOLS) > SYMBOLS.sweep_at:
            SYMBOLS.sweep()
        SYMBOLS[name] = ref(symbol)
    return symbol


def intern_all(names: list[str]) -> list[Symbol]:
    """The symbols called NAMES; for many that are new, in half the time of asking for each."""
    found: list = [reference and reference() for reference in map(SYMBOLS.get, names)]
    missing = [place for place, symbol in enumerate(found) if symbol is None]
    if not missing:
        return found
    if len(set(names)) != len(names):
        return list(map(intern, names))
    if len(SYMBOLS) > SYMBOLS.sweep_at:
        SYMBOLS.sweep()
    for place in missing:
        symbol = found[place] = new(Symbol)
        symbol.name = name = names[place]
        SYMBOLS[name] = ref(symbol)
    return found


def are_interned(symbols: list[Symbol]) -> bool:
    """Whether all SYMBOLS are interned."""
    references = list(map(SYMBOLS.get, [symbol.name for symbol in symbols]))
    return all(references) and [reference() for reference in references if reference] == symbols


def is_interned(symbol: Symbol) -> bool:
    """Whether SYMBOL is the one that `intern` gives for its name."""
    reference = SYMBOLS.get(symbol.name)
    return reference is not None and reference() is symbol
