"""Long numbers as text: a text that is no number is refused, and digits are made, in about linear time."""

from __future__ import annotations

import time

import pytest

from lisp.data.number_text import DIGITS, number_to_text, parse_number

LONG = 20_000  # digits: what takes time in proportion to their square takes from seconds to minutes
SECONDS = 1.0
ONES = "1" * LONG
NO_NUMBERS = {
    "integer": ONES + "x",
    "sign": "-" + ONES + "x",
    "ratio": f"{ONES}/{ONES}x",
    "fraction": f"1.{ONES}x",
    "exponent": f"{ONES}e{ONES}x",
    "rectangular": f"{ONES}+{ONES}x",
    "polar": f"{ONES}@{ONES}x",
}


@pytest.mark.parametrize("radix", [10, 16])
@pytest.mark.parametrize("text", NO_NUMBERS.values(), ids=NO_NUMBERS)
def test_no_number(text: str, radix: int) -> None:
    start = time.perf_counter()
    assert parse_number(text, radix) is None
    assert time.perf_counter() - start < SECONDS


def naive_text(n: int, radix: int) -> str:
    """The digits of N > 0, one after the other."""
    digits = []
    while n:
        n, digit = divmod(n, radix)
        digits.append(DIGITS[digit])
    return "".join(reversed(digits))


@pytest.mark.parametrize("radix", range(2, 37))
def test_digits_of_any_radix(radix: int) -> None:
    """Around powers of the radix, where halves of the digits are all zero."""
    for count in (1, 2, 150, 300, 700, 1000, 2000):
        for n in (radix**count - 1, radix**count, radix**count + 1, 3**count * 10**count):
            text = naive_text(n, radix)
            assert number_to_text(n, radix) == text and number_to_text(-n, radix) == "-" + text
    assert number_to_text(0, radix) == "0"


def test_many_digits() -> None:
    start = time.perf_counter()
    text = number_to_text(7 ** (3 * LONG), 7)
    assert time.perf_counter() - start < SECONDS
    assert text == "1" + "0" * (3 * LONG)
