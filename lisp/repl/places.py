"""Where the prompt keeps what outlives it: history and journals."""

from __future__ import annotations

import os


def state_folder(*below: str) -> str | None:
    """The user's folder for such files, made at need; None where there can be none."""
    base = os.environ.get("XDG_STATE_HOME") or os.path.join(os.path.expanduser("~"), ".local", "state")
    folder = os.path.join(base, "lisp", *below)
    try:
        os.makedirs(folder, 0o700, exist_ok=True)
    except OSError:
        return None
    return folder
