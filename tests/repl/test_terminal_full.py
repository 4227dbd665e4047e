"""Everything of the prompt that a person does, in a real terminal. Slow: LISP_TEST_FULL=1
runs it. Which part of docs/repl.md a test belongs to is said over each group.
"""

from __future__ import annotations

import os
import shutil
import signal
from pathlib import Path

import pytest

from tests.repl.conftest import Open

pytestmark = pytest.mark.skipif(
    shutil.which("tmux") is None or "LISP_TEST_FULL" not in os.environ,
    reason="needs tmux, and takes a minute; LISP_TEST_FULL=1 runs it",
)


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
    screen.edited()
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


def test_a_closed_terminal_leaves_a_whole_journal(terminal: Open, tmp_path: Path) -> None:
    screen = terminal()
    screen.enter("(define kept 21)")
    screen.run("kept", "$1 = 21")
    os.kill(screen.process(), signal.SIGHUP)
    screen.wait("LEFT 129")
    screen = terminal(ready="2 forms that were not saved")
    screen.run(",lost", "| kept")
    screen.enter(",forget")
    screen.run("(+ 1 1)", "$1 = 2")
    screen.close()  # the terminal goes, with what runs in it
    screen = terminal(ready="\n>")
    screen.wait("a form that was not saved")
    screen.enter("(define go #t)", "(begin (write 'begun) (let loop () (if go (loop))))")
    screen.wait("\nbegun")
    os.kill(screen.process(), signal.SIGHUP)
    screen.wait("LEFT 129")
    screen = terminal(ready="3 forms that were not saved")
    screen.run(",replay", "left out, since it was running when the session ended")


def test_a_second_prompt_on_an_image_is_told(terminal: Open) -> None:
    screen = terminal()
    screen.enter("(define x 1)")
    screen.run(",save a.img", "saved to a.img")
    other = terminal(arguments="-i a.img", beside=True)
    assert "Another prompt" in other.screen() and "is at work on this image" in other.screen()
    other.run("(define y 2) (list 'y y)", "(y 2)")
    os.kill(other.process(), signal.SIGKILL)
    other.wait("LEFT 137")
    screen.type("<C-d>")
    screen.wait("LEFT 0")
    screen = terminal(arguments="-i a.img")
    assert "2 forms that were not saved" in screen.screen()
    screen.run(",lost", "| (define y 2)")


def test_saving_on_the_way_out_is_asked_for(terminal: Open) -> None:
    screen = terminal()
    screen.run(",save a.img", "saved to a.img")
    screen.run("(define x 5) x", "$1 = 5")
    screen.fresh()
    screen.type("<C-d>")
    screen.wait("Save to a.img? (y/n)")
    screen.enter("y")
    screen.wait("LEFT 0")
    screen = terminal(arguments="-i a.img")
    screen.run("x", "$1 = 5")
    screen.fresh()
    screen.type("<C-d>")
    screen.wait("Save to a.img? (y/n)")
    screen.enter("n")
    screen.wait("LEFT 0")


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


# -- editing --------------------------------------------------------------------------------------------------------------


def test_all_structural_keys(terminal: Open) -> None:
    screen = terminal()
    for typed, keys, shown in (
        ("(a b)", ("<M-(>",), "> ((a b))"),
        ("(f (a b) c)", ("<C-f>", "<C-f>", "<C-f>", "<C-f>", "<C-Right>"), "> (f (a b c))"),
        ("(f (a b) c)", ("<C-f>", "<C-f>", "<C-f>", "<C-f>", "<C-Left>"), "> (f (a) b c)"),
        ("(f (a b) c)", ("<C-f>", "<C-f>", "<C-f>", "<C-f>", "<M-s>"), "> (f a b c)"),
        ("(f (a b) c)", ("<C-f>", "<C-f>", "<C-f>", "<C-f>", "<M-r>"), "> (f a c)"),
        ("(f (a b) c)", ("<C-f>", "<C-f>", "<C-f>", "<M-k>", "x"), "> (f x c)"),
        ("(f (a b) c)", ("<C-f>", "<M-n>", "<M-n>", "x"), "> (f (a b)x c)"),
        ("(f (a b) c)", ("<C-e>", "<C-b>", "<M-p>", "<M-p>", "x"), "> (f x(a b) c)"),
        ("(f (a b)", ("<C-e>", "<M-Enter>"), "is not closed"),
    ):
        screen.fresh()
        screen.type(typed, "<C-a>", *keys)
        screen.wait(shown)
        screen.type("<C-e>", "<C-c>")


