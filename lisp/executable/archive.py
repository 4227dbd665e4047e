"""The runtime that an executable carries: modules as code for some versions of CPython, and as source for all others."""

from __future__ import annotations

import subprocess
import sys
from marshal import dumps
from pathlib import Path
from zlib import compress

from lisp.data.condition import error

PACKAGE = Path(__file__).resolve().parent.parent
# Left out unless the program reads or evaluates text: what makes core forms of it, and Lark.
READING = ("lisp.reader", "lisp.expander", "lark")
NEVER = (
    "lisp.repl", "lisp.tools", "lisp.executable", "lisp.__main__", "lisp.image.encode", "lisp.image.save", "lisp.image.walk",
    "lisp.image.pickling", "lisp.image.problems",
)  # fmt: skip
ALWAYS = ("lisp.executable.launch",)
STABLE = 2  # the version of marshal's format that every Python reads, for data that is not code
COMPILER = """
import marshal, sys
sources = marshal.loads(sys.stdin.buffer.read())
magic = sys.modules["_frozen_importlib_external"].MAGIC_NUMBER
tag = f"{sys.implementation.cache_tag}-{int.from_bytes(magic[:2], 'little')}"
made = {}
for name, (package, text) in sources.items():
    made[name] = (package, text if package is None else marshal.dumps(
        compile(text, f"<executable>/{name}", "exec", dont_inherit=True, optimize=0)))
sys.stdout.buffer.write(marshal.dumps((tag, marshal.dumps(made)), 2))
"""


def module_sources(reads: bool, saves: bool) -> dict[str, tuple]:
    """Name → (is a package, source text) of every module that the program may need, and data files as (None, bytes).

    READS: it reads or evaluates text; SAVES: it saves images.
    """
    sources: dict[str, tuple] = {}
    for root, prefix in ((PACKAGE, "lisp"), *([(lark_folder(), "lark")] if reads else [])):
        for path in sorted(root.rglob("*.py")):
            parts = [prefix, *path.relative_to(root).with_suffix("").parts]
            package = parts[-1] == "__init__"
            name = ".".join(parts[:-1] if package else parts)
            if wanted(name, reads, saves):
                sources[name] = (package, path.read_text("utf-8"))
        for path in sorted(root.rglob("*.lark")) if reads else ():
            sources["/".join([prefix, *path.relative_to(root).parts])] = (None, path.read_bytes())
    return sources


def wanted(name: str, reads: bool, saves: bool) -> bool:
    """Whether the runtime holds module NAME."""
    if name in ALWAYS or name == "lisp.executable":
        return True
    if name.startswith(("lark.__pyinstaller", "lark.tools", "lark.ast_utils", "lark.reconstruct", "lark.tree_templates")):
        return False
    if saves and name.startswith("lisp.image."):
        return True
    if any(name == left_out or name.startswith(left_out + ".") for left_out in NEVER):
        return False
    return reads or not any(name == part or name.startswith(part + ".") for part in READING)


def lark_folder() -> Path:
    import lark

    return Path(lark.__file__).resolve().parent


def runtime_entries(sources: dict[str, tuple], pythons: list[str]) -> list[tuple[str, str, bytes]]:
    """The entries of the file: code for this CPython and each of PYTHONS (paths), and the sources."""
    entries: dict[str, bytes] = {}
    for python in [sys.executable, *pythons]:
        done = subprocess.run([python, "-ISc", COMPILER], input=dumps(sources, STABLE), capture_output=True)
        if done.returncode != 0:
            raise error("build", f"{python} cannot compile the runtime")
        from marshal import loads

        tag, code = loads(done.stdout)
        entries[tag] = code
    made = [("runtime@" + tag, "", code) for tag, code in entries.items()]
    return [*made, ("runtime", "", compress(dumps(sources, STABLE), 9))]
