"""How a process ends: what an action leads to becomes an exit code, and an error a message on stderr."""

from __future__ import annotations

import sys

from lisp.data.condition import LispError
from lisp.runtime.frame import Exit, Interrupt
from lisp.runtime.interrupt import Interruptible

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable


def guarded(action: Callable[[], int], check: Callable[[], None] | None = None) -> int:
    """Do ACTION; whatever happens is an exit code, and an error a message on stderr. CHECK: raises a LispError or an OSError if
    what looks like a bug of ours may be the fault of a damaged file."""
    try:
        with Interruptible():
            code = action()
    except Exit as leaving:
        code = leaving.code
    except LispError as failure:
        code = show_failure(failure)
    except (KeyboardInterrupt, Interrupt):
        code = interrupted()
    except BrokenPipeError:
        code = broken_pipe()
    except Exception as failure:  # a bug of ours: no traceback reaches a user who has not asked for one
        code = show_bug(failure) if check is None else show_bug_or_damage(failure, check)
    return flushed(code)


def show_failure(failure: object) -> int:
    """Show the LispError FAILURE, after what the program had written; the exit code."""
    if getattr(failure.payload, "kind", None) == "interrupt":
        return interrupted()
    flushed(0)
    sys.stderr.write(f"{failure}\n")
    return 1


def interrupted() -> int:
    flushed(0)
    sys.stderr.write("interrupted\n")
    return 130


def broken_pipe() -> int:
    """Whoever read our output has gone: say nothing, and let Python's own last flush find nothing to complain about."""
    import os

    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 1


def show_bug_or_damage(failure: Exception, check: Callable[[], None]) -> int:
    """As `show_bug`, or show what CHECK says is the reason."""
    from contextlib import suppress

    try:
        with suppress(OSError):  # the file has gone: then nobody knows
            check()
    except LispError as damage:
        return show_failure(damage)
    return show_bug(failure)


def show_bug(failure: Exception) -> int:
    import os

    if os.environ.get("LISP_TRACEBACK"):
        raise failure
    flushed(0)
    text = f"{type(failure).__name__}: {failure}"[:300]
    sys.stderr.write(f"lisp: internal error, please report it (LISP_TRACEBACK=1 shows where): {text}\n")
    return 1


def flushed(code: int) -> int:
    """CODE, after all output is written; another one where that fails."""
    if "lisp.data.written" in sys.modules:
        code = files_flushed(code)
    try:
        if sys.stdout is not None:
            sys.stdout.flush()
    except BrokenPipeError:
        return broken_pipe()
    except OSError as problem:
        sys.stderr.write(f"lisp: standard output: {(problem.strerror or str(problem)).lower()}\n")
        return code or 1
    return code


def files_flushed(code: int) -> int:
    """CODE, after what ports that were left open hold is in their files."""
    import gc

    from lisp.data.port import FileOutput

    for port in gc.get_objects():
        if isinstance(port, FileOutput) and getattr(port, "handle", None) is not None:
            try:
                port.handle.flush()
            except (OSError, ValueError) as problem:
                sys.stderr.write(f"lisp: {port.name}: {(getattr(problem, 'strerror', None) or str(problem)).lower()}\n")
                code = code or 1
    return code
