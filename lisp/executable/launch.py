"""What an executable runs first: modules come from the file itself, then the image in it is booted.

This code is read from the executable before any other module of the package can be imported: it imports Python only.
The modules that are needed at start come in one piece and are made at once, without Python's importing machinery; the others
when they are first imported.
"""

from __future__ import annotations

import sys
from _functools import partial
from _imp import source_hash
from marshal import loads

INSIDE = "<executable>/"  # where modules of an executable say that they come from
CHECK = 8  # bytes of `source_hash`
REST = "rest of "  # what of a module is not needed at start
METHODS = "methods of "
PYTHON = sys.modules["builtins"].__dict__

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from importlib.machinery import ModuleSpec
    from io import BufferedReader
    from types import CodeType, FunctionType, ModuleType
    from typing import Any
else:
    ModuleSpec, ModuleType = sys.modules["_frozen_importlib"].ModuleSpec, type(sys)
    FunctionType = type(lambda: None)


def file_of(root: str, name: str, package: bool) -> str:
    """Where module NAME, below the folder ROOT, says that it comes from."""
    return root + name.replace(".", "/") + ("/__init__.py" if package else ".py")


class Finder:
    """Finds and loads the modules that the executable holds: INDEX has (is a package, where, how long, a hash) for each, and
    None instead of the first for data files; READ gives what lies there. ROOT: as in file_of. FOREIGN: it is asked last, for
    installed packages.
    """

    def __init__(self, root: str, index: dict, read: Callable, foreign: bool = False) -> None:
        self.root = root
        self.index = index
        self.read = read
        self.foreign = foreign

    def find_spec(self, name: str, path: Sequence[str] | None = None, target: ModuleType | None = None) -> ModuleSpec | None:
        if self.foreign:
            return self.find_foreign(name, path, target)
        found = self.index.get(name)
        if found is None:
            return None
        spec = ModuleSpec(name, self, origin=file_of(self.root, name, found[0]), is_package=found[0])
        spec.has_location = True
        return spec

    def find_foreign(self, name: str, path: Sequence[str] | None, target: ModuleType | None) -> ModuleSpec | None:
        """`-S` left out the folders of installed packages, which are looked up when the first is imported."""
        if path is not None or name.startswith(("lisp", "_")):
            return None
        self.foreign = False
        import os
        import site

        site.main()
        user = site.getusersitepackages()  # `-I` left it out, too
        if os.path.isdir(user):
            site.addsitedir(user)
        if self.root != INSIDE:
            sys.path += filter(None, os.environ.get("PYTHONPATH", "").split(os.pathsep))
        for finder in sys.meta_path:
            if finder is not self and (spec := finder.find_spec(name, path, target)) is not None:
                return spec
        return None

    def create_module(self, spec: ModuleSpec) -> None:
        """Python's own way of making a module will do."""
        return None

    def exec_module(self, module: ModuleType) -> None:
        code = self.content(module.__name__)
        if code.__class__ is str:
            code = compile(code, module.__spec__.origin, "exec", dont_inherit=True)
        else:
            code = loads(code)
        exec(code, module.__dict__)

    def content(self, name: str) -> Any:
        """What there is by NAME."""
        return self.read(*self.index[name][1:])

    def get_data(self, path: str) -> bytes:
        """The data file at PATH, as packages ask for theirs."""
        return self.content(path.removeprefix(self.root))


class Rest(dict):
    """The `__builtins__` of a module of which a part is not loaded yet: whatever is missing may be there."""

    __slots__ = ("name", "contents", "finder")

    def __init__(self, name: str, contents: dict, finder: Finder) -> None:
        self.name = name
        self.contents = contents
        self.finder = finder
        dict.__init__(self, {"__import__": PYTHON["__import__"]})  # what Python looks for without asking __missing__

    def __missing__(self, key: str) -> object:
        if key in PYTHON:
            return PYTHON[key]
        self.load()
        return self.contents[key]

    def attribute(self, name: str) -> object:
        """Attribute NAME of the module, which it does not have; imports ask for several of Python's own."""
        if not name.startswith("__"):
            self.load()
            if name in self.contents:
                return self.contents[name]
        raise AttributeError(f"module {self.name!r} has no attribute {name!r}")

    def load(self) -> None:
        contents = self.contents
        if contents["__builtins__"] is not self:
            return
        code = loads(self.finder.content(REST + self.name))
        contents["__builtins__"] = PYTHON
        contents.pop("__getattr__", None)
        exec(code, contents)
        for name in [name for name in contents if name.startswith(METHODS)]:
            methods = contents.pop(name)
            owner = contents[name[len(METHODS) :]]
            for key, method in methods.__dict__.items():
                if method.__class__ is FunctionType:
                    setattr(owner, key, method)


