"""Numbers as text (report, 6.2.5 and 7.1.1): `parse_number` and `number_to_text`.

Only the report's syntax is a number; none of Python's own (1_000, 0x10, inf) gets through, since every digit string is
checked here before Python converts it.
"""

from __future__ import annotations

import sys
from functools import cache
from math import atan2, cos, hypot, inf, log2, nan, sin

DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
SPECIAL = {"+inf.0": inf, "-inf.0": -inf, "+nan.0": nan, "-nan.0": nan}
MANY_DIGITS = 4000  # longer decimal integers pass Python's limit on conversions
HALVED = 1000  # bits from which on the digits of a number are made by halves


@cache
def patterns(radix: int) -> tuple:
    """Regular expressions for a real, a rectangular and a polar number in RADIX.

    In radix 10, where what follows a number is never a digit, none is given back once it is matched: a long text that is no
    number is refused in linear time.
    """
    import re

    digits = f"[{DIGITS[:radix]}]"
    unsigned = rf"{digits}+/{digits}+|{digits}+"
    if radix == 10:
        unsigned = r"\d++/\d++|(?:\d++\.?\d*+|\.\d++)(?:[esfdl][+-]?\d++)?"
    special = r"[+-](?:inf|nan)\.0"
    signed = rf"{special}|[+-](?:{unsigned})"
    real = rf"{special}|[+-]?(?:{unsigned})"
    flags = re.ASCII | re.DOTALL
    return (
        re.compile(rf"(?:{real})\Z", flags),
        re.compile(rf"({real})?({signed}|[+-])i\Z", flags),
        re.compile(rf"({real})@({real})\Z", flags),
    )


def parse_number(text: str, radix: int = 10) -> object:
    """The number that TEXT denotes, or None. A prefix in TEXT has precedence over RADIX."""
    first = text[:1]
    if not (first in "+-.#" or first in DIGITS or first in "ABCDEF") or not text:
        return None
    if text.isdecimal() and text.isascii() and radix == 10:
        return to_integer(text, 10)
    text = text.lower() if not text.islower() else text
    exactness = ""
    seen = ""
    while text.startswith("#"):
        mark = text[1:2]
        kind = "radix" if mark in "bodx" else "exactness"
        if not mark or mark not in "bodxei" or kind[0] in seen:
            return None
        seen += kind[0]
        if kind == "radix":
            radix = {"b": 2, "o": 8, "d": 10, "x": 16}[mark]
        else:
            exactness = mark
        text = text[2:]
    return parse_unprefixed(text, radix, exactness)


def parse_unprefixed(text: str, radix: int, exactness: str) -> object:
    real, rectangular, polar = patterns(radix)
    if real.match(text):
        return parse_real(text, radix, exactness)
    found = rectangular.match(text)
    if found:
        imaginary = found[2] + "1" if found[2] in "+-" else found[2]
        return combine(found[1], imaginary, radix, exactness, False)
    found = polar.match(text)
    if found:
        return combine(found[1], found[2], radix, exactness, True)
    return None


def combine(first: str | None, second: str, radix: int, exactness: str, polar: bool) -> object:
    """A complex number of two real texts, by its parts or by magnitude and angle."""
    a = parse_real(first, radix, exactness) if first else 0
    b = parse_real(second, radix, exactness)
    if a is None or b is None:
        return None
    if b.__class__ is not float and b == 0:
        return a
    if exactness == "e":
        return None  # there are no exact complex numbers
    if polar:
        return complex(a * cos(b), a * sin(b))
    return complex(float(a), float(b))


def parse_real(text: str, radix: int, exactness: str) -> object:
    if text in SPECIAL:
        return None if exactness == "e" else SPECIAL[text]
    if "/" in text:
        numerator, denominator = text.split("/")
        below = to_integer(denominator, radix)
        if below == 0:
            return None
        from lisp.data.rational import make_ratio

        value = make_ratio(to_integer(numerator, radix), below)
        return inexact(value) if exactness == "i" else value
    if radix == 10 and not text.lstrip("+-").isdecimal():
        for marker in "sfdl":  # precisions that the report allows; all floats are double
            text = text.replace(marker, "e")
        return exact_decimal(text) if exactness == "e" else float(text)
    value = to_integer(text, radix)
    return inexact(value) if exactness == "i" else value


