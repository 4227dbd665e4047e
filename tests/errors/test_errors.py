"""Wrong programs, each with what it is told: the families beside this file, one behaviour a case (cases.py: the format).

A case runs in this process through the command's `main`, twice: the second time from the cache of compiled units. A few
run as processes too, since exit codes and streams are the system's there.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
from cases import Case, all_cases, place_files, run_command, tidy  # noqa: E402

ROOT = Path(__file__).parent.parent.parent
CASES = all_cases()
REFUSED = ("lexical", "syntax", "macros")  # families whose programs seldom come so far that they are cached


@pytest.mark.parametrize("case", CASES, ids=repr)
def test_message(case: Case, tmp_path: Path):
    place_files(case, tmp_path)
    if case.before is not None:
        code, out, err = run_command(case.before, tmp_path)
        assert (code, out, tidy(err, tmp_path)) == (0, "", "")
    for _ in range(1 if case.family in REFUSED else 2):
        code, out, err = run_command(case.arguments, tmp_path)
        assert "Traceback" not in err and "internal error" not in err
        assert (tidy(err, tmp_path), tidy(out, tmp_path), code) == (case.stderr, case.stdout, case.exit)


def test_there_are_many_cases_and_their_names_differ():
    assert len(CASES) > 600
    assert len({repr(case) for case in CASES}) == len(CASES)
    assert all(case.stderr is not None for case in CASES)


AS_PROCESSES = [
    "lexical: an unfinished string",
    "syntax: if without parts",
    "macros: no rule matches",
    "types: car of a number",
    "raise: an error after output",
    "raise: exit with a number",
    "raise: exit with false",
    "libraries: a failure inside a library procedure",
    "control: an exit code from -e",
    "control: an unknown option",
    "images: a failure after an image was booted",
]


@pytest.mark.parametrize("name", AS_PROCESSES)
def test_message_of_a_process(name: str, tmp_path: Path):
    case = next(case for case in CASES if repr(case) == name)
    place_files(case, tmp_path)
    for arguments in [case.before, case.arguments]:
        if arguments is not None:
            done = subprocess.run(
                [sys.executable, "-m", "lisp", *arguments],
                stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60, cwd=tmp_path,
                env={**os.environ, "PYTHONPATH": str(ROOT)},
            )  # fmt: skip
    assert (tidy(done.stderr, tmp_path), tidy(done.stdout, tmp_path)) == (case.stderr, case.stdout)
    assert done.returncode == case.exit


def test_a_recursion_without_end_is_an_error():
    from lisp import Interpreter, LispError

    lisp = Interpreter()
    lisp.world.frame_limit = 20_000  # as it comes, it takes minutes to reach
    with pytest.raises(LispError) as caught:
        lisp.eval("(define (f x)\n  (+ 1 (f x)))\n(f 1)", "prog.scm")
    assert str(caught.value).splitlines() == [
        "prog.scm:2:8: the computation is more than 20000 frames deep",
        "    2 |   (+ 1 (f x)))",
        "      |        ^",
    ]


def changed(octets: bytes, at: int) -> bytes:
    return octets[:at] + bytes([octets[at] ^ 0x55]) + octets[at + 1 :]


DAMAGES = {
    "half of it": lambda octets: octets[: len(octets) // 2],
    "all but the last byte": lambda octets: octets[:-1],
    "its first 20 bytes": lambda octets: octets[:20],
    "nothing": lambda octets: b"",
    "another magic number": lambda octets: changed(octets, 514),
    "another format": lambda octets: changed(octets, 520),
    "another length of its index": lambda octets: changed(octets, 525),
}


@pytest.fixture(scope="session")
def image(tmp_path_factory) -> bytes:
    from lisp import Interpreter

    lisp = Interpreter()
    lisp.eval("(define (f) (car 5))")
    path = tmp_path_factory.mktemp("image") / "x.img"
    lisp.save(path)
    return path.read_bytes()


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_a_damaged_image_is_refused(damage, image: bytes, tmp_path: Path):
    (tmp_path / "x.img").write_bytes(damage(image))
    (tmp_path / "prog.scm").write_text("(f)\n")
    code, out, err = run_command(["-i", "x.img", "prog.scm"], tmp_path)
    assert (code, out) == (1, "")
    assert err.startswith("x.img: ") and err.count("\n") == 1


@pytest.mark.parametrize("share", range(40))
def test_a_changed_byte_is_noticed_or_does_no_harm(share: int, image: bytes, tmp_path: Path):
    """What is not needed to run a program is not read, so damage to it is not seen."""
    (tmp_path / "x.img").write_bytes(changed(image, len(image) * share // 40 + 7))
    (tmp_path / "prog.scm").write_text("(f)\n")
    code, out, err = run_command(["-i", "x.img", "prog.scm"], tmp_path)
    assert (code, out) == (1, "")
    assert err.startswith(("x.img: ", "<eval>:1:13: car: expected a pair, got 5\n")), err
