"""The prompt: time until it is ready, beside others; from a key to the screen in a long form; completion among many names.

    python benchmarks/prompt.py [--lisp COMMAND] [--rounds N] [--peers COMMAND ...]

Everything is typed into and read from a pseudo-terminal that answers what a terminal is asked. Peers are looked for on PATH
(python3, ipython, hy, guile, racket), or given. "ready" is the time from the start of the process until its prompt is there,
"answered" until `(+ 40 2)`, typed at that moment, has been answered; least and middle of N rounds, taken in turns, after
one that is not counted. Then, in one session each: keys typed in the middle of a form of 500 lines, and Tab among 5,000
names, until the screen changes.
"""

from __future__ import annotations

import argparse
import os
import pty
import re
import select
import shlex
import shutil
import statistics
import sys
import tempfile
import termios
import time
from collections.abc import Callable
from pathlib import Path

CONTROL = re.compile(rb"\x1b\[[0-9;?]*[ -/]*[@-~]|\x1b\][^\x07]*\x07|\x1b[=>()][0-9A-Z]?")
PEERS = {  # command → prompt, what is typed, and what the answer looks like
    "python3": (rb">>> $", b"40 + 2\r", rb"\n42"),
    "ipython": (rb"In \[1\]: ", b"40 + 2\r", rb"Out\[1\]: 42"),
    "hy": (rb"=> $", b"(+ 40 2)\r", rb"\n42"),
    "guile": (rb"scheme@\(guile-user\)> $", b"(+ 40 2)\r", rb"\$1 = 42"),
    "racket": (rb"> $", b"(+ 40 2)\r", rb"\n42"),
    "lisp": (rb"leaves\s+>", b"(+ 40 2)\r", rb"\$1 = 42"),
}
LINES, NAMES, KEYS = 500, 5000, 60
PATIENCE = 30.0


class Session:
    """A program in a pseudo-terminal of 100 columns and 40 lines."""

    def __init__(self, command: list[str], folder: str) -> None:
        self.start = time.perf_counter()
        self.process, self.terminal = pty.fork()
        if self.process == 0:
            settings = {"HOME": folder, "TERM": "xterm-256color", "XDG_STATE_HOME": folder, "IPYTHONDIR": folder}
            os.chdir(folder)
            os.execvpe(command[0], command, {**os.environ, **settings})
        termios.tcsetwinsize(self.terminal, (40, 100))
        self.shown = b""

    def read(self, patience: float) -> bytes:
        """What the program writes next; b"" if nothing comes within PATIENCE seconds."""
        ready, _, _ = select.select([self.terminal], [], [], patience)
        if not ready:
            return b""
        try:
            piece = os.read(self.terminal, 65536)
        except OSError:  # it has ended
            return b""
        if b"\x1b[6n" in piece:
            os.write(self.terminal, b"\x1b[1;1R")  # where the cursor is
        self.shown += piece
        return piece

    def wait(self, pattern: bytes) -> float:
        """The seconds since the start when what was shown, without control sequences, matches PATTERN."""
        end = time.perf_counter() + PATIENCE
        while time.perf_counter() < end:
            if re.search(pattern, CONTROL.sub(b"", self.shown).replace(b"\r", b"")):
                return time.perf_counter() - self.start
            self.read(PATIENCE)
        raise SystemExit(f"{pattern!r} did not come, but {self.shown[-400:]!r}")

    def type(self, text: bytes) -> None:
        self.shown = b""
        os.write(self.terminal, text)

    def settle(self) -> None:
        """Read until nothing comes any more."""
        while self.read(0.3):
            pass

    def close(self) -> None:
        """Leave by Ctrl-D, as it should be; what does not, is killed."""
        self.settle()
        self.type(b"\x04")
        self.settle()
        os.close(self.terminal)
        os.kill(self.process, 9)
        os.waitpid(self.process, 0)


def started(command: list[str], kind: str, folder: str) -> tuple[float, float]:
    """Milliseconds until the prompt of COMMAND is ready, and until it has answered."""
    prompt, typed, answer = PEERS[kind]
    session = Session(command, folder)
    ready = session.wait(prompt)
    session.type(typed)
    answered = session.wait(answer)
    session.close()
    return ready * 1000, answered * 1000


