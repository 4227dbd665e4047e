"""What a program refers to decides what its executable carries: names of its own do not count."""

from __future__ import annotations

import pytest

from lisp import Interpreter
from lisp.executable.build import READERS, SAVERS, used_names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        pytest.param("(define (load x) (let read ((i x)) (if (= i 0) i (read (- i 1))))) (load 5)", set(), id="procedures"),
        pytest.param("(define (f eval) (set! eval (+ eval 1)) (let ((read eval)) read)) (f 1)", set(), id="variables"),
        pytest.param("(define read 1) (set! read 2) read", set(), id="a top-level variable"),
        pytest.param("(list 'read \"eval\")", set(), id="data"),
        pytest.param("(read)", {"read"}, id="a call"),
        pytest.param("(map read '())", {"read"}, id="an argument"),
        pytest.param("(import (prefix (scheme load) l:)) (define (load) (l:load \"x\"))", {"load"}, id="under another name"),
        pytest.param("(import (lisp image)) (save-image \"x\")", {"save-image"}, id="images"),
    ],
)  # fmt: skip
def test_used_names(text: str, names: set[str]) -> None:
    interpreter = Interpreter()
    interpreter.services.compile_program(text, "program.scm")
    assert used_names(interpreter.world, list(interpreter.world.units)) & (READERS | SAVERS) == names
