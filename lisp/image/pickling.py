"""Objects of Python in the heap → the host section (hosts.py), by cloudpickle.

A Python function that programs call as a procedure is pickled as that function, and wrapped again: its wrapper's `remake`
says how.

The embedder can register for a type how its instances are saved: `savers` are (type, save, restore), where SAVE gives of
an instance what pickle can hold, and RESTORE, which travels in the pickle, makes an instance of that again.

Pickling recurses: it gets a stack of its own size here, since a program may run with no limit at all (runtime/world.py).
"""

from __future__ import annotations

import io
from pickle import PicklingError
from types import FunctionType

from cloudpickle import CloudPickler

from lisp.core.primitive import Primitive
from lisp.data.base import Object, Singleton
from lisp.data.char import Char
from lisp.data.symbol import Symbol, is_interned
from lisp.data.writer import shown
from lisp.image.hosts import limited_depth
from lisp.image.walk import has_identity
from lisp.image.ways import Ways


class HostPickler(CloudPickler):
    """Pickles objects of the host, in the WAYS of their World.

    `references` are the objects of our heap that they refer to, `places` their places by id.
    """

    def __init__(self, file: io.BytesIO, ways: Ways) -> None:
        super().__init__(file, protocol=5)
        self.ways = ways
        self.references: list[object] = []
        self.places: dict[int, int] = {}

    def persistent_id(self, obj: object) -> object:
        name = self.ways.names.get(id(obj))
        if name is not None:
            return "external", name
        text = self.ways.stand_ins.get(id(obj))
        if text is not None:
            return "unsaved", text
        declared = getattr(obj, "primitive", None) if callable(obj) else None
        if declared.__class__ is Primitive:
            return "primitive", declared.name
        if isinstance(obj, Object):
            if obj.__class__ is Char:
                return "char", obj.code
            if obj.__class__ is Symbol and is_interned(obj):
                return "symbol", obj.name
            if obj.__class__ is Singleton:
                return None
            if not has_identity(obj.__class__):
                raise PicklingError(f"{shown(obj)} belongs to another interpreter")
            return "heap", self.place(obj)
        if obj.__class__ is FunctionType and obj.__code__.co_filename.startswith("lisp:"):
            return "heap", self.place(obj)
        return None

    def place(self, obj: object) -> int:
        """The place of OBJ among the references."""
        place = self.places.setdefault(id(obj), len(self.references))
        if place == len(self.references):
            self.references.append(obj)
        return place

    def reducer_override(self, obj: object) -> object:
        if not isinstance(obj, type):
            for cls, save, restore in self.ways.savers:
                if isinstance(obj, cls):
                    return restore, (save(obj),)
            remake = getattr(obj, "remake", None) if obj.__class__ is FunctionType else None
            if remake is not None:
                return remake
        return super().reducer_override(obj)


def pickled(obj: object, ways: Ways) -> tuple[bytes, list]:
    """(OBJ as a pickle, the objects of our heap that it refers to); whatever exception comes says why it cannot be one."""
    file = io.BytesIO()
    pickler = HostPickler(file, ways)
    with limited_depth():
        pickler.dump(obj)
    return file.getvalue(), pickler.references
