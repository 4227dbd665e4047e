"""The base image: the standard library, instantiated. It is made by the recipe images/base.scm.

An installed package has one inside (hatch_build.py made it). A checkout makes its own when it is missing or when a source
of the package or of stdlib, or the recipe, has changed since, and keeps it in images/, or in the user's cache folder where
that cannot be written. One image serves every CPython version: it holds core forms beside code.
"""

from __future__ import annotations

import sys
from os import environ, pathsep, scandir
from os.path import dirname, exists, expanduser, join

from lisp.data.condition import LispError, error
from lisp.image.file import Image, parse_image, read_image

PACKAGE = dirname(dirname(__file__))
ROOT = dirname(PACKAGE)
NAME = "base.image"


def stdlib_folder() -> str:
    """Where the standard library's source is: inside the installed package, or beside it in a checkout."""
    installed = join(PACKAGE, "_stdlib")
    return installed if exists(installed) else join(ROOT, "stdlib")


def recipe_path() -> str:
    """The program that makes the base image."""
    installed = join(PACKAGE, "_stdlib", "base-image.scm")
    return installed if exists(installed) else join(ROOT, "images", "base.scm")


def installed_image() -> str:
    """Where an installed package has the base image."""
    return join(PACKAGE, NAME)


def open_base_image() -> Image:
    """The base image; made first where it is missing or stale."""
    installed = installed_image()
    if exists(installed):
        return read_image(installed)
    mark = fingerprint()
    for path in places():
        if exists(path):
            image = image_with_mark(path, mark)
            if image is not None:
                return image
    sys.stderr.write("lisp: building the base image (it is missing, or a source has changed)\n")
    sys.stderr.flush()
    content = build_content(mark)
    for path in places():
        if written(path, content):
            return parse_image(path, content)
    return parse_image(NAME, content)


def places() -> list[str]:
    """Where a checkout keeps its image: beside the recipe, else in the user's cache folder."""
    return [join(ROOT, "images", NAME), join(cache_folder(), NAME)]


def cache_folder() -> str:
    """The folder of what this user's runs keep for later ones."""
    return (variable("XDG_CACHE_HOME") or (variable("HOME") or expanduser("~")) + "/.cache") + "/lisp"


def variable(name: str) -> str | None:
    """Environment variable NAME. The command is started without `os`, which takes a tenth of the time that Python needs."""
    loaded = sys.modules.get("os")
    if loaded is not None:
        return loaded.environ.get(name)
    value = sys.modules["posix"].environ.get(name.encode())
    return None if value is None else value.decode(sys.getfilesystemencoding(), "surrogateescape")


def image_with_mark(path: str, mark: str) -> Image | None:
    """The image at PATH if it was made from the sources that MARK stands for."""
    try:
        image = read_image(path)
    except LispError:  # cut short, or of another format: it is made again
        return None
    return image if image.header.get("sources") == mark else None


def written(path: str, content: bytes) -> bool:
    """Whether CONTENT could be kept at PATH."""
    from os import makedirs

    from lisp.image.file import write_atomically

    try:
        makedirs(dirname(path), exist_ok=True)
        write_atomically(path, content)
    except (OSError, LispError):
        return False
    return True


def fingerprint() -> str:
    """A hash of the sizes and times of all sources and of the recipe: what the image depends on."""
    from _blake2 import blake2b

    facts: list[str] = []
    folders = [PACKAGE, join(ROOT, "stdlib"), dirname(recipe_path())]
    while folders:
        with scandir(folders.pop()) as entries:
            for entry in entries:
                if entry.is_dir():
                    folders.append(entry.path)
                elif entry.name.endswith((".py", ".scm", ".sld", ".lark")):
                    status = entry.stat()
                    facts.append(f"{entry.path[len(ROOT):]} {status.st_size} {status.st_mtime_ns}")
    return blake2b("\n".join(sorted(facts)).encode(), digest_size=12).hexdigest()


def build_content(mark: str) -> bytes:
    """The bytes of a base image, made by another process: this one may have modules that have changed since."""
    from subprocess import run
    from tempfile import TemporaryDirectory

    program = "import sys; from lisp.interpreter.base_image import build; build(*sys.argv[1:])"
    with TemporaryDirectory(prefix="lisp-base-") as folder:
        path = join(folder, NAME)
        search = pathsep.join([ROOT, *filter(None, [environ.get("PYTHONPATH")])])
        done = run([sys.executable, "-c", program, path, mark], env={**environ, "PYTHONPATH": search}, capture_output=True)
        if done.returncode != 0:
            reason = done.stderr.decode("utf-8", "replace").rpartition("LispError: ")[2].strip()
            raise error("image", f"the base image cannot be built: {reason}")
        with open(path, "rb") as file:
            return file.read()


def build(path: str, mark: str = "") -> None:
    """Run the recipe and save what it leaves to PATH; MARK goes into the header."""
    from lisp.interpreter.interpreter import Interpreter

    interpreter = Interpreter(False)
    interpreter.services.header = {"sources": mark}
    interpreter.run_file(recipe_path(), [])
    interpreter.save(path)
