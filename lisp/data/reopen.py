"""Ports on files across images: what of such a port is saved, and how it is opened again when it is first used.

Saved is `place`: the file's absolute path and the position in it (of a text file the cookie of Python's `tell`). It is unset
for what has no such place: a pipe, a device, a file that was removed or replaced meanwhile. A port that was booted opens its
file when it is first used: to read, if the file is still long enough; to write, if it ends where the port had written to, so
that nothing of what another process wrote is lost or mixed up.
"""

from __future__ import annotations

import os
import stat

from lisp.data.condition import LispError, error
from lisp.data.port import InputPort, Port, file_error, open_file
from lisp.data.string import String

BYTES = (1 << 64) - 1  # the part of a cookie that counts bytes


def note_place(port: Port) -> None:
    """Set the `place` of PORT, which is on a file, for an image that is being saved."""
    handle = getattr(port, "handle", None)
    if handle is None:  # closed, or booted and not used since
        return
    if not isinstance(port, InputPort):
        try:
            handle.flush()
        except OSError as failure:
            raise file_error(failure, port.name, "save-image") from None
    place = place_of(port.name, handle)
    if place is not None:
        port.place = place  # type: ignore[misc] # a slot of the classes on files
    elif hasattr(port, "place"):
        del port.place


def place_of(name: str, handle: object) -> tuple[str, int] | None:
    """Where the Python file HANDLE, opened as NAME, is; None if it could not be found there again."""
    try:
        path = os.path.abspath(name)
        own, there = os.fstat(handle.fileno()), os.stat(path)
        if os.path.samestat(own, there) and stat.S_ISREG(own.st_mode):
            return path, handle.tell()
    except (OSError, ValueError):  # no such file any more, or one that has no positions
        return None
    return None


def reopen(port: Port, who: str) -> None:
    """Open the file of PORT, which was booted, again; an error of WHO if that makes no sense."""
    path, position = port.place
    if path.__class__ is not str or position.__class__ is not int:  # a damaged image
        raise error("image", "the place of a port makes no sense", who=who)
    reads = isinstance(port, InputPort)
    try:
        size = os.stat(path).st_size
    except OSError as failure:
        raise file_error(failure, path, who) from None
    if reads and position & BYTES > size:
        raise changed("has become shorter", path, who)
    if not reads and position != size:
        raise changed("has changed", path, who)
    handle = open_file(path, ("r" if reads else "r+") + ("" if port.textual else "b"), who)
    try:
        handle.seek(position)
    except (OSError, ValueError):
        raise changed("has changed", path, who) from None
    port.handle = handle  # type: ignore[misc] # as above


def changed(how: str, path: str, who: str) -> LispError:
    return error("file", f"the file of the port {how} since the image was saved:", String(path), who=who)
