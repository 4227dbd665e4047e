"""The host section of an image: its objects of Python, in one pickle, so that what they share they share again.

What is not theirs is named in the pickle and never copied: libraries, ports, the interpreter ("external"), primitives,
symbols, characters. pickling.py writes it.
"""

from __future__ import annotations

import sys

from lisp.data.char import CHARS
from lisp.data.symbol import intern
from lisp.image.columns import Reader, Writer

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

DEPTH = 3000  # how deep pickling may recurse; CPython's C stack holds several times as much


def format_hosts(places: list[int], data: bytes) -> bytes:
    """A host section: which objects of the pickled list DATA the image refers to as 0, 1, …"""
    writer = Writer()
    writer.number(len(places))
    writer.numbers(places)
    writer.blob(data)
    return bytes(writer.bytes)


def parse_hosts(section: object) -> tuple[list[int], bytes]:
    """The arguments that `format_hosts` made SECTION of."""
    reader = Reader(section)
    places = reader.numbers(reader.count())
    return places, reader.blob()


def decode_hosts(section: object, external: Callable, primitive: Callable) -> list:
    """The objects of a host section. This runs what the image says: only for an image that is trusted."""
    places, data = parse_hosts(section)
    answers = {"external": external, "primitive": primitive, "symbol": intern, "char": lambda code: CHARS[chr(code)]}
    with limited_depth():
        objects = unpickled(data, answers)
    return [objects[place] for place in places]


def unpickled(data: bytes, answers: dict[str, Callable]) -> object:
    """What DATA is the pickle of; ANSWERS make of the names in it, by kind, what they stand for."""
    import io
    import pickle  # only for an image with objects of Python

    class HostUnpickler(pickle.Unpickler):
        def persistent_load(self, name: tuple) -> object:
            kind, what = name
            return answers[kind](what)

    return HostUnpickler(io.BytesIO(data)).load()


class limited_depth:  # noqa: N801 - used like a function
    """Within it, recursion ends in an exception and not in a crash."""

    def __enter__(self) -> None:
        from lisp.runtime.world import depth_of_stack

        self.before = sys.getrecursionlimit()
        sys.setrecursionlimit(depth_of_stack() + DEPTH)

    def __exit__(self, *_: object) -> None:
        sys.setrecursionlimit(self.before)
