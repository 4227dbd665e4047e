"""`lisp build --standalone`: a folder that runs where no Python is, on the same operating system and machine architecture.

    OUT/NAME                    a shell script that starts the interpreter with the program
    OUT/lib/NAME.app            the executable as `lisp build` makes it
    OUT/lib/bin/pythonX.Y       the interpreter, with its shared library in OUT/lib if it has one
    OUT/lib/lib/pythonX.Y       those modules of the standard library that the program may import, compiled
    OUT/lib/*.so*               what they need beside the C library
"""

from __future__ import annotations

import ast
import os
import py_compile
import re
import shutil
import subprocess
import sys
import sysconfig
import tarfile
from pathlib import Path

from lisp.data.condition import error
from lisp.executable.launcher import STAGE_1, stage_offset

# What Python itself imports while it starts, and what shows and encodes text.
NEEDED = (
    "encodings", "encodings.aliases", "encodings.utf_8", "encodings.ascii", "encodings.latin_1", "codecs", "io", "abc", "os",
    "posixpath", "genericpath", "stat", "_collections_abc", "site", "traceback", "zlib", "importlib", "zipimport",
)  # fmt: skip
# Large, and their users do without: compression by other means than zlib, OpenSSL's hashes.
UNUSED = ("bz2", "_bz2", "lzma", "_lzma", "_hashlib", "ssl", "_ssl")
OF_THE_SYSTEM = re.compile(r"^(linux-vdso|ld-linux|lib(c|m|dl|rt|pthread|util)\.so|/lib.*/ld-)")
SCRIPT = """#!/bin/sh
f=$0
[ -h "$f" ]&&f=$(readlink -f "$f")
case $f in */*)d=${{f%/*}}/lib;;*)d=./lib;;esac
export LISP_LIBRARY_PATH="$LD_LIBRARY_PATH" LD_LIBRARY_PATH="$d:$LD_LIBRARY_PATH"
exec "$d/bin/{python}" -ISc '{stage}' "$d/{app}" "$0" "$@"
"""
# The path of our libraries is nothing for the programs that the program starts; (command-line) begins with the script.
STAGE_0 = """import sys
from posix import environ,unsetenv,putenv
v=environ.pop(b"LISP_LIBRARY_PATH",b"");unsetenv(b"LISP_LIBRARY_PATH");unsetenv(b"LD_LIBRARY_PATH")
environ.pop(b"LD_LIBRARY_PATH",0)
if v:environ[b"LD_LIBRARY_PATH"]=v;putenv(b"LD_LIBRARY_PATH",v)
"""


def make_folder(app: bytes, output: str, name: str, sources: dict) -> str:
    """Make the folder OUTPUT for the executable APP, called NAME, whose runtime has the modules SOURCES; what it needs."""
    folder = Path(output)
    if folder.exists():
        if not (folder / "lib" / f"{name}.app").exists():
            raise error("file", f"{output}: is there already, and was not made by lisp build")
        shutil.rmtree(folder)
    version = f"python{sys.version_info[0]}.{sys.version_info[1]}"
    library = folder / "lib"
    stdlib = library / "lib" / version
    (library / "bin").mkdir(parents=True)
    (stdlib / "lib-dynload").mkdir(parents=True)
    (library / f"{name}.app").write_bytes(app)
    interpreter = library / "bin" / version
    shutil.copy(os.path.realpath(sys.executable), interpreter)
    binaries = [interpreter]
    for module in standard_modules(sources):
        copied = copy_module(module, stdlib)
        binaries += [copied] if copied is not None else []
    binaries += copy_libraries(binaries, library)
    if shutil.which("strip") is not None:
        for binary in binaries:  # what is for debuggers only may be most of it
            binary.chmod(0o755)
            subprocess.run(["strip", "--strip-unneeded", str(binary)], capture_output=True, check=False)
    script = folder / name
    stage = STAGE_0 + stage_of(app)
    script.write_text(SCRIPT.format(python=version, stage=stage, app=f"{name}.app"))
    script.chmod(0o755)
    return c_library(binaries)


def stage_of(app: bytes) -> str:
    """STAGE_1 for the executable APP, of which the second argument is what it is called by."""
    stage = STAGE_1.format(offset=stage_offset(app))
    return stage.replace('f=open(p,"rb")', 'f=open(p,"rb");del sys.argv[1];p=sys.argv[1]')


def standard_modules(sources: dict) -> list[str]:
    """The modules of the standard library that those of SOURCES may import, and what these import while they are made."""
    found: dict[str, None] = {}
    waiting = list(NEEDED)
    for _, text in sources.values():
        waiting += imported(ast.parse(text), deep=True)
    while waiting:
        name = waiting.pop()
        top = name.partition(".")[0]
        if name in found or name in UNUSED or top not in sys.stdlib_module_names or find_module(name) is None:
            continue
        found[name] = None
        waiting += [name.rpartition(".")[0]] if "." in name else []
        path = find_module(name)
        if path is not None and path.suffix == ".py":
            package = name if path.name == "__init__.py" else name.rpartition(".")[0]
            waiting += imported(ast.parse(path.read_text("utf-8")), deep=False, package=package)
    return sorted(found)


