"""Flonums (SRFI 144, stdlib/srfi/144.sld): what Python's math module has and the report has not."""

from __future__ import annotations

import math

from lisp.core.primitive import primitive
from lisp.data.values import make_values
from lisp.primitives.pairs import refuse

# Functions of one flonum by the name of the SRFI. Outside a function's domain the result is a NaN, as in C.
UNARY = {
    "exp": math.exp, "exp2": lambda x: 2.0**x, "exp-1": math.expm1, "log": math.log, "log1+": math.log1p,
    "log2": math.log2, "log10": math.log10, "sin": math.sin, "cos": math.cos, "tan": math.tan, "asin": math.asin,
    "acos": math.acos, "atan": math.atan, "sinh": math.sinh, "cosh": math.cosh, "tanh": math.tanh,
    "asinh": math.asinh, "acosh": math.acosh, "atanh": math.atanh, "gamma": math.gamma, "erf": math.erf,
    "erfc": math.erfc, "sqrt": math.sqrt,
}  # fmt: skip
POLES = {"log": 0.0, "log2": 0.0, "log10": 0.0, "log1+": -1.0}  # where a logarithm is infinite


def check_flonum(who: str, x: object) -> float:
    """X, which must be a flonum."""
    if x.__class__ is not float:
        raise refuse(who, "a flonum", x)
    return x


@primitive("%fl-function", "symbol flonum -> flonum", pure=True)
def fl_function(name: object, x: float) -> float:
    """The function called fl-NAME in SRFI 144 of X."""
    check_flonum("fl" + name.name, x)
    try:
        return UNARY[name.name](x)
    except OverflowError:
        return -math.inf if x < 0 and name.name in ("sinh", "gamma") else math.inf
    except ValueError:
        if x == POLES.get(name.name):
            return -math.inf
        if name.name == "atanh" and abs(x) == 1.0 or name.name == "gamma" and x == 0.0:
            return math.copysign(math.inf, x)
        return math.nan


@primitive("%fladjacent", "flonum flonum -> flonum", pure=True)
def fladjacent(x: float, y: float) -> float:
    """The flonum next to X in the direction of Y."""
    return math.nextafter(check_flonum("fladjacent", x), check_flonum("fladjacent", y))


@primitive("%flcopysign", "flonum flonum -> flonum", pure=True)
def flcopysign(x: float, y: float) -> float:
    """X with the sign of Y."""
    return math.copysign(check_flonum("flcopysign", x), check_flonum("flcopysign", y))


@primitive("%make-flonum", "flonum exact-integer -> flonum", pure=True)
def make_flonum(x: float, n: int) -> float:
    """X times 2 to the power N."""
    check_flonum("make-flonum", x)
    if n.__class__ is not int:
        raise TypeError
    try:
        return math.ldexp(x, max(-5000, min(5000, n)))
    except OverflowError:
        return math.copysign(math.inf, x)


@primitive("%flfraction-exponent", "flonum -> object", pure=True)
def flfraction_exponent(x: float) -> object:
    """The fraction from 0.5 to 1 and the power of 2 that X is made of."""
    return make_values(*math.frexp(check_flonum("flnormalized-fraction-exponent", x)))


@primitive("%flinteger-fraction", "flonum -> object", pure=True)
def flinteger_fraction(x: float) -> object:
    """The integral part and the rest of X."""
    fraction, whole = math.modf(check_flonum("flinteger-fraction", x))
    return make_values(whole, fraction)


@primitive("%fl+*", "flonum flonum flonum -> flonum", pure=True)
def fused(x: float, y: float, z: float) -> float:
    """X times Y plus Z, rounded once."""
    for operand in (x, y, z):
        check_flonum("fl+*", operand)
    if math.isinf(z) and math.isfinite(x) and math.isfinite(y):
        return z  # even if the product is beyond the flonums
    if not all(map(math.isfinite, (x, y, z))) or x * y == 0.0 and (x == 0.0 or y == 0.0):
        return x * y + z
    from fractions import Fraction

    exact = Fraction(x) * Fraction(y) + Fraction(z)
    if exact == 0:
        return x * y + z
    try:
        return float(exact)
    except OverflowError:
        return math.copysign(math.inf, exact)


@primitive("%flhypot", "flonum flonum -> flonum", pure=True)
def flhypot(x: float, y: float) -> float:
    """The square root of the sum of the squares of X and Y."""
    return math.hypot(check_flonum("flhypot", x), check_flonum("flhypot", y))


@primitive("%flatan2", "flonum flonum -> flonum", pure=True)
def flatan2(y: float, x: float) -> float:
    """The angle of the point (X, Y)."""
    return math.atan2(check_flonum("flatan", y), check_flonum("flatan", x))


