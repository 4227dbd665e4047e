"""Images for the tests of the tools: the same small program twice, with changes between, and one in mid-computation."""

from __future__ import annotations

from pathlib import Path

import pytest

from lisp import Interpreter

BANK = """
(import (scheme base) (scheme write) (srfi 1) (srfi 69) (lisp image))
(define-record-type <account> (make-account owner balance) account?
  (owner account-owner) (balance account-balance set-account-balance!))
(define accounts (list (make-account "ann" 100) (make-account "bob" 20)))
(define limits (make-hash-table))
(hash-table-set! limits 'ann 500)
(define (deposit! account amount)
  "Add AMOUNT to the balance of ACCOUNT."
  (set-account-balance! account (+ amount (account-balance account))))
(define (total) (fold + 0 (map account-balance accounts)))
(define-syntax swap! (syntax-rules () ((_ a b) (let ((t a)) (set! a b) (set! b t)))))
(define counter (let ((n 0)) (lambda () (set! n (+ n 1)) n)))
(define big (make-vector 10000 'x))
(define out (current-output-port))
(define rate (make-parameter 0.05))
(define (main) (write (total)))
(save-image IMAGE 'toplevel main)
"""
CHANGES = (
    ('"bob" 20', '"bob" 25'), ("fold + 0", "fold + 1"), ("0.05", "0.06"), ("((n 0))", "((n 5))"), ("'ann 500", "'ann 501"),
    ("(define big (make-vector 10000 'x))", "(define small 1)"), ("(set! b t)", "(set! b (begin t))"),
    ("(define (deposit!", "(define (helper x) (lambda (y) (+ x y)))\n(define (deposit!"),
)  # fmt: skip
DEEP = """
(import (scheme base) (scheme write) (lisp image))
(define table '())
(define (walk tree depth)
  (if (null? tree)
      (begin (write (save-image IMAGE)) depth)
      (let ((label (string-append "level " (number->string depth))))
        (let ((result (walk (cdr tree) (+ depth 1))))
          (set! table (cons (cons label result) table))
          result))))
(define (unused) 1)
(walk '(a b c) 0)
(write table)
"""


def save(folder: Path, name: str, program: str) -> str:
    """The path of the image that PROGRAM saves."""
    path = folder / f"{name}.img"
    interpreter = Interpreter()
    interpreter.run_text(program.replace("IMAGE", f'"{path}"'), f"{name}.scm")
    return str(path)


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("tools")


@pytest.fixture(scope="session")
def bank(folder: Path) -> str:
    return save(folder, "bank", BANK)


@pytest.fixture(scope="session")
def changed_bank(folder: Path) -> str:
    program = BANK
    for old, new in CHANGES:
        assert old in program
        program = program.replace(old, new)
    return save(folder, "changed", program)


@pytest.fixture(scope="session")
def deep(folder: Path) -> str:
    return save(folder, "deep", DEEP)
