"""Input (report, 6.13.2), ports in general (6.13.1), and files (6.14)."""

from __future__ import annotations

from lisp.core.primitive import primitive
from lisp.data.base import DEFAULT, EOF
from lisp.data.bytevector import Bytevector
from lisp.data.condition import error
from lisp.data.port import (
    BinaryInput,
    FileBinaryInput,
    FileTextInput,
    InputPort,
    OutputPort,
    Port,
    TextInput,
    file_error,
)
from lisp.data.string import String, text_of
from lisp.primitives.output import check_range

SUPPORT = ("EOF",)


@primitive("read", "[textual-input-port] -> object", section="6.13.2", world=True, atomic=True)
def read(world: object, port: object = DEFAULT) -> object:
    """Return the next datum of PORT, or an end-of-file object."""
    from lisp.reader.parser import read_datum

    port = textual(world, port)
    port.check_open("read")
    return read_datum(port)


@primitive("read-char", "[textual-input-port] -> object", section="6.13.2", world=True, atomic=True)
def read_char(world: object, port: object = DEFAULT) -> object:
    """Return the next character of PORT, or an end-of-file object."""
    return textual(world, port).read_char()


@primitive("peek-char", "[textual-input-port] -> object", section="6.13.2", world=True, atomic=True)
def peek_char(world: object, port: object = DEFAULT) -> object:
    """Return the next character of PORT and leave it there."""
    return textual(world, port).peek_char()


@primitive("read-line", "[textual-input-port] -> object", section="6.13.2", world=True, atomic=True)
def read_line(world: object, port: object = DEFAULT) -> object:
    """Return the text of PORT up to the end of the line, or an end-of-file object."""
    return textual(world, port).read_line()


@primitive("read-string", "index [textual-input-port] -> object", section="6.13.2", world=True, atomic=True)
def read_string(world: object, count: int, port: object = DEFAULT) -> object:
    """Return the next COUNT characters of PORT, fewer at its end, or an end-of-file object."""
    if count.__class__ is not int or count < 0:
        raise TypeError
    return textual(world, port).read_string(count)


@primitive("char-ready?", "[textual-input-port] -> boolean", section="6.13.2", world=True, atomic=True)
def char_ready(world: object, port: object = DEFAULT) -> bool:
    """Return whether `read-char` would not wait."""
    return textual(world, port).char_ready()


@primitive("read-u8", "[binary-input-port] -> object", section="6.13.2", world=True, atomic=True)
def read_u8(world: object, port: object = DEFAULT) -> object:
    """Return the next byte of PORT, or an end-of-file object."""
    return binary(world, port).read_u8()


@primitive("peek-u8", "[binary-input-port] -> object", section="6.13.2", world=True, atomic=True)
def peek_u8(world: object, port: object = DEFAULT) -> object:
    """Return the next byte of PORT and leave it there."""
    return binary(world, port).peek_u8()


@primitive("u8-ready?", "[binary-input-port] -> boolean", section="6.13.2", world=True, atomic=True)
def u8_ready(world: object, port: object = DEFAULT) -> bool:
    """Return whether `read-u8` would not wait."""
    return binary(world, port).u8_ready()


@primitive("read-bytevector", "index [binary-input-port] -> object", section="6.13.2", world=True, atomic=True)
def read_bytevector(world: object, count: int, port: object = DEFAULT) -> object:
    """Return the next COUNT bytes of PORT, fewer at its end, or an end-of-file object."""
    if count.__class__ is not int or count < 0:
        raise TypeError
    octets = binary(world, port).read_bytes(count)
    return octets if octets is EOF else Bytevector(bytearray(octets))


@primitive(
    "read-bytevector!", "bytevector [binary-input-port] [index] [index] -> object",
    section="6.13.2", world=True, atomic=True,
)  # fmt: skip
def read_bytevector_into(
    world: object, target: Bytevector, port: object = DEFAULT, start: object = DEFAULT, end: object = DEFAULT
) -> object:
    """Read bytes of PORT into TARGET from START to END; return how many, or an end-of-file object."""
    data = target.octets
    start, end = check_range(len(data), 0 if start is DEFAULT else start, end, "bytevector", "read-bytevector!")
    if data.__class__ is not bytearray:
        raise error("type", "a literal bytevector cannot be changed:", target, who="read-bytevector!")
    octets = binary(world, port).read_bytes(end - start, "read-bytevector!")
    if octets is EOF:
        return EOF
    data[start : start + len(octets)] = octets
    return len(octets)


def textual(world: object, port: object) -> TextInput:
    """PORT, or the current input port; refuses any other object."""
    port = world.input.setting if port is DEFAULT else port
    if not isinstance(port, TextInput):
        raise TypeError
    return port


