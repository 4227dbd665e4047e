"""How an error is shown to people: `place: who: message irritants`, then the source line with a caret."""

from __future__ import annotations

from lisp.data.atom_text import atom_text
from lisp.data.condition import Condition, LispError
from lisp.data.pair import Pair, iterate
from lisp.data.string import String, text_of
from lisp.data.symbol import Symbol
from lisp.data.writer import shown

MOST_IRRITANTS = 12
LONGEST_MESSAGE = 2000


def describe(payload: object) -> str:
    """PAYLOAD, a condition or any other raised object, in one line: `vector-ref: index 7 is out of range`."""
    if not isinstance(payload, Condition):
        return f"uncaught raise: {shown(payload)}"
    message = payload.message
    text = text_of(message) if isinstance(message, String) else shown(message)
    if len(text) > LONGEST_MESSAGE:
        text = text[: LONGEST_MESSAGE - 3] + "..."
    words = [text] if text else []
    irritants = payload.irritants
    if isinstance(message, Symbol) and isinstance(irritants, Pair) and isinstance(irritants.car, String):
        words = [f"{text}:", text_of(irritants.car)]  # (error 'who "message" irritant ...), as in other Schemes
        irritants = irritants.cdr
    for count, irritant in enumerate(iterate(irritants)):
        if count == MOST_IRRITANTS:
            words.append("...")
            break
        words.append(shown(irritant))
    who = payload.who
    line = " ".join(words)
    return f"{who if who.__class__ is str else atom_text(who, True)}: {line}" if who else line


def report_error(error: LispError) -> str:
    """What the command line shows for ERROR; several lines where its place is known."""
    line = describe(error.payload)
    place = error.place
    if place is None:
        return line
    return f"{place}: {line}\n{place.excerpt()}"
