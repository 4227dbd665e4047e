"""The container: one file of checksummed entries behind a small header (docs/image-format.md).

    512 bytes   launcher, or zeros            8  magic            4  format version
    4 + 4       length and crc32 of the index, 4 + 4 of the header
    header      text, a line `name: value` each; can be read without anything else
    index       (kind, key, offset, length, crc32) of each entry
    entries     bytes; what they hold is the business of save.py and boot.py
    seal        who made it (seal.py); may be missing

Reading checks a checksum when an entry is taken. Writing is atomic: a temporary file beside the target, fsync, rename,
fsync of the folder; a failure leaves the old file and no litter.
"""

from __future__ import annotations

from lisp.data.condition import LispError, error
from lisp.image.columns import Damaged, Reader, Writer

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lisp.image.directory import Directory

PRELUDE = 512
MAGIC = b"\x89LISPIM\n"
FORMAT = 5
FIXED = 8 + 5 * 4
BASE, BASE_HASH = "base", "base-hash"  # lines in the header of a child image
PACKED = "packed"  # the line in the header of an image with compressed entries (packing.py)
GENERATIONS = 64
SEALED = "sealed"  # the line in the header of an image that has a seal (seal.py): without that it is cut short


class Image:
    """An image file that has been opened: `header`, and entries by (kind, key)."""

    def __init__(self, path: str, data: memoryview, header: dict[str, str], index: dict, identity: str) -> None:
        self.path = path
        self.identity = identity  # of the content: two images with one identity hold the same
        self.data = data
        self.header = header
        self.index = index
        self.start = self.end = 0  # where its entries begin and end; behind them may stand a seal (seal.py)
        self.digests: dict[tuple[str, str], bytes] | None = None  # what entries must match, once the image is trusted for them
        self.catalogue: tuple | None = None  # what the entries of these names hold, where they have been decoded already
        self.directory: Directory | None = None
        self.base: Image | None = None  # where the entries are that a child image does not have itself (child.py)

    def __contains__(self, key: tuple[str, str]) -> bool:
        return key in self.index or (self.base is not None and key in self.base)

    def keys(self) -> dict[tuple[str, str], None]:
        """The (kind, key) of every entry, those of the base among them."""
        return dict.fromkeys([*(self.base.keys() if self.base is not None else ()), *self.index])

    def size(self, kind: str, key: str) -> int:
        """The length of an entry in bytes."""
        return self.index[kind, key][1] if (kind, key) in self.index or self.base is None else self.base.size(kind, key)

    def chain(self) -> list[Image]:
        """This image, its base, the base of that, …"""
        return [self] if self.base is None else [self, *self.base.chain()]

    def is_made_of(self, path: str) -> bool:
        """Whether PATH is the file of this image, or of one that it builds on, by whatever name."""
        from os.path import exists, samefile

        return exists(path) and any(samefile(path, part.path) for part in self.chain())

    def content_hash(self) -> str:
        """What a child image knows its base by: a hash of its beginning, where the checksums of all entries are."""
        from _blake2 import blake2b  # not needed to boot

        return blake2b(self.data[PRELUDE : self.start], digest_size=16).hexdigest()

    def entry(self, kind: str, key: str) -> memoryview:
        """The bytes of an entry; an image error if they are not what was written."""
        if (kind, key) not in self.index:
            if self.base is not None:
                return self.base.entry(kind, key)
            raise damaged(self.path, f"part {kind} {key} is missing")
        from zlib import crc32  # where Python is started for it, an executable does without

        offset, length, checksum = self.index[kind, key]
        part = self.data[offset : offset + length]
        if len(part) != length or crc32(part) != checksum:
            raise damaged(self.path, f"part {kind} {key} does not match its checksum")
        if self.digests is not None:
            from _blake2 import blake2b

            if blake2b(part, digest_size=16).digest() != self.digests[kind, key]:
                raise damaged(self.path, f"part {kind} {key} is not what was sealed")
        return self.unpacked(kind, key, part) if PACKED in self.header else part

    def unpacked(self, kind: str, key: str, part: memoryview) -> memoryview:
        """What PART, an entry of an image with packed ones, holds."""
        from lisp.image.packing import is_packed, unpacked

        try:
            return unpacked(part) if is_packed(kind) else part
        except (Damaged, IndexError) as problem:
            raise damaged(self.path, f"part {kind} {key} cannot be unpacked: {problem}") from None


