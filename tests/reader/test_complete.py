"""Whether a text ends inside a datum, which is what the prompt asks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lisp.reader.complete import Search, find_end, is_complete
from tests.image.profiles import trials

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


TOKENS = [*"()'`,@#|;\"\\a 1\n", "#|", "|#", "#;", "#\\(", "#u8(", "#0=", "#!fold-case", "abc", '"a\\"b"', "|a\\|b|", '#;"', "#;|"]


@trials(300, 10_000)
@given(st.lists(st.sampled_from(TOKENS)), st.data())
def test_a_text_that_comes_little_by_little(parts, data):
    text = "".join(parts)
    search, dropped = Search(), 0
    for end in [*sorted(data.draw(st.lists(st.integers(0, len(text))))), len(text)]:
        dropped += data.draw(st.integers(0, 1))  # a port drops what was read before
        before = "x" * (7 - dropped % 7)
        found, state = search.find_end(before + text[:end], len(before))
        assert (found - len(before), state) == find_end(text[:end], 0)
        if state == "datum" and text[found - len(before) - 1] in ')"|':
            break  # that cannot go on


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
