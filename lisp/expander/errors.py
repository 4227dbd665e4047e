"""Syntax errors: how the expander refuses. Text: `place: form: what is wrong`, data as `write` shows them, cut."""

from __future__ import annotations

from lisp.data.base import NIL
from lisp.data.condition import LispError, error
from lisp.expander.data import strip, unfold


def shown_syntax(datum: object) -> str:
    """DATUM as the programmer wrote it, cut at 60 characters."""
    from lisp.data.writer import shown

    return shown(strip(datum))


def syntax_error(who: str | None, message: str, place: object, *irritants: object) -> LispError:
    """A syntax error to be raised."""
    return error("syntax", message, *irritants, who=who, place=place)


def expected(who: str, what: str, datum: object, place: object) -> LispError:
    """The error that DATUM stands where WHAT was expected."""
    return syntax_error(who, f"expected {what}, got {shown_syntax(datum)}", place)


def elements(datum: object, who: str, span: object, what: str = "a list") -> list:
    """The elements of the proper list DATUM; a syntax error if it is not one."""
    items, tail = unfold(datum, span)
    if tail is not NIL:
        raise expected(who, what, datum, span)
    return items


def operands(datum: object, who: str, span: object, least: int, most: int | None, shape: str) -> list:
    """The elements after the keyword of the form DATUM, LEAST to MOST (None: any) of them; SHAPE is for the message."""
    items, tail = unfold(datum.cdr, span)
    count = len(items)
    if tail is not NIL or count < least or (most is not None and count > most):
        raise expected(who, shape, datum, span)
    return items


def did_you_mean(name: str, known: list[str]) -> str:
    """A hint to be put after a message: `; did you mean NAME?`, or nothing."""
    from difflib import get_close_matches

    close = get_close_matches(name, known, 1, 0.7)
    return f"; did you mean {close[0]}?" if close else ""
