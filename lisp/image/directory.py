"""The directory of an image: what segments it has. All that booting itself decodes (boot.py)."""

from __future__ import annotations

from itertools import accumulate

from lisp.image.columns import Damaged, Reader, Writer


class Directory:
    """The directory, decoded: lists with an element for each segment."""

    __slots__ = ("names", "parts", "imports", "exports", "libraries", "places")

    def __init__(self, data: bytes) -> None:
        reader = Reader(data)
        count = reader.count()
        self.names = reader.texts(count)
        self.parts = reader.texts(count)
        self.imports = split(reader, count)
        self.exports = split(reader, count)
        widths = reader.numbers(count)
        names = iter(reader.texts(sum(widths)))
        self.libraries = [[next(names) for _ in range(width)] for width in widths]
        self.places = {key: place for place, key in enumerate(zip(self.names, self.parts))}
        for place, needed in enumerate(self.imports):
            if any(n >= place for n in needed):
                raise Damaged("a segment that needs a later one")


def split(reader: Reader, count: int) -> list:
    """COUNT lists of numbers."""
    widths = reader.numbers(count)
    ends = list(accumulate(widths, initial=0))
    numbers = reader.numbers(ends[-1])
    return [numbers[a:b] for a, b in zip(ends, ends[1:])]


def encode_directory(segments: list) -> bytes:
    """The directory: what each segment is called, needs, and lets later ones import."""
    writer = Writer()
    writer.number(len(segments))
    writer.texts([s.name for s in segments])
    writer.texts([s.part for s in segments])
    for lists in ([s.imports for s in segments], [list(s.exports) for s in segments]):
        writer.numbers(list(map(len, lists)))
        writer.numbers([n for items in lists for n in items])
    writer.numbers([len(s.libraries) for s in segments])
    writer.texts([name for s in segments for name in s.libraries])
    return bytes(writer.bytes)
