"""Whether an image may bring code of Python: compiled code and pickles.

It may if somebody who may run it says so (`trusted`), if it was made by this user on this machine (seal.py), or if it has a
signature under one of the public keys in the folder `trusted-keys` of the user's configuration. Otherwise it is data: its
program is compiled here from core forms, which can do what a program in Lisp can do, and no more.

Keys are of Ed25519, in the files of everybody's tools: PEM, a public one with the suffix .pub. Only to check a signature by a
key that is trusted, and to make one, is the package `cryptography` needed.
"""

from __future__ import annotations

from _blake2 import blake2b

from lisp.data.condition import LispError, error
from lisp.image.file import PRELUDE, Image, damaged, format_image
from lisp.image.seal import Seal, compare_from_now_on, digests_of, made_here, parse_seal, root_of, sealed_image

TYPE_CHECKING = False
if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

FOLDER = "trusted-keys"
DER = bytes.fromhex("302a300506032b6570032100")  # what stands before the 32 bytes of a public key of Ed25519
PACKAGE = "signatures need the package cryptography: pip install 'lisp-image[sign]'"
HOW = "--trust, or trusted=True in Python, takes it all the same, and what it brings can do anything"


def trust_of(image: Image, wanted: bool | None, own: str = "") -> tuple[bool, str]:
    """Whether IMAGE is trusted, and why not. WANTED: what was said of it; None: it must have been made here or be signed.

    Of a child image that is said of each image that it builds on, too, but for OWN, the base image of the installation.
    """
    seals = [parse_seal(part) for part in image.chain()]
    if wanted is not None:
        return wanted, "it was to be taken as data only"
    for part, seal in zip(image.chain(), seals):
        if part.path != own:
            trusted, why = trust_of_one(part, seal)
            if not trusted:
                return False, why if part is image else f"it builds on {part.path}, and {why}"
    return True, ""


def trust_of_one(image: Image, seal: Seal | None) -> tuple[bool, str]:
    """Whether IMAGE with SEAL, whatever it builds on, is trusted, and why not."""
    if seal is None:
        return False, f"it was not made here, and nobody has signed it; {HOW}"
    if made_here(image, seal):
        return True, ""
    if not seal.signatures:
        return False, f"it was not made here, and nobody has signed it; {HOW}"
    keys, others = trusted_keys()
    for key, signature in seal.signatures:
        if key in keys:
            if ed25519() is None:
                return False, f"it is signed by {keys[key]}, but {PACKAGE}; {HOW}"
            check_signature(image, seal, key, signature, keys[key])
            compare_from_now_on(image, seal)
            return True, ""
    signer = fingerprint(seal.signatures[0][0])
    also = f"; among your keys, {', '.join(others)} is none of Ed25519" if others else ""
    return False, f"it was not made here, and you do not trust who signed it ({signer}){also}; {HOW}"


def rewritten(image: Image, header: dict[str, str], entries: list[tuple[str, str, bytes]]) -> bytes:
    """The bytes of an image with HEADER and ENTRIES, made of those of IMAGE: sealed as made here if that is trusted."""
    seals = [(part, parse_seal(part)) for part in image.chain()]
    whole = all(seal is not None and digests_of(part) == seal.digests for part, seal in seals)
    trusted = whole and trust_of(image, None)[0]
    return sealed_image(header, entries) if trusted else format_image(header, entries)


def keys_folder() -> str:
    """The folder of the keys that the user trusts."""
    from os import environ
    from os.path import expanduser, join

    return join(environ.get("XDG_CONFIG_HOME") or join(expanduser("~"), ".config"), "lisp", FOLDER)


def trusted_keys() -> tuple[dict[bytes, str], list[str]]:
    """The keys that the user trusts, each with the name of its file; and the names of files there that hold none."""
    from os import listdir

    folder = keys_folder()
    try:
        names = sorted(name for name in listdir(folder) if name.endswith(".pub"))
    except OSError:
        return {}, []
    keys: dict[bytes, str] = {}
    others: list[str] = []
    for name in names:
        try:
            keys[public_key(f"{folder}/{name}")] = name
        except LispError:
            others.append(name)
    return keys, others


