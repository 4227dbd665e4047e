"""Collects tests/scheme/**/*.scm: each file is one test, run in this process by an interpreter of its own.

A file passes if it runs to its end and wrote no line that begins with FAIL (lib/check.sld writes those). `--stress` runs
them with the whole stack moved to the heap at every call. Files in lib/ are libraries, found by `import`.
"""

from __future__ import annotations

import contextlib
import io
from collections.abc import Iterator
from pathlib import Path

import pytest

HERE = Path(__file__).parent
SCHEME = HERE / "scheme"
LIBRARIES = SCHEME / "lib"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--stress", action="store_true", help="capture and resume the stack at every call site (Scheme tests)")


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    if file_path.suffix == ".scm" and file_path.is_relative_to(SCHEME) and not file_path.is_relative_to(LIBRARIES):
        return SchemeFile.from_parent(parent, path=file_path)
    return None


class SchemeFile(pytest.File):
    def collect(self) -> Iterator[pytest.Item]:
        yield SchemeProgram.from_parent(self, name=self.path.stem)


class SchemeFailure(Exception):
    """What a Scheme test says about itself."""


class SchemeProgram(pytest.Item):
    """A Scheme file that is to run without a failure."""

    def runtest(self) -> None:
        from lisp import Interpreter, LispError
        from lisp.runtime.frame import Exit

        interpreter = Interpreter(library_path=[str(LIBRARIES)], stress=self.config.getoption("--stress"))
        out = io.StringIO()
        problem = None
        try:
            with contextlib.redirect_stdout(out):
                try:
                    interpreter.run_file(str(self.path), [])
                finally:
                    interpreter.flush()
        except LispError as failure:
            problem = str(failure)
        except Exit as leaving:
            problem = f"exit code {leaving.code}" if leaving.code else None
        lines = [line for line in out.getvalue().splitlines() if line.startswith("FAIL")]
        if problem is not None:
            lines.append(problem)
        if lines:
            raise SchemeFailure("\n".join(lines))

    def repr_failure(self, excinfo: pytest.ExceptionInfo, style: object = None) -> str:
        if isinstance(excinfo.value, SchemeFailure):
            return str(excinfo.value)
        return str(super().repr_failure(excinfo))

    def reportinfo(self) -> tuple[Path, int, str]:
        return self.path, 0, str(self.path.relative_to(HERE))
