"""Pairs that are still in the image: stubs, which take their content from there when something looks at it.

In:  a place in an image that holds pairs, decoded by whoever makes the `Page`
Out: a stub for each pair that decoded objects refer to; from the first look on it is an ordinary pair

A stub is an instance of a subclass, which answers `__class__` with `Pair`, so `x.__class__ is Pair` and `isinstance` are true
of it; `type` is not to be asked. Its car slot holds the page, its cdr slot its number there. Once that is decoded the stub's
class is set to `Pair`, and it costs nothing any more (`__getattr__` on `Pair` itself would cost every access on 3.11,
docs/image-format.md).
"""

from __future__ import annotations

from lisp.data.pair import Pair

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

CAR, CDR = Pair.__dict__["car"], Pair.__dict__["cdr"]
CLASS = object.__dict__["__class__"]
SHIFT = 32  # the number of an object over all segments of an image: place << SHIFT | number in its segment


class Page:
    """Segment PLACE of an image: `stubs` are its pairs that are referred to, by number; `decode` decodes segments."""

    __slots__ = ("decode", "place", "stubs")

    def __init__(self, decode: Callable[[list[int]], object], place: int) -> None:
        self.decode = decode
        self.place = place
        self.stubs: dict[int, DeferredPair] = {}

    def stub(self, number: int) -> DeferredPair:
        """The stub of pair NUMBER."""
        found = self.stubs.get(number)
        if found is None:
            found = self.stubs[number] = DeferredPair()
            self.fill(found, number)
        return found

    def fill(self, stub: DeferredPair, number: int) -> None:
        """Give STUB what it needs."""
        CAR.__set__(stub, self)
        CDR.__set__(stub, number)

    def begin(self) -> None:
        """Make the stubs pairs, to be filled."""
        for stub in self.stubs.values():
            CLASS.__set__(stub, Pair)

    def undo(self) -> None:
        """Make them stubs again: they could not be filled."""
        for number, stub in self.stubs.items():
            self.fill(stub, number)
            CLASS.__set__(stub, DeferredPair)


def stub_number(stub: Pair) -> int:
    """The number of STUB over all segments."""
    return CAR.__get__(stub).place << SHIFT | CDR.__get__(stub)


def touched(stub: Pair) -> Pair:
    """STUB, when its content has been decoded."""
    page = CAR.__get__(stub)
    page.decode([page.place])
    return stub


class DeferredPair(Pair):
    """A pair whose content is in the image."""

    __slots__ = ()
    __class__ = property(lambda self: Pair)  # type: ignore[assignment]
    car = property(lambda self: touched(self).car, lambda self, value: CAR.__set__(touched(self), value))
    cdr = property(lambda self: touched(self).cdr, lambda self, value: CDR.__set__(touched(self), value))
