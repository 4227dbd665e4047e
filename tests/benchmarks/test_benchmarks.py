"""Each benchmark gives the same in Scheme and in Python, so that what is timed is the same work. Nothing is timed here."""

from __future__ import annotations

import subprocess
import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import pytest

BENCHMARKS = Path(__file__).resolve().parents[2] / "benchmarks"
NAMES = sorted(path.stem for path in (BENCHMARKS / "programs").glob("*.scm"))


@pytest.fixture(scope="module")
def runner() -> ModuleType:
    """benchmarks/run.py as a module."""
    spec = spec_from_file_location("benchmark_runner", BENCHMARKS / "run.py")
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_each_program_is_there_twice_and_has_a_size(runner: ModuleType) -> None:
    assert NAMES == sorted(path.stem for path in (BENCHMARKS / "programs").glob("*.py"))
    assert NAMES == sorted([*runner.SIZES, runner.GENERATOR])


@pytest.mark.parametrize("size", [1, 12, 50])
@pytest.mark.parametrize("name", [name for name in NAMES if name not in ("fib", "tak")])
def test_both_languages_give_the_same(runner: ModuleType, name: str, size: int) -> None:
    pair = runner.Pair(name)
    assert pair.convert(pair.scheme(size)) == pair.python(size)


@pytest.mark.parametrize(("name", "size"), [("fib", 1), ("fib", 11), ("tak", 3), ("tak", 9)])
def test_both_recursions_give_the_same(runner: ModuleType, name: str, size: int) -> None:
    pair = runner.Pair(name)
    assert pair.convert(pair.scheme(size)) == pair.python(size)


def test_programs_that_differ_are_not_timed(runner: ModuleType) -> None:
    pair = runner.Pair("loop")
    pair.python = lambda n: n
    with pytest.raises(SystemExit, match="loop: Scheme gives 66, Python 12"):
        pair.measure(12, 1)


def test_an_unknown_program_is_refused() -> None:
    done = subprocess.run(
        [sys.executable, str(BENCHMARKS / "run.py"), "nonesuch"], capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 2 and "no such program: nonesuch" in done.stderr
