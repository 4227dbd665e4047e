"""`lisp build`: a program becomes one executable file.

    bytes 0 to 511     a shell script that finds a Python and gives it STAGE_1, which runs the entry `launch`
    launch             STAGE_2: takes the runtime for this version of CPython, or its sources, and runs launch.py
    runtime@TAG, runtime    the modules (archive.py)
    everything else    the image, as `save-image` writes it, whose toplevel is the program
"""

from __future__ import annotations

import os
import stat
from pathlib import Path
from tempfile import TemporaryDirectory

from lisp.data.base import NIL
from lisp.data.condition import error
from lisp.data.symbol import intern
from lisp.executable.archive import module_sources, runtime_entries
from lisp.executable.recode import code_entries
from lisp.image.file import PRELUDE, format_image, parse_image, write_atomically
from lisp.image.save import image_entries, ports_kind
from lisp.interpreter.interpreter import Interpreter
from lisp.interpreter.services import image_header, read_text
from lisp.runtime.frame import Continuation
from lisp.runtime.unit import unit_forms

Entries = list[tuple[str, str, bytes]]

SHELL = """#!/bin/sh
for p in "$LISP_PYTHON" python3 python3.14 python3.13 python3.12 python3.11
do [ "$p" ] && command -v "$p" >/dev/null && exec "$p" -ISc '{stage}' "$0" "$@"
done
echo "$0: needs Python 3.11 or newer (LISP_PYTHON may name one)" >&2
exit 127
"""
STAGE_1 = 'import sys;f=open(sys.argv[1],"rb");f.seek({offset});exec(f.read({length}))'
STAGE_2 = """if sys.version_info<(3,11):
 import os
 for n in "python3.14","python3.13","python3.12","python3.11":
  try:os.execvp(n,[n,"-ISc",{stage!r}]+sys.argv[1:])
  except OSError:pass
 sys.exit("%s: needs Python 3.11 or newer, and python3 is %d.%d (LISP_PYTHON may name another)"%(
  (sys.argv[1],)+tuple(sys.version_info[:2])))
from marshal import loads
f.seek(0);d=f.read();f.close()
t="runtime@%s-%d"%(sys.implementation.cache_tag,int.from_bytes(
 sys.modules["_frozen_importlib_external"].MAGIC_NUMBER[:2],"little"))
T={table!r}
a,n=T.get(t) or T["runtime"]
b=memoryview(d)[{end}+a:{end}+a+n]
if t in T:m=loads(b);c=loads(m["lisp.executable.launch"][1])
else:
 import zlib
 m=loads(zlib.decompress(b));c=m["lisp.executable.launch"][1]
g={{"__name__":"launch"}}
exec(c,g)
g["install"](m)
from lisp.cli import run_application
sys.exit(run_application(sys.argv[1],d,sys.argv[2:]))
"""
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
    runtime = runtime_entries(module_sources(reads, saves), wanted.pythons)
    header = {**image_header(), "entry": "program", "program": Path(wanted.program).name}
    header["ports"] = ports_kind(interpreter.world)
    if wanted.version is not None:
        header["version"] = wanted.version
    image = image_entries(interpreter.world, entry)
    image += other_codes(header, image, wanted.pythons)
    write_atomically(wanted.output, executable_bytes(header, [*runtime, *image]))
    mode = os.stat(wanted.output).st_mode
    os.chmod(wanted.output, mode | stat.S_IXUSR | stat.S_IXGRP | stat.S_IXOTH)
    size = os.path.getsize(wanted.output) / 1e6
    reader = "with" if reads else "without"
    return f"built {wanted.output} from {wanted.program}: {size:.2f} MB, {reader} the reader and the expander"


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


def executable_bytes(header: dict[str, str], entries: Entries) -> bytes:
    """The bytes of the file: the launcher, then an image of which ENTRIES are all but `launch`.

    The launcher needs to know where `launch` lies, and `launch` where it ends. Both are of a fixed width, so that the second
    time the file is put together, with the numbers in their places, nothing moves.
    """
    launch = stage_2(" " * 9, " " * 6, 0, entries)
    content = format_image(header, [("launch", "", launch), *entries])
    offset, length, _ = parse_image("", content).index["launch", ""]
    numbers = f"{offset:9d}", f"{length:6d}"
    launch = stage_2(*numbers, offset + length, entries)
    content = format_image(header, [("launch", "", launch), *entries])
    shell = SHELL.format(stage=STAGE_1.format(offset=numbers[0].strip(), length=numbers[1].strip())).encode()
    if len(shell) > PRELUDE:
        raise error("internal", "the launcher is too long")
    return shell.ljust(PRELUDE, b"\n") + content[PRELUDE:]


def stage_2(offset: str, length: str, end: int, entries: Entries) -> bytes:
    """The text of `launch`, which is LENGTH long, from OFFSET to END, and after which the runtimes lie."""
    table, at = {}, 0
    for kind, _, content in entries:
        if kind.startswith("runtime"):
            table[kind] = (at, len(content))
            at += len(content)
    return STAGE_2.format(stage=STAGE_1.format(offset=offset, length=length), table=table, end=f"{end:9d}").encode()
