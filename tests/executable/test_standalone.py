"""`--standalone`: a folder that runs where there is no Python."""

from __future__ import annotations

import os
import shutil
import subprocess
import tarfile
from pathlib import Path

import pytest

from lisp.cli import main
from tests.executable.conftest import build_program, full, run
from tests.executable.test_bad_cases import in_namespace

pytestmark = full
PROGRAM = """(import (scheme base) (scheme write) (scheme process-context) (lisp json))
(write (list (cadr (command-line)) (/ 1 3) (exact->inexact 1/3) (get-environment-variable "LD_LIBRARY_PATH")))
"""
EXPECTED = '("x" 1/3 0.3333333333333333 #f)'


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if shutil.which("ldd") is None:
        pytest.skip("no ldd here")
    text = PROGRAM.replace("exact->inexact", "inexact").replace("(scheme write)", "(scheme write) (scheme inexact)")
    return build_program(tmp_path_factory.mktemp("standalone"), text, "--standalone", "--tar", name="made")


def test_without_any_path(folder: Path) -> None:
    done = run(folder / "made", "x", env={})
    assert (done.stdout, done.stderr, done.returncode) == (EXPECTED, "", 0)


def test_moved_and_through_a_link(folder: Path, tmp_path: Path) -> None:
    moved = tmp_path / "a folder \u03bb"
    with tarfile.open(f"{folder}.tar.gz") as archive:
        archive.extractall(moved)
    (tmp_path / "link").symlink_to(moved / "made" / "made")
    for program in (moved / "made" / "made", tmp_path / "link"):
        assert run(program, "x", env={"PATH": "/usr/bin:/bin"}).stdout == EXPECTED


def test_in_a_root_without_a_python(folder: Path, tmp_path: Path) -> None:
    """A root folder with a shell, the C library and what was built."""
    root = tmp_path / "root"
    (root / "bin").mkdir(parents=True)
    shutil.copy("/bin/sh", root / "bin" / "sh", follow_symlinks=True)
    listed = subprocess.run(["ldd", str(folder / "lib" / "libz.so.1"), "/bin/sh"], capture_output=True, text=True).stdout
    for word in {word for word in listed.split() if word.startswith("/") and ".so" in word} | {"/lib/x86_64-linux-gnu/libm.so.6"}:
        if os.path.exists(word):
            (root / word[1:]).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(word, root / word[1:])
    shutil.copytree(folder, root / "opt", symlinks=True)
    done = in_namespace(f"exec chroot {root} /opt/made x")
    assert (done.stdout, done.stderr) == (EXPECTED, "")


def test_on_the_wrong_machine(folder: Path, tmp_path: Path) -> None:
    """The interpreter inside is for another architecture: the shell says so, and nothing runs."""
    copy = tmp_path / "made"
    shutil.copytree(folder, copy)
    (interpreter,) = (copy / "lib" / "bin").iterdir()
    content = bytearray(interpreter.read_bytes())
    content[18:20] = (0xF3 if content[18] != 0xF3 else 0x3E).to_bytes(2, "little")  # RISC-V
    interpreter.write_bytes(content)
    done = run(copy / "made", "x", env={})
    assert done.returncode in (126, 127, 2) and done.stdout == "" and "python" in done.stderr


def test_what_is_in_the_way(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture) -> None:
    program = tmp_path / "p.scm"
    program.write_text("1")
    (tmp_path / "there").mkdir()
    assert main(["build", str(program), "-o", str(tmp_path / "there"), "--standalone"]) == 1
    assert "is there already" in capsys.readouterr().err
    assert main(["build", str(program), "-o", "x", "--tar"]) == 2
