"""Bytevectors (report, 6.9). `octets` is a Python bytearray, or bytes in a literal: Python then refuses to change it."""

from __future__ import annotations

from lisp.data.base import Object


class Bytevector(Object):
    """A bytevector of `octets`."""

    __slots__ = ("octets",)

    def __init__(self, octets: bytearray | bytes) -> None:
        self.octets = octets
