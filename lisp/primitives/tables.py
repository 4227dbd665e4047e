"""Hash tables (SRFI 69): the operations that call no procedure; the rest is in stdlib/srfi/69.sld."""

from __future__ import annotations

from lisp.core.primitive import primitive
from lisp.data.base import DEFAULT, NIL, Singleton
from lisp.data.bytevector import Bytevector
from lisp.data.char import Char
from lisp.data.condition import error
from lisp.data.numbers import is_number
from lisp.data.pair import Pair, make_pair, to_list
from lisp.data.string import String, text_of
from lisp.data.symbol import Symbol, intern
from lisp.data.table import TOKENS, Table, copy_of, entries_of, find, first_entries, keys_of, put, remove, take_last
from lisp.data.vector import Vector
from lisp.primitives.bounds import check_index

PRIME = (1 << 61) - 1
PARTS = 64  # parts of a datum that `hash` looks at


@primitive("%make-table", "symbol -> table")
def make(kind: Symbol) -> Table:
    """An empty hash table whose keys are compared as KIND says: eq, eqv, equal, string or string-ci."""
    if kind.name not in TOKENS:
        raise error("value", "there is no kind of hash table called", kind)
    return Table(kind.name)


@primitive("%table-kind", "table -> symbol", pure=True)
def table_kind(table: Table) -> Symbol:
    """How the keys of TABLE are compared."""
    return intern(table.kind)


@primitive("hash-table?", "object -> boolean", pure=True)
def hash_table_p(obj: object) -> bool:
    """Whether OBJ is a hash table."""
    return isinstance(obj, Table)


@primitive("%table-ref", "table object object -> object", pure=True)
def table_ref(table: Table, key: object, default: object) -> object:
    """The value of KEY in TABLE, or DEFAULT."""
    return find(table, key, default)


@primitive("hash-table-contains?", "table object -> boolean", pure=True)
def hash_table_contains(table: Table, key: object) -> bool:
    """Whether TABLE has an entry for KEY."""
    return TOKENS[table.kind](key) in table.values


@primitive("hash-table-set!", "table object object -> unspecified")
def hash_table_set(table: Table, key: object, value: object) -> None:
    """Store VALUE for KEY in TABLE."""
    put(table, key, value)


@primitive("hash-table-delete!", "table object -> unspecified")
def hash_table_delete(table: Table, key: object) -> None:
    """Remove the entry for KEY from TABLE, if there is one."""
    remove(table, key)


@primitive("hash-table-clear!", "table -> unspecified")
def hash_table_clear(table: Table) -> None:
    """Remove all entries from TABLE."""
    check_table(table).keys, table.values = {}, {}


@primitive("hash-table-size", "table -> index", pure=True)
def hash_table_size(table: Table) -> int:
    """The number of entries in TABLE."""
    return len(check_table(table).values)


@primitive("hash-table-keys", "table -> list", pure=True)
def hash_table_keys(table: Table) -> object:
    """A fresh list of the keys of TABLE, in the order in which they came."""
    return to_list(keys_of(check_table(table)))


@primitive("hash-table-values", "table -> list", pure=True)
def hash_table_values(table: Table) -> object:
    """A fresh list of the values of TABLE, in the order in which their keys came."""
    return to_list(list(check_table(table).values.values()))


@primitive("hash-table->alist", "table -> list", pure=True)
def hash_table_to_alist(table: Table) -> object:
    """A fresh association list of the entries of TABLE, in the order in which they came."""
    return to_list([make_pair(key, value) for key, value in entries_of(check_table(table))])


@primitive("%table-first", "table index -> list", pure=True)
def table_first(table: Table, count: int) -> object:
    """A fresh association list of the first COUNT entries of TABLE, or of all if there are fewer."""
    return to_list([make_pair(key, value) for key, value in first_entries(check_table(table), check_index(count))])