def test_the_partner_of_a_parenthesis_is_marked(terminal: Open) -> None:
    screen = terminal()
    screen.edited()
    screen.type("(f (a))")
    screen.wait("(f (a))")
    assert screen.screen(colours=True).count("\x1b[1m\x1b[4m") >= 1 or "\x1b[1;4m" in screen.screen(colours=True)


def test_history_is_searched(terminal: Open) -> None:
    screen = terminal()
    screen.run("(list 'needle)", "$1 = (needle)")
    screen.run("(list 'hay)", "$2 = (hay)")
    screen.fresh()
    screen.type("<C-r>", "need")
    screen.wait("(list 'needle)", 2)
    screen.type("<Enter>", "<Enter>")
    screen.wait("$3 = (needle)")


def test_what_is_selected_is_given_up_at_once(terminal: Open) -> None:
    screen = terminal()
    screen.type("(list 'abc)", "<C-Space>", "<C-a>", "<C-c>", "(list 'next)", "<Enter>")
    screen.wait("\n> (list 'next)\n$1 = (next)\n>")


def test_libraries_files_and_fields_are_completed(terminal: Open, tmp_path: Path) -> None:
    (tmp_path / "unmistakable.scm").write_text("(define loaded 'yes)")
    screen = terminal()
    screen.type("(import (scheme compl", "<Tab>")
    screen.wait("(import (scheme complex)")
    screen.type("<C-c>", ',load "unmis', "<Tab>", '"', "<Enter>")
    screen.run("loaded", "$1 = yes")
    screen.enter("(define-record-type point (make-point x-part y-part) point? (x-part px) (y-part py))")
    screen.type("(p", "<Tab>")
    assert "Return the field x-part of RECORD, a point." in screen.wait("px ")
    screen.type("<C-c>", ",inspect (make-point 1 2)", "<Enter>")
    screen.wait("1: y-part  2")
    screen.type(",part y", "<Tab>", "<Enter>")
    screen.wait("at y-part")


def test_the_external_editor(terminal: Open, tmp_path: Path) -> None:
    editor = tmp_path / "editor"
    editor.write_text("#!/bin/sh\necho '(list 1 2 3)' > $1\n")
    editor.chmod(0o755)
    screen = terminal(EDITOR=str(editor), VISUAL="")
    screen.type("(li", "<C-x>", "<C-e>")
    screen.wait("(list 1 2 3)")
    screen.type("<C-e>", "<Enter>")
    screen.wait("$1 = (1 2 3)")


def test_the_keys_of_vi(terminal: Open) -> None:
    screen = terminal(EDITOR_MODE="vi")
    screen.enter("(define (f x)", "(* x 2))")
    screen.wait("    (* x 2))")
    screen.fresh()
    screen.type("(f 4)", "<Escape>")
    screen.type("0", "l", "l", "l", "r", "5", "A", "<Enter>")
    screen.wait("$1 = 10")
    screen.fresh()
    screen.type("(f 1)", "<Escape>")
    screen.type("d", "d", "i", "(f 8)", "<Enter>")
    screen.wait("$2 = 16")
    screen.fresh()
    screen.type("<Escape>")
    screen.type("k", "k", "<Enter>")
    screen.wait("$3 = 10")
    screen.fresh()
    screen.type("(list (list 1) 2)", "<Escape>")
    screen.type("0", "8", "l", "\\", "0")
    screen.wait("(list (list 1 2))")
    screen.type("<Enter>")
    screen.wait("$4 = ((1 2))")


