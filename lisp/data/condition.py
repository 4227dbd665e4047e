"""Conditions: what errors raise (report, 6.11), and the Python exception that carries any raised object to Python.

A primitive refuses bad input by raising `LispError(Condition(...))`, most often through the helpers below; a wrong type
needs no check where Python refuses anyway: the failure is diagnosed from the primitive's declared signature.
"""

from __future__ import annotations

from lisp.data.base import NIL, Object
from lisp.data.pair import to_list
from lisp.data.string import String


class Condition(Object):
    """An error object.

    kind       error (by `error`), type, range, arity, unbound, undefined (used before its definition), value, syntax,
               read (`read-error?`), incomplete (a read error: input ended inside a datum), file (`file-error?`), host
               (a Python exception), limit, barrier, image; of what stops and nothing is wrong: interrupt,
               break, step
    message    any object (`error-object-message`); a String in errors of ours, lower case, no full stop
    irritants  Scheme list (`error-object-irritants`)
    who        name of the procedure or form that refused, or None
    place      Span or None
    """

    __slots__ = ("kind", "message", "irritants", "who", "place")

    def __init__(
        self, kind: str, message: object, irritants: object = NIL, who: str | None = None, place: object = None
    ) -> None:
        self.kind = kind
        self.message = message
        self.irritants = irritants
        self.who = who
        self.place = place


class LispError(Exception):
    """A Scheme object that was raised and not handled: `payload`; `continuation` holds the heap frames it was raised in.

    `place` is the source place of the failure if known; `str(error)` is the text that the command line shows. `handlers`
    are the exception handlers that the continuation goes on with.
    """

    handlers: object = NIL

    def __init__(self, payload: object, place: object = None, continuation: object = None) -> None:
        super().__init__(payload)
        self.payload = payload
        self.continuation = continuation
        self.place = place if place is not None else getattr(payload, "place", None)

    def __str__(self) -> str:
        from lisp.data.report import report_error  # the writer is not needed before an error is shown

        return report_error(self)


def error(kind: str, message: str, *irritants: object, who: str | None = None, place: object = None) -> LispError:
    """An error to be raised: ``raise error("range", "index 7 is out of range", who="vector-ref")``."""
    return LispError(Condition(kind, String(message), to_list(irritants), who, place))
