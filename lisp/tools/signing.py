"""`lisp image sign`, `keygen`, and what `verify` says of who made an image (lisp/image/trust.py)."""

from __future__ import annotations

from lisp.data.condition import LispError
from lisp.data.report import describe
from lisp.image.file import Image, read_image, write_atomically
from lisp.image.seal import digests_of, made_here, parse_seal
from lisp.image.trust import check_signature, fingerprint, keys_folder, make_keys, public_key, signed, trusted_keys
from lisp.tools.heap import image_reader


@image_reader
def collect_sign(path: str, key: str, out: str | None) -> dict:
    """Sign the image at PATH with the private key in the file KEY; the result goes to OUT, or to PATH again."""
    content, signer = signed(read_image(path), key)
    write_atomically(out or path, content)
    return {"image": path, "file": out or path, "signer": signer}


def sign_lines(found: dict) -> list[str]:
    return [f"{found['file']}: signed by {found['signer']}"]


def collect_keys(path: str) -> dict:
    """Make a pair of keys in the files PATH and PATH.pub."""
    public, name = make_keys(path)
    return {"private": path, "public": public, "fingerprint": name, "folder": keys_folder()}


def keys_lines(found: dict) -> list[str]:
    return [
        f"{found['private']}: the private key; whoever has it can sign as you",
        f"{found['public']}: the public key, {found['fingerprint']}; who trusts it has a copy in {found['folder']}",
    ]


def origin(image: Image, key: str | None) -> dict:
    """Who made IMAGE: whether it was `made` here, its `signers`, and `problems`. KEY: a public key that must be among them."""
    found: dict = {"made": False, "signers": [], "problems": []}
    seal = parse_seal(image)
    wanted = public_key(key) if key is not None else None
    if seal is not None:
        if digests_of(image) != seal.digests:
            found["problems"].append("its entries are not what was sealed")
        found["made"] = made_here(image, seal)
        image.digests = None  # what differs has been said
        trusted, _ = trusted_keys()
        for signer, signature in seal.signatures:
            problem = None
            try:
                check_signature(image, seal, signer, signature, fingerprint(signer))
            except LispError as failure:
                problem = describe(failure.payload).removeprefix(f"{image.path}: ")
            row = {"key": fingerprint(signer), "name": trusted.get(signer), "problem": problem}
            found["signers"].append(row)
            if problem is not None and (signer == wanted or "cryptography" not in problem):
                found["problems"].append(problem)
    if wanted is not None and (seal is None or wanted not in [signer for signer, _ in seal.signatures]):
        found["problems"].append(f"it is not signed by {fingerprint(wanted)}, the key in {key}")
    return found


def origin_lines(found: dict) -> list[str]:
    """What `origin` FOUND, for people."""
    lines = ["made here"] if found["made"] else []
    for row in found["signers"]:
        name = f" ({row['name']}), whom you trust" if row["name"] else ", whom you do not trust"
        lines.append(f"signed by {row['key']}{name}" + (f": not checked ({row['problem']})" if row["problem"] else ""))
    return lines or ["nobody has signed it, and it was not made here"]
