"""What `write`, `display` and messages show."""

import pytest

pytest.importorskip("lisp.data.number_text")

from lisp.data.base import EOF, NIL
from lisp.data.box import Box, make_box
from lisp.data.bytevector import Bytevector
from lisp.data.char import CHARS
from lisp.data.condition import LispError, error
from lisp.data.pair import make_pair, to_list
from lisp.data.parameter import Parameter
from lisp.data.place import Source, Span
from lisp.data.record import RecordType, make_record
from lisp.data.report import describe
from lisp.data.string import String
from lisp.data.symbol import Symbol, intern
from lisp.data.values import Values
from lisp.data.vector import Vector
from lisp.data.writer import display_text, shown, write_shared_text, write_simple_text, write_text


def point():
    rtd = RecordType("<point>", (intern("x"), intern("y")))
    return make_record(rtd, (1, String("a")))


def named(name):
    def procedure():
        pass

    procedure.__name__ = name
    return procedure


S, L = intern, to_list
WRITTEN = [
    (L([1, L([]), L([2], 3)]), "(1 () (2 . 3))"),
    (Vector([1, L([2])]), "#(1 (2))"),
    (Bytevector(b"\1\2"), "#u8(1 2)"),
    (L([S("quote"), S("a")]), "'a"),
    (L([S("unquote-splicing"), S("a")]), ",@a"),
    (L([S("quote"), 1, 2]), "(quote 1 2)"),
    (L([S("unquote"), S("@a")]), "(unquote @a)"),
    (L([S("quote")]), "(quote)"),
    (S(""), "||"),
    (S("a b"), "|a b|"),
    (S("1"), "|1|"),
    (S("-"), "-"),
    (S("..."), "..."),
    (S("."), "|.|"),
    (S("#a"), "|#a|"),
    (S("a|b\n"), "|a\\|b\\n|"),
    (S("λ"), "λ"),
    (S("a'b"), "|a'b|"),
    (Symbol("g1"), "#:g1"),
    (String('a"\\\n\t\x01é'), '"a\\"\\\\\\n\\t\\x1;é"'),
    (CHARS["a"], "#\\a"),
    (CHARS[" "], "#\\space"),
    (CHARS["\0"], "#\\null"),
    (CHARS["\x01"], "#\\x1"),
    (CHARS["\u3000"], "#\\x3000"),
    (True, "#t"),
    (False, "#f"),
    (None, "#<unspecified>"),
    (EOF, "#<eof>"),
    (Parameter(1), "#<parameter>"),
    (point(), '#<point x: 1 y: "a">'),
    (RecordType("point", ()), "#<record-type point>"),
    (make_box(5), "#<box 5>"),
    (Box(), "#<box>"),
    (Values((1, 2)), "#<values 1 2>"),
    (named("deposit'12"), "#<procedure deposit>"),
    (named("'|None"), "#<procedure None>"),
    (error("error", "bad:", 5, String("a")).payload, '#<condition error: "bad:" 5 "a">'),
]


@pytest.mark.parametrize(("obj", "text"), WRITTEN, ids=[text for _, text in WRITTEN])
def test_write(obj, text):
    assert write_text(obj) == text and shown(obj) == text


def test_display():
    obj = L([String("a\n"), CHARS["b"], S("c d"), Vector([String('"')])])
    assert display_text(obj) == '(a\n b c d #("))'
    assert display_text(String('"')) == '"' and display_text(CHARS["a"]) == "a"


def test_labels():
    ring = L([1, 2])
    ring.cdr.cdr = ring
    part = L([1])
    vector = Vector([part])
    vector.items.append(vector)
    assert write_text(ring) == "#0=(1 2 . #0#)" and shown(ring) == "#0=(1 2 . #0#)"
    assert write_text(L([S("quote"), ring])) == "'#0=(1 2 . #0#)"
    assert write_text(L([part, part])) == "((1) (1))" and write_shared_text(L([part, part])) == "(#0=(1) #0#)"
    assert write_shared_text(L([part, 2], part)) == "(#0=(1) 2 . #0#)"
    assert write_text(vector) == "#0=#((1) #0#)" and write_simple_text(L([part, part])) == "((1) (1))"
    with pytest.raises(LispError, match="write-simple: a circular datum"):
        write_simple_text(ring)


def test_shown_is_cut():
    assert shown(L(range(100_000))) == "(0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 ..."
    assert shown(String("a" * 1_000_000), 10) == '"aaaaaa...'


def test_long_and_deep_data():
    deep = NIL
    for _ in range(100_000):
        deep = make_pair(deep, NIL)
    assert write_text(deep) == "(" * 100_001 + ")" * 100_001
    assert shown(deep) == "(" * 57 + "..."
    assert len(write_text(L([1] * 200_000))) == 400_001


def test_reports():
    place = Span(Source("bank.scm", "(a)\n  (b 5)\n"), 6, 11)
    failure = error("range", "index 7 is out of range", who="vector-ref", place=place)
    assert str(failure) == "bank.scm:2:3: vector-ref: index 7 is out of range\n    2 |   (b 5)\n      |   ^"
    assert str(error("error", "balance too low:", 5)) == "balance too low: 5"
    assert describe(42) == "uncaught raise: 42"
    assert describe(error("error", "x", *range(20)).payload) == "x 0 1 2 3 4 5 6 7 8 9 10 11 ..."
