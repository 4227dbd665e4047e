"""Symbols (report, 6.5)."""

from __future__ import annotations

from lisp.core.primitive import primitive
from lisp.data.string import String, text_of
from lisp.data.symbol import Symbol, intern
from lisp.runtime.world import World

SUPPORT = ("Symbol", "String")


@primitive("symbol?", "object -> boolean", section="6.5", pure=True, inline="obj.__class__ is Symbol")
def symbol_p(obj: object) -> bool:
    """Whether OBJ is a symbol."""
    return obj.__class__ is Symbol


@primitive("symbol=?", "symbol symbol symbol ... -> boolean", section="6.5", pure=True)
def symbol_equal(a: object, b: object, *others: object) -> bool:
    """Whether the symbols are all the same."""
    if any(x.__class__ is not Symbol for x in (a, b, *others)):
        raise TypeError
    return all(x is a for x in (b, *others))


@primitive("symbol->string", "symbol -> string", section="6.5", pure=True)
def symbol_to_string(symbol: Symbol) -> String:
    """The name of SYMBOL, as a constant string."""
    if symbol.__class__ is not Symbol:
        raise TypeError
    return String(symbol.name, True)


@primitive("string->symbol", "string -> symbol", section="6.5", pure=True)
def string_to_symbol(string: String) -> Symbol:
    """The symbol whose name is STRING."""
    if string.__class__ is not String:
        raise TypeError
    return intern(text_of(string))


@primitive("string->uninterned-symbol", "string -> symbol")
def string_to_uninterned_symbol(string: String) -> Symbol:
    """A fresh symbol called STRING that is equal to no other."""
    if string.__class__ is not String:
        raise TypeError
    return Symbol(text_of(string))


@primitive("generate-symbol", "-> symbol", world=True)
def generate_symbol(world: World) -> Symbol:
    """A fresh uninterned symbol with a name of its own."""
    world.symbols += 1
    return Symbol(f"g{world.symbols}")
