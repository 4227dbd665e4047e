"""What README.md and docs/ show is what happens: their examples are run, their links followed.

    ```python     the statements in order, all blocks of a page in one namespace. A comment behind an expression, and comment
                  lines right below it, are what it shows: its repr, or what it prints
    ```scheme     the forms in order, all blocks of a page in one interpreter; `; ⇒ …` behind a form is its value as written
    ```console    `$ lisp …` is run; `$ cat FILE` makes FILE of what is shown; the lines below are the output, stderr included

Dots (`...`) stand for any text, at the end of a line also for lines, otherwise for a part of one. A block's commands run in one folder a page, in which examples/ can be found.
"""

from __future__ import annotations

import ast
import contextlib
import io
import os
import re
import shlex
import subprocess
import sys
import tokenize
from collections.abc import Iterator
from pathlib import Path

import pytest

from lisp import Interpreter
from lisp.data.base import EOF
from lisp.data.place import Source
from lisp.data.writer import write_text
from lisp.reader.parser import SourceReader

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def blocks(page: Path, language: str) -> list[str]:
    """The blocks of PAGE in LANGUAGE; a block without one is a console's if it begins with a command."""
    found = FENCE.findall(page.read_text(encoding="utf-8"))
    named = [(name or ("console" if text.startswith("$ ") else ""), text) for name, text in found]
    return [text for name, text in named if name == language]


def pages_with(language: str) -> list[Path]:
    return [page for page in PAGES if blocks(page, language)]


def matches(shown: str, real: str) -> bool:
    """Whether REAL is what the page shows, up to space at the end of lines."""
    pattern = "\n".join([line_pattern(line.rstrip()) for line in shown.strip("\n").split("\n")])
    return re.fullmatch(pattern, "\n".join(line.rstrip() for line in real.strip("\n").split("\n")), re.DOTALL) is not None


def line_pattern(line: str) -> str:
    """What the text has to match that a page shows as LINE."""
    inside = line.removesuffix("...")
    return r"[^\n]*".join(map(re.escape, inside.split("..."))) + (".*" if inside != line else "")


def title(page: Path) -> str:
    return page.name


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder that examples run in."""
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    monkeypatch.chdir(tmp_path)
    return tmp_path


# -- Python -----------------------------------------------------------------------------------------------------------


def comments(text: str) -> dict[int, tuple[bool, str]]:
    """Line → whether the comment there has the line for itself, and its text."""
    found = {}
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type == tokenize.COMMENT:
            alone = not token.line[: token.start[1]].strip()
            found[token.start[0]] = (alone, token.string[1:].removeprefix(" "))
    return found


def shown_by(statement: ast.stmt, notes: dict[int, tuple[bool, str]]) -> str | None:
    """What the page shows for STATEMENT, if it shows anything."""
    line = statement.end_lineno or 0
    lines = [notes[line][1]] if line in notes else []
    while (following := notes.get(line := line + 1)) and following[0]:
        lines.append(following[1])
    return "\n".join(lines) if lines else None


@pytest.mark.parametrize("page", pages_with("python"), ids=title)
def test_python_examples(page: Path, folder: Path) -> None:
    names: dict[str, object] = {"__name__": "example"}
    for text in blocks(page, "python"):
        notes = comments(text)
        for statement in ast.parse(text).body:
            code, out = ast.unparse(statement), io.StringIO()
            with contextlib.redirect_stdout(out):
                if isinstance(statement, ast.Expr):
                    value = eval(compile(ast.Expression(statement.value), page.name, "eval"), names)
                else:
                    exec(compile(ast.Module([statement], []), page.name, "exec"), names)
                    continue
            real = out.getvalue() if value is None and out.getvalue() else repr(value)
            shown = shown_by(statement, notes)
            assert shown is None or matches(shown, real), f"{code}\nshown: {shown}\nreal:  {real}"


# -- Scheme -----------------------------------------------------------------------------------------------------------


def forms(text: str) -> Iterator[tuple[str, str | None]]:
    """Each form of TEXT, and the value that is shown behind it."""
    source = Source("example", text)
    reader = SourceReader(source)
    while reader.next_datum() is not EOF:
        span = reader.span
        rest = text[span.end :].partition("\n")[0]
        yield text[span.start : span.end], rest.partition("⇒")[2].strip() or None


@pytest.mark.parametrize("page", pages_with("scheme"), ids=title)
def test_scheme_examples(page: Path, folder: Path) -> None:
    scheme = Interpreter()
    for text in blocks(page, "scheme"):
        for form, shown in forms(text):
            real = write_text(scheme.eval_lisp(form, "example"))
            assert shown is None or matches(shown, real), f"{form}\nshown: {shown}\nreal:  {real}"


# -- the command ------------------------------------------------------------------------------------------------------


def commands(text: str) -> Iterator[tuple[str, str]]:
    """Each command of a console block, and what is shown below it."""
    for part in re.split(r"^\$ ", text, flags=re.MULTILINE)[1:]:
        command, _, shown = part.partition("\n")
        yield command, shown


@pytest.mark.parametrize("page", pages_with("console"), ids=title)
def test_console_examples(page: Path, folder: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "XDG_CACHE_HOME": str(folder / "cache")}
    for text in blocks(page, "console"):
        for command, shown in commands(text):
            program, *arguments = shlex.split(command.replace("; echo $?", ""))
            if program == "cat":
                (folder / arguments[0]).write_text(shown, encoding="utf-8")
                continue
            assert program == "lisp", f"{command}: only lisp and cat can be tried here"
            done = subprocess.run(
                [sys.executable, "-m", "lisp", *arguments],
                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                text=True, encoding="utf-8", env=environment, timeout=60,
            )  # fmt: skip
            real = done.stdout
            if command.endswith("; echo $?"):
                real += f"{done.returncode}\n"
            assert matches(shown, real), f"$ {command}\nshown: {shown}\nreal:  {real}"


# -- the pages themselves ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("page", PAGES, ids=title)
def test_links_lead_somewhere(page: Path) -> None:
    targets = re.findall(r"\]\(([^)#:]+)[^):]*\)", page.read_text(encoding="utf-8"))
    assert [target for target in targets if not (page.parent / target).exists()] == []


def kinds_in_code() -> set[str]:
    """Kinds of conditions that the sources raise by name."""
    found: set[str] = set()
    for path in [*(ROOT / "lisp").rglob("*.py"), *(ROOT / "stdlib").rglob("*.scm"), *(ROOT / "stdlib").rglob("*.sld")]:
        text = path.read_text(encoding="utf-8")
        found |= set(re.findall(r'(?<!\w)(?:error\(|Condition\(|%failure )"([a-z]+)"', text))
    return found


def test_every_kind_of_condition_is_described() -> None:
    described = set(re.findall(r"^\| `(\w+)` \|", (ROOT / "docs" / "errors.md").read_text(encoding="utf-8"), re.MULTILINE))
    assert kinds_in_code() - described == set()
