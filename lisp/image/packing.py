"""Entries that are compressed, in an image whose header has the line `packed: zlib`.

A packed entry is a number n and, if that is 0, the content as it is; otherwise its content, n bytes long, compressed. What
says how long it is is believed only as far as zlib could have come to that. The directory and what a launcher reads are not
packed. It takes about a third of the size, several times the time to save, and a tenth more to decode
(docs/performance.md), so it is for images that are sent.
"""

from __future__ import annotations

from zlib import compress, decompressobj, error

from lisp.image.columns import Damaged, Reader, Writer

LEVEL = 6
MOST = 1040  # how many times smaller deflate can make something, and a little more
KINDS = ("segment", "unit", "source", "catalogue", "host")


def is_packed(kind: str) -> bool:
    """Whether the entries of KIND are packed."""
    return kind in KINDS or kind.startswith("code@")


def packed(content: bytes) -> bytes:
    """CONTENT as a packed entry."""
    small = compress(content, LEVEL)
    writer = Writer()
    is_smaller = len(small) < len(content)
    writer.number(len(content) if is_smaller else 0)
    return bytes(writer.bytes) + (small if is_smaller else content)


def unpacked(entry: memoryview) -> memoryview:
    """The content of a packed ENTRY; Damaged if it is none."""
    reader = Reader(entry)
    length = reader.number()
    rest = entry[reader.at :]
    if not length:
        return rest
    if length > MOST * len(rest):
        raise Damaged("a length that cannot be")
    work = decompressobj()
    try:
        content = work.decompress(rest, length)
    except error:
        raise Damaged("it is not what zlib writes") from None
    if len(content) != length or not work.eof:
        raise Damaged("another length than announced")
    return memoryview(content)
