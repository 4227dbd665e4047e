"""Files, folders and paths: what stdlib/lisp/files.sld is written on. Python's os serves underneath.

A path is a string. One that is not UTF-8 travels as Python's own do (PEP 383), and means the same file again.
"""

from __future__ import annotations

import os
from os import path as paths

from lisp.core.primitive import primitive
from lisp.data.base import DEFAULT
from lisp.data.pair import to_list
from lisp.data.port import file_error
from lisp.data.string import String, text_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

DIGITS = "0123456789abcdef"
TRIES = 100


def attempt(who: str, action: Callable, path: String, *more: object) -> object:
    """What ACTION gives for PATH; its failure as a file error of WHO that names the path."""
    name = text_of(path)
    try:
        return action(name, *more)
    except (OSError, ValueError) as failure:
        raise file_error(failure, name, who) from None


@primitive("directory-files", "[string] [object] -> list", section="SRFI 170", atomic=True)
def directory_files(path: object = DEFAULT, dotfiles: object = False) -> object:
    """The names in the folder PATH, sorted; those that begin with a dot only if DOTFILES."""
    found = attempt("directory-files", os.listdir, String(".") if path is DEFAULT else path)
    names = sorted(name for name in found if dotfiles is not False or not name.startswith("."))
    return to_list([String(name) for name in names])


@primitive("%directory-tree", "string -> list", atomic=True)
def directory_tree(path: String) -> object:
    """The files in the folder PATH and in the folders in it, relative to it, sorted; links to folders are not followed."""
    root = text_of(path)
    found: list[str] = []
    waiting = [""]
    while waiting:
        folder = waiting.pop()
        for entry in attempt("directory-tree", list_entries, String(paths.join(root, folder))):
            name = paths.join(folder, entry.name)
            (waiting if entry.is_dir(follow_symlinks=False) else found).append(name)
    return to_list([String(name) for name in sorted(found)])


def list_entries(path: str) -> list:
    with os.scandir(path) as entries:
        return list(entries)


@primitive("create-directory", "string -> unspecified", section="SRFI 170", atomic=True)
def create_directory(path: String) -> None:
    """Make the folder PATH, in a folder that exists."""
    attempt("create-directory", os.mkdir, path)


@primitive("create-directories", "string -> unspecified", atomic=True)
def create_directories(path: String) -> None:
    """Make the folder PATH and those that lead to it, where they are missing."""
    attempt("create-directories", os.makedirs, path, 0o777, True)


@primitive("delete-directory", "string -> unspecified", section="SRFI 170", atomic=True)
def delete_directory(path: String) -> None:
    """Delete the folder PATH, which must be empty."""
    attempt("delete-directory", os.rmdir, path)


@primitive("delete-tree", "string -> unspecified", atomic=True)
def delete_tree(path: String) -> None:
    """Delete the folder PATH and all that is in it; a link in it is deleted, not followed."""
    from shutil import rmtree

    attempt("delete-tree", rmtree, path)


@primitive("rename-file", "string string -> unspecified", section="SRFI 170", atomic=True)
def rename_file(old: String, new: String) -> None:
    """Give the file or folder OLD the name NEW, in the same file system; a file that is there is replaced."""
    attempt("rename-file", os.replace, old, text_of(new))


@primitive("copy-file", "string string -> unspecified", atomic=True)
def copy_file(source: String, target: String) -> None:
    """Write what is in the file SOURCE into the file TARGET, with its permissions; what is there is replaced."""
    from shutil import SameFileError, copy

    try:
        copy(text_of(source), text_of(target))
    except SameFileError:
        return
    except (OSError, ValueError) as failure:
        raise file_error(failure, getattr(failure, "filename", None) or text_of(source), "copy-file") from None


@primitive("%file-info", "string object -> list", atomic=True)
def file_info(path: String, follow: object) -> object:
    """(type size modified mode device inode) of the file at PATH; of a link itself if FOLLOW is #f."""
    import stat

    found = attempt("file-info", os.lstat if follow is False else os.stat, path)
    kinds = {stat.S_IFREG: "file", stat.S_IFDIR: "folder", stat.S_IFLNK: "link"}
    kind = kinds.get(stat.S_IFMT(found.st_mode), "other")
    return to_list([String(kind), found.st_size, found.st_mtime, stat.S_IMODE(found.st_mode), found.st_dev, found.st_ino])


@primitive("file-directory?", "string -> boolean")
def file_directory_p(path: String) -> bool:
    """Whether there is a folder at PATH, or a link to one."""
    return paths.isdir(text_of(path))


