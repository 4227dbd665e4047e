"""Texts as forms, and what the forms of a program are expanded in."""

from __future__ import annotations

from lisp.core.syntax import Library
from lisp.data.base import EOF
from lisp.data.pair import Pair, is_list, iterate
from lisp.data.place import Source
from lisp.data.symbol import intern


def forms_of(text: str, name: str) -> list[tuple[object, object]]:
    """The forms of TEXT, each with its span."""
    from lisp.reader.parser import SourceReader

    reader = SourceReader(Source(name, text))
    forms: list[tuple[object, object]] = []
    while (datum := reader.next_datum()) is not EOF:
        forms.append((datum, reader.span))
    return forms


def imports_base(data: list) -> bool:
    """Whether the program DATA begins with imports that bring in (scheme base): then it is one of the report's programs.

    One that imports other libraries only, or nothing, adds to what the prompt starts with.
    """
    bases = (["scheme", "base"], ["scheme", "r5rs"])
    for datum in data:
        if not (isinstance(datum, Pair) and datum.car is intern("import") and is_list(datum)):
            return False
        waiting = list(iterate(datum.cdr))
        for part in waiting:  # import sets lie within only, except, prefix and rename
            if isinstance(part, Pair) and is_list(part):
                if [getattr(word, "name", None) for word in iterate(part)] in bases:
                    return True
                waiting.append(part.cdr.car if isinstance(part.cdr, Pair) else None)
    return False


def user_library(name: str) -> Library:
    """A top level in which only `import` and `define-library` mean something."""
    from lisp.expander.expand import user_library as make

    return make(name)
