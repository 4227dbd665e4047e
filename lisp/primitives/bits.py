"""Integers as strings of bits, in two's complement and without an end to the left (SRFI 151, stdlib/srfi/151.sld)."""

from __future__ import annotations

from lisp.core.primitive import primitive
from lisp.data.condition import error
from lisp.data.pair import list_items, to_list
from lisp.primitives.pairs import refuse

SUPPORT = ("slow_and", "slow_ior", "slow_xor")
LIMIT = 1 << 33  # bits that a shift may make: more is a mistake that would eat the memory
INTS = "a.__class__ is int and b.__class__ is int"


def check_int(who: str, i: object) -> int:
    """I, which must be an exact integer."""
    if i.__class__ is not int:
        raise refuse(who, "an exact integer", i)
    return i


def check_field(who: str, start: object, end: object) -> int:
    """The width of the field from bit START to bit END."""
    if start.__class__ is not int or start < 0:
        raise refuse(who, "an exact non-negative integer", start)
    if end.__class__ is not int or end < start:
        raise refuse(who, f"an end that is not below the start {start}", end)
    return end - start


def slow_and(a: object, b: object) -> int:
    """Bitwise and of any two objects: both must be exact integers."""
    return check_int("bitwise-and", a) & check_int("bitwise-and", b)


def slow_ior(a: object, b: object) -> int:
    """Bitwise or of any two objects."""
    return check_int("bitwise-ior", a) | check_int("bitwise-ior", b)


def slow_xor(a: object, b: object) -> int:
    """Bitwise exclusive or of any two objects."""
    return check_int("bitwise-xor", a) ^ check_int("bitwise-xor", b)


@primitive("bitwise-not", "exact-integer -> exact-integer", section="SRFI 151", pure=True)
def bitwise_not(i: int) -> int:
    """Every bit of I the other way."""
    return ~check_int("bitwise-not", i)


@primitive(
    "bitwise-and", "exact-integer ... -> exact-integer", section="SRFI 151", pure=True,
    inline={2: f"a & b if {INTS} else slow_and(a, b)"},
)  # fmt: skip
def bitwise_and(*integers: int) -> int:
    """The bits that are set in all INTEGERS."""
    result = -1
    for i in integers:
        result &= check_int("bitwise-and", i)
    return result


@primitive(
    "bitwise-ior", "exact-integer ... -> exact-integer", section="SRFI 151", pure=True,
    inline={2: f"a | b if {INTS} else slow_ior(a, b)"},
)  # fmt: skip
def bitwise_ior(*integers: int) -> int:
    """The bits that are set in any of INTEGERS."""
    result = 0
    for i in integers:
        result |= check_int("bitwise-ior", i)
    return result


@primitive(
    "bitwise-xor", "exact-integer ... -> exact-integer", section="SRFI 151", pure=True,
    inline={2: f"a ^ b if {INTS} else slow_xor(a, b)"},
)  # fmt: skip
def bitwise_xor(*integers: int) -> int:
    """The bits that are set in an odd number of INTEGERS."""
    result = 0
    for i in integers:
        result ^= check_int("bitwise-xor", i)
    return result


@primitive("arithmetic-shift", "exact-integer exact-integer -> exact-integer", section="SRFI 151", pure=True)
def arithmetic_shift(i: int, count: int) -> int:
    """I times 2 to the power COUNT, rounded down."""
    check_int("arithmetic-shift", i)
    if check_int("arithmetic-shift", count) < 0:
        return i >> -count
    if count > LIMIT and i:
        raise error("range", "the result would have too many bits:", count, who="arithmetic-shift")
    return i << count if i else 0


@primitive("bit-count", "exact-integer -> index", section="SRFI 151", pure=True)
def bit_count(i: int) -> int:
    """How many bits of I are set or, if it is negative, are not set."""
    return (i if check_int("bit-count", i) >= 0 else ~i).bit_count()


@primitive("integer-length", "exact-integer -> index", section="SRFI 151", pure=True)
def integer_length(i: int) -> int:
    """How many bits it takes to write I, without a sign bit."""
    return (i if check_int("integer-length", i) >= 0 else ~i).bit_length()


@primitive("bit-set?", "index exact-integer -> boolean", section="SRFI 151", pure=True)
def bit_set_p(index: int, i: int) -> bool:
    """Whether bit INDEX of I is set."""
    check_field("bit-set?", index, index)
    return check_int("bit-set?", i) >> index & 1 == 1


@primitive("first-set-bit", "exact-integer -> exact-integer", section="SRFI 151", pure=True)
def first_set_bit(i: int) -> int:
    """The index of the lowest bit of I that is set; -1 if there is none."""
    return (check_int("first-set-bit", i) & -i).bit_length() - 1


@primitive("bit-field", "exact-integer index index -> index", section="SRFI 151", pure=True)
def bit_field(i: int, start: int, end: int) -> int:
    """Bits START to END of I."""
    width = check_field("bit-field", start, end)
    field = check_int("bit-field", i) >> start
    return field & (1 << width) - 1 if field < 0 or field.bit_length() > width else field


@primitive("%replace-field", "exact-integer exact-integer index index -> exact-integer", pure=True)
def replace_field(to: int, source: int, start: int, end: int) -> int:
    """TO with its bits START to END replaced by the lowest bits of SOURCE."""
    mask = (1 << check_field("bit-field-replace", start, end)) - 1
    check_int("bit-field-replace", to)
    return to & ~(mask << start) | (check_int("bit-field-replace", source) & mask) << start


@primitive("%reverse-field", "exact-integer index index -> exact-integer", pure=True)
def reverse_field(i: int, start: int, end: int) -> int:
    """I with its bits START to END in reverse order."""
    width = check_field("bit-field-reverse", start, end)
    if width == 0:
        return check_int("bit-field-reverse", i)
    field = check_int("bit-field-reverse", i) >> start & (1 << width) - 1
    return replace_field(i, int(format(field, f"0{width}b")[::-1], 2), start, end)


@primitive("%bits->list", "exact-integer index -> list", pure=True)
def bits_to_list(i: int, length: int) -> object:
    """The lowest LENGTH bits of I as booleans, the lowest first."""
    check_field("bits->list", 0, length)
    check_int("bits->list", i)
    return to_list([i >> k & 1 == 1 for k in range(length)])


@primitive("%list->bits", "list -> index", pure=True)
def list_to_bits(booleans: object) -> int:
    """The integer whose bits are BOOLEANS, the lowest first."""
    members = list_items(booleans)
    if members is None:
        raise refuse("list->bits", "a list", booleans)
    for member in members:
        if member is not True and member is not False:
            raise refuse("list->bits", "a boolean", member)
    return int("".join("1" if member else "0" for member in reversed(members)) or "0", 2)
