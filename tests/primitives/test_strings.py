"""Strings, called as Python functions and, for errors and what is written in place, from Scheme."""

import pytest

from lisp import Interpreter, LispError
from lisp.data.base import NIL
from lisp.data.char import CHARS
from lisp.data.pair import to_list
from lisp.data.string import String, text_of
from lisp.data.vector import Vector
from lisp.primitives import string_order as o
from lisp.primitives import string_search as f
from lisp.primitives import strings as s

A, B, C, SPACE = (CHARS[t] for t in "abc ")


def changed(text):
    """A string that is a list of characters inside, as after string-set!."""
    return String(list(text))


def plain(value):
    """VALUE with strings as Python text, and a list or vector as a Python list of texts."""
    if value.__class__ is String:
        return text_of(value)
    if value.__class__ is Vector:
        return [item.text for item in value.items]
    if hasattr(value, "car"):
        result = []
        while value is not NIL:
            result.append(value.car.text)
            value = value.cdr
        return result
    return value


@pytest.mark.parametrize("make", [String, changed])
@pytest.mark.parametrize(
    ("call", "result"),
    [
        (lambda t: s.string_p(t("")), True),
        (lambda t: s.string_p(CHARS["a"]), False),
        (lambda t: s.make_string(3, A), "aaa"),
        (lambda t: s.make_string(2), "  "),
        (lambda t: s.string_(), ""),
        (lambda t: s.string_(A, B), "ab"),
        (lambda t: s.string_length(t("añ😀")), 3),
        (lambda t: s.string_ref(t("a😀"), 1), CHARS["😀"]),
        (lambda t: s.substring(t("hello"), 1, 3), "el"),
        (lambda t: s.substring(t("hello"), 5, 5), ""),
        (lambda t: s.string_append(), ""),
        (lambda t: s.string_append(t("a"), t("b"), t("c")), "abc"),
        (lambda t: s.string_to_list(t("abc")), ["a", "b", "c"]),
        (lambda t: s.string_to_list(t("abc"), 1), ["b", "c"]),
        (lambda t: s.string_to_list(t("abc"), 1, 2), ["b"]),
        (lambda t: s.string_to_list(t("abc"), 3), NIL),
        (lambda t: s.list_to_string(to_list([A, B])), "ab"),
        (lambda t: s.list_to_string(NIL), ""),
        (lambda t: s.string_to_vector(t("abc"), 1), ["b", "c"]),
        (lambda t: s.vector_to_string(Vector([A, B, C]), 1), "bc"),
        (lambda t: s.vector_to_string(Vector((A, B, 5)), 0, 2), "ab"),
        (lambda t: s.string_copy(t("hello"), 2), "llo"),
        (lambda t: s.string_upcase(t("Straße")), "STRASSE"),
        (lambda t: s.string_downcase(t("ΧΑΟΣΣ ΣΑ")), "χαοσς σα"),
        (lambda t: s.string_foldcase(t("ΧΑΟΣ Straße")), "χαοσ strasse"),
        (lambda t: o.string_equal(t("ab"), String("ab"), t("ab")), True),
        (lambda t: o.string_equal(t("ab"), t("ab"), t("abc")), False),
        (lambda t: o.string_less(t("a"), t("ab"), t("b")), True),
        (lambda t: o.string_less(t("a"), t("a")), False),
        (lambda t: o.string_greater(t("b"), t("ab"), t("a")), True),
        (lambda t: o.string_not_greater(t("a"), t("a"), t("b")), True),
        (lambda t: o.string_not_less(t("b"), t("a"), t("b")), False),
        (lambda t: o.string_less(t("\uffff"), t("\U00010000")), True),
        (lambda t: o.string_ci_equal(t("Straße"), t("STRASSE"), t("strasse")), True),
        (lambda t: o.string_ci_equal(t("ΧΑΟΣ"), t("χαος"), t("χαοσ")), True),
        (lambda t: o.string_ci_less(t("a"), t("B")), True),
        (lambda t: o.string_ci_greater(t("a"), t("B")), False),
        (lambda t: o.string_ci_not_greater(t("A"), t("a")), True),
        (lambda t: o.string_ci_not_less(t("A"), t("a")), True),
        (lambda t: f.string_search(t("an"), t("banana"), 2), 3),
        (lambda t: f.string_search(t("an"), t("banana"), 4), False),
        (lambda t: f.string_search(t(""), t("banana"), 6), 6),
        (lambda t: f.string_contains(t("banana"), t("nan")), 2),
        (lambda t: f.string_contains(t("banana"), t("ban")), 0),
        (lambda t: f.string_contains(t("banana"), t("x")), False),
        (lambda t: f.string_join(to_list([t("a"), t("b")])), "a b"),
        (lambda t: f.string_join(to_list([t("a"), t("b")]), t(", ")), "a, b"),
        (lambda t: f.string_join(NIL), ""),
        (lambda t: f.string_prefix_p(t("ba"), t("banana")), True),
        (lambda t: f.string_prefix_p(t("banana"), t("ba")), False),
        (lambda t: f.string_suffix_p(t("na"), t("banana")), True),
        (lambda t: f.string_suffix_p(t("ba"), t("banana")), False),
        (lambda t: f.string_null_p(t("")), True),
        (lambda t: f.string_null_p(t(" ")), False),
        (lambda t: f.string_trim(t("\t a b\u3000\n")), "a b"),
        (lambda t: f.string_trim(t("\x1ca\x1c")), "\x1ca\x1c"),
        (lambda t: f.string_trim_left(t(" a ")), "a "),
        (lambda t: f.string_trim_right(t(" a ")), " a"),
    ],
)
def test_results(make, call, result):
    value = plain(call(make))
    assert (value, type(value)) == (result, type(result))


