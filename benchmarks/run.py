"""Times each program of programs/ twice, in Scheme and hand-written in Python, in one process, the two taking turns.

    python benchmarks/run.py [--python PATH] [--quick] [NAME ...]

A program NAME is NAME.scm and NAME.py; each defines `run`, which takes the size and returns a result that must be the
same in both. A time is the processor time of the best of several rounds: what else the machine does only ever adds.
The generator is compared with plain calls, so it is told apart from the others and is no part of their mean.
"""

from __future__ import annotations

import argparse
import math
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from time import process_time

HERE = Path(__file__).resolve().parent
PROGRAMS = HERE / "programs"
# name → size, chosen for about 20 to 100 ms a run
SIZES = {"fib": 22, "tak": 18, "loop": 500_000, "sort": 5_000, "strings": 10_000, "vectors": 100_000}
GENERATOR, STEPS = "generator", 3_000


class Pair:
    """One program in both languages: `scheme` and `python` each take the size and return the result."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.python = load_python(PROGRAMS / f"{name}.py")
        self.scheme, self.convert = load_scheme(PROGRAMS / f"{name}.scm")

    def check(self, size: int) -> None:
        """Refuse to time two programs that do not agree."""
        in_scheme, in_python = self.convert(self.scheme(size)), self.python(size)
        if in_scheme != in_python:
            raise SystemExit(f"{self.name}: Scheme gives {in_scheme!r}, Python {in_python!r}")

    def measure(self, size: int, rounds: int) -> tuple[float, float]:
        """The best times in seconds: Scheme's, Python's."""
        self.check(size)
        scheme = python = math.inf
        for _ in range(rounds):
            scheme = min(scheme, timed(self.scheme, size))
            python = min(python, timed(self.python, size))
        return scheme, python


def load_python(path: Path) -> Callable:
    """The `run` of a Python program, compiled as a file of its own."""
    scope: dict = {"__name__": path.stem}
    exec(compile(path.read_text(), str(path), "exec"), scope)
    return scope["run"]


def load_scheme(path: Path) -> tuple[Callable, Callable]:
    """The `run` of a Scheme program in an interpreter of its own, and what turns its result into a Python value."""
    from lisp import Interpreter
    from lisp.interpreter.convert import to_python

    interpreter = Interpreter()
    interpreter.run_file(str(path))
    procedure = interpreter.eval_lisp("run")
    return (lambda n: interpreter.call_lisp(procedure, [n])), (lambda value: to_python(interpreter, value))


def timed(function: Callable, size: int) -> float:
    start = process_time()
    function(size)
    return process_time() - start


def compare(names: list[str], rounds: int) -> None:
    """The table of all programs but the generator, and the mean of their ratios."""
    print(f"{'program':10} {'Scheme ms':>10} {'Python ms':>10} {'ratio':>7}")
    ratios = []
    for name in names:
        scheme, python = Pair(name).measure(SIZES[name], rounds)
        ratios.append(scheme / python)
        print(f"{name:10} {scheme * 1e3:10.2f} {python * 1e3:10.2f} {ratios[-1]:7.2f}", flush=True)
    if ratios:
        mean = math.exp(sum(map(math.log, ratios)) / len(ratios))
        print(f"{'geometric mean':32} {mean:7.2f}")


def generator(rounds: int, steps: int) -> None:
    """A step of the generator, in plain Python calls."""
    scheme, python = Pair(GENERATOR).measure(steps, rounds)
    step, call = scheme / steps, call_time(rounds)
    print(f"{GENERATOR:10} {step * 1e6:7.2f} µs a step; a plain Python call {call * 1e9:.0f} ns; ratio {step / call:.0f}")


def call_time(rounds: int, count: int = 100_000) -> float:
    """The seconds that a plain Python call takes, the loop around it included, as timeit has it."""

    def plain(i: int) -> int:
        return i

    def loop(n: int) -> None:
        for i in range(n):
            plain(i)

    return min(timed(loop, count) for _ in range(max(rounds, 5))) / count


def main() -> None:
    parser = argparse.ArgumentParser(description="Scheme programs against the same programs in plain Python.")
    parser.add_argument("--python", help="the interpreter to measure under")
    parser.add_argument("--quick", action="store_true", help="fewer rounds, a fifth of the time")
    parser.add_argument("--rounds", type=int, default=15, help="of how many rounds a time is the best")
    parser.add_argument("names", nargs="*", help="programs, all by default")
    options = parser.parse_args()
    if options.python:
        rest = [*(["--quick"] if options.quick else []), "--rounds", str(options.rounds), *options.names]
        raise SystemExit(subprocess.call([options.python, str(HERE / "run.py"), *rest]))
    sys.path.insert(0, str(HERE.parent))
    unknown = sorted(set(options.names) - {*SIZES, GENERATOR})
    if unknown:
        parser.error(f"no such program: {' '.join(unknown)}")
    names = options.names or [*SIZES, GENERATOR]
    rounds = 3 if options.quick else options.rounds
    print(f"{sys.implementation.name} {sys.version.split()[0]}, best of {rounds}")
    compare([n for n in names if n != GENERATOR], rounds)
    if GENERATOR in names:
        generator(rounds, STEPS)


if __name__ == "__main__":
    main()
