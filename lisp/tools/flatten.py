"""`lisp image flatten`: a child image and what it builds on, as one image that needs no other.

The parts of all generations are put into one file as they are, the newest of each name; so what objects were before they
changed stays in it, too. Booting that image and saving it leaves that behind.
"""

from __future__ import annotations

from os.path import getsize

from lisp.data.condition import error
from lisp.image.file import BASE, BASE_HASH, read_image, write_atomically
from lisp.image.trust import rewritten
from lisp.tools.tables import amount


def collect(path: str, out: str) -> dict:
    """Write to OUT the image at PATH with its bases; what was done."""
    image = read_image(path)
    if image.base is None:
        raise error("image", f"{path}: the image builds on no other")
    header = {name: value for name, value in image.header.items() if name not in (BASE, BASE_HASH)}
    entries = [(kind, key, bytes(image.entry(kind, key))) for kind, key in image.keys()]
    write_atomically(out, rewritten(image, header, entries))
    return {
        "image": path,
        "bases": [part.path for part in image.chain()[1:]],
        "out": out,
        "bytes": getsize(out),
    }


def lines(found: dict) -> list[str]:
    """What was FOUND, for people."""
    return [f"{found['out']}: {found['image']} with {', '.join(found['bases'])}, {amount(found['bytes'])}"]