@primitive("%flexpt", "flonum flonum -> flonum", pure=True)
def flexpt(x: float, y: float) -> float:
    """X to the power Y."""
    try:
        return math.pow(check_flonum("flexpt", x), check_flonum("flexpt", y))
    except OverflowError:
        return -math.inf if x < 0 and y % 2 == 1 else math.inf
    except ValueError:
        if x == 0.0:
            return math.copysign(math.inf, x) if y % 2 == 1 else math.inf
        return math.nan


@primitive("%flloggamma", "flonum -> object", pure=True)
def flloggamma(x: float) -> object:
    """The logarithm of the absolute value of the gamma function at X, and the sign of that function."""
    check_flonum("flloggamma", x)
    try:
        value = math.lgamma(x)
    except (ValueError, OverflowError):
        value = math.inf
    negative = x < 0 and math.isfinite(x) and math.floor(x) % 2 == 1
    return make_values(value, -1.0 if negative else 1.0)


@primitive("%flremquo", "flonum flonum -> object", pure=True)
def flremquo(x: float, y: float) -> object:
    """X less the nearest multiple of Y, and the low bits of which multiple that is."""
    check_flonum("flremquo", x)
    try:
        rest = math.remainder(x, check_flonum("flremquo", y))
    except ValueError:
        return make_values(math.nan, 0)
    if not math.isfinite(y):
        return make_values(rest, 0)
    from fractions import Fraction

    count = int((Fraction(x) - Fraction(rest)) / Fraction(y))
    return make_values(rest, -(-count % 1024) if count < 0 else count % 1024)


# Bessel functions by their integrals (Abramowitz and Stegun, 9.1.21 and 9.1.22).


def simpson(function: object, start: float, end: float, steps: int) -> float:
    """The integral of FUNCTION by Simpson's rule in an even number of STEPS."""
    width = (end - start) / steps
    odd = math.fsum(function(start + k * width) for k in range(1, steps, 2))
    even = math.fsum(function(start + k * width) for k in range(2, steps, 2))
    return (function(start) + function(end) + 4 * odd + 2 * even) * width / 3


def steps_for(n: int, x: float) -> int:
    """Enough steps for an integrand that oscillates with order N and argument X."""
    return 2 * min(200_000, 200 + 4 * int(abs(n) + abs(x)))


@primitive("%flfirst-bessel", "exact-integer flonum -> flonum", pure=True)
def first_bessel(n: int, x: float) -> float:
    """The Bessel function of the first kind of order N at X."""
    check_flonum("flfirst-bessel", x)
    if n.__class__ is not int:
        raise TypeError
    if not math.isfinite(x):
        return 0.0 if math.isinf(x) else x
    if n < 0 or x < 0:
        return (-1) ** (n % 2 if (n < 0) != (x < 0) else 0) * first_bessel(abs(n), abs(x))
    return small_bessel(n, x) if x <= n or x == 0 else mean_bessel(n, x)


def small_bessel(n: int, x: float) -> float:
    """That for X up to N, where it may be very small: the power series, whose terms cancel, in whole numbers."""
    if x == 0:
        return 0.0 if n else 1.0
    one = 1 << (128 + 2 * int(x))
    top, bottom = x.as_integer_ratio()
    term = total = one
    k = 0
    while term:
        k += 1
        term = -term * top * top // (4 * bottom * bottom * k * (k + n)) if abs(term) > 1 else 0
        total += term
    return total / one * math.exp(n * math.log(x / 2) - math.lgamma(n + 1))


def mean_bessel(n: int, x: float) -> float:
    """That for other X: the integrand is periodic, so that the mean of points is exact."""
    count = steps_for(n, x)
    angles = (math.pi * (k + 0.5) / count for k in range(count))
    return math.fsum(math.cos(n * angle - x * math.sin(angle)) for angle in angles) / count


@primitive("%flsecond-bessel", "exact-integer flonum -> flonum", pure=True)
def second_bessel(n: int, x: float) -> float:
    """The Bessel function of the second kind of order N at X."""
    check_flonum("flsecond-bessel", x)
    if n.__class__ is not int:
        raise TypeError
    if n < 0:
        return (-1) ** (n % 2) * second_bessel(-n, x)
    if not x > 0:
        return -math.inf if x == 0 else math.nan
    if math.isinf(x):
        return 0.0
    sign = (-1) ** (n % 2)
    # beyond `end` the second integrand is below the smallest fraction that counts
    end = math.asinh((n * 40 + 800) / x) + 1
    steps = 20 * steps_for(n, min(x, 5000.0))
    oscillating = simpson(lambda t: math.sin(x * math.sin(t) - n * t), 0.0, math.pi, max(steps, 2 * steps_for(n, x)))

    def falling(t: float) -> float:
        fall = -x * math.sinh(t)
        return math.exp(n * t + fall) + sign * math.exp(fall - n * t)

    return (oscillating - simpson(falling, 0.0, end, steps)) / math.pi
