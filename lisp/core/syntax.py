"""Syntax: identifiers, environments and what an identifier can mean. Passive data: booting an image needs no expander.

Hygiene works by renaming (Clinger & Rees 1991, in the manner of explicit renaming): a macro's template inserts each of
its symbols as a fresh `Alias`, which remembers the environment of the macro's definition. A binding form binds the
identifier object itself, symbol or alias; an alias that nothing binds means what its name means where the macro was
defined. `quote` turns aliases back into symbols.
"""

from __future__ import annotations

from lisp.data.base import Object
from lisp.data.symbol import Symbol


class Alias(Object):
    """An identifier that a macro inserted: `name` (Symbol or another Alias), resolved in `environment` if unbound."""

    __slots__ = ("name", "environment")

    def __init__(self, name: Symbol | Alias, environment: Environment) -> None:
        self.name = name
        self.environment = environment


class Environment(Object):
    """What identifiers mean. `bindings`: identifier → binding; `parent` is the scope around it, None at top level.

    `library` is the name key of the library whose top level this is (also in local scopes).
    """

    __slots__ = ("bindings", "parent", "library")

    def __init__(self, library: str, parent: Environment | None = None) -> None:
        self.bindings: dict = {}
        self.parent = parent
        self.library = library


class LocalVariable(Object):
    """A local variable, called `name` in core forms."""

    __slots__ = ("name",)

    def __init__(self, name: str) -> None:
        self.name = name


class GlobalVariable(Object):
    """Variable `key` of `library` (printed name, such as "(scheme base)"); a primitive's library is names.PRIMITIVES."""

    __slots__ = ("library", "key")

    def __init__(self, library: str, key: str) -> None:
        self.library = library
        self.key = key


class CoreSyntax(Object):
    """A form that the expander itself knows: `if`, `lambda`, `define`, `syntax-rules`, `else`, …."""

    __slots__ = ("name",)

    def __init__(self, name: str) -> None:
        self.name = name


class Macro(Object):
    """A syntax-rules transformer as data.

    `ellipsis` identifier, `literals` tuple of identifiers, `rules` tuple of (pattern, template) data, `environment` where
    it was defined. `name` is for error messages; `doc` a docstring or None; `place` a Span or None.
    """

    __slots__ = ("name", "ellipsis", "literals", "rules", "environment", "doc", "place")

    def __init__(self, name: str, ellipsis: object, literals: tuple, rules: tuple, environment: Environment) -> None:
        self.name = name
        self.ellipsis = ellipsis
        self.literals = literals
        self.rules = rules
        self.environment = environment
        self.doc: object = None
        self.place: object = None


class Library(Object):
    """A library instance: compile-time and run-time side in one, since each library exists once in a World.

    name         printed name, such as "(scheme base)"; the prompt's and programs' are "(user)"-like
    environment  top-level Environment
    exports      Symbol as importers know it → binding (GlobalVariable, CoreSyntax or Macro)
    globals      the dict that its functions run in (core/names.py says what keys mean)
    importers    own key → list of globals dicts that hold a copy of that variable's value
    """

    __slots__ = ("name", "environment", "exports", "globals", "importers")

    def __init__(self, name: str) -> None:
        self.name = name
        self.environment = Environment(name)
        self.exports: dict = {}
        self.globals: dict = {}
        self.importers: dict = {}
