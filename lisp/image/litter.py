"""The temporary files of saves: what they are called, and how those of killed processes go away.

In:  the path of an image
Out: .NAME.HOST.PID.RANDOM.tmp beside it, HOST standing for the machine and what tells its process ids from those of others
     (containers); a later save to that path removes such a file if it is of this HOST and its process is no more
"""

from __future__ import annotations

import contextlib
import os
from _blake2 import blake2b


def temporary_path(path: str) -> str:
    """A path beside PATH that no other save uses."""
    return f"{start_of(path)}{os.getpid()}.{os.urandom(4).hex()}.tmp"


def start_of(path: str) -> str:
    """What the temporary files for PATH begin with if they are made here."""
    folder, name = os.path.split(path)
    return os.path.join(folder, f".{name}.{host()}.")


def host() -> str:
    """The machine, and the name space of its process ids."""
    name = os.uname().nodename if hasattr(os, "uname") else os.environ.get("COMPUTERNAME", "")
    with contextlib.suppress(OSError):
        name += os.readlink("/proc/self/ns/pid")
    return blake2b(name.encode("utf-8", "surrogateescape"), digest_size=4).hexdigest()


def remove_litter(path: str) -> None:
    """Remove the temporary files of killed processes that were saving to PATH."""
    if os.name != "posix":  # elsewhere one cannot ask whether a process lives
        return
    folder, start = os.path.split(start_of(path))
    try:
        with os.scandir(folder) as entries:
            names = [entry.name for entry in entries if entry.name.startswith(start) and entry.name.endswith(".tmp")]
    except OSError:  # saving will say what is wrong
        return
    for name in names:
        process = name[len(start) :].partition(".")[0]
        if process.isdecimal() and not lives(int(process)):
            with contextlib.suppress(OSError):
                os.unlink(os.path.join(folder, name))


def lives(process: int) -> bool:
    """Whether there is a process with the id PROCESS here."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):  # somebody else's, or no id at all: better leave its file alone
        return True
    return True
