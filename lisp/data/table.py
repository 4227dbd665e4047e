"""Hash tables: values by key, equivalent by `eq?`, `eqv?`, `equal?`, or as strings (SRFI 69).

`values` maps the token of a key to the value, and `keys` to the key, unless that is its own token, or can be made from it: an
exact integer, or a string that nobody has seen since it came out of an image, which is made when it is asked for. Tokens are
Python values such that two keys are equivalent exactly if their tokens are `==`, and such that comparing any two tokens never
raises (our objects refuse numbers):

    string (by its text)           its text                   exact integer      (n,)
    compared by identity           itself                     flonum             ("float", text)
    #f, #t                         ("#f",), ("#t",)           other number       ("complex", …), ("exact", n)
    bytevector (by contents)       ("bytes", octets)          pair, vector       flat_token, graph_token
    hashable value of Python       ("host", value)            (by contents)

Tokens hold nothing that depends on an address, save objects that hash by identity: an image keeps them as they are.
A token is made when a key is stored; a key changed afterwards is found by what it was. In an `eq?` table numbers
are compared by `eqv?`. Nothing recurses, and hashing a token nests only a few tuples deep.
"""

from __future__ import annotations

from itertools import islice

from lisp.data.base import NIL, Object
from lisp.data.bytevector import Bytevector
from lisp.data.condition import error
from lisp.data.pair import Pair
from lisp.data.string import String, text_of
from lisp.data.symbol import Symbol
from lisp.data.vector import Vector

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

FLAT = 1 << 21  # parts of a datum that are written flat; what seems larger may be small, with parts shared
OPEN, DOT, CLOSE, ITEMS = ("(",), (".",), (")",), ("#",)
BOOLEANS = ("#f",), ("#t",)


class Table(Object):
    """A hash table; `kind` is a key of TOKENS."""

    __slots__ = ("kind", "keys", "values")

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self.keys: dict[object, object] = {}
        self.values: dict[object, object] = {}


def make_table(kind: str, pairs: Iterable[tuple[object, object]] = ()) -> Table:
    """A table of KIND that holds the (key, value) PAIRS; the last value of a key counts."""
    table = Table(kind)
    for key, value in pairs:
        put(table, key, value)
    return table


def put(table: Table, key: object, value: object) -> None:
    """Store VALUE for KEY; a key that is there already stays as it was."""
    token = TOKENS[table.kind](key)
    values = table.values
    if token is not key and key.__class__ is not int and token not in values:
        table.keys[token] = key
    values[token] = value


def find(table: Table, key: object, default: object = None) -> object:
    """The value of KEY, or DEFAULT."""
    return table.values.get(TOKENS[table.kind](key), default)


def remove(table: Table, key: object) -> None:
    """Remove the entry of KEY, if there is one."""
    token = TOKENS[table.kind](key)
    table.values.pop(token, None)
    table.keys.pop(token, None)


def keys_of(table: Table) -> list:
    """The keys, in the order in which they came."""
    tokens, keys = table.values, table.keys
    found = list(map(keys.get, tokens, tokens)) if keys else list(tokens)
    if not {str, tuple}.isdisjoint(map(type, found)):
        for place, token in enumerate(tokens):
            if token not in keys:
                found[place] = made_key(table, token)
    return found


def made_key(table: Table, token: object) -> object:
    """The key that TOKEN, for which TABLE has none, is or stands for; a string is the same from now on."""
    if token.__class__ is str:
        return table.keys.setdefault(token, String(token))
    return token[0] if token.__class__ is tuple else token


def entries_of(table: Table) -> list[tuple[object, object]]:
    """The entries as (key, value), in the order in which the keys came."""
    return list(zip(keys_of(table), table.values.values()))


def first_entries(table: Table, count: int) -> list[tuple[object, object]]:
    """The first COUNT entries, as `entries_of` gives them."""
    first = Table(table.kind)
    first.values = dict(islice(table.values.items(), count))
    first.keys = table.keys
    return entries_of(first)


def take_last(table: Table) -> tuple[object, object] | None:
    """The entry whose key came last, taken out; None if the table is empty.

    Python finds the last entry of a dictionary at once, but the first only after all that were removed before it.
    """
    if not table.values:
        return None
    token, value = table.values.popitem()
    key = table.keys[token] if token in table.keys else made_key(table, token)
    table.keys.pop(token, None)
    return key, value


