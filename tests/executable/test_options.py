"""What `lisp build` is told: nothing is built twice, the same gives the same bytes, less is left in, and what leaks is said."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from lisp import LispError
from lisp.cli import main
from lisp.executable.inputs import known_inputs, refuse_target
from lisp.executable.options import Options
from lisp.image.file import read_image
from lisp.interpreter.base_image import open_base_image
from tests.executable.conftest import build_program, full, run

ROOT = Path(__file__).parent.parent.parent
PROGRAM = """(import (scheme base) (scheme write) (words))
(display (list greeting (car '(1 2))))
"""
LIBRARY = """(define-library (words) (export greeting) (import (scheme base)) (begin (define greeting "hello")))
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "words.sld").write_text(LIBRARY)
    (tmp_path / "program.scm").write_text(PROGRAM)
    return tmp_path


def build(folder: Path, *options: str, name: str = "app") -> Path:
    words = ["build", str(folder / "program.scm"), "-o", str(folder / name), "-L", str(folder), *options]
    assert main(words) == 0
    return folder / name


def test_nothing_is_built_twice(project: Path, bare: dict[str, str], capsys: pytest.CaptureFixture) -> None:
    app = build(project)
    assert capsys.readouterr().out.startswith(f"built {app} from {project}/program.scm: ")
    build(project)
    assert capsys.readouterr().out == f"{app} is up to date\n"
    (project / "words.sld").write_text(LIBRARY.replace("hello", "good day"))
    build(project)
    assert capsys.readouterr().out.startswith("built ")
    assert run(app, env=bare).stdout == "(good day 1)"
    build(project, "--version", "2")
    assert capsys.readouterr().out.startswith("built ")


def test_the_same_gives_the_same_bytes(project: Path, tmp_path: Path) -> None:
    """Under another hash seed, from another folder, with relative paths."""
    app = build(project)
    first = app.read_bytes()
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONHASHSEED": "77"}
    command = [sys.executable, "-m", "lisp", "build", "program.scm", "-o", "app", "-L", ".", "--force"]
    subprocess.run(command, cwd=project, env=environment, check=True, timeout=100)
    assert app.read_bytes() == first
    assert str(tmp_path).encode() not in first and str(ROOT).encode() not in first


@full
def test_smaller_files(project: Path, bare: dict[str, str]) -> None:
    whole = build(project)
    small = build(project, "--shake", "--compress", name="small")
    assert small.stat().st_size * 3 < whole.stat().st_size
    assert run(small, env=bare).stdout == run(whole, env=bare).stdout == "(hello 1)"
    assert read_image(str(small)).header["packed"] == "zlib"


def test_what_leaks_is_said(tmp_path: Path, capsys: pytest.CaptureFixture, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_OF_THE_BUILD", "a value to keep")
    text = f"""(import (scheme base) (scheme file) (scheme write) (scheme process-context))
(define secret (get-environment-variable "SECRET_OF_THE_BUILD"))
(define port (open-output-file "{tmp_path}/log.txt"))
(define (main) (write secret))
"""
    build_program(tmp_path, text, "--toplevel", "main")
    said = capsys.readouterr().err
    assert "environment variable SECRET_OF_THE_BUILD was read at " in said and "program.scm:2" in said
    assert "; what it was is in its data" in said
    assert f"file {tmp_path}/log.txt was read at" in said or f"file {tmp_path}/log.txt is open" in said


def test_tools_look_into_an_executable(project: Path, capsys: pytest.CaptureFixture) -> None:
    app = build(project, "--version", "1.5")
    capsys.readouterr()
    assert main(["image", "info", str(app)]) == 0
    told = capsys.readouterr().out
    assert "program.scm" in told and "1.5" in told
    assert main(["image", "ls", str(app), "(words)"]) == 0
    assert "greeting" in capsys.readouterr().out
    assert main(["-i", str(app), "--trust", "-e", "(import (words)) (display greeting)"]) == 0
    assert capsys.readouterr().out == "hello"


def test_signed(project: Path, tmp_path: Path, bare: dict[str, str], capsys: pytest.CaptureFixture) -> None:
    pytest.importorskip("cryptography")
    assert main(["image", "keygen", str(tmp_path / "key")]) == 0
    app = build(project, "--sign", str(tmp_path / "key"))
    assert run(app, env=bare).stdout == "(hello 1)"
    capsys.readouterr()
    assert main(["image", "verify", str(app)]) == 0
    assert "signed by" in capsys.readouterr().out


def link_to(path: Path) -> Path:
    link = path.parent / "link"
    link.symlink_to(path.name)
    return link


SPELLINGS = {
    "as it is": lambda path: path,
    "in another way": lambda path: path.parent / ".." / path.parent.name / path.name,
    "by a link": link_to,
}


@pytest.mark.parametrize("spelling", SPELLINGS)
@pytest.mark.parametrize("name", ["program.scm", "words.sld", "key", "python"])
def test_no_input_is_overwritten(project: Path, name: str, spelling: str, capsys: pytest.CaptureFixture) -> None:
    (project / "key").write_text("no key")
    (project / "python").write_text("no python")
    before = {path.name: path.read_bytes() for path in project.iterdir()}
    out = SPELLINGS[spelling](project / name)
    words = ["build", str(project / "program.scm"), "-o", str(out), "-L", str(project), "--force"]
    options = {"key": ["--sign", str(project / "key")], "python": ["--python", str(project / "python")]}.get(name, [])
    assert main([*words, *options]) == 1
    assert "lisp build: " not in (said := capsys.readouterr().err)
    assert said == f"{out}: the executable cannot take the place of {project}/{name}, which it is made of\n"
    assert {path.name: path.read_bytes() for path in project.iterdir() if not path.is_symlink()} == before


@pytest.mark.parametrize("file", [open_base_image().path, str(ROOT / "lisp" / "cli.py")], ids=["base image", "module"])
def test_nor_are_the_base_image_and_our_modules(project: Path, file: str) -> None:
    options = Options(str(project / "program.scm"), file)
    with pytest.raises(LispError, match="cannot take the place of"):  # nothing is written here, come what may
        refuse_target(options, known_inputs(options))


def test_a_folder_is_not_made_again_around_its_program(project: Path, capsys: pytest.CaptureFixture) -> None:
    made = project / "made"
    (made / "lib").mkdir(parents=True)
    (made / "lib" / "made.app").write_text("as if it was made before")
    (made / "program.scm").write_text(PROGRAM)
    words = ["build", str(made / "program.scm"), "-o", str(made), "-L", str(project), "--standalone"]
    assert main(words) == 1
    assert "cannot take the place of" in capsys.readouterr().err and (made / "program.scm").read_text() == PROGRAM
