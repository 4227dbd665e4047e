"""`lisp image …` as a user types it: text, JSON, exit codes, one line for an error."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from lisp import Interpreter
from lisp.tools.command import run

ROOT = Path(__file__).parent.parent.parent

# arguments → what the text holds; BANK, CHANGED and OUT stand for paths
TEXTS = [
    (["info", "BANK"], ["goes on with:   the procedure main", "has code for:   CPython 3.", "bank.scm"]),
    (["ls", "BANK"], ["deposit!", "Add AMOUNT to the balance of ACCOUNT.", "bank.scm:8:1", "record type"]),
    (["ls", "BANK", "(srfi 1)"], ["fold", "stdlib/srfi/1/folds.scm"]),
    (["ls", "BANK", "--all"], ["(srfi 69)", "hash-table-update!"]),
    (["show", "BANK", "total"], ["; total: procedure", "(define (total) (fold + 0 (map account-balance accounts)))"]),
    (["show", "BANK", "rate"], ["(define rate (make-parameter 0.05))", "; value: #<parameter"]),
    (["diff", "BANK", "CHANGED"], ["+ helper: procedure", "- big: vector", "~ accounts: list", "    1 → balance: 20 → 25"]),
    (["diff", "BANK", "BANK"], ["no difference"]),
    (["verify", "BANK"], ["bank.img is sound", "checksums"]),
    (["why", "BANK", "accounts/1/owner"], ["entry main → total → accounts → 1 → owner"]),
    (["why", "BANK", "big"], ["does not reach it; it is kept because (user) defines it", "no other definition refers to it"]),
    (["graph", "BANK", "OUT"], ["a treemap of"]),
    (["shake", "BANK", "OUT"], ["definitions that went", "big: vector"]),
]  # fmt: skip


@pytest.fixture
def fill(bank: str, changed_bank: str, tmp_path: Path) -> object:
    paths = {"BANK": bank, "CHANGED": changed_bank, "OUT": str(tmp_path / "out")}
    return lambda words: [paths.get(word, word) for word in words]


@pytest.mark.parametrize(("words", "expected"), TEXTS, ids=[" ".join(words) for words, _ in TEXTS])
def test_text(fill: object, capsys: pytest.CaptureFixture, words: list[str], expected: list[str]) -> None:
    assert run(fill(words)) == 0
    text = capsys.readouterr().out
    assert [part for part in expected if part not in text] == []


@pytest.mark.parametrize("words", [words for words, _ in TEXTS], ids=[" ".join(words) for words, _ in TEXTS])
def test_json(fill: object, capsys: pytest.CaptureFixture, words: list[str]) -> None:
    assert run([*fill(words), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)


def test_exit_codes(fill: object, bank: str, tmp_path: Path, capsys: pytest.CaptureFixture) -> None:
    assert run(fill(["diff", "BANK", "CHANGED", "--exit-code"])) == 1
    assert run(fill(["diff", "BANK", "BANK", "--exit-code"])) == 0
    content = bytearray(Path(bank).read_bytes())
    content[len(content) // 2] ^= 1
    damaged = tmp_path / "damaged.img"
    damaged.write_bytes(content)
    assert run(["verify", str(damaged)]) == 1
    assert "does not match its checksum" in capsys.readouterr().out


def test_an_image_that_is_older_than_its_sources(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("one", "two"):
        Path(f"{name}.scm").write_text(f"(define ({name}) 1)\n")
    interpreter = Interpreter()
    interpreter.eval('(begin (load "one.scm") (load "two.scm") (define (three) 3))')
    interpreter.save("x.img")

    def states() -> dict:
        assert run(["info", "x.img"]) == 0
        assert "file" not in capsys.readouterr().out.partition("source ")[2].partition("\n")[0]
        code = run(["info", "x.img", "--sources", "--json"])
        found = {s["name"]: s["file"] for s in json.loads(capsys.readouterr().out)["sources"]}
        assert code == int(not {"changed", "gone"}.isdisjoint(found.values()))
        assert run(["info", "x.img", "--sources"]) == code
        rows = [line.split() for line in capsys.readouterr().out.splitlines()]
        assert all([name, found[name]] == [row[0], row[-1]] for row in rows for name in ("one.scm", "two.scm") if row[:1] == [name])
        return {name.partition("/")[0]: state for name, state in found.items()}

    assert states() == {"one.scm": "same", "two.scm": "same", "stdlib": None, "<eval>": None}
    Path("one.scm").write_text("(define (one) 2)\n")
    Path("two.scm").unlink()
    assert states() == {"one.scm": "changed", "two.scm": "gone", "stdlib": None, "<eval>": None}
    os.mkfifo("two.scm")
    Path("one.scm").write_bytes(b"\xef\xbb\xbf(define (one) 1)\n")
    assert states() == {"one.scm": "same", "two.scm": "changed", "stdlib": None, "<eval>": None}


@pytest.mark.parametrize("words", [[], ["nonsense"], ["info"], ["show", "x.img"], ["ls", "x.img", "--wrong"]], ids=" ".join)
def test_wrong_command_lines(words: list[str], capsys: pytest.CaptureFixture) -> None:
    assert run(words) == 2
    assert "lisp image" in capsys.readouterr().err


def lisp(*words: str) -> subprocess.CompletedProcess:
    return subprocess.run(
        [sys.executable, "-m", "lisp", *words], capture_output=True, text=True, timeout=60, cwd=ROOT, stdin=subprocess.DEVNULL
    )


def test_the_command(bank: str) -> None:
    done = lisp("image", "show", bank, "total")
    assert (done.returncode, done.stderr) == (0, "")
    assert "(define (total)" in done.stdout
    done = lisp("image", "show", bank, "totl")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == f"{bank}: there is no definition called totl; did you mean total?\n"
    done = lisp("image", "info", "none.img")
    assert (done.returncode, done.stderr) == (1, "none.img: no such file or folder\n")


def test_programs_do_not_load_the_tools() -> None:
    probe = "import sys; from lisp.cli import main; main(['-e', '1']); print([n for n in sys.modules if 'lisp.tools' in n])"
    done = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, timeout=60, cwd=ROOT)
    assert done.stdout == "[]\n"
