"""Comparison of strings (report, 6.7), by code; without regard to case, by the code of the full case folding."""

from __future__ import annotations

from lisp.core.primitive import primitive
from lisp.data.string import String, text_of
from lisp.primitives.chars import in_order

SUPPORT = ("text_of",)


def texts_of(strings: tuple) -> list[str]:
    """The texts of STRINGS; AttributeError if one is no string, to be diagnosed."""
    return [text_of(string) for string in strings]


def folded_texts(strings: tuple) -> list[str]:
    """The texts of STRINGS after folding."""
    return [text_of(string).casefold() for string in strings]


@primitive("string=?", "string string ... -> boolean", section="6.7", pure=True, inline={2: "text_of(a) == text_of(b)"})
def string_equal(string: String, *strings: String) -> bool:
    """Whether the strings are all the same."""
    return in_order(str.__eq__, texts_of((string, *strings)))


@primitive("string<?", "string string ... -> boolean", section="6.7", pure=True, inline={2: "text_of(a) < text_of(b)"})
def string_less(string: String, *strings: String) -> bool:
    """Whether each string comes before the next one."""
    return in_order(str.__lt__, texts_of((string, *strings)))


@primitive("string>?", "string string ... -> boolean", section="6.7", pure=True, inline={2: "text_of(a) > text_of(b)"})
def string_greater(string: String, *strings: String) -> bool:
    """Whether each string comes after the next one."""
    return in_order(str.__gt__, texts_of((string, *strings)))


@primitive(
    "string<=?", "string string ... -> boolean", section="6.7", pure=True, inline={2: "text_of(a) <= text_of(b)"}
)
def string_not_greater(string: String, *strings: String) -> bool:
    """Whether no string comes after the next one."""
    return in_order(str.__le__, texts_of((string, *strings)))


@primitive(
    "string>=?", "string string ... -> boolean", section="6.7", pure=True, inline={2: "text_of(a) >= text_of(b)"}
)
def string_not_less(string: String, *strings: String) -> bool:
    """Whether no string comes before the next one."""
    return in_order(str.__ge__, texts_of((string, *strings)))


@primitive("string-ci=?", "string string ... -> boolean", section="6.7", pure=True)
def string_ci_equal(string: String, *strings: String) -> bool:
    """`string=?` after folding."""
    return in_order(str.__eq__, folded_texts((string, *strings)))


@primitive("string-ci<?", "string string ... -> boolean", section="6.7", pure=True)
def string_ci_less(string: String, *strings: String) -> bool:
    """`string<?` after folding."""
    return in_order(str.__lt__, folded_texts((string, *strings)))


@primitive("string-ci>?", "string string ... -> boolean", section="6.7", pure=True)
def string_ci_greater(string: String, *strings: String) -> bool:
    """`string>?` after folding."""
    return in_order(str.__gt__, folded_texts((string, *strings)))


@primitive("string-ci<=?", "string string ... -> boolean", section="6.7", pure=True)
def string_ci_not_greater(string: String, *strings: String) -> bool:
    """`string<=?` after folding."""
    return in_order(str.__le__, folded_texts((string, *strings)))


@primitive("string-ci>=?", "string string ... -> boolean", section="6.7", pure=True)
def string_ci_not_less(string: String, *strings: String) -> bool:
    """`string>=?` after folding."""
    return in_order(str.__ge__, folded_texts((string, *strings)))
