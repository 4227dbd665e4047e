"""The command line of the tools: `lisp image SUBCOMMAND …`.

Each tool makes plain data of its arguments; that is shown as text, or as it is with --json. Errors are raised as LispError,
which lisp/cli.py shows in one line. Exit codes: 0; 1 after an error, and for `verify` if something is wrong; 2 for a wrong
command line; `diff` gives 0 also where the images differ, but 1 with --exit-code; `info --sources` gives 1 for an image that is
older than its sources.
"""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser, Namespace

from lisp.image.save import uncollected

SUMMARY = "Look at images without running anything of them."


def run(words: list[str]) -> int:
    """Do what WORDS, the arguments after `lisp image`, say; the exit code."""
    try:
        arguments = parser().parse_args(words)
    except SystemExit as leaving:  # argparse has shown its help or what is wrong
        return int(leaving.code or 0)
    # a large heap stays to the end, and looking through it again and again takes longer than all else
    found, lines, code = uncollected(lambda: arguments.action(arguments))
    if arguments.json:
        sys.stdout.write(json.dumps(found, ensure_ascii=False, indent=2) + "\n")
    else:
        sys.stdout.writelines([line + "\n" for line in lines(found)])
    return code


def parser() -> ArgumentParser:
    """The grammar of the command line."""
    top = ArgumentParser("lisp image", description=SUMMARY, allow_abbrev=False)
    tools = top.add_subparsers(metavar="SUBCOMMAND", required=True)

    def tool(name: str, action: object, help: str, *files: str) -> ArgumentParser:
        sub = tools.add_parser(name, help=help, description=help[0].upper() + help[1:] + ".", allow_abbrev=False)
        for file in files:
            sub.add_argument(file.lower(), metavar=file)
        sub.add_argument("--json", action="store_true", help="show the facts as JSON")
        sub.set_defaults(action=action)
        return sub

    facts = tool("info", info, "what the image says of itself, its parts and sizes, and what it goes on with", "IMAGE")
    facts.add_argument("--sources", action="store_true", help="see whether its source files are the same; exit with 1 if not")
    ls = tool("ls", list_definitions, "the definitions of the user's top level, or of a library", "IMAGE")
    ls.add_argument("library", metavar="LIBRARY", nargs="?", help='such as "(scheme base)"')
    ls.add_argument("--all", action="store_true", help="those of all libraries")
    tool("show", show, "the source of a definition, from the image", "IMAGE", "NAME")
    diff = tool("diff", difference, "what was defined, removed and changed from image A to image B", "A", "B")
    diff.add_argument("--exit-code", action="store_true", help="exit with 1 if there is a difference")
    check = tool("verify", verify, "check every part of the image, and who made it", "IMAGE")
    check.add_argument("--key", metavar="PUBLIC", help="the public key of somebody who must have signed it")
    tool("why", why, "what keeps an object in the image; NAME, or a path such as accounts/1/owner", "IMAGE", "NAME")
    tool("graph", graph, "write a treemap of the heap, by definition and type, to the HTML file OUT", "IMAGE", "OUT")
    shake = tool("shake", shake_image, "write the image OUT with only what the image goes on with", "IMAGE", "OUT")
    tool("flatten", flatten, "write the image OUT, which holds IMAGE and all that it builds on", "IMAGE", "OUT")
    sign_tool = tool("sign", sign, "sign the image: who trusts the key takes its Python objects and compiled code", "IMAGE")
    sign_tool.add_argument("--key", metavar="PRIVATE", required=True, help="the private key")
    sign_tool.add_argument("-o", metavar="OUT", dest="out", help="write the signed image there instead")
    tool("keygen", keygen, "make a pair of keys of Ed25519: the files KEY, for yourself, and KEY.pub", "KEY")
    shake.add_argument("--keep", metavar="NAME", action="append", default=[], help="keep this definition, too (repeatable)")
    return top


# Each action imports its tool: `info` need not wait for the modules of `diff`.


def info(arguments: Namespace) -> tuple:
    from lisp.tools.info import collect, is_stale, lines

    found = collect(arguments.image, arguments.sources)
    return found, lines, int(is_stale(found))


def list_definitions(arguments: Namespace) -> tuple:
    from lisp.tools.listing import collect_list, list_lines

    return collect_list(arguments.image, arguments.library, arguments.all), list_lines, 0


def show(arguments: Namespace) -> tuple:
    from lisp.tools.listing import collect_source, source_lines

    return collect_source(arguments.image, arguments.name), source_lines, 0


def difference(arguments: Namespace) -> tuple:
    from lisp.tools.difference import collect, lines

    found = collect(arguments.a, arguments.b)
    return found, lines, 1 if arguments.exit_code and not found["same"] else 0


def verify(arguments: Namespace) -> tuple:
    from lisp.tools.verify import collect, lines

    found = collect(arguments.image, arguments.key)
    return found, lines, 1 if found["problems"] else 0


def sign(arguments: Namespace) -> tuple:
    from lisp.tools.signing import collect_sign, sign_lines

    return collect_sign(arguments.image, arguments.key, arguments.out), sign_lines, 0


def keygen(arguments: Namespace) -> tuple:
    from lisp.tools.signing import collect_keys, keys_lines

    return collect_keys(arguments.key), keys_lines, 0


def why(arguments: Namespace) -> tuple:
    from lisp.tools.why import collect, lines

    return collect(arguments.image, arguments.name), lines, 0


def graph(arguments: Namespace) -> tuple:
    from lisp.tools.treemap import collect, lines

    return collect(arguments.image, arguments.out), lines, 0


def flatten(arguments: Namespace) -> tuple:
    from lisp.tools.flatten import collect, lines

    return collect(arguments.image, arguments.out), lines, 0


def shake_image(arguments: Namespace) -> tuple:
    from lisp.tools.shake import collect, lines

    return collect(arguments.image, arguments.out, arguments.keep), lines, 0
