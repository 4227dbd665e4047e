"""The command `lisp` as the script of the installed package starts it, from a file for a quick start or for the first time."""

from __future__ import annotations

from lisp.cli import main
from lisp.executable.application import leave
from lisp.executable.prepared import FileContent, PreparedImage

__all__ = ["first_run", "leave", "run"]


def run(path: str, content: FileContent, prepared: tuple, places: tuple, arguments: list[str]) -> int:
    """The command, with the base image in CONTENT, of the file PATH; what PREPARED and PLACES are, PreparedImage says."""
    return main(arguments, PreparedImage(path, content, prepared, *places))


def first_run(path: str | None, arguments: list[str]) -> int:
    """The command, which leaves a file for a quick start at PATH, if one can be named."""
    code = main(arguments)
    if path is not None:
        from lisp.executable.quick import write_quick_start

        write_quick_start(path, "lisp.quick")
    return code
