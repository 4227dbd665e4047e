"""The directory of an image: what segments it has. All that booting itself decodes (boot.py).

The directory of a child image begins with the segments of its base. Where two have the same name and part, the later one
counts; a patch holds what objects of an earlier segment have become (child.py).
"""

from __future__ import annotations

from itertools import accumulate

from lisp.image.columns import Damaged, Reader, Writer

PATCH = "patch "  # what the part of a patch begins with; then comes the place of the segment


class Directory:
    """The directory, decoded: lists with an element for each segment."""

    __slots__ = ("names", "parts", "imports", "exports", "libraries", "places", "patches")

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
        self.patches: dict[int, list[int]] = {}  # place of a segment → places of its patches, in the order in which they apply
        for place in [place for place in range(count) if self.is_patch(place)]:
            patched = self.patched(place)
            if patched >= place:
                raise Damaged("a patch of a later segment")
            self.patches.setdefault(patched, []).append(place)

    def state(self) -> dict[str, object]:
        """What `of_state` makes the same directory of."""
        return {name: getattr(self, name) for name in self.__slots__}

    @classmethod
    def of_state(cls, state: dict[str, object]) -> Directory:
        directory = cls.__new__(cls)
        for name, value in state.items():
            setattr(directory, name, value)
        return directory

    def needed(self, wanted: list[int], roots: list) -> set[int]:
        """The segments WANTED and those that they need, without what is decoded already and so has ROOTS."""
        needed: set[int] = set()
        stack = list(wanted)
        while stack:
            place = stack.pop()
            if place not in needed and roots[place] is None:
                needed.add(place)
                stack.extend(self.imports[place])
                stack.extend(self.patches.get(place, ()))
                if self.is_patch(place):
                    stack.append(self.patched(place))
        return needed

    def patched(self, place: int) -> int:
        """The place of the segment that the patch PLACE is of."""
        return int(self.parts[place][len(PATCH) :])

    def is_patch(self, place: int) -> bool:
        """Whether segment PLACE is a patch, and no further page of one."""
        part = self.parts[place]
        return part.startswith(PATCH) and " " not in part[len(PATCH) :]


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