class Later:
    """Stands for a method that is not loaded yet."""

    __slots__ = ("rest", "name")

    def __init__(self, rest: Rest, name: str) -> None:
        self.rest = rest
        self.name = name

    def __get__(self, instance: object, owner: type) -> object:
        self.rest.load()
        return getattr(owner if instance is None else instance, self.name)


def make_modules(root: str, modules: Iterable[tuple[str, bool, CodeType, tuple | None]], index: dict, read: Callable) -> None:
    """Make MODULES (name, is a package, code, names of Python's that it uses if a part of it is left out), each of which comes
    after those that it imports; from now on those of INDEX can be imported, too. ROOT: as in file_of.
    """
    finder = Finder(root, index, read)
    sys.meta_path[2:2] = [finder]  # type: ignore[list-item] # after what is built into Python
    sys.meta_path.append(Finder(root, {}, read, foreign=True))  # type: ignore[arg-type]
    known = sys.modules
    for name, package, code, used in modules:
        module = known[name] = ModuleType(name)
        contents = module.__dict__
        contents["__file__"] = file_of(root, name, package)
        parent, _, last = name.rpartition(".")
        if package:
            contents["__path__"] = [] if root == INSIDE else [root + name.replace(".", "/")]
        contents["__package__"] = name if package else parent
        if parent:
            setattr(known[parent], last, module)
        if used is not None:
            rest = contents["__builtins__"] = Rest(name, contents, finder)
            contents["__getattr__"] = rest.attribute
            contents["'later"] = partial(Later, rest)
            for word in used:
                contents[word] = PYTHON[word]
        exec(code, contents)


def start(path: str, file: BufferedReader, places: bytes) -> None:
    """Run what is in PATH, open as FILE: a program, or the command itself (quick.py). PLACES: six numbers of eight bytes:
    where the part is that is needed at start, how long it is, where the other modules are, where the file's entries begin,
    where those of its image do, and where they end.
    """
    from gc import disable
    from posix import pread

    disable()  # until the image is booted (application.py)
    descriptor = file.fileno()

    def read(length: int, at: int) -> bytes:
        return pread(descriptor, length, at)

    numbers = [int.from_bytes(places[at : at + 8], "little") for at in range(0, 48, 8)]
    at, length, others, first, entries, end = numbers

    def checked(length: int, at: int, check: bytes) -> bytes:
        content = pread(descriptor, length, at)
        if source_hash(0, content) != check:
            sys.exit(f"{path}: the file is damaged")
        return content

    size = file.seek(0, 2)
    if size < max(numbers) or length < CHECK:  # nothing else checks these numbers; wrong ones could be too large to be used
        sys.exit(f"{path}: the file is damaged: it is cut short")
    content = checked(length - CHECK, at + CHECK, pread(descriptor, CHECK, at))
    root, runner, packed, modules, index, prepared = loads(content)

    def load(at: int, length: int, check: bytes) -> bytes:
        content = checked(length, others + at, check)
        if packed:
            from zlib import decompress

            content = decompress(content)
        return content

    make_modules(root, modules, index, load)
    image = sys.modules["lisp.executable.prepared"].FileContent(size, read)
    application = sys.modules[runner]
    application.leave(application.run(path, image, prepared, (first, entries), sys.argv[2:]))


def start_from_source(path: str, file: BufferedReader, sources: dict, first: tuple[str, ...], data: dict[str, bytes]) -> None:
    """As `start`, by a version of CPython that there is no code for."""
    from gc import disable

    disable()
    index = {**sources, **{name: (None, content) for name, content in data.items()}}
    rows = [(name, *sources[name]) for name in first]
    modules = [(name, package, compile(text, file_of(INSIDE, name, package), "exec"), None) for name, package, text in rows]
    make_modules(INSIDE, modules, index, lambda content: content)
    file.seek(0)
    application = sys.modules["lisp.executable.application"]
    application.leave(application.run(path, file.read(), None, (), sys.argv[2:]))
