"""Whatever happens while an image is written, the file at its place is whole: the old image or the new one."""

from __future__ import annotations

import os
import random
import signal
import stat
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from lisp import Interpreter, LispError
from lisp.image.file import read_image, write_atomically
from lisp.image.litter import host
from tests.image.profiles import examples

OLD, NEW = b"old content " * 1000, b"new content, longer " * 1000
SIZE = 300_000


def forked(work: Callable[[], None]) -> int:
    """The id of a process that does WORK and ends."""
    child = os.fork()
    if child == 0:
        try:
            work()
            os._exit(0)
        except BaseException:  # nothing may return into pytest
            os._exit(1)
    return child


def ended_well(child: int) -> bool:
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


@pytest.fixture(scope="module")
def interpreter() -> Interpreter:
    """A small world with a large bytevector all of whose bytes are `n`: an image of it takes its time to be written."""
    interpreter = Interpreter(False)
    interpreter.eval("(import (lisp syntax) (lisp primitives))")
    renew(interpreter, 0)
    return interpreter


def renew(interpreter: Interpreter, n: int) -> None:
    interpreter.eval(f"(define n {n % 256}) (define data (make-bytevector {SIZE} {n % 256}))")


def check_whole(path: Path) -> int:
    """The `n` of the image at PATH, every part of which is read."""
    image = read_image(str(path))
    for key in image.index:
        image.entry(*key)
    booted = Interpreter.boot(path)
    n, data = booted.eval("n"), booted.eval("data")
    assert data == bytes([n]) * SIZE
    return n


def save_for_ever(interpreter: Interpreter, path: Path, start: int = 0) -> None:
    n = start
    while True:
        n += 1
        renew(interpreter, n)
        interpreter.save(path)


@pytest.mark.parametrize("seed", range(200 if "LISP_TEST_FULL" in os.environ else examples(20, 200)))
def test_killed_at_any_moment(interpreter: Interpreter, tmp_path: Path, seed: int) -> None:
    path = tmp_path / "x.img"
    renew(interpreter, 0)
    interpreter.save(path)
    child = forked(lambda: save_for_ever(interpreter, path))
    time.sleep(random.Random(seed).uniform(0.0, 0.08))
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    check_whole(path)
    renew(interpreter, 77)
    interpreter.save(path)
    assert check_whole(path) == 77
    assert list(tmp_path.iterdir()) == [path], "what the killed process left is gone"


def test_temporary_files(interpreter: Interpreter, tmp_path: Path) -> None:
    """Those of processes that are no more go away; those of live ones, of other machines and of other images stay."""
    path = tmp_path / "x.img"
    child = forked(lambda: None)
    assert ended_well(child)
    own = f".x.img.{host()}."
    stay = [f"{own}{os.getpid()}.12345678.tmp", f"{own}1.12345678.tmp", f".x.img.00000000.{child}.12345678.tmp", f".y.img.{host()}.{child}.1.tmp",
            f"{own}{child}.12345678", f"{own}x.1.tmp", f"{own}{1 << 80}.1.tmp", f".x.img.{child}.1.tmp"]  # fmt: skip
    for name in [*stay, f"{own}{child}.12345678.tmp", f"{own}{child}.87654321.tmp"]:
        (tmp_path / name).write_text("")
    interpreter.save(path)
    assert sorted(p.name for p in tmp_path.iterdir()) == sorted(["x.img", *stay])


def test_two_processes_saving_to_one_file(interpreter: Interpreter, tmp_path: Path) -> None:
    path = tmp_path / "x.img"
    interpreter.save(path)

    def save_some(start: int) -> None:
        for n in range(start, start + 8):
            renew(interpreter, n)
            interpreter.save(path)

    children = [forked(lambda start=start: save_some(start)) for start in (10, 20)]
    for _ in range(10):
        check_whole(path)
    assert all([ended_well(child) for child in children])
    assert check_whole(path) in (17, 27)
    assert list(tmp_path.iterdir()) == [path]


class Fault:
    """Makes the call number `at` of the operating system that writing an image does fail, or do half of its work."""

    CALLS = ("open", "write", "fsync", "fchmod", "close", "replace", "stat")

    def __init__(self, patch: pytest.MonkeyPatch, at: int, failure: BaseException) -> None:
        self.at = at
        self.failure = failure
        self.seen: list[str] = []
        for name in self.CALLS:
            patch.setattr(os, name, self.wrapped(name, getattr(os, name)))

    def wrapped(self, name: str, call: Callable) -> Callable:
        def wrapper(*arguments: object, **options: object) -> object:
            self.seen.append(name)
            if len(self.seen) != self.at:
                return call(*arguments, **options)
            if name == "write":
                call(arguments[0], arguments[1][: len(arguments[1]) // 2])
            if name == "close":
                call(*arguments)
            raise self.failure

        return wrapper


def calls_of_a_save(path: Path) -> list[str]:
    with pytest.MonkeyPatch.context() as patch:
        fault = Fault(patch, 0, OSError())
        write_atomically(str(path), NEW)
        return fault.seen


@pytest.mark.parametrize("failure", [OSError(28, "No space left"), OSError(5, "Input/output error"), KeyboardInterrupt()], ids=repr)
@pytest.mark.parametrize("fresh", [False, True], ids=["over an old image", "where there was none"])
def test_any_call_may_fail(tmp_path: Path, fresh: bool, failure: BaseException) -> None:
    path = tmp_path / "x.img"
    if not fresh:
        path.write_bytes(OLD)
    calls = calls_of_a_save(path)
    assert set(calls) == set(Fault.CALLS) - ({"fchmod"} if fresh else set())
    for at in range(1, len(calls) + 1):
        path.unlink() if fresh else path.write_bytes(OLD)
        with pytest.MonkeyPatch.context() as patch:
            fault = Fault(patch, at, failure)
            with pytest.raises((LispError, KeyboardInterrupt)) as caught:
                write_atomically(str(path), NEW)
        replaced = "replace" in fault.seen[:-1]
        assert isinstance(failure, OSError) == isinstance(caught.value, LispError)
        if isinstance(failure, OSError):
            assert "x.img: the image cannot be written: " in str(caught.value)
        if path.exists():
            assert path.read_bytes() == (NEW if replaced else OLD), calls[at - 1]
        assert path.exists() == (replaced or not fresh)
        assert [p for p in tmp_path.iterdir() if p != path] == []
        path.write_bytes(OLD)


def test_a_write_may_be_short(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write = os.write
    monkeypatch.setattr(os, "write", lambda descriptor, data: write(descriptor, data[:1000]))
    write_atomically(str(tmp_path / "x.img"), NEW)
    assert (tmp_path / "x.img").read_bytes() == NEW


def test_permissions_are_kept_and_links_followed(tmp_path: Path) -> None:
    path, link = tmp_path / "x.img", tmp_path / "link.img"
    path.write_bytes(OLD)
    path.chmod(0o640)
    link.symlink_to(path)
    write_atomically(str(link), NEW)
    assert link.is_symlink() and path.read_bytes() == NEW
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


@pytest.mark.parametrize(
    ("name", "message"),
    [("none/x.img", "no such file or folder"), (".", "is a folder"), ("file/x.img", "a part of the path is no folder"), ("a\0b", "cannot be the name")],
)
def test_where_nothing_can_be_written(interpreter: Interpreter, tmp_path: Path, name: str, message: str) -> None:
    (tmp_path / "file").write_bytes(OLD)
    with pytest.raises(LispError, match=message):
        interpreter.save(f"{tmp_path}/{name}")
    assert list(tmp_path.iterdir()) == [tmp_path / "file"]
