"""The base image of a checkout: built when it is missing or stale, in one line, wherever it can be kept."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.pythons import pythons

ROOT = Path(__file__).parent.parent.parent
NOTE = "lisp: building the base image (it is missing, or a source has changed)\n"


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the sources without an image."""
    folder = tmp_path_factory.mktemp("checkout")
    ignore = shutil.ignore_patterns("__pycache__", "base.image")
    for name in ("lisp", "stdlib", "images"):
        shutil.copytree(ROOT / name, folder / name, ignore=ignore)
    return folder


def run(checkout: Path, cache: Path, python: str = sys.executable) -> tuple[str, str]:
    environment = {**os.environ, "PYTHONPATH": str(checkout), "XDG_CACHE_HOME": str(cache)}
    command = [python, "-m", "lisp", "-e", "(display (+ 40 2))"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, env=environment, cwd=checkout)
    return done.stdout, done.stderr


def test_missing_stale_and_nowhere_to_keep_it(checkout: Path, tmp_path: Path) -> None:
    image = checkout / "images" / "base.image"
    assert run(checkout, tmp_path) == ("42", NOTE)
    assert image.is_file()
    assert run(checkout, tmp_path) == ("42", "")

    for source in (checkout / "stdlib" / "scheme" / "lazy.sld", checkout / "images" / "base.scm"):
        source.write_text(source.read_text() + "\n;; changed\n")
        assert run(checkout, tmp_path) == ("42", NOTE)
        assert run(checkout, tmp_path) == ("42", "")

    image.write_bytes(image.read_bytes()[:5000])  # cut short: it is made again
    assert run(checkout, tmp_path) == ("42", NOTE)

    image.unlink()
    image.mkdir()  # as good as a folder that cannot be written
    assert run(checkout, tmp_path) == ("42", NOTE)
    assert (tmp_path / "lisp" / "base.image").is_file()
    assert run(checkout, tmp_path) == ("42", "")

    blocked = tmp_path / "file"
    blocked.write_text("")
    assert run(checkout, blocked) == ("42", NOTE)
    assert run(checkout, blocked) == ("42", NOTE)
    image.rmdir()


@pytest.mark.parametrize("version", pythons())
def test_one_image_serves_every_python(checkout: Path, tmp_path: Path, version: str) -> None:
    run(checkout, tmp_path)
    made = (checkout / "images" / "base.image").read_bytes()
    assert run(checkout, tmp_path, pythons()[version]) == ("42", "")
    assert (checkout / "images" / "base.image").read_bytes() == made
