"""The type words of primitive signatures: a predicate and the text of an error message for each.

The tests here run after something has failed, so they may be slow, and must be exact.
"""

from __future__ import annotations

from lisp.core.syntax import Environment, Library
from lisp.data.base import EOF, NIL
from lisp.data.box import Box
from lisp.data.bytevector import Bytevector
from lisp.data.char import Char
from lisp.data.condition import Condition
from lisp.data.pair import Pair, is_list
from lisp.data.parameter import Parameter
from lisp.data.promise import Promise
from lisp.data.record import Record, RecordType
from lisp.data.string import String
from lisp.data.symbol import Symbol
from lisp.data.vector import Vector

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    Predicate = Callable[[object], bool]


def is_number(x: object) -> bool:
    return x.__class__ in (int, float, complex) or x.__class__.__name__ == "Ratio"


def is_real(x: object) -> bool:
    return is_number(x) and x.__class__ is not complex


def is_integer(x: object) -> bool:
    return x.__class__ is int or (x.__class__ is float and x.is_integer())


def is_procedure(x: object) -> bool:
    return callable(x) and not isinstance(x, type)


def has_class(*classes: type) -> Predicate:
    return lambda x: isinstance(x, classes)


def is_port(direction: str, kind: str = "") -> Predicate:
    def test(x: object) -> bool:
        from lisp.data import port

        classes = {"": port.Port, "input": port.InputPort, "output": port.OutputPort}
        if not isinstance(x, classes[direction]):
            return False
        if kind in ("textual", "binary"):
            return x.textual is (kind == "textual")
        return not kind or isinstance(x, getattr(port, kind))

    return test


def table_test(x: object) -> bool:
    return x.__class__.__name__ == "Table"


TYPES = {
    "object": (lambda x: True, "an object"),
    "boolean": (lambda x: x is True or x is False, "a boolean"),
    "number": (is_number, "a number"),
    "complex": (is_number, "a number"),
    "real": (is_real, "a real number"),
    "rational": (lambda x: is_real(x) and x - x == 0, "a rational number"),
    "integer": (is_integer, "an integer"),
    "exact-integer": (lambda x: x.__class__ is int, "an exact integer"),
    "exact": (lambda x: is_number(x) and x.__class__ not in (float, complex), "an exact number"),
    "exact-rational": (lambda x: is_number(x) and x.__class__ not in (float, complex), "an exact rational"),
    "flonum": (lambda x: x.__class__ is float, "a flonum"),
    "index": (lambda x: x.__class__ is int and x >= 0, "an exact non-negative integer"),
    "byte": (lambda x: x.__class__ is int and 0 <= x <= 255, "a byte (0 to 255)"),
    "pair": (has_class(Pair), "a pair"),
    "null": (lambda x: x is NIL, "the empty list"),
    "list": (is_list, "a list"),
    "symbol": (has_class(Symbol), "a symbol"),
    "string": (has_class(String), "a string"),
    "char": (has_class(Char), "a character"),
    "vector": (has_class(Vector), "a vector"),
    "bytevector": (has_class(Bytevector), "a bytevector"),
    "procedure": (is_procedure, "a procedure"),
    "promise": (has_class(Promise), "a promise"),
    "parameter": (has_class(Parameter), "a parameter"),
    "condition": (has_class(Condition), "an error object"),
    "environment": (has_class(Environment, Library), "an environment"),
    "record": (has_class(Record), "a record"),
    "record-type": (has_class(RecordType), "a record type"),
    "random-source": (lambda x: x.__class__.__name__ == "RandomSource", "a random source"),
    "box": (has_class(Box), "a box"),
    "table": (table_test, "a hash table"),
    "eof": (lambda x: x is EOF, "an end-of-file object"),
    "unspecified": (lambda x: x is None, "the unspecified value"),
    "port": (is_port(""), "a port"),
    "input-port": (is_port("input"), "an input port"),
    "output-port": (is_port("output"), "an output port"),
    "textual-port": (is_port("", "textual"), "a textual port"),
    "binary-port": (is_port("", "binary"), "a binary port"),
    "textual-input-port": (is_port("input", "textual"), "a textual input port"),
    "textual-output-port": (is_port("output", "textual"), "a textual output port"),
    "binary-input-port": (is_port("input", "binary"), "a binary input port"),
    "binary-output-port": (is_port("output", "binary"), "a binary output port"),
    "string-output-port": (is_port("output", "StringOutput"), "a string output port"),
    "bytevector-output-port": (is_port("output", "BytesOutput"), "a bytevector output port"),
}


def has_type(word: str, value: object) -> bool:
    """Whether VALUE is of the type called WORD; an unknown word accepts all."""
    entry = TYPES.get(word)
    return entry is None or bool(entry[0](value))


def type_text(word: str) -> str:
    """The type called WORD as a message says it, with its article."""
    entry = TYPES.get(word)
    return entry[1] if entry is not None else f"a {word}"