def keys_in_a_long_form(command: list[str], folder: str) -> list[tuple[float, float]]:
    """Milliseconds from a key to the screen, typed in the middle of a form of LINES lines, and of the processor for it."""
    session = Session(command, folder)
    session.wait(PEERS["lisp"][0])
    line = '  (let ((value-{0} (vector-ref table {0}))) (display "line") (+ value-{0} 1))'
    body = "\n".join([line.format(n) for n in range(LINES - 2)])
    session.settle()
    text = f"(define (long table)\n{body}\n  'end)"
    session.type(b"\x1b[200~" + text.encode() + b"\x1b[201~")
    session.settle()
    session.type(b"\x1b[A" * 250)
    session.settle()
    return [after_key(session, key) for key in b"(list (vector-ref ab 12) \"text\" 'symbol)" * 2][:KEYS]


def after_key(session: Session, key: int) -> tuple[float, float]:
    """Milliseconds until the screen changes after KEY, and milliseconds of the processor until nothing is left to do."""
    spent, start = processor_time(session.process), time.perf_counter()
    session.type(bytes([key]))
    session.read(PATIENCE)
    took = (time.perf_counter() - start) * 1000
    session.settle()
    return took, processor_time(session.process) - spent


def processor_time(process: int) -> float:
    """Milliseconds that PROCESS had of the processor; 0 where that is not known."""
    try:
        return int(Path(f"/proc/{process}/schedstat").read_text(encoding="ascii").split()[0]) / 1e6
    except OSError:
        return 0.0


def completions(command: list[str], folder: str) -> list[float]:
    """Milliseconds from Tab to the menu, with NAMES names of the user's own."""
    Path(folder, "names.scm").write_text("\n".join(f"(define (some-name-{n} x) x)" for n in range(NAMES)), encoding="utf-8")
    session = Session(command, folder)
    session.wait(PEERS["lisp"][0])
    session.type(b',load "names.scm"\r' + b"'loaded\r")
    session.wait(rb"\$1 = loaded")
    session.settle()
    times = []
    for text in (b"(some-name-4", b"(some-na", b"(some-name-49", b"(vector-", b"(string-", b"(so") * 3:
        session.type(text)
        session.settle()
        start = time.perf_counter()
        session.type(b"\t")
        session.read(PATIENCE)
        times.append((time.perf_counter() - start) * 1000)
        session.settle()
        session.type(b"\x03")
        session.settle()
    return times


def report(title: str, times: list[float]) -> None:
    ordered = sorted(times)
    high = ordered[int(len(ordered) * 0.95)]
    print(f"{title:<34} {statistics.median(times):6.1f}  {high:6.1f}  {ordered[-1]:6.1f}")


def within(action: Callable[[str], list]) -> list:
    """The result of ACTION in an empty folder of its own."""
    with tempfile.TemporaryDirectory() as folder:
        return action(folder)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    options.add_argument("--lisp", help="the command to measure; that of this checkout if not given")
    options.add_argument("--rounds", type=int, default=10)
    options.add_argument("--peers", nargs="*", help="commands of other prompts; those on PATH if not given")
    chosen = options.parse_args()
    lisp = shlex.split(chosen.lisp or f"{sys.executable} -m lisp")
    if not chosen.lisp:
        os.environ["PYTHONPATH"] = str(Path(__file__).parents[1])
    names = chosen.peers if chosen.peers is not None else [name for name in PEERS if name != "lisp" and shutil.which(name)]
    commands = {"lisp": (lisp, "lisp"), **{name: (shlex.split(name), Path(name.split()[0]).name) for name in names}}
    times: dict[str, list[tuple[float, float]]] = {name: [] for name in commands}
    with tempfile.TemporaryDirectory() as home:  # one for each, so that what they keep from run to run is there
        for name in commands:
            Path(home, Path(name).name).mkdir()
        for turn in range(chosen.rounds + 1):
            for name, (command, kind) in commands.items():
                took = started(command, kind, str(Path(home, Path(name).name)))
                if turn:
                    times[name].append(took)
    print(f"{'ms, least and middle':<34} {'ready':>14}  {'answered':>14}")
    for name, rounds in times.items():
        ready, answered = [row[0] for row in rounds], [row[1] for row in rounds]
        print(
            f"{Path(name).name:<34} {min(ready):6.0f}  {statistics.median(ready):6.0f}  {min(answered):6.0f}"
            f"  {statistics.median(answered):6.0f}"
        )
    print(f"\n{'ms, middle, 95 % and most':<34}")
    keys = within(lambda folder: keys_in_a_long_form(lisp, folder))
    report(f"a key in a form of {LINES} lines", [took for took, _ in keys])
    report("  of the processor", [spent for _, spent in keys])
    report(f"Tab among {NAMES} names", within(lambda folder: completions(lisp, folder)))


if __name__ == "__main__":
    main()