def inexact(value: object) -> float:
    from lisp.data.numbers import to_float

    return to_float(value)


def exact_decimal(text: str) -> object:
    mantissa, _, exponent = text.partition("e")
    whole, _, fraction = mantissa.partition(".")
    scale = int(exponent or "0") - len(fraction)
    if abs(scale) > 1_000_000:
        return None
    value = to_integer(whole + fraction, 10)
    if scale >= 0:
        return value * 10**scale
    from lisp.data.rational import make_ratio

    return make_ratio(value, 10**-scale)


def to_integer(text: str, radix: int) -> int:
    """The integer of a string of digits with an optional sign, of any length."""
    if radix == 10 and len(text) > MANY_DIGITS:
        with_limit_lifted = sys.get_int_max_str_digits()
        sys.set_int_max_str_digits(0)
        try:
            return int(text)
        finally:
            sys.set_int_max_str_digits(with_limit_lifted)
    return int(text, radix)


def number_to_text(z: object, radix: int = 10) -> str:
    """The shortest text that reads as Z."""
    cls = z.__class__
    if cls is int:
        return integer_text(z, radix)
    if cls is float:
        return float_text(z, radix)
    if cls is complex:
        imaginary = number_to_text(z.imag, radix)
        if imaginary in ("1.0", "-1.0"):
            imaginary = "-" if imaginary[0] == "-" else "+"
        sign = "" if imaginary[0] in "+-" else "+"
        real = "" if z.real == 0 and str(z.real)[0] != "-" else number_to_text(z.real, radix)
        return f"{real}{sign}{imaginary}i"
    return f"{integer_text(z.numerator, radix)}/{integer_text(z.denominator, radix)}"


def float_text(x: float, radix: int) -> str:
    if x != x:
        return "+nan.0"
    if x in (inf, -inf):
        return "+inf.0" if x > 0 else "-inf.0"
    if radix != 10:
        return float_in_radix(x, radix)
    text = repr(x)
    if "e" in text:
        mantissa, _, exponent = text.partition("e")
        return f"{mantissa}e{int(exponent)}"
    return text


def float_in_radix(x: float, radix: int) -> str:
    """X in RADIX; exact where the radix is a power of two."""
    sign = "-" if x < 0 else ""
    whole, fraction = divmod(abs(x), 1.0)
    digits: list[str] = []
    while fraction and len(digits) < 1100:
        fraction *= radix
        digit = int(fraction)
        digits.append(DIGITS[digit])
        fraction -= digit
    return f"{sign}{integer_text(int(whole), radix)}.{''.join(digits) or '0'}"


def integer_text(n: int, radix: int) -> str:
    if radix == 10:
        if n.bit_length() < 3 * MANY_DIGITS:
            return str(n)
        before = sys.get_int_max_str_digits()
        sys.set_int_max_str_digits(0)
        try:
            return str(n)
        finally:
            sys.set_int_max_str_digits(before)
    if radix in (2, 8, 16):
        return format(n, {2: "b", 8: "o", 16: "x"}[radix])
    sign, n = ("-", -n) if n < 0 else ("", n)
    return sign + (natural_text(n, radix) or "0")


def natural_text(n: int, radix: int) -> str:
    """The digits of N, none if it is 0. Those of a large number are made by halves, which takes a tenth of the time."""
    if n.bit_length() > HALVED:
        half = int(n.bit_length() / log2(radix)) // 2
        high, low = divmod(n, radix**half)
        return natural_text(high, radix) + natural_text(low, radix).rjust(half, "0")
    digits = []
    while n:
        n, digit = divmod(n, radix)
        digits.append(DIGITS[digit])
    return "".join(reversed(digits))


def polar_parts(z: complex) -> tuple[float, float]:
    """Magnitude and angle of Z."""
    return hypot(z.real, z.imag), atan2(z.imag, z.real)
