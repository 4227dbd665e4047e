"""Each example of the report is a test, and the table in docs/conformance.md says how many tests there are."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from lisp import Interpreter, LispError

sys.path.insert(0, str(Path(__file__).parent))

from counts import DOCUMENT, Example, count_tests, examples, sections, table, untested  # noqa: E402

IN_PYTHON = "#1=(begin (display #\\x) #1#)"  # below


def test_each_example_of_the_report_is_a_test() -> None:
    assert untested([row for row in examples() if row.conforms and row.expression != IN_PYTHON]) == []


def test_an_example_without_a_test_is_found() -> None:
    rows = [Example("6.4", "(car '(no such test))", "no", True), Example("6.4", "no-such-name", "no", True)]
    assert untested(rows) == rows


def test_each_group_is_of_a_section_that_the_table_has() -> None:
    assert set(count_tests()) <= set(sections())


def test_the_table_is_true() -> None:
    assert table() in DOCUMENT.read_text(encoding="utf-8"), f"run {Path(__file__).parent / 'counts.py'}"


def test_a_program_that_holds_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lisp.expander.template.MOST_PARTS", 10_000)
    with pytest.raises(LispError, match="grows without end"):
        Interpreter().eval_lisp(IN_PYTHON)
