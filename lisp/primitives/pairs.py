"""Pairs and lists (report, 6.4). What calls a procedure (map, member with a test, …) is written in Scheme.

Operations on long lists are loops; a circular list where a proper one is wanted is an error, not an endless loop.
"""

from __future__ import annotations

from lisp.core.primitive import primitive
from lisp.data.base import NIL
from lisp.data.condition import error
from lisp.data.equality import is_equal, is_eqv
from lisp.data.pair import Pair, is_list, list_items, make_pair, to_list
from lisp.data.symbol import Symbol

SUPPORT = ("Pair", "NIL", "not_a_pair")
CONS = "new = Pair(); new.car = obj1; new.cdr = obj2"


def refuse(who: str, expected: str, got: object) -> Exception:
    """The error that WHO got GOT where EXPECTED was wanted."""
    from lisp.data.writer import shown

    return error("type", f"expected {expected}, got {shown(got)}", who=who)


def items_of(who: str, items: object) -> list:
    """The members of the proper list ITEMS, as a Python list."""
    result = list_items(items)
    if result is None:
        raise refuse(who, "a list", items)
    return result


@primitive("pair?", "object -> boolean", section="6.4", pure=True, inline="obj.__class__ is Pair")
def pair_p(obj: object) -> bool:
    """Whether OBJ is a pair."""
    return isinstance(obj, Pair)


@primitive("cons", "object object -> pair", section="6.4", pure=True, inline=CONS)
def cons(obj1: object, obj2: object) -> Pair:
    """A fresh pair of OBJ1 and OBJ2."""
    return make_pair(obj1, obj2)


def not_a_pair(obj: object) -> object:
    """What an assignment is written with that must not happen: a Python function would take any attribute."""
    raise TypeError


@primitive(
    "set-car!", "pair object -> unspecified", section="6.4",
    inline="pair.car = obj if pair.__class__ is Pair else not_a_pair(pair)",
)  # fmt: skip
def set_car(pair: Pair, obj: object) -> None:
    """Store OBJ in the car of PAIR."""
    if not isinstance(pair, Pair):
        raise TypeError
    pair.car = obj


@primitive(
    "set-cdr!", "pair object -> unspecified", section="6.4",
    inline="pair.cdr = obj if pair.__class__ is Pair else not_a_pair(pair)",
)  # fmt: skip
def set_cdr(pair: Pair, obj: object) -> None:
    """Store OBJ in the cdr of PAIR."""
    if not isinstance(pair, Pair):
        raise TypeError
    pair.cdr = obj


@primitive("car", "pair -> object", section="6.4", pure=True, inline="pair.car")
def car(pair: Pair) -> object:
    """The car of PAIR."""
    return pair.car


@primitive("cdr", "pair -> object", section="6.4", pure=True, inline="pair.cdr")
def cdr(pair: Pair) -> object:
    """The cdr of PAIR."""
    return pair.cdr


@primitive("caar", "pair -> object", section="6.4", pure=True, inline="pair.car.car")
def caar(pair: Pair) -> object:
    """The caar of PAIR."""
    return pair.car.car


@primitive("cadr", "pair -> object", section="6.4", pure=True, inline="pair.cdr.car")
def cadr(pair: Pair) -> object:
    """The cadr of PAIR."""
    return pair.cdr.car


@primitive("cdar", "pair -> object", section="6.4", pure=True, inline="pair.car.cdr")
def cdar(pair: Pair) -> object:
    """The cdar of PAIR."""
    return pair.car.cdr


@primitive("cddr", "pair -> object", section="6.4", pure=True, inline="pair.cdr.cdr")
def cddr(pair: Pair) -> object:
    """The cddr of PAIR."""
    return pair.cdr.cdr


@primitive("caaar", "pair -> object", section="6.4", pure=True, inline="pair.car.car.car")
def caaar(pair: Pair) -> object:
    """The caaar of PAIR."""
    return pair.car.car.car


@primitive("caadr", "pair -> object", section="6.4", pure=True, inline="pair.cdr.car.car")
def caadr(pair: Pair) -> object:
    """The caadr of PAIR."""
    return pair.cdr.car.car


