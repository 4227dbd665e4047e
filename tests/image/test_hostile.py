"""Images made to do harm are errors of kind image, or programs in Lisp: nothing of Python runs, and memory stays bounded."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.image.hostile import small_image

ROOT = Path(__file__).parent.parent.parent
MEMORY = 1 << 30  # of address space for a whole process; the largest image has three megabytes
WORKER = """
import json, resource, signal, sys
from pathlib import Path
resource.setrlimit(resource.RLIMIT_AS, ({memory}, {memory}))
from lisp import LispError
from lisp.image.file import read_image
from lisp.tools import verify
from tests.image.hostile import Sound, cases, use
sound, mark = Sound(Path(sys.argv[1]).read_bytes()), Path(sys.argv[2])

class TooSlow(BaseException):
    pass

def stop(*_):
    raise TooSlow

signal.signal(signal.SIGALRM, stop)
for name, content in cases(sound, mark):
    row = [name, "ran", "", False, "", ""]
    print(json.dumps(["begins", name]), flush=True)
    signal.alarm(20)
    try:
        Path("x.img").write_bytes(content)
        use(read_image("x.img"), lambda phase: row.__setitem__(4, phase))
    except LispError as failure:
        row[1:3] = getattr(failure.payload, "kind", "raised"), str(failure)
    except BaseException as failure:
        row[1:3] = "internal", repr(failure)
    finally:
        signal.alarm(0)
    try:
        verify.lines(verify.collect("x.img"))
    except LispError as failure:
        row[5] = failure.payload.kind
    except BaseException as failure:
        row[5] = repr(failure)
    row[3] = mark.exists()
    print(json.dumps(row), flush=True)
"""


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("hostile")
    path = folder / "sound.img"
    path.write_bytes(small_image(folder))
    return path


def test_hostile_images(sound: Path, tmp_path: Path) -> None:
    worker = [sys.executable, "-c", WORKER.format(memory=MEMORY), str(sound), str(tmp_path / "mark")]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(worker, capture_output=True, text=True, cwd=tmp_path, env=environment, timeout=300)
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 0, (rows[-1:], done.stderr[-500:])
    results = [row for row in rows if row[0] != "begins"]
    assert len(results) > 200
    for name, outcome, text, marked, phase, verified in results:
        assert verified in ("", "image"), (name, verified)
        assert not marked, name
        assert outcome != "internal", (name, text)
        assert "\n" not in text.partition("\n    ")[0], (name, text)
        assert phase == "touched" or outcome in ("image", "barrier"), (name, outcome, text)
    outcomes = [outcome for _, outcome, *_ in results]
    assert outcomes.count("image") > len(results) * 0.6
    pickles = [text for name, _, text, *_ in results if name.startswith("pickle")]
    assert len([text for text in pickles if "not trusted" in text]) >= 5
    assert all(outcome == "ran" for name, outcome, *_ in results if name.startswith("bytecode"))
