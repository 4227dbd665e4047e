"""The code of an image's units for another version of CPython, which runs this module.

    python -m lisp.executable.recode IMAGE

Out, on stdout: what code is marked with for that version, and unit key → marshalled code, marshalled.
"""

from __future__ import annotations

import subprocess
import sys
from marshal import dumps, loads
from os import environ
from pathlib import Path

from lisp.data.condition import error
from lisp.image.boot import Loader, decode_catalogue, version_tag
from lisp.image.file import read_image
from lisp.primitives.catalogue import Primitives
from lisp.runtime.world import World

ROOT = Path(__file__).resolve().parent.parent.parent
STABLE = 2  # the version of marshal's format that every Python reads


def unit_codes(path: str) -> dict[str, bytes]:
    """The code of each unit in the image at PATH, made from its core form by the Python that runs."""
    image = read_image(path)
    world = World(Primitives(decode_catalogue(image)))
    loader = Loader(image, world, use_code=False)
    loader.install()
    codes = {}
    for kind, key in image.keys():
        if kind == "unit":
            unit = world.unit(key)
            world.recompile(unit)
            codes[key] = dumps(unit.code)
    return codes


def code_entries(path: str, python: str) -> list[tuple[str, str, bytes]]:
    """The entries with code for the units of the image at PATH that the Python at PYTHON makes."""
    command = [python, "-m", "lisp.executable.recode", path]
    done = subprocess.run(command, capture_output=True, env={**environ, "PYTHONPATH": str(ROOT)})
    if done.returncode != 0:
        raise error("build", f"{python} cannot compile the program")
    tag, codes = loads(done.stdout)
    return [("code@" + tag, key, code) for key, code in codes.items()]


if __name__ == "__main__":
    sys.stdout.buffer.write(dumps((version_tag(), unit_codes(sys.argv[1])), STABLE))
