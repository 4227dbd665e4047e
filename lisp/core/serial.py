"""Core forms as bytes: what an image and the unit cache keep, and what a unit's name is the hash of.

A unit is written in preorder: one tag a form, then its parts; so a form's number is its position. Integers are varints,
strings are indices into a table. Nothing here can do more than build forms, whatever the bytes are; damaged bytes raise
ValueError or IndexError.
"""

from __future__ import annotations

import struct

from lisp.core import forms as f
from lisp.core.walk import children
from lisp.data.place import Source, Span

TAGS = (
    f.Constant, f.LocalRef, f.GlobalRef, f.SetGlobal, f.DefineGlobal, f.If, f.Lambda, f.Call, f.PrimitiveCall, f.Let,
    f.Fix, f.Sequence, f.Loop, f.Jump,
)  # fmt: skip
NUMBER = {cls: tag for tag, cls in enumerate(TAGS)}


class Writer:
    """Bytes under construction and the tables they refer to."""

    def __init__(self) -> None:
        self.out = bytearray()
        self.strings: dict[str, int] = {}
        self.sources: dict[int, int] = {}
        self.source_list: list[Source] = []

    def integer(self, n: int) -> None:
        while n > 127:
            self.out.append(n & 127 | 128)
            n >>= 7
        self.out.append(n)

    def string(self, text: str | None) -> None:
        self.integer(0 if text is None else 1 + self.strings.setdefault(text, len(self.strings)))

    def strings_of(self, names: tuple[str, ...]) -> None:
        self.integer(len(names))
        for name in names:
            self.string(name)

    def span(self, span: Span | None) -> None:
        if span is None:
            self.integer(0)
            return
        key = id(span.source)
        if key not in self.sources:
            self.sources[key] = len(self.source_list)
            self.source_list.append(span.source)
        self.integer(1 + self.sources[key])
        self.integer(span.start)
        self.integer(max(0, span.end - span.start))

    def constant(self, value: object) -> None:
        if value is None or value is True or value is False:
            self.out.append((None, True, False).index(value))
        elif value.__class__ is int:
            self.out.append(3)
            self.string(hex(value))
        elif value.__class__ is float:
            self.out.append(4)
            self.out += struct.pack("<d", value)
        elif value.__class__ is complex:
            self.out.append(5)
            self.out += struct.pack("<dd", value.real, value.imag)
        else:  # a Literal of the compiler: known here by its shape only, since the compiler lies above
            self.out.append(6)
            self.integer(value.index)

    def form(self, form: f.Form) -> None:
        self.out.append(NUMBER[form.__class__])
        self.span(form.span)
        match form:
            case f.Constant():
                self.constant(form.value)
            case f.LocalRef():
                self.string(form.name)
            case f.GlobalRef() | f.SetGlobal() | f.DefineGlobal():
                self.string(form.key)
            case f.Lambda():
                self.strings_of(form.parameters)
                self.string(form.rest)
                self.string(form.name)
                self.string(form.doc)
            case f.Call():
                self.integer(2 * len(form.operands) + form.spread)
            case f.PrimitiveCall():
                self.string(form.name)
                self.integer(len(form.operands))
            case f.Let() | f.Fix():
                self.strings_of(form.names)
            case f.Sequence():
                self.integer(len(form.forms))
            case f.Loop():
                self.string(form.label)
                self.strings_of(form.names)
            case f.Jump():
                self.string(form.label)
                self.integer(len(form.operands))


def write_forms(form: f.Form) -> tuple[bytes, list[Source]]:
    """FORM as bytes, and the sources that its spans refer to by position."""
    writer = Writer()
    stack = [form]
    while stack:
        form = stack.pop()
        writer.form(form)
        stack.extend(reversed(children(form)))
    body, writer.out = writer.out, bytearray()
    writer.integer(len(writer.strings))
    for text in writer.strings:
        data = text.encode("utf-8", "surrogatepass")
        writer.integer(len(data))
        writer.out += data
    return bytes(writer.out + body), writer.source_list


