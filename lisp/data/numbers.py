"""What kind of number something is, and the operations that Python answers differently (report, 6.2).

Exact integers are `int`, exact rationals `Ratio`, inexact reals `float`; complex numbers are always inexact.
"""

from __future__ import annotations

from math import copysign, inf, isfinite

from lisp.data.condition import error


def is_ratio(x: object) -> bool:
    """Whether X is an exact rational that is no integer."""
    return x.__class__.__name__ == "Ratio"


def is_number(x: object) -> bool:
    """Whether X is a number; booleans are none."""
    return x.__class__ is int or x.__class__ is float or x.__class__ is complex or is_ratio(x)


def is_real(x: object) -> bool:
    """Whether X is a real number."""
    return x.__class__ is int or x.__class__ is float or is_ratio(x)


def is_exact(x: object) -> bool:
    """Whether X is an exact number."""
    return x.__class__ is int or is_ratio(x)


def is_integer(x: object) -> bool:
    """Whether X is a number with an integer's value."""
    return x.__class__ is int or (x.__class__ is float and x.is_integer())


def refuse(who: str, expected: str, x: object) -> Exception:
    """The error that WHO got X where EXPECTED was wanted."""
    from lisp.data.writer import shown

    return error("type", f"expected {expected}, got {shown(x)}", who=who)


def check_number(who: str, x: object) -> object:
    """X, which must be a number."""
    if not is_number(x):
        raise refuse(who, "a number", x)
    return x


def check_real(who: str, x: object) -> object:
    """X, which must be a real number."""
    if not is_real(x):
        raise refuse(who, "a real number", x)
    return x


def check_integer(who: str, x: object) -> object:
    """X, which must have an integer's value."""
    if not is_integer(x):
        raise refuse(who, "an integer", x)
    return x


def to_float(x: object) -> float:
    """The float nearest to the real X; too large becomes an infinity."""
    try:
        return float(x)
    except OverflowError:
        return inf if x > 0 else -inf


def to_exact(who: str, x: object) -> object:
    """The exact number equal to X."""
    if x.__class__ is float:
        if not isfinite(x):
            raise refuse(who, "a finite number", x)
        if x.is_integer():
            return int(x)
        from lisp.data.rational import make_ratio

        return make_ratio(*x.as_integer_ratio())
    if x.__class__ is complex:
        if x.imag == 0:
            return to_exact(who, x.real)
        raise error("value", "there are no exact complex numbers", who=who)
    return check_number(who, x)


def simplify(z: object) -> object:
    """Z, but a complex number without imaginary part is real."""
    return z.real if z.__class__ is complex and z.imag == 0 else z


def divide(a: object, b: object, who: str = "/") -> object:
    """The quotient of two numbers; dividing by exact zero is an error."""
    if b.__class__ is int and b == 0:
        raise error("value", "division by zero", who=who)
    if a.__class__ is int and b.__class__ is int:
        if a % b == 0:
            return a // b
        from lisp.data.rational import make_ratio

        return make_ratio(a, b)
    if a.__class__ is complex or b.__class__ is complex:
        return divide_complex(a, b)
    if a.__class__ is float or b.__class__ is float:
        return divide_floats(a, b)
    return a / b


def divide_floats(a: object, b: object) -> float:
    if a.__class__ is int and a == 0:
        return 0.0 if b == b else to_float(b)
    a, b = to_float(a), to_float(b)
    if b != 0:
        return a / b
    if a == 0 or a != a:
        return inf - inf
    return copysign(inf, a) * copysign(1.0, b)


def divide_complex(a: object, b: object) -> object:
    try:
        return simplify(complex(a) / complex(b))
    except ZeroDivisionError:
        return complex(inf - inf, inf - inf)
    except OverflowError:
        return complex(inf, inf)


def arithmetic(operation: object, a: object, b: object) -> object:
    """OPERATION on two numbers where Python's own refuses: an integer too large to become a float."""
    try:
        return simplify(operation(a, b))
    except OverflowError:
        return operation(to_float(a), to_float(b))
