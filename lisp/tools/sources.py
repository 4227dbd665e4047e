"""Whether the files that an image came from are still what it holds: `lisp image info --sources`.

A source that is not the text of a file, such as `<eval>`, has no state; nor has one of the standard library that is not in this
folder: the header says which version that is. Nothing but regular files of the right size is read, whatever an image calls its
sources.
"""

from __future__ import annotations

import stat
from os import stat as status_of

from lisp.data.place import Source

BOM = b"\xef\xbb\xbf"


def state_of(source: Source) -> str | None:
    """What has become of the file of SOURCE, by its name from this folder: same, changed or gone; None if it has none."""
    if source.name.startswith("<"):
        return None
    text = source.text.encode("utf-8", "surrogatepass")
    try:
        status = status_of(source.name)
        if not stat.S_ISREG(status.st_mode) or status.st_size not in (len(text), len(BOM + text)):
            return "changed"
        with open(source.name, "rb") as file:
            return "same" if file.read() in (text, BOM + text) else "changed"
    except (OSError, ValueError):  # there is none, or it cannot be read
        return None if source.name.startswith("stdlib/") else "gone"
