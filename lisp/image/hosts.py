"""The host section of an image: its objects of Python, in one pickle, so that what they share they share again.

What is not theirs is named in the pickle and never copied: libraries, ports, the interpreter ("external"), primitives,
symbols, characters, objects of the heap ("heap", by place among `references`), and what a core dump leaves out ("unsaved",
with a text that says what it was). pickling.py writes it.

An object of the heap that Python objects refer to is blank while these are made (boot.py), so what makes them again may
keep such an object but not look into it.
"""

from __future__ import annotations

import sys

from lisp.data.char import CHARS
from lisp.data.symbol import intern
from lisp.image.columns import Reader, Writer
from lisp.image.ways import Unsaved

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

DEPTH = 3000  # how deep pickling may recurse; CPython's C stack holds several times as much


class HostSection:
    """What a host section holds.

    places      which objects of the pickled list the image refers to as 0, 1, …
    users       the segments that refer to one of them
    references  (segment, place among its exports) of each object of the heap that the pickle refers to
    data        the pickle of the list
    """

    __slots__ = ("places", "users", "references", "data")

    def __init__(self, places: list[int], users: list[int], references: list[tuple[int, int]], data: bytes) -> None:
        self.places = places
        self.users = users
        self.references = references
        self.data = data

    def formatted(self) -> bytes:
        """Its bytes."""
        writer = Writer()
        segments, exports = [segment for segment, _ in self.references], [place for _, place in self.references]
        for numbers in (self.places, self.users, segments, exports):
            writer.number(len(numbers))
            writer.numbers(numbers)
        writer.blob(self.data)
        return bytes(writer.bytes)

    def objects(self, heap: list, external: Callable, primitive: Callable) -> list:
        """The objects, made again with HEAP for `references`. This runs what the image says: only for one that is trusted."""
        with limited_depth():
            objects = unpickled(self.data, answers(heap, external, primitive))
        return [objects[place] for place in self.places]


def parse_hosts(data: object) -> HostSection:
    """The host section in DATA."""
    reader = Reader(data)
    places, users, segments, exports = [reader.numbers(reader.count()) for _ in range(4)]
    return HostSection(places, users, list(zip(segments, exports, strict=True)), reader.blob())


def answers(heap: list, external: Callable, primitive: Callable) -> dict[str, Callable]:
    """What the names in a pickle stand for, by kind, if HEAP is what it refers to."""
    return {
        "external": external, "primitive": primitive, "symbol": intern, "char": lambda code: CHARS[chr(code)],
        "heap": heap.__getitem__, "unsaved": Unsaved,
    }  # fmt: skip


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
