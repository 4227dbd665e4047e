"""The border between Python and Scheme values.

    Scheme → Python                          Python → Scheme
    #t #f, numbers                  as they are, exact rationals as Fraction, both ways (of a subclass: the plain number)
    unspecified → None                       None → unspecified
    string, symbol → str                     str → string
    character → str of length one
    list, vector → list                      list, tuple → list        (Python has no pairs: a dotted tail is an error)
    bytevector → bytes                       bytes, bytearray → bytevector
    hash table → dict                        dict → hash table (equal?)
    procedure → callable                     callable → procedure
    several values → tuple
    anything else is passed as it is, and is itself again when it comes back.
"""

from __future__ import annotations

import sys

from lisp.data.base import NIL
from lisp.data.bytevector import Bytevector
from lisp.data.char import Char
from lisp.data.condition import error
from lisp.data.pair import Pair, to_list
from lisp.data.string import String, text_of
from lisp.data.symbol import Symbol
from lisp.data.table import Table, entries_of, put
from lisp.data.values import Values
from lisp.data.vector import Vector
from lisp.runtime.world import depth_of_stack

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

ROOM = 1000  # frames that a function of the host may use: what Python gives by itself
ATOMS = (bool, int, float, complex, type(None))
PLAIN = ((int, int.__index__), (float, float.__float__), (complex, complex.__complex__))  # of an object of a subclass


def to_python(interpreter: object, value: object) -> object:
    """VALUE as a Python value; nested data are converted without recursion, sharing and cycles kept."""
    return Exporter(interpreter).convert(value)


class Exporter:
    """One conversion to Python; `done` maps the identity of a container to the list it became, so that cycles end."""

    def __init__(self, interpreter: object) -> None:
        self.interpreter = interpreter
        self.done: dict[int, object] = {}
        self.open: list[tuple[object, object]] = []

    def convert(self, value: object) -> object:
        result = self.one(value)
        while self.open:
            source, target = self.open.pop()
            if source.__class__ is Vector:
                target.extend([self.one(item) for item in source.items])
            elif isinstance(source, Pair):
                self.fill_list(source, target)
            else:
                self.fill_dict(source, target)
        return result

    def fill_dict(self, source: Table, target: dict) -> None:
        for key, item in entries_of(source):
            name = self.one(key)
            try:
                taken = name in target
            except TypeError:
                raise error("value", "a Python dict cannot have this key of a hash table:", key) from None
            if taken:
                raise error("value", "a Python dict already has an entry for this key of a hash table:", key)
            target[name] = self.one(item)

    def fill_list(self, source: object, target: list) -> None:
        start = source
        while isinstance(source, Pair):
            target.append(self.one(source.car))
            source = source.cdr
            if source is start:
                raise error("value", "a circular list has no Python counterpart")
        if source is not NIL:
            raise error("value", "a dotted list has no Python counterpart")

    def one(self, value: object) -> object:
        cls = value.__class__
        if cls in ATOMS:
            return value
        if cls is String:
            return text_of(value)
        if cls is Symbol:
            return value.name
        if cls is Char:
            return value.text
        if value is NIL:
            return []
        if cls is Bytevector:
            return bytes(value.octets)
        if cls is Values:
            return tuple([to_python(self.interpreter, v) for v in value.members])
        if cls is Vector or isinstance(value, Pair):
            return self.container(value, [])
        if cls.__name__ == "Table":
            return self.container(value, {})
        if cls.__name__ == "Ratio":
            from fractions import Fraction

            return Fraction(value.numerator, value.denominator)
        if callable(value) and not isinstance(value, type) and not hasattr(value, "host_function"):
            return callable_for(self.interpreter, value)
        return getattr(value, "host_function", value)

    def container(self, value: object, target: object) -> object:
        known = self.done.get(id(value))
        if known is not None:
            return known
        self.done[id(value)] = target
        self.open.append((value, target))
        return target