def test_wide_characters(terminal: Open) -> None:
    screen = terminal(60)
    screen.enter('(define 面積 "幅")')
    screen.enter("(list '面積 '😀 (car \"日本語\"))")
    assert "\n      |                 ^\n" in screen.wait("[1]>"), "the caret stands where the form begins"
    screen.type("<C-d>")
    screen.wait("\n>", 3)
    screen.type("(list 'e\u0301 '語語語語語語語語語語語語語語語語語語語語語語語語語語語語語語語語)")
    screen.wait("語)")
    screen.type("<C-a>", "<M-n>", "<C-b>", "'x ", "<Enter>")
    screen.type("<C-e>", "<Enter>")
    screen.wait("$1 = ")


def test_output_into_a_pipe(terminal: Open) -> None:
    screen = terminal(arguments="LISP | cat", ready="Ctrl-D leaves")
    screen.enter("(define (f x)", "(* 2 x))", "(f 21)")
    screen.wait("$1 = 42")
    screen.enter("(car 1)", ",use 7")
    screen.wait("$2 = 7")
    assert "\x1b" not in screen.screen()
    screen.type("<C-d>")
    screen.wait("LEFT 0")


# -- results and commands ---------------------------------------------------------------------------------------------------


def test_results(terminal: Open) -> None:
    screen = terminal()
    screen.run("(if #f #f)", "> (if #f #f)\n>")
    screen.run("(define x 1)", "> (define x 1)\n>")
    screen.run("(values 1 2)", "> (values 1 2)\n$1 = 1\n$2 = 2\n>")
    screen.run("(let ((l (list 1 2))) (set-cdr! (cdr l) l) (cons $1 l))", "$3 = (1 . #0=(1 2 . #0#))")
    screen.enter("(let loop ((i 100) (l '())) (if (= i 0) l (loop (- i 1) (cons (make-string 60 #\\x) l))))")
    screen.wait("… ,more shows what follows")
    screen.enter(",more")
    screen.wait("… ,more shows what follows", 1)
    screen.enter(",more all")
    screen.run("(+ 1 1)", "$5 = 2")
    screen.run(",time (make-vector 100000 0)", "of the processor")


def test_each_command(terminal: Open, tmp_path: Path) -> None:
    (tmp_path / "t.scm").write_text('(import (srfi 64)) (test-begin "t") (test-equal 2 (+ 1 1)) (test-end)')
    (tmp_path / "my").mkdir()
    (tmp_path / "my" / "lib.sld").write_text("(define-library (my lib) (import (scheme base)) (export mine) (begin (define mine 1)))")
    screen = terminal(110, 60, "-L .")
    screen.enter("(define (fact n)", '"The factorial of N."', "(if (= n 0) 1 (* n (fact (- n 1)))))")
    for typed, shown in (
        (",help fact", "there is no command ,fact"), (",help bt", ",bt [all]"), (",doc fact", "The factorial of N."),
        (",apropos vector-fil", "vector-fill!"), (",source fact", ";; <prompt 1>:1:1"), (",expand (when 1 2)", "(if 1 2)"),
        (",dis fact", "RETURN_VALUE"), (",profile (fact 2000)", "$1 = "), (",trace fact", "traced: fact"),
        ("(fact 1)", "| (fact 0)"), (",untrace", "traced: nothing"), (",break fact", "breakpoints: fact"),
        (",unbreak", "breakpoints: none"), (",inspect (vector 'a \"b\")", "1: \"b\""), (",part 1", "at 1"), (",back", "0: a"),
        (",import (my lib)", ""), ("mine", "= 1"), (",env", "fact  "), (",who-calls fact", "fact  <prompt 1>"),
        (",test t.scm", "t.scm: 1 passed, 0 failed"), (",load t.scm", ""), (",reload", "loaded again: t.scm"),
        (",save a.img", "saved to a.img"), (",images", "a.img *"), (",lost", "no earlier session left anything"),
    ):  # fmt: skip
        screen.run(typed, shown)
        screen.fresh()
        screen.type("<C-l>")
    (tmp_path / "my" / "lib.sld").write_text("(define-library (my lib) (import (scheme base)) (export mine) (begin (define mine 2)))")
    screen.run(",reload", "loaded again: (my lib)")
    screen.run("(list 'now mine)", "(now 2)")
    screen.enter(",help")
    screen.wait("Ctrl-D leaves a level, and the prompt.")
    screen.enter(",quit")
    screen.wait("Save to a.img?")


