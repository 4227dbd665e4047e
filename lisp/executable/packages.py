"""Python packages that a program imports, `(import (python requests))`: which travel in the executable, and which have to be
where it runs.

A package travels if it is asked for (`--python-deps`) and is pure Python, with the packages that it imports itself. What is of
the standard library is everywhere.
"""

from __future__ import annotations

import ast
import sys
from importlib.util import find_spec
from pathlib import Path

from lisp.executable.standalone import imported
from lisp.runtime.world import PYTHON, World

COMPILED = (".so", ".pyd", ".dylib")


def foreign_packages(world: World) -> list[str]:
    """The packages that the libraries of WORLD need and that are not Python's own."""
    names = [name[len(PYTHON) : -1].split()[0] for name in world.libraries if name.startswith(PYTHON)]
    return sorted({name for name in names if name not in sys.stdlib_module_names})


class Packages:
    """What becomes of the packages NAMES: `sources` (name → (is a package, text)) and `data` travel with the program, from
    `files`; `needed` have to be where it runs."""

    def __init__(self, names: list[str], travel: bool) -> None:
        self.sources: dict[str, tuple[bool, str]] = {}
        self.data: dict[str, bytes] = {}
        self.files: list[str] = []
        self.needed: list[str] = []
        waiting, seen = list(names), set(names)
        while waiting:
            name = waiting.pop()
            inside = self.take(name) if travel else None
            if inside is None:
                self.needed.append(name)
                continue
            for found in sorted({other.partition(".")[0] for other in inside} - seen):
                if found not in sys.stdlib_module_names and found != "lisp" and find_spec(found) is not None:
                    seen.add(found)
                    waiting.append(found)
        self.needed.sort()

    def take(self, name: str) -> list[str] | None:
        """Take the package NAME along, if it is pure Python; what it imports."""
        spec = find_spec(name)
        if spec is None or not str(spec.origin).endswith(".py"):
            return None
        origin = Path(str(spec.origin))
        root = origin.parent if spec.submodule_search_locations else None
        files = sorted(root.rglob("*")) if root is not None else [origin]
        if any(file.suffix in COMPILED for file in files):
            return None
        self.files += map(str, files)
        names: list[str] = []
        for file in files:
            parts = [name, *(file.relative_to(root).parts if root is not None else ())]
            if file.suffix == ".py":
                names += self.take_module([part.removesuffix(".py") for part in parts], file)
            elif file.is_file() and "__pycache__" not in parts:
                self.data["/".join(parts)] = file.read_bytes()
        return names

    def take_module(self, parts: list[str], file: Path) -> list[str]:
        """Take the module in FILE along; what it imports."""
        package = parts[-1] == "__init__"
        try:
            text = file.read_text("utf-8")
            tree = ast.parse(text)
        except (SyntaxError, UnicodeDecodeError):  # of another Python, or a template: never imported
            return []
        self.sources[".".join(parts[:-1] if package else parts)] = (package, text)
        return imported(tree, deep=True, package=".".join(parts[:-1]))
