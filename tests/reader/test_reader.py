"""Text → data: lexical syntax, places, labels, errors, and texts without end."""

import pytest

pytest.importorskip("lisp.data.number_text")

from lisp.data.base import EOF, NIL
from lisp.data.condition import LispError
from lisp.data.pair import Pair, SourcePair
from lisp.data.place import Source
from lisp.data.port import TextInput
from lisp.data.writer import write_text
from lisp.reader.parser import SourceReader, read_data, read_datum, read_source


def shown(text):
    return " ".join([write_text(datum) for datum in read_source(text, "x.scm")])


DATA = {
    "atoms": ("a 1 -1.5 +i ... - .b 1+ #t #false #xff", "a 1 -1.5 +i ... - .b 1+ #t #f 255"),
    "lists, dotted pairs and vectors": ("(a (b) . c) () #(1 #()) #u8(0 255)", "(a (b) . c) () #(1 #()) #u8(0 255)"),
    "abbreviations": ("'a `(b ,c ,@d) (quote a)", "'a `(b ,c ,@d) 'a"),
    "a quote ends an atom": ("(a'b)", "(a 'b)"),
    "strings with escapes": (r'"a\n\t\"\\\x41;\a"', r'"a\n\t\"\\A\a"'),
    "a string goes on after an escaped line end": ('"ab\\  \n   cd"', '"abcd"'),
    "line ends in strings are newlines": ('"a\r\nb\rc"', r'"a\nb\nc"'),
    "symbols between vertical lines": (r"|a b| || |\x41;\|| |1|", r"|a b| || |A\|| |1|"),
    "a vertical line ends an atom": ("a|b c|", "a |b c|"),
    "characters": (r"#\a #\space #\x41 #\x #\( #\; #\nul #\λ", r"#\a #\space #\A #\x #\( #\; #\null #\λ"),
    "comments": ("a ; b\n #| c #| d |# e |# f #;(g h) i", "a f i"),
    "datum comments comment one datum": ("(a #;b #;#;c d e . #;x f #;y) '#;g h", "(a e . f) 'h"),
    "comment marks inside other tokens": ('"#|" |#\\|| #\\| ; #|\n b', '"#|" |#\\|| #\\| b'),
    "datum labels": ("(#0=(a) #0#) #0=(b . #0#) #1=#(#1#)", "((a) (a)) #0=(b . #0#) #0=#(#0#)"),
    "folded case": ("#!fold-case ABC #\\SPACE |X| #!no-fold-case ABC", "abc #\\space x ABC"),
    "the shell's first line": ("#!/usr/bin/env lisp\n(a)", "(a)"),
    "a byte order mark and CRLF": ("\ufeff(a\r\n b)\r\n", "(a b)"),
    "unicode symbols": ("λ été", "λ été"),
    "booleans in any case": ("#T #True #FALSE", "#t #t #f"),
}


@pytest.mark.parametrize(("text", "data"), DATA.values(), ids=DATA)
def test_data(text, data):
    assert shown(text) == data


