"""Characters (report, 6.6), by the Unicode data of the Python that runs.

Case is by character here: where the full mapping of a character is a longer text ("ß" → "SS") its simple mapping is
taken. `str.isspace` and `str.isalpha` are not quite the properties that the report names; the differences are here and
in alphabetic.py.
"""

from __future__ import annotations

from lisp.core.primitive import primitive
from lisp.data.char import CHARS, Char
from lisp.data.condition import error

SUPPORT = ("Char", "CHARS")
SPACES = (
    "\t\n\v\f\r \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u2028\u2029\u202f\u205f\u3000"
)  # the property White_Space; Python's own idea of space has the separators U+001C to U+001F too


def text_of_char(char: Char) -> str:
    """The text of CHAR; TypeError if it is no character, to be diagnosed."""
    if char.__class__ is not Char:
        raise TypeError
    return char.text


def folded(char: Char) -> str:
    """The simple case folding of CHAR."""
    text = text_of_char(char)
    for result in (text.casefold(), text.lower()):
        if len(result) == 1:
            return result
    return text


def codes_of(chars: tuple) -> list[int]:
    """The codes of CHARS."""
    return [ord(text_of_char(char)) for char in chars]


def folded_codes(chars: tuple) -> list[int]:
    """The codes of CHARS after folding."""
    return [ord(folded(char)) for char in chars]


def in_order(test: object, keys: list) -> bool:
    """Whether TEST, a comparison, holds between every two neighbours of KEYS."""
    return all(map(test, keys, keys[1:]))


@primitive("char?", "object -> boolean", section="6.6", pure=True, inline="obj.__class__ is Char")
def char_p(obj: object) -> bool:
    """Whether OBJ is a character."""
    return obj.__class__ is Char


@primitive("char=?", "char char ... -> boolean", section="6.6", pure=True, inline={2: "a.code == b.code"})
def char_equal(char: Char, *chars: Char) -> bool:
    """Whether the characters are all the same."""
    return in_order(int.__eq__, codes_of((char, *chars)))


@primitive("char<?", "char char ... -> boolean", section="6.6", pure=True, inline={2: "a.code < b.code"})
def char_less(char: Char, *chars: Char) -> bool:
    """Whether each character's code is less than the next one's."""
    return in_order(int.__lt__, codes_of((char, *chars)))


@primitive("char>?", "char char ... -> boolean", section="6.6", pure=True, inline={2: "a.code > b.code"})
def char_greater(char: Char, *chars: Char) -> bool:
    """Whether each character's code is greater than the next one's."""
    return in_order(int.__gt__, codes_of((char, *chars)))


@primitive("char<=?", "char char ... -> boolean", section="6.6", pure=True, inline={2: "a.code <= b.code"})
def char_not_greater(char: Char, *chars: Char) -> bool:
    """Whether no character's code is greater than the next one's."""
    return in_order(int.__le__, codes_of((char, *chars)))


@primitive("char>=?", "char char ... -> boolean", section="6.6", pure=True, inline={2: "a.code >= b.code"})
def char_not_less(char: Char, *chars: Char) -> bool:
    """Whether no character's code is less than the next one's."""
    return in_order(int.__ge__, codes_of((char, *chars)))


@primitive("char-ci=?", "char char ... -> boolean", section="6.6", pure=True)
def char_ci_equal(char: Char, *chars: Char) -> bool:
    """`char=?` after folding."""
    return in_order(int.__eq__, folded_codes((char, *chars)))


@primitive("char-ci<?", "char char ... -> boolean", section="6.6", pure=True)
def char_ci_less(char: Char, *chars: Char) -> bool:
    """`char<?` after folding."""
    return in_order(int.__lt__, folded_codes((char, *chars)))


@primitive("char-ci>?", "char char ... -> boolean", section="6.6", pure=True)
def char_ci_greater(char: Char, *chars: Char) -> bool:
    """`char>?` after folding."""
    return in_order(int.__gt__, folded_codes((char, *chars)))


@primitive("char-ci<=?", "char char ... -> boolean", section="6.6", pure=True)
def char_ci_not_greater(char: Char, *chars: Char) -> bool:
    """`char<=?` after folding."""
    return in_order(int.__le__, folded_codes((char, *chars)))


@primitive("char-ci>=?", "char char ... -> boolean", section="6.6", pure=True)
def char_ci_not_less(char: Char, *chars: Char) -> bool:
    """`char>=?` after folding."""
    return in_order(int.__ge__, folded_codes((char, *chars)))


@primitive("char-alphabetic?", "char -> boolean", section="6.6", pure=True)
def char_alphabetic(char: Char) -> bool:
    """Whether CHAR has the property Alphabetic."""
    text = text_of_char(char)
    if text.isascii() or text.isalpha():
        return text.isalpha()
    from lisp.primitives.alphabetic import is_other_alphabetic  # a table that few programs need

    return is_other_alphabetic(char.code)


@primitive("char-numeric?", "char -> boolean", section="6.6", pure=True)
def char_numeric(char: Char) -> bool:
    """Whether CHAR is a decimal digit, of any script."""
    return text_of_char(char).isdecimal()


@primitive("char-whitespace?", "char -> boolean", section="6.6", pure=True)
def char_whitespace(char: Char) -> bool:
    """Whether CHAR has the property White_Space."""
    return text_of_char(char) in SPACES


@primitive("char-upper-case?", "char -> boolean", section="6.6", pure=True)
def char_upper_case(char: Char) -> bool:
    """Whether CHAR has the property Uppercase."""
    return text_of_char(char).isupper()


@primitive("char-lower-case?", "char -> boolean", section="6.6", pure=True)
def char_lower_case(char: Char) -> bool:
    """Whether CHAR has the property Lowercase."""
    return text_of_char(char).islower()


@primitive("digit-value", "char -> object", section="6.6", pure=True)
def digit_value(char: Char) -> object:
    """The value of a decimal digit, of any script, or #f."""
    text = text_of_char(char)
    return int(text) if text.isdecimal() else False


@primitive("char->integer", "char -> index", section="6.6", pure=True, inline="char.code")
def char_to_integer(char: Char) -> int:
    """The Unicode scalar value of CHAR."""
    return ord(text_of_char(char))


@primitive("integer->char", "index -> char", section="6.6", pure=True)
def integer_to_char(n: int) -> Char:
    """The character whose Unicode scalar value is N."""
    if n.__class__ is not int or n < 0:
        raise TypeError
    if n > 0x10FFFF or 0xD800 <= n <= 0xDFFF:
        from lisp.data.writer import shown

        raise error("range", f"{shown(n)} is not a Unicode scalar value", who="integer->char")
    return CHARS[chr(n)]


@primitive("char-upcase", "char -> char", section="6.6", pure=True)
def char_upcase(char: Char) -> Char:
    """The upper-case partner of CHAR, or CHAR."""
    text = text_of_char(char)
    for result in (text.upper(), text.title()):  # the title case of "ᾀ" is one character, its full upper case is two
        if len(result) == 1:
            return CHARS[result]
    return char


@primitive("char-downcase", "char -> char", section="6.6", pure=True)
def char_downcase(char: Char) -> Char:
    """The lower-case partner of CHAR, or CHAR."""
    return CHARS[
        text_of_char(char).lower()[0]
    ]  # only "İ" has a longer mapping: "i" and a dot, and its simple one is "i"


@primitive("char-foldcase", "char -> char", section="6.6", pure=True)
def char_foldcase(char: Char) -> Char:
    """The simple case folding of CHAR."""
    return CHARS[folded(char)]
