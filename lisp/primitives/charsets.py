"""Sets of characters as ranges (SRFI 14; the library is stdlib/srfi/14.sld).

A set is a vector of codes in ascending order: where it begins, where it ends, where it begins again, … The union of two
sets and its relatives are one sweep over both; whether a code is in a set is a binary search.
"""

from __future__ import annotations

from bisect import bisect_right

from lisp.core.primitive import primitive
from lisp.data.char import CHARS, Char
from lisp.data.condition import error
from lisp.data.pair import list_items, to_list
from lisp.data.symbol import Symbol
from lisp.data.vector import Vector

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

FULL = (0, 0xD800, 0xE000, 0x110000)  # surrogates are no characters
OPERATIONS: dict[str, Callable[[int, int], int]] = {
    "union": lambda a, b: a | b,
    "intersection": lambda a, b: a & b,
    "difference": lambda a, b: a & ~b & 1,
    "xor": lambda a, b: a ^ b,
}
LETTER = ("Lu", "Ll", "Lt", "Lm", "Lo")
PUNCTUATION = ("Pc", "Pd", "Ps", "Pe", "Pi", "Pf", "Po")
SYMBOL = ("Sm", "Sc", "Sk", "So")
# Sets by the general category of their members (mark is for regular expressions); the other standard sets are in
# `standard_ranges`.
CATEGORIES = {
    "title-case": ("Lt",),
    "letter": LETTER,
    "digit": ("Nd",),
    "letter+digit": (*LETTER, "Nd"),
    "punctuation": PUNCTUATION,
    "symbol": SYMBOL,
    "mark": ("Mn", "Mc", "Me"),
    "graphic": (*LETTER, "Nd", *PUNCTUATION, *SYMBOL),
}


def ranges_of(codes: Iterable[int]) -> list[int]:
    """The ranges of CODES, which come in ascending order."""
    ranges: list[int] = []
    for code in codes:
        if ranges and ranges[-1] == code:
            ranges[-1] = code + 1
        elif not ranges or code > ranges[-1]:
            ranges += (code, code + 1)
    return ranges


def combine(operation: Callable[[int, int], int], a: list[int], b: list[int]) -> list[int]:
    """The ranges of what OPERATION of (in A, in B) says is in the result."""
    result: list[int] = []
    i = j = inside = 0
    while i < len(a) or j < len(b):
        code = min(a[i : i + 1] + b[j : j + 1])
        i += i < len(a) and a[i] == code
        j += j < len(b) and b[j] == code
        if operation(i & 1, j & 1) != inside:
            result.append(code)
            inside ^= 1
    return result


def characters() -> Iterable[int]:
    """The codes in the planes that have characters in use: all others are unassigned, private or format characters."""
    yield from range(FULL[0], FULL[1])
    yield from range(FULL[2], 0x40000)


def standard_ranges(name: str) -> list[int] | None:
    """The ranges of the standard set char-set:NAME, of Python's Unicode."""
    from unicodedata import category

    space = [9, 14, 0x85, 0x86]
    if name in CATEGORIES:
        kinds = frozenset(CATEGORIES[name])
        return ranges_of(code for code in characters() if category(chr(code)) in kinds)
    if name == "lower-case":
        return ranges_of(code for code in characters() if chr(code).islower())
    if name == "upper-case":
        return ranges_of(code for code in characters() if chr(code).isupper())
    if name == "whitespace":
        return combine(OPERATIONS["union"], space, by_category("Zs", "Zl", "Zp"))
    if name == "printing":
        return combine(OPERATIONS["union"], space, by_category(*CATEGORIES["graphic"], "Zs", "Zl", "Zp"))
    if name == "blank":
        return combine(OPERATIONS["union"], [9, 10], by_category("Zs"))
    return {
        "iso-control": [0, 0x20, 0x7F, 0xA0],
        "hex-digit": [0x30, 0x3A, 0x41, 0x47, 0x61, 0x67],
        "ascii": [0, 0x80],
        "empty": [],
        "full": list(FULL),
    }.get(name)


def by_category(*kinds: str) -> list[int]:
    """The ranges of the characters whose general category is one of KINDS."""
    from unicodedata import category

    return ranges_of(code for code in characters() if category(chr(code)) in kinds)


@primitive("%standard-char-ranges", "symbol -> vector", pure=True)
def standard_char_ranges(name: Symbol) -> Vector:
    """The ranges of the standard character set NAME of SRFI 14."""
    ranges = standard_ranges(name.name)
    if ranges is None:
        raise error("value", "there is no standard character set called", name)
    return Vector(ranges)


@primitive("%chars->ranges", "list -> vector", pure=True)
def chars_to_ranges(chars: object) -> Vector:
    """The ranges of a list of characters."""
    members = list_items(chars)
    if members is None:
        raise TypeError
    for member in members:
        if member.__class__ is not Char:
            from lisp.data.writer import shown

            raise error("type", f"expected a character, got {shown(member)}", who="char-set")
    return Vector(ranges_of(sorted(char.code for char in members)))


@primitive("%combine-ranges", "symbol vector vector -> vector", pure=True)
def combine_ranges(operation: Symbol, a: Vector, b: Vector) -> Vector:
    """The union, intersection, difference or xor of two sets, as OPERATION says."""
    return Vector(combine(OPERATIONS[operation.name], list(a.items), list(b.items)))


@primitive("%in-ranges?", "vector char -> boolean", pure=True)
def in_ranges_p(ranges: Vector, char: Char) -> bool:
    """Whether CHAR is in the set."""
    return bisect_right(ranges.items, char.code) % 2 == 1


@primitive("%ranges-size", "vector -> index", pure=True)
def ranges_size(ranges: Vector) -> int:
    """How many characters are in the set."""
    return sum(ranges.items[1::2]) - sum(ranges.items[::2])


@primitive("%ranges->chars", "vector -> list", pure=True)
def ranges_to_chars(ranges: Vector) -> object:
    """The members of the set in ascending order."""
    bounds = zip(ranges.items[::2], ranges.items[1::2])
    return to_list([CHARS[chr(code)] for start, end in bounds for code in range(start, end)])


@primitive("%next-in-ranges", "vector index -> object", pure=True)
def next_in_ranges(ranges: Vector, code: int) -> object:
    """The least code in the set that is not below CODE, or #f."""
    place = bisect_right(ranges.items, code)
    if place % 2 == 1:
        return code
    return ranges.items[place] if place < len(ranges.items) else False
