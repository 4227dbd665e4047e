"""Procedures that have something happen at each call: traced ones (trace.py) and those with a breakpoint (breaks.py).

A wrapper takes the place of the procedure in its variable. It is Scheme, so continuations can be captured through it; only
what is shown, or where to stop, is done by Python. A procedure that is defined again meanwhile is wrapped no more.
"""

from __future__ import annotations

from collections.abc import Callable

from lisp.core.names import PRIMITIVES
from lisp.core.syntax import GlobalVariable, Library
from lisp.data.condition import error
from lisp.data.pair import to_list
from lisp.data.symbol import intern
from lisp.debug.describe import MISSING, value_of
from lisp.runtime.base import run
from lisp.runtime.types import is_procedure
from lisp.runtime.world import World, update_importers


class Wrappers:
    """What is wrapped in a World, for one purpose: `wrapped` maps a name to (library, key, procedure, wrapper)."""

    what = "wrapped"  # as messages say
    title, nothing, lacking = "wrapped", "nothing", "is not wrapped"

    def __init__(self, world: World) -> None:
        self.world = world
        self.wrapped: dict[str, tuple[Library, str, object, object]] = {}

    def add(self, name: str, binding: object) -> None:
        """Wrap the procedure called NAME."""
        if binding.__class__ is not GlobalVariable:
            raise error("value", f"{name} is not a variable")
        if binding.library == PRIMITIVES:
            text = f"{name} is a primitive: calls of it are written in place and cannot be {self.what}"
            raise error("value", text)
        procedure = value_of(self.world, binding)
        if procedure is MISSING or not is_procedure(procedure):
            raise error("value", f"{name} is not a procedure")
        self.remove(name)
        library = self.world.libraries[binding.library]
        procedure = library.globals[binding.key]
        wrapper = self.wrapper(name, procedure)
        self.assign(library, binding.key, wrapper)
        self.wrapped[name] = (library, binding.key, procedure, wrapper)

    def remove(self, name: str) -> None:
        """Wrap the procedure called NAME no more; one that was defined again meanwhile stays."""
        library, key, procedure, wrapper = self.wrapped.pop(name, (None, "", None, None))
        if library is not None and library.globals.get(key) is wrapper:
            self.assign(library, key, procedure)

    def end(self, names: list[str]) -> None:
        """Wrap the procedures called NAMES, or all if there are none, no more."""
        for name in names or list(self.wrapped):
            if name not in self.wrapped:
                raise error("value", f"{name} {self.lacking}")
            self.remove(name)

    def state(self) -> str:
        """What is wrapped now."""
        return f"{self.title}: {' '.join(sorted(self.wrapped)) or self.nothing}"

    def assign(self, library: Library, key: str, value: object) -> None:
        library.globals[key] = value
        update_importers(library, key)

    def wrapper(self, name: str, procedure: object) -> object:
        """What takes the place of PROCEDURE."""
        raise NotImplementedError

    def made(self, text: str, source: str, procedure: object, *hooks: Callable) -> object:
        """The wrapper that the procedure written in TEXT makes of PROCEDURE and HOOKS."""
        from lisp.reader.parser import read_source

        world = self.world
        base = world.services.make_environment((to_list([intern("scheme"), intern("base")]),))
        maker = run(world, world.services.compile_datum(read_source(text, source)[0], base))
        return run(world, maker, procedure, *hooks)
