"""Paths in a heap: from one object to another, found breadth first, and written the way people count.

A path is written as its labels with `→` between; a list is one step per element: cdr, cdr, car is `2`. The same texts, also
with `/` between, name objects to the tools: `accounts → 1 → balance` is accounts/1/balance.
"""

from __future__ import annotations

from re import compile as pattern
from types import CellType

from lisp.core.syntax import Environment, Library
from lisp.data.base import Singleton
from lisp.data.box import Box
from lisp.data.char import Char
from lisp.data.pair import Pair
from lisp.data.place import Source, Span
from lisp.data.symbol import Symbol
from lisp.tools.edges import CAR, CDR, NEXT, Edges, Variable
from lisp.tools.heap import Heap, no_such

ARROW = " → "
CUT = pattern("[→/]")
NAMES = (Variable, Library, Environment)
NO_IDENTITY = frozenset((bool, type(None), Char, Singleton, Symbol, Source, Span, int, float, complex, str))


class Search:
    """A breadth-first search from (label, object) ROOTS, up to WANTED if that is given.

    DATA_ONLY: what is behind the name of another definition, or behind the syntax of a library, is not looked at.
    """

    def __init__(self, edges: Edges, roots: list[tuple[str, object]], wanted: object = None, data_only: bool = False) -> None:
        self.edges = edges
        self.came: dict[int, tuple[int, str]] = {}  # id → (id of who refers to it, label); the roots come from 0
        self.kept: list[object] = []  # an address must not be used again
        queue: list[object] = []
        for label, root in roots:
            if id(root) not in self.came:
                self.came[id(root)] = (0, label)
                queue.append(root)
        self.run(queue, wanted, data_only)

    def run(self, queue: list[object], wanted: object, data_only: bool) -> None:
        came, edges, kept, first = self.came, self.edges, self.kept, len(queue)
        while queue and (wanted is None or id(wanted) not in came):
            following: list[object] = []
            for obj in queue:
                kept.append(obj)
                if data_only and obj.__class__ in NAMES and len(kept) > first:
                    continue
                for label, part in edges.of(obj):
                    key = id(part)
                    if key not in came and part.__class__ not in NO_IDENTITY:
                        came[key] = (id(obj), label)
                        following.append(part)
            queue = following

    def path(self, obj: object) -> list[str] | None:
        """The labels from a root to OBJ; None if it is not reached."""
        key = id(obj)
        if key not in self.came:
            return None
        labels: list[str] = []
        while key:
            key, label = self.came[key]
            labels.append(label)
        labels.reverse()
        return labels


def counted(labels: list[str]) -> list[str]:
    """LABELS with steps along a list counted, and those that mean nothing to people left out."""
    out: list[str] = []
    along = frames = 0
    for label in [*labels, ""]:
        if label == CDR:
            along += 1
            continue
        if label == NEXT:
            frames += 1
            continue
        if label == CAR:
            label = str(along)
        elif along:
            out.append(f"tail {along}")
        if frames:
            out.append(f"{frames} frame{'s' if frames > 1 else ''} out")
        if label:
            out.append(label)
        along = frames = 0
    return out


def path_text(labels: list[str]) -> str:
    """LABELS as people read them."""
    return ARROW.join(counted(labels))


def inside(edges: Edges, obj: object) -> object:
    """What people see as OBJ: the content of a variable's cell or of an assigned variable's box."""
    while obj.__class__ is CellType or obj.__class__ is Box:
        parts = edges.of(obj)
        if not parts:
            break
        obj = parts[0][1]
    return obj


def step(edges: Edges, obj: object, label: str) -> list[object]:
    """The parts of OBJ that LABEL may mean; none if there is no such part."""
    if isinstance(obj, Pair):
        tail = label.startswith("tail ")
        number = label.removeprefix("tail ")
        if number.isdecimal():
            rest: object = obj
            for _ in range(int(number)):
                if not isinstance(rest, Pair):
                    return []
                rest = rest.cdr
            return [rest] if tail else [rest.car] if isinstance(rest, Pair) else []
    return [part for name, part in edges.of(obj) if name == label]


def follow(heap: Heap, edges: Edges, obj: object, steps: list[str], name: str) -> list[object]:
    """OBJ, called NAME, and the objects that STEPS lead to from it; an error says where the way ends."""
    way = [inside(edges, obj)]
    for label in steps:
        parts = step(edges, way[-1], label)
        if not parts:
            known = [text for text, _ in edges.of(way[-1]) if text] if not isinstance(way[-1], Pair) else []
            raise no_such(heap.path, f"part of {name} called", label, known)
        way.append(inside(edges, parts[0]))
        name += ARROW + label
    return way


def cuts(path: str) -> list[tuple[str, str | None]]:
    """Each way to cut a first step off PATH: (step, what follows), the longest step first, which is all of it (then None).

    Arrows or strokes are between steps, but also in names.
    """
    found = [(path[: cut.start()].strip(), path[cut.end() :].strip()) for cut in CUT.finditer(path)]
    return [(path.strip(), None), *reversed(found)]


def words_of(edges: Edges, obj: object, path: str | None) -> list[str] | None:
    """The steps that PATH, as it was typed, means from OBJ; [] for None, None if it does not lead anywhere."""
    if path is None:
        return []
    for word, rest in cuts(path):
        parts = step(edges, obj, word)
        words = words_of(edges, inside(edges, parts[0]), rest) if parts else None
        if words is not None:
            return [word, *words]
    return None


def plain_words(path: str | None) -> list[str]:
    """The steps of PATH as most paths have them: between arrows, or else between strokes."""
    if path is None:
        return []
    if "→" not in path and path.startswith("/"):
        return [path]
    return [word.strip() for word in path.split("→" if "→" in path else "/")]
