"""Serial → number, in one segment.

Objects of a kind that got their serials together (contents.py) have numbers that follow each other, too: a run. So most of
what a column refers to is known without a look at each object. Only for the rest is there a table of all, once it is needed.
"""

from __future__ import annotations

from bisect import bisect_right

from lisp.image.classes import FIRST

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

FEW = 16  # serials that are looked up one by one


class Numbering:
    """The numbers of the objects of one segment; its serials begin with BASE, and those of the constants come first."""

    __slots__ = ("base", "end", "firsts", "starts", "table")

    def __init__(self, base: int) -> None:
        self.base = base
        self.end = base + FIRST
        self.firsts: Sequence[int] = [base]  # the first serial of each run, ascending
        self.starts: Sequence[int] = [0]  # and its number
        self.table: Sequence[int] | None = None  # serial - base → number

    def set_runs(self, runs: list[tuple[int, int]], end: int) -> None:
        """RUNS are those after the constants, (first serial, its number), without a gap; END is the serial after the last."""
        self.firsts = [self.base, *[first for first, _ in runs]]
        self.starts = [0, *[start for _, start in runs]]
        self.end = end

    def of(self, serial: int) -> int:
        """The number of the object with SERIAL."""
        if self.table is not None:
            return self.table[serial - self.base]
        run = bisect_right(self.firsts, serial) - 1
        return self.starts[run] + serial - self.firsts[run]

    def of_all(self, serials: Sequence[int]) -> Sequence[int]:
        """The numbers of SERIALS."""
        if serials.__class__ is range and len(serials):
            run = bisect_right(self.firsts, serials[0])
            if run == len(self.firsts) or serials[-1] < self.firsts[run]:
                return range(self.of(serials[0]), self.of(serials[-1]) + 1, serials.step)
        if len(serials) < FEW:
            return [self.of(serial) for serial in serials]
        table, base = self.whole(), self.base
        return [table[serial - base] for serial in serials]

    def whole(self) -> Sequence[int]:
        """The table."""
        if self.table is None:
            table = self.table = []
            for first, after, start in zip(self.firsts, [*self.firsts[1:], self.end], self.starts):
                table += range(start, start + after - first)
        return self.table

    def pack(self) -> None:
        """Take little room: there may be many segments."""
        from array import array

        if self.table is not None:
            self.table, self.firsts, self.starts = array("I", self.table), (), ()
        else:
            self.firsts, self.starts = array("Q", self.firsts), array("I", self.starts)
