"""Images: what (lisp image) is written on. Writing files and reading headers are the interpreter's business."""

from __future__ import annotations

from lisp.core.primitive import primitive
from lisp.data.base import NIL
from lisp.data.condition import error
from lisp.data.pair import make_pair, to_list
from lisp.data.string import String, text_of
from lisp.runtime.base import bottom_of
from lisp.runtime.frame import Continuation, HostFrame
from lisp.runtime.world import World

DEFAULT_RANDOM = ("(srfi 27)", "default-random-source")


@primitive("%save-image", "string object object object object list object -> unspecified", world=True, atomic=True)
def save(
    world: World,
    path: String,
    base: object,
    compress: object,
    continuation: object,
    toplevel: object,
    winders: object,
    boot: object,
) -> None:
    """Write the image PATH, as a child of the image BASE unless that is #f; with COMPRESS, smaller.

    Booted, it calls the procedure BOOT, unless that is #f; then TOPLEVEL, or goes on with CONTINUATION in WINDERS.

    The handlers of the moment are those of the saving; the computation's own are in CONTINUATION.
    """
    entry = {"winders": winders, "handlers": NIL, "continuation": continuation, "toplevel": toplevel, "boot": boot}
    world.services.save(text_of(path), entry, None if base is False else text_of(base), compress is not False)


@primitive("%save-executable", "string object object object list object -> unspecified", world=True, atomic=True)
def save_executable(
    world: World, path: String, compress: object, continuation: object, toplevel: object, winders: object, boot: object
) -> None:
    """Write the executable PATH; the arguments are those of %save-image."""
    entry = {"winders": winders, "handlers": NIL, "continuation": continuation, "toplevel": toplevel, "boot": boot}
    world.services.save_executable(text_of(path), entry, compress is not False)


@primitive("%reseed-random!", "-> unspecified", world=True)
def reseed_random(world: World) -> None:
    """Have the default random source of SRFI 27, if the world has that, begin anew."""
    from lisp.primitives.random import randomize

    if DEFAULT_RANDOM[0] in world.libraries:
        randomize(world.find(world.libraries[DEFAULT_RANDOM[0]], DEFAULT_RANDOM[1]))


@primitive("%check-continuation", "object -> unspecified")
def check_continuation(continuation: object) -> None:
    """Refuse a CONTINUATION that goes on in a procedure of the host: its frame cannot be saved."""
    if continuation.__class__ is Continuation:
        bottom = bottom_of(continuation.frames)
        if bottom.__class__ is HostFrame:
            text = f"the computation would go on in {bottom.name}, which an image cannot hold"
            raise error("barrier", text, who="save-image")


@primitive("%check-image", "object -> list", world=True, atomic=True)
def check(world: World, continuation: object) -> object:
    """What of the world and of CONTINUATION cannot be saved: a list of lists (path object reason)."""
    problems = world.services.check({"continuation": continuation})
    bottom = bottom_of(continuation.frames) if continuation.__class__ is Continuation else None
    rows = [to_list([String(p.path), p.object, String(p.reason)]) for p in problems]
    if bottom.__class__ is HostFrame:
        rows.insert(0, to_list([String("the computation"), False, String(f"it would go on in {bottom.name}")]))
    return to_list(rows)


@primitive("%image-boots", "-> exact-integer", world=True)
def image_boots(world: World) -> int:
    """How often this world has been booted from an image; 0 in one that began afresh."""
    return world.services.boots


@primitive("%image-age", "-> object", world=True)
def image_age(world: World) -> object:
    """Seconds since the image that this process booted was written; #f if it began afresh."""
    from time import time

    written = world.services.image_time
    return False if written is None else max(0.0, time() - written)


@primitive("%image-header", "-> list", world=True)
def image_header(world: World) -> object:
    """What the image that this process booted says of itself, as an association list of strings; () if it began afresh."""
    return to_list([make_pair(String(name), String(value)) for name, value in world.services.booted.items()])


@primitive("%procedure-library", "procedure -> object")
def procedure_library(procedure: object) -> object:
    """The name of the library whose variables PROCEDURE uses, or #f for one that is not written in Scheme."""
    library = getattr(procedure, "__globals__", {}).get("'library")
    return False if library is None else String(library.name)
