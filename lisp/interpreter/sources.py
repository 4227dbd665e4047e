"""What expansion takes from the file system: whether files are there, and their texts.

All that is asked for is noted in `facts`: path, as it was asked for → "" if there is no file, "file" if there is one, or a hash
of the text that was read. So the unit cache knows what its entries depend on. What an entry was checked against stays in
`kept` until it has been expanded again (postponed.py), however the files change meanwhile.
"""

from __future__ import annotations

from _imp import source_hash

from lisp.data.condition import LispError, error

ABSENT, PRESENT = "", "file"


class Sources:
    """Files of libraries and included files, for one interpreter."""

    def __init__(self) -> None:
        self.facts: dict[str, str] = {}
        self.kept: dict[str, str | None] = {}  # path → text, or None if there is no file
        self.again = False  # whether what is kept is being expanded

    def is_file(self, path: str) -> bool:
        """Whether there is a file at PATH."""
        from os.path import isfile

        if self.again and path in self.kept:
            return self.kept[path] is not None
        found = isfile(path)
        self.facts.setdefault(path, PRESENT if found else ABSENT)
        return found

    def read(self, path: str) -> str:
        """The text of the file PATH."""
        kept = self.kept.get(path) if self.again else None
        if kept is not None:
            return kept
        text = read_text(path)
        self.facts[path] = hash_of_text(text)
        return text

    def adopt(self, facts: dict[str, str]) -> bool:
        """Whether FACTS hold now; then they are noted, and the texts are kept."""
        found: dict[str, str | None] = {}
        for path, fact in facts.items():
            found[path] = text = text_at(path)
            if fact != (ABSENT if text is None else fact if fact == PRESENT else hash_of_text(text)):
                return False
            if self.kept.get(path, text) != text:
                return False  # it has changed since, and what was there then has not been expanded yet
        self.facts.update(facts)
        self.kept.update(found)
        return True

    def settled(self) -> str:
        """All that was noted since this was last asked, in one line."""
        facts, self.facts = self.facts, {}
        return repr(list(facts.items())) if facts else ""


def hash_of(data: bytes) -> bytes:
    """A hash of DATA, 16 bytes, that needs no module to be loaded."""
    return source_hash(1, data) + source_hash(2, data)


def hash_of_text(text: str) -> str:
    return hash_of(text.encode("utf-8", "surrogatepass")).hex()


def text_at(path: str) -> str | None:
    """The text of the file at PATH, empty if it cannot be read; None if there is none."""
    from os.path import isfile

    if not isfile(path):
        return None
    try:
        return read_text(path)
    except LispError:
        return ""


def read_text(path: str) -> str:
    """The text of PATH, UTF-8; what cannot be read is a file error in our words."""
    from lisp.image.file import reason

    try:
        with open(path, "rb") as file:
            return file.read().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise error("read", f"{path}: the text is not UTF-8") from None
    except (OSError, ValueError) as problem:
        raise error("file", f"{path}: {reason(problem)}") from None