# -- the debugger -----------------------------------------------------------------------------------------------------------


def test_all_restarts_and_frames(terminal: Open) -> None:
    screen = terminal(100, 50)
    screen.enter("(define (area shape) (* 2 (side shape)))", "(define (total shapes) (apply + (map area shapes)))")
    screen.run("(list (total '(1 2)))", "[1]>")
    screen.run(",frame 3", "shapes = (1 2)")
    screen.run(",up", "*  4: toplevel")
    screen.run(",down", "*  3: (total (1 2))")
    screen.run(",eval-in 3 (length shapes)", "$1 = 2")
    screen.run(",return 3 'mine", "$2 = (mine)")
    screen.run("(list (total '(1 2)))", "[1]>")
    screen.run("(define (side x) (car x))", "[1]>")
    screen.run(",retry", "car: expected a pair, got 1")
    screen.type("<C-l>")
    screen.run("(define (side x) (* 10 x))", "[1]>")
    screen.run(",retry 1", "$3 = (60)")
    screen.run("(+ 1 (car 5))", "[1]>")
    screen.run("(cdr 6)", "[2]>")
    screen.run("(cdr 7)", "[3]>")
    screen.type("<C-l>")
    screen.run(",abort 1", "[1]>")
    screen.run(",use 41", "$4 = 42")


def test_break_in_a_program_begins_the_debugger(terminal: Open, tmp_path: Path) -> None:
    (tmp_path / "a.scm").write_text(
        "(import (scheme base) (scheme write) (scheme process-context) (lisp debug))\n"
        '(define (f x) (break "look" x) (* 2 x))\n(write (f 4))\n(newline)\n(exit 3)\n'
    )
    screen = terminal(arguments="a.scm", ready="[1]>")
    assert "look 4: (f 4)  a.scm:2:15" in screen.screen()
    screen.run(",locals", "x = 4")
    screen.enter(",continue")
    screen.wait("\n8\nLEFT 3")


def test_a_level_is_taken_up_tomorrow(terminal: Open) -> None:
    screen = terminal()
    screen.enter("(define (f x) (list x (g x)))")
    screen.run("(list (f 5))", "[1]>")
    screen.run(",save level.img", "saved to level.img")
    screen.type("<C-d>")
    screen.type("<C-d>")
    screen.wait("LEFT 0")
    screen = terminal(arguments="-i level.img", ready="[1]>")
    assert "g: unbound variable" in screen.screen()
    screen.run(",bt", "*  0: (f 5)")
    screen.enter("(define (g x) 'found)")
    screen.run(",retry", "$1 = ((5 found))")


def test_a_core_dump_is_taken_up(terminal: Open, tmp_path: Path) -> None:
    (tmp_path / "p.scm").write_text("(define (f x) (* 2 (g x)))\n(write (list (f 4)))\n(exit 5)\n")
    screen = terminal(arguments="--dump-on-error core.img p.scm", ready="LEFT 1")
    assert "core dump: core.img" in screen.screen()
    (tmp_path / "p.scm").unlink()
    screen = terminal(arguments="debug core.img", ready="[1]>")
    screen.run(",bt", "p.scm:1  (define (f x) (* 2 (g x)))")
    screen.enter(",use (lambda (x) 21)")
    screen.wait("(42)LEFT 5")


# -- before the editor is there -----------------------------------------------------------------------------------------------


def test_what_is_typed_at_once_is_not_lost(terminal: Open) -> None:
    screen = terminal(ready="Ctrl-D leaves")
    screen.type("(list 'early", "<BSpace>", "y 'b)", "<Enter>")
    screen.wait("$1 = (early b)")
    screen.type("<Up>", "<Enter>")
    screen.wait("$2 = (early b)")
    screen = terminal(ready="Ctrl-D leaves")
    screen.type("(list 'x", "<Enter>", "'y)", "<C-a>", "<C-e>", "<Enter>")
    screen.wait("$1 = (x y)")
