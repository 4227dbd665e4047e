"""Tracing: a traced procedure shows each call and what it returns."""

from __future__ import annotations

from collections.abc import Callable

from lisp.data.pair import list_items
from lisp.data.writer import shown
from lisp.debug.wrap import Wrappers
from lisp.runtime.world import World

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


class Tracer(Wrappers):
    """What is traced in a World. SAY shows a line."""

    what = "traced"
    title, nothing, lacking = "traced", "nothing", "is not traced"

    def __init__(self, world: World, say: Callable[[str], None]) -> None:
        super().__init__(world)
        self.say = say
        self.depth = 0

    def wrapper(self, name: str, procedure: object) -> object:
        def enter(arguments: object) -> None:
            words = [name, *[shown(a) for a in list_items(arguments) or []]]
            self.say(f"{self.margin()}({' '.join(words)})")
            self.depth += 1

        def leave(results: object) -> None:
            self.depth = max(0, self.depth - 1)
            self.say(f"{self.margin()}⇒ {' '.join([shown(r) for r in list_items(results) or []])}")

        return self.made(WRAPPER, "<trace>", procedure, enter, leave)

    def margin(self) -> str:
        return "| " * min(self.depth, DEEPEST)
