"""Random object graphs: what hypothesis draws, the objects made of it, and how two graphs are compared.

A drawing is a list of nodes, each (kind, atom, numbers); a number names another node, whichever way it lies, so that
sharing and cycles come by themselves. `build` makes all nodes blank and then fills them.
"""

from __future__ import annotations

import struct
from types import CellType, FunctionType

from hypothesis import strategies as st

from lisp import Interpreter
from lisp.core.syntax import Library
from lisp.data.base import DEFAULT, EOF, NIL, Object, Singleton
from lisp.data.box import Box, make_box
from lisp.data.bytevector import Bytevector
from lisp.data.char import CHARS, Char
from lisp.data.condition import Condition, LispError
from lisp.data.pair import Pair, make_pair
from lisp.data.parameter import Parameter
from lisp.data.port import BinaryInput, BytesOutput, StringOutput, TextInput
from lisp.data.promise import Promise
from lisp.data.rational import Ratio, make_ratio
from lisp.data.record import Record, RecordType, make_record
from lisp.data.string import String, chars_for_update
from lisp.data.symbol import Symbol, intern, is_interned
from lisp.data.table import TOKENS, Table, entries_of, find, keys_of, put, remove
from lisp.data.values import Values
from lisp.data.vector import Vector

# Two closures of one call share what they assign; the third holds its variables without assigning them.
MAKERS = """
(define (shared x y)
  (%list->tuple (list (lambda () x) (lambda (v) (set! x v)) (lambda () (cons x y)) (lambda (v) (set! y v)))))
(define (plain x) (lambda (y) (cons x y)))
(define (counter n) (let loop ((k n)) (lambda () (set! k (+ k 1)) (loop k))))
"""

floats = st.floats(allow_nan=True) | st.integers(0, 2**64 - 1).map(lambda n: struct.unpack("<d", struct.pack("<Q", n))[0])
numbers = (
    st.integers(-300, 300)
    | st.integers(-(2**70), 2**70)
    | st.sampled_from([2**63 - 1, 2**63, -(2**63), -(2**63) - 1, 10**400, -0.0, float("inf"), float("nan")])
    | floats
    | st.builds(complex, floats, floats)
    | st.builds(make_ratio, st.integers(-(2**70), 2**70), st.integers(1, 2**66))
)
texts = st.text(st.characters(exclude_categories=()), max_size=8)
atoms = (
    numbers
    | st.sampled_from([True, False, None, NIL, EOF, DEFAULT])
    | texts.map(intern)
    | st.characters(exclude_categories=()).map(CHARS.__getitem__)
)


class Host:
    """An object of Python that can change, and knows things of Scheme."""

    def __init__(self) -> None:
        self.lines: list = []
        self.kept: object = None


def blank_chain(atom: object, count: int) -> Pair:
    pair = chain = make_pair(atom, NIL)
    for _ in range(7 * count):
        chain = make_pair(atom, chain)
    pair.cdr = NIL
    return chain


def blank_closures(interpreter: Interpreter, which: int) -> object:
    variables = interpreter.user.globals
    if which % 3 == 0:
        return variables["plain"](False)
    if which % 3 == 1:
        return variables["counter"](which)
    return Vector(list(variables["shared"](False, True)))  # its members get their values in `fill`


# kind → (interpreter, atom, count of numbers) → a blank
BLANKS = {
    "pair": lambda i, a, n: make_pair(a, NIL),
    "chain": lambda i, a, n: blank_chain(a, n),
    "vector": lambda i, a, n: Vector([a]),
    "literal vector": lambda i, a, n: Vector(()),
    "string": lambda i, a, n: String(str(a)),
    "literal": lambda i, a, n: String(str(a), constant=True),
    "changed string": lambda i, a, n: String(str(a)),
    "bytevector": lambda i, a, n: Bytevector(bytearray(repr(a).encode("utf-8", "replace"))),
    "literal bytevector": lambda i, a, n: Bytevector(bytes(n)),
    "box": lambda i, a, n: make_box(a) if n else Box(),
    "record": lambda i, a, n: RecordType("point", tuple([intern(f"f{k}") for k in range(n)])),
    "closure": lambda i, a, n: blank_closures(i, n),
    "table eq": lambda i, a, n: Table("eq"),
    "table eqv": lambda i, a, n: Table("eqv"),
    "table equal": lambda i, a, n: Table("equal"),
    "table string": lambda i, a, n: Table("string"),
    "table string-ci": lambda i, a, n: Table("string-ci"),
    "texts": lambda i, a, n: Table("equal" if n % 2 else "string"),
    "promise": lambda i, a, n: Promise(make_box(make_pair(bool(n % 2), NIL))),
    "parameter": lambda i, a, n: Parameter(a),
    "uninterned": lambda i, a, n: Symbol(str(a)),
    "condition": lambda i, a, n: Condition("error", a),
    "values": lambda i, a, n: Values(()),
    "input port": lambda i, a, n: TextInput(str(a) * 3),
    "output port": lambda i, a, n: StringOutput(),
    "binary input port": lambda i, a, n: BinaryInput(bytes(n)),
    "binary output port": lambda i, a, n: BytesOutput(),
    "atom": lambda i, a, n: a,
}

