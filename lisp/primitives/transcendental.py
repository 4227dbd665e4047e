"""Roots, powers, logarithms, angles and complex numbers (report, 6.2.6)."""

from __future__ import annotations

import math

from lisp.core.primitive import primitive
from lisp.data.base import DEFAULT
from lisp.data.condition import error
from lisp.data.numbers import (
    check_number,
    check_real,
    divide,
    is_exact,
    is_ratio,
    refuse,
    simplify,
    to_float,
)

MOST_BITS = 1 << 33  # of an exact power: more would take hours or all of the memory


def through_floats(who: str, z: object, real: str, within: object = None) -> object:
    """The function called REAL of math or cmath at Z; WITHIN says for which reals the answer is real."""
    check_number(who, z)
    if z.__class__ is not complex:
        x = to_float(z)
        if within is None or x != x or within(x):
            return getattr(math, real)(x)
        z = complex(x, -0.0 if x > 0 else 0.0)  # the report's formulas for asin and acos lie below the cut above 1
    import cmath

    return simplify(getattr(cmath, real)(z))


@primitive("exp", "number -> number", section="6.2.6", pure=True)
def exp(z: object) -> object:
    """E to the power of Z."""
    if z.__class__ is int and z == 0:
        return 1
    try:
        return through_floats("exp", z, "exp")
    except OverflowError:
        return math.inf


@primitive("log", "number [number] -> number", section="6.2.6", pure=True)
def log(z: object, base: object = DEFAULT) -> object:
    """The natural logarithm of Z, or the one to BASE."""
    if base is not DEFAULT:
        if z.__class__ is int and base.__class__ is int and base > 1 and z > 0:
            return math.log(z) / math.log(base) if base not in (2, 10) else {2: math.log2, 10: math.log10}[base](z)
        return divide(log(z), log(base))
    if z.__class__ is int and z == 1:
        return 0
    if z.__class__ is int and z == 0:
        raise error("value", "the logarithm of exact 0 is not defined", who="log")
    check_number("log", z)
    if z.__class__ is float and z == 0:
        return -math.inf if math.copysign(1.0, z) > 0 else complex(-math.inf, math.pi)
    if z.__class__ is int and z > 0:
        return math.log(z)
    if is_ratio(z) and z > 0:
        return math.log(z.numerator) - math.log(z.denominator)
    return through_floats("log", z, "log", lambda x: x > 0)


@primitive("sin", "number -> number", section="6.2.6", pure=True)
def sin(z: object) -> object:
    """The sine of Z."""
    return angle_function("sin", z, 0)


@primitive("cos", "number -> number", section="6.2.6", pure=True)
def cos(z: object) -> object:
    """The cosine of Z."""
    return angle_function("cos", z, 1)


@primitive("tan", "number -> number", section="6.2.6", pure=True)
def tan(z: object) -> object:
    """The tangent of Z."""
    return angle_function("tan", z, 0)


def angle_function(who: str, z: object, at_zero: int) -> object:
    if z.__class__ is int and z == 0:
        return at_zero
    if z.__class__ is float and z - z != 0:
        return math.nan
    return through_floats(who, z, who)


@primitive("asin", "number -> number", section="6.2.6", pure=True)
def asin(z: object) -> object:
    """The angle whose sine is Z."""
    return 0 if z.__class__ is int and z == 0 else through_floats("asin", z, "asin", lambda x: -1 <= x <= 1)


@primitive("acos", "number -> number", section="6.2.6", pure=True)
def acos(z: object) -> object:
    """The angle whose cosine is Z."""
    return 0 if z.__class__ is int and z == 1 else through_floats("acos", z, "acos", lambda x: -1 <= x <= 1)


@primitive("atan", "number [real] -> number", section="6.2.6", pure=True)
def atan(y: object, x: object = DEFAULT) -> object:
    """The angle whose tangent is Y, or the angle of the point (X, Y)."""
    if x is DEFAULT:
        return 0 if y.__class__ is int and y == 0 else through_floats("atan", y, "atan")
    check_real("atan", y)
    check_real("atan", x)
    if y.__class__ is int and y == 0:
        if x.__class__ is not float and x == 0:
            raise error("value", "the angle of the point (0, 0) is not defined", who="atan")
        if is_exact(x) and x > 0:
            return 0
    return math.atan2(to_float(y), to_float(x))


@primitive("sqrt", "number -> number", section="6.2.6", pure=True)
def sqrt(z: object) -> object:
    """The principal square root of Z; exact where Z is the square of an exact number."""
    check_number("sqrt", z)
    if z.__class__ is int or is_ratio(z):
        root = exact_root(abs(z))
        if root is not None:
            return root if z >= 0 else complex(0.0, to_float(root))
        if z < 0:
            return complex(0.0, sqrt(-z))
        if z.__class__ is int and z.bit_length() > 1000:
            return to_float(math.isqrt(z))
    if z.__class__ is complex:
        import cmath

        return simplify(cmath.sqrt(z))
    x = to_float(z)
    if x < 0:
        return complex(0.0, math.sqrt(-x))
    return math.sqrt(x)


