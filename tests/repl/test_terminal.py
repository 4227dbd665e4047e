"""The prompt in a real terminal: tmux types the keys and reads the screen. Skipped where there is no tmux."""

from __future__ import annotations

import os
import shlex
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(
    shutil.which("tmux") is None or "LISP_TEST_FULL" not in os.environ,
    reason="needs tmux, and keys arrive in time only on a quiet machine; LISP_TEST_FULL=1 runs it",
)
ROOT = Path(__file__).parents[2]
PATIENCE = 10.0  # seconds until a screen that does not come is a failure


class Terminal:
    """A prompt in a terminal of its own."""

    def __init__(self, folder: Path, columns: int, lines: int, settings: dict[str, str], arguments: str = "") -> None:
        self.socket = str(folder / f"socket-{time.monotonic_ns()}")
        self.size = (columns, lines)
        shown = {"XDG_STATE_HOME": str(folder / "state"), "PYTHONPATH": str(ROOT), "LISP_TRACEBACK": "", **settings}
        words = " ".join(f"{key}={shlex.quote(value)}" for key, value in shown.items())
        self.command = f"cd {shlex.quote(str(folder))} && {words} {sys.executable} -m lisp {arguments}; echo LEFT $?; sleep 60"
        self.tmux("new-session", "-d", "-x", str(columns), "-y", str(lines), self.command)
        self.wait("\n>")

    def tmux(self, *words: str) -> str:
        command = ["tmux", "-S", self.socket, "-f", os.devnull, *words]
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

    def close(self) -> None:
        self.tmux("kill-server")


Open = Callable[..., Terminal]


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[Open]:
    opened: list[Terminal] = []

    def open_(columns: int = 100, lines: int = 30, arguments: str = "", **settings: str) -> Terminal:
        for earlier in opened:
            earlier.close()
        opened.append(Terminal(tmp_path, columns, lines, {"TERM": "screen-256color", **settings}, arguments))
        return opened[-1]

    yield open_
    for made in opened:
        made.close()


def test_lines_are_indented_and_the_signature_is_shown(terminal: Open) -> None:
    screen = terminal()
    screen.type("(define (fact n)", "<Enter>", "(if (= n 0)", "<Enter>", "1", "<Enter>", "(* n (fact (- n 1)))))", "<Enter>")
    screen.type("(fact ")
    shown = screen.wait("\n(fact n)")
    assert "> (define (fact n)\n    (if (= n 0)\n        1\n        (* n (fact (- n 1)))))" in shown
    screen.type("20)", "<Enter>")
    screen.wait("$1 = 2432902008176640000")


def test_names_are_completed_with_what_they_mean(terminal: Open) -> None:
    screen = terminal()
    screen.type("(string-appe", "<Tab>", ' "a" (vector-r', "<Tab>")
    screen.wait('(string-append "a" (vector-ref')
    screen.type("<C-c>", "(list->", "<Tab>")
    assert "procedure  (list->vector items)" in screen.wait("list->vector ")


def test_structural_keys(terminal: Open) -> None:
    screen = terminal()
    screen.type("(list (+ 1) 2)", "<C-a>", "<C-f>", "<M-n>", "<M-n>", "<C-b>", "<M-0>")
    screen.wait("(list (+ 1 2))")
    screen.type("<C-e>", "<Enter>")
    screen.wait("$1 = (3)")


def test_an_error_opens_a_level_that_can_be_looked_at_and_left(terminal: Open) -> None:
    screen = terminal()
    screen.type("(define (f x) (+ 1 (g x)))", "<Enter>", "(list (f 5))", "<Enter>")
    screen.wait("[1]>")
    screen.type(",bt", "<Enter>")
    screen.wait("*  0: (f 5)")
    screen.type("(define (g x) (* x x))", "<Enter>", ",retry", "<Enter>")
    screen.wait("$1 = (26)")
    screen.type("(car 1)", "<Enter>")
    screen.wait("[1]>", 4)
    screen.type("<C-d>")
    screen.wait("\n>", 4)
    screen.type("<C-d>")
    screen.wait("LEFT 0")


def test_what_ctrl_c_stops_can_go_on(terminal: Open) -> None:
    screen = terminal()
    screen.type("(define n 0)", "<Enter>", "(define go #t)", "<Enter>")
    screen.type("(begin (write (+ 1 1)) (let loop ((i 0)) (set! n i) (if go (loop (+ i 1)) 'done)))", "<Enter>")
    screen.wait("\n2")
    screen.type("<C-c>")
    screen.wait("interrupted")
    screen.type("(positive? n)", "<Enter>")
    screen.wait("$1 = #t")
    screen.type("(set! go #f)", "<Enter>", ",continue", "<Enter>")
    screen.wait("$2 = done")


