"""The declaration of a primitive: what the catalogue, the compiler, error messages and `,doc` know about it.

    @primitive("vector-ref", "vector index -> object", section="6.8", pure=True,
               inline="vector.items[k if k >= 0 else bad_index(k)]")
    def vector_ref(vector, k): ...

signature  types of the arguments → type of the result. A type is a word of `runtime/types.py` ("object", "pair",
           "integer", "index", "string", "procedure", …); `[type]` is optional; `type ...` any number. Arity comes from
           here, and the diagnosis of a failed call compares the arguments with it: a primitive need not check a type where
           Python refuses anyway, but must where Python would answer.
pure       no side effect and no call into Scheme: it may stand inside another expression and may be run again.
inline     Python source of an expression over the function's own parameter names: what the compiler writes in place of a
           call with exactly that many arguments; or of an assignment; or of several, which make a new object, named by
           the first: "new = Pair(); new.car = obj1; …". Other names in it are looked up in the catalogue's support.
           A dict maps argument counts to templates: {1: "-a", 2: "a - b"}, over names a, b, c.
world      the function's first Python parameter is the World; it is bound when the primitive is fetched.
atomic     it has side effects and calls Python functions of ours, so it must not be cut in half by the recursion limit:
           it runs with the limit raised.

The decorator only attaches the declaration to the function: the catalogue gathers them, module by module.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable



class Primitive:
    """A declaration; the module says what each field means. `least` and `most` (None: any) bound the argument count."""

    __slots__ = ("name", "arguments", "result", "least", "most", "section", "pure", "inline", "world", "atomic")

    def __init__(self, name: str, signature: str, section: str, pure: bool, inline: object, world: bool, atomic: bool) -> None:
        self.name = name
        before, _, self.result = (part.strip() for part in signature.rpartition("->"))
        self.arguments = tuple(before.split())
        self.section, self.pure, self.inline, self.world, self.atomic = section, pure, inline, world, atomic
        rest = bool(self.arguments) and self.arguments[-1] == "..."
        optional = sum(a.startswith("[") for a in self.arguments)
        count = len(self.arguments) - (2 if rest else 0)
        self.least = count - optional
        self.most = None if rest else count

    def argument_type(self, index: int) -> str:
        """The declared type of argument INDEX, from 0."""
        words = self.arguments
        if words and words[-1] == "..." and index >= len(words) - 2:
            return words[-2].strip("[]")
        return words[index].strip("[]") if index < len(words) else "object"


def primitive(
    name: str,
    signature: str,
    *,
    section: str = "",
    pure: bool = False,
    inline: object = None,
    world: bool = False,
    atomic: bool = False,
) -> Callable:
    """Declare the decorated function as the primitive NAME; the module says what the arguments mean."""

    def declare(function: Callable) -> Callable:
        function.primitive = Primitive(name, signature, section, pure, inline, world, atomic)
        return function

    return declare
