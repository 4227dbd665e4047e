"""Which functions of ours run at start: the rest of each module is loaded only where it is needed (split.py).

    python -m lisp.executable.trace program       of an executable
    python -m lisp.executable.trace command       of `lisp -e 42`

Out, on stdout, marshalled: what `traced` returns.
"""

from __future__ import annotations

import dis
import os
import subprocess
import sys
from functools import cache
from importlib import import_module
from marshal import dumps, loads
from pathlib import Path

from lisp.data.base import NIL
from lisp.data.condition import error
from lisp.executable import application
from lisp.executable.prepared import FileContent, prepared
from lisp.image.boot import decode_catalogue
from lisp.image.directory import Directory
from lisp.image.file import Image, format_image, parse_image
from lisp.image.save import image_entries, ports_kind
from lisp.interpreter.base_image import open_base_image
from lisp.interpreter.interpreter import Interpreter
from lisp.interpreter.saving import image_header
from lisp.runtime.frame import Continuation

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from types import CodeType, FrameType

STABLE = 2  # the version of marshal's format that every Python reads
NOTED = ("IMPORT_NAME", "IMPORT_FROM", "LOAD_GLOBAL", "LOAD_NAME", "LOAD_ATTR", "LOAD_METHOD")
# What is not seen: the end, and what has been done before the tracing.
END = ("lisp.executable.application", "leave")
UNTRACED = (
    ("lisp.executable.application", "sys"),
    ("lisp.quick", "leave"),
    ("lisp.executable.application", "WAITING"),
    ("lisp.executable.application", "flushed"),
    ("lisp.data.symbol", "Symbol"),
    ("lisp.data.symbol", "ref"),
    ("lisp.data.symbol", "new"),
)
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
    runner = import_module("lisp.quick")
    image = open_base_image()
    ready, start = prepared_image(image)
    path, content = image.path, bytes(image.data)

    def run() -> int:
        return runner.run(path, content_of(content), ready, (start, start), ["-e", "42"])

    run()
    return run


def content_of(content: bytes) -> FileContent:
    return FileContent(len(content), lambda length, at: content[at : at + length])


def prepared_image(image: Image) -> tuple[tuple, int]:
    """What PreparedImage needs of IMAGE, and where its entries begin."""
    entries = [(kind, key, bytes(image.entry(kind, key))) for kind, key in image.index]
    directory = Directory(bytes(image.entry("directory", ""))).state()
    return prepared(image.header, decode_catalogue(image), directory, image.identity, entries), image.start


class Tracer:
    """Notes what happens in functions of ours: `functions` that run, as (module, name); global `names` that they look up, as
    (module, name); `attributes`, by name."""

    def __init__(self) -> None:
        self.functions: set[tuple[str, str]] = set()
        self.names: set[tuple[str, str]] = set()
        self.attributes: set[str] = set()
        self.instructions: dict[CodeType, dict[int, tuple[str, str]]] = {}
        self.imported = ""  # the module that names are being imported from

    def run(self, action: Callable[[], int]) -> None:
        sys.settrace(self.trace)
        try:
            action()
        finally:
            sys.settrace(None)

    def trace(self, frame: FrameType, event: str, _: object) -> Callable | None:
        code = frame.f_code
        if not code.co_filename.startswith(str(ROOT)) or code.co_filename == __file__:
            return None
        module = module_of(code.co_filename)
        if event == "call":
            self.functions.add((module, code.co_qualname))
            frame.f_trace_opcodes = True
            if code not in self.instructions:
                self.instructions[code] = {
                    step.offset: (step.opname, step.argval) for step in dis.get_instructions(code) if step.opname in NOTED
                }
        elif event == "opcode" and frame.f_lasti in self.instructions[code]:
            self.note(module, *self.instructions[code][frame.f_lasti])
        return self.trace

    def note(self, module: str, operation: str, name: str) -> None:
        if operation == "IMPORT_NAME":
            self.imported = name
        elif operation == "IMPORT_FROM":
            self.names.add((self.imported, name))
        elif operation in ("LOAD_GLOBAL", "LOAD_NAME"):
            self.names.add((module, name))
        else:
            self.attributes.add(name)


def traced(action: Callable[[], int]) -> dict[str, list]:
    """What `Tracer` notes while ACTION runs, sorted."""
    tracer = Tracer()
    tracer.run(action)
    functions = tracer.functions | {END}
    names = tracer.names | set(UNTRACED)
    return {"functions": sorted(functions), "names": sorted(names), "attributes": sorted(tracer.attributes)}


def module_of(file: str) -> str:
    """The name of the module in FILE."""
    return ".".join(Path(file).relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


@cache
def trace_start(what: str) -> dict[str, list]:
    """As `traced`, in a process of its own, of WHAT: "program" or "command"."""
    command = [sys.executable, "-m", "lisp.executable.trace", what]
    search = os.pathsep.join([str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])])
    environment = {**os.environ, "PYTHONPATH": search, "PYTHONHASHSEED": "0"}
    done = subprocess.run(command, capture_output=True, env=environment)
    if done.returncode != 0:
        raise error("build", "what a program needs at start cannot be found out")
    return loads(done.stdout)


if __name__ == "__main__":
    output, sys.stdout = sys.stdout, open(os.devnull, "w", encoding="utf-8")
    output.buffer.write(dumps(traced(command() if sys.argv[1:] == ["command"] else program()), STABLE))