def copy_of(table: Table) -> Table:
    """A fresh table with the entries of TABLE."""
    keys_of(table)  # both have the same keys
    copy = Table(table.kind)
    copy.keys, copy.values = dict(table.keys), dict(table.values)
    return copy


def eqv_token(key: object) -> object:
    """The token of KEY by `eqv?`."""
    kind = key.__class__
    if kind is int:
        return (key,)
    if kind is Symbol or isinstance(key, Object) or key is None:
        return key
    if kind is bool:
        return BOOLEANS[key]
    if kind is float:
        return ("float", repr(key))
    if kind is complex:
        return ("complex", repr(key.real), repr(key.imag))
    if hasattr(kind, "numerator"):
        return ("exact", key)
    if kind.__hash__ is object.__hash__ and kind.__eq__ is object.__eq__:
        return key
    return host_token(key)


def host_token(key: object) -> tuple:
    """The token of a value of Python that has an equality of its own."""
    try:
        hash(key)
    except TypeError:
        raise error("value", "a mutable value of the host cannot be a key of a hash table", key) from None
    return ("host", key)


def equal_token(key: object) -> object:
    """The token of KEY by `equal?`."""
    kind = key.__class__
    if kind is Symbol:
        return key
    if kind is int:
        return (key,)
    if kind is String:
        return text_of(key)
    if isinstance(key, (Pair, Vector)):
        return flat_token(key) or graph_token(key)
    return leaf_token(key)


def leaf_token(key: object) -> object:
    """The token by `equal?` of KEY, neither a pair nor a vector."""
    if isinstance(key, String):
        return text_of(key)
    if isinstance(key, Bytevector):
        return ("bytes", bytes(key.octets))
    return eqv_token(key)


def string_token(key: object) -> str:
    """The token of KEY by `string=?`."""
    if not isinstance(key, String):
        from lisp.data.writer import shown

        raise error("type", f"expected a string as a key of this hash table, got {shown(key)}")
    return text_of(key)


def folded_token(key: object) -> str:
    """The token of KEY by `string-ci=?`."""
    return string_token(key).casefold()


def flat_token(key: object) -> tuple | None:
    """The datum KEY as it would be written, a token for each part; None if that is long."""
    result: list = []
    rests: list = []  # of what we are inside: the pair to go on with, [what ends the list], or an iterator over items
    part = key
    while len(result) <= FLAT:
        if isinstance(part, Pair):
            result.append(OPEN)
            rests.append(part)
        elif isinstance(part, Vector):
            result += (ITEMS, (len(part.items),))
            rests.append(iter(part.items))
        else:
            result.append(leaf_token(part))
        while rests:
            rest = rests[-1]
            if isinstance(rest, Pair):
                part, tail = rest.car, rest.cdr
                rests[-1] = tail if isinstance(tail, Pair) else [tail]
                break
            if rest.__class__ is not list:
                part = next(rest, CLOSE)
                if part is not CLOSE:
                    break
                rests.pop()
                continue
            rests.pop()
            if rest[0] is not NIL:
                result.append(DOT)
                part = rest[0]
                break
            result.append(CLOSE)
        else:
            return tuple(result)
    return None


def graph_token(key: object) -> tuple:
    """The distinct parts of the datum KEY, innermost first, each naming others by their places.

    Parts are alike here exactly if they are `equal?`, so it does not matter which of them are one object.
    """
    classes: dict[tuple, tuple] = {}  # what a part is made of → its name
    names: dict[int, tuple | None] = {}  # id → name of a part that is done; None while we are inside it
    work = [key]
    while work:
        part = work[-1]
        own = id(part)
        if names.get(own) is not None:
            work.pop()
            continue
        members = (part.car, part.cdr) if isinstance(part, Pair) else (ITEMS, *part.items)
        if own not in names:
            names[own] = None
            inner = [m for m in members if isinstance(m, (Pair, Vector)) and names.get(id(m)) is None]
            if any(id(m) in names for m in inner):
                raise error("value", "a circular datum cannot be a key of this hash table")
            if inner:
                work += reversed(inner)
                continue
        made_of = tuple([m if m is ITEMS else names.get(id(m)) or leaf_token(m) for m in members])
        names[own] = classes.setdefault(made_of, ("part", len(classes)))
        work.pop()
    return ("graph", *classes)


TOKENS: dict[str, Callable] = {
    "eq": eqv_token,
    "eqv": eqv_token,
    "equal": equal_token,
    "string": string_token,
    "string-ci": folded_token,
}
