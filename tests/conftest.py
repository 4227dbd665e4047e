"""Profiles of hypothesis: `pytest --hypothesis-profile nightly` tries many times more than the normal suite."""

from __future__ import annotations

import contextlib
import os
import tempfile

import pytest

with contextlib.suppress(ImportError):  # a suite without hypothesis skips what needs it
    from hypothesis import settings

    settings.register_profile("nightly", max_examples=2000, deadline=None)


def pytest_configure(config: pytest.Config) -> None:
    """Keep the secret that images are sealed with in a folder of the tests' own."""
    folder = tempfile.TemporaryDirectory(prefix="lisp-tests-")
    os.environ["XDG_DATA_HOME"] = folder.name
    config.add_cleanup(folder.cleanup)


def pytest_sessionstart(session: object) -> None:
    """Build the base image now, so that the line that says so is not in the output of a command under test."""
    from lisp.interpreter.base_image import open_base_image

    open_base_image()