def callable_for(interpreter: object, procedure: Callable) -> Callable:
    """A Python callable that calls the Scheme PROCEDURE in a run of its own."""

    def call(*arguments: object) -> object:
        result = interpreter.run(procedure, *[to_lisp(interpreter, a) for a in arguments])
        return to_python(interpreter, result)

    call.lisp_procedure = procedure
    call.remake = callable_for, (interpreter, procedure)
    return call


def to_lisp(interpreter: object, value: object) -> object:
    """VALUE as a Scheme value; nested data are converted without recursion, sharing and cycles kept."""
    return Importer(interpreter).convert(value)


class Importer:
    """One conversion to Scheme. Containers are made empty, and filled one after the other.

    `done` maps the identity of a container to what it became and to itself: kept alive, none lends its identity to another.
    """

    def __init__(self, interpreter: object) -> None:
        self.interpreter = interpreter
        self.done: dict[int, tuple[object, object]] = {}
        self.open: list[tuple[list, object]] = []

    def convert(self, value: object) -> object:
        result = self.one(value)
        tables = []
        while self.open:
            items, target = self.open.pop()
            if isinstance(target, Pair):
                for item in items:
                    target.car = self.one(item)
                    target = target.cdr
            else:
                tables.append((target, [(self.one(key), self.one(item)) for key, item in items]))
        for table, entries in tables:  # a key is found by its contents: it must be whole
            for key, item in entries:
                put(table, key, item)
        return result

    def one(self, value: object) -> object:
        """VALUE as a Scheme value; a container is filled later."""
        cls = value.__class__
        if cls in ATOMS:
            return value
        if isinstance(value, str):
            return String(value)
        if isinstance(value, (bytes, bytearray)):
            return Bytevector(bytearray(value))
        if isinstance(value, (list, tuple, dict)):
            return self.container(value)
        for plain, make in PLAIN:
            if isinstance(value, plain):
                return make(value)
        if cls.__name__ == "Fraction":
            from lisp.data.rational import make_ratio

            return make_ratio(value.numerator, value.denominator)
        return self.procedure(value)

    def container(self, value: object) -> object:
        known = self.done.get(id(value))
        if known is not None:
            return known[0]
        items = list(value.items() if isinstance(value, dict) else value)
        target = Table("equal") if isinstance(value, dict) else to_list(items)
        self.done[id(value)] = target, value
        if items:
            self.open.append((items, target))
        return target

    def procedure(self, value: object) -> object:
        """The procedure of a callable that is no class; any other VALUE is itself."""
        if hasattr(value, "lisp_procedure"):
            return value.lisp_procedure
        if callable(value) and not isinstance(value, type) and not hasattr(value, "__code__"):
            return host_procedure(self.interpreter, getattr(value, "__name__", "host"), value)
        if callable(value) and not isinstance(value, type) and not value.__code__.co_filename.startswith("lisp:"):
            return host_procedure(self.interpreter, value.__name__, value)
        return value


def host_procedure(interpreter: object, name: str, function: Callable) -> Callable:
    """The Scheme procedure that calls the Python FUNCTION; its exceptions become conditions."""
    if hasattr(function, "lisp_procedure"):
        return function.lisp_procedure
    if hasattr(function, "primitive") or getattr(getattr(function, "__code__", None), "co_filename", "")[:5] == "lisp:":
        return function

    def procedure(*arguments: object) -> object:
        values = [to_python(interpreter, a) for a in arguments]
        before = sys.getrecursionlimit()
        sys.setrecursionlimit(max(before, depth_of_stack() + ROOM))  # that of compiled code would cut the function in half
        try:
            value = function(*values)
        finally:
            sys.setrecursionlimit(before)
        return to_lisp(interpreter, value)

    procedure.__name__ = name
    procedure.host_function = function
    procedure.remake = host_procedure, (interpreter, name, function)  # how an image makes it again (image/pickling.py)
    return procedure