@primitive("cadar", "pair -> object", section="6.4", pure=True, inline="pair.car.cdr.car")
def cadar(pair: Pair) -> object:
    """The cadar of PAIR."""
    return pair.car.cdr.car


@primitive("caddr", "pair -> object", section="6.4", pure=True, inline="pair.cdr.cdr.car")
def caddr(pair: Pair) -> object:
    """The caddr of PAIR."""
    return pair.cdr.cdr.car


@primitive("cdaar", "pair -> object", section="6.4", pure=True, inline="pair.car.car.cdr")
def cdaar(pair: Pair) -> object:
    """The cdaar of PAIR."""
    return pair.car.car.cdr


@primitive("cdadr", "pair -> object", section="6.4", pure=True, inline="pair.cdr.car.cdr")
def cdadr(pair: Pair) -> object:
    """The cdadr of PAIR."""
    return pair.cdr.car.cdr


@primitive("cddar", "pair -> object", section="6.4", pure=True, inline="pair.car.cdr.cdr")
def cddar(pair: Pair) -> object:
    """The cddar of PAIR."""
    return pair.car.cdr.cdr


@primitive("cdddr", "pair -> object", section="6.4", pure=True, inline="pair.cdr.cdr.cdr")
def cdddr(pair: Pair) -> object:
    """The cdddr of PAIR."""
    return pair.cdr.cdr.cdr


@primitive("caaaar", "pair -> object", section="6.4", pure=True, inline="pair.car.car.car.car")
def caaaar(pair: Pair) -> object:
    """The caaaar of PAIR."""
    return pair.car.car.car.car


@primitive("caaadr", "pair -> object", section="6.4", pure=True, inline="pair.cdr.car.car.car")
def caaadr(pair: Pair) -> object:
    """The caaadr of PAIR."""
    return pair.cdr.car.car.car


@primitive("caadar", "pair -> object", section="6.4", pure=True, inline="pair.car.cdr.car.car")
def caadar(pair: Pair) -> object:
    """The caadar of PAIR."""
    return pair.car.cdr.car.car


@primitive("caaddr", "pair -> object", section="6.4", pure=True, inline="pair.cdr.cdr.car.car")
def caaddr(pair: Pair) -> object:
    """The caaddr of PAIR."""
    return pair.cdr.cdr.car.car


@primitive("cadaar", "pair -> object", section="6.4", pure=True, inline="pair.car.car.cdr.car")
def cadaar(pair: Pair) -> object:
    """The cadaar of PAIR."""
    return pair.car.car.cdr.car


@primitive("cadadr", "pair -> object", section="6.4", pure=True, inline="pair.cdr.car.cdr.car")
def cadadr(pair: Pair) -> object:
    """The cadadr of PAIR."""
    return pair.cdr.car.cdr.car


@primitive("caddar", "pair -> object", section="6.4", pure=True, inline="pair.car.cdr.cdr.car")
def caddar(pair: Pair) -> object:
    """The caddar of PAIR."""
    return pair.car.cdr.cdr.car


@primitive("cadddr", "pair -> object", section="6.4", pure=True, inline="pair.cdr.cdr.cdr.car")
def cadddr(pair: Pair) -> object:
    """The cadddr of PAIR."""
    return pair.cdr.cdr.cdr.car


@primitive("cdaaar", "pair -> object", section="6.4", pure=True, inline="pair.car.car.car.cdr")
def cdaaar(pair: Pair) -> object:
    """The cdaaar of PAIR."""
    return pair.car.car.car.cdr


@primitive("cdaadr", "pair -> object", section="6.4", pure=True, inline="pair.cdr.car.car.cdr")
def cdaadr(pair: Pair) -> object:
    """The cdaadr of PAIR."""
    return pair.cdr.car.car.cdr


@primitive("cdadar", "pair -> object", section="6.4", pure=True, inline="pair.car.cdr.car.cdr")
def cdadar(pair: Pair) -> object:
    """The cdadar of PAIR."""
    return pair.car.cdr.car.cdr


