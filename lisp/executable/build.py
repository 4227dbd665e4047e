"""`lisp build`: a program becomes one executable file (launcher.py says what is in it)."""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from lisp.data.base import NIL
from lisp.data.condition import error
from lisp.data.symbol import intern
from lisp.executable.archive import Runtime
from lisp.executable.launcher import Entries, executable_bytes
from lisp.executable.recode import code_entries
from lisp.image.boot import decode_catalogue
from lisp.image.directory import Directory
from lisp.image.file import Image, format_image, parse_image, write_atomically
from lisp.image.save import image_entries, ports_kind
from lisp.interpreter.interpreter import Interpreter
from lisp.interpreter.services import image_header, read_text
from lisp.runtime.frame import Continuation
from lisp.runtime.unit import unit_forms

READERS = {"read", "eval", "load", "environment", "interaction-environment", "%compile", "%load-reader"}
SAVERS = {"save-image", "%save-image"}


class Executable:
    """What is to be built.

    `toplevel`: the procedure to start with, by name; None: the whole program runs. `version`: what (app-version) gives.
    """

    def __init__(
        self,
        program: str,
        output: str,
        toplevel: str | None,
        folders: list[str],
        pythons: list[str],
        version: str | None = None,
    ) -> None:
        self.program = program
        self.output = output
        self.toplevel = toplevel
        self.folders = folders
        self.pythons = pythons
        self.version = version


def build(wanted: Executable) -> str:
    """Write the executable; a line that says what was done."""
    interpreter = Interpreter(library_path=wanted.folders, arguments=[wanted.program])
    entry = {"continuation": Continuation(None, NIL), "toplevel": toplevel(interpreter, wanted)}
    names = used_names(interpreter)
    reads, saves = bool(names & READERS), bool(names & SAVERS)
    header = {**image_header(), "entry": "program", "program": Path(wanted.program).name}
    header["ports"] = ports_kind(interpreter.world)
    if wanted.version is not None:
        header["version"] = wanted.version
    image = image_entries(interpreter.world, entry)
    image += other_codes(header, image, wanted.pythons)
    runtime = Runtime(reads, saves)
    decoded = decode_beginning(parse_image("", format_image(header, image)), image)
    versions = {made.tag: made for made in [runtime.compiled(python, decoded) for python in [sys.executable, *wanted.pythons]]}
    write_atomically(wanted.output, executable_bytes(header, list(versions.values()), runtime.source(), image))
    mode = os.stat(wanted.output).st_mode
    os.chmod(wanted.output, mode | stat.S_IXUSR | stat.S_IXGRP | stat.S_IXOTH)
    size = os.path.getsize(wanted.output) / 1e6
    reader = "with" if reads else "without"
    return f"built {wanted.output} from {wanted.program}: {size:.2f} MB, {reader} the reader and the expander"


def decode_beginning(image: Image, entries: Entries) -> tuple:
    """What lean.py is to know of IMAGE, which has these ENTRIES."""
    directory = Directory(bytes(image.entry("directory", ""))).state()
    return image.header, decode_catalogue(image), directory, image.identity, entries


def other_codes(header: dict[str, str], image: Entries, pythons: list[str]) -> Entries:
    """Entries with the program's code for PYTHONS, which compile the image made of the entries IMAGE."""
    if not pythons:
        return []
    with TemporaryDirectory(prefix="lisp-build-") as folder:
        path = os.path.join(folder, "program.image")
        Path(path).write_bytes(format_image(header, image))
        there = {(kind, key) for kind, key, _ in image}
        return [e for python in pythons for e in code_entries(path, python) if e[:2] not in there]


def toplevel(interpreter: Interpreter, wanted: Executable) -> object:
    """The procedure that the executable calls."""
    text = read_text(wanted.program)
    if wanted.toplevel is None:
        return interpreter.services.procedure(interpreter.services.compile_program(text, Path(wanted.program).name))
    interpreter.run_text(text, wanted.program)
    user = interpreter.user
    binding = user.environment.bindings.get(intern(wanted.toplevel))
    value = user.globals.get(getattr(binding, "key", None))
    if not callable(value):
        raise error("build", f"{wanted.program} defines no procedure {wanted.toplevel} to start with")
    return value


def used_names(interpreter: Interpreter) -> set[str]:
    """The names of other libraries' variables that the program's own code refers to."""
    names: set[str] = set()
    for unit in interpreter.world.units.values():
        if any(not source.name.startswith("stdlib/") for source in unit.sources):
            keys = [getattr(form, "key", "") for form in unit_forms(unit).forms if form is not None]
            names.update(key.rpartition("\0")[2] for key in keys if "\0" in key)
            names.update(getattr(form, "name", "") for form in unit_forms(unit).forms if hasattr(form, "name"))
    return names
