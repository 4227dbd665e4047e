"""Units without the top-level forms that nothing needs any more.

In:  a unit (sequence (define f F) (define g G) (display "hello") (define h H)), of which G and a part of H are needed
Out: the unit (sequence (define g G) (define h H)), and which of its numbers each number of what is left has become

A frame that waits in the unit's own sequence needs the forms after it, too. The new unit has a new key, the hash of its core
form as always, so whatever names the old unit and its numbers (procedures, frames, constants) has to be told.
"""

from __future__ import annotations

from _blake2 import blake2b
from bisect import bisect_right

from lisp.core.forms import Constant, Lambda, Sequence
from lisp.core.serial import write_forms
from lisp.core.walk import deep_recursion
from lisp.tools.heap import UnitView


class Pruned:
    """What a unit has become: `view` is the new one, `numbers` maps the numbers of forms."""

    def __init__(self, view: UnitView, numbers: dict[int, int]) -> None:
        self.view = view
        self.numbers = numbers


def prune_unit(view: UnitView, procedures: set[int], nodes: set[int]) -> Pruned:
    """VIEW with what its PROCEDURES (numbers of lambdas) and frames at NODES need."""
    needed = needed_items(view, procedures, nodes)
    if len(needed) == len(view.items()):
        return Pruned(view, {n: n for n in range(1, len(view.forms.forms))})
    main = view.procedure(1)
    with deep_recursion():
        kept = tuple([view.forms.forms[n] for n in needed]) or (Constant(None),)
        body = kept[0] if len(kept) == 1 else Sequence(kept, main.body.span)
        core, sources = write_forms(Lambda(main.parameters, main.rest, body, main.name, main.doc, main.span))
    key = blake2b(core, digest_size=8).hexdigest()
    numbers, following = {1: 1}, 2 if len(kept) == 1 else 3
    for item in needed:
        for number in range(item, view.forms.ends[item] + 1):
            numbers[number] = following
            following += 1
    return Pruned(UnitView(key, core, sources, view.exported), numbers)


def needed_items(view: UnitView, procedures: set[int], nodes: set[int]) -> list[int]:
    """The numbers of the top-level forms of VIEW that stay."""
    items = view.items()
    if 1 in procedures:
        return items
    places = {place_of(items, number) for number in procedures}
    for node in nodes:
        place = place_of(items, node)
        places.update(range(place, len(items)) if view.forms.owners[node] == 1 else [place])
    return [items[place] for place in sorted(places)]


def place_of(items: list[int], number: int) -> int:
    """The place among ITEMS of the one that form NUMBER lies in."""
    return max(0, bisect_right(items, number) - 1)
