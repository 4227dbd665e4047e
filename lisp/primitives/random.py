"""Random numbers: what stdlib/srfi/27.sld is written on."""

from __future__ import annotations

from lisp.core.primitive import primitive
from lisp.data.condition import error
from lisp.data.pair import iterate, to_list
from lisp.data.random_source import MASK, RandomSource, below, next_word, seeded


@primitive("make-random-source", "-> random-source", section="SRFI 27")
def make_random_source() -> RandomSource:
    """A fresh random source; all fresh ones give the same numbers."""
    return RandomSource(seeded(0))


@primitive("random-source?", "object -> boolean", section="SRFI 27", pure=True)
def random_source_p(obj: object) -> bool:
    """Whether OBJ is a random source."""
    return obj.__class__ is RandomSource


@primitive("%random-integer", "random-source exact-integer -> exact-integer")
def random_integer(source: RandomSource, n: int) -> int:
    """A random integer from 0 to N - 1."""
    if source.__class__ is not RandomSource or n.__class__ is not int:
        raise TypeError
    if n <= 0:
        raise error("range", f"expected a positive integer, got {n}", who="random-integer")
    return below(source, n)


@primitive("%random-real", "random-source -> real")
def random_real(source: RandomSource) -> float:
    """A random real number between 0 and 1, neither included."""
    if source.__class__ is not RandomSource:
        raise TypeError
    return ((next_word(source) >> 12) + 0.5) * 2.0**-52


@primitive("random-source-state-ref", "random-source -> list", section="SRFI 27")
def state_ref(source: RandomSource) -> object:
    """The state of the source, as data that can be written and read."""
    return to_list(source.state)


@primitive("random-source-state-set!", "random-source list -> unspecified", section="SRFI 27")
def state_set(source: RandomSource, state: object) -> None:
    """Put the source into a state that `random-source-state-ref` gave."""
    words = tuple(iterate(state))
    if len(words) != 4 or not any(words) or any(w.__class__ is not int or not 0 <= w <= MASK for w in words):
        raise TypeError
    source.state = words


@primitive("random-source-randomize!", "random-source -> unspecified", section="SRFI 27")
def randomize(source: RandomSource) -> None:
    """Put the source into a state that nobody can foretell."""
    from os import urandom

    if source.__class__ is not RandomSource:
        raise TypeError
    source.state = seeded(int.from_bytes(urandom(8), "little"))


@primitive("random-source-pseudo-randomize!", "random-source index index -> unspecified", section="SRFI 27")
def pseudo_randomize(source: RandomSource, i: int, j: int) -> None:
    """Put the source into state number (I, J): another for each pair of numbers."""
    if source.__class__ is not RandomSource or i.__class__ is not int or j.__class__ is not int or i < 0 or j < 0:
        raise TypeError
    source.state = seeded((i * 0xD1342543DE82EF95 + j * 0x9E3779B97F4A7C15 + 1) & MASK)
