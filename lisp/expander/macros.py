"""Macros: from `(syntax-rules …)` to a Macro, checked when it is defined, and from a macro use to its expansion.

The rules are normalised into plain data: the ellipsis is one object everywhere, an underscore in a pattern is the symbol
`_`. So matching compares by identity, and an image that holds a macro does not hold its source text.
"""

from __future__ import annotations

from lisp.core.syntax import CoreSyntax, Environment, Macro
from lisp.data.base import NIL
from lisp.data.pair import Pair, to_list
from lisp.data.symbol import intern
from lisp.data.vector import Vector
from lisp.expander.data import is_identifier, root_symbol, span_of, unfold
from lisp.expander.environment import is_keyword, lookup
from lisp.expander.errors import elements, expected, shown_syntax, syntax_error
from lisp.expander.match import UNDERSCORE, is_literal, match_use, pattern_depths
from lisp.expander.template import STEP, Growth, driven_variables, instantiate

MOST_STEPS = 100_000  # macro uses in a row at one place before it is taken for an endless expansion
WHO = "syntax-rules"


def transcribe(macro: Macro, use: Pair, env: Environment, span: object, growth: Growth) -> object:
    """The expansion of the macro use USE."""
    for pattern, template in macro.rules:
        found = match_use(macro, pattern, use, span, env)
        if found is not None:
            growth.add(STEP, macro.name, span)
            return instantiate(macro, pattern, template, found, span, growth)
    raise syntax_error(macro.name, f"no rule of this macro matches {shown_syntax(use)}", span)


def endless(macro: Macro, span: object) -> Exception:
    """The error for a macro whose expansion does not end."""
    return syntax_error(macro.name, f"the expansion of this macro did not end in {MOST_STEPS} steps", span)


def evaluate_transformer(spec: object, env: Environment, name: str, span: object, who: str, growth: Growth) -> object:
    """The binding that the transformer SPEC stands for: a Macro, or what a keyword means already."""
    for _ in range(MOST_STEPS):
        span = span_of(spec, span)
        if is_identifier(spec):
            binding = lookup(spec, env)
            if binding.__class__ is Macro or binding.__class__ is CoreSyntax:
                return binding
            break
        if not isinstance(spec, Pair) or not is_identifier(spec.car):
            break
        binding = lookup(spec.car, env)
        if binding.__class__ is Macro:
            spec = transcribe(binding, spec, env, span, growth)
        elif binding.__class__ is CoreSyntax and binding.name == "syntax-rules":
            return make_macro(spec, env, name, span)
        else:
            break
    raise expected(who, "(syntax-rules (literal ...) (pattern template) ...)", spec, span)


def make_macro(spec: Pair, env: Environment, name: str, span: object) -> Macro:
    """The macro called NAME that the syntax-rules form SPEC defines in ENV."""
    items = elements(spec, WHO, span, "(syntax-rules (literal ...) (pattern template) ...)")[1:]
    custom = items[0][0] if items and is_identifier(items[0][0]) else None
    if custom is not None:
        items = items[1:]
    if not items:
        raise expected(WHO, "(syntax-rules (literal ...) (pattern template) ...)", spec, span)
    literals_datum, literals_span = items[0]
    literals = [datum for datum, _ in elements(literals_datum, WHO, literals_span, "a list of literals")]
    for literal in literals:
        if not is_identifier(literal):
            raise expected(WHO, "an identifier as a literal", literal, literals_span)
    ellipsis = custom if custom is not None else intern("...")
    macro = Macro(name, ellipsis, tuple(literals), (), env)
    macro.place = span
    shaper = Normaliser(macro, custom is None)
    shadowed = custom is None and not is_keyword(ellipsis, env, "...")
    if shadowed or any(shaper.is_ellipsis(literal) for literal in literals):
        macro.ellipsis = None  # the ellipsis is a variable or a literal: nothing in the rules repeats
        shaper = Normaliser(macro, False)
    macro.rules = tuple([make_rule(macro, shaper, rule, place) for rule, place in items[1:]])
    return macro


def make_rule(macro: Macro, shaper: Normaliser, rule: object, span: object) -> tuple:
    """The normalised (pattern, template), after checks."""
    parts = elements(rule, WHO, span, "(pattern template)")
    if len(parts) != 2:
        raise expected(WHO, "(pattern template)", rule, span)
    (pattern, pattern_span), (template, template_span) = parts
    if not isinstance(pattern, Pair):
        raise expected(WHO, "a pattern that is a list", pattern, pattern_span)
    pattern = shaper.copy(pattern, True)
    template = shaper.copy(template, False)
    levels = pattern_depths(macro, pattern.cdr, pattern_span)
    check_template(template, levels, template_span, macro.ellipsis)
    return pattern, template


class Normaliser:
    """Copies rules into plain data in which ellipsis and underscore are recognised by identity."""

    __slots__ = ("macro", "standard")

    def __init__(self, macro: Macro, standard: bool) -> None:
        self.macro = macro
        self.standard = standard  # whether the ellipsis is `...`, by its meaning, rather than one identifier

    def is_ellipsis(self, datum: object) -> bool:
        if self.standard:
            return is_keyword(datum, self.macro.environment, "...")
        return datum is self.macro.ellipsis

    def copy(self, datum: object, in_pattern: bool) -> object:
        if isinstance(datum, Pair):
            items, tail = unfold(datum, None)
            copies = [self.copy(item, in_pattern) for item, _ in items]
            return to_list(copies, self.copy(tail, in_pattern) if tail is not NIL else NIL)
        if isinstance(datum, Vector):
            return Vector(tuple([self.copy(item, in_pattern) for item in datum.items]))
        if is_identifier(datum):
            if is_literal(datum, self.macro):
                return datum
            if self.is_ellipsis(datum):
                return self.macro.ellipsis
            if in_pattern and is_keyword(datum, self.macro.environment, "_"):
                return UNDERSCORE
        return datum


def check_template(template: object, levels: dict, span: object, ellipsis: object) -> None:
    """Refuse a TEMPLATE whose variables are under too few ellipses, or where an ellipsis repeats nothing.

    LEVELS: variable → how many of its ellipses have not been met yet.
    """
    if is_identifier(template):
        if template is ellipsis:
            raise syntax_error(WHO, "misplaced ellipsis in a template", span)
        if levels.get(template, 0) > 0:
            name = root_symbol(template).name
            raise syntax_error(WHO, f"pattern variable {name} needs more ellipses after it in the template", span)
        return
    if isinstance(template, Vector):
        template = to_list(template.items)
    elif isinstance(template, Pair) and template.car is ellipsis and isinstance(template.cdr, Pair):
        check_template(template.cdr.car, levels, span, None)
        return
    while isinstance(template, Pair):
        part = template.car
        template = template.cdr
        count = 0
        while ellipsis is not None and isinstance(template, Pair) and template.car is ellipsis:
            count += 1
            template = template.cdr
        inner = levels
        for remaining in range(count, 0, -1):
            driven = driven_variables(part, remaining, inner, ellipsis)
            if not driven:
                raise syntax_error(WHO, f"nothing in {shown_syntax(part)} is repeated by the ellipsis after it", span)
            inner = {v: level - (v in driven) for v, level in inner.items()}
        check_template(part, inner, span, ellipsis)
    if isinstance(template, Vector) or is_identifier(template):  # after a dot
        check_template(template, levels, span, ellipsis)
