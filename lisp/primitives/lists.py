"""Lists beyond the report (SRFI 1): the operations that call no procedure; the rest is in stdlib/srfi/1.sld.

Their names have a %: a program that defines a `take` of its own beside (lisp primitives) is not disturbed.
"""

from __future__ import annotations

from operator import add, mul

from lisp.core.primitive import primitive
from lisp.data.base import NIL
from lisp.data.condition import LispError
from lisp.data.equality import is_equal
from lisp.data.numbers import arithmetic, check_number
from lisp.data.pair import Pair, is_list, list_items, make_pair, to_list
from lisp.data.table import equal_token, graph_token
from lisp.data.vector import Vector
from lisp.primitives.pairs import items_of, refuse, short, tail_of


def has_circle(items: object) -> bool:
    """Whether the list ITEMS has no end (Floyd's cycle test)."""
    slow = items
    while isinstance(items, Pair) and isinstance(items.cdr, Pair):
        items = items.cdr.cdr
        slow = slow.cdr
        if slow is items:
            return True
    return False


@primitive("%circular-list?", "object -> boolean", pure=True)
def circular_list_p(obj: object) -> bool:
    """Whether OBJ is a list without an end."""
    return has_circle(obj)


@primitive("%dotted-list?", "object -> boolean", pure=True)
def dotted_list_p(obj: object) -> bool:
    """Whether OBJ is finite and not a proper list; any object but a pair or the empty list is."""
    return not is_list(obj) and not has_circle(obj)


@primitive("%length+", "object -> object", pure=True)
def length_plus(items: object) -> object:
    """The length of a proper list, or #f for a circular one."""
    members = list_items(items)
    if members is not None:
        return len(members)
    if has_circle(items):
        return False
    raise refuse("length+", "a proper or circular list", items)


def members_and_rest(who: str, items: object, k: object) -> tuple[list, object]:
    """The first K members of ITEMS, and the rest."""
    if k.__class__ is not int or k < 0:
        raise refuse(who, "an exact non-negative integer", k)
    members, rest = [], items
    for _ in range(k):
        if not isinstance(rest, Pair):
            raise short(who, items, k)
        members.append(rest.car)
        rest = rest.cdr
    return members, rest


@primitive("%take", "object index -> list", pure=True)
def take(items: object, k: int) -> object:
    """A fresh list of the first K members."""
    return to_list(members_and_rest("take", items, k)[0])


@primitive("%drop", "object index -> object", pure=True)
def drop(items: object, k: int) -> object:
    """The list without its first K members."""
    return tail_of("drop", items, k)


def members_and_end(who: str, items: object) -> tuple[list, object]:
    """The members of the finite list ITEMS and what it ends in."""
    members = list_items(items)
    if members is not None:
        return members, NIL
    if has_circle(items):
        raise refuse(who, "a finite list", items)
    members, rest = [], items
    while isinstance(rest, Pair):
        members.append(rest.car)
        rest = rest.cdr
    return members, rest


def count_before(who: str, items: object, members: list, k: object) -> int:
    """How many of MEMBERS, those of ITEMS, stand before the last K."""
    if k.__class__ is not int or k < 0:
        raise refuse(who, "an exact non-negative integer", k)
    if k > len(members):
        raise short(who, items, k)
    return len(members) - k


@primitive("%take-right", "object index -> object", pure=True)
def take_right(items: object, k: int) -> object:
    """The last K members: a tail of the list, which may be dotted."""
    members, _ = members_and_end("take-right", items)
    return tail_of("take-right", items, count_before("take-right", items, members, k))


@primitive("%drop-right", "object index -> list", pure=True)
def drop_right(items: object, k: int) -> object:
    """A fresh list of all but the last K members."""
    members, _ = members_and_end("drop-right", items)
    return to_list(members[: count_before("drop-right", items, members, k)])


@primitive("%append-reverse", "list object -> object", pure=True)
def append_reverse(items: object, tail: object) -> object:
    """The members of ITEMS in reverse order, before TAIL."""
    return to_list(items_of("append-reverse", items)[::-1], tail)


@primitive("%concatenate", "list -> object", pure=True)
def concatenate(lists: object) -> object:
    """The LISTS one after the other; the last is shared and may be any object."""
    parts = items_of("concatenate", lists)
    if not parts:
        return NIL
    result = parts[-1]
    for part in reversed(parts[:-1]):
        result = to_list(items_of("concatenate", part), result)
    return result


@primitive("%circular-list", "object object ... -> pair", pure=True)
def circular_list(obj: object, *objs: object) -> Pair:
    """A circular list of OBJS."""
    last = make_pair(objs[-1] if objs else obj, NIL)
    last.cdr = to_list((obj, *objs[:-1]), last) if objs else last
    return last.cdr


@primitive("%iota", "index number number -> list", pure=True)
def iota(count: int, start: object, step: object) -> object:
    """COUNT numbers from START, STEP apart."""
    if count.__class__ is not int or count < 0:
        raise TypeError
    check_number("iota", start)
    check_number("iota", step)
    if start.__class__ is int and step.__class__ is int:
        return to_list([start + k * step for k in range(count)])
    return to_list([arithmetic(add, start, arithmetic(mul, k, step)) for k in range(count)])


@primitive("%delete", "object list -> list", pure=True)
def delete(obj: object, items: object) -> object:
    """The members of ITEMS that are not `equal?` to OBJ."""
    return to_list([member for member in items_of("delete", items) if not is_equal(obj, member)])


@primitive("%delete-duplicates", "list -> list", pure=True)
def delete_duplicates(items: object) -> object:
    """The members of ITEMS that are not `equal?` to an earlier one."""
    seen: set = set()
    kept: list = []
    without_token: list = []  # such as are circular: they are not equal to any that has a token
    for member in items_of("delete-duplicates", items):
        try:
            token = (graph_token if isinstance(member, (Pair, Vector)) else equal_token)(member)
        except LispError:
            if any(is_equal(earlier, member) for earlier in without_token):
                continue
            without_token.append(member)
        else:
            if token in seen:
                continue
            seen.add(token)
        kept.append(member)
    return to_list(kept)


@primitive("%alist-delete", "object list -> list", pure=True)
def alist_delete(key: object, entries: object) -> object:
    """The ENTRIES whose key is not `equal?` to KEY."""
    return to_list([entry for entry in items_of("alist-delete", entries) if not is_equal(key, entry.car)])
