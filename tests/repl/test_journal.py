"""The journal: what was evaluated is on the disk before it runs, and a crash leaves it for the next session."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from lisp import Interpreter
from lisp.repl.journal import Journal
from lisp.repl.session import Session


def crash(journal: Journal) -> None:
    """What a crash does: the file is closed by the system, and no end is written."""
    journal.file.close()
    journal.file = None


@pytest.fixture
def folder(tmp_path: Path) -> str:
    return str(tmp_path)


def test_a_session_that_ends_as_it_should_leaves_nothing(folder: str) -> None:
    journal = Journal("", folder)
    journal.begin("(define x 1)")
    journal.close()
    assert Journal("", folder).lost == []


def test_a_crash_leaves_what_was_evaluated(folder: str) -> None:
    journal = Journal("", folder)
    journal.begin("(define x 1)")
    journal.finish()
    journal.begin("(loop\n  forever)")
    crash(journal)
    found = Journal("", folder)
    assert found.lost == ["(define x 1)", "(loop\n  forever)"]
    assert found.unfinished


def test_what_was_left_stays_until_it_is_forgotten(folder: str) -> None:
    first = Journal("", folder)
    first.begin("1")
    first.finish()
    crash(first)
    Journal("", folder).close()
    second = Journal("", folder)
    assert second.lost == ["1"]
    second.begin("2")
    crash(second)
    third = Journal("", folder)
    assert third.lost == ["1", "2"] and third.unfinished
    third.forget()
    third.close()
    assert Journal("", folder).lost == []


def test_a_line_cut_short_is_no_obstacle(folder: str) -> None:
    journal = Journal("", folder)
    journal.begin("1")
    journal.file.write('{"form": "(def')
    journal.file.flush()
    crash(journal)
    assert Journal("", folder).lost == ["1"]


def test_each_image_has_its_own(folder: str) -> None:
    journal = Journal("a.image", folder)
    journal.begin("1")
    crash(journal)
    assert Journal("b.image", folder).lost == []
    assert Journal("a.image", folder).lost == ["1"]


def test_a_second_prompt_is_told(folder: str) -> None:
    first = Journal("", folder)
    second = Journal("", folder)
    assert first.other is None and second.other is not None
    second.begin("2")
    second.close()
    first.close()
    assert Journal("", folder).other is None


def test_after_saving_only_what_follows_counts(folder: str) -> None:
    journal = Journal("", folder)
    journal.begin("1")
    journal.finish()
    journal.move("a.image")
    journal.begin("2")
    crash(journal)
    assert Journal("", folder).lost == []
    assert Journal("a.image", folder).lost == ["2"]


def test_without_a_folder_that_can_be_written_nothing_is_kept(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    journal = Journal("", str(tmp_path / "file"))
    journal.begin("1")
    journal.close()


def test_replay(folder: str, capsys: pytest.CaptureFixture[str]) -> None:
    first = Session(Interpreter(), Journal("", folder))
    for text in ("(define x 20)", "(car 5)", "(set! x (+ x 1))"):
        first.take(text)
    first.journal.begin("(define x 'unfinished)")
    crash(first.journal)
    second = Session(Interpreter(), Journal("", folder))
    second.take(",replay")
    assert second.levels == []
    capsys.readouterr()
    second.take("x")
    assert capsys.readouterr().out.endswith("= 21\n")
    crash(second.journal)
    third = Journal("", folder)
    assert third.lost == ["(define x 20)", "(car 5)", "(set! x (+ x 1))", "x"], "what was replayed can be lost again"


def test_a_closed_terminal_leaves_what_was_not_saved(folder: str) -> None:
    journal = Journal("", folder)
    journal.begin("(define x 1)")
    journal.finish()
    journal.begin("(loop)")
    journal.leave()
    again = Journal("", folder)
    assert again.lost == ["(define x 1)", "(loop)"] and again.unfinished
    again.leave()
    assert Journal("", folder).lost == again.lost, "nothing was begun: nothing is added"


def test_what_a_second_prompt_left_is_offered_too(folder: str) -> None:
    first = Journal("", folder)
    second = Journal("", folder)
    first.begin("1")
    first.finish()
    second.begin("2")
    second.finish()
    second.leave()
    first.close()
    assert Journal("", folder).lost == ["2"]


@pytest.mark.parametrize("number, kept", [(errno.EINVAL, True), (errno.ENOTSUP, True), (errno.ENOSPC, False), (errno.EIO, False)])
def test_a_disk_that_fails_is_told_once(
    folder: str, number: int, kept: bool, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(descriptor: int) -> None:
        raise OSError(number, os.strerror(number))

    journal = Journal("", folder)
    monkeypatch.setattr("lisp.repl.journal.os.fsync", fail)
    journal.begin("1")
    journal.begin("2")
    assert (journal.file is not None) == kept
    said = capsys.readouterr().err
    assert said == "" if kept else said.count("the journal cannot be written any more: ") == 1
