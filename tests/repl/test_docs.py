"""The sessions in docs/repl.md happen as shown: ```repl blocks, all in one session; `...` stands for any text."""

from __future__ import annotations

import re
from pathlib import Path

PAGE = Path(__file__).parents[2] / "docs" / "repl.md"
TYPED = re.compile(r"^(?:\[\d+\])?> ", re.MULTILINE)


def exchanges() -> list[tuple[str, str, str]]:
    """Prompt, what is typed at it, what is shown for it. A typed text goes on in lines that are indented under it."""
    found = []
    for block in re.findall(r"^```repl\n(.*?)^```$", PAGE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL):
        starts = [match.start() for match in TYPED.finditer(block)]
        for start, end in zip(starts, [*starts[1:], len(block)], strict=True):
            prompt = TYPED.match(block[start:])[0]
            lines = block[start + len(prompt) : end].rstrip("\n").split("\n")
            typed = [lines.pop(0)]
            while lines and "".join(typed).count("(") > "".join(typed).count(")"):
                typed.append(lines.pop(0)[len(prompt) :])
            found.append((prompt, "\n".join(typed), "\n".join(lines)))
    return found


def test_the_sessions_of_the_page(session, talk) -> None:
    said = exchanges()
    assert len(said) > 20
    for prompt, typed, shown in said:
        assert session.prompt_text() == prompt, typed
        real = talk(typed).rstrip("\n")
        pattern = ".*".join(re.escape(part) for part in shown.split("..."))
        assert re.fullmatch(pattern, real, re.DOTALL), f"{typed}\nthe page shows:\n{shown}\nbut it is:\n{real}"
