"""Things in a folder that are no regular files: a pipe, a socket, a device."""

from __future__ import annotations

import os
import socket
import stat
from collections.abc import Callable
from pathlib import Path

import pytest


def make_socket(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as made:
        made.bind(str(path))


def make_device(path: Path) -> None:
    """A device that takes everything, as /dev/null does; skip where that is not allowed."""
    try:
        os.mknod(path, stat.S_IFCHR | 0o666, os.makedev(1, 3))
    except OSError:
        pytest.skip("devices cannot be made here")


SPECIALS: dict[str, Callable[[Path], None]] = {"pipe": os.mkfifo, "socket": make_socket, "device": make_device}
every_special = pytest.mark.parametrize("special", SPECIALS)


def make_special(folder: Path, special: str) -> Path:
    """The SPECIAL thing, made in FOLDER."""
    path = folder / special
    SPECIALS[special](path)
    return path


def is_special(path: Path, special: str) -> bool:
    """Whether PATH is SPECIAL still, and has a folder for itself: nothing was left beside it."""
    test = {"pipe": stat.S_ISFIFO, "socket": stat.S_ISSOCK, "device": stat.S_ISCHR}[special]
    return test(path.lstat().st_mode) and list(path.parent.iterdir()) == [path]
