"""Core dumps: an image whose continuation is that of an error that nothing handled; `lisp debug` opens it at the error.

A core dump is an image with one level of the debugger (saved.py). Objects of Python that cannot be saved do not prevent it:
an `Unsaved` stands for each, and the message names them.
"""

from __future__ import annotations

from lisp.data.condition import LispError
from lisp.data.writer import shown
from lisp.debug.saved import level_data
from lisp.debug.stop import Stop

MOST_NAMED = 5


class Unsaved:
    """What stands in a core dump for an object of Python that could not be saved."""

    def __init__(self, text: str) -> None:
        self.text = text

    def __repr__(self) -> str:
        return f"<not saved: {self.text}>"


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
    levels, savers = [level_data(stop, 0, True)], services.savers
    services.levels = lambda: levels
    try:
        problems = services.check({})
        lost = {type(problem.object) for problem in problems}
        services.savers = [*[(cls, text_of_unsaved, Unsaved) for cls in lost], *savers]
        services.save(path, {})
    finally:
        services.levels, services.savers = list, savers
    lines = [f"core dump: {path}; `lisp debug {path}` goes on from there"]
    lines += [f"  not in it: {problem.path} ({problem.reason})" for problem in problems[:MOST_NAMED]]
    if len(problems) > MOST_NAMED:
        lines.append(f"  … and {len(problems) - MOST_NAMED} more objects of Python")
    return "\n".join(lines)


def text_of_unsaved(value: object) -> str:
    return shown(value, 80).removeprefix("#<python ").removesuffix(">")
