"""Whose images may bring code of Python: those made here, those signed by somebody trusted, those that one says so of."""

from __future__ import annotations

import marshal
import os
import pickle
import stat
import subprocess
import sys
import zlib
from pathlib import Path

import pytest

from lisp import Interpreter, LispError
from lisp.image import seal
from lisp.image.file import format_image, parse_image, read_image
from lisp.tools import flatten, shake
from lisp.tools.command import run as image_command

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A user's folders."""
    go_home(tmp_path / "home", monkeypatch)
    return tmp_path / "home"


def go_home(folder: Path, patch: pytest.MonkeyPatch) -> None:
    """From now on, be the user whose folders are in FOLDER."""
    for name in ("DATA", "CONFIG"):
        patch.setenv(f"XDG_{name}_HOME", str(folder / name.lower()))


def leave(tmp_path: Path, patch: pytest.MonkeyPatch) -> None:
    """From now on, be somebody else."""
    go_home(tmp_path / "another home", patch)


@pytest.fixture
def image(tmp_path: Path) -> Path:
    """An image with a procedure and a Python object, made at home."""
    path = tmp_path / "x.img"
    interpreter = Interpreter()
    interpreter.eval("(define (double x) (* x 2))")
    interpreter.define("folder", Path("somewhere"))
    interpreter.save(path)
    return path


@pytest.fixture
def plain(tmp_path: Path) -> Path:
    """An image without Python objects, made at home."""
    path = tmp_path / "plain.img"
    interpreter = Interpreter()
    interpreter.eval("(define (double x) (* x 2))")
    interpreter.save(path)
    return path


def test_made_here(image: Path) -> None:
    interpreter = Interpreter(image)
    assert interpreter.loader.trusted and interpreter.loader.use_code
    assert interpreter.eval("(double 21)") == 42
    assert interpreter.eval("folder") == Path("somewhere")


