"""Strings (report, 6.7). What calls a procedure (string-map, string-for-each, …) is written in Scheme.

A String holds Python text, or a list of characters once it has been changed by index (`lisp.data.string`): reading by
index never joins that list, changing by index never splits text twice. Whatever asks for text joins it, once.
"""

from __future__ import annotations

from builtins import int, len, list, str  # noqa: UP029 - templates name them, so they must be attributes of this module

from lisp.core.primitive import primitive
from lisp.data.base import DEFAULT
from lisp.data.char import CHARS, Char
from lisp.data.pair import to_list
from lisp.data.string import (
    String,
    blank_string,  # noqa: F401 - for templates
    chars_for_update,
    text_of,
)
from lisp.data.vector import Vector
from lisp.primitives.bounds import (
    bad_index,  # noqa: F401 - for templates
    check_index,
    checked_range,
    checked_room,
    constant,
    out_of_range,
)
from lisp.primitives.pairs import items_of, refuse

SUPPORT = ("String", "blank_string", "CHARS", "text_of", "chars_to_set", "bad_index", "int", "len", "list", "str")
INDEX = "[k if k.__class__ is int and k >= 0 else bad_index(k)]"
CHARS_TO_SET = "(string.chars if string.chars.__class__ is list else chars_to_set(string))"

# what `text_of` gives, without the call where there is text already
TEXT_A, TEXT_B, TEXT_C = [f"({v}.chars if {v}.chars.__class__ is str else text_of({v}))" for v in "abc"]


def fresh(chars: str) -> str:
    """The template of a fresh string whose text is the expression CHARS."""
    return f"new = blank_string(); new.chars = {chars}; new.constant = False"


def chars_to_set(string: String) -> list[str]:
    """The list of the characters of STRING, for the template of string-set!; TypeError if they must not change."""
    if string.constant:
        raise TypeError
    return chars_for_update(string)


def changeable(who: str, string: String) -> list[str]:
    """The list of the characters of STRING, which WHO is going to change."""
    if string.constant:
        raise constant(who, "string")
    return chars_for_update(string)


def char_text(char: Char) -> str:
    """The text of CHAR; TypeError if it is no character, to be diagnosed from the signature."""
    if char.__class__ is not Char:
        raise TypeError
    return char.text


def part_of(who: str, string: String, start: object, end: object) -> str:
    """The text of STRING from START to END."""
    text = text_of(string)
    start, end = checked_range(who, "string", len(text), start, end)
    return text[start:end]


def joined(who: str, chars: list | tuple) -> String:
    """A fresh string of CHARS, which come out of a list or vector."""
    for char in chars:
        if char.__class__ is not Char:
            raise refuse(who, "a character", char)
    return String("".join([char.text for char in chars]))


@primitive("string?", "object -> boolean", section="6.7", pure=True, inline="obj.__class__ is String")
def string_p(obj: object) -> bool:
    """Whether OBJ is a string."""
    return obj.__class__ is String


@primitive("make-string", "index [char] -> string", section="6.7", pure=True)
def make_string(k: int, char: Char = CHARS[" "]) -> String:
    """A string of K times CHAR."""
    return String(char_text(char) * check_index(k))


@primitive("string", "char ... -> string", section="6.7", pure=True)
def string_(*chars: Char) -> String:
    """A fresh string of CHARS."""
    return String("".join(map(char_text, chars)))


@primitive("string-length", "string -> index", section="6.7", pure=True, inline="len(string.chars)")
def string_length(string: String) -> int:
    """The number of characters of STRING."""
    return len(string.chars)


@primitive("string-ref", "string index -> char", section="6.7", pure=True, inline=f"CHARS[string.chars{INDEX}]")
def string_ref(string: String, k: int) -> Char:
    """Character K of STRING, from 0."""
    chars = string.chars
    if check_index(k) >= len(chars):
        raise out_of_range("string-ref", "string", k, len(chars))
    return CHARS[chars[k]]