def public_key(path: str) -> bytes:
    """The public key in the file PATH."""
    from binascii import Error, a2b_base64

    lines = read(path).decode("ascii", "replace").split()
    try:
        data = a2b_base64("".join(lines[3:-3])) if lines[1:2] == ["PUBLIC"] else b""
    except Error:
        data = b""
    if len(data) != len(DER) + 32 or not data.startswith(DER):
        raise error("image", f"{path}: not a public key of Ed25519")
    return data[len(DER) :]


def fingerprint(key: bytes) -> str:
    """The public KEY as people compare it."""
    digits = blake2b(key, digest_size=8).hexdigest()
    return "-".join(digits[a : a + 4] for a in range(0, 16, 4))


def message_of(image: Image, seal: Seal) -> bytes:
    """What a signature of IMAGE signs: its launcher and its root."""
    launcher = blake2b(image.data[:PRELUDE], digest_size=32).digest()
    return b"lisp image signature 1\0" + launcher + root_of(image, seal.digests)


def check_signature(image: Image, seal: Seal, key: bytes, signature: bytes, name: str) -> None:
    """An error if SIGNATURE of IMAGE is not by KEY, which the user calls NAME."""
    module = needed_ed25519()
    from cryptography.exceptions import InvalidSignature

    try:
        module.Ed25519PublicKey.from_public_bytes(key).verify(signature, message_of(image, seal))
    except (InvalidSignature, ValueError):
        raise error("image", f"{image.path}: its signature by {name} is wrong: it has been changed since") from None


def ed25519() -> object | None:
    """The module of the package `cryptography` for these keys; None where that is not installed."""
    try:
        from cryptography.hazmat.primitives.asymmetric import ed25519 as module
    except ImportError:
        return None
    return module


def needed_ed25519() -> object:
    """The same; an error where it is not installed."""
    module = ed25519()
    if module is None:
        raise error("image", PACKAGE)
    return module


# -- signing ------------------------------------------------------------------------------------------------------------


def make_keys(path: str) -> tuple[str, str]:
    """Make a pair of keys: the files PATH, which nobody else may read, and PATH.pub; the public key's fingerprint."""
    module = needed_ed25519()
    from cryptography.hazmat.primitives import serialization as s

    private = module.Ed25519PrivateKey.generate()
    pem = private.private_bytes(s.Encoding.PEM, s.PrivateFormat.PKCS8, s.NoEncryption())
    public = private.public_key().public_bytes(s.Encoding.PEM, s.PublicFormat.SubjectPublicKeyInfo)
    write_new(path, pem, 0o600)
    try:
        write_new(path + ".pub", public, 0o644)
    except LispError:
        from os import unlink

        unlink(path)
        raise
    return path + ".pub", fingerprint(private.public_key().public_bytes_raw())


def write_new(path: str, content: bytes, mode: int) -> None:
    """Write a file that there is not yet."""
    import os

    from lisp.image.file import reason

    try:
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as file:
            file.write(content)
    except FileExistsError:
        raise error("file", f"{path}: is there already") from None
    except (OSError, ValueError) as problem:
        raise error("file", f"{path}: {reason(problem)}") from None


def read(path: str) -> bytes:
    from lisp.image.file import reason

    try:
        with open(path, "rb") as file:
            return file.read()
    except (OSError, ValueError) as problem:
        raise error("file", f"{path}: {reason(problem)}") from None


def private_key(path: str) -> Ed25519PrivateKey:
    """The private key in the file PATH."""
    module = needed_ed25519()
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    try:
        key = load_pem_private_key(read(path), None)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        key = None
    if not isinstance(key, module.Ed25519PrivateKey):
        raise error("image", f"{path}: not a private key of Ed25519 without a password")
    return key


def signed(image: Image, path: str) -> tuple[bytes, str]:
    """(The bytes of IMAGE with a signature under the private key in the file PATH, the fingerprint of its public key).

    A signature that the key has made before is replaced; those of others stay if they are of the same bytes.
    """
    key = private_key(path)
    public = key.public_key().public_bytes_raw()
    for kind, name in image.index:
        image.entry(kind, name)  # nobody signs what is damaged
    digests = digests_of(image)
    seal = parse_seal(image) or Seal(digests)
    if seal.digests != digests:
        raise damaged(image.path, "it is not what was sealed")
    others = [(other, signature) for other, signature in seal.signatures if other != public]
    seal = Seal(digests, seal.made, [*others, (public, key.sign(message_of(image, seal)))])
    return bytes(image.data[: image.end]) + seal.formatted(), fingerprint(public)
