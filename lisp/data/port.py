"""Ports (report, 6.13): textual and binary, input and output; over strings, bytevectors, files and the console.

A port's slots are data, so that an image can hold it. Only the slot `handle` of a file port is a Python file: it is
left out of an image, which holds the `place` of the port instead: the booted port opens its file again when it is first
used (reopen.py). Console ports look their stream up in `sys` each time they need it. Text is UTF-8; line ends are kept
as they are, and `read_line` knows all three.

A textual input port keeps unread text in `text` from `position` on; `more` gets further text. `read` (reader/parser.py)
works on these. What `more` waits for comes into its variable `arrived` at once, where a signal's handler sees whether it has
come (runtime/interrupt.py). Methods raise conditions of kind "file"; their argument WHO is the procedure that the error names.
"""

from __future__ import annotations

import sys

from lisp.data.base import EOF, Object
from lisp.data.char import CHARS
from lisp.data.condition import LispError, error
from lisp.data.place import Source, Span
from lisp.data.string import String

CHUNK = 65_536  # characters or bytes asked from a file at a time; more when a datum is long
LONG_LINE = 1_000_000


class Port(Object):
    """A port. `name` is shown in messages: a file's path, or what kind of port it is."""

    __slots__ = ("name", "is_open")
    textual = True
    on_file = False  # whether the class has a `handle`
    word = "port"
    handle: object
    place: tuple  # as `handle`, of a port on a file

    def __init__(self, name: str) -> None:
        self.name = name
        self.is_open = True

    def describe(self) -> str:
        return self.name

    def can_be_used(self) -> bool:
        """Whether the port is open, or comes from an image and knows its place in a file."""
        if not self.on_file:
            return self.is_open
        return self.is_open and (getattr(self, "handle", None) is not None or getattr(self, "place", None) is not None)

    def check_open(self, who: str) -> None:
        """Refuse a closed port; open the file of one that comes from an image."""
        if not self.can_be_used():
            lost = "; it comes from an image, and what it was on cannot be opened again" if self.is_open else ""
            raise error("file", f"the port is closed{lost}:", self, who=who)
        if self.on_file and getattr(self, "handle", None) is None:
            from lisp.data.reopen import reopen

            reopen(self, who)

    def close(self) -> None:
        """Close the port; it may be closed already."""
        handle = getattr(self, "handle", None)
        self.is_open = False
        if handle is not None:
            self.handle = None  # type: ignore[misc] # a slot of the classes on files
            try:
                handle.close()
            except OSError as failure:
                raise file_error(failure, self.name, "close-port") from None


class InputPort(Port):
    """A port to read from."""

    __slots__ = ()
    word = "input-port"


class OutputPort(Port):
    """A port to write to."""

    __slots__ = ()
    word = "output-port"

    def flush(self) -> None:
        """Send what is buffered on its way."""


# -- textual input ---------------------------------------------------------------------------------------------------


