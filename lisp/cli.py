"""The command line: arguments become calls of an `Interpreter`; errors are shown here and become exit codes.

In:  the arguments, LISP_PATH (folders of libraries, separated as in PATH), standard input
Out: the program's output on stdout, errors on stderr, an exit code: what `exit` says, else 0; 1 after an error that
     nothing handled; 2 for a wrong command line; 130 after Ctrl-C

Nothing is imported here before it is known to be needed: this module is most of what a short script pays at start.
"""

from __future__ import annotations

import sys

from lisp.executable.ending import guarded, show_failure

USAGE = """\
usage: lisp [OPTION…]                 a prompt; the program on standard input if that is no terminal
       lisp [OPTION…] FILE [ARG…]     run the program in FILE; - stands for standard input
       lisp [OPTION…] -e EXPR         evaluate EXPR (may be repeated; prints nothing by itself)
       lisp build FILE -o OUT         make one executable file of the program in FILE
       lisp debug [--trust] IMAGE     take up a core dump, or a saved level of the debugger
       lisp image SUBCOMMAND …        look at images: info, ls, show, diff, verify, why, graph, shake, flatten, sign, keygen
"""
OPTIONS = """
  -e EXPR, --eval EXPR     evaluate EXPR; a FILE is run after all of them
  -i FILE, --image FILE    start from the image FILE instead of the base image, and do what it was saved to do unless
                           there is something to evaluate or to run; `-i FILE -- ARG…` gives it arguments
  --trust                  take compiled code and Python objects from that image, though it was neither made here nor
                           signed by somebody whom you trust
  -L DIR                   look for libraries in DIR first (may be repeated)
  --dump-on-error FILE     after an error that nothing handles, save what it stopped to the image FILE (`lisp debug FILE`)
  --expand FILE            show the expansion of the program in FILE, do not run it
  --version                show the version
  -h, --help               show this

LISP_PATH names more folders with libraries, searched after those of -L.
"""
WITH_VALUE = {
    "-e": "eval", "--eval": "eval", "-i": "image", "--image": "image", "-L": "folder", "--expand": "expand",
    "--dump-on-error": "dump",
}  # fmt: skip


class Usage(Exception):
    """A wrong command line; the message says how."""


class Command:
    """A command line that was understood. `file` is a path, `-` or None; `rest` are the arguments for the program."""

    def __init__(self) -> None:
        self.expressions: list[str] = []
        self.image: str | None = None
        self.trusted: bool | None = None
        self.folders: list[str] = []
        self.expand: str | None = None
        self.dump: str | None = None
        self.show: str | None = None
        self.file: str | None = None
        self.rest: list[str] = []


def parse(arguments: list[str]) -> Command:
    """The command that ARGUMENTS (without the program's name) spell."""
    command = Command()
    waiting = list(reversed(arguments))
    while waiting:
        word = waiting.pop()
        if word == "--":
            if waiting and command.image is None:
                command.file = waiting.pop()
            break
        if word == "-" or not word.startswith("-"):
            command.file = word
            break
        if word in ("--version", "--help", "-h"):
            command.show = "version" if word == "--version" else "help"
            return command
        if word == "--trust":
            command.trusted = True
            continue
        take_option(command, word, waiting)
    command.rest = list(reversed(waiting))
    if command.expand is not None and (command.file or command.expressions):
        raise Usage("--expand takes one file and nothing to run")
    if command.trusted and command.image is None:
        raise Usage("--trust is said of the image of -i")
    return command


def take_option(command: Command, word: str, waiting: list[str]) -> None:
    """Note option WORD and its value: the next of WAITING, or what is attached to it (-LDIR, --image=FILE)."""
    name, equals, value = word.partition("=") if word.startswith("--") else (word[:2], word[2:], word[2:])
    option = WITH_VALUE.get(name)
    if option is None:
        raise Usage(f"unknown option {name if word.startswith('--') else word}")
    if not equals:
        if not waiting:
            raise Usage(f"option {name} needs a value")
        value = waiting.pop()
    if option == "eval":
        command.expressions.append(value)
    elif option == "folder":
        command.folders.append(value)
    elif option == "image":
        command.image = value
    elif option == "dump":
        command.dump = value
    else:
        command.expand = value


def main(arguments: list[str] | None = None, base: object = None) -> int:
    """Do what ARGUMENTS (those of the process) say; the exit code. BASE: the base image, if it is open already."""
    words = sys.argv[1:] if arguments is None else arguments
    try:
        if words[:1] == ["build"]:
            return build_command(words[1:])
        if words[:1] == ["image"]:
            return guarded(lambda: image_command(words[1:]))
        if words[:1] == ["debug"]:
            return debug_command(words[1:])
        command = parse(words)
    except Usage as problem:
        sys.stderr.write(f"lisp: {problem}\n{USAGE}")
        return 2
    if command.show is not None:
        from lisp import __version__

        sys.stdout.write(f"lisp {__version__}\n" if command.show == "version" else USAGE + OPTIONS)
        return 0
    return guarded(lambda: perform(command, base))


def perform(command: Command, base: object = None) -> int:
    """Do what COMMAND says; the exit code."""
    import gc

    gc.disable()  # what is made until a program runs stays
    from lisp.interpreter.interpreter import Interpreter

    name = command.file or command.image
    arguments = ["lisp"] if name is None else [name, *command.rest]
    interpreter = Interpreter(
        command.image, library_path=library_path(command), arguments=arguments, cached=True, trusted=command.trusted, base=base
    )
    collect_garbage_seldom()
    try:
        return stopping(interpreter, command)
    finally:
        interpreter.flush()


