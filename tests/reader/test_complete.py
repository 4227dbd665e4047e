"""Whether a text ends inside a datum, which is what the prompt asks."""

import pytest

from lisp.reader.complete import find_end, is_complete

COMPLETE = [
    "",
    "a",
    "(a)",
    "(a) b ; c",
    "'a",
    '"a"',
    "#;a",
    "#| a |#",
    ")",
    "(a))",
    "#\\(",
    "|a|",
    "#(1) #u8(2)",
    '"\\\\"',
]
INCOMPLETE = ["(", "(a) (b", "'", "#;", '"a', '"a\\"', "|a", "#| a #| b |#", "#(1", "'#;a", "#0=", "(a ; )"]


@pytest.mark.parametrize("text", COMPLETE)
def test_complete(text):
    assert is_complete(text)


@pytest.mark.parametrize("text", INCOMPLETE)
def test_incomplete(text):
    assert not is_complete(text)


@pytest.mark.parametrize(
    ("text", "end"),
    [
        ("a b", 1),
        (" (a)b", 4),
        ("'#;a b c", 6),
        ("#;a b c", 5),
        ("#;#;a b c", 9),
        ("#| x |# (#\\)) z", 13),
        ("#1=a b", 4),
    ],
)
def test_end_of_the_first_datum(text, end):
    assert find_end(text, 0) == (end, "datum")
