"""Whatever the shape of the heap, an image holds it exactly: random graphs, saved, booted, and compared."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from lisp import Interpreter
from lisp.image import walk
from lisp.image.save import image_bytes
from tests.image.graphs import MAKERS, build, difference, drawings
from tests.image.profiles import examples


@pytest.fixture(scope="module")
def origin() -> Interpreter:
    """An interpreter with next to nothing in it, whose images are small."""
    interpreter = Interpreter(False)
    interpreter.eval("(import (lisp syntax) (lisp primitives))")
    interpreter.eval(MAKERS)
    return interpreter


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("graphs") / "x.img"


@contextmanager
def short_chunks(chunk: int, short: int) -> object:
    """Lists are followed in chunks: with small ones, short lists meet every edge of that."""
    before = walk.CHUNK, walk.SHORT
    walk.CHUNK, walk.SHORT = chunk, short
    try:
        yield
    finally:
        walk.CHUNK, walk.SHORT = before


def saved(interpreter: Interpreter, root: object, path: Path) -> bytes:
    interpreter.user.globals["graph"] = root
    content = image_bytes(interpreter.world, {}, {})
    path.write_bytes(content)
    return content


def booted(path: Path) -> tuple[Interpreter, object]:
    interpreter = Interpreter.boot(path)
    interpreter.loader.load_library("(user)")
    return interpreter, interpreter.user.globals["graph"]


@settings(max_examples=examples(100, 2000), deadline=None, suppress_health_check=list(HealthCheck))
@given(drawings)
def test_any_graph(origin: Interpreter, path: Path, drawing: list) -> None:
    root = build(origin, drawing)
    with short_chunks(*((5, 3) if len(drawing) % 2 else (walk.CHUNK, walk.SHORT))):
        content = saved(origin, root, path)
    interpreter, again = booted(path)
    assert difference(root, again) is None
    interpreter.loader.load_all()
    assert saved(interpreter, again, path) == content  # the same state gives the same bytes, here and there
