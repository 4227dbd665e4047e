"""Bytevectors (report, 6.9). The octets of a literal are Python bytes, which refuse to be changed."""

from __future__ import annotations

from lisp.core.primitive import primitive
from lisp.data.base import DEFAULT
from lisp.data.bytevector import Bytevector
from lisp.data.condition import error
from lisp.data.string import String, text_of
from lisp.primitives.bounds import (
    bad_index,  # noqa: F401 - support of the templates
    check_index,
    checked_range,
    checked_room,
    constant,
    out_of_range,
)

SUPPORT = ("Bytevector", "bad_index")
OCTET = "bytevector.octets[k if k.__class__ is int and k >= 0 else bad_index(k)]"


def changeable(who: str, bytevector: Bytevector) -> bytearray:
    """The octets of BYTEVECTOR, which WHO is going to change."""
    octets = bytevector.octets
    if octets.__class__ is not bytearray:
        raise constant(who, "bytevector")
    return octets


def part_of(who: str, bytevector: Bytevector, start: object, end: object) -> bytes | bytearray:
    """The octets of BYTEVECTOR from START to END."""
    octets = bytevector.octets
    start, end = checked_range(who, "bytevector", len(octets), start, end)
    return octets[start:end]


def check_byte(byte: object) -> int:
    """BYTE if it is one; otherwise TypeError, which is diagnosed from the signature."""
    if byte.__class__ is not int or not 0 <= byte <= 255:
        raise TypeError
    return byte


@primitive("bytevector?", "object -> boolean", section="6.9", pure=True, inline="obj.__class__ is Bytevector")
def bytevector_p(obj: object) -> bool:
    """Whether OBJ is a bytevector."""
    return isinstance(obj, Bytevector)


@primitive("make-bytevector", "index [byte] -> bytevector", section="6.9", pure=True)
def make_bytevector(k: int, byte: int = 0) -> Bytevector:
    """A bytevector of K times BYTE."""
    return Bytevector(bytearray((check_byte(byte),)) * check_index(k))


@primitive("bytevector", "byte ... -> bytevector", section="6.9", pure=True)
def bytevector_(*octets: int) -> Bytevector:
    """A fresh bytevector of OCTETS."""
    return Bytevector(bytearray(map(check_byte, octets)))


@primitive("bytevector-u8-ref", "bytevector index -> byte", section="6.9", pure=True, inline=OCTET)
def bytevector_u8_ref(bytevector: Bytevector, k: int) -> int:
    """Byte K of BYTEVECTOR, from 0."""
    octets = bytevector.octets
    if check_index(k) >= len(octets):
        raise out_of_range("bytevector-u8-ref", "bytevector", k, len(octets))
    return octets[k]


@primitive(
    "bytevector-u8-set!",
    "bytevector index byte -> unspecified",
    section="6.9",
    inline=f"{OCTET} = byte if byte.__class__ is int else bad_index(byte)",
)
def bytevector_u8_set(bytevector: Bytevector, k: int, byte: int) -> None:
    """Store BYTE as byte K of BYTEVECTOR."""
    octets = bytevector.octets
    if check_index(k) >= len(octets):
        raise out_of_range("bytevector-u8-set!", "bytevector", k, len(octets))
    changeable("bytevector-u8-set!", bytevector)[k] = check_byte(byte)


@primitive("bytevector-length", "bytevector -> index", section="6.9", pure=True, inline="len(bytevector.octets)")
def bytevector_length(bytevector: Bytevector) -> int:
    """The number of bytes of BYTEVECTOR."""
    return len(bytevector.octets)


@primitive("bytevector-copy", "bytevector [index] [index] -> bytevector", section="6.9", pure=True)
def bytevector_copy(bytevector: Bytevector, start: int = 0, end: object = DEFAULT) -> Bytevector:
    """A fresh bytevector of the bytes from START to END."""
    return Bytevector(bytearray(part_of("bytevector-copy", bytevector, start, end)))


@primitive("bytevector-copy!", "bytevector index bytevector [index] [index] -> unspecified", section="6.9")
def bytevector_copy_to(to: Bytevector, at: int, bytevector: Bytevector, start: int = 0, end: object = DEFAULT) -> None:
    """Store the bytes of BYTEVECTOR from START to END in TO, from AT; right too when both are one bytevector."""
    length = len(to.octets)
    part = part_of("bytevector-copy!", bytevector, start, end)
    checked_room("bytevector-copy!", "bytevector", length, at, len(part))
    changeable("bytevector-copy!", to)[at : at + len(part)] = part


@primitive("bytevector-append", "bytevector ... -> bytevector", section="6.9", pure=True)
def bytevector_append(*bytevectors: Bytevector) -> Bytevector:
    """A fresh bytevector of the bytes of all BYTEVECTORS in order."""
    return Bytevector(bytearray().join([b.octets for b in bytevectors]))


@primitive("bytevector-fill!", "bytevector byte [index] [index] -> unspecified", section="6.9")
def bytevector_fill(bytevector: Bytevector, byte: int, start: int = 0, end: object = DEFAULT) -> None:
    """Store BYTE in the bytes from START to END."""
    start, end = checked_range("bytevector-fill!", "bytevector", len(bytevector.octets), start, end)
    changeable("bytevector-fill!", bytevector)[start:end] = bytes((check_byte(byte),)) * (end - start)


@primitive("utf8->string", "bytevector [index] [index] -> string", section="6.9", pure=True)
def utf8_to_string(bytevector: Bytevector, start: int = 0, end: object = DEFAULT) -> String:
    """The string that the bytes from START to END are the UTF-8 of."""
    octets = part_of("utf8->string", bytevector, start, end)
    try:
        return String(octets.decode("utf-8"))
    except UnicodeDecodeError as failure:
        text = f"the bytes are not valid UTF-8, from index {start + failure.start}"
        raise error("value", text, who="utf8->string") from None


@primitive("string->utf8", "string [index] [index] -> bytevector", section="6.9", pure=True)
def string_to_utf8(string: String, start: int = 0, end: object = DEFAULT) -> Bytevector:
    """The UTF-8 of the characters from START to END."""
    text = text_of(string)
    start, end = checked_range("string->utf8", "string", len(text), start, end)
    return Bytevector(bytearray(text[start:end].encode("utf-8")))
