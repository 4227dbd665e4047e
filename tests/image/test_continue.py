"""A program saved in the middle goes on from its image as if nothing had been, in another process and another Python."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.image.exact import EXACT
from tests.image.programs import HEADER, PROGRAMS
from tests.pythons import pythons

ROOT = Path(__file__).parent.parent.parent
TEXTS = {**PROGRAMS, **EXACT}


def lisp(*arguments: str, python: str = sys.executable) -> str:
    """What the command writes to stdout; it must end well and write nothing to stderr but the note about the base image."""
    done = subprocess.run(
        [python, "-m", "lisp", *arguments], capture_output=True, text=True, timeout=60, cwd=ROOT, stdin=subprocess.DEVNULL
    )
    errors = [line for line in done.stderr.splitlines() if not line.startswith("lisp: building the base image")]
    assert (errors, done.returncode) == ([], 0)
    return done.stdout


@pytest.mark.parametrize("name", TEXTS)
def test_goes_on(name: str, tmp_path: Path) -> None:
    image, program = tmp_path / "x.img", tmp_path / "program.scm"
    program.write_text(HEADER + TEXTS[name].replace("IMAGE", f'"{image}"'))
    before, rest = lisp(str(program)).split("saved", 1)
    booted, rest_there = lisp("-i", str(image)).split("booted", 1)
    assert rest_there == rest
    assert rest  # there was something to go on with
    assert booted == ""


# Stopped twice: an image, then a compressed child image of what the image had become. PATH: of both, without the end.
TRAVELS = """
(import (srfi 27))
(define data (let loop ((i 10000) (all '())) (if (= i 0) all (loop (- i 1) (cons i all)))))
(define-record-type point (make-point x y) point? (x point-x set-point-x!) (y point-y))
(define table (make-hash-table))
(define p (make-parameter 'outside))
(define (make-generator items)
  (define return #f)
  (define (next)
    (for-each (lambda (x) (call/cc (lambda (more) (set! next (lambda () (more #f))) (return x)))) items)
    (return 'end))
  (lambda () (call/cc (lambda (k) (set! return k) (next)))))
(define generator (make-generator data))
(define (deep n what) (if (= n 0) (begin (write (what)) 0) (+ 1 (deep (- n 1) what))))
(define trace '())
(define (note x) (set! trace (cons x trace)))
(write (list (generator) (generator) (random-integer 1000000)))
(hash-table-set! table (list 'key "text") (make-point 1.5 1/3))
(define (first) (save-image (string-append PATH ".img")))
(define (second)
  (set-car! (list-tail data 5000) 'changed)
  (set-point-x! (hash-table-ref table '(key "text")) table)
  (if (> (image-boots) 0)
      (save-image (string-append PATH ".child") 'base (string-append PATH ".img") 'compress #t)
      'saved))
(define (show)
  (let ((point (hash-table-ref table (list 'key "text"))))
    (write (list (generator) (p) (list-ref data 5000) (apply + (list-tail data 5001)) (eq? table (point-x point)) (point-y point)
                 (random-integer 1000000) trace))))
(write (deep 3000 first))
(parameterize ((p 'inside))
  (dynamic-wind
    (lambda () (note 'in))
    (lambda ()
      (write (map (lambda (n) (if (= n 2) (deep 50 second) (generator))) '(1 2 3)))
      (guard (e ((string? e) (write e)))
        (with-exception-handler
          (lambda (e) (show) (if (string? e) (raise-continuable e) "again"))
          (lambda () (raise (raise-continuable 'oops))))))
    (lambda () (note 'out))))
(show)
"""


@pytest.mark.parametrize("here", pythons())
def test_all_pythons_go_on(here: str, tmp_path: Path) -> None:
    """What one saves, each other goes on with; what that saves as a child image, a third."""
    program, versions = tmp_path / "program.scm", pythons()
    names = list(versions)
    program.write_text(HEADER + TRAVELS.replace("PATH", f'"{tmp_path}/x"'))
    before, rest = lisp(str(program), python=versions[here]).split("saved", 1)
    _, after = rest.split("saved")
    for there in versions:
        assert lisp("-i", f"{tmp_path}/x.img", python=versions[there]) == "booted" + rest
        elsewhere = names[(names.index(here) + names.index(there)) % len(names)]  # so each pair comes up
        assert lisp("-i", f"{tmp_path}/x.child", python=versions[elsewhere]) == "booted" + after


def test_an_image_of_an_image(tmp_path: Path) -> None:
    first, second = tmp_path / "1.img", tmp_path / "2.img"
    text = f"""(import (lisp image)) (define n 1)
    (define (step path) (set! n (+ n 1)) (display (list n (save-image path))))
    (step "{first}") (step "{second}") (display n)"""
    program = tmp_path / "program.scm"
    program.write_text(text)
    assert lisp(str(program)) == "(2 saved)(3 saved)3"
    assert lisp("-i", str(first)) == "(2 booted)(3 saved)3"
    assert lisp("-i", str(second)) == "(3 booted)3"
    assert lisp("-i", str(second), "-e", "(display (* n 100))") == "300"
