"""Start-up: booting the base image against making the same from source, and whole processes against `python3 -c pass`.

    python benchmarks/boot.py [--lisp PATH] [--rounds N]

PATH is the `lisp` command of a virtual environment, whose python3 is the peer; the default is the one beside this Python.
The first part runs in processes of its own, alike but for the image: each imports the package and does `-e 42`, and says
itself how long that took. The second part takes wall time, in turns; the least and the middle of N rounds are shown.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import time
from pathlib import Path

BOOT = """
import sys, time
start = time.perf_counter()
from lisp.interpreter.interpreter import Interpreter
interpreter = Interpreter(cached=True)
interpreter.eval_lisp("42")
print(time.perf_counter() - start)
"""
SOURCE = """
import sys, time
start = time.perf_counter()
from lisp.interpreter.base_image import recipe_path
from lisp.interpreter.interpreter import Interpreter
interpreter = Interpreter(False)
interpreter.run_file(recipe_path(), [])
interpreter.eval_lisp("42")
print(time.perf_counter() - start)
"""


def inside(python: str, program: str, rounds: int) -> float:
    """The least time, in ms, that PROGRAM says it took."""
    root = Path(python).anchor  # not in a checkout, whose package would be taken for the installed one
    command = [python, "-c", program]
    times = [float(subprocess.run(command, capture_output=True, text=True, check=True, cwd=root).stdout) for _ in range(rounds)]
    return min(times) * 1000


def whole(commands: dict[str, list[str]], rounds: int) -> dict[str, list[float]]:
    """The wall times, in ms, of COMMANDS, run in turns."""
    times: dict[str, list[float]] = {name: [] for name in commands}
    for _ in range(rounds):
        for name, command in commands.items():
            start = time.perf_counter()
            subprocess.run(command, stdout=subprocess.DEVNULL, check=True)
            times[name].append((time.perf_counter() - start) * 1000)
    return times


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    options.add_argument("--lisp", default=str(Path(sys.executable).parent / "lisp"))
    options.add_argument("--rounds", type=int, default=40)
    given = options.parse_args()
    python = str(Path(given.lisp).parent / "python3")
    boot, source = inside(python, BOOT, given.rounds), inside(python, SOURCE, 3)
    print(
        f"boot from the image  {boot:8.1f} ms\nmake from source     {source:8.1f} ms\nratio                {source / boot:8.0f}"
    )
    commands = {
        "python3 -c pass": [python, "-c", "pass"],
        "lisp -e '(display 42)'": [given.lisp, "-e", "(display 42)"],
    }
    subprocess.run(commands["lisp -e '(display 42)'"], stdout=subprocess.DEVNULL, check=True)  # into the unit cache
    times = whole(commands, given.rounds)
    for name, taken in times.items():
        print(f"{name:24} least {min(taken):6.1f} ms, middle {statistics.median(taken):6.1f} ms")
    least, middle = (f(times["lisp -e '(display 42)'"]) / f(times["python3 -c pass"]) for f in (min, statistics.median))
    print(f"{'ratio':24} least {least:6.2f}     middle {middle:6.2f}")


if __name__ == "__main__":
    main()