@pytest.mark.parametrize("make", [String, changed])
@pytest.mark.parametrize(
    ("call", "result"),
    [
        (lambda t: s.string_set(t, 4, A), "1234a"),
        (lambda t: s.string_fill(t, A), "aaaaa"),
        (lambda t: s.string_fill(t, A, 3), "123aa"),
        (lambda t: s.string_fill(t, A, 1, 1), "12345"),
        (lambda t: s.string_copy_to(t, 1, String("abcde"), 0, 2), "1ab45"),
        (lambda t: s.string_copy_to(t, 1, t, 0, 4), "11234"),
        (lambda t: s.string_copy_to(t, 0, t, 1), "23455"),
        (lambda t: s.string_copy_to(t, 5, t, 5), "12345"),
        (lambda t: s.string_copy_to(t, 3, changed("abc"), 1), "123bc"),
    ],
)
def test_changes(make, call, result):
    string = make("12345")
    assert call(string) is None
    assert text_of(string) == result


def test_change_by_index_keeps_the_list():
    string = String("abc")
    s.string_set(string, 0, B)
    chars = string.chars
    s.string_set(string, 1, A)
    assert s.string_ref(string, 0) is B
    assert s.string_length(string) == 3
    assert string.chars is chars


def test_results_are_fresh():
    literal = String("abc", True)
    for copy in (
        s.string_copy(literal),
        s.substring(literal, 0, 3),
        s.string_append(literal),
        s.string_downcase(literal),
        f.string_trim(literal),
        f.string_join(to_list([literal])),
    ):
        assert copy is not literal
        assert not copy.constant


@pytest.fixture(scope="module")
def scheme():
    interpreter = Interpreter(False)
    interpreter.eval("(import (lisp primitives) (lisp syntax))")
    interpreter.eval('(define (fresh) (string-copy "abc"))')
    return interpreter


@pytest.mark.parametrize(
    ("source", "result"),
    [
        (r'(string-ref "abc" 0)', "a"),
        ('(string-length "abc")', 3),
        ('(string=? "abc" (fresh))', True),
        ('(string>? "abc" (fresh))', False),
        ('(string-append "a" "b")', "ab"),
        ('(string? "a")', True),
        (r"((lambda (s) (string-set! s 0 #\x) (string-set! s 2 #\y) s) (fresh))", "xby"),
        (r"((lambda (s k) (string-set! s k #\x) (string-ref s k)) (fresh) 1)", "x"),
        (r"((lambda (s) (string-set! s 0 #\x) (string-append s s)) (fresh))", "xbcxbc"),
    ],
)
def test_in_place(scheme, source, result):
    value = scheme.eval(source)
    assert (str(value) if isinstance(result, str) else value) == result


