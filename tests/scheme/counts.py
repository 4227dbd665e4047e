"""How the tests in Scheme cover the report: the table in docs/conformance.md. `python counts.py` writes it anew.

report-examples.txt has the report's sections with their examples; a group of tests names its section first.
"""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).parent
DOCUMENT = HERE.parent.parent / "docs" / "conformance.md"
BEFORE, AFTER = "<!-- table: tests/scheme/counts.py -->\n", "<!-- end of table -->\n"
TOKEN = re.compile(r'\s+|;[^\n]*|("(?:\\.|[^"\\])*"|#\\(?:[A-Za-z0-9]+|.)|#u8\(|#\(|,@|[()\'`,]|\|[^|]*\||[^\s()"\'`,;]+)', re.DOTALL)
SECTION = re.compile(r"([2-6]\.[0-9]+(?:\.[0-9]+)?) ")
NO_TESTS = ("test-group", "test-begin", "test-end", "test-stop!")
SAME = {"#true": "#t", "#false": "#f"}


class Example(NamedTuple):
    section: str
    expression: str
    value: str
    conforms: bool


def tokens(text: str) -> list[str]:
    found = [match[1] for match in TOKEN.finditer(text) if match[1]]
    return [SAME.get(token, token) for token in found]


def sections() -> dict[str, str]:
    """Number → title of each section with examples or tests."""
    lines = (HERE / "report-examples.txt").read_text(encoding="utf-8").splitlines()
    return dict(line.split(" ", 2)[1:] for line in lines if line.startswith("== "))


def examples() -> list[Example]:
    found, section = [], ""
    for line in (HERE / "report-examples.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("== "):
            section = line.split(" ")[1]
        elif section and line:
            expression, value = line.removeprefix("! ").split("  ==>  ")
            found.append(Example(section, expression, value, not line.startswith("! ")))
    return found


def files() -> list[list[str]]:
    """The tokens of each file of tests for the report."""
    return [tokens(path.read_text(encoding="utf-8")) for path in sorted(HERE.glob("*.scm"))]


def count_tests() -> Counter[str]:
    """Section → how many forms in its groups are tests."""
    found: Counter[str] = Counter()
    for file in files():
        depth, section, outside, macro = 0, "", 0, 0  # OUTSIDE the group, MACRO: where a definition of syntax began
        for token, head, name in zip(file, file[1:], [*file[2:], ""]):
            if token == ")":
                depth -= 1
                section = section if depth > outside else ""
                macro = macro if depth >= macro else 0
            elif token in ("(", "#(", "#u8("):
                depth += 1
                if head == "define-syntax" and not macro:
                    macro = depth
                if head.startswith("test-") and (titled := SECTION.match(name.strip('"'))):
                    section, outside = titled[1], depth - 1
                if section and not macro and head.startswith("test-") and head not in NO_TESTS:
                    found[section] += 1
    return found


def untested(rows: list[Example]) -> list[Example]:
    """Those of ROWS that are in no test. A name or a constant must stand beside its value."""
    text = " ".join(" ".join(file) for file in files())
    missing = []
    for row in rows:
        wanted = tokens(row.expression)
        if len(wanted) == 1:
            wanted = [*tokens(row.value), *wanted, ")"]
        if f" {' '.join(wanted)} " not in f" {text} ":
            missing.append(row)
    return missing


def table() -> str:
    stated, failing = Counter(row.section for row in examples()), Counter(row.section for row in examples() if not row.conforms)
    counted = count_tests()
    rows = ["| section | | examples | tests | not conforming |", "|---|---|--:|--:|--:|"]
    for number, title in sections().items():
        rows.append(f"| {number} | {title} | {stated[number]} | {counted[number]} | {failing[number] or ''} |")
    rows.append(f"| | all | {stated.total()} | {counted.total()} | {failing.total() or ''} |")
    return "\n".join(rows) + "\n"


def main() -> None:
    text = DOCUMENT.read_text(encoding="utf-8")
    before, rest = text.split(BEFORE)
    DOCUMENT.write_text(before + BEFORE + table() + AFTER + rest.split(AFTER)[1], encoding="utf-8")


if __name__ == "__main__":
    main()
