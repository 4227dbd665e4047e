"""Parameter objects (report, 4.2.6). Called with no argument, one returns its current value.

`parameterize` swaps the value by dynamic-wind (shallow binding), so an image holds a parameter's current value in the
parameter itself.
"""

from __future__ import annotations

from lisp.data.base import Object


class Parameter(Object):
    """A parameter: its current `setting`, and its `converter` (a procedure or False)."""

    __slots__ = ("setting", "converter")

    def __init__(self, setting: object, converter: object = False) -> None:
        self.setting = setting
        self.converter = converter

    def __call__(self) -> object:
        return self.setting
