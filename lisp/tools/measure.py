"""How much of the heap each definition holds: bytes, as this Python keeps them, by definition and kind of object.

An object belongs to a definition if it can be reached from no other one, along data, a closure's variables and the literals of
its code, but not along the names that code looks up; and so does its code, as many bytes as the image has for it. What several
definitions of a library reach belongs to that library, what several libraries reach to none: owners are (library, key),
(library, "") and ("", ""). What is known by name and lives elsewhere anyway (symbols, characters, primitives) counts nothing.
"""

from __future__ import annotations

from bisect import bisect_right
from sys import getsizeof

from lisp.core.syntax import Environment, Library
from lisp.data.base import Singleton
from lisp.data.char import Char
from lisp.data.pair import Pair
from lisp.data.place import Source, Span
from lisp.data.record import RecordType
from lisp.data.symbol import Symbol
from lisp.image.save import is_own
from lisp.tools.definitions import Definitions, kind_of
from lisp.tools.edges import ATOMS, Code, Edges, Variable
from lisp.tools.heap import OUTSIDE, Heap

Owner = tuple[str, str]
NOBODY: Owner = ("", "")
ENTRY: Owner = ("", "'entry")  # what the image goes on with, where no definition has it
SYNTAX = "'syntax"  # the key of what a library's environment and exports hold, and no definition
WEAK = frozenset(("'entry", SYNTAX))
SIMPLE = frozenset((Pair, int, float, complex))  # without a part that only they can hold
FREE = frozenset((bool, type(None), Char, Singleton, Symbol, Source, Span, Library, Variable, *OUTSIDE))


