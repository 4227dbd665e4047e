"""`(import (python json))`: a module of Python as a library. It exports the module's public names, converted as the border
between the two languages says (convert.py); a class is a procedure that makes an instance.

Only names are in an image: the values are fetched when a program first uses them, by the process that runs it. An image that
is not trusted gets none: through a module of Python it could do anything.
"""

from __future__ import annotations

from importlib import import_module

from lisp.core.syntax import GlobalVariable, Library
from lisp.data.condition import error
from lisp.data.symbol import Symbol, intern
from lisp.runtime.world import PYTHON

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import ModuleType

def module_name(parts: list) -> str | None:
    """The Python module that the library with the name PARTS stands for; None if it is an ordinary library."""
    if len(parts) < 2 or parts[0] is not intern("python") or not all(part.__class__ is Symbol for part in parts):
        return None
    return ".".join(part.name for part in parts[1:])


def python_library(printed: str, name: str, world: object) -> Library:
    """The library of the module NAME, called PRINTED."""
    module = imported(name, world)
    listed = getattr(module, "__all__", None)
    names = list(listed) if listed is not None else [word for word in vars(module) if not word.startswith("_")]
    library = Library(printed)
    for word in names:
        library.exports[intern(word)] = GlobalVariable(printed, word)
    return library


def python_value(printed: str, key: str, world: object) -> object:
    """What the module of the library PRINTED has by the name KEY."""
    from lisp.interpreter.convert import host_procedure, to_lisp

    name = ".".join(printed[len(PYTHON) : -1].split())
    try:
        value = getattr(imported(name, world), key)
    except AttributeError:
        raise error("host", f"the Python module {name} has nothing called {key}") from None
    interpreter = world.anchors["interpreter"]
    return host_procedure(interpreter, key, value) if isinstance(value, type) else to_lisp(interpreter, value)


def imported(name: str, world: object) -> ModuleType:
    """The module NAME, if Python has it and the image may use it."""
    loader = getattr(world.anchors.get("interpreter"), "loader", None)
    if loader is not None and not loader.trusted:
        raise error("image", f"the image may not use the Python module {name}: it is not trusted: {loader.why}", who="import")
    try:
        return import_module(name)
    except ImportError as problem:
        absent = f"{name}.".startswith(f"{problem.name}.")
        text = f"there is no Python module {name} (pip install {name.partition('.')[0]}?)" if absent else str(problem)
        raise error("file", text, who="import") from None
