"""The expander at work on one unit: a form at the prompt, a program or a library body.

`Expander` holds what all handlers need: the library that is being written, the host that finds libraries and files, the
number of the last local variable. Handlers (core_forms.py gathers them) are functions of (expander, form, env, span) that
return a core form. Python recursion follows the nesting of code, in pure Python frames only (no generator handed to C),
which since 3.11 do not use the C stack.

A unit that fails must leave no trace: `changes` remembers the top-level bindings it replaced.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from lisp.core.forms import Call, Constant, Form, GlobalRef, LocalRef
from lisp.core.names import global_key, imported_key, local_name
from lisp.core.syntax import CoreSyntax, Environment, GlobalVariable, Library, LocalVariable, Macro
from lisp.data.base import NIL
from lisp.data.pair import Pair
from lisp.data.symbol import Symbol, intern, is_interned
from lisp.data.vector import Vector
from lisp.expander.data import car_span, is_identifier, root_symbol, span_of, strip, unfold
from lisp.expander.environment import home, lookup
from lisp.expander.errors import shown_syntax, syntax_error
from lisp.expander.macros import MOST_STEPS, endless, transcribe
from lisp.expander.template import Growth

Definers = Mapping[str, Callable[..., None]]


class Expander:
    """One expansion; the module says what it holds."""

    __slots__ = ("library", "host", "handlers", "definers", "counter", "changes", "suffixes", "growth")

    def __init__(self, library: Library, host: object, handlers: Mapping, definers: Definers) -> None:
        self.library = library
        self.host = host
        self.handlers = handlers  # name of core syntax → handler of an expression
        self.definers = definers  # the same → handler of a form among definitions (body.py)
        self.counter = 0
        self.growth = Growth()  # of the top-level form at hand
        self.changes: list = []  # (identifier, binding before or None)
        self.suffixes: dict = {}  # name → last suffix given to a top-level variable that a macro introduced

    # Expressions

    def expand(self, datum: object, env: Environment, span: object) -> Form:
        """The core form of the expression DATUM."""
        for _ in range(MOST_STEPS):
            span = span_of(datum, span)
            if not isinstance(datum, Pair):
                return self.expand_atom(datum, env, span)
            head = datum.car
            if not is_identifier(head):
                return self.expand_call(datum, self.expand(head, env, car_span(datum, span)), env, span)
            binding = lookup(head, env)
            if binding.__class__ is Macro:
                datum = transcribe(binding, datum, env, span, self.growth)
            elif binding.__class__ is CoreSyntax:
                handler = self.handlers.get(binding.name)
                if handler is None:
                    raise misplaced(binding.name, span)
                return handler(self, datum, env, span)
            else:
                return self.expand_call(datum, self.reference(head, binding, env, car_span(datum, span)), env, span)
        raise endless(binding, span)

    def expand_all(self, items: list, env: Environment) -> list:
        """The core forms of the elements ITEMS."""
        return [self.expand(datum, env, span) for datum, span in items]

    def expand_call(self, datum: Pair, operator: Form, env: Environment, span: object) -> Form:
        items, tail = unfold(datum.cdr, span)
        if tail is not NIL:
            raise syntax_error(None, f"a call must be a proper list, got {shown_syntax(datum)}", span)
        return Call(operator, tuple([self.expand(item, env, place) for item, place in items]), span=span)

    def expand_atom(self, datum: object, env: Environment, span: object) -> Form:
        if is_identifier(datum):
            binding = lookup(datum, env)
            if binding.__class__ is CoreSyntax or binding.__class__ is Macro:
                raise syntax_error(root_symbol(datum).name, "this is syntax and cannot be used as a variable", span)
            return self.reference(datum, binding, env, span)
        if datum is NIL:
            raise syntax_error(None, "expected an expression, got (); the empty list is written '()", span)
        if isinstance(datum, Vector):
            return Constant(strip(datum), span)
        return Constant(datum, span)

    def reference(self, identifier: object, binding: object, env: Environment, span: object) -> Form:
        """The value of the variable IDENTIFIER, whose binding was looked up."""
        if binding.__class__ is LocalVariable:
            return LocalRef(binding.name, span)
        if binding is None:
            return self.global_ref(home(identifier, env), global_key(root_symbol(identifier).name), span)
        return self.global_ref(binding.library, binding.key, span)

    def global_ref(self, library: str, key: str, span: object) -> GlobalRef:
        """The value of variable KEY of LIBRARY, under the key that this library knows it by."""
        return GlobalRef(key if library == self.library.name else imported_key(library, key), span)

    # Variables

    def local(self, name: str) -> str:
        """A fresh local variable, written NAME in the source."""
        self.counter += 1
        return local_name(name, self.counter)

    def bind(self, identifiers: list, env: Environment) -> tuple[tuple, Environment]:
        """Fresh local variables for IDENTIFIERS, and a scope in ENV in which they are bound."""
        scope = Environment(env.library, env)
        names = []
        for identifier in identifiers:
            name = self.local(root_symbol(identifier).name)
            scope.bindings[identifier] = LocalVariable(name)
            names.append(name)
        return tuple(names), scope

    def define_global(self, identifier: object) -> GlobalVariable:
        """The variable of this library that a top-level definition of IDENTIFIER defines.

        One that a macro introduced gets a key of its own, such as `tmp.1`.
        """
        old = self.library.environment.bindings.get(identifier)
        if old.__class__ is GlobalVariable and old.library == self.library.name:
            return old
        name = root_symbol(identifier).name
        plain = identifier.__class__ is Symbol and is_interned(identifier)
        variable = GlobalVariable(self.library.name, global_key(name) if plain else self.fresh_key(name))
        self.set_binding(identifier, variable)
        return variable

    def set_binding(self, identifier: object, binding: object) -> None:
        """Bind IDENTIFIER at the top level of this library."""
        bindings = self.library.environment.bindings
        self.changes.append((identifier, bindings.get(identifier)))
        bindings[identifier] = binding

    def undo(self) -> None:
        """Take back all changes of top-level bindings."""
        bindings = self.library.environment.bindings
        while self.changes:
            identifier, binding = self.changes.pop()
            if binding is None:
                del bindings[identifier]
            else:
                bindings[identifier] = binding

    def fresh_key(self, name: str) -> str:
        """A key that no variable of this library has. The symbol so called is bound too, which marks it as taken."""
        bindings = self.library.environment.bindings
        number = self.suffixes.get(name)
        if number is None:
            number, step = 0, 1
            while intern(f"{name}.{number + step}") in bindings:  # gallop near the first number that is free
                number, step = number + step, 2 * step
        number += 1
        while intern(f"{name}.{number}") in bindings:
            number += 1
        self.suffixes[name] = number
        key = global_key(f"{name}.{number}")
        self.set_binding(intern(f"{name}.{number}"), GlobalVariable(self.library.name, key))
        return key


def misplaced(name: str, span: object) -> Exception:
    """The error for core syntax NAME used where an expression must stand."""
    if name in ("import", "define-library"):
        return syntax_error(name, "this is allowed at top level only", span)
    if name.startswith("define"):
        return syntax_error(
            name, "a definition is not allowed here, only at top level or at the start of a body", span
        )
    if name == "syntax-rules":
        return syntax_error(name, "this is allowed only as the value of a syntax definition", span)
    return syntax_error(name, "misplaced: this word means something only inside other forms", span)
