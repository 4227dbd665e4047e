"""Images: what `save-image` of (lisp image) is written on. Writing the file is the interpreter's business."""

from __future__ import annotations

from lisp.core.primitive import primitive
from lisp.data.string import String, text_of
from lisp.runtime.frame import Continuation
from lisp.runtime.types import is_procedure
from lisp.runtime.world import World


@primitive("%save-image", "string object object -> unspecified", world=True, atomic=True)
def save(world: World, path: String, continuation: object, toplevel: object) -> None:
    """Write the image PATH. Booted, it calls the procedure TOPLEVEL, or goes on with CONTINUATION where that is #f."""
    if toplevel is not False and not is_procedure(toplevel):
        from lisp.primitives.pairs import refuse

        raise refuse("save-image", "a procedure to start with", toplevel)
    if continuation.__class__ is not Continuation:
        raise TypeError
    world.services.save(text_of(path), {"continuation": continuation, "toplevel": toplevel})
