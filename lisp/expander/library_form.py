"""Forms that bring in other text: include, cond-expand, import, define-library (report, 4.1.7, 4.2.1, 5.2, 5.6)."""

from __future__ import annotations

from lisp.core.forms import Constant, Form
from lisp.core.syntax import Environment, GlobalVariable, Library
from lisp.data.base import NIL
from lisp.data.condition import LispError
from lisp.data.pair import Pair
from lisp.data.string import String, text_of
from lisp.data.symbol import Symbol
from lisp.expander.body import Scanner, expand_forms
from lisp.expander.build import sequence
from lisp.expander.context import Expander
from lisp.expander.data import is_identifier, root_symbol, strip, unfold
from lisp.expander.environment import is_keyword, lookup
from lisp.expander.errors import did_you_mean, elements, expected, operands, syntax_error
from lisp.expander.import_sets import import_set, library_name


def included(datum: Pair, host: object, span: object, who: str) -> list:
    """The elements of the files that (include "path" ...) names, relative to the file it stands in."""
    forms = []
    for path, place in operands(datum, who, span, 1, None, f'({who} "path" ...)'):
        if path.__class__ is not String:
            raise expected(who, "a file name as a string", path, place)
        source = getattr(span, "source", None)
        relative_to = None if source is None else source.name
        try:
            found = host.read_file(text_of(path), relative_to, who == "include-ci")
        except LispError as problem:
            if problem.place is None:  # the file cannot be read at all
                problem.place = problem.payload.place = place
                problem.payload.who = who
            raise
        forms += [(form, span) for form in found]
    return forms


def expand_include(x: Expander, datum: Pair, env: Environment, span: object) -> Form:
    """(include "path" ...), and include-ci, where an expression stands."""
    forms = included(datum, x.host, span, lookup(datum.car, env).name)
    return sequence(x.expand_all(forms, env), span)


def include_form(scanner: Scanner, datum: Pair, span: object) -> None:
    """(include "path" ...), and include-ci, among definitions."""
    scanner.splice(included(datum, scanner.x.host, span, lookup(datum.car, scanner.env).name))


# cond-expand


def chosen_clause(datum: Pair, env: Environment, host: object, span: object) -> list:
    """The elements of the first clause of a cond-expand whose requirement holds; none if no clause's does."""
    for clause, place in operands(datum, "cond-expand", span, 1, None, "(cond-expand (requirement form ...) ...)"):
        items, tail = unfold(clause, place)
        if tail is not NIL or not items:
            raise expected("cond-expand", "(requirement form ...)", clause, place)
        if is_keyword(items[0][0], env, "else") or holds(items[0][0], env, host, items[0][1]):
            return items[1:]
    return []


def holds(requirement: object, env: Environment, host: object, span: object) -> bool:
    """Whether the feature requirement holds."""
    if is_identifier(requirement):
        name = root_symbol(requirement).name
        return name in host.features or name == "else"
    items, tail = unfold(requirement, span)
    head = root_symbol(items[0][0]).name if items and is_identifier(items[0][0]) else None
    if tail is NIL and head in ("and", "or"):
        for part, place in items[1:]:
            if holds(part, env, host, place) == (head == "or"):
                return head == "or"
        return head == "and"
    if tail is NIL and len(items) == 2 and head == "not":
        return not holds(items[1][0], env, host, items[1][1])
    if tail is NIL and len(items) == 2 and head == "library":
        return host.library_exists(library_name(items[1][0], "cond-expand", items[1][1])[0])
    raise expected("cond-expand", "a feature, (library name), (and ...), (or ...) or (not ...)", requirement, span)


def expand_cond_expand(x: Expander, datum: Pair, env: Environment, span: object) -> Form:
    """(cond-expand (requirement form ...) ...) where an expression stands."""
    return sequence(x.expand_all(chosen_clause(datum, env, x.host, span), env), span)


def cond_expand_form(scanner: Scanner, datum: Pair, span: object) -> None:
    """cond-expand among definitions."""
    scanner.splice(chosen_clause(datum, scanner.env, scanner.x.host, span))


# Import and libraries


