"""The quick start of the command `lisp`: one file with what every run needs, decoded and compiled, in the user's cache folder.

It is laid out as an executable's parts are (launcher.py), without a shell script before them: the script `lisp` of the
installed package knows its name, which changes with the version of Python and with the installed package, and starts Python
with it, without `site`. Where there is none, the script starts the package as usual, and this module writes the file.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lisp.executable.archive import Compiled
    from lisp.image.file import Image

def write_quick_start(path: str, runner: str) -> None:
    """Make the file at PATH, with which the module RUNNER is started; not being able to is no error."""
    import os
    from contextlib import suppress

    folder = os.path.dirname(path)
    temporary = f"{path}.{os.getpid()}"
    with suppress(OSError):
        os.makedirs(folder, 0o700, exist_ok=True)
        with open(temporary, "xb") as file:
            try:
                file.write(quick_start(runner))
                os.replace(temporary, path)
            except BaseException:
                os.unlink(temporary)
                raise
        for name in os.listdir(folder):  # of a package that was installed before
            if name.startswith("start-") and name != os.path.basename(path) and older(os.path.join(folder, name)):
                os.unlink(os.path.join(folder, name))


def older(path: str) -> bool:
    """Whether the file at PATH has not been written for three months."""
    import os
    import time

    return os.stat(path).st_mtime < time.time() - 90 * 24 * 3600


def quick_start(runner: str) -> bytes:
    """The bytes of the file."""
    import sys
    from pathlib import Path

    from lisp.executable.archive import PACKAGE, compiled_by, import_order, module_names
    from lisp.executable.build import decode_beginning
    from lisp.executable.trace import trace_start
    from lisp.interpreter.base_image import open_base_image

    traced = trace_start("command")
    sources = {name: (package, Path(path).read_text("utf-8")) for name, package, path in module_names(PACKAGE, "lisp")}
    modules = [name for name, _ in traced["functions"]]
    first = import_order(sources, (runner, *dict.fromkeys(modules)))
    kept = {name: sources[name] for name in (*first, "lisp.executable.launch")}
    image = open_base_image()
    entries = [(kind, key, bytes(image.entry(kind, key))) for kind, key in image.index]
    beginning = decode_beginning(image, entries)
    root = str(PACKAGE.parent) + "/"
    made = compiled_by(sys.executable, kept, first, traced, True, {}, beginning, root, runner)
    return file_of_parts(made, image, b"".join([content for _, _, content in entries]))


def file_of_parts(made: Compiled, image: Image, entries: bytes) -> bytes:
    """The launch table, what is needed at start, the other code, the entries of IMAGE."""
    from marshal import dumps

    def table(size: int) -> bytes:
        start = size
        others = start + len(made.start)
        at = others + len(made.others)
        numbers = start, len(made.start), others, at, at, at + len(entries)
        return dumps({made.magic: b"".join([number.to_bytes(8, "little") for number in numbers]) + made.launch}, 2)

    beginning = table(len(table(0)))
    return beginning + made.start + made.others + entries
