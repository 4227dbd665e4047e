"""Build hook: the wheel gets a base image, made from the recipe images/base.scm by the sources that go into the wheel.

An editable install gets none: a checkout builds its image when it is missing or stale (lisp/interpreter/base_image.py).
The image is made by another process, so that this one imports nothing of ours; it holds core forms beside code, so one
image serves every CPython version.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

RECIPE = "import sys; from lisp.interpreter.base_image import build; build(sys.argv[1])"


class BaseImageHook(BuildHookInterface):
    """Adds lisp/base.image to a standard wheel."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict) -> None:
        root = Path(self.root)
        if version != "standard" or not (root / "lisp/interpreter/base_image.py").is_file():
            return
        self.folder = tempfile.TemporaryDirectory(prefix="lisp-base-image-")
        image = Path(self.folder.name, "base.image")
        path = os.pathsep.join(filter(None, [str(root), os.environ.get("PYTHONPATH", "")]))
        environment = {**os.environ, "PYTHONPATH": path}
        subprocess.run([sys.executable, "-c", RECIPE, str(image)], cwd=root, env=environment, check=True)
        build_data["force_include"][str(image)] = "lisp/base.image"

    def finalize(self, version: str, build_data: dict, artifact_path: str) -> None:
        folder = getattr(self, "folder", None)
        if folder is not None:
            folder.cleanup()
