"""`lisp build`: a program becomes one executable file (launcher.py says what is in it)."""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from lisp.core.forms import PrimitiveCall
from lisp.data.base import NIL
from lisp.data.condition import error
from lisp.data.symbol import intern
from lisp.executable.archive import Runtime
from lisp.executable.inputs import ENTRY as INPUTS
from lisp.executable.inputs import Inputs, everything, known_inputs, refuse_target, unchanged
from lisp.executable.launcher import Entries, executable_bytes
from lisp.executable.leaks import Watch
from lisp.executable.options import Options
from lisp.executable.packages import Packages, foreign_packages
from lisp.executable.prepared import NEEDED_PACKAGES
from lisp.executable.recode import code_entries
from lisp.executable.standalone import make_folder, make_one_file, make_tar
from lisp.image.boot import decode_catalogue
from lisp.image.directory import Directory
from lisp.image.file import PACKED, Image, format_image, parse_image, read_image, write_atomically
from lisp.image.save import image_entries, ports_kind
from lisp.image.trust import signed
from lisp.interpreter.interpreter import Interpreter
from lisp.interpreter.saving import image_header
from lisp.interpreter.sources import read_text
from lisp.runtime.frame import Continuation
from lisp.runtime.unit import unit_forms
from lisp.runtime.world import World
from lisp.tools.shake import collect

READERS = {"read", "eval", "load", "environment", "interaction-environment", "%compile", "%load-reader"}
SAVERS = {"save-image", "%save-image"}


def build(options: Options) -> str:
    """Write the executable that OPTIONS ask for; a line that says what was done. What leaked in is said on stderr."""
    refuse_target(options, known_inputs(options))
    if os.path.exists(options.output) and not options.force and unchanged(options):
        return f"{options.output} is up to date"
    interpreter = Interpreter(library_path=options.folders, arguments=[options.program])
    inputs = observed(interpreter, options)
    watch = Watch(interpreter.world)
    entry = {"continuation": Continuation(None, NIL), "toplevel": toplevel(interpreter, options)}
    names = used_names(interpreter.world, list(interpreter.world.units))
    reads, saves = bool(names & READERS), bool(names & SAVERS)
    header = header_of(interpreter, options)
    packages = Packages(foreign_packages(interpreter.world), options.python_deps)
    if packages.needed:
        header[NEEDED_PACKAGES] = " ".join(packages.needed)
    for path in interpreter.services.sources.facts:
        inputs.note(path)
    refuse_target(options, [*interpreter.services.sources.facts, *packages.files])
    header[INPUTS] = everything(inputs.text(), options)
    image = image_entries(interpreter.world, entry)
    for line in watch.lines(image):
        sys.stderr.write(f"lisp build: {line}\n")
    image = [(INPUTS, "", inputs.text().encode()), *(shaken(header, image) if options.shake else image)]
    image += other_codes(header, image, options.pythons)
    runtime = Runtime(reads, saves)
    runtime.add(packages.sources, packages.data)
    content = executable_content(options, header, image, runtime)
    reader = "with" if reads else "without"
    said = f"built {options.output} from {options.program}"
    if options.standalone:
        return f"{said}: {standalone(options, content, runtime)}, {reader} the reader and the expander"
    write_executable(options.output, content)
    return f"{said}: {len(content) / 1e6:.2f} MB, {reader} the reader and the expander"


def standalone(options: Options, content: bytes, runtime: Runtime) -> str:
    """Make what needs no Python of the executable CONTENT; what was made."""
    if options.one_file:
        make_one_file(content, options.output, runtime.sources)
        return f"{os.path.getsize(options.output) / 1e6:.2f} MB, one file"
    name = os.path.basename(options.output.rstrip("/"))
    needs = make_folder(content, options.output, name, runtime.sources)
    size = sum(path.stat().st_size for path in Path(options.output).rglob("*") if path.is_file()) / 1e6
    packed = f" and {make_tar(options.output, name)}" if options.tar else ""
    return f"a folder of {size:.1f} MB{packed}, for {needs}"


def observed(interpreter: Interpreter, options: Options) -> Inputs:
    """The inputs of the build by INTERPRETER, whose labels do not tell from now on where files are."""
    inputs = Inputs(options.program)
    services = interpreter.services
    services.label_folders = [os.path.join(folder, "") for folder in [*services.folders, inputs.folder]]
    return inputs


def header_of(interpreter: Interpreter, options: Options) -> dict[str, str]:
    header = {**image_header(), "entry": "program", "program": Path(options.program).name}
    header["ports"] = ports_kind(interpreter.world)
    if options.version is not None:
        header["version"] = options.version
    if options.compress:
        header[PACKED] = "zlib"
    return header


def executable_content(options: Options, header: dict[str, str], image: Entries, runtime: Runtime) -> bytes:
    """The bytes of the executable of the entries IMAGE and RUNTIME."""
    stored = stored_entries(format_image(header, image))
    decoded = decode_beginning(parse_image("", format_image(header, image)), stored)
    pythons = [sys.executable, *options.pythons]
    versions = {made.tag: made for made in [runtime.compiled(python, decoded, options.compress) for python in pythons]}
    content = executable_bytes(header, list(versions.values()), runtime.source(), image)
    if options.sign is not None:
        content, _ = signed(parse_image(options.output, content), options.sign)
    return content


def write_executable(path: str, content: bytes) -> None:
    """Make CONTENT the executable PATH."""
    write_atomically(path, content)
    os.chmod(path, os.stat(path).st_mode | stat.S_IXUSR | stat.S_IXGRP | stat.S_IXOTH)


def stored_entries(content: bytes) -> Entries:
    """The entries of the image in CONTENT as they are in the file: packed, if they are."""
    image = parse_image("", content)
    return [(kind, key, content[at : at + length]) for (kind, key), (at, length, _) in image.index.items()]


def shaken(header: dict[str, str], image: Entries) -> Entries:
    """The entries IMAGE without what the program does not reach."""
    with TemporaryDirectory(prefix="lisp-build-") as folder:
        whole, rest = os.path.join(folder, "whole.image"), os.path.join(folder, "rest.image")
        Path(whole).write_bytes(format_image({name: header[name] for name in header if name != PACKED}, image))
        collect(whole, rest, [])
        found = read_image(rest)
        return [(kind, key, bytes(found.entry(kind, key))) for kind, key in found.index]


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


def toplevel(interpreter: Interpreter, options: Options) -> object:
    """The procedure that the executable calls."""
    text = read_text(options.program)
    if options.toplevel is None:
        return interpreter.services.procedure(interpreter.services.compile_program(text, Path(options.program).name))
    interpreter.run_text(text, Path(options.program).name)
    user = interpreter.user
    binding = user.environment.bindings.get(intern(options.toplevel))
    value = user.globals.get(getattr(binding, "key", None))
    if not callable(value):
        raise error("build", f"{options.program} defines no procedure {options.toplevel} to start with")
    return value


def used_names(world: World, keys: list[str]) -> set[str]:
    """The names of other libraries' variables that the program's own code, among the units KEYS, refers to."""
    names: set[str] = set()
    for unit in map(world.unit, keys):
        if any(not source.name.startswith("stdlib/") for source in unit.sources):
            forms = unit_forms(unit).forms
            keys = [getattr(form, "key", "") for form in forms if form is not None]
            names.update(key.rpartition("\0")[2] for key in keys if "\0" in key)
            names.update(form.name for form in forms if form.__class__ is PrimitiveCall)
    return names
