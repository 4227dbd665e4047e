"""Integer division and its relatives, rounding, roots of integers (report, 6.2.6)."""

from __future__ import annotations

from math import gcd, isqrt

from lisp.core.primitive import primitive
from lisp.data.condition import error
from lisp.data.numbers import check_integer, check_real, is_exact, refuse, to_exact, to_float
from lisp.data.values import make_values

SUPPORT = ("slow_modulo", "slow_remainder", "slow_quotient", "slow_floor_quotient", "slow_even", "slow_odd")


def division(who: str, n: object, d: object, floor: bool) -> tuple:
    """Quotient and remainder of two integers, inexact if either is."""
    check_integer(who, n)
    check_integer(who, d)
    a, b = int(n), int(d)
    if b == 0:
        raise error("value", "division by zero", who=who)
    q, r = divmod(a, b)
    if not floor and r and (a < 0) != (b < 0):
        q, r = q + 1, r - b
    if n.__class__ is float or d.__class__ is float:
        return to_float(q), to_float(r)
    return q, r


def slow_modulo(n: object, d: object) -> object:
    """Modulo of any two integers."""
    return division("modulo", n, d, True)[1]


def slow_remainder(n: object, d: object) -> object:
    """Remainder of any two integers."""
    return division("remainder", n, d, False)[1]


def slow_quotient(n: object, d: object) -> object:
    """Quotient of any two integers."""
    return division("quotient", n, d, False)[0]


def slow_floor_quotient(n: object, d: object) -> object:
    """Floored quotient of any two integers."""
    return division("floor-quotient", n, d, True)[0]


def slow_even(n: object) -> bool:
    """Whether an integer is even."""
    return check_integer("even?", n) % 2 == 0


def slow_odd(n: object) -> bool:
    """Whether an integer is odd."""
    return check_integer("odd?", n) % 2 == 1


NATURAL = "a.__class__ is int and b.__class__ is int and a >= 0 and b > 0"
POSITIVE = "a.__class__ is int and b.__class__ is int and b > 0"


@primitive("floor/", "integer integer -> object", section="6.2.6", pure=True)
def floor_both(n: object, d: object) -> object:
    """Floored quotient and remainder."""
    return make_values(*division("floor/", n, d, True))


@primitive("truncate/", "integer integer -> object", section="6.2.6", pure=True)
def truncate_both(n: object, d: object) -> object:
    """Truncated quotient and remainder."""
    return make_values(*division("truncate/", n, d, False))


@primitive(
    "floor-quotient", "integer integer -> integer", section="6.2.6", pure=True,
    inline={2: f"a // b if {POSITIVE} else slow_floor_quotient(a, b)"},
)  # fmt: skip
def floor_quotient(n: object, d: object) -> object:
    """The floored quotient."""
    return division("floor-quotient", n, d, True)[0]


@primitive("floor-remainder", "integer integer -> integer", section="6.2.6", pure=True)
def floor_remainder(n: object, d: object) -> object:
    """The remainder that has the sign of D."""
    return division("floor-remainder", n, d, True)[1]


@primitive("truncate-quotient", "integer integer -> integer", section="6.2.6", pure=True)
def truncate_quotient(n: object, d: object) -> object:
    """The quotient, rounded to zero."""
    return division("truncate-quotient", n, d, False)[0]


@primitive("truncate-remainder", "integer integer -> integer", section="6.2.6", pure=True)
def truncate_remainder(n: object, d: object) -> object:
    """The remainder that has the sign of N."""
    return division("truncate-remainder", n, d, False)[1]


@primitive(
    "quotient", "integer integer -> integer", section="6.2.6", pure=True,
    inline={2: f"a // b if {NATURAL} else slow_quotient(a, b)"},
)  # fmt: skip
def quotient(n: object, d: object) -> object:
    """As truncate-quotient."""
    return slow_quotient(n, d)


@primitive(
    "remainder", "integer integer -> integer", section="6.2.6", pure=True,
    inline={2: f"a % b if {NATURAL} else slow_remainder(a, b)"},
)  # fmt: skip
def remainder(n: object, d: object) -> object:
    """As truncate-remainder."""
    return slow_remainder(n, d)


@primitive(
    "modulo", "integer integer -> integer", section="6.2.6", pure=True,
    inline={2: f"a % b if {POSITIVE} else slow_modulo(a, b)"},
)  # fmt: skip
def modulo(n: object, d: object) -> object:
    """As floor-remainder."""
    return slow_modulo(n, d)


@primitive(
    "even?", "integer -> boolean", section="6.2.6", pure=True,
    inline={1: "a % 2 == 0 if a.__class__ is int else slow_even(a)"},
)  # fmt: skip
def even_p(n: object) -> bool:
    """Whether N is even."""
    return slow_even(n)


