"""Core dumps: an image whose continuation is that of an error that nothing handled; `lisp debug` opens it at the error.

A core dump is an image with one level of the debugger (saved.py). Objects of Python that cannot be saved do not prevent it:
an `Unsaved` stands for each, and the message names them. Nor do objects that cannot be made again from what was saved: that
is tried out.
"""

from __future__ import annotations

from lisp.data.condition import LispError
from lisp.data.writer import shown
from lisp.debug.saved import level_data
from lisp.debug.stop import Stop
from lisp.interpreter.saving import check_services

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lisp.image.problems import Problem
    from lisp.interpreter.services import Services

MOST_NAMED = 5
MOST_ROUNDS = 20  # of looking for what cannot be saved


def dump_core(interpreter: object, failure: LispError, path: str) -> str:
    """Write what FAILURE stopped to the image PATH; what there is to say about it. It never fails itself."""
    try:
        return written(interpreter, failure, path)
    except LispError as problem:
        return f"no core dump: {str(problem).split(chr(10))[0]}"
    except (Exception, RecursionError) as bug:  # the program's error is what has to be shown, whatever happens here
        return f"no core dump: internal error: {type(bug).__name__}: {bug}"[:400]


def written(interpreter: object, failure: LispError, path: str) -> str:
    services = interpreter.services
    stop = Stop(interpreter.world, failure)
    if not stop.visible:
        return "no core dump: nothing was running"
    levels, stand_ins = [level_data(stop, 0, True)], interpreter.world.stand_ins
    services.levels = lambda: levels
    try:
        problems = leave_out(services)
        services.save(path, {})
    finally:
        services.levels, interpreter.world.stand_ins = list, stand_ins
    lines = [f"core dump: {path}; `lisp debug {path}` goes on from there"]
    lines += [f"  not in it: {problem.path} ({problem.reason})" for problem in problems[:MOST_NAMED]]
    if len(problems) > MOST_NAMED:
        lines.append(f"  … and {len(problems) - MOST_NAMED} more objects of Python")
    return "\n".join(lines)


def leave_out(services: Services) -> list[Problem]:
    """Leave out of the next image every Python object that keeps it from being saved or booted; what these are.

    Without one of them the next may be seen, or turn out to be no better, so this goes on as long as there are some.
    """
    found: list[Problem] = []
    for _ in range(MOST_ROUNDS):
        problems = check_services(services, {}, trying=True)
        if not problems:
            break
        found += problems
        services.world.stand_ins = [(problem.object, text_of_unsaved(problem.object)) for problem in found]
    return found


def text_of_unsaved(value: object) -> str:
    return shown(value, 80).removeprefix("#<python ").removesuffix(">")
