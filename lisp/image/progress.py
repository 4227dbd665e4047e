"""A line on a terminal that says how far the saving of an image is, if it takes more than a second."""

from __future__ import annotations

import sys
from time import monotonic

PATIENCE = 1.0  # seconds before the line appears
PAUSE = 0.1  # seconds between two changes of it
WIDTH = 24  # characters of the bar


class Progress:
    """`report` is called now and then; `end` takes the line away."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.stream = sys.stderr
        self.next = monotonic() + PATIENCE
        self.shown = 0  # characters of the line that is there
        self.about = 0  # how many objects there may be

    def report(self, written: int) -> None:
        """WRITTEN objects are encoded."""
        now = monotonic()
        if now < self.next:
            return
        self.next = now + PAUSE
        if not self.about:
            self.about = count_of_objects()
        done = WIDTH * min(written, self.about) // self.about
        text = f"saving {self.name} [{'=' * done:{WIDTH}}] {written:,} of about {max(written, self.about):,} objects"
        self.show(text)

    def end(self) -> None:
        if self.shown:
            self.show("")
            self.stream.write("\r")
            self.stream.flush()

    def show(self, text: str) -> None:
        """Have the line say TEXT."""
        self.stream.write("\r" + text.ljust(self.shown))
        self.stream.flush()
        self.shown = len(text)


def count_of_objects() -> int:
    """How many objects Python's garbage collector knows; nearly all of them are the heap's where it is large."""
    import gc

    return len(gc.get_objects()) + gc.get_freeze_count()


def progress_of(path: str) -> Progress | None:
    """The progress of saving the image PATH, None where nobody watches."""
    try:
        watched = sys.stderr is not None and sys.stderr.isatty()
    except ValueError:  # a closed stream
        watched = False
    return Progress(path) if watched else None
