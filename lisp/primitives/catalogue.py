"""The catalogue: every primitive by name, and the support objects of generated code.

Modules are imported when one of their primitives is first asked for. Which module has which name is found by importing
them all once, or given (an image brings the table of the process that made it).
"""

from __future__ import annotations

from lisp.runtime.world import Catalogue

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

MODULES = (
    "control", "equivalence", "pairs", "lists", "booleans", "symbols", "chars", "strings", "string_order",
    "string_search", "charsets", "regexps", "vectors", "bytevectors", "numbers", "integers", "bits", "transcendental",
    "flonums", "records", "promises", "boxes", "tables", "random", "output", "input", "environments", "system", "files", "json",
    "images",
)  # fmt: skip


class Primitives(Catalogue):
    """All primitives of the package. `names`: primitive → module, `supports`: support object → module."""

    def __init__(self, table: tuple[dict[str, str], dict[str, str]] | None = None) -> None:
        self.functions: dict[str, Callable] = {}
        self.objects: dict[str, object] = {}
        self.tabled = table is not None
        self.names, self.supports = table if table is not None else ({}, {})
        self.complete = False

    def function(self, name: str) -> Callable | None:
        """The function of primitive NAME, or None."""
        found = self.functions.get(name)
        if found is None and not self.complete and (name in self.names or not self.tabled):
            self.load(self.names.get(name))
            found = self.functions.get(name)
            if found is None:
                self.load(self.names.get(name), whole=True)
                found = self.functions.get(name)
        return found

    def support(self, name: str) -> object:
        """The support object NAME."""
        if name not in self.objects and not self.complete and (name in self.supports or not self.tabled):
            self.load(self.supports.get(name))
        return self.objects[name]

    def all(self) -> Mapping[str, Callable]:
        """All primitives by name."""
        for module in MODULES if not self.complete else ():
            self.load(module, whole=True)
        self.complete = True
        return self.functions

    def table(self) -> tuple[dict[str, str], dict[str, str]]:
        """Where each primitive and each support object is."""
        self.all()
        return self.names, self.supports

    def load(self, module: str | None, whole: bool = False) -> None:
        """Note what is in MODULE. WHOLE: also what an executable does not load at once (executable/launch.py)."""
        if module is None:
            self.all()
            return
        if module not in MODULES:  # a table may come from anywhere
            return
        loaded = import_module("lisp.primitives." + module)
        if whole:
            getattr(loaded, "everything", None)
        contents = vars(loaded)
        for value in list(contents.values()):
            declared = getattr(value, "primitive", None)
            if declared is not None and value.__module__ == "lisp.primitives." + module:
                self.functions[declared.name] = value
                self.names[declared.name] = module
        for name in contents.get("SUPPORT", ()):
            self.objects[name] = contents[name]
            self.supports[name] = module


def import_module(name: str) -> object:
    """The module NAME (importlib itself is not needed for this)."""
    import sys

    __import__(name)
    return sys.modules[name]
