"""What the tests of executables share: building one, running it where there is a bare Python and nothing of ours."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from lisp.cli import main

HELLO = """(import (scheme base) (scheme write) (scheme process-context))
(write (command-line))
(newline)
(let ((code (get-environment-variable "CODE"))) (if code (exit (string->number code))))
"""


full = pytest.mark.skipif("LISP_TEST_FULL" not in os.environ, reason="builds much: LISP_TEST_FULL=1")


def build_program(folder: Path, text: str, *options: str, name: str = "app") -> Path:
    program = folder / "program.scm"
    program.write_text(text)
    assert main(["build", str(program), "-o", str(folder / name), *options]) == 0
    return folder / name


@pytest.fixture(scope="package")
def hello(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_program(tmp_path_factory.mktemp("build"), HELLO)


@pytest.fixture(scope="package")
def bare(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """An environment in which there is a Python, and nothing of ours."""
    folder = tmp_path_factory.mktemp("bin")
    (folder / "python3").symlink_to(Path(sys.executable).resolve())
    return {"PATH": f"{folder}:/usr/bin:/bin", "HOME": str(folder)}


def run(app: Path | str, *arguments: str, env: dict[str, str], **more: object) -> subprocess.CompletedProcess:
    return subprocess.run([str(app), *arguments], capture_output=True, text=True, timeout=60, env=env, **more)
