"""What one page of an image holds, as it is found by walk.py, to be written by encode.py.

Every object of a page, a leaf or one with an identity, gets a *serial* when it is met first: a number counted over all pages,
in the order of discovery. A column of references is known as the serials of what it refers to, so nothing has to be looked
up again; which number an object has in the file is decided at the end, when it is known how many there are of each kind.
"""

from __future__ import annotations

from operator import attrgetter

from lisp.data.string import text_of
from lisp.image.classes import CLASSES, CONSTANTS, FIRST, LEAVES, UNSET
from lisp.image.columns import array_of
from lisp.image.patch import SLOTS, content_of_cell

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

INT64 = 1 << 63
TRACKS = range(2, 9)  # the members of lists of one length that are looked at one by one
FEW = 4  # lists of one length that are not worth the while
CODE_PREFIX = "lisp:"  # co_filename of the code of our units
SLOT_NAMES = {tag: tuple(slot for slot, _ in SLOTS[module, name]) for tag, module, name, _ in CLASSES}


class Part:
    """References that stand one after another in a column: first `values`, then what they are called, `serials`.

    `mode` is r; or i for values that are all integers of 64 bits, or d for floats: these keep their values and have no serials
    unless the rest of the column needs them. `owned`: what holds the values is referred to once, so that who counts the
    references to a value counts right.

    Or it has `tracks`, parts of which it takes one reference each in turn: first members, second members, … of lists of one
    length. A track is often of one class where the whole is not.
    """

    __slots__ = ("values", "classes", "owned", "mode", "serials", "tracks")

    def __init__(self, values: list, owned: bool = True) -> None:
        self.values = values
        types = list(map(type, values))
        self.classes = {types[0]: None} if types and types.count(types[0]) == len(types) else dict.fromkeys(types)
        self.owned = owned
        self.mode = "r"
        self.serials: Sequence[int] = ()
        self.tracks: list[Part] = []

    def is_raw(self) -> bool:
        """Whether its values are numbers that a column can hold itself, as `mode` says then."""
        if len(self.classes) == 1:
            if float in self.classes:
                self.mode = "d"
            elif int in self.classes and are_small(self.values):
                self.mode = "i"
        return self.mode != "r"

    def extend(self, more: Part) -> None:
        """The values of MORE come next in it."""
        self.values += more.values
        self.classes.update(more.classes)

    def count(self) -> int:
        """How many references it has."""
        return sum(track.count() for track in self.tracks) or len(self.values) or len(self.serials)


class Contents:
    """What is found of one page.

    base, end   the serials of its constants begin with BASE; END is the next one
    buckets     kind → its objects in the order of discovery
    columns     kind → its columns, each a list of parts
    types       class of records → the part that names its record type
    runs        (kind, first serial, how many): serials are given to several objects of a kind at once
    pools       kind of leaves → what they are equal by → serial
    ends        places among the pairs of those whose cdr is not the next pair, one sequence after another
    tables      of each hash table what its keys are, one of ANY, TEXTS, INTEGERS
    literals    the serials of those among these keys that are literals
    roots       the column of the roots
    """

    __slots__ = (
        "base", "end", "buckets", "columns", "types", "runs", "pools", "ends", "tables", "literals", "roots", "constants"
    )  # fmt: skip

    def __init__(self, base: int) -> None:
        self.base = base
        self.end = base + FIRST
        self.buckets: dict = {}
        self.columns: dict = {}
        self.types: dict = {}
        self.runs: list[tuple[object, int, int]] = []
        self.pools: dict = {kind: {} for kind in LEAVES}
        self.ends: list[Sequence[int]] = []
        self.tables: list[int] = []
        self.literals: list[int] = []
        self.roots: list[Part] = []
        self.constants = {id(constant): base + number for number, constant in enumerate(CONSTANTS)}

    def bucket(self, kind: object) -> list:
        """The objects of KIND, to be added to."""
        found = self.buckets.get(kind)
        if found is None:
            found = self.buckets[kind] = []
            self.columns[kind] = [[] for _ in range(column_count(kind))]
        return found

    def add(self, kind: object, objects: list) -> None:
        """OBJECTS of KIND have been given the next serials."""
        self.bucket(kind).extend(objects)
        self.runs.append((kind, self.end, len(objects)))
        self.end += len(objects)

    def add_ends(self, places: Sequence[int]) -> None:
        """PLACES come next among the `ends`."""
        last = self.ends[-1] if self.ends else ()
        if last.__class__ is places.__class__ is range and last.step == places.step and last.stop == places[0]:
            self.ends[-1] = range(last.start, places.stop, last.step)
        else:
            self.ends.append(places)

    def pooled(self, kind: str, contents: list) -> Sequence[int]:
        """The serials of leaves of KIND, by what they are equal by."""
        pool, serial = self.pools[kind], self.end
        if known := known_run(pool, contents):
            return known
        new = dict(zip(contents, range(serial, serial + len(contents))))
        if len(new) != len(contents) or not pool.keys().isdisjoint(new):
            new = {content: serial + i for i, content in enumerate([c for c in new if c not in pool])}
        if new:
            pool.update(new)
            self.runs.append((kind, serial, len(new)))
            self.end += len(new)
            if len(new) == len(contents):
                return range(serial, self.end)
        return list(map(pool.__getitem__, contents))


