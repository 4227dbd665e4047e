"""Every primitive refuses an argument of a type that its signature does not allow, with an error that says so.

Nothing is checked before an operation (runtime/diagnose.py), so it must fail in Python by itself: no class of values may
have an attribute that another one's operations are written with.
"""

from __future__ import annotations

import pytest

from lisp import Interpreter, LispError
from lisp.core.primitive import Primitive
from lisp.data.pair import iterate
from lisp.data.writer import shown
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
LEFT_OUT = {"delete-file"}
# A list is looked at as far as it must be.
FOUND_BEFORE = {("memq", "pair"), ("memv", "pair")}


@pytest.fixture(scope="module")
def scheme() -> Interpreter:
    interpreter = Interpreter()
    interpreter.eval_lisp("(import (srfi 69) (srfi 111)) (define-record-type thing (make-thing x) thing? (x thing-x))")
    return interpreter


def typed(declared: Primitive) -> list[str]:
    """The types of the arguments of a primitive, but for the dots."""
    return [word.strip("[]") for word in declared.arguments if word != "..."]


NAMES = [
    name
    for name, function in sorted(Primitives().all().items())
    if name[0] != "%" and name not in LEFT_OUT and any(word in TYPES and word != "object" for word in typed(function.primitive))
]


@pytest.mark.parametrize("name", NAMES)
def test_a_wrong_type_is_refused(scheme: Interpreter, name: str) -> None:
    procedure = scheme.world.primitive(name)
    words = typed(procedure.primitive)
    values = scheme.eval_lisp("(list " + " ".join(VALUES.values()) + ")")
    known = dict(zip(VALUES, iterate(values)))
    fitting = [next((v for v in known.values() if has_type(word, v)), None) for word in words]
    accepted = []
    for i, word in enumerate(words):
        for kind, value in known.items():
            if word not in TYPES or has_type(word, value) or (name, kind) in FOUND_BEFORE:
                continue
            if value.__class__ is bool and word in NUMERIC:
                continue
            arguments = [*fitting[:i], value, *fitting[i + 1 : procedure.primitive.least]]
            try:
                result = run(scheme.world, procedure, *arguments)
            except LispError:
                continue
            accepted.append(f"argument {i + 1} ({word}): {kind} gives {shown(result)}")
    assert accepted == []


@pytest.mark.parametrize(
    "form",
    ["(+ 1 #t)", "(+ 1 2 #f)", "(- (null? 1))", "(* 2 (< 1 2))", "(square #t)", "(= #t #t)", "(< #f 1)", "(> 1 #f)",
     "(<= #f #t)", "(>= 1 (not 1))", "(zero? #f)", "(positive? #t)", "(negative? (eq? 1 2))"],
)  # fmt: skip
def test_what_is_certainly_a_boolean_is_no_number(scheme: Interpreter, form: str) -> None:
    with pytest.raises(LispError, match="expected a (real )?number, got #[tf]"):
        scheme.eval_lisp(form)


WRITTEN_IN_PLACE = ["(set-car! f 1)", "(set-cdr! f 1)", "(set-box! f 1)", "(vector-length f)", "(bytevector-length p)",
                    "(bytevector-u8-ref p 0)", '(string-set! s 0 t)']  # fmt: skip


@pytest.mark.parametrize("form", WRITTEN_IN_PLACE)
def test_so_is_one_where_the_primitive_is_written_in_place(scheme: Interpreter, form: str) -> None:
    """Slots and attributes that could be taken for others: procedures take any attribute, ports hold bytes and text."""
    definitions = '(define (f) 1) (define p (open-input-bytevector (bytevector 1))) (define s (make-string 2)) '
    with pytest.raises(LispError, match="expected a"):
        scheme.eval_lisp(definitions + '(define t (open-input-string "xyz")) ' + form)
