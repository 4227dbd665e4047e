"""The embedding API: one `Interpreter` is one World with its services. Any number live in one process.

    from lisp import Interpreter
    lisp = Interpreter()
    lisp.eval("(map (lambda (x) (* x x)) '(1 2 3))")    # [1, 4, 9]

Values cross the border as data/convert.py says. A Scheme object that nobody handled arrives as a LispError.
"""

from __future__ import annotations

from lisp.core.syntax import Library
from lisp.data.base import EOF, NIL
from lisp.data.condition import LispError, error
from lisp.data.pair import iterate
from lisp.data.place import Source
from lisp.data.port import ConsoleInput, ConsoleOutput
from lisp.data.string import String, text_of
from lisp.data.symbol import intern
from lisp.image.boot import Loader, decode_catalogue
from lisp.image.file import Image, read_image
from lisp.interpreter.services import Services
from lisp.interpreter.sources import read_text
from lisp.primitives.catalogue import Primitives
from lisp.runtime.base import abandon, resume, run
from lisp.runtime.world import World

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from os import PathLike

    from lisp.interpreter.services import Step
    from lisp.interpreter.unit_cache import UnitCache

IMAGES = "(lisp image)"
SRFIS = (
    1, 2, 8, 9, 13, 14, 16, 26, 27, 28, 31, 39, 41, 43, 48, 64, 69, 87, 98, 111, 113, 115, 125, 128, 130, 132, 133, 143, 144,
    145, 146, 151, 152, 158, 162, 180, 189,
)  # fmt: skip
FEATURES = (
    "r7rs", "exact-closed", "ieee-float", "full-unicode", "ratios", "lisp", "lisp-0.1", *[f"srfi-{n}" for n in SRFIS],
)  # fmt: skip


