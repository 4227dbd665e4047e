"""Whatever the shape of the heap, an image holds it exactly: random graphs, saved, booted, and compared."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path

import pytest
from hypothesis import example, given

from lisp import Interpreter
from lisp.data.base import NIL, Object
from lisp.data.char import CHARS
from lisp.data.pair import to_list
from lisp.data.record import Record
from lisp.data.string import String
from lisp.data.symbol import intern
from lisp.data.table import make_table
from lisp.data.vector import Vector
from lisp.image import encode, lists, met, walk
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
    """Lists are followed in chunks, and lie in pages, and lists that are alike are taken together: with small limits, short
    lists meet every edge of that."""
    limits = [(walk, "PAGE"), *[(lists, name) for name in ("SHORT", "MANY", "SMALL", "FEW")], (walk, "FEW"), (encode, "SMALLEST")]
    before = [getattr(module, name) for module, name in limits]
    values = [page, short, 2, 3, 2, 2, 1] if page < walk.PAGE else [page, short, *before[2:]]
    for (module, name), value in zip(limits, values):
        setattr(module, name, value)
    try:
        yield
    finally:
        for (module, name), value in zip(limits, before):
            setattr(module, name, value)


def saved(interpreter: Interpreter, root: object, path: Path) -> bytes:
    interpreter.user.globals["graph"] = root
    content = image_bytes(interpreter.world, {}, {})
    path.write_bytes(content)
    return content


def image_bytes_without_counting(interpreter: Interpreter) -> bytes:
    """The bytes of an image for which no reference count was looked at."""
    counts = met.ALONE, met.CHAINED, met.IN_CHUNK
    met.ALONE = met.CHAINED = met.IN_CHUNK = met.NEVER
    try:
        return image_bytes(interpreter.world, {}, {})
    finally:
        met.ALONE, met.CHAINED, met.IN_CHUNK = counts


def booted(path: Path) -> tuple[Interpreter, object]:
    interpreter = Interpreter.boot(path)
    interpreter.loader.load_library("(user)")
    return interpreter, interpreter.user.globals["graph"]


@trials(100, 2000)
@given(drawings)
def test_any_graph(origin: Interpreter, path: Path, drawing: list) -> None:
    root = build(origin, drawing)
    with small_pages(*((len(drawing) % 7 + 1, 3) if len(drawing) % 2 else (walk.PAGE, lists.SHORT))):
        content = saved(origin, root, path)
        interpreter, again = booted(path)
        if len(drawing) % 3:  # else everything is decoded at once, without stubs
            assert difference(root, again) is None
        interpreter.loader.load_all()
        if not len(drawing) % 3:  # nor is a key made that nobody has asked for
            assert saved(interpreter, again, path) == content
        assert difference(root, again) is None
        assert saved(interpreter, again, path) == content  # the same state gives the same bytes, here and there
        assert content == image_bytes_without_counting(interpreter)


def atoms(n: int) -> object:
    return [n, n * 1.5, String(str(n)), NIL, True, CHARS[chr(97 + n % 26)], 1 << 70 + n][n % 7]


REGULAR = {
    "lists": lambda n, k: to_list([to_list([i + j * 0.5 for j in range(k)]) for i in range(n)]),
    "lists of atoms": lambda n, k: to_list([to_list([atoms(i * j) for j in range(k)]) for i in range(n)]),
    "lists in a vector": lambda n, k: Vector([to_list([atoms(i) for _ in range(k)], i % 2) for i in range(n)]),
    "vectors": lambda n, k: to_list([Vector([atoms(j) for j in range(k)]) for _ in range(n)]),
    "lists of lists": lambda n, k: to_list([to_list([to_list([i, j]) for j in range(k)]) for i in range(n)]),
    "one longer": lambda n, k: to_list([to_list(list(range(k + (i == n // 2)))) for i in range(n)]),
    "one shared": lambda n, k: to_list([to_list(list(range(k - 1)), SHARED if i % 5 == 3 else NIL) for i in range(n)]),
    "a table": lambda n, k: make_table("equal", [(String(str(i)), to_list(list(range(k)))) for i in range(n)]),
    "a table of integers": lambda n, k: make_table("eqv", [((i - 9) ** (9 * k), String(str(i))) for i in range(n)]),
    "tables": lambda n, k: to_list([make_table("equal", [*small_table(i, k)]) for i in range(n)]),
    "lists that share": lambda n, k: (lambda all: Vector([to_list(all), to_list(all)]))([to_list([i] * k) for i in range(n)]),
    "a tree": lambda n, k: tree(n.bit_length(), k),
}
SHARED = to_list(["shared"])
NAMES = [String("one", constant=True), String("two"), 3, 1.5, intern("five")]


def small_table(i: int, k: int) -> list:
    return [(key if i % 3 else String(f"{n}"), n) for n, key in enumerate(NAMES[i % 2 : k])]


def tree(depth: int, width: int) -> object:
    return to_list([depth, *[tree(depth - 1, width) for _ in range(width)]]) if depth else NIL


@pytest.mark.parametrize("page", [5, 40, walk.PAGE])
@pytest.mark.parametrize("shape", REGULAR)
def test_regular_data(origin: Interpreter, path: Path, shape: str, page: int) -> None:
    """What many lists of one length hold is written together."""
    for n, k in [(3, 2), (20, 3), (100, 2), (60, 9), (40, 1)] if shape != "a tree" else [(7, 2), (60, 3), (3, 9)]:
        root = Vector([REGULAR[shape](n, k), "kept apart"])
        with small_pages(page, 3 if page < walk.PAGE else lists.SHORT):
            content = saved(origin, root, path)
            interpreter, again = booted(path)
            assert difference(root, again) is None
            interpreter.loader.load_all()
            assert saved(interpreter, again, path) == content == image_bytes_without_counting(interpreter)


NOTHING = ("atom", 0, [])
LITERAL_IN_CHAIN = [
    *[NOTHING] * 5, ("atom", 1, []), NOTHING, NOTHING, ("literal vector", 0, [0]), NOTHING, ("chain", 0, [27]), *[NOTHING] * 8
]  # fmt: skip
LITERAL_IN_TWO_PAGES = [("chain", 0, [2, 17]), *[NOTHING] * 5, ("literal vector", 4.9015937e-317, [7]), *[NOTHING] * 4]


@trials(100, 2000)
@given(drawings, drawings)
@example(LITERAL_IN_TWO_PAGES, [NOTHING])
@example(LITERAL_IN_CHAIN, [NOTHING, NOTHING, ("atom", 0, [0])])
def test_any_change_in_a_child_image(origin: Interpreter, path: Path, drawing: list, changes: list) -> None:
    """A graph is booted and changed: some of its objects are filled anew, with old and new ones. The child has it all."""
    root = build(origin, drawing)
    child = path.with_name("child.img")
    with small_pages(*((len(drawing) % 7 + 1, 3) if len(drawing) % 2 else (walk.PAGE, lists.SHORT))):
        saved(origin, root, path)
        interpreter, again = booted(path)
        nodes = [*build(interpreter, changes).items, *again.items]
        for place, (node, (kind, atom, others)) in enumerate(zip(again.items, drawing)):
            if changes[place % len(changes)][2] and kind != "literal vector":  # no program can change one
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