def evaluate(interpreter: object, command: Command) -> int:
    """Do what COMMAND says with INTERPRETER; the exit code."""
    if command.expand is not None:
        from lisp.interpreter.sources import read_text

        sys.stdout.write(interpreter.expand_text(read_text(command.expand), command.expand))
        return 0
    for expression in command.expressions:
        interpreter.eval_lisp(expression, "<eval>")
    if command.file is not None:
        run_program(interpreter, command.file)
    elif not command.expressions:
        return go_on(interpreter)
    return 0


def stopping(interpreter: object, command: Command) -> int:
    """As `evaluate`. Where `break` stops the program at a terminal, the debugger begins; an error that nothing handled
    leaves a core dump if COMMAND says so."""
    from lisp.data.condition import LispError
    from lisp.runtime.base import abandon

    at_terminal = sys.stdin is not None and sys.stdin.isatty() and sys.stdout.isatty()
    interpreter.services.keeps_stopped = at_terminal or command.dump is not None
    if command.dump is not None:
        from lisp.debug.keeper import Keeper

        interpreter.world.keeper = Keeper()
    try:
        return evaluate(interpreter, command)
    except LispError as failure:
        kind = getattr(failure.payload, "kind", None)
        if kind == "break" and at_terminal:
            from lisp.repl.prompt import run_prompt

            interpreter.flush()
            return run_prompt(interpreter, stopped=failure)
        said = core_dump(interpreter, failure, command.dump) if command.dump is not None and kind != "interrupt" else ""
        failure.__context__ = abandon(interpreter.world)
        interpreter.flush()
        code = show_failure(failure)
        sys.stderr.write(said)
        return code


def core_dump(interpreter: object, failure: object, path: str) -> str:
    """Write a core dump to PATH before the winds that FAILURE is in are left; what to say about it."""
    from lisp.debug.dump import dump_core

    return dump_core(interpreter, failure, path) + "\n"


def collect_garbage_seldom() -> None:
    """Begin to look for circular garbage: not among what booting made, and at 10,000 new objects instead of 700.

    A list program makes objects faster than Python's own thresholds suppose: sorting takes 8 % less this way.
    """
    import gc

    gc.freeze()
    gc.set_threshold(10_000, 10, 10)
    gc.enable()


def debug_command(words: list[str]) -> int:
    """`lisp debug [--trust] IMAGE`; a script that is called debug is run as ./debug."""
    trusted = True if words[:1] == ["--trust"] else None
    names = words[1:] if trusted else words
    if len(names) != 1 or names[0].startswith("-"):
        raise Usage("debug: expected one image")
    return guarded(lambda: perform_debug(names[0], trusted))


def perform_debug(path: str, trusted: bool | None) -> int:
    from lisp.data.condition import error
    from lisp.interpreter.interpreter import Interpreter
    from lisp.repl.prompt import run_prompt

    interpreter = Interpreter(path, trusted=trusted)
    if not interpreter.saved_levels():
        raise error("image", f"{path}: the image holds no level of the debugger; `lisp -i {path}` goes on from it")
    collect_garbage_seldom()
    try:
        return run_prompt(interpreter)
    finally:
        interpreter.flush()


def build_command(words: list[str]) -> int:
    """`lisp build FILE -o OUT [OPTION…]`."""
    from lisp.executable.options import USAGE as BUILD_USAGE
    from lisp.executable.options import WrongOptions, parse_options

    if words in (["--help"], ["-h"]):
        sys.stdout.write(BUILD_USAGE)
        return 0
    try:
        options = parse_options(words)
    except WrongOptions as problem:
        raise Usage(str(problem)) from None
    return guarded(lambda: perform_build(options))


def perform_build(options: object) -> int:
    from lisp.executable.build import build

    sys.stdout.write(build(options) + "\n")
    return 0


def image_command(words: list[str]) -> int:
    """`lisp image SUBCOMMAND …`; a script that is called image is run as ./image."""
    from lisp.tools.command import run

    return run(words)


def run_program(interpreter: object, file: str) -> None:
    """Run the program FILE."""
    if file == "-":
        interpreter.run_text(standard_input(), "<stdin>")
    else:
        interpreter.run_file(file)


def go_on(interpreter: object) -> int:
    """Do what the image was saved to do; if that leaves nothing to do, give a prompt, or run what standard input holds."""
    value = None
    if interpreter.has_entry() and not interpreter.saved_in_level():
        value = interpreter.resume_entry()
        if not interpreter.saved_at_prompt():
            return 0
    if not interpreter.saved_in_level() and (sys.stdin is None or not sys.stdin.isatty()):
        run_program(interpreter, "-")
        return 0
    from lisp.repl.prompt import run_prompt

    return run_prompt(interpreter, value)


def library_path(command: Command) -> list[str]:
    """The folders that are searched for libraries, first those of the command line."""
    from lisp.interpreter.base_image import variable

    separator = ";" if sys.platform == "win32" else ":"
    return command.folders + [folder for folder in (variable("LISP_PATH") or "").split(separator) if folder]


def standard_input() -> str:
    """All of standard input."""
    if sys.stdin is None:
        return ""
    return decoded(sys.stdin.buffer.read(), "<stdin>")


def decoded(octets: bytes, name: str) -> str:
    from lisp.data.condition import error

    try:
        return octets.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise error("read", f"{name}: the text is not UTF-8") from None
