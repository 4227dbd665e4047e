"""Images made to do harm, with right checksums: each is a small sound image with some entries replaced.

`cases(mark)` gives (name, bytes); what runs Python code leaves the file MARK.
"""

from __future__ import annotations

import marshal
import os
import pickle
from collections.abc import Callable, Iterator
from pathlib import Path

from lisp import Interpreter
from lisp.image.boot import version_tag
from lisp.image.classes import LEAVES
from lisp.image.columns import Reader, Writer
from lisp.image.file import MAGIC, PRELUDE, Image, format_image, parse_image
from lisp.tools import shake

PROGRAM = """
(import (scheme base) (scheme write) (lisp image))
(define-record-type <point> (make-point x y) point? (x point-x) (y point-y))
(define data (list 1 2.5 1/3 #\\a 'sym "str" (vector 1 2) (bytevector 1 2) (make-point 3 "four") (expt 3 100)))
(define (walk tree depth)
  (if (null? tree)
      (begin (write (save-image IMAGE)) depth)
      (let ((found (walk (cdr tree) (+ depth 1))))
        (cons (car tree) found))))
(write (walk '(a b c) 0))
(write data)
"""
HUGE = 1 << 60
DEEP = 100_000 if "LISP_TEST_FULL" in os.environ else 4_000
Key = tuple[str, str]


def small_image(folder: Path) -> bytes:
    """A small image of a computation, which writes something when it goes on."""
    whole, small = folder / "whole.img", folder / "small.img"
    interpreter = Interpreter()
    interpreter.run_text(PROGRAM.replace("IMAGE", f'"{whole}"'), "small.scm")
    shake.collect(str(whole), str(small), [])
    return small.read_bytes()


class Bomb:
    """Unpickled, it leaves the file MARK."""

    def __init__(self, mark: Path) -> None:
        self.mark = mark

    def __reduce__(self) -> tuple:
        return Path.touch, (self.mark,)


class Sound:
    """The sound image, from which others are made."""

    def __init__(self, content: bytes) -> None:
        image = parse_image("sound.img", content)
        self.header = image.header
        self.entries: dict[Key, bytes] = {key: bytes(image.entry(*key)) for key in image.index}
        self.start = image.start

    def but(self, *changes: tuple[Key, bytes], header: dict[str, str] | None = None) -> bytes:
        """The image with CHANGES: entries that are replaced or added, and lines of its HEADER."""
        entries = {**self.entries, **dict(changes)}
        return format_image({**self.header, **(header or {})}, [(*key, data) for key, data in entries.items()])

    def units(self) -> list[Key]:
        return [key for key in self.entries if key[0] == "unit"]

    def before_core(self, unit: Key) -> bytes:
        """What stands before the core form of UNIT: its sources, and its variables that other libraries import."""
        reader = Reader(self.entries[unit])
        reader.numbers(reader.count())
        reader.texts(reader.count())
        return self.entries[unit][: reader.at]

    def place(self, name: str, part: str) -> Key:
        """The segment called NAME, PART."""
        from lisp.image.directory import Directory

        return "segment", str(Directory(self.entries["directory", ""]).places[name, part])


def written(*parts: object) -> bytes:
    """Numbers as counts, strings as texts, lists as columns of numbers, bytes as they are."""
    writer = Writer()
    for part in parts:
        if isinstance(part, int):
            writer.number(part)
        elif isinstance(part, str):
            writer.text(part)
        elif isinstance(part, list):
            writer.numbers(part)
        else:
            writer.bytes += part
    return bytes(writer.bytes)


def texts(*values: str) -> bytes:
    writer = Writer()
    writer.texts(list(values))
    return bytes(writer.bytes)


def segment(*body: object, **leaves: tuple) -> bytes:
    """A segment with LEAVES, kind by kind (their count and their bytes), no imports, and BODY."""
    parts: list[object] = []
    for kind in LEAVES:
        count, data = leaves.get(kind, (0, b""))
        parts += [count, data]
    return written(*parts, 0, [], [], *body)


