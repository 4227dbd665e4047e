"""The library instances of one interpreter: each library exists once, loaded from its file when first imported.

In:  `known`, the World's dict printed name → Library; a Finder; `load(path, name) → list of define-library data`,
     the data of a file; `instantiate(datum) → Library`, which expands, compiles and runs a define-library form
Invariant: `known` holds finished libraries only. One that is being loaded is in `loading`, so that a cycle is an error
that names its members.
"""

from __future__ import annotations

from lisp.core.names import printed_name
from lisp.core.syntax import Library
from lisp.data.condition import LispError, error
from lisp.data.pair import Pair, is_list, iterate
from lisp.data.symbol import Symbol
from lisp.interpreter.finder import Finder, library_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable


class Libraries:
    """Finds and loads libraries; the module says how."""

    def __init__(
        self,
        known: dict,
        finder: Finder,
        load: Callable[[str], list],
        instantiate: Callable[[object], Library],
    ) -> None:
        self.known = known
        self.finder = finder
        self.load = load
        self.instantiate = instantiate
        self.loading: list[str] = []  # printed names, outermost first

    def find_library(self, name: object, place: object = None) -> Library:
        """The instance of the library called NAME, loaded if need be; an error at PLACE if there is none."""
        printed = library_text(name)
        library = self.known.get(printed)
        if library is not None:
            return library
        if printed in self.loading:
            cycle = [*self.loading[self.loading.index(printed) :], printed]
            raise error("syntax", f"libraries import each other in a circle: {' → '.join(cycle)}", who="import", place=place)
        path = self.finder.find(name)
        if path is None:
            raise self.missing(name, printed, place)
        return self.load_library(printed, path, place)

    def library_exists(self, name: object) -> bool:
        """Whether the library called NAME could be imported, as far as its name tells."""
        printed = library_text(name)
        return printed in self.known or printed in self.loading or self.finder.find(name) is not None

    def define_library(self, datum: object) -> Library:
        """Make the library of the define-library form DATUM, in place of one of the same name if there is one."""
        library = self.instantiate(datum)
        self.known[library.name] = library
        return library

    def load_library(self, printed: str, path: str, place: object) -> Library:
        """Load all libraries of the file PATH; give the one called PRINTED."""
        self.loading.append(printed)
        try:
            for datum in self.load(path):
                name = defined_name(datum)
                if name is None:
                    span = getattr(datum, "span", None)
                    who = path if span is None else None
                    raise error("syntax", "a library file holds define-library forms only", who=who, place=span)
                if name not in self.known:
                    self.define_library(datum)
        finally:
            self.loading.pop()
        library = self.known.get(printed)
        if library is None:
            raise error("file", f"{path} does not define the library {printed}", who="import", place=place)
        return library

    def missing(self, name: object, printed: str, place: object) -> LispError:
        from difflib import get_close_matches  # only for the message

        close = get_close_matches(printed, list(self.known), 1, 0.7)
        hint = f"; did you mean {close[0]}?" if close else ""
        folders = ", ".join(self.finder.folders) or "no folder"
        return error("file", f"there is no library {printed} (looked in {folders}){hint}", who="import", place=place)


def defined_name(datum: object) -> str | None:
    """The printed name of the library that the form DATUM defines; None if it is no define-library form."""
    if not isinstance(datum, Pair) or not is_list(datum) or datum.car.__class__ is not Symbol:
        return None
    if datum.car.name != "define-library" or not isinstance(datum.cdr, Pair) or not is_list(datum.cdr.car):
        return None
    parts = list(iterate(datum.cdr.car))
    named = parts and all(part.__class__ is Symbol or part.__class__ is int for part in parts)
    return printed_name(parts) if named else None
