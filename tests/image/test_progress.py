"""What a terminal shows while a large image is saved."""

from __future__ import annotations

import io

import pytest

from lisp import Interpreter
from lisp.image import progress


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize("patience", [0.0, 1000.0])
def test_a_line_that_comes_and_goes(tmp_path, monkeypatch, patience) -> None:
    terminal = Terminal()
    monkeypatch.setattr(progress, "PATIENCE", patience)
    monkeypatch.setattr(progress, "PAUSE", 0.0)
    monkeypatch.setattr(progress, "count_of_objects", lambda: 40_000)  # this process may have many more
    monkeypatch.setattr("sys.stderr", terminal)
    Interpreter().save(tmp_path / "x.img")
    shown = terminal.getvalue()
    if patience:
        assert shown == ""
    else:
        lines = shown.split("\r")
        assert lines[0] == lines[-1] == lines[-2].strip() == ""
        assert "x.img [====" in lines[-3]
        written, _, _, about, _ = lines[-3].split("] ")[1].replace(",", "").split()
        assert 1000 < int(written) <= int(about)


def test_nothing_where_nobody_watches(tmp_path, monkeypatch) -> None:
    stream = io.StringIO()
    monkeypatch.setattr(progress, "PATIENCE", 0.0)
    monkeypatch.setattr("sys.stderr", stream)
    Interpreter().save(tmp_path / "x.img")
    assert stream.getvalue() == ""