def exact_root(q: object) -> object:
    """The exact square root of the exact Q, or None."""
    numerator, denominator = q.numerator, q.denominator
    a, b = math.isqrt(numerator), math.isqrt(denominator)
    if a * a == numerator and b * b == denominator:
        return divide(a, b)
    return None


@primitive("expt", "number number -> number", section="6.2.6", pure=True)
def expt(z1: object, z2: object) -> object:
    """Z1 to the power of Z2."""
    check_number("expt", z1)
    check_number("expt", z2)
    if z2.__class__ is int:
        return integer_power(z1, z2)
    if z1.__class__ is int and z1 == 0:
        return 0 if simplify(z2).real > 0 else power(0.0, z2)
    if is_ratio(z2) and is_exact(z1) and z1 >= 0 and z2.denominator == 2:
        root = exact_root(z1)
        if root is not None:
            return integer_power(root, z2.numerator)
    return power(z1, z2)


def integer_power(base: object, exponent: int) -> object:
    if exponent < 0:
        if is_exact(base):
            return divide(1, integer_power(base, -exponent), "expt")
    elif is_exact(base) and exponent * size(base) > MOST_BITS:
        from lisp.data.writer import shown

        raise error("limit", f"the result is too large: {shown(base)} to the power of {shown(exponent)}", who="expt")
    elif is_ratio(base):
        from lisp.data.rational import make_ratio

        return make_ratio(base.numerator**exponent, base.denominator**exponent)
    elif base.__class__ is int:
        return base**exponent
    return power(base, exponent)


def size(base: object) -> int:
    """How many bits each further power of the exact number BASE adds, about."""
    return max(abs(base.numerator), base.denominator).bit_length() - 1


def power(z1: object, z2: object) -> object:
    """Z1 to the power of Z2 in floating point."""
    if z1.__class__ is not complex and z2.__class__ is not complex:
        x, y = to_float(z1), to_float(z2)
        try:
            if x >= 0 or y.is_integer() or x != x or y != y:
                return math.pow(x, y)
        except OverflowError:
            return -math.inf if x < 0 and y % 2 == 1 else math.inf
        except ValueError:  # zero to a negative power
            return math.inf
    try:
        return simplify(complex(z1) ** complex(z2))
    except ZeroDivisionError:
        if complex(z2).real > 0:
            return 0 if z1.__class__ is int else 0.0
        raise error("value", "zero has no such power", who="expt") from None
    except OverflowError:
        return complex(math.inf, math.inf)


@primitive("make-rectangular", "real real -> number", section="6.2.6", pure=True)
def make_rectangular(x: object, y: object) -> object:
    """The complex number with the parts X and Y."""
    check_real("make-rectangular", x)
    check_real("make-rectangular", y)
    return x if is_exact(y) and y == 0 else complex(to_float(x), to_float(y))


@primitive("make-polar", "real real -> number", section="6.2.6", pure=True)
def make_polar(magnitude: object, angle: object) -> object:
    """The complex number with that magnitude and angle."""
    check_real("make-polar", magnitude)
    check_real("make-polar", angle)
    if is_exact(angle) and angle == 0:
        return magnitude
    m, a = to_float(magnitude), to_float(angle)
    return complex(m * math.cos(a), m * math.sin(a))


@primitive("real-part", "number -> real", section="6.2.6", pure=True)
def real_part(z: object) -> object:
    """The real part of Z."""
    return z.real if z.__class__ is complex else check_number("real-part", z)


@primitive("imag-part", "number -> real", section="6.2.6", pure=True)
def imag_part(z: object) -> object:
    """The imaginary part of Z."""
    check_number("imag-part", z)
    return z.imag if z.__class__ is complex else 0


@primitive("magnitude", "number -> real", section="6.2.6", pure=True)
def magnitude(z: object) -> object:
    """The distance of Z from zero."""
    return abs(check_number("magnitude", z))


@primitive("angle", "number -> real", section="6.2.6", pure=True)
def angle(z: object) -> object:
    """The angle of Z, from -pi to pi."""
    check_number("angle", z)
    if z.__class__ is complex:
        return math.atan2(z.imag, z.real)
    if z.__class__ is float:
        return math.atan2(0.0, z) if z == z else z
    if z == 0:
        raise refuse("angle", "a number other than exact 0", z)
    return 0 if z > 0 else math.pi
