"""`(save-image PATH 'executable #t)`: the running world as an executable."""

from __future__ import annotations

import os

from lisp.executable.archive import Runtime
from lisp.executable.build import READERS, SAVERS, executable_content, used_names, write_executable
from lisp.executable.options import Options
from lisp.image.save import image_entries, ports_kind
from lisp.interpreter.saving import entry_and_header

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lisp.interpreter.services import Services


def save_executable(services: Services, path: str, entry: dict[str, object], compress: bool) -> None:
    """Write the executable PATH, which goes on with ENTRY, what `Services.save` takes."""
    world = services.world
    entry, header = entry_and_header(services, entry, compress)
    image = image_entries(world, entry)
    names = used_names(world, [key for kind, key, _ in image if kind == "unit"])
    header = {**header, "program": os.path.basename(path), "ports": ports_kind(world)}
    options = Options(path, path)
    options.compress = compress
    runtime = Runtime(bool(names & READERS), bool(names & SAVERS))
    write_executable(path, executable_content(options, header, image, runtime))
