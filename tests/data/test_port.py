"""Ports over strings, bytevectors, files and the console."""

import io
import sys

import pytest

pytest.importorskip("lisp.data.number_text")

from lisp.data import port as ports
from lisp.data.base import EOF
from lisp.data.condition import LispError
from lisp.data.port import (
    BinaryInput,
    BytesOutput,
    ConsoleInput,
    ConsoleOutput,
    FileBinaryInput,
    FileBinaryOutput,
    FileTextInput,
    FileTextOutput,
    StringOutput,
    TextInput,
)
from lisp.data.writer import write_text


def test_characters():
    port = TextInput("aλ")
    assert [port.peek_char().text, port.read_char().text, port.read_char().text] == ["a", "a", "λ"]
    assert port.peek_char() is EOF and port.read_char() is EOF and port.char_ready()


def test_lines():
    port = TextInput("a\n\nb\r\nc\rd")
    assert [str(port.read_line()) for _ in range(5)] == ["a", "", "b", "c", "d"]
    assert port.read_line() is EOF


def test_strings():
    port = TextInput("abc")
    assert [str(port.read_string(2)), str(port.read_string(0)), str(port.read_string(5))] == ["ab", "", "c"]
    assert port.read_string(1) is EOF and str(port.read_string(0)) == ""


def test_bytes():
    port = BinaryInput(b"abc")
    assert [port.peek_u8(), port.read_u8(), port.read_bytes(5)] == [97, 97, b"bc"]
    assert port.read_u8() is EOF and port.read_bytes(1) is EOF and port.read_bytes(0) == b""
    out = BytesOutput()
    out.write_bytes(b"a")
    out.write_bytes(b"b")
    assert out.written == b"ab"


def test_output_string():
    port = StringOutput()
    port.write("a")
    port.write("b")
    assert port.gathered() == "ab"
    port.write("c")
    assert port.gathered() == "abc"


def test_files(tmp_path, monkeypatch):
    monkeypatch.setattr(ports, "CHUNK", 3)
    path = str(tmp_path / "f.txt")
    out = FileTextOutput(path)
    out.write("first λ\r\nsecond\n\nlast")
    out.close()
    port = FileTextInput(path)
    assert [str(port.read_line()) for _ in range(4)] == ["first λ", "second", "", "last"] and port.lines >= 2
    assert port.read_line() is EOF
    binary = FileBinaryInput(path)
    assert binary.read_bytes(7) == b"first \xce" and binary.read_u8() == 0xBB
    out = FileBinaryOutput(path)
    out.write_bytes(b"\xff")
    out.flush()
    out.close()
    with pytest.raises(LispError, match="the file is not UTF-8 text"):
        FileTextInput(path).read_char()


def test_errors_name_the_file(tmp_path):
    for name, reason in (("none", "no such file"), (".", "is a folder"), ("\0", "not a file name")):
        with pytest.raises(LispError) as caught:
            FileTextInput(str(tmp_path / name))
        assert caught.value.payload.kind == "file" and f"open-input-file: {reason}: " in str(caught.value)


@pytest.mark.parametrize("port", [TextInput("a"), ConsoleInput()])
def test_a_closed_port_is_refused(port):
    port.close()
    port.close()
    with pytest.raises(LispError, match="read-char: the port is closed: #<input-port"):
        port.read_char()


def test_a_file_port_without_its_file_is_closed(tmp_path):
    port = FileTextOutput(str(tmp_path / "f"))
    port.handle.close()
    del port.handle  # as in a booted image
    with pytest.raises(LispError, match="the port is closed"):
        port.write("a")
    port.close()


@pytest.mark.parametrize("errors", ["strict", "surrogateescape", "backslashreplace"])
@pytest.mark.parametrize("name", ["stdout", "stderr"])
def test_console_writes_bytes_of_the_system_as_they_came(monkeypatch, name, errors):
    monkeypatch.setattr(sys, name, io.TextIOWrapper(io.BytesIO(), encoding="utf-8", errors=errors))
    port = ConsoleOutput(name)
    for text in ("aλ", "b\udcffλ\udc80\n", "\ud800\udcff", "c"):
        port.write(text)
    port.flush()
    assert getattr(sys, name).buffer.getvalue() == b"a\xce\xbbb\xff\xce\xbb\x80\n\\ud800\xffc"


def test_console_takes_no_line_that_it_does_not_need(monkeypatch):
    lines = ["ab\n", "cd\n", "e\n", "f\n", "last"]
    asked = []

    class Stream:
        def readline(self, _):
            asked.append(1)
            return lines.pop(0) if lines else ""

    monkeypatch.setattr(sys, "stdin", Stream())
    port = ConsoleInput()
    results = []
    for read in (
        lambda: port.read_line(),
        lambda: port.read_string(4),
        lambda: port.read_char(),
        lambda: port.read_string(99),
        lambda: port.read_string(1),
    ):
        value = read()
        results.append(("eof" if value is EOF else getattr(value, "text", None) or str(value), len(asked)))
    assert results == [("ab", 1), ("cd\ne", 3), ("\n", 3), ("f\nlast", 6), ("eof", 7)]


def test_console_keeps_what_had_come_before_an_interrupt(monkeypatch):
    lines = ["ab\n", "cd\n", None, "e\n"]

    class Stream:
        def readline(self, _):
            line = lines.pop(0)
            if line is None:
                raise KeyboardInterrupt
            return line

    monkeypatch.setattr(sys, "stdin", Stream())
    port = ConsoleInput()
    with pytest.raises(KeyboardInterrupt):
        port.read_string(8)
    assert str(port.read_string(8)) == "ab\ncd\ne\n"


def test_console_input_is_joined_once(monkeypatch):
    added = []
    monkeypatch.setattr(TextInput, "add", lambda self, text: added.append(text))
    monkeypatch.setattr(sys, "stdin", io.StringIO("line\n" * 1000))
    ConsoleInput().more(4000)
    assert added == ["line\n" * 800]


def test_console(monkeypatch, capsys):
    monkeypatch.setattr(sys, "stdin", io.StringIO("ab\nc"))
    port = ConsoleInput()
    assert port.read_char().text == "a" and str(port.read_line()) == "b" and str(port.read_line()) == "c"
    assert port.read_line() is EOF
    out = ConsoleOutput()
    out.write("x")
    assert not out.at_line_start
    out.write("y\n")
    assert out.at_line_start and capsys.readouterr().out == "xy\n"
    assert write_text(out) == "#<output-port <stdout>>"
