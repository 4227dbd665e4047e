"""Promises (report, 4.2.5). `force` is written in Scheme; here is only what it works on."""

from __future__ import annotations

from lisp.data.base import Object


class Promise(Object):
    """A promise: `state` is a Box shared by the promises of one delay-force chain.

    The box's content is a pair: (#t . value) when done, (#f . thunk) before.
    """

    __slots__ = ("state",)

    def __init__(self, state: object) -> None:
        self.state = state