class Interpreter:
    """A Scheme. `image`: the image to start from, or its path; None: the base image of the standard library; False: the
    sources, with nothing imported.

    `library_path`: folders that are searched for libraries before the standard library; `arguments`: `(command-line)`;
    `frame_limit`: how many frames deep a computation may get before that is an error in the program (kind "limit");
    `stress`: a test mode that moves the whole stack to the heap at every call; `cached`: texts are compiled once and kept in
    the user's cache folder (unit_cache.py), which pays where a process runs the same text as an earlier one; `trusted`:
    whether the image's Python objects and compiled code may be used; None: if it was made here, or is signed by somebody
    whom the user trusts (image/trust.py); `base`: the base image, if it has been opened already.
    """

    def __init__(
        self,
        image: str | PathLike[str] | Image | bool | None = None,
        *,
        library_path: Iterable[str | PathLike[str]] = (),
        arguments: Iterable[str] = (),
        frame_limit: int | None = None,
        stress: bool = False,
        cached: bool = False,
        trusted: bool | None = None,
        base: Image | None = None,
    ) -> None:
        opened = base if image is None and base is not None else open_image(image)
        trusted, why = judged(opened, trusted) if opened is not None and image is not None else (True, "")
        self.world = world = World(Primitives(decode_catalogue(opened) if opened is not None else None))
        world.stress = stress
        if frame_limit is not None:
            world.frame_limit = frame_limit
        world.features = list(FEATURES)
        world.command_line = list(arguments)
        self.services = Services(world, list(library_path))
        consoles = {"stdin": ConsoleInput(), "stdout": ConsoleOutput("stdout"), "stderr": ConsoleOutput("stderr")}
        world.anchors.update(consoles)
        world.input.setting, world.output.setting, world.error.setting = consoles.values()
        self.loader = Loader(opened, world, trusted, why=why) if opened is not None else None
        if self.loader is not None:
            self.loader.install()
            self.services.fresh = image is None
        keeps = cached and opened and trusted  # the name of an image from elsewhere may be made to be that of another
        self.cache = unit_cache(self.services, opened) if keeps else None
        self.world.anchors.update(interpreter=self, services=self.services, world=world)  # for objects of Python
        if self.loader is not None and image is not None:
            self.begin_again(self.loader)

    def begin_again(self, loader: Loader) -> None:
        """Note that the world goes on in another process; do what the image was saved to do first: its boot hooks."""
        header = loader.image.header
        self.services.boots = loader.boots() + 1
        self.services.image_path = loader.image.path
        self.services.booted = header
        eager = header.get("eager", "").split(",")
        if "savers" in eager:
            self.services.savers = list(loader.entry()["savers"])
        if "boot" in eager:
            run(self.world, loader.entry()["boot"])

    @classmethod
    def boot(cls, path: str | PathLike[str], trusted: bool | None = None) -> Interpreter:
        """An interpreter that starts from the image PATH; `resume_entry` goes on with what was saved."""
        return cls(path, trusted=trusted)

    # -- images -----------------------------------------------------------------------------------------------------

    def save(self, path: str | PathLike[str], base: str | PathLike[str] | None = None, compress: bool = False) -> None:
        """Write all definitions and data to the image PATH; booted, it has nothing to go on with.

        BASE: the image that this interpreter was booted from; only what differs from it is written. COMPRESS: make it smaller.
        """
        from os import fspath

        on = False if base is None else String(fspath(base))
        if IMAGES in self.world.libraries:
            run(self.world, self.services.image_procedure("save-without-entry"), String(fspath(path)), on, compress)
        else:
            self.services.save(fspath(path), {}, None if base is None else fspath(base), compress)

    def check_image(self) -> list:
        """What would keep an image from being saved: a list of (path, object, reason), empty if nothing would."""
        found = run(self.world, self.services.image_procedure("check-without-entry"))
        rows = [list(iterate(row)) for row in iterate(found)]
        return [(text_of(path), obj, text_of(reason)) for path, obj, reason in rows]

    def add_save_hook(self, function: Callable, priority: float = 0) -> None:
        """Call FUNCTION before each save; hooks of greater priority run first. A function that it returns is called after
        the save, to put back what was put aside. An exception aborts the save before anything is written.
        """
        self.add_hook("add-save-hook!", function, priority)

    def add_boot_hook(self, function: Callable, priority: float = 0) -> None:
        """Call FUNCTION, which travels in the images that are saved from now on, when one is booted; the least priority
        first.
        """
        self.add_hook("add-boot-hook!", function, priority)

    def add_hook(self, adder: str, function: Callable, priority: float) -> None:
        from lisp.interpreter.convert import to_lisp

        run(self.world, self.services.image_procedure(adder), to_lisp(self, function), priority)

    def add_saver(self, cls: type, save: Callable, restore: Callable) -> None:
        """Have objects of CLS saved as what SAVE(object) returns, and made again by RESTORE, which travels in the image."""
        if not isinstance(cls, type):
            raise error("type", f"expected a class, got {cls!r}", who="add-saver")
        for function in (save, restore):
            if not callable(function):
                raise error("type", f"expected a function, got {function!r}", who="add-saver")
        self.services.savers.insert(0, (cls, save, restore))

    def has_entry(self) -> bool:
        """Whether the image was saved with something to go on with."""
        return self.loader is not None and self.loader.image.header.get("entry", "none") != "none"

    def saved_at_prompt(self) -> bool:
        """Whether the image was saved at a prompt, which goes on."""
        return self.loader is not None and self.loader.image.header.get("entry") == "prompt"

    def saved_in_level(self) -> bool:
        """Whether the image goes on in a level of the debugger."""
        return self.loader is not None and self.loader.image.header.get("entry") == "level"

    def saved_levels(self) -> list:
        """The levels of the debugger that the image holds (debug/saved.py); the world is inside the winds of the last."""
        entry = self.loader.entry() if self.has_entry() else {}
        levels: list = entry.get("levels", [])  # type: ignore[assignment] # what debug/saved.py makes
        if levels:
            self.world.winders = entry["winders"]
        return levels

    def resume_entry(self) -> object:
        """Call the procedure that the image starts with, or go on with the computation that saved it; the value."""
        entry = self.loader.entry() if self.loader is not None else {}
        if "toplevel" not in entry and "continuation" not in entry:
            raise error("image", "the image was saved with nothing to go on with")
        self.world.winders = entry["winders"]
        if "toplevel" in entry:
            return self.run(entry["toplevel"])
        return resume(self.world, entry["continuation"], intern("booted"))

    # -- running ----------------------------------------------------------------------------------------------------

    @property
    def user(self) -> Library:
        """The library that the prompt and programs define their names in."""
        return self.services.user

    def eval_lisp(self, text: str, name: str = "<eval>") -> object:
        """Evaluate each form of TEXT in turn; the last one's value, not converted."""
        check_texts("eval", text, name)
        if self.cache is None:
            return self.eval_forms(text, name)
        path, steps = self.cache.take(text, name, False)
        if steps is not None:
            return self.run_steps(steps, text, name)
        value = self.eval_forms(text, name)
        self.cache.keep(path, text)
        return value

    def eval_forms(self, text: str, name: str) -> object:
        """As eval_lisp, without the cache."""
        from lisp.reader.parser import SourceReader

        reader = SourceReader(Source(name, text))
        value = None
        while (datum := reader.next_datum()) is not EOF:
            unit = self.services.compile_form(datum, self.user, reader.span)
            value = self.run(self.services.procedure(unit))
        return value

    def run_steps(self, steps: list[Step], text: str, name: str, whole: bool = False) -> object:
        """Run STEPS, which come from the cache: libraries, and a unit for each form of TEXT (WHOLE: one for all)."""
        services, value, place = self.services, None, 0
        for unit, library, label in steps:
            if library is None:
                services.postponed.add_text(text, name, None if whole else place)
                place += 1
                value = self.run(services.procedure(unit))
            elif library.name not in self.world.libraries:
                services.postponed.add_library(self.world.add_library(library), label)
                services.start_library(unit, library)
        return value

    def eval(self, text: str, name: str = "<eval>") -> object:
        """Evaluate TEXT (one or more forms); the last one's value as a Python value. NAME is shown in errors."""
        from lisp.interpreter.convert import to_python

        return to_python(self, self.eval_lisp(text, name))

    def run_text(self, text: str, name: str) -> object:
        """Run TEXT as a whole program."""
        check_texts("run-text", text, name)
        path, steps = self.cache.take(text, name, True) if self.cache is not None else ("", None)
        if steps is not None:
            return self.run_steps(steps, text, name, True)
        unit = self.services.compile_program(text, name)
        if self.cache is not None:
            self.cache.keep(path, text)
        return self.run(self.services.procedure(unit))

    def run_file(self, path: str | PathLike[str], arguments: Iterable[str] | None = None) -> object:
        """Run the program in the file PATH, `(command-line)` being PATH and ARGUMENTS."""
        path = str(path)
        if arguments is not None:
            self.world.command_line = [path, *arguments]
        return self.run_text(read_text(path), path)

    def load(self, path: str) -> None:
        """Evaluate the forms of the file PATH one after the other, as `load` does."""
        source = self.services.open_source(str(path), self.user)
        while (procedure := self.services.next_form(source)) is not False:
            self.run(procedure)

    def define(self, name: str, value: object) -> None:
        """Define NAME for programs; a Python function becomes a procedure whose exceptions are conditions."""
        from lisp.interpreter.convert import host_procedure, to_lisp

        check_texts("define", name)
        lisp_value = host_procedure(self, name, value) if callable(value) else to_lisp(self, value)
        procedure = self.services.compile_datum(_definition(name), self.user)
        self.run(procedure)
        binding = self.user.environment.bindings[intern(name)]
        self.user.globals[binding.key] = lisp_value

    def call(self, name: str, *arguments: object) -> object:
        """Call the procedure that NAME is bound to."""
        from lisp.interpreter.convert import to_lisp, to_python

        check_texts("call", name)
        return to_python(self, self.call_lisp(self.eval_lisp(name), [to_lisp(self, a) for a in arguments]))

    def call_lisp(self, procedure: Callable, arguments: list) -> object:
        """Call PROCEDURE; neither arguments nor result are converted."""
        if not callable(procedure):
            from lisp.data.writer import shown

            raise error("type", f"expected a procedure to call, got {shown(procedure)}")
        return self.run(procedure, *arguments)

    def run(self, procedure: Callable, *arguments: object) -> object:
        """Call PROCEDURE. When it fails, the winds that it was in are left, unless a person may still go on from there.

        Nobody can from below a Python function, through which the failure leaves: it may be caught there.
        """
        world = self.world
        winders = world.winders if world.runs else NIL
        try:
            return run(world, procedure, *arguments)
        except LispError as failure:
            kept = self.services.at_prompt or self.services.keeps_stopped
            if world.runs or not kept:
                failure.__context__ = abandon(world, winders)
            raise

    def expand_text(self, text: str, name: str) -> str:
        """The expansion of each form of TEXT, as text."""
        from lisp.core.walk import deep_recursion
        from lisp.data.writer import write_text
        from lisp.expander.expand import expand_toplevel
        from lisp.expander.unexpand import unexpand
        from lisp.reader.parser import SourceReader

        check_texts("expand-text", text, name)
        self.services.catch_up()
        reader = SourceReader(Source(name, text))
        lines = []
        while (datum := reader.next_datum()) is not EOF:
            with deep_recursion():
                form = expand_toplevel(datum, self.user, self.services)
                lines.append(write_text(unexpand(form)))
        return "\n".join(lines) + "\n"

    def flush(self) -> None:
        """Write out what the standard ports hold."""
        for parameter in (self.world.output, self.world.error):
            flush = getattr(parameter.setting, "flush", None)
            if flush is not None:
                flush()


