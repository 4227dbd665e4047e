"""Where the prompt keeps what outlives it: history, journals, which images were worked with."""

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


MOST_IMAGES = 50


def known_images() -> list[str]:
    """The images that were worked with, the last one first."""
    folder = state_folder()
    if folder is None:
        return []
    try:
        with open(os.path.join(folder, "images"), encoding="utf-8") as file:
            return file.read().splitlines()
    except (OSError, UnicodeDecodeError):  # nothing yet, or it cannot be read
        return []


def remember_image(path: str) -> None:
    """Note that the image PATH is worked with; where that cannot be kept, it is not."""
    folder = state_folder()
    if folder is None or not path:
        return
    real = os.path.abspath(path)
    names = [real, *[name for name in known_images() if name != real]][:MOST_IMAGES]
    temporary = os.path.join(folder, f"images.{os.getpid()}")
    try:
        with open(temporary, "w", encoding="utf-8") as file:
            file.write("\n".join(names) + "\n")
        os.replace(temporary, os.path.join(folder, "images"))
    except (OSError, UnicodeEncodeError):  # a full disk: what was worked with is a convenience
        return
