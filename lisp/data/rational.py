"""Exact rationals that are no integers (report, 6.2.2): `Ratio`, over Python's Fraction.

Operations give an int as soon as the denominator is 1. This module is imported only when a ratio is made, since
`fractions` is dear to import; tests elsewhere ask for the class by its name.
"""

from __future__ import annotations

from fractions import Fraction


class Ratio(Fraction):
    """An exact rational with a denominator above 1."""

    __slots__ = ()

    @staticmethod
    def of_parts(numerator: int, denominator: int) -> Ratio:
        """NUMERATOR / DENOMINATOR, which are those of a Ratio: to find out that nothing cancels would take long."""
        ratio = object.__new__(Ratio)
        ratio._numerator, ratio._denominator = numerator, denominator  # type: ignore[attr-defined]
        return ratio

    def __add__(self, other: object) -> object:
        return normal(Fraction.__add__(self, other))

    def __radd__(self, other: object) -> object:
        return normal(Fraction.__radd__(self, other))

    def __sub__(self, other: object) -> object:
        return normal(Fraction.__sub__(self, other))

    def __rsub__(self, other: object) -> object:
        return normal(Fraction.__rsub__(self, other))

    def __mul__(self, other: object) -> object:
        return normal(Fraction.__mul__(self, other))

    def __rmul__(self, other: object) -> object:
        return normal(Fraction.__rmul__(self, other))

    def __truediv__(self, other: object) -> object:
        return normal(Fraction.__truediv__(self, other))

    def __rtruediv__(self, other: object) -> object:
        return normal(Fraction.__rtruediv__(self, other))

    def __neg__(self) -> object:
        return normal(Fraction.__neg__(self))

    def __abs__(self) -> object:
        return normal(Fraction.__abs__(self))

    __hash__ = Fraction.__hash__

    def __eq__(self, other: object) -> bool:
        if other.__class__ in (int, float, complex, bool) or isinstance(other, Fraction):
            return Fraction.__eq__(self, other)
        return NotImplemented

    def __reduce__(self) -> tuple:
        return make_ratio, (self.numerator, self.denominator)


def normal(value: object) -> object:
    """VALUE, a result of Fraction's arithmetic, as a number of ours."""
    if isinstance(value, Fraction):
        if value.denominator == 1:
            return value.numerator
        if value.__class__ is not Ratio:
            return Fraction.__new__(Ratio, value)
    return value


def make_ratio(numerator: int, denominator: int) -> object:
    """The exact quotient of two integers; ZeroDivisionError if DENOMINATOR is 0."""
    if denominator != 0 and numerator % denominator == 0:
        return numerator // denominator
    return Fraction.__new__(Ratio, numerator, denominator)
