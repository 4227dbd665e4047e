"""Lists, followed along their cdrs: a walk's way through pairs, of which there are most.

A page that has `page` pairs is full. Pairs that are met after that wait for the next one (`pending`), unless they begin a list
of a few atoms; what refers to a waiting pair has a ticket in place of a serial, a negative number, and `tickets` says later
what became of it. The order, and so the bytes, is the same whether lists are entered one by one, in chunks, or many at once.
"""

from __future__ import annotations

from itertools import repeat
from sys import getrefcount

from lisp.data.base import NIL, Singleton
from lisp.data.char import Char
from lisp.data.pair import Pair
from lisp.data.string import String
from lisp.data.symbol import Symbol
from lisp.image.contents import FEW, TRACKS, Part
from lisp.image.met import OWNED, WAITS, Met

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

CHUNK = 65536  # pairs of a list that are looked at before it is found out that it is circular
SHORT = 32  # a list longer than this is followed in chunks
SMALL = 8  # pairs of a list that finds room in a full page
MANY = 16  # lists that are entered together if they are alike
CACHED = 4096  # of these, how many are looked at at once
ATOMS = frozenset((bool, type(None), Singleton, int, float, complex, str, bytes, Char, String, Symbol))


class Lists(Met):
    """A walk among pairs."""

    def visit_pairs(self, objects: list) -> Sequence[int]:
        """Enter the lists that start at OBJECTS, each along its cdrs."""
        counts = list(map(getrefcount, objects))
        if len(objects) >= MANY and counts.count(self.expected) == len(counts) and (alike := self.alike(objects)):
            return self.enter_alike(len(objects), *alike)
        contents, numbers, tickets = self.contents, self.numbers, self.tickets
        expected, chained, page = self.expected, self.chained, self.page
        bucket = contents.bucket("pair")
        append = bucket.append
        start = count = len(bucket)
        first = contents.end - start  # the serial of the pair at place 0 of the bucket, had all been entered now
        serials: list = []
        ends, tails = [], []  # the places of the last pairs of the lists, and their cdrs
        for head, references in zip(objects, counts):
            known = None
            if references != expected:
                key = id(head)
                known = numbers.get(key)
                if known is not None and known >= 0:
                    serials.append(known)
                    continue
            room = page
            if count >= page:
                if not is_small(head):
                    serials.append(self.put_off(head, references == expected) if known is None else known)
                    continue
                room = count + SMALL
            if references != expected:
                numbers[key] = first + count
                if known is not None:
                    tickets[~known] = first + count
            serials.append(first + count)
            append(head)
            count += 1
            pair = head.cdr
            limit = count + SHORT
            while type(pair) is Pair:
                if count >= room:
                    if room != page or not is_small(pair):
                        break
                    room += SMALL  # for the rest of the list
                if getrefcount(pair) != chained:
                    key = id(pair)
                    known = numbers.get(key)
                    if known is not None:
                        if known >= 0:
                            break
                        tickets[~known] = first + count
                    numbers[key] = first + count
                append(pair)
                count += 1
                pair = pair.cdr
                if limit < count < page and type(pair) is Pair:
                    pair = self.follow_chain(pair, bucket, first)
                    count = len(bucket)
            ends.append(count - 1)
            tails.append(pair)
        if tails:
            self.follow_pairs(bucket[start:] if start else bucket, start, ends, tails)
        return serials

    def alike(self, heads: list) -> tuple[list[Part], Part] | None:
        """The lists that begin with HEADS, level by level: their cars, and what follows the last pairs; if they are of one
        length, nobody else refers to a pair of them, and there is room for all. Then all is done for a level at once.

        Some thousands of them are looked at before the next: what is in the processor's cache is looked at faster.
        """
        parts = levels(heads[:CACHED])
        for start in range(CACHED, len(heads), CACHED):
            more = levels(heads[start : start + CACHED])
            if len(more) != len(parts):
                return None
            for part, addition in zip(parts, more):
                part.extend(addition)
        room = self.page - len(self.contents.bucket("pair"))
        if len(heads) * (len(parts) - 1) > room and not all(ATOMS.issuperset(part.classes) for part in parts):
            return None
        return (parts[:-1], parts[-1]) if parts else None

    def enter_alike(self, some: int, cars: list[Part], tails: Part) -> range:
        """Enter the SOME lists that `alike` has found; their serials."""
        contents = self.contents
        bucket, serial, step = contents.bucket("pair"), contents.end, len(cars)
        start, count = len(bucket), step * some
        bucket += repeat(None, count)  # how many there are is all that is asked where references are counted
        contents.add_ends(range(start + step - 1, start + count + step - 1, step))
        contents.runs.append(("pair", serial, count))
        contents.end += count
        column, tail_column = contents.columns["pair"]
        if step in TRACKS:
            self.add_track_parts(column, cars)
        else:
            column += cars
            self.following += cars
        self.add_tails(tail_column, tails)
        return range(serial, contents.end, step)

    def follow_pairs(self, pairs: list, start: int, ends: list[int], tails: list) -> None:
        """PAIRS have been entered, lists one after another, from place START on, which end at ENDS with TAILS: follow what they
        hold."""
        contents = self.contents
        cars, cdrs = contents.columns["pair"]
        count, some = len(pairs), len(tails)
        contents.runs.append(("pair", contents.end, count))
        contents.end += count
        length = count // some
        values = [pair.car for pair in pairs]
        even = range(start + length - 1, start + count + length - 1, length)
        are_even = ends == list(even)
        contents.add_ends(even if are_even else ends)
        if some >= FEW and length in TRACKS and are_even:
            self.add_tracks(cars, [values[i::length] for i in range(length)])
        else:
            self.add_part(cars, values)
        self.add_tails(cdrs, Part(tails))

    def add_tails(self, column: list[Part], tails: Part) -> None:
        """TAILS, what lists end in, come next in COLUMN: mostly the empty list, which need not be followed."""
        column.append(tails)
        values = tails.values
        if len(tails.classes) == 1 and Singleton in tails.classes and values.count(NIL) == len(values):
            tails.serials, tails.values = [self.contents.constants[id(NIL)]] * len(values), []
        else:
            self.following.append(tails)

    def put_off(self, pair: Pair, alone: bool) -> int:
        """The ticket of PAIR, for which there is no room any more. ALONE: nobody else will meet it."""
        ticket = ~len(self.tickets)
        if not alone:
            self.numbers[id(pair)] = ticket
        self.tickets.append(WAITS)
        self.pending.append(pair)
        self.waiting.append(ticket)
        return ticket

    def follow_chain(self, pair: object, bucket: list, first: int) -> object:
        """Append PAIR and the pairs after it to BUCKET, up to one that is known; what follows the last is returned.

        FIRST: the serial of place 0 of the bucket.
        """
        numbers, expected = self.numbers, self.in_chunk
        chunk: list = []
        append = chunk.append
        for _ in range(min(CHUNK, self.page - len(bucket))):
            if type(pair) is not Pair:
                break
            append(pair)
            pair = pair.cdr
        following, pair = pair, None  # a local would count as a reference
        counts = list(map(getrefcount, chunk))
        counts[:1] = [0]  # the first has its predecessor before the chunk
        serial = first + len(bucket)
        simple = counts.count(expected) == len(counts) - 1  # the usual case
        for i in [0] if simple else [i for i, count in enumerate(counts) if count != expected]:
            key = id(chunk[i])
            known = numbers.get(key)
            if known is not None:
                if known >= 0:
                    following = chunk[i]
                    del chunk[i:]
                    break
                self.tickets[~known] = serial + i
            numbers[key] = serial + i
        bucket.extend(chunk)
        return following


def levels(heads: list) -> list[Part]:
    """The cars of the lists that begin with HEADS, level by level, and what follows the last pairs; nothing if they are not of
    one length, or somebody else refers to a pair of them."""
    parts, tails = [Part([pair.car for pair in heads])], Part([pair.cdr for pair in heads])
    while len(tails.classes) == 1 and Pair in tails.classes:
        pairs = tails.values
        if len(parts) == SMALL or list(map(getrefcount, pairs)).count(OWNED) != len(pairs):
            return []
        parts.append(Part([pair.car for pair in pairs]))
        tails = Part([pair.cdr for pair in pairs])
    return [*parts, tails] if Pair not in tails.classes else []


def is_small(pair: Pair) -> bool:
    """Whether PAIR begins a list of a few atoms, which are no more work than to say where it is."""
    for _ in range(SMALL):
        if type(pair.car) not in ATOMS:
            return False
        tail = pair.cdr
        if type(tail) is not Pair:
            return type(tail) in ATOMS
        pair = tail
    return False