@primitive(
    "string-set!",
    "string index char -> unspecified",
    section="6.7",
    inline=f"{CHARS_TO_SET}{INDEX} = char.text",
)
def string_set(string: String, k: int, char: Char) -> None:
    """Store CHAR as character K of STRING."""
    length = len(string.chars)
    if check_index(k) >= length:
        raise out_of_range("string-set!", "string", k, length)
    text = char_text(char)
    changeable("string-set!", string)[k] = text


@primitive("substring", "string index index -> string", section="6.7", pure=True)
def substring(string: String, start: int, end: int) -> String:
    """A fresh string of the characters from START to END."""
    return String(part_of("substring", string, start, end))


@primitive(
    "string-append", "string ... -> string", section="6.7", pure=True,
    inline={2: fresh(f"{TEXT_A} + {TEXT_B}"), 3: fresh(f"{TEXT_A} + {TEXT_B} + {TEXT_C}")},
)  # fmt: skip
def string_append(*strings: String) -> String:
    """A fresh string of the characters of all STRINGS in order."""
    return String("".join([s.chars if s.chars.__class__ is str else text_of(s) for s in strings]))


@primitive("string->list", "string [index] [index] -> list", section="6.7", pure=True)
def string_to_list(string: String, start: int = 0, end: object = DEFAULT) -> object:
    """A fresh list of the characters from START to END."""
    return to_list([CHARS[text] for text in part_of("string->list", string, start, end)])


@primitive("list->string", "list -> string", section="6.7", pure=True)
def list_to_string(chars: object) -> String:
    """A fresh string of the characters in a list."""
    return joined("list->string", items_of("list->string", chars))


@primitive("string->vector", "string [index] [index] -> vector", section="6.8", pure=True)
def string_to_vector(string: String, start: int = 0, end: object = DEFAULT) -> Vector:
    """A fresh vector of the characters from START to END."""
    return Vector([CHARS[text] for text in part_of("string->vector", string, start, end)])


@primitive("vector->string", "vector [index] [index] -> string", section="6.8", pure=True)
def vector_to_string(vector: Vector, start: int = 0, end: object = DEFAULT) -> String:
    """A fresh string of the characters that are the items from START to END."""
    items = vector.items
    start, end = checked_range("vector->string", "vector", len(items), start, end)
    return joined("vector->string", items[start:end])


@primitive("string-copy", "string [index] [index] -> string", section="6.7", pure=True)
def string_copy(string: String, start: int = 0, end: object = DEFAULT) -> String:
    """A fresh string of the characters from START to END."""
    return String(part_of("string-copy", string, start, end))


@primitive("string-copy!", "string index string [index] [index] -> unspecified", section="6.7")
def string_copy_to(to: String, at: int, string: String, start: int = 0, end: object = DEFAULT) -> None:
    """Store the characters of STRING from START to END in TO, from AT; right too when both are one string."""
    start, end = checked_range("string-copy!", "string", len(string.chars), start, end)
    checked_room("string-copy!", "string", len(to.chars), at, end - start)
    part = string.chars[start:end]  # a copy, so TO may be the same string
    changeable("string-copy!", to)[at : at + len(part)] = part


@primitive("string-fill!", "string char [index] [index] -> unspecified", section="6.7")
def string_fill(string: String, fill: Char, start: int = 0, end: object = DEFAULT) -> None:
    """Store FILL in the characters from START to END."""
    text = char_text(fill)
    start, end = checked_range("string-fill!", "string", len(string.chars), start, end)
    changeable("string-fill!", string)[start:end] = [text] * (end - start)


@primitive("string-upcase", "string -> string", section="6.7", pure=True)
def string_upcase(string: String) -> String:
    """STRING in upper case, by the full mapping: "ß" becomes "SS"."""
    return String(text_of(string).upper())


@primitive("string-downcase", "string -> string", section="6.7", pure=True)
def string_downcase(string: String) -> String:
    """STRING in lower case, by the full mapping: a final sigma becomes "ς"."""
    return String(text_of(string).lower())


@primitive("string-foldcase", "string -> string", section="6.7", pure=True)
def string_foldcase(string: String) -> String:
    """STRING for comparison without regard to case, by the full folding: "ß" becomes "ss"."""
    return String(text_of(string).casefold())
