"""Commands about files: programs and libraries that are loaded (again), tests, images."""

from __future__ import annotations

import os
import time

from lisp.data.condition import LispError, error
from lisp.repl.commands.command import Command
from lisp.repl.places import known_images

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lisp.repl.session import Session

# What a file of tests is run with: failures are shown as they come, the numbers at the end.
RUNNER = """
(let ((runner (test-runner-simple)))
  (test-runner-on-group-begin! runner (lambda (runner name count) #f))
  (test-runner-on-final! runner (lambda (runner) #f))
  (test-runner-current runner)
  runner)
"""
COUNTS = """
(let ((runner (test-runner-current)))
  (test-runner-current #f)
  (list (test-runner-pass-count runner) (test-runner-fail-count runner) (test-runner-xpass-count runner)
        (test-runner-xfail-count runner) (test-runner-skip-count runner)))
"""
KINDS = ("passed", "failed", "passed unexpectedly", "failed as expected", "skipped")


def load(session: Session, text: str) -> None:
    """Evaluate the forms of a file."""
    load_file(session, path_of(session, text))


def load_file(session: Session, path: str) -> bool:
    session.loaded = path
    return session.recorded(f",load {path}", lambda: session.interpreter.load(path))


def path_of(session: Session, text: str) -> str:
    """The file that TEXT names, or the one that was loaded last."""
    path = text.strip().strip('"') or session.loaded
    if not path:
        raise error("value", "expected a file: none was loaded so far")
    return os.path.expanduser(path)


def reload(session: Session, text: str) -> None:
    """Load again: the libraries whose files have changed, and the file that was loaded last, or FILE."""
    from lisp.debug.reload import changed_libraries, reload_library

    names = changed_libraries(session.interpreter.services)
    if not names and not text and not session.loaded:
        raise error("value", "nothing to load again: no library's file has changed, and no file was loaded")
    for name in names:
        reload_library(session.interpreter.services, name)
        session.say(f"loaded again: {name}")
    if text or session.loaded:
        path = path_of(session, text)
        if load_file(session, path):
            session.say(f"loaded again: {path}")


def test(session: Session, text: str) -> None:
    """Load a file of tests (SRFI 64), and show how many passed."""
    path = path_of(session, text)
    evaluate_with_tests(session, RUNNER)
    whole = load_file(session, path)
    counts = evaluate_with_tests(session, COUNTS)
    session.interpreter.flush()
    from lisp.data.pair import list_items

    numbers = list_items(counts) or []
    parts = [f"{number} {kind}" for number, kind in zip(numbers, KINDS) if number or kind in ("passed", "failed")]
    session.say(f"{path}: {', '.join(parts)}" + ("" if whole else "; the rest was not run"))


def evaluate_with_tests(session: Session, text: str) -> object:
    """The value of TEXT with (srfi 64)."""
    from lisp.data.pair import to_list
    from lisp.data.symbol import intern
    from lisp.reader.parser import read_source

    services = session.interpreter.services
    sets = (to_list([intern("scheme"), intern("base")]), to_list([intern("srfi"), 64]))
    procedure = services.compile_datum(read_source(text, "<tests>")[0], services.make_environment(sets))
    return session.interpreter.run(procedure)


def images(session: Session, text: str) -> None:
    """Show the images in a folder, and those that were worked with."""
    folder = os.path.expanduser(text.strip().strip('"') or ".")
    try:
        here = [os.path.join(folder, name) if text else name for name in sorted(os.listdir(folder))]
    except OSError as problem:
        raise error("file", f"{folder}: {(problem.strerror or str(problem)).lower()}") from None
    seen: set[str] = set()
    rows = []
    for path in [*here, *(known_images() if not text else [])]:
        real = os.path.abspath(path)
        row = None if real in seen or not os.path.isfile(path) else image_row(session, path)
        seen.add(real)
        if row is not None:
            rows.append(row)
    if not rows:
        session.say(f"there are no images in {folder}")
    width = max([len(row[0]) for row in rows], default=0)
    for name, size, age, what in rows:
        session.say(f"{name:<{width}}  {size:>8}  {age:>8}  {what}")


def image_row(session: Session, path: str) -> tuple[str, str, str, str] | None:
    """Name, size, age and purpose of the image PATH; None if it is none."""
    from lisp.image.file import MAGIC, PRELUDE, read_image

    try:
        with open(path, "rb") as file:
            file.seek(PRELUDE)
            if file.read(len(MAGIC)) != MAGIC:
                return None
        state = os.stat(path)
        header = read_image(path).header
        what = toplevel_of(path) if header.get("entry") == "program" else purpose(header)
    except OSError:
        return None
    except LispError as failure:
        what = str(failure).partition(": ")[2]
    mark = " *" if session.image and os.path.abspath(session.image) == os.path.abspath(path) else ""
    return path + mark, size_text(state.st_size), age_text(time.time() - state.st_mtime), what


def purpose(header: dict[str, str]) -> str:
    """What the image with HEADER goes on with."""
    if "sources" in header:
        return "the standard library"
    kinds = {"program": "a program", "prompt": "a computation at the prompt", "level": "a level of the debugger"}
    return kinds.get(header.get("entry", "none"), "definitions and data")


def toplevel_of(path: str) -> str:
    """What the program in the image PATH begins with."""
    from lisp.tools.heap import Heap
    from lisp.tools.info import entry_of, entry_text

    heap = Heap(path)
    heap.load_entry()
    return entry_text(entry_of(heap))


def size_text(size: float) -> str:
    for unit in ("B", "kB", "MB"):
        if size < 1000:
            return f"{size:.3g} {unit}"
        size /= 1000
    return f"{size:.3g} GB"


def age_text(seconds: float) -> str:
    """How long ago SECONDS are."""
    for unit, length in (("d", 86400), ("h", 3600), ("min", 60)):
        if seconds >= length:
            return f"{seconds / length:.0f} {unit}"
    return f"{max(0, seconds):.0f} s"


COMMANDS = (
    Command("load", "FILE", "evaluate the forms of a file", load),
    Command("reload", "[FILE]", "load again: libraries whose files have changed, and FILE or the file loaded last", reload),
    Command("test", "[FILE]", "run the tests (SRFI 64) of FILE or of the file loaded last; show how many passed", test),
    Command("images", "[FOLDER]", "show the images there are: size, age, what they go on with", images),
)
