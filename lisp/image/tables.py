"""Hash tables, followed: a walk's way through their entries, which may be many.

Most keys are strings, or symbols, which are their own tokens. The keys of a *table of texts* are all strings that look like
their tokens; then the texts are almost all that is written of them. They have serials, in a row, as objects of a kind of their
own, `key`, so that others may refer to them: literals and those that something in the image does refer to are made when it is
decoded, the others when a program asks for the keys (data/table.py). For the bytes it makes no difference whether they have
been made. Of a table of integers, which are found by what they are, the integers are all that is written.
"""

from __future__ import annotations

from itertools import chain, repeat
from sys import getrefcount

from lisp.data.string import String
from lisp.data.table import keys_of
from lisp.image.classes import ANY, INTEGERS, TEXTS, UNSET
from lisp.image.contents import texts_of
from lisp.image.met import NEVER, OWNED, Met

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from lisp.data.table import Table


class Tables(Met):
    """A walk among hash tables and strings."""

    def __init__(self, page: int, counting: bool) -> None:
        super().__init__(page, counting)
        self.shared: set[int] = set()  # the serials of keys that may be met again
        self.wanted: set[int] = set()  # and of those that were

    def visit_tables(self, objects: list) -> Sequence[int]:
        new, serials = self.enter("table", objects)
        if new:
            kinds, integers, tokens, keys, values = self.contents.columns["table"]
            what = list(map(self.enter_keys, new))
            self.contents.tables += what
            others = [table for table, keys_are in zip(new, what) if keys_are == ANY]
            counted = [table for table, keys_are in zip(new, what) if keys_are == INTEGERS]
            self.add_part(kinds, [table.kind for table in new])
            self.add_part(integers, list(chain.from_iterable([chain.from_iterable(table.values) for table in counted])))
            self.add_part(tokens, list(chain.from_iterable([table.values for table in others])))
            self.add_part(keys, list(chain.from_iterable(map(written_keys, others))))
            self.add_part(values, list(chain.from_iterable([table.values.values() for table in new])))
        return serials

    def enter_keys(self, table: Table) -> int:
        """Enter the keys of TABLE if it is a table of texts and none of them was met before; what its keys are."""
        contents = self.contents
        if table.keys and id(next(iter(table.keys.values()))) in self.numbers:
            return ANY  # as it will be found, after a longer look; there may be many small tables with the same keys
        tokens = list(table.values)
        if tokens and tokens[0].__class__ is tuple:
            return INTEGERS if not table.keys and are_of_integers(tokens) else ANY
        serials = range(contents.end, contents.end + len(tokens))
        if not is_of_texts(table, tokens) or not self.may_enter(table, serials):
            return ANY
        contents.add("key", tokens)
        if any([key.constant for key in table.keys.values()]):
            contents.literals += [serial for token, serial in zip(tokens, serials) if is_literal(table.keys.get(token))]
        return TEXTS

    def may_enter(self, table: Table, serials: range) -> bool:
        """Whether none of the keys of TABLE was met before; if so those that may be met again are called SERIALS."""
        expected = OWNED if self.alone != NEVER else NEVER
        counts = list(map(getrefcount, list(table.keys.values())))
        if counts.count(expected) == len(counts):
            return True
        places = dict(zip(table.values, serials))
        others = {id(key): places[token] for (token, key), count in zip(table.keys.items(), counts) if count != expected}
        if not self.numbers.keys().isdisjoint(others):
            return False
        self.numbers.update(others)
        self.shared.update(others.values())
        return True

    def visit_strings(self, objects: list) -> Sequence[int]:
        new, serials = self.enter("string", objects)
        if self.shared and len(new) < len(serials):
            self.wanted.update(self.shared.intersection(serials))
        return serials


def is_of_texts(table: Table, tokens: list) -> bool:
    """Whether all keys of TABLE, whose TOKENS are given, are strings that look like them."""
    if not tokens or not are_all(str, tokens):
        return False
    made = list(table.keys.values())
    return are_all(String, made) and texts_of(made) == list(table.keys)


def are_of_integers(tokens: list) -> bool:
    """Whether TOKENS are all those of exact integers."""
    if not are_all(tuple, tokens):
        return False
    parts = list(chain.from_iterable(tokens))
    return len(parts) == len(tokens) and are_all(int, parts)


def are_all(cls: type, objects: list) -> bool:
    """Whether OBJECTS are all of CLS: half the time of making a set of their classes."""
    return list(map(type, objects)).count(cls) == len(objects)


def is_literal(key: String | None) -> bool:
    """Whether KEY, None if it has not been made, is one."""
    return key is not None and bool(key.constant)


def written_keys(table: Table) -> list:
    """The keys of TABLE; UNSET for one that is its own token, or can be made from it."""
    if len(table.keys) == len(table.values):
        return list(map(table.keys.__getitem__, table.values))
    keys_of(table)
    return list(map(table.keys.get, table.values, repeat(UNSET)))