def nested_tuples(depth: int, share: int) -> bytes:
    """A segment whose root is a dict with one key: a tuple of SHARE times a tuple of …, DEPTH deep."""
    first = 8 + 1  # after the dict
    numbers = [0] + [first + i for i in range(depth - 1) for _ in range(share)]
    tuples = written([1] + [share] * (depth - 1), numbers)
    fill = written(b"r", [first + depth - 1], b"r", [1])
    return segment(2, "dict", 1, "tuple", depth, [1], tuples, fill, 1, b"r", [8])


def table_of_texts(flags: list, lengths: list) -> bytes:
    """A segment with one key and tables that have FLAGS and LENGTHS."""
    n = len(flags)
    fill = written(b"r", [8] * n, b"r", [], b"r", [], b"r", [], b"r", [8] * min(sum(lengths), 9))
    kinds = ["key", 1, "table", n, texts("a"), 0, [], 0, [], flags, lengths]
    return segment(2, *kinds, fill, 1, b"r", [10], str=(1, texts("equal")))


def core(*parts: object) -> bytes:
    """The core form of a unit: a table of strings, then PARTS as bytes and numbers."""
    return written(*parts)


def strings(*values: str) -> bytes:
    return written(len(values), *[written(len(v.encode("utf-8", "surrogatepass")), v.encode("utf-8", "surrogatepass")) for v in values])


MAIN = bytes([6, 0, 0, 0, 0, 0])  # a lambda without parameters, name and documentation
FORMS: dict[str, bytes] = {
    "empty": b"",
    "no lambda": core(strings(), bytes([0, 0, 0])),
    "no such tag": core(strings(), bytes([99])),
    "endless number": core(strings(), bytes([6, 0]) + b"\xff" * 200_000),
    "strings without end": core(HUGE),
    "a string past the end": core(1, HUGE, b"x"),
    "forms without end": core(strings(), MAIN, bytes([11, 0]), HUGE),
    "no forms": core(strings(), MAIN, bytes([11, 0, 0])),
    "names that are missing": core(strings(), MAIN, bytes([1, 0, 0])),
    "a spread of nothing": core(strings(), MAIN, bytes([7, 0, 1, 0, 0, 0])),
    "sets __builtins__": core(strings("__builtins__"), MAIN, bytes([4, 0, 1, 0, 0, 1])),
    "sets what the runtime needs": core(strings("'world"), MAIN, bytes([4, 0, 1, 0, 0, 1])),
    "a jump to nowhere": core(strings("label"), MAIN, bytes([13, 0, 1, 0])),
    "no such primitive": core(strings("os.system", "0x1"), MAIN, bytes([8, 0, 1, 1, 0, 0, 3, 2])),
    "no such local": core(strings("nowhere"), MAIN, bytes([1, 0, 1])),
    "a name with a zero": core(strings("a\0b"), MAIN, bytes([2, 0, 1])),
    "a lone surrogate": core(strings("\udc80"), MAIN, bytes([9, 0, 1, 1, 0, 0, 0, 1, 0, 1])),
    "a parameter twice": core(strings("x"), bytes([6, 0, 2, 1, 1, 0, 0, 0]), bytes([1, 0, 1])),
    "None as a parameter": core(strings("None"), bytes([6, 0, 1, 1, 0, 0, 0]), bytes([1, 0, 1])),
    "a number that is none": core(strings("ham"), MAIN, bytes([0, 0, 3, 1])),
    "a float cut short": core(strings(), MAIN, bytes([0, 0, 4, 1])),
    "a source that is not there": core(strings(), MAIN, bytes([0, 9, 0, 1, 1])),
    "deep tests": core(strings(), MAIN, bytes([5, 0]) * 2 * DEEP, bytes([0, 0, 1]) * (4 * DEEP + 1)),
    "deep branches": core(strings(), MAIN, bytes([5, 0, 0, 0, 1, 0, 0, 1]) * 2 * DEEP, bytes([0, 0, 1])),
    "deep calls": core(strings(), MAIN, bytes([7, 0, 2]) * 2 * DEEP, bytes([0, 0, 1]) * (2 * DEEP + 1)),
    "deep lambdas": core(strings("f"), bytes([6, 0, 0, 0, 1, 0]) * 1000, bytes([0, 0, 1])),
    "deep lets": core(strings("x"), MAIN, bytes([9, 0, 1, 1]) * DEEP, bytes([0, 0, 1]) * (DEEP + 1)),
    "deep loops": core(strings("l", "x"), MAIN, bytes([12, 0, 1, 1, 2, 0, 0, 1]) * DEEP, bytes([0, 0, 1])),
    "deep sequences": core(strings(), MAIN, bytes([11, 0, 1]) * DEEP, bytes([0, 0, 1])),
}