def test_moved_and_copied(image: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.img"
    copy.write_bytes(image.read_bytes())
    assert Interpreter(copy).eval("folder") == Path("somewhere")


def test_from_elsewhere(image: Path, plain: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    leave(tmp_path, monkeypatch)
    assert Interpreter(plain).eval("(double 21)") == 42
    interpreter = Interpreter(image)
    assert not interpreter.loader.use_code
    assert interpreter.eval("(* 2 21)") == 42
    with pytest.raises(LispError, match="x.img: the image holds Python objects and is not trusted: it was not made here.*--trust"):
        interpreter.eval("folder")
    assert Interpreter(image, trusted=True).eval("folder") == Path("somewhere")


def test_not_even_here(image: Path) -> None:
    interpreter = Interpreter(image, trusted=False)
    assert interpreter.eval("(* 2 21)") == 42
    with pytest.raises(LispError, match="not trusted: it was to be taken as data only"):
        interpreter.eval("folder")


def test_code_from_elsewhere_is_never_read(plain: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[bytes] = []
    loads = marshal.loads
    monkeypatch.setattr("lisp.image.boot.loads", lambda data: seen.append(bytes(data)) or loads(data))
    assert Interpreter(plain).eval("(double 21)") == 42
    own = set(seen)
    seen.clear()
    leave(tmp_path, monkeypatch)
    assert Interpreter(plain).eval("(double 21)") == 42
    opened = read_image(str(plain))
    entries = {bytes(opened.entry(*key)) for key in opened.index if key[0].startswith("code@")}
    assert own & entries and not set(seen) & entries


def test_saved_again_it_is_ones_own(plain: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a program of elsewhere saves here was made here: its code was compiled here."""
    foreign = read_image(str(plain))
    codes = [key for key in foreign.index if key[0].startswith("code@")]
    other = [("code@cpython-399-1", key[1], b"foreign") for key in codes]
    plain.write_bytes(format_image(foreign.header, [*[(*k, bytes(foreign.entry(*k))) for k in foreign.index], *other]))
    leave(tmp_path, monkeypatch)
    Interpreter(plain).save(tmp_path / "y.img")
    booted = Interpreter(tmp_path / "y.img")
    assert booted.loader.trusted and booted.eval("(double 21)") == 42
    assert b"foreign" not in (tmp_path / "y.img").read_bytes()


class Anything:
    """Equal to whatever it is compared with: a CRC-32 that was forged, which is easily done."""

    def __ne__(self, other: object) -> bool:
        return False


def changed(image: Path, kind: str, data: bytes | None = None) -> Path:
    """IMAGE with its first entry of KIND changed in place, and nothing else."""
    parsed = read_image(str(image))
    key = next(key for key in parsed.index if key[0].startswith(kind))
    offset, length, *_ = parsed.index[key]
    content = bytearray(image.read_bytes())
    content[offset : offset + length] = (data or b"").ljust(length, b"\1")[:length]
    path = image.with_name("changed.img")
    path.write_bytes(content)
    return path


@pytest.mark.parametrize("kind", ["code@", "host", "unit", "segment", "catalogue", "directory", "source"])
def test_forged_checksums_are_not_enough(image: Path, kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    path = changed(image, kind)
    monkeypatch.setattr(zlib, "crc32", lambda data: Anything())
    with pytest.raises(LispError, match="changed.img: the image is damaged: part .* is not what was sealed"):
        interpreter = Interpreter(path)
        interpreter.eval("(list (double 21) folder)")
        for key in interpreter.loader.image.index:
            interpreter.loader.image.entry(*key)


def test_another_beginning_is_another_image(image: Path) -> None:
    """Entries that were replaced, with the checksums in the index made right, and the old seal."""
    parsed = read_image(str(image))
    entries = [(*key, b"replaced" if key[0] == "host" else bytes(parsed.entry(*key))) for key in parsed.index]
    image.write_bytes(format_image(parsed.header, entries, sealed=True) + image.read_bytes()[parsed.end :])
    assert not Interpreter(image).loader.trusted


def test_the_seal_cannot_be_cut_off(image: Path) -> None:
    parsed = read_image(str(image))
    content = image.read_bytes()
    for length in range(parsed.end, len(content), 97):
        image.write_bytes(content[:length])
        with pytest.raises(LispError, match="x.img: the image is damaged: (it is cut short|its seal)"):
            Interpreter(image)


# -- the secret ---------------------------------------------------------------------------------------------------------


def test_the_secret_is_the_users_alone(image: Path, home: Path) -> None:
    secret = home / "data" / "lisp" / "secret"
    assert stat.S_IMODE(secret.stat().st_mode) == 0o600
    assert list(secret.parent.iterdir()) == [secret]
    secret.chmod(0o640)  # others might have read it: it proves nothing any more
    assert not Interpreter(image).loader.trusted


@pytest.mark.parametrize("content", [b"", b"short", b"x" * 33])
def test_a_secret_that_is_none(image: Path, home: Path, content: bytes) -> None:
    (home / "data" / "lisp" / "secret").write_bytes(content)
    assert not Interpreter(image).loader.trusted


def test_where_no_secret_can_be_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("")
    go_home(tmp_path / "file", monkeypatch)
    interpreter = Interpreter()
    interpreter.eval("(define x 42)")
    interpreter.save(tmp_path / "x.img")
    booted = Interpreter(tmp_path / "x.img")
    assert booted.eval("x") == 42 and not booted.loader.trusted


def test_processes_that_make_a_secret_at_once(home: Path) -> None:
    program = "from lisp.image.seal import read_secret, make_secret; print((read_secret() or make_secret()).hex())"
    workers = [subprocess.Popen([sys.executable, "-c", program], cwd=ROOT, stdout=subprocess.PIPE, text=True) for _ in range(6)]
    assert len({worker.communicate()[0] for worker in workers}) == 1
    assert [path.name for path in (home / "data" / "lisp").iterdir()] == ["secret"]


# -- what is made of images ---------------------------------------------------------------------------------------------


def test_shaken(image: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    small = tmp_path / "small.img"
    shake.collect(str(image), str(small), ["folder"])
    assert Interpreter(small).loader.trusted
    leave(tmp_path, monkeypatch)
    shake.collect(str(image), str(small), ["folder"])
    assert not Interpreter(small).loader.trusted, "to shake an image is not to trust it"


def test_shaking_what_was_changed(image: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, small = changed(image, "source"), tmp_path / "small.img"
    monkeypatch.setattr(zlib, "crc32", lambda data: Anything())
    try:
        shake.collect(str(path), str(small), ["double"])
    except LispError:
        return
    monkeypatch.undo()
    assert b"LISPSEAL" not in small.read_bytes()


def test_children(plain: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A child image is trusted if all that it builds on is; flattened, it is if it was."""
    child, flat = tmp_path / "child.img", tmp_path / "flat.img"

    def trusted(path: Path) -> bool:
        return Interpreter(path).loader.trusted

    def make_child() -> None:
        Interpreter(plain).eval(f'(import (lisp image)) (define more 1) (save-image "{child}" \'base "{plain}")')
        flatten.collect(str(child), str(flat))

    make_child()
    assert trusted(child) and trusted(flat)
    leave(tmp_path, monkeypatch)
    assert not trusted(child) and not trusted(flat)
    make_child()  # this user's, and not what it builds on
    assert not trusted(child) and not trusted(flat)
    assert Interpreter(child).loader.why.startswith(f"it builds on {plain}, and it was not made here")


def test_the_base_image_has_no_seal() -> None:
    from lisp.interpreter.base_image import open_base_image

    assert seal.parse_seal(open_base_image()) is None


def test_the_unit_cache_is_not_for_images_from_elsewhere(image: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An image could be made to have the identity of another, and so choose how a text is compiled there."""
    assert Interpreter(image, cached=True).cache is not None
    leave(tmp_path, monkeypatch)
    assert Interpreter(image, cached=True).cache is None


# -- signatures ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def key(tmp_path: Path) -> Path:
    pytest.importorskip("cryptography")
    path = tmp_path / "key"
    assert image_command(["keygen", str(path)]) == 0
    return path


def trust(key: Path) -> None:
    """Trust the public key that belongs to KEY."""
    folder = Path(os.environ["XDG_CONFIG_HOME"]) / "lisp" / "trusted-keys"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{key.name}.pub").write_bytes(key.with_name(key.name + ".pub").read_bytes())


def test_signed(image: Path, key: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture) -> None:
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    signed = tmp_path / "signed.img"
    assert image_command(["sign", str(image), "--key", str(key), "-o", str(signed)]) == 0
    assert read_image(str(signed)).identity == read_image(str(image)).identity
    assert Interpreter(signed).loader.trusted, "it is still one's own"
    leave(tmp_path, monkeypatch)
    with pytest.raises(LispError, match="you do not trust who signed it"):
        Interpreter(signed).eval("folder")
    public = str(key) + ".pub"
    assert image_command(["verify", str(signed), "--key", public]) == 0
    assert image_command(["verify", str(image), "--key", public]) == 1
    trust(key)
    assert Interpreter(signed).eval("folder") == Path("somewhere")
    assert not Interpreter(image).loader.trusted
    capsys.readouterr()
    assert image_command(["verify", str(signed)]) == 0
    assert "key.pub), whom you trust" in capsys.readouterr().out


def test_changed_after_signing(image: Path, key: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every part of the file counts: the launcher, the header, the index, each entry, the seal."""
    image_command(["sign", str(image), "--key", str(key)])
    leave(tmp_path, monkeypatch)
    trust(key)
    content = image.read_bytes()
    parsed = read_image(str(image))
    starts = {kind: offset for (kind, _), (offset, *_) in parsed.index.items()}
    for place in (0, 511, 513, 530, 545, parsed.start - 1, *starts.values(), parsed.end, parsed.end + 20, len(content) - 1):
        image.write_bytes(content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :])
        with pytest.raises(LispError, match="x.img: (the image is damaged|not an image|its signature by key.pub is wrong|the image has)"):
            interpreter = Interpreter(image)
            for entry in parsed.index:
                interpreter.loader.image.entry(*entry)
            assert not interpreter.loader.trusted
    image.write_bytes(content)
    monkeypatch.setattr(zlib, "crc32", lambda data: Anything())
    with pytest.raises(LispError, match="is not what was sealed"):
        Interpreter(changed(image, "host")).eval("folder")


def test_two_signers(image: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("cryptography")
    keys = [tmp_path / name for name in ("ann", "bob")]
    for key in keys:
        image_command(["keygen", str(key)])
        for _ in range(2):
            image_command(["sign", str(image), "--key", str(key)])
    found = seal.parse_seal(read_image(str(image)))
    assert found is not None and len(found.signatures) == 2
    for name, key in zip(("a", "b"), keys):
        go_home(tmp_path / name, monkeypatch)
        assert not Interpreter(image).loader.trusted
        trust(key)
        assert Interpreter(image).loader.trusted


def test_without_the_package(image: Path, key: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    image_command(["sign", str(image), "--key", str(key)])
    leave(tmp_path, monkeypatch)
    trust(key)
    monkeypatch.setitem(sys.modules, "cryptography.hazmat.primitives.asymmetric", None)
    booted = Interpreter(image)
    assert not booted.loader.trusted
    with pytest.raises(LispError, match=r"it is signed by key.pub, but .*pip install 'lisp-image\[sign\]'"):
        booted.eval("folder")
    assert image_command(["verify", str(image)]) == 0


@pytest.mark.parametrize("content", [b"", b"hello", b"-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n", b"\xff\xfe"])
def test_keys_that_are_none(image: Path, key: Path, content: bytes) -> None:
    key.write_bytes(content)
    with pytest.raises(LispError, match="not a private key of Ed25519"):
        image_command(["sign", str(image), "--key", str(key)])
    key.with_name("key.pub").write_bytes(content)
    with pytest.raises(LispError, match="not a public key of Ed25519"):
        image_command(["verify", str(image), "--key", str(key) + ".pub"])


def test_a_file_among_the_keys_that_is_none(image: Path, key: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    image_command(["sign", str(image), "--key", str(key)])
    leave(tmp_path, monkeypatch)
    (tmp_path / "junk.pub").write_text("hello")
    trust(tmp_path / "junk")
    with pytest.raises(LispError, match=r"you do not trust who signed it .*; among your keys, junk.pub is none of Ed25519"):
        Interpreter(image).eval("folder")
    trust(key)
    assert Interpreter(image).loader.trusted
    assert image_command(["verify", str(image)]) == 0


def test_keys_are_not_overwritten(key: Path) -> None:
    with pytest.raises(LispError, match="is there already"):
        image_command(["keygen", str(key)])


def test_a_damaged_image_is_not_signed(image: Path, key: Path) -> None:
    path = changed(image, "host")
    with pytest.raises(LispError, match="does not match its checksum"):
        image_command(["sign", str(path), "--key", str(key)])


# -- the command --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("options", "code", "text"),
    [(["-i"], 1, "is not trusted"), (["--trust", "-i"], 0, "somewhere"), (["-i", "x.img", "--trust", "-i"], 0, "somewhere")],
)
def test_the_command(image: Path, options: list[str], code: int, text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    leave(tmp_path, monkeypatch)
    command = [sys.executable, "-m", "lisp", *options, str(image), "-e", "(display folder)"]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT)
    assert done.returncode == code
    assert text in done.stdout + done.stderr
    assert "Traceback" not in done.stderr


def test_trust_is_said_of_an_image() -> None:
    done = subprocess.run([sys.executable, "-m", "lisp", "--trust", "-e", "1"], capture_output=True, text=True, cwd=ROOT)
    assert done.returncode == 2 and "--trust is said of the image of -i" in done.stderr


def test_pickles_are_not_read_before_trust(image: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    leave(tmp_path, monkeypatch)

    def refuse(*_: object) -> None:
        raise AssertionError("a pickle is read")

    monkeypatch.setattr(pickle, "Unpickler", refuse)
    with pytest.raises(LispError, match="not trusted"):
        Interpreter(image).eval("folder")


def test_the_same_state_has_the_same_seal(tmp_path: Path) -> None:
    """In processes with different hash seeds, and whatever was in memory before."""
    program = (
        "import sys; from lisp import Interpreter; junk = [object() for _ in range(int(sys.argv[2]))]; lisp = Interpreter()\n"
        "lisp.eval('(import (srfi 69)) (define t (make-hash-table)) (hash-table-set! t (quote a) \"b\") (define (f . x) `(,t ,@x))')\n"
        "lisp.eval('(define-record-type point (make x) point? (x px)) (define p (list (make 1) (make 2.5) (string->symbol \"q r\")))')\n"
        "lisp.define('host', {'a': {1, 2, 3}}); lisp.save(sys.argv[1])"
    )
    paths = [tmp_path / f"{seed}.img" for seed in ("0", "1", "42", "random")]
    for path in paths:
        environment = {**os.environ, "PYTHONHASHSEED": path.stem}
        subprocess.run([sys.executable, "-c", program, str(path), str(len(path.name) * 100)], cwd=ROOT, env=environment, check=True)
    assert len({path.read_bytes() for path in paths}) == 1
    assert parse_image("", paths[0].read_bytes()).header["sealed"] == "yes"