def check_texts(who: str, *texts: object) -> None:
    """Refuse what is no string among TEXTS, arguments of the method WHO."""
    for text in texts:
        if not isinstance(text, str):
            raise error("type", f"expected a str, got {text!r}", who=who)


def _definition(name: str) -> object:
    from lisp.data.pair import to_list

    return to_list([intern("define"), intern(name), False])


def unit_cache(services: Services, image: Image) -> UnitCache:
    """The cache of what processes that start from IMAGE compile."""
    from lisp.interpreter.base_image import cache_folder
    from lisp.interpreter.unit_cache import UnitCache

    folders = services.folders[:-1] if services.first_folders else []  # asking for them imports `os`
    return UnitCache(services, cache_folder() + "/units", "\0".join([image.identity, *folders]))


def judged(image: Image, trusted: bool | None) -> tuple[bool, str]:
    """Whether IMAGE, which is not the base image, a part of the installation, is trusted, and why not."""
    sealed = image.end < len(image.data) and image.directory is None  # of an executable that runs all is trusted anyhow
    if trusted and image.base is None and not sealed:
        return True, ""  # and there is no seal that may be broken
    from lisp.image.trust import trust_of
    from lisp.interpreter.base_image import installed_image

    return trust_of(image, trusted, installed_image())


def open_image(image: object) -> Image | None:
    """The image that an interpreter starts from, None for none."""
    if image is False:
        return None
    if isinstance(image, Image):
        return image
    if image is None:
        from lisp.interpreter.base_image import open_base_image

        return open_base_image()
    from os import fspath

    return read_image(fspath(image))
