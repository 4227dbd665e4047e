"""The tools run nothing of an image, and a damaged one is an error that says so."""

from __future__ import annotations

import marshal
import pickle
import random
from pathlib import Path

import pytest

from lisp import Interpreter, LispError
from lisp.image.file import PRELUDE, format_image, read_image
from lisp.tools import difference, info, listing, shake, treemap, verify, why


class Bomb:
    """Unpickled, it leaves a file."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple:
        return Path.touch, (self.path,)


def test_nothing_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With a host section that would leave a file, and code that no marshal can read."""
    image, mark = str(tmp_path / "x.img"), tmp_path / "mark"
    interpreter = Interpreter()
    interpreter.define("host", Path("somewhere"))
    interpreter.eval("(define (f) host)")
    interpreter.save(image)
    opened = read_image(image)
    entries = [(kind, key, bytes(opened.entry(kind, key))) for kind, key in opened.index]
    bomb = pickle.dumps([Bomb(mark)])
    hostile = [(kind, key, b"no code" if kind.startswith("code@") else data) for kind, key, data in entries]
    hostile = [(kind, key, data[: data.index(b"\x80\x05")] + bomb if kind == "host" else data) for kind, key, data in hostile]
    Path(image).write_bytes(format_image(opened.header, hostile))

    def refuse(*_: object) -> None:
        raise AssertionError("something of the image was loaded")

    loads = marshal.loads
    monkeypatch.setattr(pickle, "loads", refuse)
    monkeypatch.setattr(pickle, "Unpickler", refuse)
    monkeypatch.setattr(marshal, "loads", lambda data: refuse() if bytes(data) == b"no code" else loads(data))
    info.collect(image)
    found = {d["name"]: d["kind"] for d in listing.collect_list(image, None, True)["definitions"]}
    assert found["host"] == "Python object"
    assert listing.collect_source(image, "f")["definitions"][0]["source"] == "(define (f) host)"
    assert why.collect(image, "host")["users"][0]["path"] == ["f", "host"]
    assert difference.collect(image, image)["same"]
    treemap.collect(image, str(tmp_path / "x.html"))
    verify.collect(image)
    shake.collect(image, str(tmp_path / "y.img"), ["f"])
    assert not mark.exists()


@pytest.fixture(scope="module")
def small(deep: str, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A small image of a computation."""
    path = tmp_path_factory.mktemp("small") / "small.img"
    shake.collect(deep, str(path), [])
    return path.read_bytes()


def look(path: Path) -> None:
    """Use every tool on the image at PATH; only an image error may come."""
    image = str(path)
    verify.collect(image)
    for use in (
        lambda: info.lines(info.collect(image)),
        lambda: listing.collect_list(image, None, True),
        lambda: why.collect(image, "table"),
        lambda: difference.collect(image, image),
        lambda: treemap.collect(image, str(path.with_suffix(".html"))),
        lambda: shake.collect(image, str(path.with_suffix(".out")), []),
    ):
        try:
            use()
        except LispError as failure:
            assert failure.payload.kind == "image"
            assert "\n" not in str(failure)


@pytest.mark.parametrize("seed", range(20))
def test_a_changed_byte(small: bytes, tmp_path: Path, seed: int) -> None:
    changed = bytearray(small)
    changed[random.Random(seed).randrange(PRELUDE, len(small))] ^= 1 << seed % 8
    path = tmp_path / "x.img"
    path.write_bytes(changed)
    try:
        problems = verify.collect(str(path))["problems"]
    except LispError:
        problems = ["it cannot be opened"]
    assert problems


@pytest.mark.parametrize("seed", range(60))
def test_changed_bytes_with_right_checksums(small: bytes, tmp_path: Path, seed: int) -> None:
    """What was made to look right may mean anything, but no tool fails on it in any other way than by saying so."""
    chance = random.Random(seed)
    path = tmp_path / "x.img"
    path.write_bytes(small)
    opened = read_image(str(path))
    entries = [[kind, key, bytearray(opened.entry(kind, key))] for kind, key in opened.index]
    for entry in chance.choices([e for e in entries if e[0] in ("segment", "unit", "directory")], k=2):
        if entry[2]:
            entry[2][chance.randrange(len(entry[2]))] = chance.randrange(256)
    path.write_bytes(format_image(opened.header, [(kind, key, bytes(data)) for kind, key, data in entries]))
    try:
        look(path)
    except LispError as failure:
        assert failure.payload.kind == "image"


def test_cut_short(small: bytes, tmp_path: Path) -> None:
    path = tmp_path / "x.img"
    for share in (0.0, 0.1, 0.5, 0.99):
        path.write_bytes(small[: int(len(small) * share)])
        with pytest.raises(LispError, match="x.img: (the image is damaged|not an image)"):
            verify.collect(str(path))
