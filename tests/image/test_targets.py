"""What is saved takes the place of files only: a pipe, a socket or a device stays, and the error says why."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from lisp import Interpreter, LispError
from lisp.cli import main
from lisp.tools import flatten, shake, treemap
from tests.specials import every_special, is_special, make_special

PROGRAM = "(import (scheme base)) (define (f) (car 5)) (f)"


@pytest.fixture(scope="module")
def images(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the image base.img, child.img, which builds on it, and a program that fails."""
    folder = tmp_path_factory.mktemp("images")
    base, child = folder / "base.img", folder / "child.img"
    save(f'(save-image "{base}" \'toplevel (lambda () 1))')
    booted = Interpreter.boot(base)
    booted.eval("(define z 3)")
    booted.eval(f'(save-image "{child}" \'base "{base}" \'toplevel (lambda () z))')
    (folder / "prog.scm").write_text(PROGRAM)
    return folder


def save(text: str) -> None:
    Interpreter().eval(f"(begin (import (lisp image)) {text})")


def save_child(images: Path, out: str) -> None:
    Interpreter.boot(images / "base.img").eval(f'(save-image "{out}" \'base "{images}/base.img")')


WAYS: dict[str, Callable[[Path, str], object]] = {
    "save-image": lambda images, out: save(f'(save-image "{out}")'),
    "a child": save_child,
    "executable": lambda images, out: save(f"(save-image \"{out}\" 'executable #t 'toplevel (lambda () 1))"),
    "shake": lambda images, out: shake.collect(str(images / "base.img"), out, []),
    "flatten": lambda images, out: flatten.collect(str(images / "child.img"), out),
    "graph": lambda images, out: treemap.collect(str(images / "base.img"), out),
}
COMMANDS = {
    "build": ["build", "PROGRAM", "-o", "OUT"],
    "build --one-file": ["build", "PROGRAM", "--standalone", "--one-file", "-o", "OUT"],
    "--dump-on-error": ["--dump-on-error", "OUT", "PROGRAM"],
}


@every_special
@pytest.mark.parametrize("way", WAYS)
def test_no_special_file_is_replaced(images: Path, tmp_path: Path, way: str, special: str) -> None:
    path = make_special(tmp_path, special)
    with pytest.raises(LispError, match=f"{path}: .*is no regular file") as caught:
        WAYS[way](images, str(path))
    assert caught.value.payload.kind == "file" and is_special(path, special)


@every_special
@pytest.mark.parametrize("command", COMMANDS)
def test_nor_by_a_command(
    images: Path, tmp_path: Path, command: str, special: str, capsys: pytest.CaptureFixture
) -> None:
    path = make_special(tmp_path, special)
    words = {"PROGRAM": str(images / "prog.scm"), "OUT": str(path)}
    assert main([words.get(word, word) for word in COMMANDS[command]]) == 1
    assert f"{path}: the " in (said := capsys.readouterr().err) and said.endswith("is no regular file\n")
    assert is_special(path, special)


def test_a_link_to_a_pipe(images: Path, tmp_path: Path) -> None:
    pipe = make_special(tmp_path, "pipe")
    link = images / "link"
    link.symlink_to(pipe)
    with pytest.raises(LispError, match="is no regular file"):
        Interpreter().save(link)
    assert link.is_symlink() and is_special(pipe, "pipe")


@pytest.mark.parametrize("own", [False, True], ids=["its base", "itself"])
def test_the_treemap_takes_the_place_of_no_image(images: Path, tmp_path: Path, own: bool) -> None:
    child, target = images / "child.img", images / ("child.img" if own else "base.img")
    before, link = target.read_bytes(), tmp_path / "link.html"
    link.symlink_to(target)
    for out in (str(target), str(link), f"{images}/../{images.name}/{target.name}"):
        with pytest.raises(LispError, match="cannot take the place of an image that it is made of") as caught:
            treemap.collect(str(child), out)
        assert caught.value.payload.kind == "file" and target.read_bytes() == before


def test_an_image_may_be_shaken_flattened_and_saved_in_its_place(images: Path, tmp_path: Path) -> None:
    base, child = tmp_path / "base.img", tmp_path / "child.img"
    for path in (base, child):
        path.write_bytes((images / path.name).read_bytes())
    flatten.collect(str(child), str(child))
    shake.collect(str(child), str(child), [])
    booted = Interpreter.boot(child)
    assert booted.resume_entry() == 3
