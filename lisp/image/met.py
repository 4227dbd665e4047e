"""What a walk of the heap has met: objects by id, unless their reference count says that they cannot be met again.

The count of an object that one other object refers to, and the lists in which it was found here, is known (ALONE; one less
if that is a single list), and so is that of a pair that was found along the cdrs (CHAINED, IN_CHUNK). Such objects need no
entry in `numbers`, which would take more time than everything else, and 100 bytes. A count that is higher for other reasons
only adds an entry, and the bytes of an image do not depend on it. A count would be too low if the references out of one
object were followed twice; so no container is passed through that is not entered itself, unless nobody else has it (`owned`).
"""

from __future__ import annotations

from collections import deque
from sys import getrefcount

from lisp.data.pair import Pair, make_pair
from lisp.image.contents import Contents, Part

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence


def counts_in_lists() -> tuple[int, int]:
    """What `getrefcount` shows for an object that something holds, and two lists; and one list."""
    holder = [object()]
    values = holder[:]
    owned = list(map(getrefcount, values))[0]
    own = values[:]
    return list(map(getrefcount, own))[0], owned


def count_along_cdrs() -> int:
    """What it shows for a pair that its predecessor knows, and a variable."""
    first = make_pair(None, make_pair(None, None))
    pair = first.cdr
    return getrefcount(pair)


def count_in_chunk() -> int:
    """What it shows for a pair that its predecessor knows, and a list."""
    chunk = []
    pair = make_pair(None, make_pair(None, make_pair(None, None)))
    while pair is not None:
        chunk.append(pair)
        pair = pair.cdr
    return list(map(getrefcount, chunk))[1]


(ALONE, OWNED), CHAINED, IN_CHUNK = counts_in_lists(), count_along_cdrs(), count_in_chunk()
NEVER = -1  # the count of no object
WAITS = 0  # in place of a serial


class Met:
    """What is known of the objects that were met, over all segments of one image."""

    def __init__(self, page: int, counting: bool) -> None:
        """PAGE: the most pairs of a page. COUNTING: whether a reference count may say that an object is not met again."""
        self.page = page
        self.alone, self.chained, self.in_chunk = (ALONE, CHAINED, IN_CHUNK) if counting else (NEVER, NEVER, NEVER)
        self.expected = self.alone  # the count of what cannot be met again, where the walk is now
        self.numbers: dict[int, int] = {}  # id → serial, or ticket
        self.tickets: list[int] = []  # the serials of pairs that had to wait; WAITS for those that still do
        self.pending: deque[Pair] = deque()  # pairs for further pages
        self.waiting: deque[int] = deque()  # their tickets
        self.kept: list = []  # what must live until the end: an address must not be used again
        self.end = 1  # the next serial
        self.contents = Contents(self.end)
        self.following: list[Part] = []  # what is to be followed in the next round

    def enter(self, kind: object, objects: list) -> tuple[list, Sequence[int]]:
        """Those of OBJECTS, all of KIND, that no one has met yet; and the serials of all."""
        counts = list(map(getrefcount, objects))
        first = self.contents.end
        serials: Sequence[int]
        if counts.count(self.expected) == len(counts):
            new, serials = objects, range(first, first + len(objects))
        else:
            new, serials = self.sort_out(objects, counts)
        if new:
            self.contents.add(kind, new)
        return new, serials

    def sort_out(self, objects: list, counts: list) -> tuple[list, list]:
        """The same for objects of which some may have been met, or may be met again."""
        numbers, expected, serial = self.numbers, self.expected, self.contents.end
        new: list = []
        serials: list = []
        for obj, count in zip(objects, counts):
            if count == expected:
                known = None
            else:
                key = id(obj)
                known = numbers.get(key)
                if known is None:
                    numbers[key] = serial
            if known is None:
                known = serial
                serial += 1
                new.append(obj)
            serials.append(known)
        self.kept.append(new)
        return new, serials

    def add_part(self, column: list[Part], values: list, owned: bool = True) -> None:
        """VALUES come next in COLUMN, and are to be followed."""
        if values:
            part = Part(values, owned)
            column.append(part)
            self.following.append(part)

    def add_tracks(self, column: list[Part], tracks: list[list], owned: bool = True) -> None:
        """So do the values of TRACKS, one of each in turn."""
        self.add_track_parts(column, [Part(values, owned) for values in tracks])

    def add_track_parts(self, column: list[Part], tracks: list[Part]) -> None:
        """The same, with a part for each track."""
        part = Part([])
        part.tracks = tracks
        column.append(part)
        self.following += tracks
