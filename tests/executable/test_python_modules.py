"""`(import (python NAME …))` in scripts, images and executables; packages that travel and packages that have to be there."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from lisp import Interpreter, LispError
from tests.executable.conftest import build_program, full, run

ROOT = Path(__file__).parent.parent.parent
PURE = {
    "spam/__init__.py": "from spam.inner import twice\nfrom eggs import half\n_hidden = 1\n",
    "spam/inner.py": "def twice(x):\n    return 2 * x\n",
    "eggs.py": "import json\ndef half(x):\n    return json.loads(str(x)) / 2\n",
}
PROGRAM = "(import (scheme base) (scheme write) (python spam) (only (python os path) basename))\n(write (list (twice 21) (half 3) (basename \"/a/b\")))\n"
CASES = [
    ("(import (python json)) (dumps (list 1 \"a\" #t))", '[1, "a", true]'),
    ("(import (prefix (python math) math:)) (math:floor 2.5)", 2),
    ("(import (only (python os path) join)) (join \"a\" \"b\")", "a/b"),
    ("(import (python fractions)) (exact? (Fraction 1 3))", True),
    ("(import (rename (python operator) (add plus))) (plus 1 2)", 3),
]


@pytest.mark.parametrize("text, value", CASES, ids=[text[:40] for text, _ in CASES])
def test_a_module_is_a_library(text: str, value: object) -> None:
    assert Interpreter().eval(text) == value


def test_what_is_not_there() -> None:
    with pytest.raises(LispError, match="there is no Python module no.such .pip install no"):
        Interpreter().eval("(import (python no such))")
    with pytest.raises(LispError, match="_hidden"):
        Interpreter().eval("(import (only (python json) _hidden))")


def test_in_an_image(tmp_path: Path) -> None:
    """Names are saved, values are fetched again; an image that is not trusted gets none."""
    path = tmp_path / "x.img"
    maker = Interpreter()
    maker.eval("(import (python json)) (define (read-json text) (loads text)) (read-json \"1\")")
    maker.save(path)
    assert Interpreter.boot(path).eval("(read-json \"[1, 2]\")") == [1, 2]
    with pytest.raises(LispError, match="may not use the Python module json: it is not trusted"):
        Interpreter.boot(path, trusted=False).eval("(read-json \"[1, 2]\")")


@pytest.fixture
def packages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name, text in PURE.items():
        path = tmp_path / "packages" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    monkeypatch.syspath_prepend(str(tmp_path / "packages"))
    yield tmp_path / "packages"
    for name in ("spam", "spam.inner", "eggs"):
        sys.modules.pop(name, None)


@full
def test_packages_travel_or_are_asked_for(packages: Path, tmp_path: Path, bare: dict[str, str]) -> None:
    app = build_program(tmp_path, PROGRAM)
    done = run(app, env=bare)
    assert done.returncode == 1 and "lacks what the program needs: pip install spam" in done.stderr
    inside = build_program(tmp_path, PROGRAM, "--python-deps", name="inside")
    assert run(inside, env=bare).stdout == '(42 1.5 "b")'
    (packages / "spam" / "fast.so").write_bytes(b"")  # it is no longer pure Python
    again = build_program(tmp_path, PROGRAM, "--python-deps", "--force", name="again")
    assert "pip install spam" in run(again, env=bare).stderr


def test_a_script_finds_what_is_installed(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "lisp", "-e", "(import (python lark)) (display (procedure? Lark))"]
    assert subprocess.run(command, capture_output=True, text=True, cwd=ROOT, timeout=60).stdout == "#t"
