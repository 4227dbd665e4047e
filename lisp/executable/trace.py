"""Which functions of ours run at start: the rest of each module is loaded only where it is needed (split.py).

    python -m lisp.executable.trace program       of an executable
    python -m lisp.executable.trace command       of `lisp -e 42`

Out, on stdout: `module:qualified name` of each function that runs, a line each.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from lisp.data.base import NIL
from lisp.data.condition import error
from lisp.executable import application, quick
from lisp.executable.application import FileContent
from lisp.executable.lean import prepared
from lisp.image.boot import decode_catalogue
from lisp.image.directory import Directory
from lisp.image.file import Image, format_image, parse_image
from lisp.image.save import image_entries, ports_kind
from lisp.interpreter.base_image import open_base_image
from lisp.interpreter.interpreter import Interpreter
from lisp.interpreter.services import image_header
from lisp.runtime.frame import Continuation

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).resolve().parent.parent.parent
PROGRAM = """(import (scheme base) (scheme write) (lisp app))
(define (f x) (if (pair? x) (f (cdr x)) "nothing"))
(display (f (list (app-version))))
(newline)
"""


def program() -> Callable[[], int]:
    """What runs PROGRAM as an executable does."""
    maker = Interpreter()
    unit = maker.services.compile_program(PROGRAM, "program.scm")
    entry: dict[str, object] = {"continuation": Continuation(None, NIL), "toplevel": maker.services.procedure(unit)}
    header = {**image_header(), "entry": "program", "program": "program.scm", "ports": ports_kind(maker.world)}
    content = format_image(header, image_entries(maker.world, entry))
    ready, start = prepared_image(parse_image("", content))
    return lambda: application.run("", content_of(content), ready, (start, start), [])


def command() -> Callable[[], int]:
    """What runs `lisp -e 42`, not for the first time."""
    image = open_base_image()
    ready, start = prepared_image(image)
    path, content = image.path, bytes(image.data)

    def run() -> int:
        return quick.run(path, content_of(content), ready, (start, start), ["-e", "42"])

    run()
    return run


def content_of(content: bytes) -> FileContent:
    return FileContent(len(content), lambda length, at: content[at : at + length])


def prepared_image(image: Image) -> tuple[tuple, int]:
    """What PreparedImage needs of IMAGE, and where its entries begin."""
    entries = [(kind, key, bytes(image.entry(kind, key))) for kind, key in image.index]
    directory = Directory(bytes(image.entry("directory", ""))).state()
    return prepared(image.header, decode_catalogue(image), directory, image.identity, entries), image.start


def traced(action: Callable[[], int]) -> list[str]:
    """The functions that run when ACTION does."""
    codes: dict[object, None] = {}

    def note(frame: object, event: str, _: object) -> None:
        if event == "call":
            codes[frame.f_code] = None

    sys.setprofile(note)
    action()
    sys.setprofile(None)
    names = [(code.co_filename, code.co_qualname) for code in codes]
    found = {f"{module_of(file)}:{name}" for file, name in names if file.startswith(str(ROOT)) and file != __file__}
    return sorted(found | {"lisp.executable.application:leave"})


def module_of(file: str) -> str:
    """The name of the module in FILE."""
    return ".".join(Path(file).relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def started_functions(what: str) -> list[str]:
    """As `traced`, in a process of its own, of WHAT: "program" or "command"."""
    command = [sys.executable, "-m", "lisp.executable.trace", what]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONHASHSEED": "0"}
    done = subprocess.run(command, capture_output=True, text=True, env=environment)
    if done.returncode != 0:
        raise error("build", "what a program needs at start cannot be found out")
    return done.stdout.splitlines()


if __name__ == "__main__":
    output, sys.stdout = sys.stdout, open(os.devnull, "w", encoding="utf-8")
    found = traced(command() if sys.argv[1:] == ["command"] else program())
    output.write("".join(line + "\n" for line in found))
