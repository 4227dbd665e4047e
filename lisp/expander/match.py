"""Matching a macro use against the patterns of syntax-rules (report, 4.3.2).

In:  a Macro whose rules were normalised at its definition (macros.py): its ellipsis is one object, an underscore is `_`
Out: pattern variable → an element (datum, span), or a list (of lists …) of them for a variable under ellipses
Recursion follows the pattern's nesting only; lists of any length are walked in a loop.
"""

from __future__ import annotations

from lisp.core.syntax import Environment, Macro
from lisp.data.base import NIL
from lisp.data.bytevector import Bytevector
from lisp.data.pair import Pair, to_list
from lisp.data.string import String, text_of
from lisp.data.symbol import intern
from lisp.data.vector import Vector
from lisp.expander.data import car_span, is_identifier, root_symbol, unfold
from lisp.expander.environment import same_meaning
from lisp.expander.errors import syntax_error

UNDERSCORE = intern("_")


def match_use(macro: Macro, pattern: object, use: Pair, span: object, env: Environment) -> dict | None:
    """What the variables of PATTERN stand for in the macro use USE; None if it does not match."""
    matcher = Matcher(macro, env)
    return matcher.found if matcher.match(pattern.cdr, use.cdr, span) else None


class Matcher:
    """One attempt: `found` grows as variables match."""

    __slots__ = ("macro", "env", "found")

    def __init__(self, macro: Macro, env: Environment) -> None:
        self.macro = macro
        self.env = env
        self.found: dict = {}

    def match(self, pattern: object, datum: object, span: object) -> bool:
        ellipsis = self.macro.ellipsis
        while isinstance(pattern, Pair):
            rest = pattern.cdr
            if isinstance(rest, Pair) and rest.car is ellipsis:
                return self.match_repeated(pattern.car, rest.cdr, datum, span)
            if not isinstance(datum, Pair) or not self.match(pattern.car, datum.car, car_span(datum, span)):
                return False
            pattern = rest
            datum = datum.cdr
        if pattern is NIL:
            return datum is NIL
        if is_identifier(pattern):
            return self.match_identifier(pattern, datum, span)
        if isinstance(pattern, Vector):
            return isinstance(datum, Vector) and self.match(to_list(pattern.items), to_list(datum.items), span)
        return equal_atoms(pattern, datum)

    def match_identifier(self, pattern: object, datum: object, span: object) -> bool:
        if is_literal(pattern, self.macro):
            return is_identifier(datum) and same_meaning(pattern, self.macro.environment, datum, self.env)
        if pattern is not UNDERSCORE:
            self.found[pattern] = (datum, span)
        return True

    def match_repeated(self, repeated: object, after: object, datum: object, span: object) -> bool:
        """REPEATED takes as many elements of DATUM as AFTER leaves."""
        items, _ = unfold(datum, span)
        count = len(items)
        rest = after
        while isinstance(rest, Pair):
            count -= 1
            rest = rest.cdr
        if count < 0:
            return False
        if is_identifier(repeated) and repeated is not UNDERSCORE and not is_literal(repeated, self.macro):
            self.found[repeated] = items if count == len(items) else items[:count]
        elif not self.match_each(repeated, items, count):
            return False
        for _ in range(count):
            datum = datum.cdr
        return self.match(after, datum, span)

    def match_each(self, repeated: object, items: list, count: int) -> bool:
        outer = self.found
        collected: dict = {variable: [] for variable in pattern_variables(repeated, self.macro)}
        for datum, span in items[:count]:
            self.found = {}
            if not self.match(repeated, datum, span):
                return False
            for variable, values in collected.items():
                values.append(self.found[variable])
        outer.update(collected)
        self.found = outer
        return True


def is_literal(identifier: object, macro: Macro) -> bool:
    """Whether IDENTIFIER is in the literals list of MACRO."""
    for literal in macro.literals:
        if literal is identifier:
            return True
    return False


def pattern_variables(pattern: object, macro: Macro) -> list:
    """The variables of PATTERN."""
    variables = []
    work = [pattern]
    while work:
        part = work.pop()
        if isinstance(part, Pair):
            work.append(part.cdr)
            work.append(part.car)
        elif isinstance(part, Vector):
            work.extend(part.items)
        elif is_identifier(part) and part is not macro.ellipsis and part is not UNDERSCORE and not is_literal(part, macro):
            variables.append(part)
    return variables


def equal_atoms(a: object, b: object) -> bool:
    """`equal?` of two data that are no pairs, vectors or identifiers."""
    if a is b:
        return True
    if a.__class__ is not b.__class__:
        return False
    if a.__class__ is String:
        return text_of(a) == text_of(b)
    if isinstance(a, Bytevector):
        return bytes(a.octets) == bytes(b.octets)
    if isinstance(a, (int, float, complex)) or hasattr(a, "numerator"):
        return repr(a) == repr(b) if isinstance(a, (float, complex)) else bool(a == b)  # -0.0 is not 0.0
    return False


def pattern_depths(macro: Macro, pattern: object, span: object = None) -> dict:
    """The variables of PATTERN, each with the number of ellipses it is under; refuses a malformed pattern."""
    depths: dict = {}
    collect_depths(macro, pattern, 0, depths, span)
    return depths


def collect_depths(macro: Macro, pattern: object, depth: int, depths: dict, span: object) -> None:
    """Enter the variables of PATTERN into DEPTHS: how many ellipses each is under."""
    ellipsis = macro.ellipsis
    if isinstance(pattern, Vector):
        pattern = to_list(pattern.items)
    repeated = False
    while isinstance(pattern, Pair):
        part = pattern.car
        if part is ellipsis:
            raise syntax_error("syntax-rules", "misplaced ellipsis in a pattern", span)
        follows = isinstance(pattern.cdr, Pair) and pattern.cdr.car is ellipsis
        if follows and repeated:
            raise syntax_error("syntax-rules", "two ellipses in one list of a pattern", span)
        collect_depths(macro, part, depth + follows, depths, span)
        repeated = repeated or follows
        pattern = pattern.cdr.cdr if follows else pattern.cdr
    if isinstance(pattern, Vector):
        collect_depths(macro, pattern, depth, depths, span)
    elif pattern is ellipsis:
        raise syntax_error("syntax-rules", "misplaced ellipsis in a pattern", span)
    elif is_identifier(pattern) and pattern is not UNDERSCORE and not is_literal(pattern, macro):
        if pattern in depths:
            raise syntax_error("syntax-rules", f"pattern variable {root_symbol(pattern).name} occurs twice in a pattern", span)
        depths[pattern] = depth
