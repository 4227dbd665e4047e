"""Whether two procedures of two heaps have the same code: the same core form, whatever its places and variables' numbers.

Local variables are numbered over a unit, so a definition's variables change their numbers when one before it changes; they are
matched one to one instead. Constants of the code are pairs to be compared as data, by the caller.
"""

from __future__ import annotations

from struct import pack

from lisp.compiler.expressions import Literal
from lisp.core.forms import Call, Constant, Form, Lambda, Let, LocalRef, Loop
from lisp.core.walk import bound_names, children
from lisp.tools.edges import constant_key
from lisp.tools.heap import Heap


class Matching:
    """The comparison of two forms. `names`: variables of the first → those of the second; `constants`: pairs found."""

    def __init__(self) -> None:
        self.names: dict[str, str] = {}
        self.back: dict[str, str] = {}
        self.literals: list[tuple[int, int]] = []

    def match(self, a: str | None, b: str | None) -> bool:
        """Whether variable A can be B."""
        if a is None or b is None:
            return a is b
        return self.names.setdefault(a, b) == b and self.back.setdefault(b, a) == a

    def same(self, first: Form, second: Form) -> bool:
        """Whether FIRST means what SECOND means."""
        stack = [(first, second)]
        while stack:
            a, b = stack.pop()
            if a.__class__ is not b.__class__ or not self.same_head(a, b):
                return False
            inner = children(a), children(b)
            if len(inner[0]) != len(inner[1]):
                return False
            stack.extend(zip(*inner))
        return True

    def same_head(self, a: Form, b: Form) -> bool:
        """Whether A and B, of one class, agree but for the forms inside them."""
        bound = bound_names(a), bound_names(b)
        if len(bound[0]) != len(bound[1]) or not all(map(self.match, *bound)):
            return False
        if a.__class__ is Lambda:
            return (a.rest is None) == (b.rest is None) and (a.name, a.doc) == (b.name, b.doc)
        if a.__class__ is LocalRef:
            return self.match(a.name, b.name)
        if a.__class__ is Constant:
            return self.same_constant(a.value, b.value)
        if a.__class__ is Call:
            return a.spread == b.spread
        if a.__class__ is Loop or hasattr(a, "label"):
            return self.match("label " + a.label, "label " + b.label)
        if a.__class__ is Let:
            return True
        return getattr(a, "key", None) == getattr(b, "key", None) and getattr(a, "name", None) == getattr(b, "name", None)

    def same_constant(self, a: object, b: object) -> bool:
        if a.__class__ is not b.__class__:
            return False
        if a.__class__ is Literal:
            self.literals.append((a.index, b.index))
            return True
        if a.__class__ is float:
            return pack("<d", a) == pack("<d", b)
        return a is b if a is None or a.__class__ is bool else repr(a) == repr(b)


def match_code(old: Heap, new: Heap, a: tuple, b: tuple) -> Matching | None:
    """The matching of lambdas A and B, each (unit, number), of two heaps; None if their code differs."""
    matching = Matching()
    same = matching.same(old.unit(a[0]).procedure(a[1]), new.unit(b[0]).procedure(b[1]))
    return matching if same else None


def literal_pairs(old: Heap, new: Heap, a: tuple, b: tuple, matching: Matching) -> list[tuple[object, object]]:
    """The constants that MATCHING found in A and B, each (unit, library), as pairs."""
    constants = [heap.libraries[library].globals for heap, (_, library) in ((old, a), (new, b))]
    return [(constants[0].get(constant_key(a[0], i)), constants[1].get(constant_key(b[0], j))) for i, j in matching.literals]
