"""Tracing: a traced procedure shows each call and what it returns. The wrapper is Scheme, so continuations can be captured
through it; only showing is done by Python.
"""

from __future__ import annotations

from collections.abc import Callable

from lisp.core.names import PRIMITIVES
from lisp.core.syntax import GlobalVariable, Library
from lisp.data.condition import error
from lisp.data.pair import list_items, to_list
from lisp.data.symbol import intern
from lisp.data.writer import shown
from lisp.debug.describe import MISSING, value_of
from lisp.runtime.base import run
from lisp.runtime.types import is_procedure
from lisp.runtime.world import World, update_importers

WRAPPER = """
(lambda (procedure enter leave)
  (lambda arguments
    (enter arguments)
    (call-with-values (lambda () (apply procedure arguments))
      (lambda results
        (leave results)
        (apply values results)))))
"""
DEEPEST = 24  # calls inside each other that are indented further


class Tracer:
    """What is traced in a World: `traced` maps a name to (library, key, procedure, wrapper). SAY shows a line."""

    def __init__(self, world: World, say: Callable[[str], None]) -> None:
        self.world = world
        self.say = say
        self.depth = 0
        self.traced: dict[str, tuple[Library, str, object, object]] = {}

    def trace(self, name: str, binding: object) -> None:
        """Begin to trace the procedure called NAME."""
        if binding.__class__ is not GlobalVariable:
            raise error("value", f"{name} is not a variable")
        if binding.library == PRIMITIVES:
            raise error("value", f"{name} is a primitive: calls of it are written in place and cannot be traced")
        procedure = value_of(self.world, binding)
        if procedure is MISSING or not is_procedure(procedure):
            raise error("value", f"{name} is not a procedure")
        self.untrace(name)
        library = self.world.libraries[binding.library]
        procedure = library.globals[binding.key]
        wrapper = self.wrapper(name, procedure)
        self.assign(library, binding.key, wrapper)
        self.traced[name] = (library, binding.key, procedure, wrapper)

    def untrace(self, name: str) -> None:
        """Trace the procedure called NAME no more; one that was defined again meanwhile stays."""
        library, key, procedure, wrapper = self.traced.pop(name, (None, "", None, None))
        if library is not None and library.globals.get(key) is wrapper:
            self.assign(library, key, procedure)

    def assign(self, library: Library, key: str, value: object) -> None:
        library.globals[key] = value
        update_importers(library, key)

    def wrapper(self, name: str, procedure: object) -> object:
        from lisp.reader.parser import read_source

        world = self.world
        base = world.services.make_environment((to_list([intern("scheme"), intern("base")]),))
        maker = run(world, world.services.compile_datum(read_source(WRAPPER, "<trace>")[0], base))

        def enter(arguments: object) -> None:
            words = [name, *[shown(a) for a in list_items(arguments) or []]]
            self.say(f"{self.margin()}({' '.join(words)})")
            self.depth += 1

        def leave(results: object) -> None:
            self.depth = max(0, self.depth - 1)
            self.say(f"{self.margin()}⇒ {' '.join([shown(r) for r in list_items(results) or []])}")

        return run(world, maker, procedure, enter, leave)

    def margin(self) -> str:
        return "| " * min(self.depth, DEEPEST)
