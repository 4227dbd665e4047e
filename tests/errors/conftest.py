"""What all tests of this folder need before the first program runs."""

from __future__ import annotations

from collections.abc import Iterator

import pytest


@pytest.fixture(scope="session", autouse=True)
def own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A cache folder of our own, no library folders from outside, and a base image that is there."""
    from lisp import Interpreter

    Interpreter()
    patch = pytest.MonkeyPatch()
    patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
    patch.delenv("LISP_PATH", raising=False)
    patch.delenv("LISP_TRACEBACK", raising=False)
    yield
    patch.undo()
