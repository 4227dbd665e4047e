"""Seals: what stands after the entries of an image and says who made it.

    8            magic                   4, 4    length and crc32 of the rest
    digests      a number n, n blobs: of each entry, in the order of the index, 16 bytes of BLAKE2b
    made         a blob: the MAC by which its maker knows it again, or nothing
    signatures   a number n, then n times: the public key and the signature by Ed25519, as blobs

The root of an image is a hash of its beginning and of the digests, so it stands for every byte after the launcher. The MAC is
a keyed hash of the root under a secret that the user's data folder keeps, readable by nobody else; signatures are of the root
and the launcher. To see that an image was made here costs a hash of its beginning: an entry is compared with its digest when
it is taken (file.py), so no byte that has changed since is ever used as trusted.
"""

from __future__ import annotations

from _blake2 import blake2b
from zlib import crc32

from lisp.image.columns import Reader, Writer
from lisp.image.file import PRELUDE, SEALED, Image, damaged, format_image, parse_image

MAGIC = b"LISPSEAL"
FIXED = len(MAGIC) + 8
DIGEST = 16
SECRET = 32


class Seal:
    """What stands behind the entries of one image."""

    __slots__ = ("digests", "made", "signatures")

    def __init__(self, digests: bytes, made: bytes = b"", signatures: list[tuple[bytes, bytes]] | None = None) -> None:
        self.digests = digests
        self.made = made
        self.signatures = signatures or []

    def formatted(self) -> bytes:
        """Its bytes."""
        writer = Writer()
        writer.blob(self.digests)
        writer.blob(self.made)
        writer.number(len(self.signatures))
        for key, signature in self.signatures:
            writer.blob(key)
            writer.blob(signature)
        words = len(writer.bytes), crc32(writer.bytes)
        return MAGIC + b"".join([word.to_bytes(4, "little") for word in words]) + bytes(writer.bytes)


def parse_seal(image: Image) -> Seal | None:
    """The seal of IMAGE, None if it has none."""
    view = image.data[image.end :]
    if bytes(view[: len(MAGIC)]) != MAGIC:
        if SEALED in image.header:
            raise damaged(image.path, "it is cut short: its seal is missing")
        return None
    if len(view) < FIXED:
        raise damaged(image.path, "it is cut short")
    length, checksum = [int.from_bytes(view[at : at + 4], "little") for at in (len(MAGIC), len(MAGIC) + 4)]
    body = view[FIXED : FIXED + length]
    if len(body) != length or crc32(body) != checksum:
        raise damaged(image.path, "its seal does not match its checksum")
    try:
        reader = Reader(body)
        digests, made = reader.blob(), reader.blob()
        signatures = [(reader.blob(), reader.blob()) for _ in range(reader.count())]
    except (ValueError, IndexError) as problem:
        raise damaged(image.path, f"its seal does not make sense ({problem})") from None
    if len(digests) != DIGEST * len(image.index):
        raise damaged(image.path, "its seal belongs to another image")
    return Seal(digests, made, signatures)


def digests_of(image: Image) -> bytes:
    """The digests of the entries of IMAGE, as they are."""
    data = image.data
    return b"".join([blake2b(data[a : a + n], digest_size=DIGEST).digest() for a, n, *_ in image.index.values()])


def root_of(image: Image, digests: bytes) -> bytes:
    """What stands for all of IMAGE but its launcher, if its entries have DIGESTS."""
    state = blake2b(image.data[PRELUDE : image.start], digest_size=32)
    state.update(digests)
    return state.digest()


def mac(secret: bytes, root: bytes) -> bytes:
    """What only those who know SECRET can make of ROOT."""
    return blake2b(root, key=secret, digest_size=32, person=b"lisp image made").digest()


def made_here(image: Image, seal: Seal) -> bool:
    """Whether IMAGE with SEAL was made by this user on this machine; then its entries are compared with their digests."""
    from _operator import _compare_digest

    secret = read_secret() if seal.made else None
    if secret is None or not _compare_digest(mac(secret, root_of(image, seal.digests)), seal.made):
        return False
    compare_from_now_on(image, seal)
    return True


def compare_from_now_on(image: Image, seal: Seal) -> None:
    """Have each entry of IMAGE compared with its digest in SEAL when it is taken."""
    digests = seal.digests
    image.digests = dict(zip(image.index, [digests[a : a + DIGEST] for a in range(0, len(digests), DIGEST)]))


def sealed_image(header: dict[str, str], entries: list[tuple[str, str, bytes]]) -> bytes:
    """The bytes of an image with HEADER and ENTRIES, sealed as made here; without a seal where no secret can be kept."""
    secret = read_secret() or make_secret()
    if secret is None:
        return format_image(header, entries)
    content = format_image(header, entries, sealed=True)
    image = parse_image("", content)
    digests = digests_of(image)
    return content + Seal(digests, mac(secret, root_of(image, digests))).formatted()


# -- the secret ---------------------------------------------------------------------------------------------------------


def data_folder() -> str:
    """The folder of what this user's processes keep for good."""
    from os import environ
    from os.path import expanduser, join

    return join(environ.get("XDG_DATA_HOME") or join(expanduser("~"), ".local", "share"), "lisp")


def read_secret() -> bytes | None:
    """The user's secret, None if there is none that only the user can read."""
    import os

    try:
        with open(data_folder() + "/secret", "rb", buffering=0) as file:
            status = os.fstat(file.fileno())
            secret = file.read(SECRET + 1)
    except OSError:
        return None
    if os.name == "posix" and (status.st_uid != os.geteuid() or status.st_mode & 0o077):
        return None
    return secret if len(secret) == SECRET else None


def make_secret() -> bytes | None:
    """Make the user's secret, unless another process does so first; None if it cannot be kept."""
    import contextlib
    import os

    folder = data_folder()
    temporary = f"{folder}/secret.{os.getpid()}.{os.urandom(4).hex()}"
    try:
        os.makedirs(folder, 0o700, exist_ok=True)
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            with open(descriptor, "wb") as file:
                file.write(os.urandom(SECRET))
            with contextlib.suppress(FileExistsError):
                os.link(temporary, f"{folder}/secret")  # unlike a rename, this leaves a secret alone that is there
        finally:
            os.unlink(temporary)
    except OSError:
        return None
    return read_secret()