def test_a_tail_call_that_ctrl_c_stops_can_go_on(terminal: Open) -> None:
    screen = terminal()
    screen.type("(define go #t)", "<Enter>", "(define (ping n) (if go (pong (+ n 1)) (list 'n n)))", "<Enter>")
    screen.type("(define (pong n) (ping n))", "<Enter>", "(begin (write (+ 1 1)) (car (ping 0)))", "<Enter>")
    screen.wait("\n2")
    time.sleep(0.3)
    screen.type("<C-c>")
    screen.wait("interrupted")
    screen.type("(set! go #f)", "<Enter>", ",continue", "<Enter>")
    screen.wait("$1 = n")


def test_a_pasted_text_stays_as_it_is(terminal: Open, tmp_path: Path) -> None:
    screen = terminal()
    (tmp_path / "paste").write_text("(define (f x)\n      (* x\n 2))\n(f 21)")
    screen.tmux("load-buffer", str(tmp_path / "paste"))
    screen.tmux("paste-buffer", "-p")
    screen.wait("(f 21)")
    screen.type("<Enter>")
    shown = screen.wait("$1 = 42")
    assert "        (* x\n   2))" in shown


def test_history_is_there_in_the_next_session(terminal: Open) -> None:
    screen = terminal()
    screen.type("(list 'remembered)", "<Enter>")
    screen.wait("$1 = (remembered)")
    screen.type("<C-d>")
    screen.wait("LEFT")
    screen = terminal()
    screen.type("<Up>", "<Enter>")
    screen.wait("$1 = (remembered)")


def test_forty_columns(terminal: Open) -> None:
    screen = terminal(40, 20)
    screen.type("(define (total shapes)", "<Enter>", "(apply + (map area shapes)))", "<Enter>", "(total '(1 2))", "<Enter>")
    screen.wait("[1]>")
    screen.type(",bt", "<Enter>")
    shown = screen.wait("toplevel")
    assert "*  0: (total (1 2))" in shown
    screen.type("(string-", "<Tab>")
    screen.wait("string->list")


def test_colours_and_none(terminal: Open) -> None:
    screen = terminal()
    screen.type('(if "text"')
    screen.wait('(if "text"')
    assert "\x1b[32m" in screen.screen(colours=True)
    screen = terminal(NO_COLOR="1")
    screen.type('(if "text"')
    screen.wait('(if "text"')
    assert "\x1b[32m" not in screen.screen(colours=True)


def test_a_dumb_terminal(terminal: Open) -> None:
    screen = terminal(TERM="dumb")
    screen.type("(define (f x)", "<Enter>", "(* 2 x))", "<Enter>", "(f 21)", "<Enter>")
    screen.wait("$1 = 42")
    screen.type("(car 1)", "<Enter>")
    screen.wait("[1]>")
    screen.type(",use 7", "<Enter>")
    screen.wait("$2 = 7")
    screen.type("<C-d>")
    screen.wait("LEFT 0")


def test_after_a_crash_what_was_not_saved_is_offered(terminal: Open) -> None:
    screen = terminal()
    screen.type("(define kept 21)", "<Enter>", "(* 2 kept)", "<Enter>")
    screen.wait("$1 = 42")
    os.kill(screen.process(), signal.SIGKILL)
    screen.wait("LEFT 137")
    screen = terminal()
    screen.wait("An earlier session ended without leaving: 2 forms that were not saved.")
    screen.type(",replay", "<Enter>")
    screen.wait("$1 = 42")
    screen.type("kept", "<Enter>")
    screen.wait("$2 = 21")


def test_a_closed_terminal_ends_the_session_as_it_should(terminal: Open, tmp_path: Path) -> None:
    screen = terminal()
    screen.type("(define kept 21)", "<Enter>", "kept", "<Enter>")
    screen.wait("$1 = 21")
    os.kill(screen.process(), signal.SIGHUP)
    screen.wait("LEFT 129")
    assert list((tmp_path / "state" / "lisp" / "journals").iterdir()) == []


def test_a_saved_session_goes_on(terminal: Open) -> None:
    screen = terminal()
    screen.type('(define (f) "Doc." 42)', "<Enter>", ",save a.image", "<Enter>")
    screen.wait("saved to a.image")
    screen.type("<C-d>")
    screen.wait("LEFT 0")
    screen = terminal(arguments="-i a.image")
    screen.type("(f)", "<Enter>")
    screen.wait("$1 = 42")
    screen.type(",doc f", "<Enter>")
    screen.wait("Doc.")