class TextInput(InputPort):
    """A string port; also the root of the other textual input ports, which redefine `more`.

    `lines` counts the lines that were read and dropped from `buffer`, for places. The slots of ports are called as no other
    value's are: what `bytevector-u8-ref` and the like are compiled to must fail on a port.
    """

    __slots__ = ("buffer", "position", "lines", "fold_case")

    def __init__(self, text: str, name: str = "string") -> None:
        Port.__init__(self, name)
        self.buffer = text
        self.position = 0
        self.lines = 0
        self.fold_case = False

    def more(self, wanted: int = 1) -> bool:
        """Get further text, WANTED characters where it comes little by little; False at the end."""
        return False

    def add(self, text: str) -> bool:
        """Append TEXT, dropping lines that were read."""
        at = self.position
        cut = self.buffer.rfind("\n", 0, at) + 1
        if at - cut > LONG_LINE:
            cut = at
        self.lines += self.buffer.count("\n", 0, cut)
        self.buffer = self.buffer[cut:] + text
        self.position = at - cut
        return bool(text)

    def read_char(self, who: str = "read-char") -> object:
        """The next character, taken."""
        char = self.peek_char(who)
        if char is not EOF:
            self.position += 1
        return char

    def peek_char(self, who: str = "peek-char") -> object:
        """The next character, left where it is."""
        self.check_open(who)
        if self.position >= len(self.buffer) and not self.more():
            return EOF
        return CHARS[self.buffer[self.position]]

    def char_ready(self, who: str = "char-ready?") -> bool:
        """Whether a character, or the end of the port, can be had without waiting."""
        self.check_open(who)
        return True

    def read_line(self, who: str = "read-line") -> object:
        """The text up to the next end of line, which is taken too."""
        self.check_open(who)
        looked = 0  # characters known to hold no end of line
        while True:
            text, start = self.buffer, self.position
            end = text.find("\n", start + looked)
            ret = text.find("\r", start + looked, end if end >= 0 else len(text))
            if 0 <= ret < len(text) - 1 or (ret >= 0 and not self.more()):
                self.position = ret + (2 if text[ret + 1 : ret + 2] == "\n" else 1)
                return String(text[start:ret])
            if ret >= 0:
                continue  # what follows the carriage return has arrived
            if end >= 0:
                self.position = end + 1
                return String(text[start:end])
            looked = len(text) - start
            if not self.more():
                self.position = len(self.buffer)
                return String(text[start:]) if start < len(text) else EOF

    def read_string(self, count: int, who: str = "read-string") -> object:
        """The next COUNT characters, or as many as there are."""
        self.check_open(who)
        while (wanted := count - len(self.buffer) + self.position) > 0 and self.more(wanted):
            pass
        start = self.position
        text = self.buffer[start : start + count]
        self.position = start + len(text)
        return String(text) if text or count == 0 else EOF

    def source(self) -> Source:
        """What places in this port's text refer to."""
        return Source("<string>" if self.name == "string" else self.name, self.buffer)

    def moved(self, failure: LispError) -> LispError:
        """FAILURE of reading `text`, with its place counted from the port's beginning."""
        place = failure.place
        if self.lines and place is not None:
            source = Source(place.source.name, "\n" * self.lines + place.source.text)
            failure.place = failure.payload.place = Span(source, place.start + self.lines, place.end + self.lines)
        return failure


class FileTextInput(TextInput):
    """A textual input port on a file."""

    __slots__ = ("handle", "place")
    on_file = True

    def __init__(self, path: str, who: str = "open-input-file") -> None:
        TextInput.__init__(self, "", path)
        self.handle = open_file(path, "r", who)

    def more(self, wanted: int = 1) -> bool:
        self.check_open("read")
        try:
            arrived: list[str] = []
            arrived.extend(map(self.handle.read, (max(CHUNK, len(self.buffer) - self.position),)))
            return self.add(arrived[0])
        except UnicodeDecodeError:
            raise error("file", "the file is not UTF-8 text:", String(self.name)) from None
        except OSError as failure:
            raise file_error(failure, self.name, None) from None


class ConsoleInput(TextInput):
    """Standard input."""

    __slots__ = ()

    def __init__(self) -> None:
        TextInput.__init__(self, "", "<stdin>")

    def more(self, wanted: int = 1) -> bool:
        """Get lines until there are WANTED characters: one at a time, as the next may have to be waited for."""
        stream = sys.stdin
        if stream is None:
            return False
        if sys.stdout is not None:
            sys.stdout.flush()
        if getattr(stream, "errors", None) != "replace" and hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace", newline="")
        lines: list[str] = []
        try:
            while wanted > 0:
                arrived: list[str] = []
                arrived.extend(map(stream.readline, (-1,)))
                lines += arrived
                wanted = wanted - len(arrived[0]) if arrived[0] else 0
        except (OSError, ValueError) as failure:
            raise file_error(failure, self.name, None) from None
        finally:
            self.add("".join(lines))  # after an interrupt, too: they will be there when the port is asked again
        return bool(lines[-1])

    def char_ready(self, who: str = "char-ready?") -> bool:
        self.check_open(who)
        if self.position < len(self.buffer) or sys.stdin is None:
            return True
        from select import select

        try:
            return bool(select([sys.stdin], [], [], 0)[0])
        except (OSError, ValueError):  # no descriptor to ask, as under a test: its text is there
            return True


