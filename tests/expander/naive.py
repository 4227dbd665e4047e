"""What the expander's tests stand on: a tiny reader that gives SourcePairs, and a naive evaluator of core forms."""

from __future__ import annotations

import re

from lisp.core import forms
from lisp.core.names import PRIMITIVES
from lisp.core.syntax import Library
from lisp.data.base import NIL
from lisp.data.char import CHARS
from lisp.data.condition import error
from lisp.data.pair import Pair, SourcePair, iterate, make_pair, to_list
from lisp.data.place import Source, Span
from lisp.data.string import String
from lisp.data.symbol import Symbol, intern
from lisp.data.values import Values, make_values, members_of
from lisp.data.vector import Vector
from lisp.expander.core_forms import syntax_library
from lisp.expander.expand import expand_library, expand_program, user_library

TOKEN = re.compile(r"""\s+|;[^\n]*|(?P<token>,@|['`,()]|\#\(|"[^"]*"|\#\\.|[^\s()'`,"]+)""")
QUOTES = {"'": "quote", "`": "quasiquote", ",": "unquote", ",@": "unquote-splicing"}


class Reader:
    """Reads a small subset of Scheme, with places."""

    def __init__(self, text: str, name: str) -> None:
        self.source = Source(name, text)
        self.tokens = [(m["token"], m.start(), m.end()) for m in TOKEN.finditer(text) if m["token"]]
        self.at = 0

    def read_all(self) -> list:
        data = []
        while self.at < len(self.tokens):
            data.append(self.read()[0])
        return data

    def read(self) -> tuple:
        token, start, end = self.tokens[self.at]
        self.at += 1
        if token in QUOTES:
            datum, inner = self.read()
            span = Span(self.source, start, inner.end)
            rest = SourcePair(datum, NIL, None, inner)
            return SourcePair(intern(QUOTES[token]), rest, span, Span(self.source, start, end)), span
        if token in ("(", "#("):
            items, tail = [], NIL
            while self.tokens[self.at][0] != ")":
                if self.tokens[self.at][0] == ".":
                    self.at += 1
                    tail, _ = self.read()
                else:
                    items.append(self.read())
            end = self.tokens[self.at][2]
            self.at += 1
            span = Span(self.source, start, end)
            if token == "#(":
                return Vector([datum for datum, _ in items]), span
            result = tail
            for index, (datum, place) in reversed(list(enumerate(items))):
                result = SourcePair(datum, result, None if index else span, place)
            return result, span
        return atom(token), Span(self.source, start, end)


def atom(token: str) -> object:
    if token.startswith('"'):
        return String(token[1:-1], True)
    if token.startswith("#\\"):
        return CHARS[token[2:]]
    if token in ("#t", "#f"):
        return token == "#t"
    try:
        return int(token)
    except ValueError:
        return intern(token)


def read(text: str, name: str = "test.scm") -> list:
    return Reader(text, name).read_all()


def show(value: object) -> str:
    """VALUE much as `write` shows it."""
    if value is True or value is False:
        return "#t" if value else "#f"
    if isinstance(value, Symbol):
        return value.name
    if isinstance(value, String):
        return f'"{value}"'
    if isinstance(value, Vector):
        return "#(" + " ".join(show(item) for item in value.items) + ")"
    if isinstance(value, Values):
        return "values:" + " ".join(show(item) for item in value.members)
    if isinstance(value, Pair):
        parts = []
        while isinstance(value, Pair):
            parts.append(show(value.car))
            value = value.cdr
        return "(" + " ".join(parts) + ("" if value is NIL else " . " + show(value)) + ")"
    return repr(value)


class Raised(Exception):
    """A raised object."""


def append(*lists: object) -> object:
    result = lists[-1] if lists else NIL
    for part in reversed(lists[:-1]):
        result = to_list(list(iterate(part)), result)
    return result


def force(promise: object) -> object:
    while promise[0] == "lazy":
        promise[:] = promise[1]()
    return promise[1]


