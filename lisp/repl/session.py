"""A session at the prompt: evaluates what is typed, remembers results, and keeps the levels that errors opened.

A level is a stopped computation (lisp/debug/stop.py). What is typed at it is evaluated as always, in the dynamic
environment of the place that failed; its frames and restarts are commands. Leaving it unwinds what it was inside.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable

from lisp.core.names import PRIMITIVES
from lisp.core.syntax import CoreSyntax, GlobalVariable, Macro
from lisp.data.base import NIL
from lisp.data.condition import LispError, error
from lisp.data.symbol import intern
from lisp.debug.keeper import Keeper
from lisp.repl.journal import Journal
from lisp.repl.results import Results, fresh_line
from lisp.runtime.frame import Interrupt
from lisp.runtime.interrupt import Interruptible

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lisp.debug.breaks import Breakpoints
    from lisp.debug.step import Stepper
    from lisp.debug.stop import Stop
    from lisp.debug.trace import Tracer

HINT = "(,bt ,retry ,use ,abort: ,help debugger)"


class Level:
    """A stopped computation that the prompt is at; `current` is the number of the frame one looks at. `program`: what was
    stopped is a program, and when it has ended there is nothing more to do."""

    __slots__ = ("stop", "current", "program")

    def __init__(self, stop: Stop, current: int = 0, program: bool = False) -> None:
        self.stop = stop
        self.current = current
        self.program = program


class Session:
    """One prompt. INTERPRETER evaluates; JOURNAL may be None; IMAGE is the path that it was started from or saved to."""

    def __init__(self, interpreter: object, journal: Journal | None = None, image: str = "") -> None:
        self.interpreter = interpreter
        self.world = interpreter.world
        self.journal = journal
        self.image = image
        self.results = Results(interpreter)
        self.levels: list[Level] = []
        self.inspected: list[tuple[str, object]] = []
        self.tracer: Tracer | None = None
        self.stepper: Stepper | None = None
        self.breakpoints: Breakpoints | None = None
        self.loaded = ""  # the file that was loaded last
        self.count = 0
        self.hinted = False
        self.leaving = False
        self.used = False  # whether anything has been typed
        self.hung_up = False  # whether the terminal was closed
        self.code = 0  # what to leave with
        self.on_screen = False  # whether what is shown goes to a screen with a cursor
        self.program = False  # whether what is going on is a program that was stopped
        self.left: Stop | None = None  # the stop that it was stopped by
        self.world.keeper = Keeper()
        interpreter.services.levels = self.level_data  # which images hold from now on
        self.signatures: dict[str, str | None] = {}

    # -- what is typed ----------------------------------------------------------------------------------------------

    def take(self, text: str) -> None:
        """Do what TEXT, typed at the prompt, says."""
        from lisp.repl.commands.table import run_command

        self.signatures.clear()
        if not self.used:  # not before: the prompt is there sooner
            self.used = True
            self.define_break()
        if self.tracer is not None:
            self.tracer.depth = 0
        if text.lstrip().startswith(","):
            run_command(self, text.strip())
            return
        self.count += 1
        for form in forms_in(text):
            if not self.evaluate(form):
                break

    def evaluate(self, text: str) -> bool:
        """Evaluate the form TEXT and show its value; whether that went well."""
        return self.recorded(text, lambda: self.interpreter.eval_lisp(text, f"<prompt {self.count}>"))

    def recorded(self, text: str, action: Callable[[], object]) -> bool:
        """As `guarded`, with TEXT in the journal before it runs."""
        if self.journal is not None:
            self.journal.begin(text)
        try:
            done = self.guarded(action)
        finally:
            if self.stepper is not None:
                self.stepper.disarm()
        if self.journal is not None:
            self.journal.finish()
        return done

    def guarded(self, action: Callable[[], object]) -> bool:
        """Do ACTION and show its value; what goes wrong is shown, and opens a level where there is something to go on with."""
        try:
            with Interruptible():
                value = action()
            self.end_output()
            self.results.show(value)
            return True
        except LispError as failure:
            self.end_output()
            self.failed(failure)
        except (KeyboardInterrupt, Interrupt):
            self.end_output()
            self.complain("interrupted")
        except (Exception, RecursionError) as bug:  # one of ours: the session must not be lost for it
            if os.environ.get("LISP_TRACEBACK"):
                raise
            self.complain(f"internal error, please report it (LISP_TRACEBACK=1 shows where): {type(bug).__name__}: {bug}"[:400])
        return False

    def end_output(self) -> None:
        """Let what a form wrote be there, and what follows begin a line."""
        self.interpreter.flush()
        if self.on_screen:
            fresh_line()

    def failed(self, failure: LispError) -> None:
        """Show FAILURE; open a level if its computation can be looked at."""
        from lisp.debug.stop import Stop

        stop = Stop(self.world, failure)
        failure.__context__ = None  # the Python frames are not needed any more
        if self.left is not None:
            stop.inherit(self.left)
        if stop.visible:
            self.levels.append(Level(stop, program=self.program))
        self.announce(stop)

    def program_stopped(self, failure: LispError) -> None:
        """FAILURE has stopped a whole program; when that has gone on and ended, the session ends."""
        self.program = True
        self.failed(failure)
        self.program = False

    def announce(self, stop: Stop) -> None:
        """Show what STOP stopped, and the first time, what one can do now."""
        if stop.pausing and stop.visible:
            from lisp.repl.commands.stepping import show_place

            show_place(self, stop)
            return
        self.complain(str(stop.failure))
        if stop.visible and not self.hinted:
            self.hinted = True
            self.complain(HINT)

    def complain(self, text: str) -> None:
        print(text, file=sys.stderr, flush=True)

    def say(self, text: str) -> None:
        print(text, flush=True)

    # -- levels -----------------------------------------------------------------------------------------------------

    @property
    def level(self) -> Level:
        """The innermost level."""
        if not self.levels:
            raise error("value", "nothing is stopped: this works after an error or at a breakpoint only")
        return self.levels[-1]

    def drop_levels(self, count: int) -> None:
        """Leave all levels but the first COUNT, and the winds that their computations were in."""
        from lisp.runtime.base import abandon

        del self.levels[count:]
        abandon(self.world, self.levels[-1].stop.winders if self.levels else NIL)

    def restart(self, thunk: Callable[[], object]) -> None:
        """Leave the innermost level, whose computation goes on by THUNK (lisp/debug/restarts.py)."""
        level = self.levels.pop()
        self.program, self.left = level.program, level.stop
        try:
            ended = self.guarded((lambda: thunk() and None) if level.program else thunk)
        finally:
            self.program, self.left = False, None
        if level.program:
            self.leaving, self.code = ended, 0 if ended else 1

    def define_break(self) -> None:
        """Let `break` stop, without an import, unless it means something else."""
        bindings = self.interpreter.user.environment.bindings
        bindings.setdefault(intern("break"), GlobalVariable(PRIMITIVES, "%break"))

    def level_data(self) -> list:
        """The levels as data of the heap."""
        from lisp.debug.saved import level_data

        return [level_data(level.stop, level.current, level.program) for level in self.levels]

    def take_up(self, levels: list) -> None:
        """Go on in LEVELS, which an image holds."""
        if not levels:
            return
        from lisp.debug.saved import stop_of

        self.levels = [Level(*stop_of(self.world, data)) for data in levels]
        self.announce(self.levels[-1].stop)

    # -- what the editor asks ---------------------------------------------------------------------------------------

    def prompt_text(self) -> str:
        return f"[{len(self.levels)}]> " if self.levels else "> "

    def names(self) -> list[str]:
        from lisp.debug.describe import bound_names

        self.interpreter.services.catch_up()
        return bound_names(self.interpreter.user)

    def library_names(self) -> list[str]:
        """The libraries there are, loaded or in files."""
        from lisp.repl.completion import library_files

        known = {name for name in self.world.libraries if not name.startswith(("(user", "(environment "))}
        return sorted(known | library_files(self.interpreter.services.folders))

    def command_names(self) -> list[str]:
        from lisp.repl.commands.table import names

        return names()

    def part_names(self) -> list[str]:
        """The fields of what is inspected."""
        from lisp.debug.parts import parts

        return [name for name, _ in parts(self.inspected[-1][1])] if self.inspected else []

    def kind_of_name(self, name: str) -> str | None:
        """"syntax" or "defined" for a name that means something."""
        self.interpreter.services.catch_up()
        binding = self.interpreter.user.environment.bindings.get(intern(name))
        if binding is None:
            return None
        return "syntax" if binding.__class__ in (Macro, CoreSyntax) else "defined"

    def meaning_line(self, name: str, kind: str) -> str:
        """What the candidate NAME of a completion means, in one line."""
        from lisp.debug.describe import meaning_of

        if kind == "command":
            from lisp.repl.commands.table import find

            return find(name).doc
        meaning = meaning_of(self.world, self.interpreter.user, name) if kind == "name" else None
        return meaning.line() if meaning is not None else kind

    def signature(self, name: str) -> str | None:
        """How NAME is called."""
        if name not in self.signatures:
            from lisp.debug.describe import signature

            self.interpreter.services.catch_up()
            self.signatures[name] = signature(self.world, self.interpreter.user, name)
        return self.signatures[name]

    def status(self) -> str:
        """What the bottom line shows where there is no procedure to show."""
        if not self.levels:
            return ""
        pausing = self.levels[-1].stop.pausing
        ways = ",step ,next ,out ,continue ,bt ,locals" if pausing else ",bt ,locals ,retry ,use VALUE ,abort"
        return f"stopped at level {len(self.levels)}   {ways}"


def forms_in(text: str) -> list[str]:
    """The texts of the forms in TEXT, each with the comments before it; what is no form at the end is one as well."""
    from lisp.reader.complete import find_end

    found: list[str] = []
    at = 0
    while text[at:].strip():
        end, state = find_end(text, at)
        if state == "nothing":
            break
        found.append(text[at:end].strip() if found else text[at:end])
        at = end
    return found