# -- binary input ----------------------------------------------------------------------------------------------------


class BinaryInput(InputPort):
    """A bytevector port; also the root of the binary input port on a file."""

    __slots__ = ("buffer", "position")
    textual = False

    def __init__(self, octets: bytes, name: str = "bytevector") -> None:
        Port.__init__(self, name)
        self.buffer = octets
        self.position = 0

    def more(self) -> bool:
        """Get further bytes; False at the end."""
        return False

    def read_u8(self, who: str = "read-u8") -> object:
        """The next byte, taken."""
        octet = self.peek_u8(who)
        if octet is not EOF:
            self.position += 1
        return octet

    def peek_u8(self, who: str = "peek-u8") -> object:
        """The next byte, left where it is."""
        self.check_open(who)
        if self.position >= len(self.buffer) and not self.more():
            return EOF
        return self.buffer[self.position]

    def u8_ready(self, who: str = "u8-ready?") -> bool:
        """Whether a byte, or the end of the port, can be had without waiting."""
        self.check_open(who)
        return True

    def read_bytes(self, count: int, who: str = "read-bytevector") -> object:
        """The next COUNT bytes, or as many as there are: bytes, or the end-of-file object."""
        self.check_open(who)
        while len(self.buffer) - self.position < count and self.more():
            pass
        start = self.position
        octets = self.buffer[start : start + count]
        self.position = start + len(octets)
        return octets if octets or count == 0 else EOF


class FileBinaryInput(BinaryInput):
    """A binary input port on a file."""

    __slots__ = ("handle", "place")
    on_file = True

    def __init__(self, path: str, who: str = "open-binary-input-file") -> None:
        BinaryInput.__init__(self, b"", path)
        self.handle = open_file(path, "rb", who)

    def more(self) -> bool:
        self.check_open("read-u8")
        left = self.buffer[self.position :]
        try:
            arrived: list[bytes] = []
            arrived.extend(map(self.handle.read, (max(CHUNK, len(left)),)))
        except OSError as failure:
            raise file_error(failure, self.name, None) from None
        self.buffer = left + arrived[0]
        self.position = 0
        return bool(arrived[0])


# -- output ----------------------------------------------------------------------------------------------------------


class StringOutput(OutputPort):
    """A textual output port that gathers what is written in `parts`."""

    __slots__ = ("parts",)

    def __init__(self) -> None:
        Port.__init__(self, "string")
        self.parts: list[str] = []

    def write(self, text: str, who: str = "write") -> None:
        """Write TEXT."""
        self.check_open(who)
        self.parts.append(text)

    def gathered(self) -> str:
        """All that was written."""
        text = "".join(self.parts)
        self.parts = [text]
        return text


class BytesOutput(OutputPort):
    """A binary output port that gathers what is written in `written`."""

    __slots__ = ("written",)
    textual = False

    def __init__(self) -> None:
        Port.__init__(self, "bytevector")
        self.written = bytearray()

    def write_bytes(self, octets: bytes, who: str = "write-bytevector") -> None:
        """Write OCTETS."""
        self.check_open(who)
        self.written += octets


class FileOutput(OutputPort):
    """The root of output ports on files: `handle` is a Python file."""

    __slots__ = ("handle", "place")
    on_file = True

    def flush(self) -> None:
        self.check_open("flush-output-port")
        self.put(None, "flush-output-port")

    def put(self, data: object, who: str) -> None:
        """Write DATA, or flush if it is None."""
        self.check_open(who)
        try:
            if data is None:
                self.handle.flush()
            else:
                self.handle.write(data)
        except OSError as failure:
            raise file_error(failure, self.name, who) from None


