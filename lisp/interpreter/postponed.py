"""What ran from the unit cache without having been expanded: it is expanded, for the effect on syntax and names alone, before
anything else is.

In:  texts, and libraries of which there is nothing but their variables, in the order in which they ran
Out: the user's top level, and those libraries' exports and environments, as if everything had been expanded at once
"""

from __future__ import annotations

from lisp.core.syntax import Library

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lisp.interpreter.services import Services


class Postponed:
    """What waits to be expanded."""

    def __init__(self) -> None:
        self.texts: list[tuple[str, str, int | None]] = []
        self.libraries: list[tuple[Library, str]] = []

    def __bool__(self) -> bool:
        return bool(self.texts or self.libraries)

    def add_text(self, text: str, name: str, place: int | None) -> None:
        """Form PLACE of TEXT (None: all of it, as a program) has run."""
        self.texts.append((text, name, place))

    def add_library(self, library: Library, label: str) -> None:
        """The body of LIBRARY, which is defined in the source called LABEL, has run."""
        self.libraries.append((library, label))

    def expand(self, services: Services) -> None:
        """Expand all that waits; by then it does not wait any more."""
        texts, self.texts = self.texts, []
        libraries, self.libraries = self.libraries, []
        services.sources.again = True
        try:
            expand_libraries(services, libraries)
            expand_texts(services, texts)
        finally:
            services.sources.again = False
            services.sources.kept.clear()


def expand_texts(services: Services, texts: list[tuple[str, str, int | None]]) -> None:
    """Let the user's top level know what TEXTS define."""
    from lisp.core.walk import deep_recursion
    from lisp.expander.expand import expand_toplevel
    from lisp.interpreter.programs import forms_of

    read: dict[str, list] = {}  # text → its forms with their places
    for text, name, place in texts:
        if place is None:
            services.expand_program(text, name)
            continue
        services.fresh = False
        if text not in read:
            read[text] = forms_of(text, name)
        datum, span = read[text][place]
        with deep_recursion():
            expand_toplevel(datum, services.user, services, span)


def expand_libraries(services: Services, libraries: list[tuple[Library, str]]) -> None:
    """Give LIBRARIES their exports and environments; one comes after those that it imports."""
    from lisp.core.walk import deep_recursion
    from lisp.expander.expand import expand_library
    from lisp.interpreter.libraries import defined_name

    read: dict[str, list] = {}
    for library, label in libraries:
        if label not in read:
            read[label] = services.read_library_file(services.path_of(label))
        datum = next(datum for datum in read[label] if defined_name(datum) == library.name)
        with deep_recursion():
            made, _ = expand_library(datum, services)
        library.exports, library.environment = made.exports, made.environment
