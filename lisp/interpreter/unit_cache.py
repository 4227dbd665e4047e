"""The unit cache: what the command line compiled once, it runs at once the next time.

A text is looked up by what its expansion depends on: the image that the process started from and the texts that were
evaluated since (`state`, a hash of both), and the text itself. The entry says which files its expansion read or looked for,
and what it found (sources.py): it is used if that is still so, and then the next state depends on it as well. So an entry is
right whenever it is used. Where anything else took part (`eval` or `load` ran), nothing is kept and nothing more is taken
(`services.untracked`).

An entry is a file in the user's cache folder: a checksum and, marshalled, the files and the steps: units, one for each form, or
one for a whole program, and before each those of the libraries that it was the first to import. Running them leaves the
syntax behind: all is expanded again, for that effect alone, before anything else is (postponed.py).
"""

from __future__ import annotations

from marshal import dumps, loads

from lisp.core.syntax import Library
from lisp.data.place import Source
from lisp.image.boot import version_tag
from lisp.interpreter.sources import hash_of
from lisp.runtime.unit import Unit

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lisp.interpreter.services import Step

FORMAT = "4"
LONGEST_TEXT = 1_000_000
MOST_ENTRIES = 2000
CHECK = 16  # bytes of checksum


class UnitCache:
    """The cache for one interpreter. START names what it started from: image, features."""

    def __init__(self, services: object, folder: str, start: str) -> None:
        self.services = services
        self.folder = folder
        self.state = hash_of(f"{FORMAT}\0{version_tag()}\0{start}".encode()).hex()

    def advance(self, text: str, name: str, whole: bool) -> str:
        """The entry's name for TEXT in the state reached, which moves on."""
        key = f"{self.state}\0{self.services.sources.settled()}\0{whole}\0{name}\0{text}"
        self.state = hash_of(key.encode("utf-8", "surrogatepass")).hex()
        return f"{self.folder}/{self.state}"

    def take(self, text: str, name: str, whole: bool) -> tuple[str, list[Step] | None]:
        """The path of the entry for TEXT, and its steps if it can be used. WHOLE: as one program, not form by form."""
        path = self.advance(text, name, whole)
        self.services.steps = []
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
        facts, steps = loads(body)
        if not self.services.sources.adopt(facts):
            return path, None
        return path, [self.step(fields, text) for fields in steps]

    def step(self, fields: tuple, text: str) -> Step:
        """The step of which FIELDS were kept: its unit is in the World, with its constants in its library."""
        owner, label, key, core, sources, code, exported, constants = fields
        library = Library(owner) if owner else None
        made = [Source(name, text if content is None else content) for name, content in sources]
        unit = self.services.world.add_unit(Unit(key, core, made, code, exported))
        if constants:
            self.services.install_constants(unit, decode_constants(self.services, constants), library)
        return unit, library, label

    def keep(self, path: str, text: str) -> None:
        """Keep what was compiled for TEXT since it was looked for as the entry PATH; not being able to is no error."""
        if self.services.untracked or len(text) > LONGEST_TEXT:
            return
        body = dumps((self.services.sources.facts, [self.fields(text, *step) for step in self.services.steps]))
        self.write(path, hash_of(body) + body)

    def fields(self, text: str, unit: Unit, library: Library | None, label: str) -> tuple:
        sources = [(source.name, None if source.text == text else source.text) for source in unit.sources]
        values = self.services.constants_of(unit, library)
        constants = encode_constants(self.services, values) if values else b""
        owner = "" if library is None else library.name
        return owner, label, unit.key, bytes(unit.core), sources, unit.code, unit.exported, constants

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
