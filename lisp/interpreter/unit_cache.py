"""The unit cache: what the command line compiled once, it runs at once the next time.

A text is looked up by what its expansion depends on: the image that the process started from and the texts that were
evaluated since (`state`, a hash of both), and the text itself. So an entry is right whenever it is found. Where anything
else took part (a library or an included file was looked for, `eval` or `load` ran), nothing is kept and nothing more is
taken (`services.untracked`).

An entry is a file in the user's cache folder: a checksum and the marshalled units, one for each form, or one for a whole
program. Running them leaves the top level's syntax behind: the texts are expanded again, for that effect alone, before
anything else is (`Services.catch_up`).
"""

from __future__ import annotations

from _imp import source_hash
from marshal import dumps, loads

from lisp.data.place import Source
from lisp.image.boot import version_tag
from lisp.runtime.unit import Unit

FORMAT = "3"
LONGEST_TEXT = 1_000_000
MOST_ENTRIES = 2000
CHECK = 16  # bytes of checksum


def hash_of(data: bytes) -> bytes:
    """A hash of DATA, CHECK bytes, that needs no module to be loaded."""
    return source_hash(1, data) + source_hash(2, data)


class UnitCache:
    """The cache for one interpreter. START names what it started from: image, features."""

    def __init__(self, services: object, folder: str, start: str) -> None:
        self.services = services
        self.folder = folder
        self.state = hash_of(f"{FORMAT}\0{version_tag()}\0{start}".encode()).hex()

    def advance(self, text: str, name: str, whole: bool) -> str:
        """The entry's name for TEXT in the state reached, which moves on."""
        key = f"{self.state}\0{whole}\0{name}\0{text}"
        self.state = hash_of(key.encode("utf-8", "surrogatepass")).hex()
        return f"{self.folder}/{self.state}"

    def take(self, text: str, name: str, whole: bool) -> tuple[str, list[Unit] | None]:
        """The path of the entry for TEXT, and its units if they are there. WHOLE: as one program, not form by form."""
        path = self.advance(text, name, whole)
        if self.services.untracked:
            return path, None
        try:
            with open(path, "rb") as file:
                content = file.read()
        except OSError:
            return path, None
        body = content[CHECK:]
        if hash_of(body) != content[:CHECK]:
            return path, None
        return path, [self.unit(fields, text) for fields in loads(body)]

    def unit(self, fields: tuple, text: str) -> Unit:
        """The unit of which FIELDS were kept, in the World, with its constants in the user's library."""
        key, core, sources, code, exported, constants = fields
        made = [Source(name, text if content is None else content) for name, content in sources]
        unit = self.services.world.add_unit(Unit(key, core, made, code, exported))
        if constants:
            self.services.install_constants(unit, decode_constants(self.services, constants))
        return unit

    def keep(self, path: str, text: str, units: list[Unit]) -> None:
        """Keep UNITS, compiled from TEXT, as the entry PATH; not being able to is no error."""
        if self.services.untracked or len(text) > LONGEST_TEXT:
            return
        fields = [self.fields(unit, text) for unit in units]
        body = dumps(fields)
        self.write(path, hash_of(body) + body)

    def fields(self, unit: Unit, text: str) -> tuple:
        sources = [(source.name, None if source.text == text else source.text) for source in unit.sources]
        values = self.services.constants_of(unit)
        constants = encode_constants(self.services, values) if values else b""
        return unit.key, bytes(unit.core), sources, unit.code, unit.exported, constants

    def write(self, path: str, content: bytes) -> None:
        from os import getpid, makedirs, replace

        temporary = f"{path}.{getpid()}"
        try:
            makedirs(self.folder, 0o700, exist_ok=True)
            self.prune()
            with open(temporary, "wb") as file:
                file.write(content)
            replace(temporary, path)
        except OSError:  # a full disk, a folder of somebody else's: the next run compiles again
            return

    def prune(self) -> None:
        """Remove the older half of the entries when there are too many."""
        from os import scandir, unlink

        with scandir(self.folder) as entries:
            files = [entry for entry in entries if entry.is_file()]
        if len(files) > MOST_ENTRIES:
            for entry in sorted(files, key=lambda entry: entry.stat().st_mtime)[: len(files) // 2]:
                unlink(entry.path)


def encode_constants(services: object, values: list) -> bytes:
    from sys import maxsize

    from lisp.image.encode import Encoder
    from lisp.image.save import externals

    return bytes(Encoder(externals(services.world), page=maxsize).encode("constants", "", values).bytes)


def decode_constants(services: object, data: bytes) -> list:
    from lisp.image.decode import decode_segment

    return decode_segment(data, [], [], services.image_context())[0]
