"""A prompt in a real terminal: tmux types the keys and reads the screen."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parents[2]
PATIENCE = 30.0  # seconds until a screen that does not come is a failure


class Terminal:
    """A prompt in a terminal of its own."""

    def __init__(
        self, folder: Path, columns: int, lines: int, settings: dict[str, str], arguments: str = "", ready: str = "\n>"
    ) -> None:
        """Run lisp with ARGUMENTS; if these are a pipeline, LISP stands for it. READY: what it shows when one may type."""
        self.socket = str(folder / f"socket-{time.monotonic_ns()}")
        self.size = (columns, lines)
        shown = {"XDG_STATE_HOME": str(folder / "state"), "PYTHONPATH": str(ROOT), "LISP_TRACEBACK": "", "LC_ALL": "C.UTF-8", **settings}
        words = " ".join(f"{key}={shlex.quote(value)}" for key, value in shown.items())
        command = f"{sys.executable} -m lisp"
        program = arguments.replace("LISP", command) if "|" in arguments else f"{command} {arguments}"
        self.command = f"cd {shlex.quote(str(folder))} && export {words} && {program}; echo LEFT $?; sleep 60"
        self.tmux("new-session", "-d", "-x", str(columns), "-y", str(lines), self.command)
        self.wait(ready)

    def tmux(self, *words: str) -> str:
        command = ["tmux", "-u", "-S", self.socket, "-f", os.devnull, *words]
        return subprocess.run(command, capture_output=True, text=True, timeout=20).stdout

    def screen(self, colours: bool = False) -> str:
        return self.tmux("capture-pane", "-p", *(["-e"] if colours else [])).rstrip()

    def wait(self, text: str, times: int = 1) -> str:
        """The screen, once it shows TEXT."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            shown = self.screen()
            if shown.count(text) >= times:
                return shown
            time.sleep(0.05)
        raise AssertionError(f"{text!r} did not come:\n{self.screen()}")

    def type(self, *texts: str) -> None:
        """Type TEXTS; one in angle brackets is a key."""
        for text in texts:
            if text.startswith("<") and text.endswith(">"):
                self.tmux("send-keys", text[1:-1])
            else:
                self.tmux("send-keys", "-l", text)

    def process(self) -> int:
        """The process of the prompt."""
        shell = self.tmux("list-panes", "-F", "#{pane_pid}").strip()
        found = subprocess.run(["ps", "--ppid", shell, "-o", "pid="], capture_output=True, text=True, timeout=20)
        return int(found.stdout.split()[0])

    def edited(self) -> None:
        """Wait until the editor is there: it colours what is typed."""
        self.type("1")
        end = time.monotonic() + PATIENCE
        while re.search(r"\x1b\[36m(\x1b\[49m)?1", self.screen(colours=True)) is None:
            if time.monotonic() > end:
                raise AssertionError(f"no colours came:\n{self.screen(colours=True)!r}")
            time.sleep(0.05)
        self.type("<BSpace>")

    def fresh(self) -> None:
        """Wait until a prompt stands there with nothing typed."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            row, column = self.tmux("display-message", "-p", "#{cursor_y} #{cursor_x}").split()
            line = self.tmux("capture-pane", "-p").split("\n")[int(row)].rstrip()
            if line.endswith(">") and int(column) == len(line) + 1:
                return
            time.sleep(0.05)
        raise AssertionError(f"no prompt came:\n{self.screen()}")

    def enter(self, *texts: str) -> None:
        """Type each of TEXTS and Enter."""
        for text in texts:
            self.type(text, "<Enter>")

    def run(self, text: str, shown: str) -> str:
        """Type TEXT and Enter; the screen, once there is SHOWN and the next prompt."""
        before = self.screen().count(shown)
        self.enter(text)
        return self.wait(shown, before + text.count(shown) + 1)

    def close(self) -> None:
        self.tmux("kill-server")