def eqv(a: object, b: object) -> bool:
    return a is b or (a.__class__ is int and b.__class__ is int and a == b)


def scheme_raise(value: object) -> None:
    raise Raised(value)


def guard(handler: object, thunk: object) -> object:
    try:
        return thunk()
    except Raised as raised:
        value = raised.args[0]

        def again() -> object:
            raise Raised(value)

        return handler(value, again)


def parameterize(settings: object, thunk: object) -> object:
    changed = [(pair.car, pair.car.setting, pair.cdr) for pair in iterate(settings)]
    for parameter, _, new in changed:
        parameter.setting = new
    try:
        return thunk()
    finally:
        for parameter, old, _ in changed:
            parameter.setting = old


def case_lambda(*clauses: object) -> object:
    def dispatch(*arguments: object) -> object:
        for clause in clauses:
            if clause.accepts(len(arguments)):
                return clause(*arguments)
        raise Raised(intern("no-clause"))

    return dispatch


def set_car(pair: Pair, value: object) -> None:
    pair.car = value


PROCEDURES = {
    "cons": make_pair, "car": lambda p: p.car, "cdr": lambda p: p.cdr, "list": lambda *a: to_list(a), "append": append,
    "set-car!": set_car, "list->vector": lambda a: Vector(list(iterate(a))), "vector": lambda *a: Vector(list(a)),
    "+": lambda *a: sum(a), "-": lambda a, b: a - b, "*": lambda a, b: a * b, "=": lambda a, b: a == b,
    "<": lambda a, b: a < b, ">": lambda a, b: a > b, "eqv?": eqv, "eq?": lambda a, b: a is b, "not": lambda a: a is False,
    "null?": lambda a: a is NIL, "pair?": lambda a: isinstance(a, Pair), "values": make_values,
    "%apply-values": lambda f, v: f(*members_of(v)), "raise": scheme_raise, "force": force,
    "make-promise": lambda v: ["done", v], "%make-done-promise": lambda v: ["done", v],
    "%make-lazy-promise": lambda thunk: ["lazy", thunk],
    "%make-record-type": lambda name, fields: (name, [f.name for f in iterate(fields)]),
    "%record": lambda rtd, *values: {"type": rtd, "values": list(values)},
    "%record?": lambda o, rtd: isinstance(o, dict) and o["type"] is rtd,
    "%record-ref": lambda r, rtd, i: r["values"][i],
    "%record-set!": lambda r, rtd, i, v: r["values"].__setitem__(i, v),
}  # fmt: skip
CONTROL = {"%guard": guard, "%parameterize": parameterize, "%case-lambda": case_lambda,
           "%assertion-failed": lambda datum: scheme_raise(make_pair(intern("assertion"), datum))}  # fmt: skip


class Frame:
    """Local variables of one scope."""

    def __init__(self, names: dict, parent: Frame | None) -> None:
        self.names = names
        self.parent = parent

    def find(self, name: str) -> dict:
        frame = self
        while name not in frame.names:
            frame = frame.parent
        return frame.names


class Closure:
    """A procedure."""

    def __init__(self, form: forms.Lambda, frame: Frame, machine: Machine) -> None:
        self.form, self.frame, self.machine = form, frame, machine

    def accepts(self, count: int) -> bool:
        least = len(self.form.parameters)
        return count == least or (count > least and self.form.rest is not None)

    def __call__(self, *arguments: object) -> object:
        form = self.form
        if not self.accepts(len(arguments)):
            raise Raised(intern("arity"))
        names = dict(zip(form.parameters, arguments))
        if form.rest is not None:
            names[form.rest] = to_list(arguments[len(form.parameters) :])
        return self.machine.run(form.body, Frame(names, self.frame))