def imported(tree: ast.Module, deep: bool, package: str = "") -> list[str]:
    """The modules that TREE imports; those of its functions only if DEEP. PACKAGE: what relative imports are relative to."""
    names: list[str] = []
    stack: list[ast.AST] = [tree]
    while stack:
        node = stack.pop()
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                parent = package.split(".")[: len(package.split(".")) - node.level + 1]
                base = ".".join([*parent, *([base] if base else [])])
            names += [base, *[f"{base}.{alias.name}" for alias in node.names]]
        if deep or not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            skipped = isinstance(node, ast.If) and ast.unparse(node.test) in ("TYPE_CHECKING", "__name__ == '__main__'")
            stack += node.orelse if skipped and isinstance(node, ast.If) else list(ast.iter_child_nodes(node))
    return [name for name in names if name]


def find_module(name: str) -> Path | None:
    """The file of module NAME of the standard library; None if there is none, as for what is built in."""
    stdlib = Path(sysconfig.get_path("stdlib"))
    below = stdlib.joinpath(*name.split("."))
    for path in (below / "__init__.py", below.with_suffix(".py")):
        if path.exists():
            return path
    return next(iter((stdlib / "lib-dynload").glob(f"{name}.*.so")), None)


def copy_module(name: str, stdlib: Path) -> Path | None:
    """Put module NAME into the folder STDLIB, compiled; its file if that is a library."""
    path = find_module(name)
    if path is None:
        return None
    if path.suffix == ".so":
        return Path(shutil.copy(path, stdlib / "lib-dynload" / path.name))
    target = (stdlib / path.relative_to(sysconfig.get_path("stdlib"))).with_suffix(".pyc")
    target.parent.mkdir(parents=True, exist_ok=True)
    mode = py_compile.PycInvalidationMode.UNCHECKED_HASH
    py_compile.compile(str(path), str(target), f"<python>/{name}", doraise=True, invalidation_mode=mode)
    return None


def copy_libraries(binaries: list[Path], folder: Path) -> list[Path]:
    """Put the shared libraries that BINARIES need into FOLDER, but for those of the C library; the copies."""
    if shutil.which("ldd") is None:
        raise error("build", "--standalone needs the program ldd, to find out which shared libraries Python uses")
    found: dict[str, str] = {}
    for binary in binaries:
        listed = subprocess.run(["ldd", str(binary)], capture_output=True, text=True).stdout
        for line in listed.splitlines():
            name, arrow, rest = line.strip().partition(" => ")
            if arrow and not OF_THE_SYSTEM.match(name) and rest.startswith("/"):
                found[name] = rest.rpartition(" (")[0]
    return [Path(shutil.copy(os.path.realpath(path), folder / name)) for name, path in sorted(found.items())]


def c_library(binaries: list[Path]) -> str:
    """What BINARIES need of the target: the newest version of the GNU C library that they name."""
    versions = {(0,)}
    for binary in binaries:
        for match in re.findall(rb"GLIBC_(\d+(?:\.\d+)+)\0", binary.read_bytes()):
            versions.add(tuple(map(int, match.split(b"."))))
    newest = max(versions)
    system = f"{os.uname().sysname} on {os.uname().machine}"
    return f"{system}, glibc {'.'.join(map(str, newest))} or newer" if newest > (0,) else system


def make_tar(output: str, name: str) -> str:
    """Put the folder OUTPUT into a file beside it, whose bytes depend on what is in it alone; the file's name."""
    import gzip

    path = output.rstrip("/") + ".tar.gz"

    def plain(member: tarfile.TarInfo) -> tarfile.TarInfo:
        member.mtime = member.uid = member.gid = 0
        member.uname = member.gname = ""
        member.mode = 0o755 if member.isdir() or member.mode & 0o100 else 0o644
        return member

    with open(path, "wb") as raw, gzip.GzipFile("", "wb", 6, raw, mtime=0) as file:
        with tarfile.open(fileobj=file, mode="w") as archive:
            archive.add(output, os.path.basename(output.rstrip("/")), recursive=False, filter=plain)
            for member in sorted(Path(output).rglob("*")):
                inside = os.path.join(os.path.basename(output.rstrip("/")), member.relative_to(output))
                archive.add(str(member), inside, recursive=False, filter=plain)
    return path


ONE_FILE = """import sys, os, marshal as m
import _frozen_importlib_external as e
from _imp import source_hash
inner = os.path.join(sys._MEIPASS, "program.app")
f = open(inner, "rb")
f.seek({offset})
t = m.load(f)
c = t[e.MAGIC_NUMBER]
sys.argv[1:1] = [sys.executable]
exec(m.loads(c[56:]))
start(sys.executable, f, c)
"""


def make_one_file(app: bytes, output: str, sources: dict) -> None:
    """One file by PyInstaller, which unpacks itself to a temporary folder at each start."""
    from importlib.util import find_spec
    from tempfile import TemporaryDirectory

    if find_spec("PyInstaller") is None:
        raise error("build", "--one-file needs PyInstaller: pip install pyinstaller (or take the folder, which starts faster)")
    with TemporaryDirectory(prefix="lisp-build-") as folder:
        Path(folder, "program.app").write_bytes(app)
        Path(folder, "starter.py").write_text(ONE_FILE.format(offset=stage_offset(app)))
        hidden = [word for name in standard_modules(sources) for word in ("--hidden-import", name)]
        command = [
            sys.executable, "-m", "PyInstaller", "--onefile", "--noconfirm", "--log-level", "ERROR", "--name", "made",
            "--distpath", folder, "--workpath", f"{folder}/work", "--specpath", folder,
            "--add-data", f"{folder}/program.app:.", *hidden, f"{folder}/starter.py",
        ]  # fmt: skip
        done = subprocess.run(command, capture_output=True, text=True)
        if done.returncode != 0:
            raise error("build", f"PyInstaller failed: {done.stderr.strip()[-500:]}")
        shutil.move(f"{folder}/made", output)