def heaps() -> dict[str, bytes]:
    """Segments that make no sense."""
    return {
        "no bytes": b"",
        "more leaves than bytes": written(HUGE),
        "more imports than bytes": written(*[0] * len(LEAVES), HUGE),
        "more kinds than bytes": written(*[0] * len(LEAVES), 0, [], [], HUGE),
        "more objects than bytes": segment(*[1000, *["pair", 60_000] * 1000], b"x" * 61_000),
        "an unknown kind": segment(1, "ham", 1, b"xxxx"),
        "a tuple before others": segment(2, "tuple", 1, "pair", 1, b"xxxx"),
        "long texts": segment(str=(1, written([HUGE], "x"))),
        "a long bignum": segment(bignum=(1, written([HUGE], HUGE))),
        "lengths that add up to much": segment(1, "vector", 4, [0] * 4, [HUGE] * 4, 1, b"r", [8]),
        "a list of itself, many times": segment(1, "list", 3, [HUGE] * 3, b"s", 8, 1, b"r", [8]),
        "a range past the end": segment(1, "list", 1, [100_000], b"s", 8, 1, b"r", [8]),
        "records of a wide type": segment(
            *[2, "record-type", 1, "record", 50_000, texts("wide"), [50_000], [8] * 50_000],
            *[written(8 + 1), 50_000, b"r", [8] * 50_000, b"s\x08" * 50_000],
            symbol=(1, texts("field")),
        ),
        "records of what is no type": segment(2, "pair", 1, "record", 1, 8, 1, b"r", [8], 1, [0], b"r", [8], b"r", [8]),
        "fields that are no symbols": segment(1, "record-type", 1, texts("r"), [1], [1], 1, b"r", [8]),
        "a slot that there is not": segment(1, "box", 1, 1, texts("__class__"), b"r", [0], 1, b"r", [8]),
        "a slot of another kind": segment(1, "macro", 1, 1, texts("name"), b"r", [0], 1, b"r", [8]),
        "a ratio over 0": segment(ratio=(1, written([1], 1, b"\1", [1], 1, b"\0"))),
        "a character that is none": segment(char=(1, written(b"I" + (0x7FFFFFFF).to_bytes(4, "little")))),
        "a cdr of what is no pair": segment(1, "pair", 1, b"r", [0], 1, [7], b"r", [0], 1, b"r", [8]),
        "an unhashable key": segment(2, "list", 1, "dict", 1, [0], [1], b"r", [], b"r", [8], b"r", [8], 1, b"r", [9]),
        "keys twice": segment(2, "key", 1, "key", 1, *[texts("a"), 0, [], 0, []] * 2, 1, b"r", [8]),
        "keys without a table": segment(1, "key", 1, texts("a"), 0, [], 0, [], 1, b"r", [8]),
        "a key that is not there": segment(1, "key", 2, texts("a", "b"), 1, [7], 0, [], 1, b"r", [8]),
        "a table without its keys": table_of_texts([1], [HUGE]),
        "tables that want more keys": table_of_texts([1], [2]),
        "a table that leaves a key": table_of_texts([0], [0]),
        "a table of integers that are none": segment(
            *[1, "table", 1, [2], [1], written(b"r", [8], b"r", [8], b"r", [], b"r", [], b"r", [8]), 1, b"r", [9]],
            str=(1, texts("equal")),
        ),
        "a key that cannot be made": segment(
            *[2, "table", 1, "tuple", 1, [0], [1], [0], []],
            *[written(b"r", [8], b"r", [], b"r", [10], b"r", [6], b"r", [8]), 1, b"r", [9]],
            str=(1, texts("equal")),
        ),
        "two tables of one key": table_of_texts([1, 1], [1, 1]),
        "a key that is deep": nested_tuples(100_000, 1),
        "a key that is shared": nested_tuples(90, 2),
        "a primitive of Python": segment(0, 1, b"r", [8], primitive=(1, texts("os.system"))),
        "a primitive by its module": segment(0, 1, b"r", [8], primitive=(1, texts("system"))),
        "the interpreter itself": segment(0, 1, b"r", [8], external=(1, texts("anchor:interpreter"))),
        "a library that there is not": segment(0, 1, b"r", [8], external=(1, texts("library:(os)"))),
        "a host that there is not": segment(0, 1, b"r", [8], host=(1, written([0]))),
        "code that there is not": segment(1, "closure", 1, 1, texts("ham"), [1], [0], texts(), 1, texts("(user)"), [0], [0], [], 1, b"r", [8]),
        "a cell that is none": segment(1, "cell", 1, b"r", [HUGE], 1, b"r", [8]),
        "a frame of numbers": segment(1, "frame", 1, 1, texts("unit"), b"i", written(b"b\7"), 1, b"r", [8]),
        "nothing at all": segment(0, 2, b"r", [0, 0]),
        "too many roots": segment(0, HUGE, b"r", []),
        "deep pairs": segment(1, "pair", 100_000, b"r", list(range(9, 100_008)) + [1], 1, [99_999], b"r", [3], 2, b"r", [8, 8]),
    }


