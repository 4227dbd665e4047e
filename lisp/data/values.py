"""Multiple values (report, 6.10). One value is itself; any other count travels in a `Values`."""

from __future__ import annotations

from lisp.data.base import Object


class Values(Object):
    """The values that a producer returned; never exactly one."""

    __slots__ = ("members",)

    def __init__(self, members: tuple) -> None:
        self.members = members


def make_values(*members: object) -> object:
    """What `values` returns for MEMBERS."""
    return members[0] if len(members) == 1 else Values(members)


def members_of(result: object) -> tuple:
    """The values in RESULT, as a tuple."""
    return result.members if result.__class__ is Values else (result,)
