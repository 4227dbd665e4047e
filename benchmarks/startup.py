"""Start-up of executables: whole processes, in turns, against `python3 -c pass` of a clean virtual environment.

    python benchmarks/startup.py [--rounds N] [--lisp PATH] [--peers PYTHON]

Each program prints its version and nothing else: one in Scheme, by `lisp build`, and one in Python as a zipapp, and with shiv
and PyInstaller where the Python at PYTHON has them. --lisp: the script of an installed package, for `lisp -e 42`. Shown are the
least and the middle of N rounds, the ratios to the first row, and sizes.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
import venv
import zipapp
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SCHEME = "(import (scheme base) (scheme write) (lisp app))\n(display (app-version))\n(newline)\n"
PYTHON = "def main():\n    print('1.2')\n\n\nif __name__ == '__main__':\n    main()\n"


def make_ours(folder: Path) -> dict[str, list[str]]:
    """The Scheme program: as it is, shaken, and with a Python of its own."""
    program = folder / "tool.scm"
    program.write_text(SCHEME)
    made = {}
    for name, options in (("ours", []), ("ours, --shake", ["--shake"]), ("ours, --standalone", ["--standalone"])):
        path = folder / name.replace(", --", "-")
        command = [sys.executable, "-m", "lisp", "build", str(program), "-o", str(path), "--version", "1.2", *options]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env={**os.environ, "PYTHONPATH": str(ROOT)})
        made[name] = [str(path / path.name if path.is_dir() else path)]
    return made


def make_peers(folder: Path, python: str, peers: str | None) -> dict[str, list[str]]:
    """The Python program, packed in other ways; PYTHON runs those that need one."""
    source = folder / "source"
    source.mkdir()
    (source / "__main__.py").write_text(PYTHON)
    zipapp.create_archive(source, folder / "tool.pyz", interpreter=python)
    made = {"zipapp": [str(folder / "tool.pyz")]}
    if peers is None:
        return made
    package = folder / "package"
    package.mkdir()
    (package / "tool.py").write_text(PYTHON)
    (package / "setup.py").write_text("from setuptools import setup\nsetup(name='tool', version='1.2', py_modules=['tool'])\n")
    commands = {
        "shiv": [peers, "-m", "shiv.cli", "-q", "-o", str(folder / "tool-shiv"), "-e", "tool:main", "-p", python, "--no-deps",
                 "--no-build-isolation", str(package)],
        "PyInstaller, one file": [peers, "-m", "PyInstaller", "--onefile", "--distpath", str(folder), "--workpath",
                                  str(folder / "work"), "--specpath", str(folder), "--name", "tool-pyinstaller",
                                  str(package / "tool.py")],
    }  # fmt: skip
    for name, command in commands.items():
        done = subprocess.run(command, capture_output=True, text=True)
        if done.returncode == 0:
            made[name] = [str(folder / ("tool-shiv" if name == "shiv" else "tool-pyinstaller"))]
        else:
            print(f"{name}: not there ({(done.stderr.strip().splitlines() or ['?'])[-1][:100]})")
    return made


def whole(commands: dict[str, list[str]], rounds: int, environment: dict[str, str]) -> dict[str, list[float]]:
    """The wall times, in ms, of COMMANDS, run in turns after a run that is not counted."""
    times: dict[str, list[float]] = {name: [] for name in commands}
    with open(os.devnull, "w") as nowhere:
        actions = [(os.POSIX_SPAWN_DUP2, nowhere.fileno(), 1)]
        for turn in range(rounds + 1):
            for name, command in commands.items():
                start = time.perf_counter()
                process = os.posix_spawn(command[0], command, environment, file_actions=actions)
                _, status = os.waitpid(process, 0)
                if status:
                    raise SystemExit(f"{name} failed: {command}")
                if turn:
                    times[name].append((time.perf_counter() - start) * 1000)
    return times


def size_of(command: list[str]) -> str:
    path = Path(command[-1])
    if not path.is_file() or len(command) > 1:
        return ""
    files = [file for file in path.parent.rglob("*") if file.is_file()] if (path.parent / "lib").is_dir() else [path]
    return f"{sum(file.stat().st_size for file in files) / 1e6:.2f} MB"


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    options.add_argument("--rounds", type=int, default=40)
    options.add_argument("--lisp")
    options.add_argument("--peers")
    given = options.parse_args()
    with tempfile.TemporaryDirectory(prefix="lisp-startup-") as name:
        folder = Path(name)
        venv.create(folder / "clean", symlinks=True)
        python = str(folder / "clean" / "bin" / "python3")
        commands = {"python3 -c pass": [python, "-c", "pass"], **make_ours(folder), **make_peers(folder, python, given.peers)}
        if given.lisp:
            commands["lisp -e 42"] = [given.lisp, "-e", "42"]
        search = {"PATH": f"{folder}/clean/bin:/usr/bin:/bin", "HOME": os.path.expanduser("~")}
        times = whole(commands, given.rounds, search)
        base = times["python3 -c pass"]
        print(f"{'':24} {'least':>10} {'':>6} {'middle':>10} {'':>6} {'size':>10}")
        for name, taken in times.items():
            least, middle = min(taken), statistics.median(taken)
            ratios = least / min(base), middle / statistics.median(base)
            print(f"{name:24} {least:7.1f} ms {ratios[0]:6.2f} {middle:7.1f} ms {ratios[1]:6.2f} {size_of(commands[name]):>10}")


if __name__ == "__main__":
    main()
