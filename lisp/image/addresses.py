"""Where objects are: the `id` of each object of a list, for child images.

To ask for each costs a fifth of decoding an image. But a list of CPython is an array of just these numbers, so where many are
wanted that array is copied, if it is what it is known to be: one word of three in, and the first and the last `id` are in it.
"""

from __future__ import annotations

from sys import byteorder

WORD = 8  # bytes of an address
ITEMS = 24  # where in a list the address of its array lies, behind its reference count, its class, and its length
LIST = 40  # the size of a list of that form
MANY = 4096  # objects for which it pays to import _ctypes


def addresses_of(objects: list, count: int) -> bytes:
    """The addresses of the first COUNT of OBJECTS, one word each, in the machine's byte order."""
    if count >= MANY and list.__basicsize__ == LIST:
        found = copied(objects, count)
        if found[:WORD] == word(objects[0]) and found[-WORD:] == word(objects[count - 1]):
            return found
    return b"".join(map(word, objects[:count]))


def word(obj: object) -> bytes:
    return id(obj).to_bytes(WORD, byteorder)


def copied(objects: list, count: int) -> bytes:
    """The beginning of the array of OBJECTS."""
    try:
        from _ctypes import _SimpleCData
    except ImportError:  # a Python that was built without it
        return b""

    class Address(_SimpleCData):
        _type_ = "Q"

    start = Address.from_address(id(objects) + ITEMS).value
    return bytes((Address * count).from_address(start))
