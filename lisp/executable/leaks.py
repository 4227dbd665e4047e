"""What comes into an executable from the machine that it is built on, and where it was read.

While a program is built, procedures that tell something of the machine note that they were called. Afterwards the parts of the
image are searched for what they told, and for paths that mean nothing elsewhere; ports that are open are listed.
"""

from __future__ import annotations

import gc
import os
import sys
import tempfile

from lisp.data.port import Port
from lisp.data.string import String
from lisp.runtime.diagnose import Stopped, place_of
from lisp.runtime.world import World

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lisp.executable.launcher import Entries

WATCHED = {
    "get-environment-variable": "environment variable {}",
    "get-environment-variables": "all environment variables",
    "command-line": "the command line",
    "current-directory": "the current directory",
    "real-path": "the path {}",
    "current-second": "the time",
    "open-input-file": "file {}",
    "open-binary-input-file": "file {}",
    "open-output-file": "file {}",
    "open-binary-output-file": "file {}",
}
SHORTEST = 5  # a shorter value may be anywhere


class Read:
    """Something that was read: WHAT, at a PLACE; VALUE is the text that it gave, if it did."""

    def __init__(self, what: str, place: str, value: str) -> None:
        self.what = what
        self.place = place
        self.value = value


class Watch:
    """Notes what the program reads in WORLD from now on, in `reads`; `opened`: path → where a file was opened."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.reads: list[Read] = []
        for name, words in WATCHED.items():
            self.wrap(name, words)

    def wrap(self, name: str, words: str) -> None:
        function = self.world.primitive(name)

        def watched(*arguments: object) -> object:
            value = function(*arguments)
            shown = words.format(arguments[0] if arguments else "")
            text = str(value) if value.__class__ is String else ""
            self.reads.append(Read(shown, place_of_caller(self.world), text))
            return value

        watched.__name__ = function.__name__
        watched.primitive = function.primitive  # type: ignore[attr-defined]
        self.world.bound[name] = watched

    def lines(self, entries: Entries) -> list[str]:
        """What to say of the image of ENTRIES."""
        said = dict.fromkeys(f"{read.what} was read{at(read.place)}{self.kept(read, entries)}" for read in self.reads)
        ports = [o for o in gc.get_objects() if isinstance(o, Port) and o.on_file and getattr(o, "handle", None) is not None]
        said.update(dict.fromkeys(f"file {port.name} is open; the executable opens it again by that name" for port in ports))
        told = [read.value for read in self.reads]
        for path in local_paths():
            where = parts_with(path, entries)
            if where and path not in told:
                said[f"the path {path} is in {', '.join(where)}"] = None
        return list(said)

    def kept(self, read: Read, entries: Entries) -> str:
        where = parts_with(read.value, entries) if len(read.value) >= SHORTEST else []
        return f"; what it was is in {', '.join(where)}" if where else ""


def at(place: str) -> str:
    return f" at {place}" if place else ""


def place_of_caller(world: World) -> str:
    """The place in the program that is at work."""
    stopped: list[Stopped] = []
    frame = sys._getframe()
    while frame is not None:
        if frame.f_code.co_filename.startswith("lisp:"):
            stopped.insert(0, Stopped(frame.f_code.co_filename[5:], frame.f_lineno, frame, 0))
        frame = frame.f_back  # type: ignore[assignment]
    place = place_of(world, stopped)
    return "" if place is None else str(place)


def local_paths() -> list[str]:
    """Folders that mean something on this machine only."""
    paths = [os.getcwd(), os.path.expanduser("~"), tempfile.gettempdir()]
    return [path for path in dict.fromkeys(paths) if len(path) >= SHORTEST]


def parts_with(text: str, entries: Entries) -> list[str]:
    """The parts of the image that hold TEXT."""
    octets = text.encode("utf-8", "surrogatepass")
    kinds = {"segment": "its data", "unit": "its code", "source": "a source text", "host": "a Python object"}
    return list(dict.fromkeys(kinds[kind] for kind, _, content in entries if kind in kinds and octets in content))
