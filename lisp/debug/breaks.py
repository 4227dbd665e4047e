"""Breakpoints: a call of a procedure that has one stops at the first statement of its body; the stepper finds that.

A procedure of the standard library, and one that is not compiled here, stops before the call.
"""

from __future__ import annotations

from lisp.data.condition import error
from lisp.data.pair import list_items
from lisp.data.writer import shown
from lisp.debug.describe import procedure_form
from lisp.debug.step import Stepper, is_library
from lisp.debug.stop import HIDDEN
from lisp.debug.wrap import Wrappers
from lisp.runtime.frame import Uncaught

WRAPPER = """
(lambda (procedure enter)
  (lambda arguments
    (enter arguments)
    (apply procedure arguments)))
"""


class Breakpoints(Wrappers):
    """The procedures with a breakpoint in the World of STEPPER."""

    what = "stopped at"
    title, nothing, lacking = "breakpoints", "none", "has no breakpoint"

    def __init__(self, stepper: Stepper) -> None:
        super().__init__(stepper.world)
        self.stepper = stepper

    def wrapper(self, name: str, procedure: object) -> object:
        form = procedure_form(self.world, procedure)

        def stop_inside(arguments: object) -> None:
            self.stepper.stop_in(procedure.__code__)

        def stop_before(arguments: object) -> None:
            words = [name, *[shown(a, 24) for a in list_items(arguments) or []]]
            raise Uncaught(error("break", f"call of ({' '.join(words)})").payload)

        inside = form is not None and not is_library(form)
        return self.made(WRAPPER, HIDDEN, procedure, stop_inside if inside else stop_before)
