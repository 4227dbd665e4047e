"""Services: what a World cannot do by itself. Text becomes procedures here: read, expand, compile, install.

One object a World; primitives reach it as `world.services`.
"""

from __future__ import annotations

from lisp.core.names import PRIMITIVES
from lisp.core.syntax import GlobalVariable, Library
from lisp.data.base import EOF
from lisp.data.pair import iterate, to_list
from lisp.data.place import Source
from lisp.data.symbol import intern
from lisp.interpreter.postponed import Postponed
from lisp.interpreter.programs import forms_of, imports_base, user_library
from lisp.interpreter.sources import Sources, read_text
from lisp.runtime.base import run
from lisp.runtime.unit import Unit
from lisp.runtime.world import PYTHON, FunctionType, World

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from lisp.interpreter.libraries import Libraries

    Step = tuple[Unit, Library | None, str]

USER = "(user)"
STDLIB_LABEL = "stdlib/"


class SourceFile:
    """The forms of a file that is being loaded, into `library`."""

    __slots__ = ("reader", "library")

    def __init__(self, reader: object, library: Library) -> None:
        self.reader = reader
        self.library = library


class Services:
    """The front end for one World. FOLDERS are searched for libraries before the standard library."""

    def __init__(self, world: World, folders: list) -> None:
        self.world = world
        self.first_folders = folders
        self.label_folders: list[str] = []  # what labels leave out of the paths of an executable's sources
        self.found: Libraries | None = None
        self.environments = 0
        self.header: dict[str, str] = {}  # further lines for the headers of images
        self.at_prompt = False  # whether a person evaluates one form after the other
        self.keeps_stopped = False  # whether what an error stopped is looked at before its winds are left
        self.levels: Callable[[], list] = list  # gives the debugger's levels (debug/saved.py), which images hold as well
        self.fresh = False  # whether the user's top level holds the base image's imports and nothing else
        self.boots = 0  # how often this world was booted from an image
        self.image_path = ""  # where that image was
        self.booted: dict[str, str] = {}  # that image's header
        self.savers: list[tuple] = []  # how objects of types of Python are saved: (type, save, restore)
        self.sources = Sources()
        self.untracked = False  # whether more than the image, evaluated texts and `sources` took part (unit_cache.py)
        self.steps: list[Step] | None = None  # what was compiled for the text that is being evaluated, if that is cached
        self.postponed = Postponed()
        self.python_values: dict[tuple[str, str], object] = {}
        world.services = self

    @property
    def image_time(self) -> float | None:
        """When the image that was booted was written, in seconds since 1970; None if there is none."""
        return time_of(self.image_path)

    @property
    def stdlib(self) -> str:
        """The standard library's folder."""
        from lisp.interpreter.base_image import stdlib_folder

        return stdlib_folder()

    @property
    def folders(self) -> list[str]:
        """The folders that are searched for libraries."""
        from os import fspath

        return [*map(fspath, self.first_folders), self.stdlib]

    @property
    def libraries(self) -> Libraries:
        """What finds and loads libraries; made when a library is first asked for."""
        if self.found is None:
            from lisp.interpreter.finder import Finder
            from lisp.interpreter.libraries import Libraries

            finder = Finder(self.folders, self.sources.is_file)
            self.found = Libraries(self.world.libraries, finder, self.read_library_file, self.instantiate)
        return self.found

    # -- the expander's host ----------------------------------------------------------------------------------------

    @property
    def features(self) -> tuple:
        return tuple(self.world.features)

    def find_library(self, name: object, place: object = None) -> Library:
        """The library called NAME; the two that are written in Python are made when first asked for."""
        self.add_built_in(name)
        return self.libraries.find_library(name, place)

    def library_exists(self, name: object) -> bool:
        self.add_built_in(name)
        return self.libraries.library_exists(name)

    def define_library(self, datum: object) -> Library:
        self.untracked = True  # its units and its syntax are not among what a cache entry holds
        self.catch_up()  # it may take the place of one that is not known yet
        return self.libraries.define_library(datum)

    def add_built_in(self, name: object) -> None:
        from lisp.interpreter.finder import library_text

        printed = library_text(name)
        if printed in self.world.libraries:
            return
        if printed == PRIMITIVES:
            library = Library(PRIMITIVES)
            for primitive in self.world.catalogue.all():
                library.exports[intern(primitive)] = GlobalVariable(PRIMITIVES, primitive)
            self.world.add_library(library)
        elif printed == "(lisp syntax)":
            from lisp.expander.core_forms import syntax_library

            self.world.add_library(syntax_library())
        elif printed.startswith(PYTHON):
            from lisp.interpreter.python_modules import module_name, python_library

            module = module_name(list(iterate(name)))
            if module is not None:
                self.untracked = True
                self.world.add_library(python_library(printed, module, self.world))

    def python_value(self, printed: str, key: str) -> object:
        """Variable KEY of the library PRINTED, which is a module of Python."""
        from lisp.interpreter.python_modules import python_value

        if (printed, key) not in self.python_values:
            self.python_values[printed, key] = python_value(printed, key, self.world)
        return self.python_values[printed, key]

    def read_file(self, path: str, relative_to: object, fold_case: bool) -> list:
        """The data of the file PATH, found beside the including file RELATIVE_TO (a source name or None)."""
        from lisp.reader.parser import read_source

        found = self.locate(path, relative_to)
        return read_source(self.sources.read(found), self.label(found), fold_case)

    def locate(self, path: str, relative_to: object) -> str:
        from os.path import dirname, isabs, isfile, join

        if relative_to is None:
            return path
        base = self.path_of(str(relative_to))
        for folder in self.label_folders if not isabs(base) else ():
            if isfile(join(folder, dirname(base), path)):
                return join(folder, dirname(base), path)
        return join(dirname(base), path)

    def label(self, path: str) -> str:
        """The name that errors show for PATH; one inside the stdlib is the same on every machine."""
        folder = self.stdlib + "/"
        if path.startswith(folder):
            return STDLIB_LABEL + path[len(folder) :]
        return next((path[len(folder) :] for folder in self.label_folders if path.startswith(folder)), path)

    def path_of(self, label: str) -> str:
        """The path that LABEL was made of."""
        return f"{self.stdlib}/{label[len(STDLIB_LABEL) :]}" if label.startswith(STDLIB_LABEL) else label

    def read_library_file(self, path: str) -> list:
        from lisp.reader.parser import read_source

        return read_source(self.sources.read(path), self.label(path))

    def instantiate(self, datum: object) -> Library:
        """Expand, compile and run a define-library form."""
        from lisp.core.walk import deep_recursion
        from lisp.expander.expand import expand_library

        with deep_recursion():
            library, form = expand_library(datum, self)
        self.world.add_library(library)
        exported = tuple(
            b.key for b in library.exports.values() if b.__class__ is GlobalVariable and b.library == library.name
        )
        unit = self.compile(form, library, exported)
        self.note_step(unit, library, datum)
        self.start_library(unit, library)
        return library

    def start_library(self, unit: Unit, library: Library) -> None:
        """Run UNIT, the body of LIBRARY."""
        run(self.world, self.procedure(unit, library), host="import")

    def note_step(self, unit: Unit, library: Library | None = None, datum: object = None) -> None:
        """Note that UNIT was compiled: the body of LIBRARY, which DATUM defines, or a form of the text."""
        if self.steps is not None and not self.untracked:
            label = "" if library is None else datum.span.source.name  # type: ignore[attr-defined] # it comes from a file
            self.steps.append((unit, library, label))

    # -- compiling --------------------------------------------------------------------------------------------------

    def compile(self, form: object, library: Library, exported: tuple = ()) -> Unit:
        """The unit of the core form FORM, which belongs to LIBRARY."""
        from lisp.compiler.pipeline import compile_unit
        from lisp.runtime.world import depth_of_stack, raised_limit

        world = self.world
        with raised_limit():
            import sys

            # CPython's own compiler guards its C stack in proportion to the recursion limit
            sys.setrecursionlimit(max(3000, depth_of_stack() + 2000))
            compiled = compile_unit(form, world.compiler_templates(), frozenset(exported), world.stress)
        unit = world.add_unit(Unit(compiled.key, compiled.core, compiled.sources, compiled.code, exported))
        self.install_constants(unit, compiled.constants, library)
        return unit

    def procedure(self, unit: Unit, library: Library | None = None) -> FunctionType:
        """The procedure of no arguments that does UNIT in LIBRARY (the user's, if none is given)."""
        return FunctionType(self.world.code(unit.key, 1), (library or self.user).globals)

    def install_constants(self, unit: Unit, constants: list, library: Library | None = None) -> None:
        """Put the constants that UNIT's code names into the variables of LIBRARY (the user's, if none is given)."""
        variables = (library or self.user).globals
        for index, value in enumerate(constants):
            variables[f"'k:{unit.key}:{index}"] = value

    def constants_of(self, unit: Unit, library: Library | None = None) -> list:
        """The constants of UNIT, which belongs to LIBRARY (the user's, if none is given)."""
        variables = (library or self.user).globals
        constants: list = []
        while (key := f"'k:{unit.key}:{len(constants)}") in variables:
            constants.append(variables[key])
        return constants

    def image_context(self) -> object:
        """What a heap segment is decoded with when it belongs to no image."""
        from lisp.image.boot import context_of

        return context_of(self.world)

    def compile_datum(self, datum: object, library: Library, span: object = None) -> FunctionType:
        """A procedure that evaluates DATUM, read at SPAN, in LIBRARY."""
        self.untracked = True
        return self.procedure(self.compile_form(datum, library, span), library)

    def compile_form(self, datum: object, library: Library, span: object = None) -> Unit:
        """The unit of the top-level form DATUM of LIBRARY."""
        from lisp.core.walk import deep_recursion
        from lisp.expander.expand import expand_toplevel

        self.catch_up()
        self.fresh = False
        with deep_recursion():
            form = expand_toplevel(datum, library, self, span)
        unit = self.compile(form, library)
        self.note_step(unit)
        return unit

    def compile_program(self, text: str, name: str) -> Unit:
        """The unit of the whole program TEXT."""
        self.catch_up()
        unit = self.compile(self.expand_program(text, name), self.user)
        self.note_step(unit)
        return unit

    def expand_program(self, text: str, name: str) -> object:
        from lisp.core.walk import deep_recursion
        from lisp.expander.expand import expand_program

        forms = forms_of(text, name)
        if self.fresh and imports_base([datum for datum, _ in forms]):
            bindings = self.user.environment.bindings
            bindings.clear()  # the environment of a program of the report holds what it imports (5.1)
            bindings.update(user_library(USER).environment.bindings)
        self.fresh = False
        with deep_recursion():
            return expand_program([datum for datum, _ in forms], self.user, self, [span for _, span in forms])

    def catch_up(self) -> None:
        """Expand what ran from the cache, so that its syntax and its names are known."""
        if self.postponed:
            self.postponed.expand(self)

    def open_source(self, path: str, library: Library) -> SourceFile:
        from lisp.reader.parser import SourceReader

        return SourceFile(SourceReader(Source(path, read_text(path))), library)

    def next_form(self, source: SourceFile) -> object:
        datum = source.reader.next_datum()
        return False if datum is EOF else self.compile_datum(datum, source.library, source.reader.span)

    def make_environment(self, import_sets: tuple) -> Library:
        """A fresh library that holds nothing but imports."""
        self.environments += 1
        library = self.world.add_library(user_library(f"(environment {self.environments})"))
        declaration = to_list([intern("import"), *import_sets])
        run(self.world, self.compile_datum(declaration, library), host="environment")
        return library

    # -- images -----------------------------------------------------------------------------------------------------

    def save(self, path: str, entry: dict[str, object], base: str | None = None, compress: bool = False) -> None:
        """Write the image PATH; ENTRY is what it goes on with when it is booted (primitives/images.py). BASE: the image that
        it is a child of. COMPRESS: make the file smaller.
        """
        from lisp.interpreter.saving import save_services

        save_services(self, path, entry, base, compress)

    def save_executable(self, path: str, entry: dict[str, object], compress: bool) -> None:
        """Write the executable PATH, which goes on with ENTRY. That is the business of a floor above this one."""
        from lisp.primitives.catalogue import import_module

        import_module("lisp.executable.saving").save_executable(self, path, entry, compress)

    def check(self, entry: dict[str, object]) -> list:
        """What would keep an image with ENTRY from being saved: a list of Problem."""
        from lisp.interpreter.saving import check_services

        return check_services(self, entry)

    def image_procedure(self, name: str) -> FunctionType:
        """Procedure NAME of the library (lisp image), exported or not."""
        library = self.find_library(to_list([intern("lisp"), intern("image")]))
        if name not in library.globals and self.world.load_library is not None:
            self.world.load_library(library.name)
        return library.globals[name]

    @property
    def user(self) -> Library:
        """The library of the prompt and of programs."""
        library = self.world.libraries.get(USER)
        return library if library is not None else self.world.add_library(user_library(USER))


def time_of(path: str) -> float | None:
    """When the file PATH was written, in seconds since 1970; None if there is none."""
    from os import stat

    try:
        return stat(path).st_mtime
    except OSError:
        return None
