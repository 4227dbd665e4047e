"""Every primitive refuses an argument of a type that its signature does not allow, with an error that says so.

Nothing is checked before an operation (runtime/diagnose.py), so it must fail in Python by itself: no class of values may
have an attribute that another one's operations are written with.
"""

from __future__ import annotations

import ast

import pytest

from lisp import Interpreter, LispError
from lisp.primitives.catalogue import Primitives
from lisp.runtime.base import run
from lisp.runtime.types import TYPES, has_type

VALUES = {
    "fixnum": "1", "negative": "-1", "big": "(expt 10 30)", "ratio": "1/2", "float": "1.5", "whole float": "2.0", "nan": "+nan.0",
    "complex": "1+2i", "false": "#f", "true": "#t", "empty list": "'()", "list": "(list 1 2 3)", "pair": "(cons 1 2)",
    "symbol": "'sym", "string": '(string #\\a #\\b)', "char": "#\\a", "vector": "(vector 1 2 3)",
    "bytevector": "(bytevector 1 2 3)", "procedure": "(lambda (x) x)", "primitive": "car", "promise": "(delay 1)",
    "parameter": "(make-parameter 1)", "record": "(make-thing 1)", "record type": "thing", "box": "(box 1)",
    "table": "(make-hash-table)", "eof": "(eof-object)", "unspecified": "(if #f #f)", "condition": "(guard (e (#t e)) (error \"x\"))",
    "text input": '(open-input-string "abc")', "binary input": "(open-input-bytevector (bytevector 1 2 3))",
    "text output": "(open-output-string)", "binary output": "(open-output-bytevector)", "console": "(current-output-port)",
    "environment": "(environment '(scheme base))",
}  # fmt: skip
# Booleans count as numbers for Python: the accepted hole (docs/conformance.md).
NUMERIC = {"number", "complex", "real", "rational", "integer", "exact-integer", "exact", "exact-rational", "index", "byte"}
# What they do is none of an argument's business, or reaches outside.
LEFT_OUT = {"%exit", "%save-image", "delete-file", "%load-reader", "%next-form", "%escape", "%uncaught", "%failure", "%type-error"}


@pytest.fixture(scope="module")
def scheme() -> Interpreter:
    interpreter = Interpreter()
    interpreter.eval_lisp("(import (srfi 69) (srfi 111)) (define-record-type thing (make-thing x) thing? (x thing-x))")
    return interpreter


def fitting(words: tuple[str, ...], values: dict) -> list | None:
    """A value for each of the argument types WORDS; None if there is none."""
    found = [next((v for v in values.values() if has_type(word.strip("[]"), v)), None) for word in words]
    return None if any(v is None and word != "unspecified" for v, word in zip(found, words)) else found


NAMES = [n for n, f in sorted(Primitives().all().items()) if n not in LEFT_OUT and any(a.strip("[]") in TYPES and a.strip("[]") != "object" for a in f.primitive.arguments)]


@pytest.mark.parametrize("name", NAMES)
def test_wrong_type(scheme: Interpreter, name: str) -> None:
    declared = Primitives().all()[name].primitive
    words = tuple(a for a in declared.arguments if a != "...")
    accepted = []
    for i, word in enumerate(words):
        word = word.strip("[]")
        for kind, text in VALUES.items():
            value = scheme.eval_lisp(text)
            if word not in TYPES or has_type(word, value) or (value.__class__ is bool and word in NUMERIC):
                continue
            arguments = fitting(words, {k: scheme.eval_lisp(t) for k, t in VALUES.items()} if i == 0 else {k: scheme.eval_lisp(t) for k, t in VALUES.items()})
            if arguments is None:
                continue
            arguments[i] = value
            arguments = arguments[: max(i + 1, declared.least)]
            try:
                result = run(scheme.world, scheme.world.primitive(name), *arguments)
            except LispError:
                continue
            accepted.append(f"argument {i + 1} ({word}): {kind} → {result!r}")
    assert accepted == []


def attributes(source: object) -> set[str]:
    texts = source.values() if isinstance(source, dict) else [source] if source else []
    return {node.attr for text in texts for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Attribute)}
