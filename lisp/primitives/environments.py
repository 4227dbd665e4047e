"""Evaluation (report, 6.12): `eval` and `load` run what the front end makes of a datum, as a proper tail call.

What these need of reading, expanding and finding libraries is done by the interpreter's services (interpreter/services.py).
"""

from __future__ import annotations

from lisp.core.names import shown_name
from lisp.core.primitive import primitive
from lisp.core.syntax import Library
from lisp.data.condition import error
from lisp.data.string import String, text_of
from lisp.data.symbol import Symbol
from lisp.runtime.world import World, update_importers


@primitive("%compile", "object environment -> procedure", section="6.12", world=True, atomic=True)
def compile_datum(world: World, datum: object, environment: object) -> object:
    """A procedure of no arguments that evaluates DATUM in ENVIRONMENT."""
    if not isinstance(environment, Library):
        raise TypeError
    return world.services.compile_datum(datum, environment)


@primitive("%load-reader", "string environment -> object", section="6.14", world=True, atomic=True)
def load_reader(world: World, filename: String, environment: object) -> object:
    """An object that gives the forms of a file one after the other, for `%next-form`."""
    if not isinstance(environment, Library):
        raise TypeError
    return world.services.open_source(text_of(filename), environment)


@primitive("%next-form", "object -> object", world=True, atomic=True)
def next_form(world: World, reader: object) -> object:
    """A procedure that evaluates the reader's next form, or #f at the end."""
    return world.services.next_form(reader)


@primitive("environment", "object ... -> environment", section="6.12", world=True, atomic=True)
def environment(world: World, *import_sets: object) -> object:
    """A fresh environment with the imports that the arguments name."""
    return world.services.make_environment(import_sets)


@primitive("interaction-environment", "-> environment", section="6.12", world=True)
def interaction_environment(world: World) -> object:
    """The environment of the prompt and of programs."""
    return world.services.user


@primitive("environment?", "object -> boolean", pure=True)
def environment_p(obj: object) -> bool:
    """Whether OBJ is an environment."""
    return isinstance(obj, Library)


@primitive("%set-global!", "symbol symbol object -> unspecified", world=True, atomic=True)
def set_global(world: World, library: Symbol, key: Symbol, obj: object) -> None:
    """Assign the variable KEY of another library, for a macro that comes from there."""
    owner = world.libraries[library.name]
    if key.name not in owner.globals and world.load_library is not None:
        world.load_library(owner.name)
    if key.name not in owner.globals:
        raise error("unbound", f"{shown_name(key.name)} is not defined", who="set!")
    owner.globals[key.name] = obj
    update_importers(owner, key.name)
