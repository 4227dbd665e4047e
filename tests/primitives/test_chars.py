"""Characters, called as Python functions and, for what is written in place, from Scheme."""

import pytest

from lisp import Interpreter, LispError
from lisp.data.char import CHARS
from lisp.primitives import chars as c


def texts(*values):
    return [CHARS[v] if isinstance(v, str) else v for v in values]


@pytest.mark.parametrize(
    ("function", "arguments", "result"),
    [
        (c.char_p, "a", True),
        (c.char_equal, "aa", True),
        (c.char_equal, "aab", False),
        (c.char_less, "a", True),
        (c.char_less, "abc", True),
        (c.char_less, "abb", False),
        (c.char_greater, "cba", True),
        (c.char_greater, "cbb", False),
        (c.char_not_greater, "abb", True),
        (c.char_not_greater, "aba", False),
        (c.char_not_less, "bba", True),
        (c.char_not_less, "bbc", False),
        (c.char_less, "\uffff\U00010000", True),
        (c.char_ci_equal, "aAa", True),
        (c.char_ci_equal, "ςσΣ", True),
        (c.char_ci_equal, "ßẞ", True),
        (c.char_ci_less, "aB", True),
        (c.char_ci_less, "Ab", True),
        (c.char_ci_greater, "bA", True),
        (c.char_ci_not_greater, "aAb", True),
        (c.char_ci_not_less, "bBa", True),
        (c.char_ci_not_less, "aB", False),
    ],
)
def test_predicates(function, arguments, result):
    assert function(*texts(*arguments)) is result


CLASSES = (c.char_alphabetic, c.char_numeric, c.char_whitespace, c.char_upper_case, c.char_lower_case)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("a", "a l"),
        ("Z", "au"),
        ("3", "n"),
        ("_", ""),
        ("\u0664", "n"),  # Arabic digit
        ("²", ""),  # a digit that is not decimal
        ("½", ""),
        (" ", "w"),
        ("\n", "w"),
        ("\x85", "w"),
        ("\u3000", "w"),
        ("\x1c", ""),  # Python's isspace says otherwise
        ("\u200b", ""),
        ("ª", "al"),
        ("ǅ", "a"),  # title case
        ("中", "a"),
        ("Ⅷ", "au"),  # a letter number
        ("ⓐ", "al"),  # a circled letter: a symbol
        ("\u0345", "al"),  # a mark that has a case
        ("\u093e", "a"),  # a vowel sign: a mark
        ("\u094d", ""),  # virama: a mark
        ("\U00020000", "a"),
    ],
)
def test_classes(text, wanted):
    letters = {letter for letter, test in zip("anwul", CLASSES, strict=True) if test(CHARS[text])}
    assert letters == set(wanted) - {" "}


@pytest.mark.parametrize(
    ("text", "value"), [("3", 3), ("\u0664", 4), ("\u0ae6", 0), ("\u0ea6", False), ("x", False), ("²", False)]
)
def test_digit_value(text, value):
    result = c.digit_value(CHARS[text])
    assert (result, type(result)) == (value, type(value))


@pytest.mark.parametrize(
    ("text", "up", "down", "fold"),
    [
        ("i", "I", "i", "i"),
        ("I", "I", "i", "i"),
        ("1", "1", "1", "1"),
        ("λ", "Λ", "λ", "λ"),
        ("Σ", "Σ", "σ", "σ"),
        ("ς", "Σ", "ς", "σ"),
        ("ß", "ß", "ß", "ß"),
        ("ẞ", "ẞ", "ß", "ß"),
        ("ŉ", "ŉ", "ŉ", "ŉ"),
        ("ᾀ", "ᾈ", "ᾀ", "ᾀ"),
        ("ᾈ", "ᾈ", "ᾀ", "ᾀ"),
        ("İ", "İ", "i", "İ"),
        ("ı", "I", "ı", "ı"),
        ("ǅ", "Ǆ", "ǆ", "ǆ"),
        ("ﬀ", "ﬀ", "ﬀ", "ﬀ"),
        ("Ꭰ", "Ꭰ", "ꭰ", "Ꭰ"),  # Cherokee folds to upper case
    ],
)
def test_case(text, up, down, fold):
    char = CHARS[text]
    assert (c.char_upcase(char).text, c.char_downcase(char).text, c.char_foldcase(char).text) == (up, down, fold)


@pytest.mark.parametrize("code", [0, 65, 0xD7FF, 0xE000, 0x10FFFF])
def test_codes(code):
    char = c.integer_to_char(code)
    assert char is CHARS[chr(code)]
    assert c.char_to_integer(char) == code


@pytest.mark.parametrize("code", [0xD800, 0xDFFF, 0x110000, 10**30])
def test_no_scalar_value(code):
    with pytest.raises(LispError, match=f"{code} is not a Unicode scalar value") as failure:
        c.integer_to_char(code)
    assert failure.value.payload.kind == "range"


@pytest.fixture(scope="module")
def scheme():
    interpreter = Interpreter(False)
    interpreter.eval("(import (lisp primitives) (lisp syntax))")
    return interpreter


@pytest.mark.parametrize(
    ("source", "result"),
    [
        (r"(char=? #\a #\a)", True),
        (r"(char<? #\a #\b)", True),
        (r"(char>? #\a #\b)", False),
        (r"(char<=? #\b #\a)", False),
        (r"(char>=? #\b #\b)", True),
        (r"(char->integer #\A)", 65),
        (r"(char? 1)", False),
    ],
)
def test_in_place(scheme, source, result):
    assert scheme.eval(source) is result


@pytest.mark.parametrize(
    ("source", "message"),
    [
        (r"(char=? #\a 97)", "char=?: expected a character, got 97"),
        (r'(char<? "a" #\b)', 'char<?: expected a character, got "a"'),
        (r"(char<? #\b #\a #f)", "char<?: expected a character, got #f"),
        (r"(char-ci=? #\b 1)", "char-ci=?: expected a character, got 1"),
        (r"(char->integer 1)", "char->integer: expected a character, got 1"),
        (r'(char-upcase "a")', 'char-upcase: expected a character, got "a"'),
        (r"(char-numeric? 1)", "char-numeric?: expected a character, got 1"),
        (r"(integer->char #t)", "integer->char: expected an exact non-negative integer, got #t"),
        (r"(integer->char 65.)", "integer->char: expected an exact non-negative integer, got 65.0"),
        (r"(char=?)", "char=?: expected at least 1 argument, got 0"),
    ],
)
def test_errors(scheme, source, message):
    with pytest.raises(LispError) as failure:
        scheme.eval(source)
    assert message in str(failure.value)
