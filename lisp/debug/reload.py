"""Libraries whose files have changed since they were loaded, and loading them again while the world lives.

The text that a library came from is among the sources of its units, so this works in a booted image as well. What holds
variables of the old library gets those of the new: importers, the prompt, other libraries. Syntax is replaced where it was
imported; what was expanded with the old stays as it is.
"""

from __future__ import annotations

from lisp.core.syntax import Library
from lisp.data.condition import LispError
from lisp.debug.callers import units_by_library
from lisp.interpreter.services import Services
from lisp.interpreter.sources import read_text
from lisp.runtime.world import World, update_importers


def changed_libraries(services: Services) -> list[str]:
    """The libraries of which a file, or one that it includes, is not what it was; in the order in which they were loaded."""
    world = services.world
    changed: dict[str, None] = {}
    texts: dict[str, str | None] = {}
    files: set[str] = set()
    for key, library in units_by_library(world):
        for source in world.unit(key).sources:
            name = source.name
            if name.startswith(("stdlib/", "<")):
                continue
            if name not in texts:
                texts[name] = text_of(name)
            if texts[name] is not None and texts[name] != source.text:
                changed[library] = None
                files.add(name)
    return [name for name in world.libraries if is_library(name) and (name in changed or file_of(services, name) in files)]


def is_library(name: str) -> bool:
    """Whether NAME is that of a library, and not of a top level."""
    return not name.startswith(("(user", "(environment "))


def file_of(services: Services, name: str) -> str | None:
    """The file of library NAME, if it has one that can be found."""
    from lisp.reader.parser import read_source

    return services.libraries.finder.find(read_source(name, "<library>")[0])


def text_of(path: str) -> str | None:
    """The text of the file PATH; None if it is not there any more."""
    try:
        return read_text(path)
    except LispError:
        return None


def reload_library(services: Services, name: str) -> None:
    """Load library NAME from its file again; everything that imported it sees the new one."""
    from lisp.interpreter.libraries import defined_name
    from lisp.reader.parser import read_source

    world = services.world
    old = world.libraries[name]
    path = file_of(services, name)
    if path is None:
        raise services.libraries.missing(read_source(name, "<library>")[0], name, None)
    for datum in services.read_library_file(path):
        if defined_name(datum) == name:
            try:
                new = services.define_library(datum)
            except BaseException:
                world.libraries[name] = old  # what is wrong in the file has changed nothing
                raise
            take_over(world, old, new)


def take_over(world: World, old: Library, new: Library) -> None:
    """Let NEW take the place of OLD for those that import it."""
    new.importers.update(old.importers)
    for key in list(new.importers):
        if key in new.globals:
            update_importers(new, key)
    replaced = {id(binding): new.exports[symbol] for symbol, binding in old.exports.items() if symbol in new.exports}
    for library in list(world.libraries.values()):
        bindings = library.environment.bindings
        for symbol, binding in list(bindings.items()):
            if id(binding) in replaced:
                bindings[symbol] = replaced[id(binding)]
