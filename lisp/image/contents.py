"""What is in objects, taken out for encode.py: columns of references, and what else has to be known of them."""

from __future__ import annotations

from lisp.image.classes import CLASSES
from lisp.image.walk import CODE_PREFIX, cell_values, slot_names, slot_values

TYPE_CHECKING = False
if TYPE_CHECKING:
    from array import array

TAGS = tuple(tag for tag, _, _, _ in CLASSES)


class Column:
    """References to be written: `mode` is i (raw integers), d (raw floats) or r; `leaves`: some are leaves; their CLASSES.

    `found`, in a column with leaves: the numbers over all segments, -1 for objects of pages that are not entered yet. A column
    that has all of them has lost its values.
    """

    __slots__ = ("values", "mode", "leaves", "classes", "found")

    def __init__(self, values: list, mode: str, leaves: bool, classes: dict) -> None:
        self.values = values
        self.mode = mode
        self.leaves = leaves
        self.classes = classes
        self.found: array | None = None


def bits_of(floats: list) -> list:
    """The bits of each of FLOATS, as an integer: NaNs and zeros are told apart by them."""
    from array import array

    return array("Q", array("d", floats).tobytes()).tolist()


def columns_of(kind: object, objects: list) -> list:
    """The columns of references that fill OBJECTS, all of KIND."""
    if kind == "pair":
        return [[o.car for o in objects], [o.cdr for o in objects]]
    if kind == "vector":
        return [[item for o in objects for item in o.items]]
    if kind == "record-type":
        return [[field for o in objects for field in o.fields]]
    if kind in ("list", "tuple"):
        return [[item for o in objects for item in o]]
    if kind == "dict":
        return [[key for o in objects for key in o], [value for o in objects for value in o.values()]]
    if kind == "cell":
        return [cell_values(objects)]
    if kind.__class__ is type:
        slots = kind.__slots__
    else:
        slots = slot_names(kind) if kind in TAGS else ()
    return [slot_values(objects, slot) for slot in slots]


def code_key(closure: object) -> tuple:
    """(unit, number of its lambda, names of its free variables) of CLOSURE."""
    code = closure.__code__
    return code.co_filename[len(CODE_PREFIX) :], code.co_firstlineno, code.co_freevars


def library_of(closure: object) -> str:
    """The name of the library that CLOSURE belongs to."""
    return closure.__globals__["'library"].name


def sort_tuples(tuples: list) -> list:
    """TUPLES, each after those that it contains; otherwise in the given order."""
    if not any(tuple in map(type, t) for t in tuples):
        return tuples
    own = {id(t) for t in tuples}
    done: set = set()
    result = []
    for start in tuples:
        stack = [start]
        while stack:
            t = stack[-1]
            if id(t) in done:
                stack.pop()
                continue
            inner = [o for o in t if type(o) is tuple and id(o) in own and id(o) not in done]
            if inner:
                stack.extend(reversed(inner))
            else:
                done.add(id(t))
                result.append(t)
                stack.pop()
    return result
