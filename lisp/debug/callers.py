"""Who uses a variable: the forms in all code of a World that mention it, the image's libraries included."""

from __future__ import annotations

from types import FunctionType

from lisp.core.forms import Form, GlobalRef, PrimitiveCall, SetGlobal
from lisp.core.names import PRIMITIVES, imported_key, shown_name
from lisp.core.syntax import GlobalVariable
from lisp.data.place import Span
from lisp.runtime.unit import Unit, unit_forms
from lisp.runtime.world import World


class Use:
    """A form that mentions the variable: the procedure it is in, the library of that, and the place."""

    __slots__ = ("procedure", "library", "place")

    def __init__(self, procedure: str, library: str, place: Span | None) -> None:
        self.procedure = procedure
        self.library = library
        self.place = place


def uses_of(world: World, binding: GlobalVariable) -> list[Use]:
    """The uses of the variable BINDING; the user's code first."""
    found: list[Use] = []
    for key, library in units_by_library(world):
        name = binding.key if library == binding.library else imported_key(binding.library, binding.key)
        primitive = binding.key if binding.library == PRIMITIVES else None
        unit = world.unit(key)
        if name_occurs(unit, name) or primitive is not None:
            found += uses_in(unit, library, name, primitive)
    return sorted(found, key=lambda use: (not use.library.startswith("(user"), use.library, str(use.place)))


def units_by_library(world: World) -> list[tuple[str, str]]:
    """Every unit with code that is in use, and the library that it runs in."""
    found: dict[tuple[str, str], None] = {}
    for name in list(world.libraries):
        if world.load_library is not None:
            world.load_library(name)
        for value in list(world.libraries[name].globals.values()):
            if value.__class__ is FunctionType and value.__code__.co_filename.startswith("lisp:"):
                found[value.__code__.co_filename[5:], value.__globals__["'library"].name] = None
    placed = {key for key, _ in found}
    found.update(dict.fromkeys([(key, "(user)") for key in list(world.units) if key not in placed]))
    return list(found)


def name_occurs(unit: Unit, name: str) -> bool:
    """Whether the bytes of UNIT hold NAME: a quick look before it is decoded."""
    return name.encode("utf-8", "surrogatepass") in unit.core


def uses_in(unit: Unit, library: str, name: str, primitive: str | None) -> list[Use]:
    forms = unit_forms(unit)
    found: dict[tuple[int, str], Use] = {}
    for form in forms.forms[1:]:
        if mentions(form, name, primitive):
            owner = forms.owners[form.number] or 1
            while owner != 1 and forms.owners[owner] > 1:  # the procedure that is defined, not one inside it
                owner = forms.owners[owner]
            number = form.number
            while number and forms.forms[number].span is None:
                number = forms.parents[number]
            place = forms.forms[number].span if number else None
            if owner == 1 and place is not None and place.source.name.startswith("<"):
                continue  # what was typed and has run: nothing that will call
            title = "toplevel" if owner == 1 else shown_name(forms.forms[owner].name)
            found.setdefault((owner, str(place)), Use(title, library, place))
    return list(found.values())


def mentions(form: Form, name: str, primitive: str | None) -> bool:
    if form.__class__ in (GlobalRef, SetGlobal):
        return form.key == name
    return primitive is not None and form.__class__ is PrimitiveCall and form.name == primitive
