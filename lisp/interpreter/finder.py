"""Where libraries lie in files: (a b 1) is a/b/1.sld in the first folder of a list that has it."""

from __future__ import annotations

from os.path import isfile, join

from lisp.core.names import printed_name
from lisp.data.pair import iterate

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

FORBIDDEN = frozenset({"", ".", ".."})


def library_parts(name: object) -> list[str]:
    """The parts of the library name NAME as they are written."""
    return [str(part) if isinstance(part, int) else part.name for part in iterate(name)]


def library_text(name: object) -> str:
    """The library name NAME as it is printed: `(scheme base)`."""
    return printed_name(list(iterate(name)))


def relative_path(name: object) -> str | None:
    """The path of library NAME below a folder of libraries; None if its name cannot be one."""
    parts = library_parts(name)
    if any(part in FORBIDDEN or "/" in part or "\\" in part or "\0" in part for part in parts):
        return None
    return "/".join(parts) + ".sld"


class Finder:
    """Looks for libraries in `folders`, in order."""

    def __init__(self, folders: list[str], is_file: Callable[[str], bool] = isfile) -> None:
        self.folders = folders
        self.is_file = is_file

    def find(self, name: object) -> str | None:
        """The file of library NAME, or None."""
        below = relative_path(name)
        if below is None:
            return None
        for folder in self.folders:
            path = join(folder, below)
            if self.is_file(path):
                return path
        return None
