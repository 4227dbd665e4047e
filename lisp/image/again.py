"""Whether what was pickled can be made again, tried out in the process that saves it.

Pickling alone does not tell: cloudpickle takes a class that cannot be imported by its name apart, and fails with a class of
C's only when it is put together. Only core dumps try, since making an object again runs code of its class.

Nothing of the program changes by it: the heap's objects are blank, as they are while an image is booted (hosts.py); what
has a saver is not restored, which may connect to something; and cloudpickle does not find the classes that it took apart.
"""

from __future__ import annotations

import io
from contextlib import contextmanager
from weakref import WeakValueDictionary

from cloudpickle import cloudpickle

from lisp.data.base import Object
from lisp.image.boot import external_of
from lisp.image.hosts import answers, limited_depth, unpickled
from lisp.image.pickling import HostPickler
from lisp.image.ways import Ways

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator


class TrialPickler(HostPickler):
    """Pickles what is only going to be made again here."""

    def persistent_id(self, obj: object) -> object:
        if not isinstance(obj, type) and self.ways.has_saver(obj):
            return "unsaved", ""
        return super().persistent_id(obj)


def try_again(obj: object, ways: Ways) -> None:
    """Make a copy of OBJ from its pickle; whatever exception comes says why there can be none."""
    file = io.BytesIO()
    pickler = TrialPickler(file, ways)
    with limited_depth():
        pickler.dump(obj)
        heap = [blank(reference) for reference in pickler.references]
        with classes_apart():
            unpickled(file.getvalue(), answers(heap, lambda name: external_of(ways.world, name), ways.world.primitive))


def blank(obj: object) -> object:
    """An object like OBJ of the heap, not yet filled; procedures are themselves."""
    return object.__new__(obj.__class__) if isinstance(obj, Object) else obj


@contextmanager
def classes_apart() -> Iterator[None]:
    """Within it cloudpickle makes each class anew: otherwise it finds the one that was pickled, and changes that."""
    known = cloudpickle._DYNAMIC_CLASS_TRACKER_BY_ID
    cloudpickle._DYNAMIC_CLASS_TRACKER_BY_ID = WeakValueDictionary()
    try:
        yield
    finally:
        cloudpickle._DYNAMIC_CLASS_TRACKER_BY_ID = known
