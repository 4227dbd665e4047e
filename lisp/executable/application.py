"""What an executable does once its modules can be imported: boot the image in it and start its program.

All that is imported here is loaded before the program starts, so it is as little as possible.
"""

from __future__ import annotations

import gc
import sys

from lisp.data.condition import LispError
from lisp.executable.ending import flushed, guarded
from lisp.executable.prepared import NEEDED_PACKAGES, FileContent, PreparedImage
from lisp.image.file import Image, damaged, parse_image
from lisp.interpreter.interpreter import Interpreter

# What may have something to do when Python ends: threads, exit functions, objects of the host.
WAITING = ("threading", "atexit", "lisp.interpreter.convert")


def run(path: str, content: FileContent | bytes, prepared: tuple | None, places: tuple, arguments: list[str]) -> int:
    """Boot the image in CONTENT, of the file PATH, and start its program; the exit code. PREPARED and PLACES: PreparedImage."""
    return guarded(lambda: perform(path, content, prepared, places, arguments), lambda: check_file(path))


def perform(path: str, content: FileContent | bytes, prepared: tuple | None, places: tuple, arguments: list[str]) -> int:
    return go_on(whole_image(path, content) if prepared is None else PreparedImage(path, content, prepared, *places), arguments)


def whole_image(path: str, content: FileContent | bytes) -> Image:
    """The image in CONTENT, read without what was prepared of it."""
    try:
        return parse_image(path, content)
    except LispError as problem:  # `not an image`, `of another format`: that cannot be, it is running
        raise problem if "damaged" in str(problem) else damaged(path, "its beginning is not what was written") from None


def check_file(path: str) -> None:
    """An error if any part of the executable at PATH has been changed: asked where a bug of ours is all that is known."""
    with open(path, "rb") as file:
        image = whole_image(path, file.read())
    for kind, key in image.index:
        image.entry(kind, key)


def go_on(image: Image, arguments: list[str]) -> int:
    if NEEDED_PACKAGES in image.header:
        check_packages(image.path, image.header[NEEDED_PACKAGES].split())
    interpreter = Interpreter(image, arguments=[image.path, *arguments], trusted=True)  # it is what is running
    gc.freeze()
    gc.set_threshold(10_000, 10, 10)  # as lisp.cli.collect_garbage_seldom
    gc.enable()
    try:
        interpreter.resume_entry()
        return 0
    finally:
        interpreter.flush()


def check_packages(path: str, names: list[str]) -> None:
    """Refuse to start where the Python packages NAMES are not installed."""
    from importlib.util import find_spec

    from lisp.data.condition import error

    missing = [name for name in names if find_spec(name) is None]
    if missing:
        words = " ".join(missing)
        raise error("file", f"{path}: this Python ({sys.executable}) lacks what the program needs: pip install {words}")


def leave(code: int) -> None:
    """End the process with CODE, without Python's own ending where nothing waits for that."""
    code = flushed(code)
    if sys.modules.keys().isdisjoint(WAITING):
        from posix import _exit

        if sys.stderr is not None:
            sys.stderr.flush()
        _exit(code)
    sys.exit(code)