def directories(sound: Sound) -> dict[str, bytes]:
    """Directories that make no sense: of n segments the names, parts, needs, exports, libraries."""
    none = [[0], []]
    loop = written(2, texts("a", "b"), texts("run", "run"), [1, 1], [1, 0], [0, 0], [], [0, 0], texts())
    return {
        "empty": b"",
        "huge": written(HUGE),
        "a segment that needs itself": written(1, texts("a"), texts("run"), [1], [0], *none, [0], texts()),
        "segments that need each other": loop,
        "one segment twice": written(2, texts("a", "a"), texts("run", "run"), [0, 0], [], [0, 0], [], [0, 0], texts()),
        "no segments": written(0, texts(), texts(), [], [], [], [], [], texts()),
        "needs without end": written(1, texts("a"), texts("run"), [HUGE], [], *none, [0], texts()),
        "libraries without end": written(1, texts("a"), texts("run"), *none, *none, [HUGE], texts()),
        "strange names": sound.entries["directory", ""].replace(b"(user)", b"../\0\n\""),
        "a long name": written(1, texts("x" * 1_000_000), texts("run"), *none, *none, [0], texts()),
    }


def code(mark: Path) -> bytes:
    """Marshalled code that leaves the file MARK."""
    return marshal.dumps(compile(f"import os; os.close(os.open({str(mark)!r}, os.O_CREAT))", "x", "exec"))


def cases(sound: Sound, mark: Path) -> Iterator[tuple[str, bytes]]:
    """All images, with their names."""
    tag = "code@" + version_tag()
    bomb = pickle.dumps([Bomb(mark)])
    host = written(1, [0], 1, [0], 0, [], 0, [], len(bomb), bomb)
    entry, user = sound.place("entry", "run"), sound.place("(user)", "run")
    with_host = segment(0, 2, b"r", [8, 8], host=(1, written([0])))
    for place in sound.entries:
        if place[0] == "segment":
            yield f"pickle in {place[1]}", sound.but((place, with_host), (("host", ""), host))
    users = written(1, [0], len(sound.entries), list(range(len(sound.entries))), 0, [], 0, [], len(bomb), bomb)
    yield "pickle that everything uses", sound.but((("host", ""), users))
    yield "pickle of savers", sound.but((("host", ""), users), (entry, with_host), header={"eager": "savers,boot"})
    yield "a host section without end", sound.but((("host", ""), written(HUGE)), (entry, with_host))
    for kind in (tag, "code@cpython-312-3531", "code@cpython-313-3571", "code@", "code"):
        yield f"bytecode {kind}", sound.but(*[((kind, key), code(mark)) for _, key in sound.units()])
        yield f"no bytecode {kind}", sound.but(*[((kind, key), b"\xfb\xf9" * 1000) for _, key in sound.units()])
    for name, data in FORMS.items():
        for unit in sound.units():
            yield f"core form: {name}", sound.but((unit, sound.before_core(unit) + written(len(data), data)))
        yield f"unit: {name}", sound.but((sound.units()[0], data))
    for name, data in heaps().items():
        for place in (entry, user):
            yield f"heap {place[1]}: {name}", sound.but((place, data))
    for name, data in directories(sound).items():
        yield f"directory: {name}", sound.but((("directory", ""), data))
    yield from catalogues(sound, mark)
    yield from headers(sound)