drawings = st.lists(
    st.tuples(st.sampled_from(sorted(BLANKS)), atoms, st.lists(st.integers(0, 30), max_size=4)), min_size=1, max_size=24
)


def build(interpreter: Interpreter, drawing: list) -> object:
    """The root of the graph of DRAWING: a vector of all nodes, so that each counts."""
    nodes = [BLANKS[kind](interpreter, atom, len(others)) for kind, atom, others in drawing]
    for place, (kind, _, _) in enumerate(drawing):
        if kind == "record":  # the type is there: one instance of it is the node
            rtd = nodes[place]
            nodes[place] = make_record(rtd, [NIL] * len(rtd.fields))
    for node, (kind, atom, others) in zip(nodes, drawing):
        fill(node, kind, atom, [nodes[n % len(nodes)] for n in others])
    return Vector(nodes)


def fill(node: object, kind: str, atom: object, others: list) -> None:
    """Give NODE what it refers to."""
    word = kind.split(" ")[0]
    if word == "table":
        for key, value in zip(others, others[1:] + [atom]):
            store(node, key, value)
    elif kind in FILLERS and others:
        FILLERS[kind](node, others, atom)


def store(table: Table, key: object, value: object) -> None:
    """Enter KEY where the table takes it: keys by content have limits."""
    try:
        put(table, key, value)
    except LispError:
        text = String(type(key).__name__)
        put(table, text, value)
        if table.kind == "equal":
            chars_for_update(text).append("!")  # found by what it was


def fill_texts(table: Table, others: list, atom: object) -> None:
    """Keys that nobody knows; at times the table itself knows one, or one has changed, or gone and come again."""
    for n, value in enumerate(others):
        put(table, String(f"{atom}{n}"), value)
    if len(others) % 2:
        known = keys_of(table)
        put(table, String("known"), known[0])
        put(table, String("literal", constant=True), atom)
        if len(others) == 3:
            chars_for_update(known[1]).append("!")
            remove(table, known[2])
            put(table, String(f"{atom}2"), atom)


def fill_pair(pair: Pair, others: list, atom: object) -> None:
    pair.car, pair.cdr = others[0], others[-1]