class Reader:
    """Reads what Writer wrote; LITERAL makes the compiler's marker of a constant from its index."""

    def __init__(self, data: bytes, sources: list[Source], literal: type) -> None:
        self.data, self.at, self.sources, self.literal = data, 0, sources, literal
        self.number = 0
        self.strings: list[str] = []
        for _ in range(self.integer()):
            size = self.integer()
            self.strings.append(data[self.at : self.at + size].decode("utf-8", "surrogatepass"))
            self.at += size

    def integer(self) -> int:
        shift = result = 0
        while True:
            byte = self.data[self.at]
            self.at += 1
            result |= (byte & 127) << shift
            if byte < 128:
                return result
            shift += 7
            if shift > 63:
                raise ValueError("a number that is too long")

    def string(self) -> str | None:
        index = self.integer()
        return self.strings[index - 1] if index else None

    def name(self) -> str:
        """A string that must be there."""
        name = self.string()
        if name is None:
            raise ValueError("a name is missing")
        return name

    def variable(self) -> str:
        """The key of a variable that may be set: none of those in a library's globals that only the runtime sets."""
        key = self.name()
        if key == "__builtins__" or key.startswith("'") and not key.startswith("'|"):
            raise ValueError(f"the program sets {key}")
        return key

    def strings_of(self) -> tuple[str, ...]:
        return tuple([self.name() for _ in range(self.integer())])

    def span(self) -> Span | None:
        index = self.integer()
        if not index:
            return None
        start = self.integer()
        return Span(self.sources[index - 1], start, start + self.integer())

    def constant(self) -> object:
        kind = self.integer()
        if kind < 3:
            return (None, True, False)[kind]
        if kind == 3:
            return int(self.string(), 16)
        if kind in (4, 5):
            size = 8 if kind == 4 else 16
            if len(self.data) < self.at + size:
                raise ValueError("a number that is cut short")
            parts = struct.unpack("<d" if kind == 4 else "<dd", self.data[self.at : self.at + size])
            self.at += size
            return parts[0] if kind == 4 else complex(*parts)
        return self.literal(self.integer())

    def form(self) -> f.Form:
        """The next form; recursion is between Python functions only."""
        self.number += 1
        number = self.number
        cls = TAGS[self.integer()]
        span = self.span()
        form = self.parts(cls, span)
        form.number = number
        return form

    def forms(self, count: int) -> tuple:
        return tuple([self.form() for _ in range(count)])

    def parts(self, cls: type, span: Span | None) -> f.Form:
        if cls is f.Constant:
            return cls(self.constant(), span)
        if cls is f.LocalRef or cls is f.GlobalRef:
            return cls(self.name(), span)
        if cls is f.SetGlobal or cls is f.DefineGlobal:
            return cls(self.variable(), self.form(), span)
        if cls is f.If:
            return cls(self.form(), self.form(), self.form(), span)
        if cls is f.Lambda:
            parameters, rest, name, doc = self.strings_of(), self.string(), self.string(), self.string()
            return cls(parameters, rest, self.form(), name, doc, span)
        if cls is f.Call:
            count = self.integer()
            if count == 1:
                raise ValueError("a call that spreads nothing")
            return cls(self.form(), self.forms(count >> 1), bool(count & 1), span)
        if cls is f.PrimitiveCall or cls is f.Jump:
            name = self.name()
            return cls(name, self.forms(self.integer()), span)
        if cls is f.Let or cls is f.Fix:
            names = self.strings_of()
            return cls(names, self.forms(len(names)), self.form(), span)
        if cls is f.Sequence:
            return cls(self.forms(self.integer() or len(self.data)), span)  # none: more than there can be
        label, names = self.name(), self.strings_of()
        return f.Loop(label, names, self.forms(len(names)), self.form(), span)


def read_forms(data: bytes, sources: list[Source], literal: type) -> f.Form:
    """The form that DATA holds, numbered; SOURCES as `write_forms` gave them."""
    return Reader(data, sources, literal).form()