def damaged(path: str, why: str) -> LispError:
    """The error that the image at PATH cannot be used; WHY may name a part that has no key."""
    return error("image", f"{path}: the image is damaged: {why.replace('  ', ' ')}")


def parse_image(path: str, content: bytes) -> Image:
    """The Image in CONTENT, the bytes of the file PATH."""
    from zlib import crc32

    data = memoryview(content)
    start = PRELUDE
    if bytes(data[start : start + 8]) != MAGIC:
        raise error("image", f"{path}: not an image of lisp")
    if len(data) < start + FIXED:
        raise damaged(path, "it is cut short")
    fixed = bytes(data[start + 8 : start + FIXED])
    version, index_size, index_crc, header_size, header_crc = [
        int.from_bytes(fixed[at : at + 4], "little") for at in range(0, len(fixed), 4)
    ]
    if version != FORMAT:
        age = "older" if version < FORMAT else "newer"
        raise error("image", f"{path}: the image has format {version}, which is {age}; this lisp knows format {FORMAT}")
    at = start + FIXED
    header, index = data[at : at + header_size], data[at + header_size : at + header_size + index_size]
    if len(index) != index_size:
        raise damaged(path, "it is cut short")
    if crc32(header) != header_crc or crc32(index) != index_crc:
        raise damaged(path, "its beginning does not match its checksum")
    try:
        entries = parse_index(bytes(index), at + header_size + index_size)
    except (Damaged, ValueError, IndexError) as problem:
        raise damaged(path, str(problem)) from None
    if any(offset + length > len(data) for offset, length, _ in entries.values()):
        raise damaged(path, "it is cut short")
    start = at + header_size + index_size
    end = max([offset + length for offset, length, *_ in entries.values()], default=start)
    identity = f"{index_crc:08x}{header_crc:08x}{end:x}"
    image = Image(path, data, parse_header(bytes(header)), entries, identity)
    image.start, image.end = start, end
    return image


def parse_header(data: bytes) -> dict[str, str]:
    pairs = [line.partition(": ") for line in data.decode("utf-8", "replace").splitlines()]
    return {name: value for name, _, value in pairs}


def parse_index(data: bytes, base: int) -> dict:
    reader = Reader(data)
    count = reader.count()
    kinds, keys = reader.texts(count), reader.texts(count)
    lengths, checksums = reader.numbers(count), reader.numbers(count)
    index, offset = {}, base
    for kind, key, length, checksum in zip(kinds, keys, lengths, checksums):
        index[kind, key] = (offset, length, checksum)
        offset += length
    if len(index) != count:
        raise Damaged("two entries of one name")
    return index


def format_image(header: dict[str, str], entries: list[tuple[str, str, bytes]], sealed: bool = False) -> bytes:
    """The bytes of an image with these ENTRIES (kind, key, content), in this order. SEALED: a seal will follow."""
    from zlib import crc32

    lines = {**{name: value for name, value in header.items() if name != SEALED}, **({SEALED: "yes"} if sealed else {})}
    text = "".join(f"{name}: {value}\n" for name, value in lines.items()).encode()
    if PACKED in header:
        from lisp.image.packing import is_packed, packed

        entries = [(kind, key, packed(content) if is_packed(kind) else content) for kind, key, content in entries]
    writer = Writer()
    writer.number(len(entries))
    writer.texts([kind for kind, _, _ in entries])
    writer.texts([key for _, key, _ in entries])
    writer.numbers([len(content) for _, _, content in entries])
    writer.numbers([crc32(content) for _, _, content in entries])
    index = bytes(writer.bytes)
    numbers = FORMAT, len(index), crc32(index), len(text), crc32(text)
    fixed = MAGIC + b"".join([number.to_bytes(4, "little") for number in numbers])
    return b"".join([bytes(PRELUDE), fixed, text, index, *[content for _, _, content in entries]])


