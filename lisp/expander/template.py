"""Building the expansion of a macro use from a template of syntax-rules (report, 4.3.2).

In:  a template and what its pattern variables matched (match.py)
Out: a datum in which each symbol of the template is one fresh Alias, resolved where the macro was defined
Atoms that came from the use keep their place, as the `car_span` of the pair that now holds them.
"""

from __future__ import annotations

from lisp.core.syntax import Alias, Macro
from lisp.data.base import NIL
from lisp.data.pair import Pair, SourcePair, make_pair, to_list
from lisp.data.vector import Vector
from lisp.expander.data import is_identifier
from lisp.expander.errors import syntax_error
from lisp.expander.match import pattern_depths

MOST_PARTS = 4_000_000
STEP = 20  # what the expansion of a form counts for in Growth, beside its parts


class Growth:
    """How many elements were built so far to expand one top-level form: endless growth is found before memory is full."""

    __slots__ = ("parts",)

    def __init__(self) -> None:
        self.parts = 0

    def add(self, parts: int, who: str, span: object) -> None:
        self.parts += parts
        if self.parts > MOST_PARTS:
            raise syntax_error(who, "the expansion of this form grows without end", span)


def instantiate(macro: Macro, pattern: Pair, template: object, found: dict, place: object, growth: Growth) -> object:
    """The datum that TEMPLATE gives with what the variables of PATTERN FOUND; PLACE is the macro use's, for errors."""
    levels = pattern_depths(macro, pattern.cdr)
    return Builder(macro, place, growth).build(template, found, levels, macro.ellipsis)[0]


class Builder:
    """One expansion: `renamed` maps a symbol of the template to its alias."""

    __slots__ = ("macro", "place", "growth", "renamed")

    def __init__(self, macro: Macro, place: object, growth: Growth) -> None:
        self.macro = macro
        self.place = place
        self.growth = growth
        self.renamed: dict = {}

    def build(self, template: object, found: dict, levels: dict, ellipsis: object) -> tuple:
        """The element that TEMPLATE gives. ELLIPSIS is None within `(... template)`."""
        if is_identifier(template):
            element = found.get(template)
            return (self.rename(template), None) if element is None else element
        if isinstance(template, Pair):
            return (self.build_list(template, found, levels, ellipsis), None)
        if isinstance(template, Vector):
            items: list = []
            self.build_items(list(template.items), found, levels, ellipsis, items)
            return (Vector(tuple([datum for datum, _ in items])), None)
        return (template, None)

    def build_list(self, template: Pair, found: dict, levels: dict, ellipsis: object) -> object:
        if ellipsis is not None and template.car is ellipsis and isinstance(template.cdr, Pair):
            return self.build(template.cdr.car, found, levels, None)[0]
        parts: list = []
        rest: object = template
        while isinstance(rest, Pair):
            parts.append(rest.car)
            rest = rest.cdr
        items: list = []
        self.build_items(parts, found, levels, ellipsis, items)
        result = NIL if rest is NIL else self.build(rest, found, levels, ellipsis)[0]
        for datum, span in reversed(items):
            result = make_pair(datum, result) if span is None else SourcePair(datum, result, None, span)
        return result

    def build_items(self, parts: list, found: dict, levels: dict, ellipsis: object, items: list) -> None:
        """Append to ITEMS what the subtemplates PARTS give."""
        index, before = 0, len(items)
        count = len(parts)
        while index < count:
            part = parts[index]
            index += 1
            depth = 0
            while ellipsis is not None and index < count and parts[index] is ellipsis:
                depth += 1
                index += 1
            if depth:
                self.repeat(part, depth, found, levels, ellipsis, items)
            else:
                items.append(self.build(part, found, levels, ellipsis))
        self.growth.add(len(items) - before, self.macro.name, self.place)

    def repeat(self, part: object, count: int, found: dict, levels: dict, ellipsis: object, items: list) -> None:
        """Append to ITEMS what PART, followed by COUNT ellipses, gives; LEVELS as `driven_variables` says."""
        if count == 1 and is_identifier(part):
            items.extend(found[part])
            return
        series = driven_variables(part, count, levels, ellipsis)
        lengths = {len(found[v]) for v in series}
        if len(lengths) > 1:
            raise syntax_error(
                self.macro.name, "pattern variables under one ellipsis matched different numbers of forms", self.place
            )
        variables = template_variables(part, found)
        inner = {v: found[v] for v in variables}
        inner_levels = {v: levels[v] - (v in series) for v in variables}
        for index in range(lengths.pop()):
            for v in series:
                inner[v] = found[v][index]
            if count > 1:
                self.repeat(part, count - 1, inner, inner_levels, ellipsis, items)
            else:
                items.append(self.build(part, inner, inner_levels, ellipsis))

    def rename(self, identifier: object) -> Alias:
        alias = self.renamed.get(identifier)
        if alias is None:
            alias = self.renamed[identifier] = Alias(identifier, self.macro.environment)
        return alias


def template_variables(template: object, variables: dict) -> list:
    """Those of VARIABLES that occur in TEMPLATE, each once."""
    seen: dict = {}
    work = [template]
    while work:
        part = work.pop()
        if isinstance(part, Pair):
            work.append(part.cdr)
            work.append(part.car)
        elif isinstance(part, Vector):
            work.extend(part.items)
        elif is_identifier(part) and part in variables:
            seen[part] = True
    return list(seen)


def driven_variables(part: object, count: int, levels: dict, ellipsis: object) -> list:
    """The variables that the first of COUNT ellipses after PART steps through.

    LEVELS tells under how many ellipses each variable of the rule still is. All that still are under one are stepped
    through, but those that an ellipsis further in has nothing else to step through: in `((x y ...) ...)`, where x and y
    are under one ellipsis each, every x comes with all of y.
    """
    variables = [v for v in template_variables(part, levels) if levels[v] > 0]
    held: set = set()

    def hold(inner: object, needed: int) -> None:
        inside = [v for v in template_variables(inner, levels) if levels[v] > 0]
        deepest = max([levels[v] for v in inside], default=0)
        if deepest - 1 < needed:
            held.update([v for v in inside if levels[v] == deepest])

    if count > 1:
        hold(part, count - 1)
    work = [(part, count - 1)]
    while work:
        inner, needed = work.pop()
        if isinstance(inner, Vector):
            inner = to_list(inner.items)
        if isinstance(inner, Pair) and inner.car is ellipsis:
            continue
        while isinstance(inner, Pair):
            sub = inner.car
            inner = inner.cdr
            own = 0
            while isinstance(inner, Pair) and inner.car is ellipsis:
                own += 1
                inner = inner.cdr
            if own:
                hold(sub, needed + own)
            if isinstance(sub, (Pair, Vector)):
                work.append((sub, needed + own))
    return [v for v in variables if v not in held]
