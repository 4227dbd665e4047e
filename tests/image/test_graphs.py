"""Whatever the shape of the heap, an image holds it exactly: random graphs, saved, booted, and compared."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path

import pytest
from hypothesis import given

from lisp import Interpreter
from lisp.data.base import Object
from lisp.data.record import Record
from lisp.data.vector import Vector
from lisp.image import walk
from lisp.image.child import save_child
from lisp.image.classes import CLASSES
from lisp.image.save import image_bytes
from tests.image.graphs import MAKERS, build, difference, drawings, fill
from tests.image.profiles import trials

ROOT = Path(__file__).parent.parent.parent


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
def small_pages(page: int, short: int) -> Iterator[None]:
    """Lists are followed in chunks, and lie in pages: with small ones, short lists meet every edge of that."""
    before = walk.PAGE, walk.SHORT
    walk.PAGE, walk.SHORT = page, short
    try:
        yield
    finally:
        walk.PAGE, walk.SHORT = before


def saved(interpreter: Interpreter, root: object, path: Path) -> bytes:
    interpreter.user.globals["graph"] = root
    content = image_bytes(interpreter.world, {}, {})
    path.write_bytes(content)
    return content


def booted(path: Path) -> tuple[Interpreter, object]:
    interpreter = Interpreter.boot(path)
    interpreter.loader.load_library("(user)")
    return interpreter, interpreter.user.globals["graph"]


@trials(100, 2000)
@given(drawings)
def test_any_graph(origin: Interpreter, path: Path, drawing: list) -> None:
    root = build(origin, drawing)
    with small_pages(*((len(drawing) % 7 + 1, 3) if len(drawing) % 2 else (walk.PAGE, walk.SHORT))):
        content = saved(origin, root, path)
        interpreter, again = booted(path)
        if len(drawing) % 3:  # else everything is decoded at once, without stubs
            assert difference(root, again) is None
        interpreter.loader.load_all()
        assert difference(root, again) is None
        assert saved(interpreter, again, path) == content  # the same state gives the same bytes, here and there


@trials(100, 2000)
@given(drawings, drawings)
def test_any_change_in_a_child_image(origin: Interpreter, path: Path, drawing: list, changes: list) -> None:
    """A graph is booted and changed: some of its objects are filled anew, with old and new ones. The child has it all."""
    root = build(origin, drawing)
    child = path.with_name("child.img")
    with small_pages(*((len(drawing) % 7 + 1, 3) if len(drawing) % 2 else (walk.PAGE, walk.SHORT))):
        saved(origin, root, path)
        interpreter, again = booted(path)
        nodes = [*build(interpreter, changes).items, *again.items]
        for place, (node, (kind, atom, others)) in enumerate(zip(again.items, drawing)):
            if changes[place % len(changes)][2]:
                fill(node, kind, atom, [nodes[(7 * n + place) % len(nodes)] for n in others])
        if len(changes) % 3 == 0:
            again.items.append(Vector(nodes[: len(changes)]))
        save_child(interpreter.world, interpreter.loader, str(child), str(path), {}, {})
    _, after = booted(child)
    assert difference(again, after) is None


def test_every_class_of_ours_can_be_saved() -> None:
    """Each class whose objects a program can hold is in classes.py with all its slots, or has a form of its own."""
    import_everything()
    outside = {"Singleton", "Char", "Library", "ShellLibrary", "ConsoleInput", "ConsoleOutput", "Unit", "DeferredPair"}
    left_out = {"handle", "entry", "passed", "others"}  # made again when they are needed
    rows = {(module, name): {word.partition(":")[0] for word in words.split()} for _, module, name, words in CLASSES}
    for cls in subclasses(Object):
        slots = {slot for c in cls.__mro__ for slot in getattr(c, "__slots__", ())} - left_out
        saved_slots = rows.get((cls.__module__, cls.__name__))
        if saved_slots is not None:
            assert slots == saved_slots, cls
        elif cls.__name__ not in outside and cls.__module__.split(".")[1] in ("data", "core", "runtime", "image"):
            assert cls in walk.OBJECTS or issubclass(cls, Record) or cls.__subclasses__(), cls


def import_everything() -> None:
    for folder in ("data", "core", "runtime"):
        for module in (ROOT / "lisp" / folder).glob("*.py"):
            import_module(f"lisp.{folder}.{module.stem}")


def subclasses(cls: type) -> Iterator[type]:
    for sub in cls.__subclasses__():
        yield sub
        yield from subclasses(sub)
