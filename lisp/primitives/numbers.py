"""Numbers: classes, comparison, arithmetic, conversion (report, 6.2). Integers' and transcendental operations are beside.

The templates leave all checking to Python's operators; what they cannot do, the functions here can.
"""

from __future__ import annotations

from operator import add, eq, ge, gt, le, lt, mul, sub

from lisp.core.primitive import primitive
from lisp.data.condition import error
from lisp.data.numbers import (
    arithmetic,
    check_number,
    check_real,
    divide,
    is_exact,
    is_integer,
    is_number,
    is_real,
    refuse,
    to_exact,
    to_float,
)
from lisp.data.string import String, text_of


@primitive("number?", "object -> boolean", section="6.2.6", pure=True)
def number_p(obj: object) -> bool:
    """Whether OBJ is a number."""
    return is_number(obj)


@primitive("complex?", "object -> boolean", section="6.2.6", pure=True)
def complex_p(obj: object) -> bool:
    """Whether OBJ is a complex number, as all numbers are."""
    return is_number(obj)


@primitive("real?", "object -> boolean", section="6.2.6", pure=True)
def real_p(obj: object) -> bool:
    """Whether OBJ is a real number."""
    return is_real(obj)


@primitive("rational?", "object -> boolean", section="6.2.6", pure=True)
def rational_p(obj: object) -> bool:
    """Whether OBJ is a finite real number."""
    return is_exact(obj) or (obj.__class__ is float and obj - obj == 0)


@primitive("integer?", "object -> boolean", section="6.2.6", pure=True)
def integer_p(obj: object) -> bool:
    """Whether OBJ has an integer's value."""
    return is_integer(obj)


@primitive("exact?", "number -> boolean", section="6.2.6", pure=True)
def exact_p(z: object) -> bool:
    """Whether Z is exact."""
    return is_exact(check_number("exact?", z))


@primitive("inexact?", "number -> boolean", section="6.2.6", pure=True)
def inexact_p(z: object) -> bool:
    """Whether Z is inexact."""
    return not is_exact(check_number("inexact?", z))


@primitive("exact-integer?", "object -> boolean", section="6.2.6", pure=True, inline="obj.__class__ is int")
def exact_integer_p(obj: object) -> bool:
    """Whether OBJ is an exact integer."""
    return obj.__class__ is int


@primitive("exact-rational?", "object -> boolean", pure=True)
def exact_rational_p(obj: object) -> bool:
    """Whether OBJ is an exact rational."""
    return is_exact(obj)


@primitive("finite?", "number -> boolean", section="6.2.6", pure=True)
def finite_p(z: object) -> bool:
    """Whether no part of Z is infinite or a NaN."""
    return is_exact(check_number("finite?", z)) or z - z == 0


@primitive("infinite?", "number -> boolean", section="6.2.6", pure=True)
def infinite_p(z: object) -> bool:
    """Whether a part of Z is infinite."""
    check_number("infinite?", z)
    parts = (z.real, z.imag) if z.__class__ is complex else (z,)
    return any(p.__class__ is float and p in (float("inf"), float("-inf")) for p in parts)


@primitive("nan?", "number -> boolean", section="6.2.6", pure=True)
def nan_p(z: object) -> bool:
    """Whether a part of Z is a NaN."""
    check_number("nan?", z)
    return z.__class__ in (float, complex) and z != z


SUPPORT = ("number_text", "maximum", "minimum")

# Python's == refuses nothing where its - does; two of the quickest kind need no -.
EQUAL = "a == b if a.__class__ is int and b.__class__ is int else a - b is not None and a == b"
BEST = "(a if a {} b else b) if a.__class__ is int and b.__class__ is int else {}(a, b)"
ZERO = "a == 0 if a.__class__ is int else a - 0 is not None and a == 0"


def compare(who: str, test: object, numbers: tuple, check: object) -> bool:
    """Whether TEST holds between each two neighbours; all operands are checked."""
    if len(numbers) == 2 and numbers[0].__class__ is int and numbers[1].__class__ is int:
        return test(*numbers)
    for x in numbers:
        check(who, x)
    return all(test(a, b) for a, b in zip(numbers, numbers[1:]))


@primitive("=", "number ... -> boolean", section="6.2.6", pure=True, inline={2: EQUAL})
def equal(*z: object) -> bool:
    """Whether all arguments are equal; exactness does not matter."""
    return compare("=", eq, z, check_number)


@primitive("<", "real ... -> boolean", section="6.2.6", pure=True, inline={2: "a < b"})
def less(*x: object) -> bool:
    """Whether the arguments increase."""
    return compare("<", lt, x, check_real)


@primitive(">", "real ... -> boolean", section="6.2.6", pure=True, inline={2: "a > b"})
def greater(*x: object) -> bool:
    """Whether the arguments decrease."""
    return compare(">", gt, x, check_real)


@primitive("<=", "real ... -> boolean", section="6.2.6", pure=True, inline={2: "a <= b"})
def not_greater(*x: object) -> bool:
    """Whether the arguments do not decrease."""
    return compare("<=", le, x, check_real)


@primitive(">=", "real ... -> boolean", section="6.2.6", pure=True, inline={2: "a >= b"})
def not_less(*x: object) -> bool:
    """Whether the arguments do not increase."""
    return compare(">=", ge, x, check_real)