def read_image(path: str) -> Image:
    """Open the image at PATH, with its base; a file or image error says what is wrong with it."""
    image = last = read_alone(path)
    for _ in range(GENERATIONS):
        if BASE not in last.header:
            return image
        last.base = base_of(last)
        last = last.base
    if BASE in last.header:
        raise error("image", f"{path}: more than {GENERATIONS} images build on one another")
    return image


def read_alone(path: str) -> Image:
    """Open the image at PATH, without its base."""
    try:
        with open(path, "rb") as file:
            content = file.read()
    except OSError as problem:
        raise error("file", f"{path}: {reason(problem)}") from None
    return parse_image(path, content)


def base_of(image: Image) -> Image:
    """The image that the child IMAGE builds on, which must be as it was then, without its own base."""
    from os.path import isfile

    name = image.header[BASE]
    folder, slash, _ = image.path.rpartition("/")
    path = name if name.startswith("/") else folder + slash + name
    if not isfile(path):  # reading a device might not end
        raise error("image", f"{image.path}: the image builds on {path}, and there is no such file")
    try:
        base = read_alone(path)
    except LispError as problem:
        if problem.payload.kind == "file":  # ours, so a Condition
            text = f"the image builds on another, which cannot be read: {problem.payload.message}"
            raise error("image", f"{image.path}: {text}") from None
        raise
    if base.content_hash() != image.header.get(BASE_HASH):
        raise error("image", f"{image.path}: the image builds on {path}, which is another one than it was then")
    return base


def reason(problem: OSError | ValueError) -> str:
    """Why the operating system refused, in our words; Python refuses a path with a null character by a ValueError."""
    if not isinstance(problem, OSError):
        return "this cannot be the name of a file"
    words = {2: "no such file or folder", 13: "permission denied", 20: "a part of the path is no folder",
             21: "is a folder", 28: "the disk is full", 30: "the file system is read-only"}  # fmt: skip
    return words.get(problem.errno, (problem.strerror or "input or output failed").lower())


def write_atomically(path: str, content: bytes) -> None:
    """Make CONTENT the content of the file PATH, all of it or nothing; a file that is there keeps its permissions."""
    import os  # not needed to boot

    from lisp.image.litter import remove_litter, temporary_path

    try:
        path = os.path.realpath(path)
        folder = os.path.dirname(path)
        mode = permissions(path)
        remove_litter(path)
        temporary = temporary_path(path)
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
        try:
            write_durably(descriptor, content, mode)
            os.replace(temporary, path)
        except BaseException:
            remove(temporary)
            raise
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
    except (OSError, ValueError) as problem:
        raise error("file", f"{path}: the image cannot be written: {reason(problem)}", who="save-image") from None


def permissions(path: str) -> int | None:
    """The permissions of the file PATH, None if there is none; an OSError if it is a folder, or no regular file: a pipe or a
    device is not to become a file."""
    import os
    import stat

    try:
        mode = os.stat(path).st_mode
    except FileNotFoundError:
        return None
    if stat.S_ISDIR(mode):
        raise IsADirectoryError(21, "is a folder")
    if not stat.S_ISREG(mode):
        raise OSError(0, "is no regular file")
    return stat.S_IMODE(mode)


def write_durably(descriptor: int, content: bytes, mode: int | None) -> None:
    """Write CONTENT to the open DESCRIPTOR, see it to the disk, and close it. MODE: its permissions, if they are to be set."""
    import os

    try:
        if mode is not None:
            os.fchmod(descriptor, mode)
        rest = memoryview(content)
        while rest:
            rest = rest[os.write(descriptor, rest) :]
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def remove(path: str) -> None:
    """Remove the file PATH. That it cannot be removed is no news: the error that came before is what counts."""
    import contextlib
    import os

    with contextlib.suppress(OSError):
        os.unlink(path)