INDEX = "expected an exact non-negative integer, got"


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ('(string-ref "abc" 3)', "string-ref: index 3 is out of range for a string of length 3"),
        ('(string-ref "abc" -1)', f"string-ref: {INDEX} -1"),
        ('(string-ref "abc" 1.0)', f"string-ref: {INDEX} 1.0"),
        ('(string-ref "abc" #t)', f"string-ref: {INDEX} #t"),
        ('(string-ref "abc" (expt 10 30))', "is out of range for a string of length 3"),
        ("(string-ref 5 0)", "string-ref: expected a string, got 5"),
        ("(string-length 5)", "string-length: expected a string, got 5"),
        (r'(string-set! "abc" 0 #\x)', "string-set!: a literal string cannot be changed"),
        (r"(string-set! (symbol->string (string->symbol (fresh))) 0 #\x)", "string-set!: a literal string cannot"),
        (r"(string-set! (fresh) 3 #\x)", "string-set!: index 3 is out of range for a string of length 3"),
        (r"(string-set! (fresh) -1 #\x)", f"string-set!: {INDEX} -1"),
        (r"(string-set! (fresh) #f #\x)", f"string-set!: {INDEX} #f"),
        ('(string-set! (fresh) 0 "x")', 'string-set!: expected a character, got "x"'),
        (r'(string-fill! "abc" #\x)', "string-fill!: a literal string cannot be changed"),
        ("(string-fill! (fresh) 1)", "string-fill!: expected a character, got 1"),
        (r"(string-fill! (fresh) #\x 2 1)", "string-fill!: the range ends at 1, before its start 2"),
        ('(string-copy! "abc" 0 "x")', "string-copy!: a literal string cannot be changed"),
        ('(string-copy! (fresh) 4 "x")', "string-copy!: index 4 is out of range for a string of length 3"),
        ('(string-copy! (fresh) 2 "xy")', "string of length 3 from index 2"),
        ('(string-copy! (fresh) 0 "xy" 1 3)', "string-copy!: index 3 is out of range for a string of length 2"),
        ("(string-copy! (fresh) 0 1)", "string-copy!: expected a string, got 1"),
        ('(substring "hello" 2 9)', "substring: index 9 is out of range for a string of length 5"),
        ('(substring "hello" -2 3)', f"substring: {INDEX} -2"),
        ('(substring "hello" 2 4.)', f"substring: {INDEX} 4.0"),
        ('(string-copy "hello" 6)', "string-copy: index 6 is out of range for a string of length 5"),
        ('(string->list "hello" 3 2)', "string->list: the range ends at 2, before its start 3"),
        ('(string->vector "hello" 3 6)', "string->vector: index 6 is out of range for a string of length 5"),
        (r"(vector->string (vector #\a) 2)", "vector->string: index 2 is out of range for a vector of length 1"),
        ("(vector->string (vector 1))", "vector->string: expected a character, got 1"),
        ('(vector->string "a")', 'vector->string: expected a vector, got "a"'),
        ("(list->string (list 1))", "list->string: expected a character, got 1"),
        (r"(list->string (cons #\a 1))", r"list->string: expected a list, got (#\a . 1)"),
        ("(make-string -1)", f"make-string: {INDEX} -1"),
        ("(make-string 2 1)", "make-string: expected a character, got 1"),
        ('(string "a")', 'string: expected a character, got "a"'),
        ('(string-append "a" 1)', "string-append: expected a string, got 1"),
        (r'(string-append "a" "b" #\c)', r"string-append: expected a string, got #\c"),
        ('(string=? "a" 1)', "string=?: expected a string, got 1"),
        ('(string<? "b" "a" 1)', "string<?: expected a string, got 1"),
        ('(string-ci=? "b" 1)', "string-ci=?: expected a string, got 1"),
        ("(string-upcase 1)", "string-upcase: expected a string, got 1"),
        ('(string-join (list "a" 1))', "string-join: expected a string, got 1"),
        ('(string-join (list "a") 1)', "string-join: expected a string, got 1"),
        ('(%string-search "a" "abc" 4)', "string-search: index 4 is out of range for a string of length 3"),
        ("(string-null? 1)", "string-null?: expected a string, got 1"),
    ],
)
def test_errors(scheme, source, message):
    with pytest.raises(LispError) as failure:
        scheme.eval(source)
    assert message in str(failure.value)