class Machine:
    """Runs core forms; one dict of globals for each library."""

    def __init__(self, library: str, everything: dict) -> None:
        self.library = library
        self.everything = everything

    def place(self, key: str) -> tuple:
        library, _, name = key.rpartition("\0")
        return self.everything.setdefault(library or self.library, {}), name

    def run(self, form: forms.Form, frame: Frame | None = None) -> object:
        return getattr(self, "run_" + form.__class__.__name__)(form, frame)

    def run_Constant(self, form, frame):
        return form.value

    def run_LocalRef(self, form, frame):
        return frame.find(form.name)[form.name]

    def run_GlobalRef(self, form, frame):
        names, name = self.place(form.key)
        if name not in names:
            raise error("unbound", f"{name} is unbound", place=form.span)
        return names[name]

    def run_Assign(self, form, frame):
        frame.find(form.name)[form.name] = self.run(form.value, frame)

    def run_SetGlobal(self, form, frame):
        names, name = self.place(form.key)
        assert name in names
        names[name] = self.run(form.value, frame)

    def run_DefineGlobal(self, form, frame):
        names, name = self.place(form.key)
        names[name] = self.run(form.value, frame)

    def run_If(self, form, frame):
        return self.run(form.alternative if self.run(form.test, frame) is False else form.consequent, frame)

    def run_Lambda(self, form, frame):
        return Closure(form, frame, self)

    def run_Call(self, form, frame):
        operator = self.run(form.operator, frame)
        return operator(*[self.run(operand, frame) for operand in form.operands])

    def run_Let(self, form, frame):
        return self.run(form.body, Frame({n: self.run(i, frame) for n, i in zip(form.names, form.inits)}, frame))

    def run_Letrec(self, form, frame):
        frame = Frame({}, frame)
        for name, init in zip(form.names, form.inits):
            frame.names[name] = self.run(init, frame)
        return self.run(form.body, frame)

    def run_Sequence(self, form, frame):
        for part in form.forms:
            value = self.run(part, frame)
        return value


class Host:
    """Libraries and files in memory."""

    features = ("r7rs", "full-unicode")

    def __init__(self, files: dict | None = None) -> None:
        from lisp.core.syntax import GlobalVariable

        self.files = files or {}
        self.globals = {PRIMITIVES: dict(PROCEDURES), "(lisp control)": dict(CONTROL)}
        self.globals[PRIMITIVES]["%set-global!"] = self.set_global
        base = Library("(base)")
        base.exports.update(syntax_library().exports)
        base.exports.update({intern(n): GlobalVariable(PRIMITIVES, n) for n in PROCEDURES})
        self.libraries = {"(base)": base}
        self.warnings: list = []
        self.reads: list = []

    def set_global(self, library: Symbol, key: Symbol, value: object) -> None:
        self.globals[library.name][key.name] = value

    def find_library(self, name: object, place: object) -> Library:
        printed = show(name)
        if printed not in self.libraries:
            raise error("file", f"there is no library {printed}", place=place)
        return self.libraries[printed]

    def library_exists(self, name: object) -> bool:
        return show(name) in self.libraries

    def read_file(self, path: str, relative_to: str | None, fold_case: bool) -> list:
        self.reads.append((path, relative_to, fold_case))
        return read(self.files[path], path)

    def define_library(self, datum: object) -> None:
        library, form = expand_library(datum, self)
        Machine(library.name, self.globals).run(form)
        self.libraries[library.name] = library

    def warn(self, *arguments: object) -> None:
        self.warnings.append(arguments)


class Session:
    """A top level to type at."""

    def __init__(self, files: dict | None = None) -> None:
        self.host = Host(files)
        self.library = user_library()
        self.machine = Machine("(user)", self.host.globals)
        self.run("(import (base))")

    def expand(self, text: str) -> forms.Form:
        return expand_program(read(text), self.library, self.host)

    def run(self, text: str) -> object:
        return self.machine.run(self.expand(text))


def value_of(text: str) -> str:
    """What the program TEXT gives, as `write` shows it."""
    return show(Session().run(text))


