"""Output (report, 6.13.3) and the ports that gather it (6.13.1). What takes a procedure is written in Scheme."""

from __future__ import annotations

from lisp.core.primitive import primitive
from lisp.data.base import DEFAULT
from lisp.data.bytevector import Bytevector
from lisp.data.char import Char
from lisp.data.condition import error
from lisp.data.port import BytesOutput, FileBinaryOutput, FileTextOutput, OutputPort, StringOutput
from lisp.data.string import String, text_of
from lisp.runtime.world import raised_limit

SUPPORT = ("Char", "StringOutput", "display", "displayed", "write_char", "write_string")
TEXT = "a.chars if a.chars.__class__ is str else text_of(a)"
TO_STRING = "b.__class__ is StringOutput and b.is_open"


def put(port: OutputPort, text: str, who: str) -> None:
    """Write TEXT to PORT, for WHO. No recursion limit may cut that in half: a string port's one step cannot be."""
    if port.__class__ is StringOutput and port.is_open:
        port.parts.append(text)
        return
    with raised_limit():
        port.write(text, who)


@primitive("write", "object [textual-output-port] -> unspecified", section="6.13.3", world=True)
def write(world: object, obj: object, port: object = DEFAULT) -> None:
    """Write OBJ such that `read` gives it back; datum labels where it is circular."""
    from lisp.data.writer import write_text  # most programs only display text and numbers

    put(world.output.setting if port is DEFAULT else port, write_text(obj), "write")


@primitive("write-shared", "object [textual-output-port] -> unspecified", section="6.13.3", world=True)
def write_shared(world: object, obj: object, port: object = DEFAULT) -> None:
    """Write OBJ with a datum label for each part that is met more than once."""
    from lisp.data.writer import write_shared_text

    put(world.output.setting if port is DEFAULT else port, write_shared_text(obj), "write-shared")


@primitive("write-simple", "object [textual-output-port] -> unspecified", section="6.13.3", world=True)
def write_simple(world: object, obj: object, port: object = DEFAULT) -> None:
    """Write OBJ without datum labels; it must not be circular."""
    from lisp.data.writer import write_simple_text

    put(world.output.setting if port is DEFAULT else port, write_simple_text(obj), "write-simple")


@primitive(
    "display", "object [textual-output-port] -> unspecified", section="6.13.3", world=True,
    inline={2: f"b.parts.append(str(a) if a.__class__ is int else displayed(a)) if {TO_STRING} else display(None, a, b)"},
)  # fmt: skip
def display(world: object, obj: object, port: object = DEFAULT) -> None:
    """Write OBJ for people: strings and characters stand for themselves."""
    put(world.output.setting if port is DEFAULT else port, displayed(obj), "display")


def displayed(obj: object) -> str:
    """What `display` writes of OBJ."""
    if obj.__class__ is String:
        return text_of(obj)
    if obj.__class__ is int and obj.bit_length() < 1000:
        return str(obj)
    from lisp.data.writer import display_text

    return display_text(obj)


@primitive("newline", "[textual-output-port] -> unspecified", section="6.13.3", world=True)
def newline(world: object, port: object = DEFAULT) -> None:
    """Write an end of line."""
    put(world.output.setting if port is DEFAULT else port, "\n", "newline")


@primitive(
    "write-char", "char [textual-output-port] -> unspecified", section="6.13.3", world=True,
    inline={2: f"b.parts.append(a.text) if a.__class__ is Char and {TO_STRING} else write_char(None, a, b)"},
)  # fmt: skip
def write_char(world: object, char: Char, port: object = DEFAULT) -> None:
    """Write the character CHAR itself."""
    if char.__class__ is not Char:  # an input port has a `text` too
        raise TypeError
    put(world.output.setting if port is DEFAULT else port, char.text, "write-char")