def catalogues(sound: Sound, mark: Path) -> Iterator[tuple[str, bytes]]:
    """Tables of primitives that lead elsewhere. A module that is a bomb lies beside MARK."""
    mark.with_name("bomb.py").write_text(f"open({str(mark)!r}, 'w')")
    primitives = ("car", "cons", "%record", "write", "open-input-file")
    for module in ("os", "..bomb", "bomb", str(mark.with_name("bomb")), "../../../" + str(mark.with_name("bomb")), "", ".", "catalogue", "a\0b"):
        table = written(len(primitives), texts(*primitives), texts(*[module] * len(primitives)))
        supports = written(2, texts("Pair", "system"), texts(module, module))
        yield f"catalogue: {module!r}", sound.but((("catalogue", ""), table + supports))
    yield "catalogue: huge", sound.but((("catalogue", ""), written(HUGE)))
    yield "catalogue: empty", sound.but((("catalogue", ""), written(0, texts(), texts(), 0, texts(), texts())))


def headers(sound: Sound) -> Iterator[tuple[str, bytes]]:
    """Headers and beginnings that make no sense."""
    lines = [
        {"boots": "many"}, {"boots": "9" * 10_000}, {"boots": "-1"}, {"eager": "boot"}, {"eager": "savers"}, {"eager": "\0,x"},
        {"entry": "ham"}, {"ports": "own"}, {"entry": "\udc80".encode("utf-8", "replace").decode()}, {"sealed": "yes"},
        {"base": "/dev/zero", "base-hash": "0"}, {"base": "/", "base-hash": ""}, {"base": "\0"}, {"base": "../" * 5000}, {"base": ""},
    ]  # fmt: skip
    for header in lines:
        yield f"header: {str(header)[:60]}", sound.but(header=header)
    content = sound.but()
    fixed = PRELUDE + len(MAGIC)
    for at in range(0, 20, 4):
        for value in (0, 1, 0x7FFFFFFF, 0xFFFFFFFF):
            yield f"word {at} is {value}", content[: fixed + at] + value.to_bytes(4, "little") + content[fixed + at + 4 :]
    for name in ("directory", "catalogue", "segment", "unit", "source"):
        for key in [key for key in sound.entries if key[0] == name]:
            yield f"no {key}", format_image(sound.header, [(*k, data) for k, data in sound.entries.items() if k != key])
            yield f"empty {key}", sound.but((key, b""))
    yield "twice", format_image(sound.header, [(*key, data) for key, data in sound.entries.items()] * 2)
    yield "a long text", sound.but((("source", "0"), written("name", "(" * 3_000_000)))


def use(image: Image, show: Callable[[str], object] = len) -> str:
    """Boot IMAGE, touch all of it, go on with it; what it wrote. SHOW is told how far it came."""
    interpreter = Interpreter(image)
    show("booted")
    touch(interpreter)
    show("touched")
    return run(interpreter)


def touch(interpreter: Interpreter) -> None:
    """Decode and compile everything."""
    world, loader = interpreter.world, interpreter.loader
    world.load_all()
    loader.entry()
    for kind, key in loader.image.index:
        if kind == "unit":
            world.indexed(key)
        elif kind == "source" and key.isdecimal():
            loader.source(int(key))


def run(interpreter: Interpreter) -> str:
    """What the image writes when it goes on."""
    from lisp.data.port import StringOutput

    port = interpreter.world.output.setting = StringOutput()
    interpreter.resume_entry()
    return "".join(port.parts)
