"""What the word at the cursor could become: bound names, libraries inside `import`, files inside strings, commands.

Works on text and offsets alone; lines.py shows the candidates. What a candidate means is found out when it is shown.
"""

from __future__ import annotations

import os
import re

from lisp.repl.scan import Token, elements, inside_text, opener_around, scan, token_before

WORD = re.compile(r"[^\s()\"';`,|]*\Z")
MOST_FILES = 500
FILE_COMMANDS = (",load", ",save", ",reload", ",test", ",images")


class Candidate:
    """TEXT to stand from offset `start` on up to the cursor; `kind` is name, local, library, file, command or part."""

    __slots__ = ("text", "start", "kind")

    def __init__(self, text: str, start: int, kind: str) -> None:
        self.text = text
        self.start = start
        self.kind = kind


class Completer:
    """Completion for a prompt. NAMES, LIBRARIES, COMMANDS, PARTS (of what is inspected) give what there is."""

    def __init__(self, names: object, libraries: object, commands: object, parts: object = list) -> None:
        self.names = names
        self.libraries = libraries
        self.commands = commands
        self.parts = parts

    def candidates(self, text: str, at: int) -> list[Candidate]:
        """What could stand at offset AT of TEXT."""
        tokens = scan(text)
        token = token_before(tokens, at)
        if inside_text(text, token, at):
            return files(text[token.start + 1 : at], at) if text[token.start] == '"' else []
        word = WORD.search(text[:at])[0]
        start = at - len(word)
        if text[:start].strip() == "," and text.lstrip().startswith(","):
            return [Candidate(name, start, "command") for name in self.commands() if name.startswith(word)]
        if text.lstrip().startswith(",part "):
            return [Candidate(name, start, "part") for name in self.parts() if name.startswith(word)]
        if text.lstrip().startswith(FILE_COMMANDS) and "(" not in text:
            return files(text[text.find(" ") + 1 : at].lstrip(), at)
        opener = opener_around(tokens, at)
        if in_import(text, tokens, opener):
            return self.library_candidates(text, tokens, opener, at)
        return self.name_candidates(text, tokens, word, start)

    def name_candidates(self, text: str, tokens: list[Token], word: str, start: int) -> list[Candidate]:
        """Names that begin with WORD; where there are none, those that contain it."""
        if not word:
            return []
        known = self.names()
        typed = {text[t.start : t.end] for t in tokens if t.kind == "atom" and t.start != start}
        locals_ = sorted(name for name in typed if name.startswith(word) and name != word and not known_number(name))
        found = [name for name in known if name.startswith(word)]
        if not found and not locals_ and len(word) > 1:
            found = [name for name in known if word in name]
        seen = set(found)
        made = [Candidate(name, start, "local") for name in locals_ if name not in seen]
        return made + [Candidate(name, start, "name") for name in found]

    def library_candidates(self, text: str, tokens: list[Token], opener: int, at: int) -> list[Candidate]:
        """Libraries whose printed name begins with what stands in the list around the cursor."""
        begun = tokens[opener] if opener >= 0 else None
        start = at
        if begun is not None and not heads_import(text, tokens, opener):
            start = begun.start
        typed = " ".join(text[start:at].split())
        typed += " " if typed and text[at - 1] == " " and not typed.endswith("(") else ""
        found = [name for name in self.libraries() if name.startswith(typed)]
        end = text[at : at + 1] == ")"
        return [Candidate(name[:-1] if end and start < at else name, start, "library") for name in found]


def in_import(text: str, tokens: list[Token], opener: int) -> bool:
    """Whether the list that OPENER opens lies in an import form, or the text is the command."""
    if text.lstrip().startswith(",import"):
        return True
    while opener >= 0:
        if heads_import(text, tokens, opener):
            return True
        opener = opener_around(tokens, tokens[opener].start)
    return False


def heads_import(text: str, tokens: list[Token], opener: int) -> bool:
    inside = elements(tokens, opener)
    if not inside:
        return False
    head = tokens[inside[0][0]]
    return text[head.start : head.end] in ("import", "only", "except", "prefix", "rename")


def known_number(name: str) -> bool:
    return name[0].isdigit() or name.startswith(("#", "+", "-", "."))


def files(typed: str, at: int) -> list[Candidate]:
    """Files whose path begins with TYPED, which ends at offset AT; folders end in a slash."""
    folder, _, begun = typed.rpartition("/")
    place = folder + "/" if "/" in typed else ""
    try:
        with os.scandir(os.path.expanduser(place) or ".") as entries:
            found = [e.name + ("/" if e.is_dir() else "") for e in entries if e.name.startswith(begun)]
    except OSError:  # no such folder: nothing to offer
        return []
    shown = sorted(name for name in found if begun.startswith(".") or not name.startswith("."))
    return [Candidate(place + name, at - len(typed), "file") for name in shown[:MOST_FILES]]


def library_files(folders: list[str]) -> set[str]:
    """The names of the libraries in files below FOLDERS, as they are printed."""
    found: set[str] = set()
    for folder in folders:
        for place, below, names in os.walk(folder):
            depth = os.path.relpath(place, folder)
            parts = [] if depth == "." else depth.split(os.sep)
            below[:] = [name for name in below if not name.startswith((".", "_"))] if len(parts) < 3 else []
            found.update("(" + " ".join([*parts, name[:-4]]) + ")" for name in names if name.endswith(".sld"))
    return found


def head_at(text: str, at: int, tokens: list[Token] | None = None) -> str | None:
    """The operator of the innermost call around the cursor: what a signature is shown of."""
    tokens = scan(text) if tokens is None else tokens
    opener = opener_around(tokens, at)
    while opener >= 0:
        inside = elements(tokens, opener)
        if inside:
            first = tokens[inside[0][0]]
            if first.kind == "atom" and not known_number(text[first.start : first.end]):
                return text[first.start : first.end]
        opener = opener_around(tokens, tokens[opener].start)
    return None