@primitive(
    "write-string", "string [textual-output-port] [index] [index] -> unspecified",
    section="6.13.3", world=True,
    inline={2: f"b.parts.append({TEXT}) if {TO_STRING} else write_string(None, a, b)"},
)  # fmt: skip
def write_string(
    world: object, string: String, port: object = DEFAULT, start: object = DEFAULT, end: object = DEFAULT
) -> None:
    """Write the characters of STRING from START to END."""
    chars = string.chars
    text = chars if chars.__class__ is str else text_of(string)
    if start is not DEFAULT:
        start, end = check_range(len(text), start, end, "string", "write-string")
        text = text[start:end]
    put(world.output.setting if port is DEFAULT else port, text, "write-string")


@primitive("write-u8", "byte [binary-output-port] -> unspecified", section="6.13.3", world=True, atomic=True)
def write_u8(world: object, octet: int, port: object = DEFAULT) -> None:
    """Write the byte OCTET."""
    if octet.__class__ is not int:
        raise TypeError
    (world.output.setting if port is DEFAULT else port).write_bytes(bytes((octet,)), "write-u8")


@primitive(
    "write-bytevector", "bytevector [binary-output-port] [index] [index] -> unspecified",
    section="6.13.3", world=True, atomic=True,
)  # fmt: skip
def write_bytevector(
    world: object, octets: Bytevector, port: object = DEFAULT, start: object = DEFAULT, end: object = DEFAULT
) -> None:
    """Write the bytes of OCTETS from START to END."""
    data = octets.octets
    if start is not DEFAULT:
        start, end = check_range(len(data), start, end, "bytevector", "write-bytevector")
        data = data[start:end]
    (world.output.setting if port is DEFAULT else port).write_bytes(bytes(data), "write-bytevector")


@primitive("flush-output-port", "[output-port] -> unspecified", section="6.13.3", world=True, atomic=True)
def flush_output_port(world: object, port: object = DEFAULT) -> None:
    """Send what is buffered in PORT on its way."""
    (world.output.setting if port is DEFAULT else port).flush()


@primitive("open-output-file", "string -> output-port", section="6.13.1", atomic=True)
def open_output_file(path: String) -> OutputPort:
    """Return a textual port that writes a new file at PATH; what is there is replaced."""
    return FileTextOutput(text_of(path))


@primitive("open-binary-output-file", "string -> output-port", section="6.13.1", atomic=True)
def open_binary_output_file(path: String) -> OutputPort:
    """Return a binary port that writes a new file at PATH; what is there is replaced."""
    return FileBinaryOutput(text_of(path))


@primitive("open-output-string", "-> output-port", section="6.13.1")
def open_output_string() -> OutputPort:
    """Return a textual port that gathers what is written, for `get-output-string`."""
    return StringOutput()


@primitive("get-output-string", "string-output-port -> string", section="6.13.1", atomic=True)
def get_output_string(port: StringOutput) -> String:
    """Return all that was written to PORT."""
    return String(port.gathered())


@primitive("open-output-bytevector", "-> output-port", section="6.13.1")
def open_output_bytevector() -> OutputPort:
    """Return a binary port that gathers what is written, for `get-output-bytevector`."""
    return BytesOutput()


@primitive("get-output-bytevector", "bytevector-output-port -> bytevector", section="6.13.1")
def get_output_bytevector(port: BytesOutput) -> Bytevector:
    """Return all that was written to PORT."""
    return Bytevector(bytearray(port.written))


@primitive("%output-parameter", "-> parameter", world=True)
def output_parameter(world: object) -> object:
    """Return the parameter that is `current-output-port`."""
    return world.output


@primitive("%error-parameter", "-> parameter", world=True)
def error_parameter(world: object) -> object:
    """Return the parameter that is `current-error-port`."""
    return world.error


def check_range(length: int, start: object, end: object, what: str, who: str) -> tuple[int, int]:
    """START and END as a range within a sequence of LENGTH; END may be left out."""
    if end is DEFAULT:
        end = length
    if start.__class__ is not int or end.__class__ is not int or start < 0 or end < 0:
        raise TypeError
    if end > length:
        raise error("range", f"end {end} is out of range for a {what} of length {length}", who=who)
    if start > end:
        raise error("range", f"start {start} is greater than end {end}", who=who)
    return start, end
