"""Ports on files go on where they were, in the file of the same name, as far as that makes sense."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from lisp import Interpreter, LispError

TEXT = "one\ntwo λμν\r\nthree\n" * 20_000  # more than is read at a time


class World:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.image = folder / "x.img"
        self.file = folder / "data.txt"
        self.interpreter = Interpreter()
        self.eval("(import (scheme base) (scheme file) (scheme write) (scheme read) (lisp image))")

    def eval(self, text: str) -> object:
        return self.interpreter.eval(text.replace("FILE", f'"{self.file}"'))

    def reboot(self) -> None:
        """Go on from an image; the process that saved it stops here."""
        self.interpreter.save(self.image)
        self.interpreter = Interpreter.boot(self.image)


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path)


@pytest.mark.parametrize("lines", [0, 1, 5, 4_000, 50_000])
def test_a_text_port_reads_on(world: World, lines: int) -> None:
    world.file.write_bytes(TEXT.encode())
    world.eval("(define port (open-input-file FILE)) (define (skip n) (if (> n 0) (begin (read-line port) (skip (- n 1)))))")
    world.eval(f"(skip {lines})")
    world.reboot()
    assert world.eval("(input-port-open? port)")
    world.reboot()  # one that was not used since
    expected = TEXT.replace("\r\n", "\n").split("\n")
    assert world.eval("(list (read-line port) (read-char port) (read-line port))") == [
        expected[lines], expected[lines + 1][0], expected[lines + 1][1:],
    ]  # fmt: skip
    world.reboot()  # and one that was
    assert world.eval("(read-string 1000000 port)") == "\n".join(TEXT.split("\n")[lines + 2 :])
    assert world.eval("(begin (close-port port) (input-port-open? port))") is False


def test_a_binary_port_reads_on(world: World) -> None:
    data = bytes(range(256)) * 1000
    world.file.write_bytes(data)
    world.eval("(define port (open-binary-input-file FILE)) (read-bytevector 100300 port)")
    world.reboot()
    assert world.eval("(read-u8 port)") == data[100300]
    assert world.eval("(bytevector-length (read-bytevector 1000000 port))") == 256_000 - 100_301
    assert world.interpreter.eval_lisp("(eof-object? (read-u8 port))") is True


@pytest.mark.parametrize("binary", [False, True], ids=["text", "binary"])
def test_an_output_port_writes_on(world: World, binary: bool) -> None:
    write = "(write-bytevector (bytevector 65 66 67) port)" if binary else '(write-string "ABC" port)'
    world.eval(f"(define port ({'open-binary-output-file' if binary else 'open-output-file'} FILE)) (define (put) {write})")
    world.eval("(put)")
    world.reboot()
    assert world.file.read_bytes() == b"ABC"  # saving flushes
    world.eval("(put)")
    world.reboot()
    world.eval("(put) (close-port port)")
    assert world.file.read_bytes() == b"ABC" * 3


def test_a_relative_name_means_the_same_file_elsewhere(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    world.file.write_text("first second")
    monkeypatch.chdir(world.folder)
    world.eval('(define port (open-input-file "data.txt")) (read port)')
    world.interpreter.save(world.image)
    (world.folder / "other").mkdir()
    monkeypatch.chdir(world.folder / "other")
    assert Interpreter.boot(world.image).eval("(symbol->string (read port))") == "second"


def lost(world: World) -> None:
    world.file.unlink()


def shorter(world: World) -> None:
    world.file.write_text("x")


def longer(world: World) -> None:
    with world.file.open("a") as file:
        file.write("more")


def became_a_folder(world: World) -> None:
    world.file.unlink()
    world.file.mkdir()


REFUSALS = {
    "a lost file is not read": ("input", lost, "read-char: no such file:"),
    "a shorter file is not read": ("input", shorter, "read-char: the file of the port has become shorter since the image was saved:"),
    "a folder is not read": ("input", became_a_folder, "read-char: .*is a folder"),
    "a lost file is not written": ("output", lost, "write-char: no such file:"),
    "a file that others wrote to is not written": ("output", longer, "write-char: the file of the port has changed since the image was saved:"),
    "a file that others cut is not written": ("output", shorter, "write-char: the file of the port has changed since the image was saved:"),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSALS)
def test_what_makes_no_sense_is_refused_when_the_port_is_used(world: World, name: str) -> None:
    kind, spoil, message = REFUSALS[name]
    world.file.write_text("some text in the file")
    world.eval(f"(define port (open-{kind}-file FILE))")
    world.eval("(read-string 10 port)" if kind == "input" else '(write-string "0123456789" port)')
    world.interpreter.save(world.image)
    world.interpreter = None  # type: ignore[assignment]
    spoil(world)
    world.interpreter = Interpreter.boot(world.image)
    with pytest.raises(LispError, match=message):
        world.eval("(read-char port)" if kind == "input" else '(write-char #\\x port)')
    assert world.eval("(guard (e ((file-error? e) 'file-error)) " + ("(read-char port))" if kind == "input" else "(write-char #\\x port))"))
    world.eval("(close-port port)")


def test_a_pipe_is_not_opened_again(world: World) -> None:
    os.mkfifo(world.folder / "pipe")
    holder = os.open(world.folder / "pipe", os.O_RDWR)
    world.file = world.folder / "pipe"
    world.eval("(define port (open-input-file FILE))")
    world.reboot()
    assert world.eval("(input-port-open? port)") is False
    with pytest.raises(LispError, match="what it was on cannot be opened again"):
        world.eval("(read-char port)")
    os.close(holder)


def test_a_closed_port_stays_closed(world: World) -> None:
    world.file.write_text("text")
    world.eval("(define port (open-input-file FILE)) (close-port port)")
    world.reboot()
    with pytest.raises(LispError, match="the port is closed"):
        world.eval("(read-char port)")