@primitive("cdaddr", "pair -> object", section="6.4", pure=True, inline="pair.cdr.cdr.car.cdr")
def cdaddr(pair: Pair) -> object:
    """The cdaddr of PAIR."""
    return pair.cdr.cdr.car.cdr


@primitive("cddaar", "pair -> object", section="6.4", pure=True, inline="pair.car.car.cdr.cdr")
def cddaar(pair: Pair) -> object:
    """The cddaar of PAIR."""
    return pair.car.car.cdr.cdr


@primitive("cddadr", "pair -> object", section="6.4", pure=True, inline="pair.cdr.car.cdr.cdr")
def cddadr(pair: Pair) -> object:
    """The cddadr of PAIR."""
    return pair.cdr.car.cdr.cdr


@primitive("cdddar", "pair -> object", section="6.4", pure=True, inline="pair.car.cdr.cdr.cdr")
def cdddar(pair: Pair) -> object:
    """The cdddar of PAIR."""
    return pair.car.cdr.cdr.cdr


@primitive("cddddr", "pair -> object", section="6.4", pure=True, inline="pair.cdr.cdr.cdr.cdr")
def cddddr(pair: Pair) -> object:
    """The cddddr of PAIR."""
    return pair.cdr.cdr.cdr.cdr


@primitive("null?", "object -> boolean", section="6.4", pure=True, inline="obj is NIL")
def null_p(obj: object) -> bool:
    """Whether OBJ is the empty list."""
    return obj is NIL


@primitive("list?", "object -> boolean", section="6.4", pure=True)
def list_p(obj: object) -> bool:
    """Whether OBJ is a proper list."""
    return is_list(obj)


@primitive("list", "object ... -> list", section="6.4", pure=True)
def list_(*objs: object) -> object:
    """A fresh list of OBJS."""
    return to_list(objs)


@primitive("make-list", "index [object] -> list", section="6.4", pure=True)
def make_list(k: int, fill: object = None) -> object:
    """A list of K times FILL."""
    if k.__class__ is not int or k < 0:
        raise TypeError
    return to_list([fill] * k)


@primitive("cons*", "object object ... -> object", pure=True)
def cons_star(obj: object, *objs: object) -> object:
    """A list of the arguments, the last one being its tail (SRFI 1)."""
    return to_list((obj, *objs[:-1]), objs[-1]) if objs else obj


@primitive("length", "list -> index", section="6.4", pure=True)
def length(items: object) -> int:
    """The length of a proper list."""
    return len(items_of("length", items))


@primitive("append", "object ... -> object", section="6.4", pure=True)
def append(*lists: object) -> object:
    """The lists one after the other; the last is shared and may be any object."""
    if not lists:
        return NIL
    result = lists[-1]
    for items in reversed(lists[:-1]):
        result = to_list(items_of("append", items), result)
    return result


@primitive("reverse", "list -> list", section="6.4", pure=True)
def reverse(items: object) -> object:
    """A fresh list of the members in reverse order."""
    return to_list(items_of("reverse", items)[::-1])


def tail_of(who: str, items: object, k: object) -> object:
    if k.__class__ is not int or k < 0:
        raise refuse(who, "an exact non-negative integer", k)
    tail = items
    try:
        for _ in range(k):
            tail = tail.cdr
    except AttributeError:
        raise short(who, items, k) from None
    return tail


def short(who: str, items: object, k: int) -> Exception:
    from lisp.data.writer import shown

    return error("range", f"index {shown(k)} is out of range for the list {shown(items)}", who=who)


@primitive("list-tail", "object index -> object", section="6.4", pure=True)
def list_tail(items: object, k: int) -> object:
    """The list without its first K members."""
    return tail_of("list-tail", items, k)


@primitive("list-ref", "object index -> object", section="6.4", pure=True)
def list_ref(items: object, k: int) -> object:
    """Member K of the list, from 0."""
    tail = tail_of("list-ref", items, k)
    if not isinstance(tail, Pair):
        raise short("list-ref", items, k)
    return tail.car


@primitive("list-set!", "object index object -> unspecified", section="6.4")
def list_set(items: object, k: int, obj: object) -> None:
    """Store OBJ as member K of the list."""
    tail = tail_of("list-set!", items, k)
    if not isinstance(tail, Pair):
        raise short("list-set!", items, k)
    tail.car = obj


