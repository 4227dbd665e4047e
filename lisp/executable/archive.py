"""The runtime that an executable carries: modules as code for some versions of CPython, and as source for all others."""

from __future__ import annotations

import ast
import subprocess
from marshal import dumps, loads
from pathlib import Path
from zlib import compress

from lisp.data.condition import error
from lisp.executable.launch import INSIDE
from lisp.executable.trace import trace_start

PACKAGE = Path(__file__).resolve().parent.parent
# Left out unless the program reads or evaluates text: what makes core forms of it, and Lark.
READING = ("lisp.reader", "lisp.expander", "lark")
NEVER = (
    "lisp.repl", "lisp.tools", "lisp.executable", "lisp.cli", "lisp.__main__", "lisp.image.encode", "lisp.image.save",
    "lisp.image.walk", "lisp.image.lists", "lisp.image.met", "lisp.image.contents", "lisp.image.pickling",
    "lisp.image.problems", "lisp.image.child",
)  # fmt: skip
ALWAYS = (
    "lisp.executable", "lisp.executable.launch", "lisp.executable.application", "lisp.executable.ending",
    "lisp.executable.prepared",
)  # fmt: skip
STABLE = 2  # the version of marshal's format that every Python reads, for data that is not code

Sources = dict[str, tuple[bool, str]]


class Runtime:
    """The modules that a program may need: name → (is a package, source text). `first`: those that it needs at start, in the
    order of their imports; `data`: files of packages, by name."""

    def __init__(self, reads: bool, saves: bool) -> None:
        self.sources: Sources = {}
        self.data: dict[str, bytes] = {}
        for root, prefix in ((PACKAGE, "lisp"), *([(lark_folder(), "lark")] if reads else [])):
            for name, package, path in module_names(root, prefix):
                if wanted(name, reads, saves):
                    self.sources[name] = (package, path.read_text("utf-8"))
            for path in sorted(root.rglob("*.lark")) if reads else ():
                self.data["/".join([prefix, *path.relative_to(root).parts])] = path.read_bytes()
        self.traced = trace_start("program")
        modules = [name for name, _ in self.traced["functions"]]
        self.first = import_order(self.sources, ("lisp.executable.application", *dict.fromkeys(modules)))

    def add(self, sources: Sources, data: dict[str, bytes]) -> None:
        """Have modules SOURCES and files DATA of other packages, too; ours come first."""
        self.sources.update({name: row for name, row in sources.items() if name not in self.sources})
        self.data.update(data)

    def source(self) -> bytes:
        """The entry of the file for the versions of CPython that there is no code for."""
        return compress(dumps((self.sources, self.first, self.data), STABLE), 9)

    def compiled(self, python: str, image: tuple, packed: bool) -> Compiled:
        """The runtime for the CPython at path PYTHON. IMAGE: what lean.py is to know of the image; PACKED: compress it."""
        runner = "lisp.executable.application"
        return compiled_by(python, self.sources, self.first, self.traced, False, self.data, image, INSIDE, runner, packed)


def compiled_by(
    python: str,
    sources: Sources,
    first: tuple[str, ...],
    traced: dict[str, list],
    documented: bool,
    data: dict[str, bytes],
    image: tuple,
    root: str,
    runner: str,
    packed: bool = False,
) -> Compiled:
    """What lean.py, which says what the arguments mean, makes when the CPython at path PYTHON runs it."""
    program = f"import sys; sys.path.insert(0, {str(PACKAGE.parent)!r}); from lisp.executable.lean import main; main()"
    given = dumps((sources, first, traced, documented, data, image, root, runner, packed), STABLE)
    done = subprocess.run([python, "-ISBX", "no_debug_ranges", "-c", program], input=given, capture_output=True)
    if done.returncode != 0:
        raise error("build", f"{python} cannot compile the runtime: {done.stderr.decode()[-300:]}")
    return Compiled(*loads(done.stdout))


class Compiled:
    """The runtime for one version of CPython: what the entries `launch`, `start` and `runtime` hold of it (launcher.py)."""

    def __init__(self, tag: str, magic: bytes, launch: bytes, start: bytes, others: bytes) -> None:
        self.tag = tag
        self.magic = magic
        self.launch = launch
        self.start = start
        self.others = others


def module_names(root: Path, prefix: str) -> list[tuple[str, bool, Path]]:
    """(name, is a package, file) of the modules of package PREFIX in the folder ROOT."""
    found = []
    for path in sorted(root.rglob("*.py")):
        parts = [prefix, *path.relative_to(root).with_suffix("").parts]
        package = parts[-1] == "__init__"
        found.append((".".join(parts[:-1] if package else parts), package, path))
    return found


def wanted(name: str, reads: bool, saves: bool) -> bool:
    """Whether the runtime holds module NAME."""
    if name in ALWAYS:
        return True
    if name.startswith(("lark.__pyinstaller", "lark.tools", "lark.ast_utils", "lark.reconstruct", "lark.tree_templates")):
        return False
    if saves and name.startswith("lisp.image."):
        return True
    if any(name == left_out or name.startswith(left_out + ".") for left_out in NEVER):
        return False
    return reads or not any(name == part or name.startswith(part + ".") for part in READING)


def import_order(sources: Sources, roots: tuple[str, ...]) -> tuple[str, ...]:
    """ROOTS and the modules of SOURCES that they import at their top level, each after those that it imports."""
    order: dict[str, None] = {}

    def visit(name: str) -> None:
        if name in order or name not in sources or name in visiting:
            return
        visiting.add(name)
        visit(name.rpartition(".")[0])
        for imported in imports_of(sources[name][1]):
            visit(imported)
        order[name] = None

    visiting: set[str] = set()
    for root in roots:
        visit(root)
    return tuple(order)


def imports_of(text: str) -> list[str]:
    """The modules that the module of source TEXT imports at its top level (a name imported from one may be a module, too)."""
    found = []
    for node in ast.parse(text).body:
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            found += [node.module, *[f"{node.module}.{alias.name}" for alias in node.names]]
    return found


def lark_folder() -> Path:
    import lark

    return Path(lark.__file__).resolve().parent
