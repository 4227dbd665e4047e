"""An interpreter's world as an image: what the image says of itself, and what it goes on with when it is booted."""

from __future__ import annotations

import sys

from lisp.image.file import PACKED
from lisp.image.save import check_world, save_image

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lisp.interpreter.services import Services


def save_services(services: Services, path: str, entry: dict[str, object], base: str | None, compress: bool) -> None:
    """Write the image PATH; the arguments are those of `Services.save`."""
    world = services.world
    entry, header = entry_and_header(services, entry, compress)
    if base is None:
        save_image(world, path, entry, header)
    else:
        from lisp.image.child import save_child

        save_child(world, world.anchors["interpreter"].loader, path, base, entry, header)


def entry_and_header(services: Services, entry: dict[str, object], compress: bool) -> tuple[dict[str, object], dict[str, str]]:
    """What is to be saved of ENTRY, and what the image says of itself."""
    services.catch_up()
    entry = whole_entry(services, entry)
    header = {**image_header(), **services.header, "entry": entry_kind(services, entry), "boots": str(services.boots)}
    eager = ",".join(name for name in ("boot", "savers") if name in entry)
    return entry, {**header, **({"eager": eager} if eager else {}), **({PACKED: "zlib"} if compress else {})}


def check_services(services: Services, entry: dict[str, object], trying: bool = False) -> list:
    """What would keep an image with ENTRY from being saved: a list of Problem. TRYING: as in check_world."""
    services.catch_up()
    return check_world(services.world, whole_entry(services, entry), trying)


def whole_entry(services: Services, entry: dict[str, object]) -> dict[str, object]:
    """ENTRY without what is #f in it, with the levels of a debugger and the savers."""
    known = {name: value for name, value in entry.items() if value is not False}
    levels = services.levels()
    if levels and "toplevel" not in known:
        known.update(levels=levels, winders=services.world.winders)
    return {**known, "savers": tuple(services.savers)} if services.savers else known


def entry_kind(services: Services, entry: dict[str, object]) -> str:
    """What there is to do after boot: "none", "program", "prompt" for a form that was typed at one, or "level" for a
    level of the debugger."""
    if "toplevel" in entry:
        return "program"
    if "continuation" not in entry or entry["continuation"].frames is None:
        return "level" if "levels" in entry else "none"
    return "prompt" if services.at_prompt else "program"


def image_header() -> dict[str, str]:
    """What an image says of itself to people."""
    from lisp import __version__

    python = ".".join(map(str, sys.version_info[:3]))
    return {"made-by": f"lisp {__version__}", "python": f"{sys.implementation.name} {python}", "system": sys.platform}
