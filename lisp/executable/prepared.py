"""An image whose beginning was decoded when it was built, and laid out so that little has to be made of it at start.

`prepared` packs what application.py and quick.py get: the lists that are long are bytes and texts, in which the few things that
a program asks for are looked up. It is run by the CPython that the executable is for, whose hash it uses.
"""

from __future__ import annotations

from _imp import source_hash
from sys import intern

from lisp.image.columns import Reader
from lisp.image.directory import Directory
from lisp.image.file import PACKED, Image, damaged

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

NEEDED_PACKAGES = "needs"  # the line in the header that names Python packages which have to be where it runs
ROW = 24  # of the index: where, how long, a hash


class FileContent:
    """The bytes of an open file, read where they are asked for. SIZE: how many there are; READ(length, offset) gives some."""

    def __init__(self, size: int, read: Callable[[int, int], bytes]) -> None:
        self.size = size
        self.read = read

    def __len__(self) -> int:
        return self.size

    def __getitem__(self, part: slice) -> bytes:
        start, stop, _ = part.indices(self.size)
        return self.read(stop - start, start)


class PreparedImage(Image):
    """An image of which PREPARED has been made. Its entries follow one another from START on; the first of all entries of the
    file is at FIRST."""

    def __init__(self, path: str, content: FileContent, prepared: tuple, first: int, start: int) -> None:
        header, self.rows, catalogue, directory, identity, length = prepared
        super().__init__(path, content, header, {}, identity)  # type: ignore[arg-type]
        self.start, self.end = first, start + length
        self.at = start
        self.catalogue = TextTable(catalogue[0]), TextTable(catalogue[1])
        self.directory = Directory.of_state(
            {**directory, "imports": Lists(*directory["imports"]), "exports": Lists(*directory["exports"])}
        )

    def row(self, kind: str, key: str) -> int:
        """The number of the row of an entry in the index of its kind; -1 if there is none."""
        keys, rows = self.rows.get(kind, ("", b""))
        if keys is None:  # they are numbers, all from 0 on
            return int(key) if key.isdecimal() and int(key) * ROW < len(rows) else -1
        at = keys.find(f"\n{key}\n")
        return -1 if at < 0 else keys.count("\n", 0, at)

    def entry(self, kind: str, key: str) -> bytes:  # type: ignore[override]
        row = self.row(kind, key)
        if row < 0:
            raise damaged(self.path, f"part {kind} {key} is missing")
        fields = self.rows[kind][1][row * ROW : (row + 1) * ROW]
        part = self.data.read(int.from_bytes(fields[8:16], "little"), self.at + int.from_bytes(fields[:8], "little"))
        if source_hash(0, part) != fields[16:]:
            raise damaged(self.path, f"part {kind} {key} does not match its checksum")
        return self.unpacked(kind, key, memoryview(part)) if PACKED in self.header else part  # type: ignore

    def __contains__(self, key: tuple[str, str]) -> bool:
        return self.row(*key) >= 0

    def keys(self) -> dict[tuple[str, str], None]:
        found: dict[tuple[str, str], None] = {}
        for kind, (keys, rows) in self.rows.items():
            names = map(str, range(len(rows) // ROW)) if keys is None else keys[1:-1].split("\n")
            found.update(dict.fromkeys([(kind, name) for name in names]))
        return found

    def size(self, kind: str, key: str) -> int:
        start = self.row(kind, key) * ROW + 8
        return int.from_bytes(self.rows[kind][1][start : start + 8], "little")


class TextTable(dict):
    """A table from name to name; what has not been asked for yet is in `text`: a line each, in which a tab stands between."""

    __slots__ = ("text",)

    def __init__(self, text: str) -> None:
        self.text = text

    def get(self, key: str, default: object = None) -> object:
        return self[key] if key in self else default

    def __contains__(self, key: object) -> bool:
        return dict.__contains__(self, key) or f"\n{key}\t" in self.text

    def __missing__(self, key: str) -> str:
        start = self.text.find(f"\n{key}\t") + len(key) + 2
        if start < len(key) + 2:
            raise KeyError(key)
        return self.text[start : self.text.find("\n", start)]


class Lists:
    """Lists of numbers, of which few are asked for. ENDS and NUMBERS: columns of four bytes each."""

    __slots__ = ("ends", "numbers")

    def __init__(self, ends: bytes, numbers: bytes) -> None:
        self.ends = ends
        self.numbers = numbers

    def __getitem__(self, place: int) -> list[int]:
        ends = self.ends[4 * place : 4 * place + 8]
        start, end = int.from_bytes(ends[:4], "little"), int.from_bytes(ends[4:], "little")
        return Reader(self.numbers[4 * start : 4 * end]).items("I", end - start)

    def __iter__(self) -> Iterator[list[int]]:
        return map(self.__getitem__, range(len(self.ends) // 4 - 1))


# -- packing ----------------------------------------------------------------------------------------------------------


def prepared(header: dict, catalogue: tuple, directory: dict, identity: str, entries: list) -> tuple:
    """What PreparedImage needs of an image: its header, tables of its catalogue, state of its directory, identity and ENTRIES
    (kind, key, content)."""
    names = {key: [intern(name) for name in directory[key]] for key in ("names", "parts")}
    places = {pair: place for place, pair in enumerate(zip(names["names"], names["parts"]))}
    libraries = [[intern(name) for name in row] for row in directory["libraries"]]
    lists = {key: packed_lists(directory[key]) for key in ("imports", "exports")}
    state = {**directory, **names, **lists, "libraries": libraries, "places": places}
    tables = tuple(["\n" + "".join([f"{name}\t{module}\n" for name, module in table.items()]) for table in catalogue])
    return header, packed_index(entries), tables, state, identity, sum([len(content) for _, _, content in entries])


def packed_index(entries: list) -> dict[str, tuple[str | None, bytes]]:
    """Kind → (keys, rows): where the entry is, how long it is, a hash."""
    found: dict[str, tuple[list[str], list[bytes]]] = {}
    at = 0
    for kind, key, content in entries:
        keys, rows = found.setdefault(kind, ([], []))
        keys.append(key)
        rows.append(at.to_bytes(8, "little") + len(content).to_bytes(8, "little") + source_hash(0, content))
        at += len(content)
    return {kind: (packed_keys(keys), b"".join(rows)) for kind, (keys, rows) in found.items()}


def packed_keys(keys: list[str]) -> str | None:
    """KEYS as one text, None if they are the numbers from 0 on."""
    return None if keys == list(map(str, range(len(keys)))) else "\n" + "".join([key + "\n" for key in keys])


def packed_lists(lists: list[list[int]]) -> tuple[bytes, bytes]:
    ends, numbers = [0], []
    for items in lists:
        numbers += items
        ends.append(len(numbers))
    return (
        b"".join([end.to_bytes(4, "little") for end in ends]),
        b"".join([number.to_bytes(4, "little") for number in numbers]),
    )
