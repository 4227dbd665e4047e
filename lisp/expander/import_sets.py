"""Library names and import sets (report, 5.2): which bindings an import brings, under which names."""

from __future__ import annotations

from lisp.core.names import printed_name
from lisp.data.base import NIL
from lisp.data.pair import Pair, to_list
from lisp.data.symbol import Symbol, intern
from lisp.expander.data import is_identifier, root_symbol, strip, unfold
from lisp.expander.errors import did_you_mean, expected, syntax_error

MODIFIERS = ("only", "except", "prefix", "rename")


def library_name(datum: object, who: str, span: object) -> tuple[object, str]:
    """The library name DATUM without syntax, and as it is printed."""
    items, tail = unfold(datum, span)
    parts = [strip(part) for part, _ in items]
    for part in parts:
        if part.__class__ is not Symbol and not (part.__class__ is int and part >= 0):
            tail = part
    if tail is not NIL or not parts:
        raise expected(who, "a library name such as (scheme base)", datum, span)
    return to_list(parts), printed_name(parts)


def import_set(datum: object, host: object, span: object) -> dict:
    """What the import set DATUM brings: Symbol → binding."""
    layers = []  # modifiers, outermost first
    while True:
        items, tail = unfold(datum, span)
        modified = len(items) > 1 and is_identifier(items[0][0]) and isinstance(items[1][0], Pair)
        if not modified or root_symbol(items[0][0]).name not in MODIFIERS:
            break
        if tail is not NIL:
            raise expected("import", "an import set", datum, span)
        layers.append((root_symbol(items[0][0]).name, items[2:], span))
        datum, span = items[1]
    name, printed = library_name(datum, "import", span)
    library = host.find_library(name, span)
    result = dict(library.exports)
    for modifier, operands, place in reversed(layers):
        result = modify(result, modifier, operands, printed, place)
    return result


def modify(names: dict, modifier: str, operands: list, library: str, span: object) -> dict:
    """The import set NAMES after one modifier."""
    if modifier == "prefix":
        if len(operands) != 1 or not is_identifier(operands[0][0]):
            raise syntax_error("import", "expected (prefix import-set identifier)", span)
        prefix = root_symbol(operands[0][0]).name
        return {intern(prefix + symbol.name): binding for symbol, binding in names.items()}
    if modifier == "rename":
        return rename(names, operands, library, span)
    chosen = [wanted(names, datum, library, place) for datum, place in operands]
    if modifier == "only":
        return {symbol: names[symbol] for symbol in chosen}
    return {symbol: binding for symbol, binding in names.items() if symbol not in chosen}


def rename(names: dict, operands: list, library: str, span: object) -> dict:
    renamed = {}
    for datum, place in operands:
        parts, tail = unfold(datum, place)
        if tail is not NIL or len(parts) != 2 or not is_identifier(parts[1][0]):
            raise expected("import", "(name new-name)", datum, place)
        renamed[wanted(names, parts[0][0], library, parts[0][1])] = root_symbol(parts[1][0])
    return {renamed.get(symbol, symbol): binding for symbol, binding in names.items()}


def wanted(names: dict, datum: object, library: str, span: object) -> Symbol:
    """The name DATUM, which must be among NAMES."""
    if not is_identifier(datum):
        raise expected("import", "a name", datum, span)
    symbol = root_symbol(datum)
    if symbol not in names:
        hint = did_you_mean(symbol.name, [known.name for known in names])
        raise syntax_error("import", f"{library} does not export {symbol.name}{hint}", span)
    return symbol
