"""What an executable does once its modules can be imported: boot the image in it and start its program.

All that is imported here is loaded before the program starts, so it is as little as possible.
"""

from __future__ import annotations

import gc
import sys

from lisp.executable.ending import guarded
from lisp.image.file import parse_image
from lisp.interpreter.interpreter import Interpreter

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable


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


def run(path: str, content: FileContent, arguments: list[str]) -> int:
    """Boot the image in CONTENT, of the file PATH, and start its program; the exit code."""
    return guarded(lambda: perform(path, content, arguments))


def perform(path: str, content: FileContent, arguments: list[str]) -> int:
    image = parse_image(path, content)
    interpreter = Interpreter(image, arguments=[path, *arguments], trusted=True)  # it is what is running
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
    if "threading" not in sys.modules and not sys.modules["atexit"]._ncallbacks():
        import posix
        posix._exit(code)
    sys.exit(code)