@primitive(
    "odd?", "integer -> boolean", section="6.2.6", pure=True,
    inline={1: "a % 2 == 1 if a.__class__ is int else slow_odd(a)"},
)  # fmt: skip
def odd_p(n: object) -> bool:
    """Whether N is odd."""
    return slow_odd(n)


@primitive("gcd", "integer ... -> integer", section="6.2.6", pure=True)
def greatest_common_divisor(*n: object) -> object:
    """The greatest common divisor, not negative."""
    result = gcd(*[int(check_integer("gcd", x)) for x in n])
    return to_float(result) if any(x.__class__ is float for x in n) else result


@primitive("lcm", "integer ... -> integer", section="6.2.6", pure=True)
def least_common_multiple(*n: object) -> object:
    """The least common multiple, not negative."""
    result = 1
    for x in n:
        x = int(check_integer("lcm", x))
        result = 0 if x == 0 or result == 0 else abs(result * x) // gcd(result, x)
    return to_float(result) if any(x.__class__ is float for x in n) else result


def exact_of(who: str, q: object) -> object:
    if q.__class__ is float and q - q != 0:
        raise refuse(who, "a rational number", q)
    return to_exact(who, check_real(who, q))


@primitive("numerator", "rational -> integer", section="6.2.6", pure=True)
def numerator(q: object) -> object:
    """The numerator of Q in lowest terms."""
    result = exact_of("numerator", q).numerator
    return to_float(result) if q.__class__ is float else result


@primitive("denominator", "rational -> integer", section="6.2.6", pure=True)
def denominator(q: object) -> object:
    """The denominator of Q in lowest terms."""
    result = exact_of("denominator", q).denominator
    return to_float(result) if q.__class__ is float else result


def rounded(who: str, x: object, method: object) -> object:
    """X rounded by METHOD, which takes an exact rational; zeros keep their sign, infinities and NaNs stay."""
    if x.__class__ is int:
        return x
    if x.__class__ is float:
        if x - x != 0 or x.is_integer():
            return x
        result = to_float(method(to_exact(who, x)))
        return -0.0 if result == 0 and x < 0 else result
    return method(check_real(who, x))


@primitive("floor", "real -> real", section="6.2.6", pure=True)
def floor(x: object) -> object:
    """The largest integer not above X."""
    return rounded("floor", x, lambda q: q.numerator // q.denominator)


@primitive("ceiling", "real -> real", section="6.2.6", pure=True)
def ceiling(x: object) -> object:
    """The smallest integer not below X."""
    return rounded("ceiling", x, lambda q: -(-q.numerator // q.denominator))


@primitive("truncate", "real -> real", section="6.2.6", pure=True)
def truncate(x: object) -> object:
    """X rounded to zero."""
    return rounded("truncate", x, lambda q: abs(q.numerator) // q.denominator * (-1 if q < 0 else 1))


@primitive("round", "real -> real", section="6.2.6", pure=True)
def round_(x: object) -> object:
    """The nearest integer to X, the even one of two."""
    return rounded("round", x, round_exact)


def round_exact(q: object) -> int:
    whole, rest = divmod(2 * q.numerator + q.denominator, 2 * q.denominator)
    return whole - 1 if rest == 0 and whole % 2 else whole


@primitive("exact-integer-sqrt", "index -> object", section="6.2.6", pure=True)
def exact_integer_sqrt(k: object) -> object:
    """The integer root of K, and what is left."""
    if k.__class__ is not int or k < 0:
        raise refuse("exact-integer-sqrt", "an exact non-negative integer", k)
    root = isqrt(k)
    return make_values(root, k - root * root)


@primitive("rationalize", "real real -> real", section="6.2.6", pure=True)
def rationalize(x: object, y: object) -> object:
    """The simplest rational that differs from X by no more than Y."""
    check_real("rationalize", x)
    check_real("rationalize", y)
    inexact = not (is_exact(x) and is_exact(y))
    if inexact:
        x, y = to_float(x), to_float(y)
        if x != x or y != y or (x - x != 0 and y - y != 0):
            return float("nan")
        if y - y != 0:
            return 0.0
        if x - x != 0:
            return x
    a: object = to_exact("rationalize", x)
    b: object = abs(to_exact("rationalize", y))
    result = simplest(a - b, a + b)
    return to_float(result) if inexact else result


def simplest(low: object, high: object) -> object:
    """The rational with the smallest denominator between LOW and HIGH (Stern-Brocot)."""
    if low <= 0 <= high:
        return 0
    if high < 0:
        return -simplest(-high, -low)
    whole = -(-low.numerator // low.denominator)
    if whole <= high:
        return whole
    whole = low.numerator // low.denominator
    from lisp.data.numbers import divide

    return whole + divide(1, simplest(divide(1, high - whole), divide(1, low - whole)))