class FileTextOutput(FileOutput):
    """A textual output port on a file."""

    __slots__ = ()

    def __init__(self, path: str, who: str = "open-output-file", append: bool = False) -> None:
        Port.__init__(self, path)
        self.handle = open_file(path, "a" if append else "w", who)

    def write(self, text: str, who: str = "write") -> None:
        """Write TEXT."""
        self.put(text, who)


class FileBinaryOutput(FileOutput):
    """A binary output port on a file."""

    __slots__ = ()
    textual = False

    def __init__(self, path: str, who: str = "open-binary-output-file") -> None:
        Port.__init__(self, path)
        self.handle = open_file(path, "wb", who)

    def write_bytes(self, octets: bytes, who: str = "write-bytevector") -> None:
        """Write OCTETS."""
        self.put(octets, who)


class ConsoleOutput(OutputPort):
    """Standard output or standard error. `at_line_start` tells the prompt whether a new line is needed."""

    __slots__ = ("stream", "at_line_start")

    def __init__(self, stream: str = "stdout") -> None:
        Port.__init__(self, f"<{stream}>")
        self.stream = stream
        self.at_line_start = True

    def write(self, text: str, who: str = "write") -> None:
        """Write TEXT. Characters that the stream cannot take are written as escapes; what the system gave us that is not
        UTF-8, such as an argument of the command line, as it came.
        """
        self.check_open(who)
        stream = sys.stdout if self.stream == "stdout" else sys.stderr
        if stream is None or not text:
            return
        if getattr(stream, "errors", None) in ("strict", "surrogateescape") and hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
        self.at_line_start = text[-1] == "\n"
        octets = None if text.isascii() else octets_of(text, stream)
        if octets is None:
            stream.write(text)
        else:
            stream.flush()
            stream.buffer.write(octets)  # type: ignore[attr-defined] # octets_of has looked
            stream.flush()

    def flush(self) -> None:
        stream = sys.stdout if self.stream == "stdout" else sys.stderr
        if stream is not None:
            stream.flush()


def octets_of(text: str, stream: object) -> bytes | None:
    """The bytes of TEXT for STREAM if it has bytes from the system in it, which came as surrogates; else None.

    The stream's own way with what it cannot take stays as it is: others write to it, too.
    """
    try:
        text.encode()
    except UnicodeEncodeError:
        if hasattr(stream, "buffer") and getattr(stream, "encoding", "").lower() == "utf-8":
            ways = [(char, "surrogateescape" if "\udc80" <= char <= "\udcff" else "backslashreplace") for char in text]
            return b"".join([char.encode(errors=way) for char, way in ways])
    return None


# -- files -----------------------------------------------------------------------------------------------------------


def open_file(path: str, mode: str, who: str) -> object:
    """The Python file at PATH. What the system gave us that is not UTF-8, such as a file name, is written as it came."""
    if mode not in ("r", "rb"):
        import lisp.data.written  # noqa: F401

    try:
        if "b" in mode:
            return open(path, mode)
        return open(path, mode, encoding="utf-8", errors="strict" if mode == "r" else "surrogateescape", newline="")
    except (OSError, ValueError) as failure:
        raise file_error(failure, path, who) from None


def file_error(failure: OSError | ValueError, path: str, who: str | None) -> LispError:
    """FAILURE of an operation on the file at PATH, as a condition."""
    words = (
        (FileNotFoundError, "no such file"),
        (FileExistsError, "the file exists already"),
        (PermissionError, "permission denied"),
        (IsADirectoryError, "is a folder"),
        (NotADirectoryError, "a part of the path is not a directory"),
        (ValueError, "not a file name"),
    )
    known = [text for kind, text in words if isinstance(failure, kind)]
    reason = known[0] if known else (failure.strerror or "the operation failed").lower()
    return error("file", reason + ":", String(path), who=who)
