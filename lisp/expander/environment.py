"""What an identifier means: lookups through scopes and aliases, and when two identifiers mean the same (core/syntax.py)."""

from __future__ import annotations

from lisp.core.syntax import Alias, CoreSyntax, Environment, GlobalVariable
from lisp.data.symbol import Symbol
from lisp.expander.data import root_symbol

AUXILIARY = frozenset({"else", "=>", "...", "_", "unquote", "unquote-splicing"})


def lookup(identifier: Symbol | Alias, env: Environment) -> object:
    """The binding of IDENTIFIER in ENV, or None."""
    while True:
        scope: Environment | None = env
        while scope is not None:
            binding = scope.bindings.get(identifier)
            if binding is not None:
                return binding
            scope = scope.parent
        if identifier.__class__ is not Alias:
            return None
        env = identifier.environment
        identifier = identifier.name


def home(identifier: Symbol | Alias, env: Environment) -> str:
    """The library whose top level the unbound IDENTIFIER belongs to."""
    while identifier.__class__ is Alias:
        env = identifier.environment
        identifier = identifier.name
    return env.library


def resolving_library(identifier: Symbol | Alias, env: Environment) -> str:
    """The library in whose text the bound IDENTIFIER gets its meaning: a macro's for what the macro inserted."""
    while identifier.__class__ is Alias:
        scope: Environment | None = env
        while scope is not None:
            if identifier in scope.bindings:
                return scope.library
            scope = scope.parent
        env = identifier.environment
        identifier = identifier.name
    return env.library


def is_keyword(datum: object, env: Environment, name: str) -> bool:
    """Whether DATUM is an identifier that means the core syntax NAME; an unbound one called so will do."""
    if datum.__class__ is not Symbol and datum.__class__ is not Alias:
        return False
    if root_symbol(datum).name == name:
        binding = lookup(datum, env)
        return binding is None or (binding.__class__ is CoreSyntax and binding.name == name)
    binding = lookup(datum, env)  # an import may have renamed it
    return binding.__class__ is CoreSyntax and binding.name == name


def same_meaning(a: Symbol | Alias, a_env: Environment, b: Symbol | Alias, b_env: Environment) -> bool:
    """Whether identifier A in A_ENV and B in B_ENV mean the same: how literals of syntax-rules match."""
    first, second = lookup(a, a_env), lookup(b, b_env)
    first, second = meaning(a, first), meaning(b, second)
    return first == second if first.__class__ is tuple and second.__class__ is tuple else first is second


def meaning(identifier: Symbol | Alias, binding: object) -> object:
    """BINDING in a shape that compares: a tuple of strings, or the binding itself where identity decides.

    An auxiliary keyword that is not imported counts as if it were: `else` works in either case.
    """
    if binding.__class__ is CoreSyntax:
        return ("core", binding.name)
    if binding.__class__ is GlobalVariable:
        return ("global", binding.library, binding.key)
    if binding is None:
        symbol = root_symbol(identifier)
        return ("core", symbol.name) if symbol.name in AUXILIARY else symbol
    return binding