@primitive("%table-pop!", "table -> object")
def table_pop(table: Table) -> object:
    """The entry of TABLE that came last as a fresh (key . value), taken out; #f if TABLE is empty."""
    entry = take_last(check_table(table))
    return False if entry is None else make_pair(*entry)


@primitive("hash-table-copy", "table [object] -> table", pure=True)
def hash_table_copy(table: Table, mutable: object = True) -> Table:
    """A fresh table of the same entries. It can be changed, whatever MUTABLE is (SRFI 125 asks for no more)."""
    return copy_of(check_table(table))


def check_table(table: object) -> Table:
    """TABLE if it is one; otherwise TypeError, which is diagnosed from the signature."""
    if not isinstance(table, Table):
        raise TypeError
    return table


# Hash functions. They do not depend on addresses or on the process: a program's own tables survive in an image.


def bounded(number: int, bound: object) -> int:
    """NUMBER, below BOUND if that is given."""
    if bound is DEFAULT:
        return number
    if bound.__class__ is not int or bound <= 0:
        raise error("range", "the bound of a hash function must be an exact positive integer", bound)
    return number % bound


def text_hash(text: str) -> int:
    """A number for TEXT."""
    return int.from_bytes(b"\1" + text.encode("utf-8", "surrogatepass")) % PRIME


def leaf_hash(obj: object) -> int:
    """A number for OBJ, which is entered no further; what is compared by identity only has that of its class."""
    if isinstance(obj, String):
        return text_hash(text_of(obj))
    if isinstance(obj, Symbol):
        return text_hash(obj.name)
    if isinstance(obj, Char):
        return obj.code
    if isinstance(obj, Bytevector):
        return int.from_bytes(b"\2" + obj.octets) % PRIME
    if is_number(obj):
        return hash(obj) % PRIME if obj == obj else 3
    if obj.__class__ is bool or obj is None or isinstance(obj, Singleton):
        return text_hash(repr(obj))
    return text_hash(obj.__class__.__name__)


@primitive("hash", "object [index] -> index", pure=True)
def hash_(obj: object, bound: object = DEFAULT) -> int:
    """A number that is the same for objects that are `equal?`, below BOUND if that is given."""
    number = 7
    work = [obj]
    for _ in range(PARTS):
        if not work:
            break
        part = work.pop()
        if isinstance(part, Pair):
            number = number * 31 + 5
            work += (part.cdr, part.car)
        elif isinstance(part, Vector):
            number = number * 31 + len(part.items)
            work += reversed(part.items[:PARTS])
        else:
            number = number * 31 + leaf_hash(part)
        number %= PRIME
    return bounded(number, bound)


@primitive("hash-by-identity", "object [index] -> index", pure=True)
def hash_by_identity(obj: object, bound: object = DEFAULT) -> int:
    """A number that is the same for objects that are `eqv?`, below BOUND if that is given.

    Objects have no number of their own: addresses change when an image is booted.
    """
    if is_number(obj) or isinstance(obj, (Symbol, Char)) or obj is NIL:
        return bounded(leaf_hash(obj), bound)
    return bounded(text_hash(obj.__class__.__name__), bound)


@primitive("string-hash", "string [index] -> index", pure=True)
def string_hash(string: String, bound: object = DEFAULT) -> int:
    """A number that is the same for equal strings, below BOUND if that is given."""
    return bounded(text_hash(text_of(string)), bound)


@primitive("string-ci-hash", "string [index] -> index", pure=True)
def string_ci_hash(string: String, bound: object = DEFAULT) -> int:
    """A number that is the same for strings that differ in case only, below BOUND if that is given."""
    return bounded(text_hash(text_of(string).casefold()), bound)


@primitive("symbol-hash", "symbol [index] -> index", pure=True)
def symbol_hash(symbol: Symbol, bound: object = DEFAULT) -> int:
    """A number for SYMBOL, below BOUND if that is given."""
    if symbol.__class__ is not Symbol:  # other values have a name too
        raise TypeError
    return bounded(text_hash(symbol.name), bound)
