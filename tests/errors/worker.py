"""A process that runs programs one after another, so that one which does not end can be stopped from outside.

    Worker().run(text) → exit code, output, messages; or None: it did not end in time
"""

from __future__ import annotations

import json
import os
import select
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
PATIENCE = 3  # seconds


class Worker:
    """Starts its process when it is needed, and again after it had to be stopped."""

    def __init__(self) -> None:
        self.process: subprocess.Popen | None = None

    def run(self, text: str) -> tuple[int, str, str] | None:
        """What comes of the program TEXT."""
        if self.process is None:
            self.process = subprocess.Popen(
                [sys.executable, __file__], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1,
                env={**os.environ, "PYTHONPATH": os.pathsep.join([str(HERE.parent.parent), str(HERE)])},
            )  # fmt: skip
            self.run("(balence)")  # what is imported meanwhile does not count
        self.process.stdin.write(json.dumps(text) + "\n")
        self.process.stdin.flush()
        if not select.select([self.process.stdout], [], [], PATIENCE)[0]:
            self.stop()
            return None
        return tuple(json.loads(self.process.stdout.readline()))

    def stop(self) -> None:
        if self.process is not None:
            self.process.kill()
            self.process.communicate()
            self.process = None


def serve() -> None:
    """Run the programs that come, a JSON string a line, and answer each with a line."""
    from cases import run_command, tidy

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "prog.scm")
        for line in sys.stdin:
            path.write_text(json.loads(line) + "\n", encoding="utf-8")
            try:
                code, out, err = run_command(["prog.scm"], Path(folder))
            except BaseException as failure:  # whatever it is, it is a failure of the test
                code, out, err = -1, "", f"Traceback: {failure!r}"
            print(json.dumps([code, out, tidy(err, Path(folder))]), flush=True)


if __name__ == "__main__":
    serve()
