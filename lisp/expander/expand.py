"""The expander's API: data → core forms, one unit at a time (report, 4, 5).

In:  data as the reader gives them, the library they belong to, and a host:
         find_library(name, place) → Library, instantiated    library_exists(name) → bool
         read_file(path, relative_to, fold_case) → list of data    features: tuple of str    define_library(datum)
Out: Constant LocalRef GlobalRef Assign SetGlobal DefineGlobal If Lambda Call Let Letrec Sequence and nothing else
A unit that is refused leaves the library's top level as it was.
"""

from __future__ import annotations

from lisp.core.forms import Form
from lisp.core.syntax import Library
from lisp.data.condition import error
from lisp.data.pair import Pair
from lisp.data.symbol import intern
from lisp.expander.body import expand_forms
from lisp.expander.context import Expander
from lisp.expander.core_forms import DEFINITIONS, EXPRESSIONS, syntax_library
from lisp.expander.data import span_of
from lisp.expander.library_form import expand_define_library


def make_expander(library: Library, host: object) -> Expander:
    """An expander for one unit of LIBRARY."""
    return Expander(library, host, EXPRESSIONS, DEFINITIONS)


def expand_toplevel(datum: object, library: Library, host: object, span: object = None) -> Form:
    """The core form of one top-level form: an expression, a definition, an import, …."""
    return expand_unit([datum], library, host, [span])


def expand_program(data: list, library: Library, host: object, places: list | None = None) -> Form:
    """The core form of a whole program, read at PLACES. All its definitions are known in all its expressions."""
    return expand_unit(data, library, host, places)


def expand_unit(data: list, library: Library, host: object, places: list | None = None) -> Form:
    x = make_expander(library, host)
    items = [(datum, span_of(datum, place)) for datum, place in zip(data, places or [None] * len(data), strict=True)]
    span = items[0][1] if items else None
    done = False
    try:
        form = expand_forms(x, items, span)
        done = True
        return form
    except RecursionError as problem:
        raise too_deep(problem, span) from None
    finally:
        if not done:
            x.undo()


def expand_library(datum: Pair, host: object) -> tuple[Library, Form]:
    """The library that the define-library form DATUM defines, and its body."""
    span = span_of(datum, None)
    try:
        return expand_define_library(make_expander, datum, host, span)
    except RecursionError as problem:
        raise too_deep(problem, span) from None


def too_deep(problem: RecursionError, span: object) -> Exception:
    """The error for PROBLEM, at the outermost expression that was being expanded; SPAN is that of the unit."""
    traceback = problem.__traceback__
    while traceback is not None:
        if traceback.tb_frame.f_code is Expander.expand.__code__:
            span = traceback.tb_frame.f_locals["span"]
            break
        traceback = traceback.tb_next
    return error("limit", "this form is nested too deeply to be expanded", place=span)


def user_library(name: str = "(user)") -> Library:
    """A fresh top level in which only import and define-library mean something."""
    library = Library(name)
    exports = syntax_library().exports
    for word in ("import", "define-library"):
        library.environment.bindings[intern(word)] = exports[intern(word)]
    return library
