"""Matching regular expressions by Python's re (SRFI 115; stdlib/srfi/115.sld writes SREs as Python's patterns).

Patterns go in as text: re keeps the compiled ones, and an image holds nothing of the host.
"""

from __future__ import annotations

from lisp.core.primitive import primitive
from lisp.data.condition import error
from lisp.data.string import String, text_of
from lisp.data.symbol import Symbol
from lisp.data.vector import Vector
from lisp.primitives.bounds import checked_range

TYPE_CHECKING = False
if TYPE_CHECKING:
    import re


def compiled(pattern: String) -> re.Pattern:
    """The compiled PATTERN."""
    import re

    try:
        return re.compile(text_of(pattern))
    except (re.error, OverflowError) as problem:
        raise error("value", f"the regular expression cannot be compiled: {problem}", who="regexp") from None


@primitive("%regex-check", "string -> unspecified")
def regex_check(pattern: String) -> None:
    """An error if PATTERN is none."""
    compiled(pattern)


@primitive("%regex-match", "symbol string string index index index -> object", pure=True)
def regex_match(how: Symbol, pattern: String, string: String, start: int, end: int, at: int) -> object:
    """Where PATTERN and its groups match, as a vector of starts and ends (#f for a group that does not), or #f.

    HOW is `search` or `matches` (the whole). Only the part of STRING from START to END is there; the search begins AT.
    """
    text = text_of(string)
    start, end = checked_range("regexp-" + how.name, "string", len(text), start, end)
    part = text[start:end]
    expression = compiled(pattern)
    found = expression.fullmatch(part) if how.name == "matches" else expression.search(part, max(0, at - start))
    if found is None:
        return False
    places: list = []
    for group in range(expression.groups + 1):
        first, last = found.span(group)
        places += (False, False) if first < 0 else (first + start, last + start)
    return Vector(places)


@primitive("%ranges->pattern", "vector -> string", pure=True)
def ranges_to_pattern(ranges: Vector) -> String:
    """The pattern of one character of the set that RANGES are (lisp/primitives/charsets.py)."""
    bounds = zip(ranges.items[::2], ranges.items[1::2])
    parts = [f"\\U{start:08x}-\\U{end - 1:08x}" for start, end in bounds]
    return String(f"[{''.join(parts)}]" if parts else "(?!)")