@primitive("zero?", "number -> boolean", section="6.2.6", pure=True, inline={1: ZERO})
def zero_p(z: object) -> bool:
    """Whether Z is zero."""
    return check_number("zero?", z) == 0


@primitive("positive?", "real -> boolean", section="6.2.6", pure=True, inline={1: "a > 0"})
def positive_p(x: object) -> bool:
    """Whether X is above zero."""
    return check_real("positive?", x) > 0


@primitive("negative?", "real -> boolean", section="6.2.6", pure=True, inline={1: "a < 0"})
def negative_p(x: object) -> bool:
    """Whether X is below zero."""
    return check_real("negative?", x) < 0


def extreme(who: str, numbers: tuple, better: object) -> object:
    """The best of NUMBERS; inexact if any of them is, a NaN if any of them is."""
    best = check_real(who, numbers[0])
    inexact = best.__class__ is float
    for x in numbers[1:]:
        check_real(who, x)
        inexact = inexact or x.__class__ is float
        if x != x or better(x, best):
            best = x
    return to_float(best) if inexact else best


@primitive("max", "real real ... -> real", section="6.2.6", pure=True, inline={2: BEST.format(">", "maximum")})
def maximum(x: object, *others: object) -> object:
    """The largest argument."""
    return extreme("max", (x, *others), lambda a, b: a > b)


@primitive("min", "real real ... -> real", section="6.2.6", pure=True, inline={2: BEST.format("<", "minimum")})
def minimum(x: object, *others: object) -> object:
    """The smallest argument."""
    return extreme("min", (x, *others), lambda a, b: a < b)


def fold(who: str, operation: object, start: object, numbers: tuple) -> object:
    for z in numbers:
        whole = z.__class__ is int and start.__class__ is int
        start = operation(start, z) if whole else arithmetic(operation, start, check_number(who, z))
    return start


@primitive("+", "number ... -> number", section="6.2.6", pure=True, inline={2: "a + b"})
def plus(*z: object) -> object:
    """The sum of the arguments."""
    if len(z) == 2 and z[0].__class__ is int and z[1].__class__ is int:
        return z[0] + z[1]
    return fold("+", add, check_number("+", z[0]), z[1:]) if z else 0


@primitive("*", "number ... -> number", section="6.2.6", pure=True, inline={2: "a * b"})
def times(*z: object) -> object:
    """The product of the arguments."""
    return fold("*", mul, check_number("*", z[0]), z[1:]) if z else 1


@primitive("-", "number number ... -> number", section="6.2.6", pure=True, inline={1: "-a", 2: "a - b"})
def minus(z: object, *others: object) -> object:
    """The first argument less the others; alone, negated."""
    check_number("-", z)
    return fold("-", sub, z, others) if others else -z


@primitive("/", "number number ... -> number", section="6.2.6", pure=True)
def quotient(z: object, *others: object) -> object:
    """The first argument divided by the others; alone, its inverse."""
    check_number("/", z)
    if not others:
        return divide(1, z)
    for other in others:
        z = divide(z, check_number("/", other))
    return z


@primitive("abs", "real -> real", section="6.2.6", pure=True)
def absolute(x: object) -> object:
    """The absolute value of X."""
    return abs(check_real("abs", x))


@primitive("square", "number -> number", section="6.2.6", pure=True, inline={1: "a * a"})
def square(z: object) -> object:
    """Z times itself."""
    return arithmetic(mul, check_number("square", z), z)


@primitive("exact", "number -> number", section="6.2.6", pure=True)
def exact(z: object) -> object:
    """The exact number equal to Z."""
    return to_exact("exact", z)


@primitive("inexact", "number -> number", section="6.2.6", pure=True)
def inexact(z: object) -> object:
    """The inexact number nearest to Z."""
    return z if z.__class__ is complex else to_float(check_number("inexact", z))


@primitive("inexact->exact", "number -> number", pure=True)
def inexact_to_exact(z: object) -> object:
    """As `exact` (report R5RS)."""
    return to_exact("inexact->exact", z)


@primitive("exact->inexact", "number -> number", pure=True)
def exact_to_inexact(z: object) -> object:
    """As `inexact` (report R5RS)."""
    return inexact(z)


@primitive(
    "number->string", "number [index] -> string", section="6.2.7", pure=True,
    inline={1: "new = blank_string(); new.chars = str(a) if a.__class__ is int else number_text(a); new.constant = False"},
)  # fmt: skip
def number_to_string(z: object, radix: int = 10) -> String:
    """The text of Z in RADIX (2 to 36)."""
    from lisp.data.number_text import number_to_text

    check_number("number->string", z)
    return String(number_to_text(z, check_radix("number->string", radix)))


def number_text(z: object) -> str:
    """The decimal text of Z, for the template of number->string."""
    from lisp.data.number_text import number_to_text

    return number_to_text(check_number("number->string", z))


@primitive("string->number", "string [index] -> object", section="6.2.7", pure=True)
def string_to_number(string: String, radix: int = 10) -> object:
    """The number that STRING denotes, or #f."""
    from lisp.data.number_text import parse_number

    if string.__class__ is not String:
        raise refuse("string->number", "a string", string)
    number = parse_number(text_of(string), check_radix("string->number", radix))
    return False if number is None else number


def check_radix(who: str, radix: object) -> int:
    if radix.__class__ is not int or not 2 <= radix <= 36:
        from lisp.data.writer import shown

        raise error("range", f"expected a radix from 2 to 36, got {shown(radix)}", who=who)
    return radix
