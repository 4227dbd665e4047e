"""Random sources (SRFI 27): the xoshiro256** generator of Blackman and Vigna, whose state is data, so an image keeps it."""

from __future__ import annotations

from lisp.data.base import Object

MASK = (1 << 64) - 1


class RandomSource(Object):
    """A random source; `state` is a tuple of four integers below 2^64, not all zero."""

    __slots__ = ("state",)

    def __init__(self, state: tuple[int, int, int, int]) -> None:
        self.state = state


def seeded(seed: int) -> tuple[int, int, int, int]:
    """A state made from SEED by the splitmix64 generator, as the authors of xoshiro advise."""
    words = []
    for _ in range(4):
        seed = (seed + 0x9E3779B97F4A7C15) & MASK
        z = ((seed ^ (seed >> 30)) * 0xBF58476D1CE4E5B9) & MASK
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
        words.append(z ^ (z >> 31))
    return (words[0], words[1], words[2], words[3])


def next_word(source: RandomSource) -> int:
    """The next 64 random bits."""
    a, b, c, d = source.state
    x = (b * 5) & MASK
    result = (((x << 7) | (x >> 57)) * 9) & MASK
    t = (b << 17) & MASK
    c ^= a
    d ^= b
    b ^= c
    a ^= d
    c ^= t
    source.state = (a, b, c, ((d << 45) | (d >> 19)) & MASK)
    return result


def below(source: RandomSource, n: int) -> int:
    """A random integer from 0 to N - 1, each as likely: what falls into the last, incomplete part is thrown away."""
    bits = n.bit_length()
    words = (bits + 63) // 64
    while True:
        value = 0
        for _ in range(words):
            value = (value << 64) | next_word(source)
        value >>= words * 64 - bits
        if value < n:
            return value
