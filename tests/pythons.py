"""The CPython versions that this machine has, newest last: what is version-sensitive is tested on each."""

from __future__ import annotations

import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

WANTED = ("3.11", "3.12", "3.13")
PROBE = "import sys, lark; print('%d.%d' % sys.version_info[:2])"


@cache
def pythons() -> dict[str, str]:
    """Version → the path of a Python of that version that has the project's dependencies."""
    found = {f"{sys.version_info[0]}.{sys.version_info[1]}": sys.executable}
    candidates = [shutil.which(f"python{version}") for version in WANTED]
    candidates += sorted(str(path) for path in Path.home().glob(".pyenv/versions/3.*/bin/python"))
    for path in filter(None, candidates):
        try:
            answer = subprocess.run([path, "-c", PROBE], capture_output=True, text=True, timeout=20)
        except OSError:
            continue
        if answer.returncode == 0 and answer.stdout.strip() in WANTED:
            found.setdefault(answer.stdout.strip(), path)
    return dict(sorted(found.items()))
