"""What a debugger wants to be kept while programs run: variables that a frame's continuation does not need."""

from __future__ import annotations

from collections import deque

from lisp.debug.stop import finished
from lisp.runtime.frame import HeapFrame

MOST_KEPT = 20_000


class Keeper:
    """Keeps all variables of the frames that moved to the heap last, MOST_KEPT of them, so that people can look at them."""

    def __init__(self) -> None:
        self.frames: deque[HeapFrame] = deque()

    def __call__(self, frame: HeapFrame, variables: dict[str, object]) -> None:
        frame.others = finished(variables)
        self.frames.append(frame)
        if len(self.frames) > MOST_KEPT:
            self.frames.popleft().others = None