class Measured:
    """What was found: `holdings`, owner → kind → [objects, bytes], and the definitions."""

    def __init__(self, heap: Heap) -> None:
        self.heap = heap
        self.edges = Edges(heap)
        self.owners: dict[int, Owner] = {}
        self.objects: dict[int, object] = {}
        self.holdings: dict[Owner, dict[str, list[int]]] = {}
        self.walk(self.roots())
        self.count()
        self.count_code()
        self.definitions = Definitions(heap, self.edges)

    def roots(self) -> list[tuple[object, Owner]]:
        roots: list[tuple[object, Owner]] = [(value, ENTRY) for value in self.heap.entry.values()]
        for name, library in self.heap.libraries.items():
            for key, value in library.globals.items():
                if key != "'library" and is_own(key):
                    roots.append((value, (name, self.heap.twins.get((name, key), key))))
        for name, library in self.heap.libraries.items():
            roots += [(binding, (name, "syntax " + key.name if key.__class__ is Symbol else "syntax"))
                      for key, binding in library.environment.bindings.items()
                      if getattr(binding, "environment", None) is library.environment]  # fmt: skip
            roots += [(part, (name, SYNTAX)) for part in (library.environment.bindings, library.exports)]
        return roots

    def walk(self, stack: list[tuple[object, Owner]]) -> None:
        """Find the owner of every object that STACK reaches. An owner only ever gets less special, so this ends."""
        owners, objects, edges = self.owners, self.objects, self.edges
        environments = self.heap.environments
        stack.reverse()
        while stack:
            obj, owner = stack.pop()
            while obj.__class__ not in FREE:
                key = id(obj)
                known = owners.get(key)
                if known is None:
                    if obj.__class__ is Environment and key in environments:
                        break
                    objects[key] = obj
                elif known is owner or known == owner or known == NOBODY:
                    break
                else:
                    owner = joined(known, owner)
                    if owner == known:
                        break
                owners[key] = owner
                if obj.__class__ is not Pair:
                    if obj.__class__ not in ATOMS:
                        stack.extend([(part, owner) for _, part in edges.of(obj)])
                    break
                car = obj.car
                if car.__class__ is int and id(car) not in owners:
                    owners[id(car)], objects[id(car)] = owner, car
                elif car.__class__ not in FREE:
                    stack.append((car, owner))
                obj = obj.cdr  # along a list without the stack

    def count(self) -> None:
        """Add up the bytes."""
        words: dict[type, str] = {}  # the kinds of objects go by their classes
        objects = self.objects
        entries: dict[tuple[Owner, str], list[int]] = {}
        before: tuple = (None, None)  # neighbours mostly belong together
        for owner, obj in zip(self.owners.values(), objects.values(), strict=True):
            cls = obj.__class__
            if before != (owner, cls):
                before = (owner, cls)
                word = words.get(cls) or words.setdefault(cls, kind_of_part(obj))
                entry = entries.setdefault((owner, word), [0, 0])
            entry[0] += 1
            entry[1] += getsizeof(obj) if cls in SIMPLE else bytes_of(obj)
        for (owner, word), (objects_there, size) in entries.items():
            if word == "code":
                continue
            kinds = self.holdings.setdefault(owner, {})
            entry = kinds.setdefault("syntax" if owner[1] == SYNTAX else word, [0, 0])
            entry[0] += objects_there
            entry[1] += size

    def count_code(self) -> None:
        """Divide the bytes of each unit among its top-level forms, by their sizes, and give these to who uses them."""
        users: dict[tuple[str, int], Owner] = {}
        libraries: dict[str, str] = {}
        for code in self.edges.codes.values():
            items = self.heap.unit(code.unit).items()
            slot = (code.unit, items[max(0, bisect_right(items, code.number) - 1)])
            owner = self.owners[id(code)]
            users[slot] = joined(users[slot], owner) if slot in users else owner
            libraries[code.unit] = code.library
        sizes = code_sizes(self.heap)
        for unit, library in libraries.items():
            view = self.heap.unit(unit)
            for item in view.items():
                share = (view.forms.ends[item] - item + 1) / max(1, len(view.forms.forms) - 2)
                kinds = self.holdings.setdefault(users.get((unit, item), (library, "")), {})
                entry = kinds.setdefault("code", [0, 0])
                entry[0] += 1
                entry[1] += round(sizes[unit] * min(1.0, share))

    def bytes_held(self, owner: Owner) -> int:
        """The bytes that belong to OWNER alone."""
        return sum(size for _, size in self.holdings.get(owner, {}).values())


def joined(a: Owner, b: Owner) -> Owner:
    """Who owns what both A and B reach. What a definition reaches is neither the entry's nor that of syntax."""
    weak = a[1] in WEAK, b[1] in WEAK
    if weak == (True, True):
        return b if a == ENTRY else a if b == ENTRY else ("", SYNTAX)
    if True in weak:
        return b if weak[0] else a
    return (a[0], "") if a[0] == b[0] and a[0] else NOBODY


def code_sizes(heap: Heap) -> dict[str, int]:
    """Unit → the bytes that the image has for it, core form and code."""
    sizes: dict[str, int] = {}
    for kind, key in heap.image.keys():
        if kind == "unit" or kind.startswith("code@"):
            sizes[key] = sizes.get(key, 0) + heap.image.size(kind, key)
    return sizes


def kind_of_part(obj: object) -> str:
    """As kind_of, but one pair of a list is a pair."""
    return "pair" if isinstance(obj, Pair) else "code" if obj.__class__ is Code else kind_of(obj)


def bytes_of(obj: object) -> int:
    """The bytes of OBJ itself, with what only it can hold."""
    size = getsizeof(obj)
    for slot in ("items", "chars", "octets", "keys", "values"):
        inner = getattr(obj, slot, None)
        if inner.__class__ in (list, tuple, dict, str, bytes, bytearray):
            size += getsizeof(inner)
    if obj.__class__ is RecordType:
        size += getsizeof(obj.instances)
    return size


def measure(heap: Heap) -> Measured:
    """The definitions of HEAP and what they hold."""
    return Measured(heap)
