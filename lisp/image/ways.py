"""How the Python objects of a World are saved: what pickling.py and problems.py have to know of it.

An object that no pickle can hold may have a stand-in, which a core dump has for each (lisp/debug/dump.py): an `Unsaved`.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lisp.runtime.world import World


class Unsaved:
    """What stands in an image for an object of Python that could not be saved."""

    def __init__(self, text: str) -> None:
        self.text = text

    def __repr__(self) -> str:
        return f"<not saved: {self.text}>"


class Ways:
    """The ways of one World.

    names      id of what stays outside → its name
    savers     (type, save, restore) of the types that the embedder has registered
    stand_ins  id of an object that is left out → the text of its `Unsaved`
    trying     whether what is pickled is also unpickled, to see whether it can be
    """

    __slots__ = ("world", "names", "savers", "stand_ins", "trying")

    def __init__(self, world: World, names: dict[int, str], savers: tuple, trying: bool) -> None:
        self.world = world
        self.names = names
        self.savers = savers
        self.stand_ins = {id(obj): text for obj, text in world.stand_ins}
        self.trying = trying

    def has_saver(self, obj: object) -> bool:
        """Whether a saver is responsible for OBJ."""
        return any(isinstance(obj, cls) for cls, *_ in self.savers)

    def stays_whole(self, obj: object) -> bool:
        """Whether nobody has to look into OBJ: it is not pickled, or a saver does it."""
        return id(obj) in self.names or id(obj) in self.stand_ins or self.has_saver(obj)
