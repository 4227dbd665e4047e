"""The system: time, process context, features (report, 6.14). The clocks of Python serve underneath."""

from __future__ import annotations

from lisp.core.primitive import primitive
from lisp.data.pair import make_pair, to_list
from lisp.data.string import String, text_of
from lisp.data.symbol import intern
from lisp.runtime.frame import Exit
from lisp.runtime.world import World

JIFFIES = 1_000_000  # a second


@primitive("current-second", "-> real", section="6.14")
def current_second() -> float:
    """Seconds since 1970 on the system's clock (UTC, not TAI: the two differ by whole seconds)."""
    from time import time

    return time()


@primitive("current-jiffy", "-> exact-integer", section="6.14")
def current_jiffy() -> int:
    """Microseconds since some moment, never going back."""
    from time import perf_counter_ns

    return perf_counter_ns() // (1_000_000_000 // JIFFIES)


@primitive("jiffies-per-second", "-> exact-integer", section="6.14", pure=True)
def jiffies_per_second() -> int:
    """How many jiffies a second has."""
    return JIFFIES


@primitive("command-line", "-> list", section="6.14", world=True)
def command_line(world: World) -> object:
    """The program's name and arguments, as strings."""
    return to_list([String(word) for word in world.command_line])


@primitive("get-environment-variable", "string -> object", section="6.14")
def get_environment_variable(name: String) -> object:
    """The value of an environment variable, or #f."""
    from os import environ

    value = environ.get(text_of(name))
    return False if value is None else String(value)


@primitive("get-environment-variables", "-> list", section="6.14")
def get_environment_variables() -> object:
    """All environment variables, as an association list."""
    from os import environ

    return to_list([make_pair(String(name), String(value)) for name, value in environ.items()])


@primitive("features", "-> list", section="6.14", world=True)
def features(world: World) -> object:
    """What `cond-expand` takes for true, as symbols."""
    return to_list([intern(name) for name in world.features])


@primitive("%system-information", "-> list")
def system_information() -> object:
    """What runs the program, as an association list: lisp, python, implementation, system."""
    import sys

    facts = {
        "lisp": sys.modules["lisp"].__version__,  # a floor above has it
        "python": ".".join(map(str, sys.version_info[:3])),
        "implementation": sys.implementation.name,
        "system": sys.platform,
    }
    return to_list([make_pair(intern(name), String(value)) for name, value in facts.items()])


@primitive("terminal-width", "-> exact-integer")
def terminal_width() -> int:
    """How many characters a line of standard output holds: what COLUMNS says, or the terminal, or 80."""
    from os import environ, get_terminal_size

    columns = environ.get("COLUMNS", "")
    if columns.isascii() and columns.isdigit() and int(columns) > 0:
        return int(columns)
    try:
        return get_terminal_size(1).columns or 80
    except OSError:  # no terminal
        return 80


@primitive("%exit", "[object] -> object", section="6.14")
def exit_(obj: object = True) -> object:
    """Leave the program; OBJ as the exit code: #t is 0, #f is 1, an exact integer modulo 256, anything else 1."""
    if obj is True or obj is False:
        raise Exit(0 if obj else 1)
    raise Exit(obj & 255 if obj.__class__ is int else 1)