@primitive("list-copy", "object -> object", section="6.4", pure=True)
def list_copy(items: object) -> object:
    """A fresh list of the same members and the same tail."""
    members = []
    while isinstance(items, Pair):
        members.append(items.car)
        items = items.cdr
    return to_list(members, items)


@primitive("last-pair", "pair -> pair", pure=True)
def last_pair(items: Pair) -> Pair:
    """The last pair of a list."""
    while isinstance(items.cdr, Pair):
        items = items.cdr
    return items


def find_tail(who: str, items: object, test: object) -> object:
    """The first tail of ITEMS whose car passes TEST, or False."""
    tail, mark, steps, limit = items, None, 0, 1 << 10
    while isinstance(tail, Pair) and tail is not mark:
        if test(tail.car):
            return tail
        steps += 1
        if steps == limit:  # Brent's cycle test: what is met again later is part of a circle
            mark, limit = tail, 2 * limit
        tail = tail.cdr
    if tail is not NIL:
        raise refuse(who, "a list", items)
    return False


def find_entry(who: str, items: object, test: object) -> object:
    """The first pair in the association list ITEMS whose car passes TEST, or False."""
    tail, mark, steps, limit = items, None, 0, 1 << 10
    while isinstance(tail, Pair) and tail is not mark:
        entry = tail.car
        if not isinstance(entry, Pair):
            raise refuse(who, "an association list", items)
        if test(entry.car):
            return entry
        steps += 1
        if steps == limit:  # Brent's cycle test, as in find_tail
            mark, limit = tail, 2 * limit
        tail = tail.cdr
    if tail is not NIL:
        raise refuse(who, "an association list", items)
    return False


@primitive("memq", "object list -> object", section="6.4", pure=True)
def memq(obj: object, items: object) -> object:
    """The first tail of the list that starts with OBJ (`eq?`), or #f."""
    return find_tail("memq", items, lambda x: x is obj)


@primitive("memv", "object list -> object", section="6.4", pure=True)
def memv(obj: object, items: object) -> object:
    """The first tail of the list that starts with OBJ (`eqv?`), or #f."""
    return find_tail("memv", items, lambda x: is_eqv(x, obj))


@primitive("%member", "object list -> object", section="6.4", pure=True)
def member(obj: object, items: object) -> object:
    """The first tail of the list that starts with OBJ (`equal?`), or #f."""
    return find_tail("member", items, lambda x: is_equal(x, obj))


@primitive("assq", "object list -> object", section="6.4", pure=True)
def assq(obj: object, items: object) -> object:
    """The first pair of the association list whose car is OBJ (`eq?`), or #f."""
    return find_entry("assq", items, lambda x: x is obj)


@primitive("assv", "object list -> object", section="6.4", pure=True)
def assv(obj: object, items: object) -> object:
    """The first pair of the association list whose car is OBJ (`eqv?`), or #f."""
    return find_entry("assv", items, lambda x: is_eqv(x, obj))


@primitive("%assoc", "object list -> object", section="6.4", pure=True)
def assoc(obj: object, items: object) -> object:
    """The first pair of the association list whose car is OBJ (`equal?`), or #f."""
    return find_entry("assoc", items, lambda x: is_equal(x, obj))


@primitive("%all-pairs?", "symbol list -> boolean", pure=True)
def all_pairs_p(who: Symbol, lists: object) -> bool:
    """Whether no list in LISTS has come to its end; WHO is going through them in parallel."""
    going_on = True
    while lists is not NIL:
        items = lists.car
        if not isinstance(items, Pair):
            if items is not NIL:
                raise refuse(who.name, "a list", items)
            going_on = False
        lists = lists.cdr
    return going_on


@primitive("%cars", "list -> list", pure=True)
def cars(lists: object) -> object:
    """The first members of all LISTS."""
    return to_list([items.car for items in items_of("map", lists)])


@primitive("%cdrs", "list -> list", pure=True)
def cdrs(lists: object) -> object:
    """The rests of all LISTS."""
    return to_list([items.cdr for items in items_of("map", lists)])