@primitive("file-regular?", "string -> boolean")
def file_regular_p(path: String) -> bool:
    """Whether there is an ordinary file at PATH, or a link to one."""
    return paths.isfile(text_of(path))


@primitive("set-file-time!", "string [real] -> unspecified", atomic=True)
def set_file_time(path: String, seconds: object = DEFAULT) -> None:
    """Let the file at PATH have been modified SECONDS after 1970, or now."""
    times = None if seconds is DEFAULT else (float(seconds), float(seconds))
    attempt("set-file-time!", os.utime, path, times)


@primitive("current-directory", "-> string", section="SRFI 170")
def current_directory() -> String:
    """The folder from which relative paths go."""
    return String(attempt("current-directory", lambda _: os.getcwd(), String(".")))


@primitive("set-current-directory!", "string -> unspecified", section="SRFI 170", atomic=True)
def set_current_directory(path: String) -> None:
    """Let relative paths go from the folder PATH."""
    attempt("set-current-directory!", os.chdir, path)


@primitive("real-path", "string -> string", section="SRFI 170")
def real_path(path: String) -> String:
    """The absolute path of the file that is at PATH, without links and dots."""
    return String(attempt("real-path", lambda name: paths.realpath(name, strict=True), path))


@primitive("create-temp-file", "[string] -> string", section="SRFI 170", atomic=True)
def create_temp_file(prefix: object = DEFAULT) -> String:
    """Make an empty file that only this user can read, and return its path: PREFIX and a name that was not there."""
    return String(attempt("create-temp-file", lambda start: unused(start, make_file), temporary(prefix)))


@primitive("create-temp-directory", "[string] -> string", atomic=True)
def create_temp_directory(prefix: object = DEFAULT) -> String:
    """Make a folder that only this user can enter, and return its path: PREFIX and a name that was not there."""
    return String(attempt("create-temp-directory", lambda start: unused(start, make_folder), temporary(prefix)))


def temporary(prefix: object) -> String:
    """PREFIX, or one in the folder for such files."""
    if prefix.__class__ is String:
        return prefix
    if prefix is not DEFAULT:
        raise TypeError
    return String(paths.join(os.environ.get("TMPDIR") or "/tmp", "lisp-"))


def unused(prefix: str, make: Callable) -> str:
    """The path that begins with PREFIX for which MAKE succeeded."""
    for _ in range(TRIES):
        path = prefix + "".join(DIGITS[octet & 15] for octet in os.urandom(12))
        try:
            make(path)
        except FileExistsError:
            continue
        return path
    raise FileExistsError


def make_folder(path: str) -> None:
    os.mkdir(path, 0o700)


def make_file(path: str) -> None:
    os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))


# -- paths as texts -------------------------------------------------------------------------------------------------------


@primitive("path-join", "string string ... -> string", pure=True)
def path_join(path: String, *more: String) -> String:
    """The paths with a slash between them; an absolute one begins anew."""
    return String(paths.join(text_of(path), *map(text_of, more)))


@primitive("path-directory", "string -> string", pure=True)
def path_directory(path: String) -> String:
    """What is before the last slash of PATH: the folder of the file; "." if there is none."""
    return String(paths.dirname(text_of(path)) or ".")


@primitive("path-file", "string -> string", pure=True)
def path_file(path: String) -> String:
    """What is after the last slash of PATH: the name of the file."""
    return String(paths.basename(text_of(path)))


@primitive("path-extension", "string -> string", pure=True)
def path_extension(path: String) -> String:
    """The last dot of the file's name and what follows; "" if there is none, or only one that it begins with."""
    return String(paths.splitext(text_of(path))[1])


@primitive("path-without-extension", "string -> string", pure=True)
def path_without_extension(path: String) -> String:
    """PATH without what `path-extension` gives."""
    return String(paths.splitext(text_of(path))[0])


@primitive("path-absolute?", "string -> boolean", pure=True)
def path_absolute_p(path: String) -> bool:
    """Whether PATH begins at the root."""
    return paths.isabs(text_of(path))


@primitive("path-normalized", "string -> string", pure=True)
def path_normalized(path: String) -> String:
    """PATH without doubled slashes and dots, as text: links are not looked at."""
    return String(paths.normpath(text_of(path)))


@primitive("path-relative", "string string -> string")
def path_relative(path: String, folder: String) -> String:
    """PATH as it is seen from FOLDER."""
    return String(paths.relpath(text_of(path), text_of(folder)))