ERRORS = {
    ")": "x.scm:1:1: read: unexpected )",
    "\n\n (a))": "x.scm:3:5: read: unexpected )",
    "(a\n (b\n (c)": "x.scm:2:2: read: the list that begins here is not closed",
    "#(a": "x.scm:1:1: read: the vector that begins here is not closed",
    '(a "b': "x.scm:1:4: read: the string that begins here is not closed",
    '"b\\"': "x.scm:1:1: read: the string that begins here is not closed",
    "|a": "x.scm:1:1: read: the symbol that begins here is not closed",
    "a #| b #| |#": "x.scm:1:3: read: the comment that begins here is not closed",
    "(a '": "x.scm:1:4: read: a datum must follow ' but the text ends",
    "(')": "x.scm:1:3: read: expected a datum after ' but got )",
    "(a #;)": "x.scm:1:6: read: expected a datum after #; but got )",
    "( . a)": "x.scm:1:3: read: unexpected . at the beginning of a list",
    "(a . )": "x.scm:1:6: read: expected a datum after the dot, got )",
    "(a . b c)": "x.scm:1:8: read: expected ) after the datum that follows the dot",
    "#(a . b)": "x.scm:1:5: read: unexpected .",
    "[a]": "x.scm:1:1: read: unexpected [; lists are written with ( and )",
    "#\\foo": "x.scm:1:1: read: #\\foo is not a character name",
    "#\\xD800": "x.scm:1:1: read: #\\xD800 is not a character name",
    "#u8(1 256)": "x.scm:1:7: read: expected a byte (0 to 255), got 256",
    "#u8(a)": "x.scm:1:5: read: expected a byte (0 to 255), got a",
    '"a\\q"': "x.scm:1:3: read: the escape \\q is not known",
    '"\\x41"': "x.scm:1:2: read: the escape \\x needs hexadecimal digits and a semicolon: \\x41;",
    "#foo": "x.scm:1:1: read: unknown # syntax: #foo",
    "#!foo": "x.scm:1:1: read: unknown directive #!foo",
    "#5#": "x.scm:1:1: read: undefined label #5#",
    "#0=#0#": "x.scm:1:1: read: a label needs a datum that is not a label",
    "(#0=a #0=b)": "x.scm:1:7: read: the label #0= is defined twice",
}


@pytest.mark.parametrize(("text", "message"), ERRORS.items())
def test_error(text, message):
    with pytest.raises(LispError) as caught:
        read_source(text, "x.scm")
    assert str(caught.value).splitlines()[0] == message
    assert caught.value.payload.kind == (
        "incomplete" if "not closed" in message or "must follow" in message else "read"
    )


def test_places():
    (datum,) = read_source("(if a\n  (b 5) 'c)", "x.scm")
    rest = datum.cdr
    assert datum.__class__ is SourcePair and str(datum.span) == "x.scm:1:1" and datum.span.end == 17
    assert str(datum.car_span) == "x.scm:1:2" and str(rest.car_span) == "x.scm:1:5" and rest.span is None
    assert str(rest.cdr.car.span) == "x.scm:2:3" and str(rest.cdr.car.cdr.car_span) == "x.scm:2:6"
    assert str(rest.cdr.cdr.car.cdr.car_span) == "x.scm:2:10"


def test_literals_are_constant_and_plain_data_are_not():
    string, vector, octets = read_source('"a" #(1) #u8(1)', "x.scm")
    assert string.constant and vector.items == (1,) and octets.octets.__class__ is bytes
    string, vector, octets, pair = read_data('"a" #(1) #u8(1) (a)')
    assert not string.constant and vector.items == [1] and octets.octets.__class__ is bytearray
    assert pair.__class__ is Pair


def test_data_before_an_error_are_given_out_first():
    reader = SourceReader(Source("x.scm", "(a)\nb ) c"))
    assert write_text(reader.next_datum()) == "(a)" and str(reader.span) == "x.scm:1:1"
    assert write_text(reader.next_datum()) == "b" and str(reader.span) == "x.scm:2:1"
    with pytest.raises(LispError):
        reader.next_datum()


def test_read_takes_one_datum_from_a_port():
    port = TextInput('#;x (a b)rest \'c "d"#!fold-case E ; f')
    read = [write_text(read_datum(port)) for _ in range(5)]
    assert read == ["(a b)", "rest", "'c", '"d"', "e"]
    assert read_datum(port) is EOF and read_datum(port) is EOF


def test_read_from_a_port_tells_the_place():
    port = TextInput("a\n(b", "data")
    read_datum(port)
    with pytest.raises(LispError, match="data:2:1: read: the list that begins here is not closed"):
        read_datum(port)


@pytest.mark.parametrize("start, end, depth", [("(", ")", 100_000), ("'", "a", 100_000), ("#(", ")", 50_000)])
def test_deep_data(start, end, depth):
    text = start * depth + (end * depth if end == ")" else end)
    assert write_text(read_data(text)[0]) == text


def test_long_list():
    (datum,) = read_data("(" + "a " * 200_000 + ")")
    count = 0
    while datum is not NIL:
        datum, count = datum.cdr, count + 1
    assert count == 200_000