def binary(world: object, port: object) -> BinaryInput:
    """PORT, or the current input port if that is binary; refuses any other object."""
    port = world.input.setting if port is DEFAULT else port
    if not isinstance(port, BinaryInput):
        raise TypeError
    return port


@primitive("eof-object", "-> eof", section="6.13.2", pure=True, inline="EOF")
def eof_object() -> object:
    """Return the end-of-file object."""
    return EOF


@primitive("eof-object?", "object -> boolean", section="6.13.2", pure=True, inline="obj is EOF")
def is_eof_object(obj: object) -> bool:
    """Return whether OBJ is the end-of-file object."""
    return obj is EOF


@primitive("open-input-file", "string -> input-port", section="6.13.1", atomic=True)
def open_input_file(path: String) -> InputPort:
    """Return a textual port that reads the file at PATH."""
    return FileTextInput(text_of(path))


@primitive("open-binary-input-file", "string -> input-port", section="6.13.1", atomic=True)
def open_binary_input_file(path: String) -> InputPort:
    """Return a binary port that reads the file at PATH."""
    return FileBinaryInput(text_of(path))


@primitive("open-input-string", "string -> input-port", section="6.13.1")
def open_input_string(string: String) -> InputPort:
    """Return a textual port that reads the characters of STRING."""
    return TextInput(text_of(string))


@primitive("open-input-bytevector", "bytevector -> input-port", section="6.13.1")
def open_input_bytevector(octets: Bytevector) -> InputPort:
    """Return a binary port that reads the bytes of OCTETS."""
    return BinaryInput(bytes(octets.octets))


@primitive("close-port", "port -> unspecified", section="6.13.1", atomic=True)
def close_port(port: Port) -> None:
    """Close PORT; nothing happens if it is closed already."""
    port.close()


@primitive("close-input-port", "input-port -> unspecified", section="6.13.1", atomic=True)
def close_input_port(port: InputPort) -> None:
    """Close the input port PORT."""
    if not isinstance(port, InputPort):
        raise TypeError
    port.close()


@primitive("close-output-port", "output-port -> unspecified", section="6.13.1", atomic=True)
def close_output_port(port: OutputPort) -> None:
    """Close the output port PORT."""
    if not isinstance(port, OutputPort):
        raise TypeError
    port.close()


@primitive("port?", "object -> boolean", section="6.13.1", pure=True)
def is_port(obj: object) -> bool:
    """Return whether OBJ is a port."""
    return isinstance(obj, Port)


@primitive("input-port?", "object -> boolean", section="6.13.1", pure=True)
def is_input_port(obj: object) -> bool:
    """Return whether OBJ is an input port."""
    return isinstance(obj, InputPort)


@primitive("output-port?", "object -> boolean", section="6.13.1", pure=True)
def is_output_port(obj: object) -> bool:
    """Return whether OBJ is an output port."""
    return isinstance(obj, OutputPort)


@primitive("textual-port?", "object -> boolean", section="6.13.1", pure=True)
def is_textual_port(obj: object) -> bool:
    """Return whether OBJ is a port of characters."""
    return isinstance(obj, Port) and obj.textual


@primitive("binary-port?", "object -> boolean", section="6.13.1", pure=True)
def is_binary_port(obj: object) -> bool:
    """Return whether OBJ is a port of bytes."""
    return isinstance(obj, Port) and not obj.textual


@primitive("input-port-open?", "port -> boolean", section="6.13.1")
def is_input_port_open(port: InputPort) -> bool:
    """Return whether PORT can be read, and is not closed."""
    if not isinstance(port, (InputPort, OutputPort)):
        raise TypeError
    return isinstance(port, InputPort) and port.can_be_used()


@primitive("output-port-open?", "port -> boolean", section="6.13.1")
def is_output_port_open(port: OutputPort) -> bool:
    """Return whether PORT can be written, and is not closed."""
    if not isinstance(port, (InputPort, OutputPort)):
        raise TypeError
    return isinstance(port, OutputPort) and port.can_be_used()


@primitive("file-exists?", "string -> boolean", section="6.14", atomic=True)
def file_exists(path: String) -> bool:
    """Return whether there is a file at PATH."""
    from os import stat

    try:
        stat(text_of(path))
    except (OSError, ValueError):
        return False
    return True


@primitive("delete-file", "string -> unspecified", section="6.14", atomic=True)
def delete_file(path: String) -> None:
    """Delete the file at PATH."""
    from os import unlink

    try:
        unlink(text_of(path))
    except (OSError, ValueError) as failure:
        raise file_error(failure, text_of(path), "delete-file") from None


@primitive("%input-parameter", "-> parameter", world=True)
def input_parameter(world: object) -> object:
    """Return the parameter that is `current-input-port`."""
    return world.input
