"""What an executable was built from: if nothing of it has changed, it need not be built again; and it takes the place of none.

The entry `inputs` of the file holds a line for each file that was read or looked for, relative to the program's folder, with a
hash of it or a dash; the header has a hash of all that and of what else counts: the options and the package itself.
"""

from __future__ import annotations

import os
import sys
from _blake2 import blake2b
from pathlib import Path

from lisp.data.condition import LispError, error
from lisp.executable.archive import PACKAGE
from lisp.executable.options import Options
from lisp.image.file import Image, permissions, read_image, reason
from lisp.interpreter.base_image import open_base_image, stdlib_folder

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

ENTRY = "inputs"


class Inputs:
    """The files that a build reads or looks for, in order."""

    def __init__(self, program: str) -> None:
        self.folder = os.path.dirname(os.path.abspath(program))
        self.files: dict[str, None] = {self.relative(program): None}

    def relative(self, path: str) -> str:
        return os.path.relpath(path, self.folder)

    def note(self, path: str) -> None:
        """The file PATH was read, or looked for."""
        if not os.path.abspath(path).startswith(os.path.abspath(stdlib_folder()) + os.sep):
            self.files[self.relative(path)] = None

    def text(self) -> str:
        """A line for each file."""
        return "".join(f"{hash_of(os.path.join(self.folder, file))} {file}\n" for file in self.files)


def known_inputs(options: Options) -> list[str]:
    """The files of which one knows, before anything is read, that the build that OPTIONS ask for reads them."""
    package = map(str, PACKAGE.rglob("*.py"))
    keys = [options.sign] if options.sign is not None else []
    return [options.program, open_base_image().path, *options.pythons, *keys, *package]


def refuse_target(options: Options, files: Iterable[str]) -> None:
    """An error if what OPTIONS ask for would take the place of one of FILES, which it is made of, or of no regular file."""
    folder = options.output if options.standalone and not options.one_file else None
    for target in targets(options):
        try:
            if target != folder:  # which standalone.py looks at itself
                permissions(target)
        except (OSError, ValueError) as problem:
            raise error("file", f"{target}: the executable cannot be written: {reason(problem)}") from None
        place = identity(target)
        if place is None:
            continue
        for file in files:
            if identity(file) == place or (target == folder and within(file, target)):
                raise error("file", f"{target}: the executable cannot take the place of {file}, which it is made of")


def targets(options: Options) -> list[str]:
    """What the build that OPTIONS ask for writes."""
    return [options.output, *([options.output.rstrip("/") + ".tar.gz"] if options.tar else [])]


def identity(path: str) -> tuple[int, int] | None:
    """What all names of the file at PATH have in common; None if there is no file."""
    try:
        found = os.stat(path)
    except (OSError, ValueError):
        return None
    return found.st_dev, found.st_ino


def within(file: str, folder: str) -> bool:
    """Whether FILE is somewhere in FOLDER."""
    return os.path.realpath(file).startswith(os.path.join(os.path.realpath(folder), ""))


def hash_of(path: str) -> str:
    """A hash of the file at PATH, a dash if there is none."""
    try:
        return blake2b(Path(path).read_bytes(), digest_size=16).hexdigest()
    except OSError:
        return "-"


def everything(text: str, options: Options) -> str:
    """A hash of all that the result depends on: the files in TEXT, OPTIONS, the package, the Pythons."""
    package = [f"{path.relative_to(PACKAGE)} {hash_of(str(path))}" for path in sorted(PACKAGE.rglob("*.py"))]
    chosen = {name: value for name, value in vars(options).items() if name not in ("program", "output", "force", "folders")}
    facts = [text, os.path.basename(options.program), repr(sorted(chosen.items())), open_base_image().identity, sys.version]
    pythons = [hash_of(os.path.realpath(python)) for python in options.pythons]
    return blake2b("\0".join([*facts, *pythons, *package]).encode(), digest_size=16).hexdigest()


def unchanged(options: Options) -> bool:
    """Whether the file that OPTIONS ask for is there, and is what would be built."""
    image = existing(options.output)
    if image is None or (ENTRY, "") not in image:
        return False
    files = bytes(image.entry(ENTRY, "")).decode().splitlines()
    inputs = Inputs(options.program)
    for line in files:
        inputs.files[line.partition(" ")[2]] = None
    return image.header.get(ENTRY) == everything(inputs.text(), options)


def existing(path: str) -> Image | None:
    """The image in the file PATH, None if there is no sound one."""
    try:
        return read_image(path)
    except LispError:
        return None
