"""The core syntax: which words the expander knows, and who expands them.

EXPRESSIONS  name → handler(expander, form, env, span) → core form
DEFINITIONS  name → definer(scanner, form, span): what a body or top level does with it (body.py)
Both are read-only tables, not registries. `syntax_library` exports all words, so that `cond` can be renamed on import
like any other name.
"""

from __future__ import annotations

from types import MappingProxyType

from lisp.core.forms import Assign, Call, Constant, Form, GlobalRef, Lambda, SetGlobal
from lisp.core.names import global_key, primitive_key
from lisp.core.syntax import CoreSyntax, Environment, GlobalVariable, Library, LocalVariable
from lisp.data.condition import error
from lisp.data.pair import Pair
from lisp.data.string import String, text_of
from lisp.data.symbol import intern
from lisp.expander import binding_forms, body, choice_forms, library_form, quasiquote, records
from lisp.expander.build import primitive_call, sequence
from lisp.expander.context import Expander
from lisp.expander.data import is_identifier, root_symbol, strip
from lisp.expander.environment import AUXILIARY, home, lookup, resolving_library
from lisp.expander.errors import expected, operands, syntax_error

SYNTAX_LIBRARY = "(lisp syntax)"


def expand_quote(x: Expander, datum: Pair, env: Environment, span: object) -> Form:
    """(quote datum)."""
    ((quoted, _),) = operands(datum, "quote", span, 1, 1, "(quote datum)")
    return Constant(strip(quoted), span)


def expand_set(x: Expander, datum: Pair, env: Environment, span: object) -> Form:
    """(set! name value). A variable of another library is assigned only by a macro that comes from there."""
    (target, place), (value, value_span) = operands(datum, "set!", span, 2, 2, "(set! name value)")
    if not is_identifier(target):
        raise expected("set!", "the name of a variable", target, place)
    name = root_symbol(target).name
    binding = lookup(target, env)
    form = x.expand(value, env, value_span)
    if binding.__class__ is LocalVariable:
        return Assign(binding.name, form, span)
    if binding is None:
        library, key = home(target, env), global_key(name)
    elif binding.__class__ is GlobalVariable:
        library, key = binding.library, binding.key
        if library != x.library.name and resolving_library(target, env) != library:
            raise syntax_error("set!", f"{name} is imported and cannot be assigned", place)
    else:
        raise syntax_error("set!", f"{name} is syntax and cannot be assigned", place)
    if library == x.library.name:
        return SetGlobal(key, form, span)
    where = (Constant(intern(library), span), Constant(intern(key), span))
    return Call(GlobalRef(primitive_key("%set-global!"), span), (*where, form), span=span)


def expand_begin(x: Expander, datum: Pair, env: Environment, span: object) -> Form:
    """(begin expression ...)."""
    items = operands(datum, "begin", span, 1, None, "(begin expression ...)")
    return sequence(x.expand_all(items, env), span)


def expand_delay(x: Expander, datum: Pair, env: Environment, span: object) -> Form:
    """(delay expression)."""
    ((expression, place),) = operands(datum, "delay", span, 1, 1, "(delay expression)")
    return lazy_promise(primitive_call("%make-done-promise", (x.expand(expression, env, place),), span), span)


def expand_delay_force(x: Expander, datum: Pair, env: Environment, span: object) -> Form:
    """(delay-force expression)."""
    ((expression, place),) = operands(datum, "delay-force", span, 1, 1, "(delay-force expression)")
    return lazy_promise(x.expand(expression, env, place), span)


def lazy_promise(form: Form, span: object) -> Form:
    return primitive_call("%make-lazy-promise", (Lambda((), None, form, "promise", None, span),), span)


def expand_syntax_error(x: Expander, datum: Pair, env: Environment, span: object) -> Form:
    """(syntax-error "message" form ...): an error of the macro's author."""
    raise author_error(datum, span)


def syntax_error_form(scanner: body.Scanner, datum: Pair, span: object) -> None:
    """The same among definitions."""
    raise author_error(datum, span)


def author_error(datum: Pair, span: object) -> Exception:
    (message, place), *irritants = operands(datum, "syntax-error", span, 1, None, '(syntax-error "message" form ...)')
    if message.__class__ is not String:
        raise expected("syntax-error", "a message as a string", message, place)
    return error("syntax", text_of(message), *[strip(irritant) for irritant, _ in irritants], place=span)


EXPRESSIONS = MappingProxyType(
    {
        "quote": expand_quote,
        "quasiquote": quasiquote.expand_quasiquote,
        "lambda": binding_forms.expand_lambda,
        "case-lambda": binding_forms.expand_case_lambda,
        "set!": expand_set,
        "if": choice_forms.expand_if,
        "cond": choice_forms.expand_cond,
        "case": choice_forms.expand_case,
        "and": choice_forms.expand_and,
        "or": choice_forms.expand_or,
        "when": choice_forms.expand_when,
        "unless": choice_forms.expand_unless,
        "guard": choice_forms.expand_guard,
        "assert": choice_forms.expand_assert,
        "begin": expand_begin,
        "let": binding_forms.expand_let,
        "let*": binding_forms.expand_let_star,
        "letrec": binding_forms.expand_letrec,
        "letrec*": binding_forms.expand_letrec,
        "do": binding_forms.expand_do,
        "let-values": binding_forms.expand_let_values,
        "let*-values": binding_forms.expand_let_values,
        "receive": binding_forms.expand_receive,
        "parameterize": binding_forms.expand_parameterize,
        "let-syntax": binding_forms.expand_let_syntax,
        "letrec-syntax": binding_forms.expand_let_syntax,
        "delay": expand_delay,
        "delay-force": expand_delay_force,
        "include": library_form.expand_include,
        "include-ci": library_form.expand_include,
        "cond-expand": library_form.expand_cond_expand,
        "syntax-error": expand_syntax_error,
    }
)

DEFINITIONS = MappingProxyType(
    {
        "begin": body.begin_form,
        "define": body.define_form,
        "define-values": body.define_values_form,
        "define-syntax": body.define_syntax_form,
        "define-record-type": records.record_form,
        "include": library_form.include_form,
        "include-ci": library_form.include_form,
        "cond-expand": library_form.cond_expand_form,
        "import": library_form.import_form,
        "define-library": library_form.define_library_form,
        "syntax-error": syntax_error_form,
    }
)


def syntax_library() -> Library:
    """The library `(lisp syntax)`: every word that the expander knows."""
    library = Library(SYNTAX_LIBRARY)
    for name in {**EXPRESSIONS, **DEFINITIONS, "syntax-rules": None, **dict.fromkeys(sorted(AUXILIARY))}:
        library.exports[intern(name)] = library.environment.bindings[intern(name)] = CoreSyntax(name)
    return library
