"""Where time goes: a thread looks every millisecond at what the program is doing. The program itself is not slowed down and
its stack is not touched; primitives count for the procedure that called them.
"""

from __future__ import annotations

import sys
import threading
from collections import Counter
from collections.abc import Callable

from lisp.core.forms import Lambda
from lisp.core.names import shown_name
from lisp.runtime.unit import unit_forms
from lisp.runtime.world import World

INTERVAL = 0.001
Place = tuple[str, int, int]  # unit, number of the procedure's form, number of the form at work


class Profile:
    """Counts samples: `places`, where the program was; `total`, how many."""

    def __init__(self) -> None:
        self.places: Counter[Place] = Counter()
        self.total = 0

    def look(self, frame: object) -> None:
        """Count the innermost frame of ours in FRAME's stack."""
        self.total += 1
        while frame is not None:
            code = frame.f_code
            if code.co_filename.startswith("lisp:"):
                self.places[code.co_filename[5:], code.co_firstlineno, frame.f_lineno or 0] += 1
                return
            frame = frame.f_back

    def report(self, world: World, most: int = 12) -> list[str]:
        """Lines: the procedures that were at work most, and in each the places."""
        if not self.total:
            return ["too short to be measured"]
        by_procedure: dict[tuple[str, int], Counter[str]] = {}
        for (unit, procedure, number), count in self.places.items():
            forms = unit_forms(world.unit(unit))
            owner = procedure if forms.forms[procedure].__class__ is Lambda else forms.owners[procedure]
            by_procedure.setdefault((unit, owner or 1), Counter())[line_of(forms, number)] += count
        ranked = sorted(by_procedure.items(), key=lambda item: -sum(item[1].values()))
        lines = []
        for (unit, owner), places in ranked[:most]:
            form = unit_forms(world.unit(unit)).forms[owner]
            name = "toplevel" if owner == 1 else shown_name(form.name)
            lines.append(f"{share(sum(places.values()), self.total)}  {name}")
            lines += [f"        {share(count, self.total)}  {line}" for line, count in places.most_common(4) if line]
        return lines


def share(count: int, total: int) -> str:
    return f"{100 * count / total:5.1f} %"


def line_of(forms: object, number: int) -> str:
    """The place of form NUMBER and the source line there."""
    while 0 < number < len(forms.forms) and forms.forms[number].span is None:
        number = forms.parents[number]
    span = forms.forms[number].span if 0 < number < len(forms.forms) else None
    if span is None:
        return ""
    line, _ = span.source.line_column(span.start)
    return f"{span.source.name}:{line}  {span.source.line_at(span.start).strip()[:60]}"


def profiled(action: Callable[[], object]) -> tuple[object, Profile]:
    """The value of ACTION, and where its time went."""
    profile, done = Profile(), threading.Event()
    target = threading.get_ident()

    def watch() -> None:
        while not done.wait(INTERVAL):
            frame = sys._current_frames().get(target)
            if frame is not None:
                profile.look(frame)

    watcher, before = threading.Thread(target=watch, daemon=True), sys.getswitchinterval()
    sys.setswitchinterval(INTERVAL / 4)
    watcher.start()
    try:
        return action(), profile
    finally:
        done.set()
        watcher.join()
        sys.setswitchinterval(before)
