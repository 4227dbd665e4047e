"""The embedding API: one `Interpreter` is one World with its services. Any number live in one process.

    from lisp import Interpreter
    lisp = Interpreter()
    lisp.eval("(map (lambda (x) (* x x)) '(1 2 3))")    # [1, 4, 9]

Values cross the border as data/convert.py says. A Scheme object that nobody handled arrives as a LispError.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from pathlib import Path

from lisp.core.syntax import Library
from lisp.data.base import EOF
from lisp.data.condition import error
from lisp.data.place import Source
from lisp.data.symbol import intern
from lisp.interpreter.convert import host_procedure, to_lisp, to_python
from lisp.interpreter.services import USER, Services, read_text
from lisp.primitives.catalogue import Primitives
from lisp.runtime.base import run
from lisp.runtime.world import World

FEATURES = ("r7rs", "exact-closed", "ieee-float", "full-unicode", "ratios", "lisp", "lisp-0.1")
PRELUDE = (
    "base", "write", "read", "eval", "load", "file", "process-context", "cxr", "lazy", "case-lambda", "time", "char",
    "inexact", "complex", "repl",
)  # fmt: skip


def stdlib_folder() -> Path:
    """Where the standard library's source is: inside the installed package, or beside it in a checkout."""
    package = Path(__file__).resolve().parent.parent
    installed = package / "_stdlib"
    return installed if installed.is_dir() else package.parent / "stdlib"


class Interpreter:
    """A Scheme. `image`: what to start from, a path; None: the standard library's base image; False: source only.

    `library_path`: folders that are searched for libraries before the standard library; `arguments`: `(command-line)`.
    """

    def __init__(
        self,
        image: object = None,
        *,
        library_path: Iterable[str] = (),
        arguments: Iterable[str] = (),
        stress: bool = False,
    ) -> None:
        from lisp.data.port import ConsoleInput, ConsoleOutput

        self.world = world = World(Primitives())
        world.stress = stress
        world.features = list(FEATURES)
        world.command_line = list(arguments)
        self.services = Services(world, list(library_path), stdlib_folder())
        world.input.setting = ConsoleInput()
        world.output.setting = ConsoleOutput("stdout")
        world.error.setting = ConsoleOutput("stderr")
        self.start_from(image)

    def start_from(self, image: object) -> None:
        imports = " ".join(f"(scheme {name})" for name in PRELUDE)
        self.eval_lisp(f"(import {imports} (lisp image))")

    # -- running ----------------------------------------------------------------------------------------------------

    @property
    def user(self) -> Library:
        """The library that the prompt and programs define their names in."""
        return self.services.user

    def eval_lisp(self, text: str, name: str = "<eval>") -> object:
        """Evaluate each form of TEXT in turn; the last one's value, not converted."""
        from lisp.reader.parser import SourceReader

        reader = SourceReader(Source(name, text))
        value = None
        while (datum := reader.next_datum()) is not EOF:
            value = run(self.world, self.services.compile_datum(datum, self.user, reader.span))
        return value

    def eval(self, text: str, name: str = "<eval>") -> object:
        """Evaluate TEXT (one or more forms); the last one's value as a Python value. NAME is shown in errors."""
        return to_python(self, self.eval_lisp(text, name))

    def run_text(self, text: str, name: str) -> object:
        """Run TEXT as a whole program."""
        return run(self.world, self.services.compile_program(text, name, self.user))

    def run_file(self, path: str, arguments: Iterable[str] | None = None) -> object:
        """Run the program in the file PATH, `(command-line)` being PATH and ARGUMENTS."""
        if arguments is not None:
            self.world.command_line = [path, *arguments]
        return self.run_text(read_text(Path(path)), path)

    def load(self, path: str) -> None:
        """Evaluate the forms of the file PATH one after the other, as `load` does."""
        source = self.services.open_source(str(path), self.user)
        while (procedure := self.services.next_form(source)) is not False:
            run(self.world, procedure)

    def define(self, name: str, value: object) -> None:
        """Define NAME for programs; a Python function becomes a procedure whose exceptions are conditions."""
        lisp_value = host_procedure(self, name, value) if callable(value) else to_lisp(self, value)
        procedure = self.services.compile_datum(_definition(name), self.user)
        run(self.world, procedure)
        binding = self.user.environment.bindings[intern(name)]
        self.user.globals[binding.key] = lisp_value

    def call(self, name: str, *arguments: object) -> object:
        """Call the procedure that NAME is bound to."""
        return to_python(self, self.call_lisp(self.eval_lisp(name), [to_lisp(self, a) for a in arguments]))

    def call_lisp(self, procedure: Callable, arguments: list) -> object:
        """Call PROCEDURE; neither arguments nor result are converted."""
        if not callable(procedure):
            from lisp.data.writer import shown

            raise error("type", f"expected a procedure to call, got {shown(procedure)}")
        return run(self.world, procedure, *arguments)

    def expand_text(self, text: str, name: str) -> str:
        """The expansion of each form of TEXT, as text."""
        from lisp.core.walk import deep_recursion
        from lisp.data.writer import write_text
        from lisp.expander.expand import expand_toplevel
        from lisp.expander.unexpand import unexpand
        from lisp.reader.parser import SourceReader

        reader = SourceReader(Source(name, text))
        lines = []
        while (datum := reader.next_datum()) is not EOF:
            with deep_recursion():
                form = expand_toplevel(datum, self.user, self.services)
                lines.append(write_text(unexpand(form)))
        return "\n".join(lines) + "\n"

    def flush(self) -> None:
        """Write out what the standard ports hold."""
        for parameter in (self.world.output, self.world.error):
            flush = getattr(parameter.setting, "flush", None)
            if flush is not None:
                flush()


def _definition(name: str) -> object:
    from lisp.data.pair import to_list

    return to_list([intern("define"), intern(name), False])


def python_versions() -> str:
    """The version that runs, as an image's header names it."""
    return f"{sys.implementation.name} {sys.version_info[0]}.{sys.version_info[1]}"


__all__ = ["USER", "Interpreter"]
