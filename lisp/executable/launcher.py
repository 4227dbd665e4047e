"""The bytes of an executable: an image whose first 512 bytes start Python.

    bytes 0 to 511     a shell script that finds a Python and gives it STAGE_1, which runs the entry `launch`
    launch             a table, marshalled in the format of every Python: magic number → where the parts for that version are,
                       a check, the code of launch.py; 0 → SOUND, which is what any other version does if 1 → STAGE_1,
                       2 → where the source is, 3 → OTHER match 4 → a checksum: OTHER
    start@TAG          for a version: a check, and the modules that are needed at start with what booting would decode
    runtime@TAG        the other modules
    runtime            the source of all, for every other version
    everything else    the image, as `save-image` writes it, whose toplevel is the program
"""

from __future__ import annotations

from marshal import dumps
from zlib import crc32

from lisp.data.condition import error
from lisp.image.file import PRELUDE, format_image, parse_image

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lisp.executable.archive import Compiled

Entries = list[tuple[str, str, bytes]]
Places = dict[tuple[str, str], tuple[int, int, int]]

SHELL = """#!/bin/sh
for v in 3 3.14 3.13 3.12 3.11
do p=${{LISP_PYTHON:-python$v}};command -v "$p">/dev/null&&exec "$p" -ISc '{stage}' "$0" "$@"
done
echo "$0: needs Python 3.11 or newer (LISP_PYTHON may name one)">&2
exit 127
"""
STAGE_1 = """import sys,_imp,marshal as m,_frozen_importlib_external as e
p=sys.argv[1]
f=open(p,"rb")
try:
 f.seek({offset:8d});t=m.load(f);c=t.get(e.MAGIC_NUMBER);d=t[0]
 if c:d=c[56:];d=c[48:56]==_imp.source_hash(0,d)and m.loads(d)or x
 exec(d)
except:sys.exit(p+": the file is damaged")
start(p,f,c)"""
SOUND = """
try:
 import zlib
 g="%10d"%zlib.crc32((t[1]+t[2]+t[3]).encode())==t[4]
except Exception:g=0
if not g:sys.exit(p+": the file is damaged")
exec(t[3])
"""
OTHER = """
def start(p,f,c):
 if sys.version_info<(3,11):
  import os
  for n in "python3.14","python3.13","python3.12","python3.11":
   try:os.execvp(n,[n,"-ISc",t[1]]+sys.argv[1:])
   except OSError:pass
  v=(p,)+tuple(sys.version_info[:2])
  sys.exit("%s: needs Python 3.11 or newer, and python3 is %d.%d (LISP_PYTHON may name another)"%v)
 import zlib
 b,n,k=[int(x) for x in t[2].split()]
 f.seek(b);b=f.read(n)
 if zlib.crc32(b)!=k:sys.exit(p+": the file is damaged")
 b=m.loads(zlib.decompress(b))
 exec(b[0]["lisp.executable.launch"][1],globals())
 start_from_source(p,f,*b)
"""


def executable_bytes(header: dict[str, str], versions: list[Compiled], source: bytes, image: Entries) -> bytes:
    """The bytes of the file: the image of the entries IMAGE with the runtime for some VERSIONS of CPython and its SOURCE."""
    entries: Entries = []
    for version in versions:
        entries += [("start@" + version.tag, "", version.start), ("runtime@" + version.tag, "", version.others)]
    entries += [("runtime", "", source), *image]
    places: Places = {}
    while True:  # until nothing moves any more: all numbers in `launch` have a fixed width
        content = format_image(header, [("launch", "", launch_table(places, versions)), *entries])
        found = parse_image("", content).index
        if found == places:
            break
        places = found
    shell = SHELL.format(stage=STAGE_1.format(offset=places["launch", ""][0])).encode()
    if len(shell) > PRELUDE:
        raise error("internal", f"the launcher is {len(shell)} bytes long")
    return shell.ljust(PRELUDE, b"\n") + content[PRELUDE:]


def stage_offset(content: bytes) -> int:
    """Where `launch` is in the executable of CONTENT."""
    return parse_image("", content).index["launch", ""][0]


def launch_table(places: Places, versions: list[Compiled]) -> bytes:
    """The content of `launch`, as far as PLACES are known."""
    nowhere = (0, 0, 0)
    begin = places.get(("launch", ""), nowhere)[0]
    at, length, checksum = places.get(("runtime", ""), nowhere)
    end = max([start + size for start, size, _ in places.values()], default=0)
    parts = STAGE_1.format(offset=begin), f"{at:9d} {length:9d} {checksum:10d}", OTHER
    table: dict[object, object] = {0: SOUND, **dict(enumerate(parts, 1)), 4: f"{crc32(''.join(parts).encode()):10d}"}
    for version in versions:
        start, others = (places.get((kind + version.tag, ""), nowhere) for kind in ("start@", "runtime@"))
        numbers = start[0], start[1], others[0], begin, at + length, end
        table[version.magic] = b"".join([number.to_bytes(8, "little") for number in numbers]) + version.launch
    return dumps(table, 2)
