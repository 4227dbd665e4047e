"""The script `lisp` of the installed package: the first run leaves a file for a quick start, the others begin with it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from lisp.interpreter.base_image import open_base_image
from tests.executable.conftest import full

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder laid out as pip leaves one: the script beside a Python, the package with its base image."""
    prefix = tmp_path_factory.mktemp("prefix \u03bb")
    packages = prefix / "lib" / f"python{sys.version_info[0]}.{sys.version_info[1]}" / "site-packages"
    shutil.copytree(ROOT / "lisp", packages / "lisp", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(ROOT / "stdlib", packages / "lisp" / "_stdlib")
    shutil.copy(ROOT / "images" / "base.scm", packages / "lisp" / "_stdlib" / "base-image.scm")
    (packages / "lisp" / "base.image").write_bytes(open_base_image().data)
    (prefix / "bin").mkdir()
    shutil.copy(ROOT / "scripts" / "lisp", prefix / "bin" / "lisp")
    (prefix / "bin" / "lisp").chmod(0o755)
    (prefix / "bin" / "python3").symlink_to(sys.executable)
    return prefix


def lisp(prefix: Path, *words: str, cache: Path | None = None, **more: object) -> subprocess.CompletedProcess:
    environment = {"PATH": "/usr/bin:/bin", "HOME": str(prefix / "home"), "LC_ALL": "C.UTF-8"}
    if cache is not None:
        environment["XDG_CACHE_HOME"] = str(cache)
    command = [str(prefix / "bin" / "lisp"), *words]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, env=environment, **more)


def quick_files(cache: Path) -> list[Path]:
    return sorted((cache / "lisp").glob("start-*")) if (cache / "lisp").exists() else []


RUNS = [
    (["-e", "(display (map + '(1 2) '(10 20)))"], 0, "(11 22)", ""),
    (["-e", "(import (scheme eval)) (display (eval '(* 6 7) (environment '(scheme base))))"], 0, "42", ""),
    (["--version"], 0, "lisp 0.1.0\n", ""),
    (["-e", "(car 5)"], 1, "", "car: expected a pair, got 5"),
    (["--bogus"], 2, "", "unknown option --bogus"),
    (["-e", "(exit 7)"], 7, "", ""),
]


def test_the_first_run_and_the_others(installed: Path, tmp_path: Path) -> None:
    for _ in range(2):
        for words, code, out, err in RUNS:
            done = lisp(installed, *words, cache=tmp_path)
            assert (done.returncode, done.stdout) == (code, out), (words, done)
            assert err in done.stderr and "Traceback" not in done.stderr
        assert len(quick_files(tmp_path)) == 1


def test_what_is_not_needed_is_not_imported(installed: Path, tmp_path: Path) -> None:
    trace = tmp_path / "trace"
    for _ in range(2):
        lisp(installed, "-e", "42", cache=tmp_path)
    (tmp_path / "bin").mkdir()
    shim = tmp_path / "bin" / "python3"
    shim.write_text(f'#!/bin/sh\nexec "{sys.executable}" -X importtime "$@" 2>"{trace}"\n')
    shim.chmod(0o755)
    script = tmp_path / "bin" / "lisp"
    shutil.copy(installed / "bin" / "lisp", script)
    (tmp_path / "lib").symlink_to(installed / "lib")
    for _ in range(3):
        subprocess.run([str(script), "-e", "42"], env={"PATH": "/usr/bin:/bin", "XDG_CACHE_HOME": str(tmp_path)}, timeout=60)
    imported = {line.rpartition("|")[2].strip() for line in trace.read_text().splitlines()}
    assert "posix" in imported
    assert imported.isdisjoint({"site", "os", "re", "struct", "zlib", "lisp.cli", "lisp.interpreter.interpreter"})


@pytest.mark.parametrize("spoil", ["turned", pytest.param("cut", marks=full), pytest.param("empty", marks=full)])
def test_a_spoilt_file_does_no_harm(installed: Path, tmp_path: Path, spoil: str) -> None:
    lisp(installed, "-e", "42", cache=tmp_path)
    (path,) = quick_files(tmp_path)
    content = path.read_bytes()
    path.write_bytes({"cut": content[:5000], "turned": content[:60] + bytes(40) + content[100:], "empty": b""}[spoil])
    assert lisp(installed, "-e", "(display 1)", cache=tmp_path).stdout == "1"
    assert path.read_bytes()[:100] == content[:100]  # it has been made again


def test_where_nothing_can_be_kept(installed: Path) -> None:
    done = lisp(installed, "-e", "(display 1)", cache=Path("/proc/nothing"))
    assert (done.returncode, done.stdout, done.stderr) == (0, "1", "")


@full
def test_through_a_link_and_from_its_own_folder(installed: Path, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(installed / "bin" / "lisp")
    environment = {**os.environ, "XDG_CACHE_HOME": str(tmp_path)}
    for command, folder in (([str(tmp_path / "link")], tmp_path), (["./lisp"], installed / "bin")):
        done = subprocess.run([*command, "-e", "(display 3)"], capture_output=True, text=True, cwd=folder, env=environment)
        assert done.stdout == "3", done
