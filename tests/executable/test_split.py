"""Modules in two pieces: nothing of the rest is loaded where it is not needed, and everything of it where it is."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

from lisp.executable.split import split_modules
from tests.executable.conftest import build_program

PROBE = """
whole = Rest.load
def load(self):
    if self.contents["__builtins__"] is self: sys.stderr.write("rest of " + self.name + "\\n")
    whole(self)
Rest.load = load
start(p,f,c)
"""
FIRST = """
import os
from b import used, unused
LIMIT = 3
OTHER = os.sep
def runs(x):
    return used(x) + LIMIT
def waits(x):
    return unused(x) + OTHER
class Thing:
    __slots__ = ("x",)
    def __init__(self, x):
        self.x = x
    def asked(self):
        return len(self.x)
    def forgotten(self):
        return waits(self.x)
"""
SECOND = """
def used(x):
    return x
def unused(x):
    return x * 2
"""


def loaded_at_start(app: Path) -> list[str]:
    """The parts that the executable APP loads after its start."""
    stage = re.search(r"-ISc '([^']*)'", app.read_bytes()[:512].decode()).group(1).replace("start(p,f,c)", PROBE)
    done = subprocess.run([sys.executable, "-ISc", stage, str(app)], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    return done.stderr.splitlines()


def test_a_small_program_needs_nothing_of_the_rest(tmp_path: Path) -> None:
    text = "(import (scheme base) (scheme write) (lisp app)) (display (app-version)) (newline)"
    assert loaded_at_start(build_program(tmp_path, text, "--version", "1.0")) == []


def names(half: ast.Module) -> list[str]:
    return [line for line in ast.unparse(half).splitlines() if line.strip()]


def test_what_goes_where() -> None:
    traced = {
        "functions": [("a", "runs"), ("a", "Thing.__init__"), ("b", "used")],
        "names": [("a", "used"), ("a", "LIMIT"), ("a", "len")],
        "attributes": ["asked"],
    }
    halves = split_modules({"a": ast.parse(FIRST), "b": ast.parse(SECOND)}, traced)
    first, rest = names(halves["a"].first), names(halves["a"].rest)
    assert first[:2] == ["from b import used", "LIMIT = 3"] and "def runs(x):" in first
    assert "    def asked(self):" in first and "    forgotten = 'later('forgotten')" in first
    assert rest[:3] == ["import os", "from b import unused", "OTHER = os.sep"] and "def waits(x):" in rest
    assert "class methods of Thing:" in rest and "    def forgotten(self):" in rest
    assert halves["a"].builtins == ("len",)
    assert names(halves["b"].first) == ["def used(x):", "    return x"]