def known_run(pool: dict, contents: list) -> range | None:
    """The serials of CONTENTS if POOL has exactly these, one after the other."""
    first, last = (pool.get(contents[0]), pool.get(contents[-1])) if len(contents) > FEW else (None, None)
    if first is None or last != first + len(contents) - 1:
        return None
    pooled = list(pool)
    at = pooled.index(contents[0])
    return range(first, last + 1) if pooled[at : at + len(contents)] == contents else None


def column_count(kind: object) -> int:
    """How many columns of references the objects of KIND have."""
    if kind.__class__ is type:
        return len(kind.__slots__)
    return len(SLOT_NAMES[kind]) if kind in SLOT_NAMES else COLUMNS.get(kind, 1)


COLUMNS = {"pair": 2, "dict": 2, "table": 5, "uninterned": 0, "key": 0, "string": 0, "bytevector": 0, "bytearray": 0}


def slot_values(objects: list, slot: str) -> list:
    """SLOT of each of OBJECTS; UNSET where it has no value."""
    try:
        return list(map(attrgetter(slot), objects))
    except AttributeError:
        return [getattr(o, slot, UNSET) for o in objects]


def cell_values(cells: list) -> list:
    """The contents of CELLS; UNSET where one is empty."""
    return list(map(content_of_cell, cells))


def texts_of(strings: list) -> list[str]:
    """The text of each of STRINGS."""
    texts = [string.chars for string in strings]
    return list(map(text_of, strings)) if list in set(map(type, texts)) else texts


def bits_of(floats: list) -> list:
    """The bits of each of FLOATS, as an integer: NaNs and zeros are told apart by them."""
    from array import array

    return array("Q", array("d", floats).tobytes()).tolist()


def woven(tracks: Sequence[Sequence]) -> list:
    """One of each of TRACKS, which are of one length, in turn."""
    whole: list = [None] * (len(tracks) * len(tracks[0]))
    for i, track in enumerate(tracks):
        whole[i :: len(tracks)] = track
    return whole


def are_small(integers: list) -> bool:
    """Whether INTEGERS fit 64 bits."""
    return array_of("q", integers) is not None


def is_ratio(cls: type) -> bool:
    """Whether CLS is the class of exact rationals, which is imported only where a program has one."""
    return cls.__name__ == "Ratio" and cls.__module__ == "lisp.data.rational"


def is_closure(function: object) -> bool:
    """Whether FUNCTION was compiled from a unit of ours."""
    return function.__code__.co_filename.startswith(CODE_PREFIX)


def code_key(closure: object) -> tuple:
    """(unit, number of its lambda, names of its free variables) of CLOSURE."""
    code = closure.__code__
    return code.co_filename[len(CODE_PREFIX) :], code.co_firstlineno, code.co_freevars


def library_of(closure: object) -> str:
    """The name of the library that CLOSURE belongs to."""
    return closure.__globals__["'library"].name


def sort_tuples(tuples: list) -> list:
    """TUPLES, each after those that it contains; otherwise in the given order."""
    if not any(tuple in map(type, t) for t in tuples):
        return tuples
    own = {id(t) for t in tuples}
    done: set = set()
    result = []
    for start in tuples:
        stack = [start]
        while stack:
            t = stack[-1]
            if id(t) in done:
                stack.pop()
                continue
            inner = [o for o in t if type(o) is tuple and id(o) in own and id(o) not in done]
            if inner:
                stack.extend(reversed(inner))
            else:
                done.add(id(t))
                result.append(t)
                stack.pop()
    return result