def import_form(scanner: Scanner, datum: Pair, span: object) -> None:
    """(import set ...) at top level."""
    if not scanner.top_level:
        raise syntax_error("import", "this is allowed at top level only", span)
    do_import(scanner.x, datum, span)


def do_import(x: Expander, datum: Pair, span: object) -> None:
    """Bind what the import form DATUM brings. Of two meanings of a name the later stays."""
    gathered: dict = {}
    for item, place in operands(datum, "import", span, 1, None, "(import import-set ...)"):
        gathered.update(import_set(item, x.host, place))
    old = x.library.environment.bindings
    for symbol, binding in gathered.items():
        before = old.get(symbol)
        if before is binding:
            continue
        if before.__class__ is GlobalVariable and binding.__class__ is GlobalVariable:
            if (before.library, before.key) == (binding.library, binding.key):
                continue
        x.set_binding(symbol, binding)


def define_library_form(scanner: Scanner, datum: Pair, span: object) -> None:
    """(define-library name declaration ...) in a program or at the prompt: the host keeps the library."""
    if not scanner.top_level:
        raise syntax_error("define-library", "this is allowed at top level only", span)
    scanner.x.host.define_library(datum)


class Declarations:
    """What the declarations of a library say: `imports` and `body` are elements, `exports` (inner, outer, span)."""

    __slots__ = ("host", "imports", "exports", "body", "env")

    def __init__(self, host: object) -> None:
        self.host = host
        self.imports: list = []
        self.exports: list = []
        self.body: list = []
        self.env = Environment("")  # nothing is bound between the declarations

    def gather(self, declarations: list) -> None:
        work = list(reversed(declarations))
        while work:
            datum, span = work.pop()
            head = root_symbol(datum.car).name if isinstance(datum, Pair) and is_identifier(datum.car) else ""
            if head == "export":
                self.gather_exports(datum, span)
            elif head == "import":
                self.imports.append((datum, span))
            elif head == "begin":
                self.body.extend(elements(datum, "begin", span)[1:])
            elif head in ("include", "include-ci"):
                self.body.extend(included(datum, self.host, span, head))
            elif head == "include-library-declarations":
                work.extend(reversed(included(datum, self.host, span, head)))
            elif head == "cond-expand":
                work.extend(reversed(chosen_clause(datum, self.env, self.host, span)))
            else:
                raise expected("define-library", "export, import, begin, include or cond-expand", datum, span)

    def gather_exports(self, datum: Pair, span: object) -> None:
        for spec, place in elements(datum, "export", span)[1:]:
            if is_identifier(spec):
                self.exports.append((root_symbol(spec), root_symbol(spec), place))
                continue
            items, tail = unfold(spec, place)
            names = [strip(item) for item, _ in items]
            if tail is not NIL or len(names) != 3 or any([name.__class__ is not Symbol for name in names]):
                raise expected("export", "a name or (rename name new-name)", spec, place)
            if names[0].name != "rename":
                raise expected("export", "a name or (rename name new-name)", spec, place)
            self.exports.append((names[1], names[2], place))


def expand_define_library(x_for: object, datum: Pair, host: object, span: object) -> tuple[Library, Form]:
    """The library that DATUM defines, and its body as one form. X_FOR gives an Expander for a library."""
    shape = "(define-library name declaration ...)"
    items = operands(datum, "define-library", span, 1, None, shape)
    _, printed = library_name(items[0][0], "define-library", items[0][1])
    declarations = Declarations(host)
    declarations.gather(items[1:])
    library = Library(printed)
    x = x_for(library, host)
    for form, place in declarations.imports:
        do_import(x, form, place)
    body = expand_forms(x, declarations.body, span) if declarations.body else Constant(None, span)
    bindings = library.environment.bindings
    for inner, outer, place in declarations.exports:
        binding = bindings.get(inner)
        if binding is None:
            hint = did_you_mean(inner.name, [known.name for known in bindings if known.__class__ is Symbol])
            raise syntax_error("export", f"{inner.name} is not defined in {printed}{hint}", place)
        if library.exports.get(outer, binding) is not binding:
            raise syntax_error("export", f"{outer.name} is exported twice", place)
        library.exports[outer] = binding
    return library, body