def fill_chain(chain: Pair, others: list, atom: object) -> None:
    """Its last cdr, and a pair in its middle whose car knows another pair of it."""
    pairs = [chain]
    while isinstance(pairs[-1].cdr, Pair) and len(pairs) < 100:  # it may be circular by now
        pairs.append(pairs[-1].cdr)
    pairs[-1].cdr = others[0]
    pairs[0].car = pairs[len(pairs) // 2]
    pairs[-1].car = others[-1]


def fill_vector(vector: Vector, others: list, atom: object) -> None:
    vector.items = [atom, *others]


def fill_literal_vector(vector: Vector, others: list, atom: object) -> None:
    vector.items = (atom, *others)


def fill_string(string: String, others: list, atom: object) -> None:
    chars_for_update(string).extend("λ\n")


def fill_box(box: Box, others: list, atom: object) -> None:
    box.content = others[0]


def fill_record(record: Record, others: list, atom: object) -> None:
    for slot, value in zip(record.__class__.__slots__, others):
        setattr(record, slot, value)


def fill_closure(closure: object, others: list, atom: object) -> None:
    if closure.__class__ is Vector:
        _, set_x, _, set_y = closure.items
        set_x(others[0])
        set_y(others[-1])
    else:
        closure.__closure__[0].cell_contents = others[0]


def fill_promise(promise: Promise, others: list, atom: object) -> None:
    if isinstance(others[-1], Promise):
        promise.state = others[-1].state
    else:
        promise.state.content.cdr = others[0]


def fill_parameter(parameter: Parameter, others: list, atom: object) -> None:
    parameter.setting, parameter.converter = others[0], others[-1]


def fill_condition(condition: Condition, others: list, atom: object) -> None:
    condition.irritants = others[0]
    condition.who = "someone"


def fill_values(values: Values, others: list, atom: object) -> None:
    values.members = tuple(others)


def fill_input(port: object, others: list, atom: object) -> None:
    port.position = len(others) % (len(port.buffer) + 1)
    port.is_open = len(others) < 4


def fill_output(port: StringOutput, others: list, atom: object) -> None:
    port.write(str(atom))
    port.write("and more")


def fill_bytes_output(port: BytesOutput, others: list, atom: object) -> None:
    port.write_bytes(b"\0\xff")


FILLERS = {
    "texts": fill_texts,
    "pair": fill_pair,
    "chain": fill_chain,
    "vector": fill_vector,
    "literal vector": fill_literal_vector,
    "changed string": fill_string,
    "box": fill_box,
    "record": fill_record,
    "closure": fill_closure,
    "promise": fill_promise,
    "parameter": fill_parameter,
    "condition": fill_condition,
    "values": fill_values,
    "input port": fill_input,
    "output port": fill_output,
    "binary input port": fill_input,
    "binary output port": fill_bytes_output,
}


# -- comparing ---------------------------------------------------------------------------------------------------------


def difference(a: object, b: object) -> str | None:
    """Where the graphs of A and B are not alike; None if they are the same but for their addresses.

    Alike: there is a one-to-one mapping of the objects with an identity that keeps classes, contents and references.
    """
    there: dict[int, object] = {}  # id in A → object of B
    back: dict[int, object] = {}
    work = [(a, b, "root")]
    while work:
        x, y, path = work.pop()
        if x.__class__ is not y.__class__ and not (isinstance(x, Record) and isinstance(y, Record)):
            return f"{path}: {x!r} became {y!r}"
        if not has_identity(x):
            if content(x) != content(y):
                return f"{path}: {x!r} became {y!r}"
            continue
        if id(x) in there or id(y) in back:
            if there.get(id(x)) is not y or back.get(id(y)) is not x:
                return f"{path}: another identity"
            continue
        there[id(x)], back[id(y)] = y, x
        if content(x) != content(y):
            return f"{path}: {content(x)!r} became {content(y)!r}"
        own, other = parts(x), parts(y)
        if len(own) != len(other):
            return f"{path}: {len(own)} parts became {len(other)}"
        work.extend((p, q, f"{path}.{k}") for k, (p, q) in enumerate(zip(own, other)))
        if isinstance(x, Table) and any(find(y, key) is not entry for entry, key in fresh_keys(y)):
            return f"{path}: a key is not found"
    return None


def has_identity(x: object) -> bool:
    if isinstance(x, Symbol):
        return not is_interned(x)
    return not isinstance(x, (int, float, complex, str, bytes, Char, Singleton, Ratio, Library, type(None)))


def fresh_keys(table: Table) -> list:
    """(value, key) of TABLE where the key is still what it was stored as."""
    make = TOKENS[table.kind]
    return [(value, key) for token, (key, value) in zip(table.values, entries_of(table)) if same_token(make, key, token)]


def same_token(make: object, key: object, token: object) -> bool:
    try:
        return make(key) == token
    except LispError:
        return False  # circular by now


def content(x: object) -> object:
    """What X is beside its references."""
    if isinstance(x, float):
        return struct.pack("<d", x)
    if isinstance(x, complex):
        return struct.pack("<dd", x.real, x.imag)
    if isinstance(x, (Symbol, Library)):
        return x.name
    if isinstance(x, String):
        return "".join(x.chars), x.constant
    if isinstance(x, Vector):
        return x.items.__class__
    if isinstance(x, Bytevector):
        return x.octets.__class__, bytes(x.octets)
    if isinstance(x, FunctionType):
        return x.__code__.co_filename, x.__code__.co_firstlineno, x.__code__.co_freevars, x.__globals__["'library"].name
    if isinstance(x, RecordType):
        return x.name, [field.name for field in x.fields]
    if isinstance(x, bytearray):
        return bytes(x)
    if isinstance(x, Host):
        return None
    if isinstance(x, (Object, CellType, list, tuple, dict)) and not isinstance(x, Singleton):
        return None
    return x


def parts(x: object) -> list:
    """What X refers to, in an order that does not depend on addresses."""
    if isinstance(x, (list, tuple)):
        return list(x)
    if isinstance(x, Host):
        return [x.lines, x.kept]
    if isinstance(x, Vector):
        return list(x.items)
    if isinstance(x, Table):
        return [x.kind, *[part for entry in entries_of(x) for part in entry]]
    if isinstance(x, Record):
        return [x.type, *[getattr(x, slot) for slot in x.__class__.__slots__]]
    if isinstance(x, CellType):
        return [x.cell_contents]
    if isinstance(x, FunctionType):
        return list(x.__closure__ or ())
    if isinstance(x, (String, Symbol, Bytevector, bytearray, RecordType)):
        return []
    slots = [slot for cls in x.__class__.__mro__ for slot in getattr(cls, "__slots__", ())]
    return [getattr(x, slot, "unset") for slot in slots if slot != "__weakref__"]
