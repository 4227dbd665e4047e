"""What is wrong with a text, in the programmer's words. Kind "incomplete" means: more text could make it right."""

from __future__ import annotations

from lisp.data.condition import LispError, error
from lisp.data.place import Source, Span

OPENERS = {"OPEN": "list", "VECTOR_OPEN": "vector", "BYTES_OPEN": "bytevector"}
AWAITING = ("PREFIX", "DATUM_COMMENT", "DEFINITION", "DOT")


def read_error(message: str, source: Source, start: int, end: int, kind: str = "read") -> LispError:
    """An error about the text of SOURCE from START to END."""
    return error(kind, message, who="read", place=Span(source, start, end))


def unclosed(what: str, source: Source, start: int, end: int) -> LispError:
    """WHAT begins at START and the text ends before it does."""
    return read_error(f"the {what} that begins here is not closed", source, start, end, "incomplete")


def unexpected_token(token: object, stack: list, source: Source, base: int) -> LispError:
    """The grammar has no place for TOKEN. STACK holds what the parser has so far: values of rules, and open tokens.

    BASE is what token positions are counted from.
    """
    opener = next((t for t in reversed(stack) if getattr(t, "type", None) in OPENERS), None)
    # a token, or a label begun; a directive is as good as space
    last = next((t for t in reversed(stack) if hasattr(t, "start_pos") and getattr(t, "type", "") != "DIRECTIVE"), None)
    waits = last is not None and getattr(last, "type", "DEFINITION") in AWAITING
    if token.type == "$END":
        if waits and getattr(last, "type", "") != "DOT":
            mark = getattr(last, "value", "a label")
            return at_token(f"a datum must follow {mark} but the text ends", last, source, base, "incomplete")
        return unclosed(OPENERS[opener.type], source, base + opener.start_pos, base + opener.end_pos)
    if token.type == "CLOSE":
        if waits and getattr(last, "type", "") == "DOT":
            return at_token("expected a datum after the dot, got )", token, source, base)
        if waits and opener is not None:
            before = getattr(last, "value", "a label")
            return at_token(f"expected a datum after {before} but got )", token, source, base)
    elif getattr(last, "type", "") == "DOT":
        return at_token("expected ) after the datum that follows the dot", token, source, base)
    hint = "; lists are written with ( and )" if token.value in ("[", "]", "{", "}") else ""
    return at_token(f"unexpected {token}{hint}", token, source, base)


def at_token(message: str, token: object, source: Source, base: int, kind: str = "read") -> LispError:
    return read_error(message, source, base + token.start_pos, base + token.end_pos, kind)
