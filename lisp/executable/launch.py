"""What an executable runs first: modules come from the file itself, then the image in it is booted.

This code is read from the executable before any other module of the package can be imported: it imports Python only.
In:  the file's content; `modules`: name → (whether it is a package, marshalled code or source text), and the names of data
     files → (None, bytes)
"""

from __future__ import annotations

import sys
from marshal import loads

FOLDER = "<executable>/"  # where modules say that they come from

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from importlib.machinery import ModuleSpec
    from types import ModuleType
else:
    ModuleSpec = sys.modules["_frozen_importlib"].ModuleSpec


class Finder:
    """Finds and loads the modules that the executable holds."""

    def __init__(self, modules: dict) -> None:
        self.modules = modules

    def find_spec(self, name: str, path: Sequence[str] | None = None, target: ModuleType | None = None) -> ModuleSpec | None:
        found = self.modules.get(name)
        if found is None:
            return None
        file = name.replace(".", "/") + ("/__init__.py" if found[0] else ".py")
        spec = ModuleSpec(name, self, origin=FOLDER + file, is_package=found[0])
        spec.has_location = True
        return spec

    def create_module(self, spec: ModuleSpec) -> None:
        """Python's own way of making a module will do."""
        return None

    def exec_module(self, module: ModuleType) -> None:
        code = self.modules[module.__name__][1]
        if code.__class__ is str:
            code = compile(code, module.__spec__.origin, "exec", dont_inherit=True)
        else:
            code = loads(code)
        exec(code, module.__dict__)

    def get_data(self, path: str) -> bytes:
        """The data file at PATH, as packages ask for theirs."""
        return self.modules[path.removeprefix(FOLDER)][1]


class ForeignFinder:
    """Asked last: `-S` left out the folders of installed packages, which are looked up when the first is imported."""

    def __init__(self) -> None:
        self.looked = False

    def find_spec(self, name: str, path: Sequence[str] | None = None, target: ModuleType | None = None) -> ModuleSpec | None:
        if self.looked or path is not None or name.startswith(("lisp", "_")):
            return None
        self.looked = True
        import site

        site.main()
        for finder in sys.meta_path:
            if finder is not self and (spec := finder.find_spec(name, path, target)) is not None:
                return spec
        return None


def install(modules: dict) -> None:
    """From now on MODULES can be imported."""
    import gc

    gc.disable()  # until the image is booted (lisp.cli)
    sys.meta_path[:0] = [Finder(modules)]
    sys.meta_path.append(ForeignFinder())
