"""Searching, joining and trimming strings: beyond the report, by the names that SRFI 13 and SRFI 130 gave them."""

from __future__ import annotations

from lisp.core.primitive import primitive
from lisp.data.base import DEFAULT
from lisp.data.string import String, text_of
from lisp.primitives.bounds import check_index, out_of_range
from lisp.primitives.chars import SPACES
from lisp.primitives.pairs import items_of, refuse


@primitive("%string-search", "string string index -> object", pure=True)
def string_search(pattern: String, string: String, start: int) -> object:
    """The index of the first PATTERN in STRING at or after START, or #f."""
    text = text_of(string)
    if check_index(start) > len(text):
        raise out_of_range("string-search", "string", start, len(text))
    found = text.find(text_of(pattern), start)
    return found if found >= 0 else False


@primitive("%string-search-right", "string string -> object", pure=True)
def string_search_right(pattern: String, string: String) -> object:
    """The index of the last PATTERN in STRING, or #f."""
    part, text = text_of(pattern), text_of(string)
    found = text[::-1].find(part[::-1])  # `rfind` takes quadratic time where much of PATTERN comes again and again
    return len(text) - len(part) - found if found >= 0 else False


@primitive("string-contains", "string string -> object", section="SRFI 13", pure=True)
def string_contains(string: String, pattern: String) -> object:
    """The index of the first PATTERN in STRING, or #f."""
    found = text_of(string).find(text_of(pattern))
    return found if found >= 0 else False


@primitive("string-join", "list [string] -> string", section="SRFI 13", pure=True)
def string_join(strings: object, delimiter: object = DEFAULT) -> String:
    """The strings of a list, one after the other, with DELIMITER (a space) between them."""
    members = items_of("string-join", strings)
    for member in members:
        if member.__class__ is not String:
            raise refuse("string-join", "a string", member)
    between = " " if delimiter is DEFAULT else text_of(delimiter)
    return String(between.join(map(text_of, members)))


@primitive("string-prefix?", "string string -> boolean", section="SRFI 13", pure=True)
def string_prefix_p(prefix: String, string: String) -> bool:
    """Whether STRING begins with PREFIX."""
    return text_of(string).startswith(text_of(prefix))


@primitive("string-suffix?", "string string -> boolean", section="SRFI 13", pure=True)
def string_suffix_p(suffix: String, string: String) -> bool:
    """Whether STRING ends with SUFFIX."""
    return text_of(string).endswith(text_of(suffix))


@primitive("string-null?", "string -> boolean", section="SRFI 13", pure=True)
def string_null_p(string: String) -> bool:
    """Whether STRING has no characters."""
    return not string.chars


@primitive("string-trim", "string -> string", section="SRFI 130", pure=True)
def string_trim(string: String) -> String:
    """STRING without the whitespace at both ends."""
    return String(text_of(string).strip(SPACES))


@primitive("string-trim-left", "string -> string", section="SRFI 130", pure=True)
def string_trim_left(string: String) -> String:
    """STRING without the whitespace at its start."""
    return String(text_of(string).lstrip(SPACES))


@primitive("string-trim-right", "string -> string", section="SRFI 130", pure=True)
def string_trim_right(string: String) -> String:
    """STRING without the whitespace at its end."""
    return String(text_of(string).rstrip(SPACES))
