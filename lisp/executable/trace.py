"""Which functions of ours run when an executable starts: the rest of each module is loaded only where it is needed (split.py).

    python -m lisp.executable.trace

Out, on stdout: for each function that booting a small program and running it calls, `module:qualified name`, a line each.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from lisp.data.base import NIL
from lisp.data.condition import error
from lisp.executable.application import FileContent, run
from lisp.executable.lean import prepared
from lisp.image.boot import decode_catalogue
from lisp.image.directory import Directory
from lisp.image.file import format_image, parse_image
from lisp.image.save import image_entries, ports_kind
from lisp.interpreter.interpreter import Interpreter
from lisp.interpreter.services import image_header
from lisp.runtime.frame import Continuation

ROOT = Path(__file__).resolve().parent.parent.parent
PROGRAM = """(import (scheme base) (scheme write) (scheme process-context) (lisp app))
(define (f x) (if (pair? x) (f (cdr x)) (vector 1 "b" #\\c 2.5 'd)))
(display (f (list (app-version) (command-line))))
(newline)
"""


def traced() -> list[str]:
    """The functions that run when PROGRAM does."""
    maker = Interpreter()
    unit = maker.services.compile_program(PROGRAM, "program.scm")
    entry: dict[str, object] = {"continuation": Continuation(None, NIL), "toplevel": maker.services.procedure(unit)}
    header = {**image_header(), "entry": "program", "program": "program.scm", "ports": ports_kind(maker.world)}
    content = format_image(header, image_entries(maker.world, entry))
    codes: dict[object, None] = {}

    def note(frame: object, event: str, _: object) -> None:
        if event == "call":
            codes[frame.f_code] = None

    image = parse_image("", content)
    entries = [(kind, key, bytes(image.entry(kind, key))) for kind, key in image.index]
    directory = Directory(bytes(image.entry("directory", ""))).state()
    ready = prepared(image.header, decode_catalogue(image), directory, entries)
    source = FileContent(len(content), lambda length, at: content[at : at + length])
    start = min(offset for offset, _, _ in image.index.values())
    sys.setprofile(note)
    run("", source, ready, (start, start), [])
    sys.setprofile(None)
    names = [(code.co_filename, code.co_qualname) for code in codes]
    found = {f"{module_of(file)}:{name}" for file, name in names if file.startswith(str(ROOT))}
    return sorted(found | {"lisp.executable.application:leave"})


def module_of(file: str) -> str:
    """The name of the module in FILE."""
    return ".".join(Path(file).relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def started_functions() -> list[str]:
    """As `traced`, in a process of its own, in which no module has been imported for another reason."""
    command = [sys.executable, "-m", "lisp.executable.trace"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONHASHSEED": "0"}
    done = subprocess.run(command, capture_output=True, text=True, env=environment)
    if done.returncode != 0:
        raise error("build", "what a program needs at start cannot be found out")
    return done.stdout.splitlines()


if __name__ == "__main__":
    output, sys.stdout = sys.stdout, open(os.devnull, "w", encoding="utf-8")
    found = traced()
    output.write("".join(line + "\n" for line in found))
