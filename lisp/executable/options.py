"""The command line of `lisp build`."""

from __future__ import annotations

USAGE = """\
usage: lisp build FILE -o OUT [OPTION…]

  --toplevel NAME     load FILE now; the executable starts with its procedure NAME
  --version TEXT      what (app-version) gives
  --python PATH       carry code for the CPython at PATH, too (may be repeated)
  --shake             leave out what the program does not reach
  --compress          a smaller file, which takes longer to start
  --sign KEY          sign it with the private key in the file KEY (`lisp image keygen`)
  --python-deps       let pure Python packages that the program imports travel inside
  --standalone        a folder with a Python of its own, for machines without one
  --tar               that folder as one file, OUT.tar.gz
  --one-file          with --standalone: one file, made by PyInstaller
  --force             build even if nothing has changed
  -L DIR              look for libraries in DIR first (may be repeated)
"""
VALUES = {"-o": "output", "--toplevel": "toplevel", "--version": "version", "--sign": "sign"}
LISTS = {"--python": "pythons", "-L": "folders"}
FLAGS = {
    "--shake": "shake", "--compress": "compress", "--python-deps": "python_deps", "--standalone": "standalone",
    "--tar": "tar", "--one-file": "one_file", "--force": "force",
}  # fmt: skip


class WrongOptions(Exception):
    """A command line that `lisp build` does not understand; the message says why."""


class Options:
    """What is to be built, and how."""

    def __init__(self, program: str = "", output: str = "") -> None:
        self.program = program
        self.output = output
        self.toplevel: str | None = None
        self.version: str | None = None
        self.sign: str | None = None
        self.pythons: list[str] = []
        self.folders: list[str] = []
        self.shake = False
        self.compress = False
        self.python_deps = False
        self.standalone = False
        self.tar = False
        self.one_file = False
        self.force = False


def parse_options(words: list[str]) -> Options:
    """The options that WORDS spell."""
    options = Options()
    programs = []
    waiting = list(reversed(words))
    while waiting:
        word = waiting.pop()
        if word in FLAGS:
            setattr(options, FLAGS[word], True)
        elif word in VALUES or word in LISTS:
            if not waiting:
                raise WrongOptions(f"option {word} needs a value")
            if word in LISTS:
                getattr(options, LISTS[word]).append(waiting.pop())
            else:
                setattr(options, VALUES[word], waiting.pop())
        elif word.startswith("-"):
            raise WrongOptions(f"build: unknown option {word}")
        else:
            programs.append(word)
    if len(programs) != 1 or not options.output:
        raise WrongOptions("build: expected one program and -o with one file")
    if options.version is not None and not options.version.isprintable():
        raise WrongOptions("build: a version is one line of text")
    if (options.tar or options.one_file) and not options.standalone:
        raise WrongOptions("build: --tar and --one-file go with --standalone")
    options.program = programs[0]
    return options
