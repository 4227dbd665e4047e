"""Reads the files of wrong programs beside this module, and runs one as `lisp` would.

    === the name of the case
    (the program, which becomes prog.scm)
    +++ other.scm
    (one more file in its folder; any number of these)
    --- before prog.scm                a command line that is run first, and goes well
    --- arguments -L . prog.scm        the command line, if it is not prog.scm alone
    --- stdout                         what is written before the failure, if anything
    --- stderr (exit 1)
    prog.scm:1:1: the whole message

Lines before the first === are remarks. Empty lines at the end of a part do not count.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import shlex
from pathlib import Path

HERE = Path(__file__).parent
STDERR = re.compile(r"--- stderr \(exit (\d+)\)$")


class Case:
    """A wrong program and what it comes to."""

    def __init__(self, family: str, name: str) -> None:
        self.family = family
        self.name = name
        self.files: dict[str, str] = {}
        self.before: list[str] | None = None
        self.arguments = ["prog.scm"]
        self.stdout = ""
        self.stderr: str | None = None
        self.exit = 1

    def __repr__(self) -> str:
        return f"{self.family}: {self.name}"


def cases_of(path: Path) -> list[Case]:
    """The cases of the file PATH."""
    cases: list[Case] = []
    part: list[str] = []
    finish = lambda text: None  # noqa: E731 - what to do with the part that is being gathered

    def begin(then) -> None:
        nonlocal part, finish
        finish("\n".join(part).rstrip("\n"))
        part, finish = [], then

    for line in path.read_text(encoding="utf-8").split("\n"):
        if line.startswith("=== "):
            case = Case(path.stem, line[4:].strip())
            begin(lambda text, case=case: case.files.update({"prog.scm": text + "\n"}))
            cases.append(case)
        elif line.startswith("+++ "):
            name = line[4:].strip()
            begin(lambda text, case=case, name=name: case.files.update({name: text + "\n"}))
        elif line.startswith("--- arguments "):
            case.arguments = shlex.split(line.removeprefix("--- arguments "))
        elif line.startswith("--- before "):
            case.before = shlex.split(line.removeprefix("--- before "))
        elif line == "--- stdout":
            begin(lambda text, case=case: setattr(case, "stdout", text))
        elif found := STDERR.match(line):
            case.exit = int(found[1])
            begin(lambda text, case=case: setattr(case, "stderr", text))
        else:
            part.append(line)
    begin(None)
    return cases


def all_cases() -> list[Case]:
    return [case for path in sorted(HERE.glob("*.txt")) for case in cases_of(path)]


def place_files(case: Case, folder: Path) -> None:
    """Write the files of CASE into FOLDER."""
    for name, text in case.files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def run_command(arguments: list[str], folder: Path, text: str = "") -> tuple[int, str, str]:
    """Exit code, output and messages of `lisp ARGUMENTS` in FOLDER, run in this process; TEXT is its input."""
    from lisp.cli import main

    before, out, err = os.getcwd(), io.StringIO(), io.StringIO()
    os.chdir(folder)
    try:
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            code = main(arguments)
    finally:
        os.chdir(before)
    return code, out.getvalue(), err.getvalue()


def tidy(text: str, folder: Path) -> str:
    """TEXT as a case gives it: with names for the paths that differ between machines, the case's FOLDER among them.

    That the base image is built, where a source was changed while the tests ran, is no message of the case; how the
    command is used is told elsewhere.
    """
    from lisp.interpreter.base_image import stdlib_folder

    text = re.sub(r"^lisp: building the base image .*\n", "", text)
    text = re.sub(r"^usage: lisp .*", "USAGE", text, flags=re.DOTALL | re.MULTILINE)
    return text.replace(str(folder), "FOLDER").replace(stdlib_folder(), "STDLIB").rstrip("\n")
