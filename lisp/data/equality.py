"""Sameness: `eqv?` and `equal?` (report, 6.1). Nothing here recurses, and `equal?` ends on circular data.

`equal?` walks both data with a stack of its own. Plain comparison goes first: most data are small. When that took
long, the parts that were met are merged into classes of a union-find (Adams & Dybvig, "Efficient nondestructive
equality checking for trees and graphs", ICFP 2008): two parts of one class are equal unless a difference turns up
elsewhere, so each comparison either merges two classes or is skipped, and the walk is finite.
"""

from __future__ import annotations

from lisp.data.bytevector import Bytevector
from lisp.data.pair import Pair
from lisp.data.string import String, text_of
from lisp.data.vector import Vector

FREE_STEPS = 2000  # comparisons before classes are kept
STRIDE = 16  # along a list, every so many pairs is merged: enough to end on a cycle, and cheap on a long list


def is_eqv(a: object, b: object) -> bool:
    """Whether A and B are the same by `eqv?`."""
    if a is b:
        return True
    kind = a.__class__
    if kind is not b.__class__ or kind is bool:
        return False
    if kind is int:
        return a == b
    if kind is float:
        return same_float(a, b)
    if kind is complex:
        return same_float(a.real, b.real) and same_float(a.imag, b.imag)
    # an exact rational, not imported here: the class of rationals is loaded when the first one is made
    return hasattr(kind, "numerator") and a == b


def same_float(a: float, b: float) -> bool:
    """Whether A and B behave alike: zeros of unlike sign do not, two NaNs do."""
    if a == b:
        return a != 0.0 or repr(a) == repr(b)
    return a != a and b != b


def is_equal(a: object, b: object) -> bool:
    """Whether A and B are the same by `equal?`."""
    if a is b:
        return True
    if not isinstance(a, (Pair, Vector)):
        return same_leaf(a, b)
    classes: dict[int, int] = {}
    work = [(a, b)]
    steps = 0
    while work:
        a, b = work.pop()
        if steps > FREE_STEPS and merged(classes, a, b):
            continue
        while isinstance(a, Pair):
            if a is b:
                break
            if not isinstance(b, Pair):
                return False
            x, y = a.car, b.car
            if x is not y:
                if isinstance(x, (Pair, Vector)):
                    work.append((x, y))
                elif not same_leaf(x, y):
                    return False
            a, b = a.cdr, b.cdr
            steps += 1
            if steps > FREE_STEPS and steps % STRIDE == 0 and isinstance(a, Pair) and merged(classes, a, b):
                break
        else:
            if isinstance(a, Vector):
                if not push_items(a, b, work):
                    return False
                steps += 1
            elif not same_leaf(a, b):
                return False
    return True


def push_items(a: Vector, b: object, work: list) -> bool:
    """Compare vector A with B, leaving what is to be walked in WORK; False if they differ already."""
    if a is b:
        return True
    if not isinstance(b, Vector) or len(a.items) != len(b.items):
        return False
    for x, y in zip(a.items, b.items):
        if x is not y:
            if isinstance(x, (Pair, Vector)):
                work.append((x, y))
            elif not same_leaf(x, y):
                return False
    return True


def same_leaf(a: object, b: object) -> bool:
    """`equal?` for A that is neither a pair nor a vector."""
    if a is b:
        return True
    if isinstance(a, String):
        return isinstance(b, String) and text_of(a) == text_of(b)
    if isinstance(a, Bytevector):
        return isinstance(b, Bytevector) and a.octets == b.octets
    return is_eqv(a, b)


def merged(classes: dict[int, int], a: object, b: object) -> bool:
    """Whether A and B are in one class of CLASSES; they are afterwards."""
    i, j = find(classes, id(a)), find(classes, id(b))
    if i == j:
        return True
    classes[i] = j
    return False


def find(classes: dict[int, int], key: int) -> int:
    """The representative of KEY's class; halves the path to it."""
    parent = classes.get(key, key)
    while parent != key:
        above = classes.get(parent, parent)
        classes[key] = above
        key, parent = above, classes.get(above, above)
    return key
