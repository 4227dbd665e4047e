"""Columns: how numbers and texts lie in a section, written by `Writer` and read by `Reader`.

A number is a LEB128 varint. A column of numbers is one byte, the item format (B H I Q unsigned, b h i q signed, d), then
the items, little endian. Texts are a byte 0, then all of them as one UTF-8 blob (lone surrogates kept) with NULs between; if
one has a NUL itself, or there are none, a column of their lengths in characters, then the blob without anything between.
How many items a column has is known from what stands before it; a count is believed only as far as there are bytes for it, so
a damaged one cannot ask for more memory than the file is long. Only `Writer` imports `array`.
"""

from __future__ import annotations

import sys
from itertools import accumulate

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

WIDTHS = {"B": 1, "H": 2, "I": 4, "Q": 8, "b": 1, "h": 2, "i": 4, "q": 8, "d": 8}
SEPARATED = b"\0"  # in place of an item format
UNSIGNED = (("B", 0xFF), ("H", 0xFFFF), ("I", 0xFFFFFFFF), ("Q", 0xFFFFFFFFFFFFFFFF))
SIGNED = (("b", 0x7F), ("h", 0x7FFF), ("i", 0x7FFFFFFF), ("q", 0x7FFFFFFFFFFFFFFF))


class Damaged(ValueError):
    """The bytes cannot be what was written. Readers of sections turn this into an error of kind "image"."""


# what reading bytes that do not make sense raises
FAILURES = (ValueError, IndexError, TypeError, KeyError, AttributeError, OverflowError, MemoryError, EOFError, ArithmeticError)


class Writer:
    """Bytes that grow at the end."""

    def __init__(self) -> None:
        self.bytes = bytearray()

    def number(self, value: int) -> None:
        """A count or an index."""
        while value > 0x7F:
            self.bytes.append(value & 0x7F | 0x80)
            value >>= 7
        self.bytes.append(value)

    def items(self, code: str, values: object) -> None:
        """A column in item format CODE."""
        self.bytes += code.encode()
        self.raw(code, values)

    def raw(self, code: str, values: object) -> None:
        """The items of a column, whose format is known."""
        from array import array

        column = array(code, values)
        if sys.byteorder != "little":
            column.byteswap()
        self.bytes += column

    def numbers(self, values: Sequence[int]) -> None:
        """A column of unsigned numbers, as narrow as they allow."""
        top = max(values, default=0) if values.__class__ is not range else values[-1]
        self.items(next(code for code, limit in UNSIGNED if top <= limit), values)

    def integers(self, values: Sequence[int]) -> None:
        """A column of signed numbers of at most 64 bits, as narrow as they allow."""
        ends = (*values[:1], *values[-1:])
        codes = [code for code, limit in SIGNED if all([~limit <= end <= limit for end in ends])]
        columns = ((code, array_of(code, values)) for code in codes)
        self.items(*next((code, column) for code, column in columns if column is not None))

    def blob(self, data: bytes) -> None:
        """Bytes of any content, with their length."""
        self.number(len(data))
        self.bytes += data

    def text(self, text: str) -> None:
        """One text."""
        self.blob(text.encode("utf-8", "surrogatepass"))

    def texts(self, texts: list) -> None:
        """A column of texts; the count is the reader's business."""
        whole = "\0".join(texts)
        if whole.count("\0") == len(texts) - 1:
            self.bytes += SEPARATED
            self.text(whole)
        else:
            self.numbers(list(map(len, texts)))
            self.text("".join(texts))

    def blobs(self, blobs: list) -> None:
        """A column of bytes objects."""
        self.numbers(list(map(len, blobs)))
        self.blob(b"".join(blobs))


def array_of(code: str, integers: Sequence[int]) -> object | None:
    """INTEGERS as an array in item format CODE; None if one does not fit.

    To try is faster than to look for the least and the greatest first.
    """
    from array import array

    try:
        return array(code, integers)
    except OverflowError:
        return None


class Reader:
    """A cursor over the bytes of a section; every method reads what the `Writer` method of that name wrote."""

    def __init__(self, data: object) -> None:
        self.view = memoryview(data)
        self.at = 0
        self.size = len(self.view)

    def number(self) -> int:
        view, at = self.view, self.at
        value = shift = 0
        while True:
            byte = view[at]  # past the end: IndexError, which the callers take for damage
            at += 1
            value |= (byte & 0x7F) << shift
            if byte < 0x80:
                self.at = at
                return value
            shift += 7
            if shift > 63:
                raise Damaged("a number that is too long")

    def count(self) -> int:
        """A number of things each of which takes at least a byte of what follows."""
        value = self.number()
        if value > self.size - self.at:
            raise Damaged("a count larger than the section")
        return value

    def take(self, length: int) -> memoryview:
        """The next LENGTH bytes."""
        start = self.at
        end = self.at = start + length
        if end > self.size:
            raise Damaged("a section that ends too early")
        return self.view[start:end]

    def code(self) -> str:
        """The item format of the next column."""
        return chr(self.take(1)[0])

    def items(self, code: str, count: int) -> list:
        """COUNT items in format CODE."""
        width = WIDTHS.get(code)
        if width is None:
            raise Damaged("an unknown item format")
        part = self.take(count * width)
        if sys.byteorder != "little":
            from array import array

            column = array(code, part.tobytes())
            column.byteswap()
            return column.tolist()
        return part.cast(code).tolist()

    def numbers(self, count: int) -> list:
        code = self.code()
        if code not in "BHIQ":
            raise Damaged("a column of an unexpected format")
        return self.items(code, count)

    def integers(self, count: int) -> list:
        code = self.code()
        if code not in "bhiq":
            raise Damaged("a column of an unexpected format")
        return self.items(code, count)

    def blob(self) -> bytes:
        return bytes(self.take(self.number()))

    def text(self) -> str:
        return str(self.take(self.number()), "utf-8", "surrogatepass")

    def texts(self, count: int) -> list:
        if self.view[self.at : self.at + 1] == SEPARATED:
            self.at += 1
            text = self.text()
            if text.count("\0") != count - 1:
                raise Damaged("texts that do not add up")
            return text.split("\0")
        ends = list(accumulate(self.numbers(count), initial=0))
        text = self.text()
        if ends[-1] != len(text):
            raise Damaged("texts whose lengths do not add up")
        return [text[a:b] for a, b in zip(ends, ends[1:])]

    def blobs(self, count: int) -> list:
        ends = list(accumulate(self.numbers(count), initial=0))
        blob = self.blob()
        if ends[-1] != len(blob):
            raise Damaged("lengths that do not add up")
        return [blob[a:b] for a, b in zip(ends, ends[1:])]
