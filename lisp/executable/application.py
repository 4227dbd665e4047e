"""What an executable does once its modules can be imported: boot the image in it and start its program.

All that is imported here is loaded before the program starts, so it is as little as possible.
"""

from __future__ import annotations

import gc
import sys
from _imp import source_hash

from lisp.executable.ending import guarded
from lisp.image.directory import Directory
from lisp.image.file import Image, damaged, parse_image
from lisp.interpreter.interpreter import Interpreter

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

# What may have something to do when Python ends: threads and exit functions; files that are open, and objects of the host.
WAITING = ("threading", "atexit", "lisp.primitives.files", "lisp.interpreter.convert")


class FileContent:
    """The bytes of an open file, read where they are asked for. SIZE: how many there are; READ(length, offset) gives some."""

    def __init__(self, size: int, read: Callable[[int, int], bytes]) -> None:
        self.size = size
        self.read = read

    def __len__(self) -> int:
        return self.size

    def __getitem__(self, part: slice) -> bytes:
        start, stop, _ = part.indices(self.size)
        return self.read(stop - start, start)


class PreparedImage(Image):
    """An image whose beginning was decoded when it was built. PREPARED is what prepare.py made of it; its entries follow one
    another from START on, the first of all entries of the file is at FIRST."""

    def __init__(self, path: str, content: FileContent, prepared: tuple, first: int, start: int) -> None:
        header, index, catalogue, directory, identity, length = prepared
        super().__init__(path, content, header, index, identity)  # type: ignore[arg-type]
        self.start, self.end = first, start + length
        self.at = start
        if self.end > content.size:
            raise damaged(path, "it is cut short")
        self.catalogue = catalogue
        self.directory = Directory.of_state(directory)

    def entry(self, kind: str, key: str) -> bytes:  # type: ignore[override]
        found = self.index.get((kind, key))
        if found is None:
            raise damaged(self.path, f"part {kind} {key} is missing".replace("  ", " "))
        offset, length, check = found
        part = self.data.read(length, self.at + offset)
        if source_hash(0, part) != check:
            raise damaged(self.path, f"part {kind} {key} does not match its checksum")
        return part


def run(path: str, content: FileContent | bytes, prepared: tuple | None, places: tuple, arguments: list[str]) -> int:
    """Boot the image in CONTENT, of the file PATH, and start its program; the exit code. PREPARED and PLACES: PreparedImage."""
    return guarded(lambda: perform(path, content, prepared, places, arguments))


def perform(path: str, content: FileContent | bytes, prepared: tuple | None, places: tuple, arguments: list[str]) -> int:
    return go_on(parse_image(path, content) if prepared is None else PreparedImage(path, content, prepared, *places), arguments)


def go_on(image: Image, arguments: list[str]) -> int:
    interpreter = Interpreter(image, arguments=[image.path, *arguments], trusted=True)  # it is what is running
    gc.freeze()
    gc.set_threshold(10_000, 10, 10)  # as lisp.cli.collect_garbage_seldom
    gc.enable()
    try:
        interpreter.resume_entry()
        return 0
    finally:
        interpreter.flush()


def leave(code: int) -> None:
    """End the process with CODE, without Python's own ending where nothing waits for that."""
    if sys.modules.keys().isdisjoint(WAITING):
        from posix import _exit

        if sys.stderr is not None:
            sys.stderr.flush()
        _exit(code)
    sys.exit(code)
