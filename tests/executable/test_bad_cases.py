"""Executables where things are not as they should be: the file, the Python, the output, the folders, the signals."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from importlib.util import MAGIC_NUMBER
from pathlib import Path

import pytest

from lisp.executable.application import check_file
from lisp.executable.ending import guarded
from lisp.image.file import read_image
from tests.executable.conftest import build_program, run
from tests.pythons import pythons

ROOT = Path(__file__).parent.parent.parent
WRITER = """(import (scheme base) (scheme write) (scheme process-context))
(let loop ((n 0)) (if (< n 20000) (begin (write n) (newline) (loop (+ n 1)))))
"""
WAITER = """(import (scheme base) (scheme write))
(display "ready") (newline) (flush-output-port)
(let loop ((n 0)) (loop (+ n 1)))
"""


@pytest.fixture(scope="module")
def writer(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_program(tmp_path_factory.mktemp("writer"), WRITER)


@pytest.fixture(scope="module")
def waiter(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_program(tmp_path_factory.mktemp("waiter"), WAITER)


def damaged_copies(app: Path) -> list[tuple[str, bytes]]:
    """(what has been done, content) of files that have been spoilt behind the launcher."""
    content = app.read_bytes()
    size = len(content)
    cut = [("cut to", at, content[:at]) for at in (600, 7000, 9000, size // 4, size // 2, size - 3000, size - 1)]
    places = [7000 + size * k // 40 for k in range(12)]
    turned = [("turned at", at, content[:at] + bytes([content[at] ^ 0x55]) + content[at + 1 :]) for at in places]
    return [(f"{what} {at}", made) for what, at, made in cut + turned]


def test_damaged_files(hello: Path, bare: dict[str, str], tmp_path: Path) -> None:
    """A message and a code, or what was spoilt is not needed; never a traceback, never a crash."""
    said = []
    for name, content in damaged_copies(hello):
        path = tmp_path / "damaged"
        path.write_bytes(content)
        path.chmod(0o755)
        done = run(path, env=bare)
        if done.returncode == 0:
            assert (done.stdout, done.stderr, name.startswith("cut")) == (f'("{path}")\n', "", False), name
        else:
            assert done.returncode == 1 and "damaged" in done.stderr and "Traceback" not in done.stderr, (name, done)
            said.append(name)
    assert len(said) >= 8


def with_byte_changed(app: Path, at: int, path: Path) -> Path:
    """An executable at PATH that is APP but for the byte AT."""
    content = bytearray(app.read_bytes())
    content[at] ^= 0x40
    path.write_bytes(content)
    path.chmod(0o755)
    return path


@pytest.mark.parametrize("version", list(pythons()))
def test_the_launch_table(version: str, hello: Path, bare: dict[str, str], tmp_path: Path) -> None:
    """What is read first is checked first, by the Python that there is code for and by others; if another part does, too, what
    was spoilt is not needed."""
    start, size, _ = read_image(str(hello)).index["launch", ""]
    table = hello.read_bytes()[start : start + size]
    own = table.index(MAGIC_NUMBER)
    at = [*range(0, own, 41), *range(own - 8, own + 64, 3), size - 2]
    said = 0
    for place in at:
        path = with_byte_changed(hello, start + place, tmp_path / "damaged")
        done = run(path, env={**bare, "LISP_PYTHON": pythons()[version]})
        if done.returncode == 0:
            assert (done.stdout, done.stderr) == (f'("{path}")\n', ""), place
        else:
            said += 1
            assert done.returncode == 1 and "the file is damaged" in done.stderr.splitlines()[-1], (place, done)
            assert "Traceback" not in done.stderr and "internal error" not in done.stderr, (place, done)
    assert said >= 12


def test_a_bug_may_be_damage(hello: Path, tmp_path: Path, capsys: pytest.CaptureFixture) -> None:
    """What looks like a bug of ours is the file's fault if any part of it has been changed."""

    def bug() -> int:
        raise ImportError("cannot import name")

    start, size, _ = read_image(str(hello)).index["runtime", ""]
    damaged = with_byte_changed(hello, start + size // 2, tmp_path / "damaged")
    assert guarded(bug, lambda: check_file(str(damaged))) == 1
    assert capsys.readouterr().err == f"{damaged}: the image is damaged: part runtime does not match its checksum\n"
    for path in (hello, tmp_path / "gone"):
        assert guarded(bug, lambda path=path: check_file(str(path))) == 1
        assert capsys.readouterr().err.startswith("lisp: internal error")


def test_too_old_a_python(hello: Path, tmp_path: Path) -> None:
    old = old_python()
    if old is None:
        pytest.skip("there is no old Python here")
    (tmp_path / "python3").symlink_to(old)
    done = subprocess.run(["/bin/sh", str(hello)], capture_output=True, text=True, timeout=60, env={"PATH": str(tmp_path)})
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith(f"{hello}: needs Python 3.11 or newer, and python3 is 3.")
    (tmp_path / "python3.12").symlink_to(Path(sys.executable).resolve())  # a newer one is there by another name
    done = subprocess.run(["/bin/sh", str(hello), "-e"], capture_output=True, text=True, timeout=60, env={"PATH": str(tmp_path)})
    assert (done.returncode, done.stdout) == (0, f'("{hello}" "-e")\n')


def old_python() -> str | None:
    folders = [Path(python).resolve().parent.parent.parent for python in pythons().values()]
    found = [path for folder in folders for name in ("3.[89].*", "3.10.*") for path in sorted(folder.glob(f"{name}/bin/python3"))]
    return str(found[0].resolve()) if found else None


def test_the_python_that_is_named_is_missing(hello: Path, bare: dict[str, str]) -> None:
    done = run(hello, env={**bare, "LISP_PYTHON": "no-such-python"})
    assert done.returncode == 127 and "LISP_PYTHON" in done.stderr


def test_arguments_that_are_not_utf_8(hello: Path, bare: dict[str, str]) -> None:
    done = subprocess.run([str(hello), b"\xff\xfe", ""], capture_output=True, timeout=60, env=bare)
    assert done.returncode == 0 and done.stdout.endswith(b' "")\n') and done.stdout.count(b'"') == 6


@pytest.mark.parametrize("target", ["/dev/full", None], ids=["full", "closed"])
def test_output_that_fails(writer: Path, bare: dict[str, str], target: str | None) -> None:
    """A full disk is said and is no success; a closed standard output is none to write to."""
    redirection = f">{target}" if target else ">&-"
    done = subprocess.run(
        ["/bin/sh", "-c", f"'{writer}' {redirection}"], capture_output=True, text=True, timeout=60, env=bare
    )
    assert "Traceback" not in done.stderr and "Exception ignored" not in done.stderr
    if target:
        assert done.returncode == 1 and "no space left" in done.stderr.lower()
    else:
        assert (done.returncode, done.stderr) == (0, "")


def test_a_broken_pipe(writer: Path, bare: dict[str, str]) -> None:
    done = subprocess.run(["/bin/sh", "-c", f"'{writer}' | head -n 1"], capture_output=True, text=True, timeout=60, env=bare)
    assert (done.stdout, done.stderr) == ("0\n", "")


@pytest.mark.parametrize("number, code", [(signal.SIGINT, 130), (signal.SIGTERM, -signal.SIGTERM)], ids=["INT", "TERM"])
def test_signals(waiter: Path, bare: dict[str, str], number: int, code: int) -> None:
    process = subprocess.Popen([str(waiter)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=bare)
    assert process.stdout is not None and process.stdout.readline() == b"ready\n"
    process.send_signal(number)
    _, stderr = process.communicate(timeout=30)
    assert process.returncode == code and b"Traceback" not in stderr


def test_two_at_once(hello: Path, bare: dict[str, str]) -> None:
    both = [subprocess.Popen([str(hello), word], stdout=subprocess.PIPE, env=bare) for word in ("a", "b")]
    assert [process.communicate(timeout=60)[0] for process in both] == [f'("{hello}" "{w}")\n'.encode() for w in ("a", "b")]


def in_namespace(script: str) -> subprocess.CompletedProcess:
    """SCRIPT as root of a namespace of its own; skip where that is not allowed."""
    if shutil.which("unshare") is None or subprocess.run(["unshare", "-rm", "true"], capture_output=True).returncode != 0:
        pytest.skip("no namespaces here")
    return subprocess.run(["unshare", "-rm", "/bin/sh", "-ec", script], capture_output=True, text=True, timeout=60)


def test_nowhere_to_write_and_nothing_to_run_in_tmp(hello: Path, tmp_path: Path) -> None:
    """The root read-only, /tmp noexec, the executable and a Python in a folder mounted read-only."""
    python = Path(sys.executable).resolve()
    shutil.copy(hello, tmp_path / "app")
    done = in_namespace(f"""
        mount -t tmpfs -o noexec,nosuid tmpfs /mnt
        mkdir /mnt/app; mount --bind {tmp_path} /mnt/app; mount -o remount,bind,ro /mnt/app
        mount -t tmpfs -o noexec,ro tmpfs /tmp
        env -i HOME=/nonexistent LISP_PYTHON={python} /mnt/app/app x
    """)
    assert (done.stdout, done.stderr) == ('("/mnt/app/app" "x")\n', "")


@pytest.fixture(scope="module")
def rules(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """An example as an executable, and what it prints as a script."""
    program = ROOT / "examples" / "rules.scm"
    command = [sys.executable, "-m", "lisp", str(program)]
    script = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, timeout=60)
    return build_program(tmp_path_factory.mktemp("rules"), program.read_text(), name="rules"), script.stdout


VERSIONS = list(pythons()) if os.environ.get("LISP_TEST_FULL") else list(pythons())[-1:]


@pytest.mark.parametrize("version", VERSIONS)
def test_alone_in_a_root_with_another_python(version: str, rules: tuple[Path, str], tmp_path: Path) -> None:
    """A root folder that holds a Python, a shell and the executable, and nothing else; the output is the script's."""
    app, expected = rules
    python = Path(pythons()[version]).resolve()
    root = tmp_path / "root"
    system = [path for path in map(Path, ("/lib", "/lib64", "/bin", "/usr/lib", "/usr/bin")) if path.exists()]
    binds = [python.parent.parent, *system]
    mounts = "\n".join(f"mkdir -p {root}{path}; mount --bind {path} {root}{path}" for path in binds)
    done = in_namespace(f"""
        mkdir {root}; mount -t tmpfs tmpfs {root}; {mounts}
        mkdir {root}/dev; touch {root}/dev/null; mount --bind /dev/null {root}/dev/null
        cp {app} {root}/rules; mount -o remount,ro {root}
        exec chroot {root} /usr/bin/env -i LISP_PYTHON={python} /rules
    """)
    assert (done.stdout, done.stderr) == (expected, "") and done.stdout


def test_wide_open_files_are_written(tmp_path: Path, bare: dict[str, str]) -> None:
    """What a port holds that was not closed is in the file when the process has ended."""
    app = build_program(tmp_path, f"""(import (scheme base) (scheme file) (scheme write))
(define port (open-output-file "{tmp_path}/out.txt"))
(write 'kept port)
""")  # fmt: skip
    assert run(app, env=bare).returncode == 0
    assert (tmp_path / "out.txt").read_text() == "kept"
    assert os.listdir(tmp_path / ".." / tmp_path.name) is not None
