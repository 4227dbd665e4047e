"""`lisp image verify`: every part of an image checked, without running any of it.

Checked are the checksum of each entry; that each segment decodes; that each unit is what its name is the hash of, that its core
form decodes, and that what its code names is there; that each procedure and heap frame has a place in its unit; and that the
catalogue, the sources and the host section can be read. Marshalled code and pickles are compared with their checksums only.
Who made the image, and whether it is as it was then, says its seal (signing.py).
"""

from __future__ import annotations

from _blake2 import blake2b
from types import FunctionType

from lisp.core.walk import free_variables
from lisp.data.condition import LispError
from lisp.data.report import describe
from lisp.image.boot import decode_catalogue
from lisp.image.hosts import parse_hosts
from lisp.runtime.frame import HeapFrame
from lisp.tools.edges import Code, Edges, Variable, constant_key
from lisp.tools.heap import BROKEN, Heap, image_reader, unit_of
from lisp.tools.measure import Measured, measure
from lisp.tools.signing import origin, origin_lines


class Check:
    """The work on one image: `problems`, and how much was looked at, by kind."""

    def __init__(self, heap: Heap) -> None:
        self.heap = heap
        self.problems: list[str] = []
        self.checked: dict[str, int] = {}
        self.skipped = 0  # segments that need a damaged one

    def attempt(self, kind: str, what: str, action: object) -> None:
        """Do ACTION, which checks WHAT; what it raises is a problem."""
        self.checked[kind] = self.checked.get(kind, 0) + 1
        try:
            problem = action()
        except LispError as failure:
            problem = describe(failure.payload).removeprefix(f"{self.heap.path}: ").removeprefix("the image is damaged: ")
        except BROKEN as failure:
            problem = f"{what} does not make sense ({failure})"
        if problem and problem not in self.problems:
            self.problems.append(problem)

    def run(self) -> None:
        heap = self.heap
        for kind, key in heap.image.keys():
            self.attempt("checksums", f"part {kind} {key}", lambda kind=kind, key=key: self.checksum(kind, key))
        for key in heap.unit_keys():
            self.attempt("units", f"unit {key}", lambda key=key: self.unit(key))
        for kind, key in heap.image.keys():
            if kind == "source":
                self.attempt("sources", f"source {key}", lambda key=key: self.source(key))
        self.attempt("catalogues", "the catalogue", self.catalogue)
        if ("host", "") in heap.image:
            self.attempt("host sections", "the host section", self.hosts)
        for place in range(len(heap.roots)):
            self.attempt("segments", f"segment {place}", lambda place=place: self.segment(place))
        if self.skipped:
            self.problems.append(f"{self.skipped} more segments cannot be decoded, since they need a damaged one")
        if not self.problems:
            self.attempt("heaps", "the heap", self.whole_heap)

    def checksum(self, kind: str, key: str) -> None:
        self.heap.image.entry(kind, key)

    def unit(self, key: str) -> str | None:
        """Whether unit KEY is what its key is the hash of, and decodes."""
        view = self.heap.unit(key)
        if blake2b(view.core, digest_size=8).hexdigest() != key:
            return f"unit {key} does not have the core form that it is named for"
        return None

    def source(self, key: str) -> None:
        self.heap.source(int(key))

    def segment(self, place: int) -> None:
        heap = self.heap
        if any(heap.roots[needed] is None for needed in heap.directory.imports[place]):
            self.skipped += 1
        else:
            heap.decode([place])

    def catalogue(self) -> None:
        decode_catalogue(self.heap.image)

    def hosts(self) -> None:
        parse_hosts(self.heap.image.entry("host", ""))

    def whole_heap(self) -> None:
        """What can be seen only with all segments decoded: procedures, frames and names."""
        self.heap.load()
        measured = measure(self.heap)
        for obj in measured.objects.values():
            if obj.__class__ is FunctionType:
                self.attempt("procedures", "a procedure", lambda obj=obj: self.procedure(obj))
            elif obj.__class__ is HeapFrame:
                self.attempt("frames", "a frame", lambda obj=obj: self.frame(measured.edges, obj))
        for code in list(measured.edges.codes.values()):
            self.attempt("code references", f"unit {code.unit}", lambda code=code: self.code(measured, code))

    def procedure(self, procedure: FunctionType) -> str | None:
        """Whether PROCEDURE closes over the variables that its code needs."""
        unit, number = unit_of(procedure)
        needed = free_variables(self.heap.unit(unit).procedure(number))
        if not needed.issubset(procedure.__code__.co_freevars):
            return f"procedure {number} of unit {unit} lacks variables that its code needs"
        return None

    def frame(self, edges: Edges, frame: HeapFrame) -> str | None:
        """Whether a computation can go on where FRAME waits; a shadow only has to be at some form of its unit."""
        view = self.heap.unit(frame.unit)
        view.form(abs(frame.node))
        if id(frame.next) in self.heap.shadows:
            return "a frame that would go on in what a debugger only shows"
        if id(frame) in self.heap.shadows:
            return None
        names = edges.held_names(frame.unit, frame.node)
        if names is None or not view.forms.can_wait(frame.node):
            return f"a frame waits at form {frame.node} of unit {frame.unit}, where none can wait"
        if len(names) != len(frame.values):
            return f"a frame at form {frame.node} of unit {frame.unit} does not hold the variables that its code needs"
        if frame.next is not None and frame.next.__class__ is HeapFrame and frame.next.depth != frame.depth - 1:
            return "frames whose depths do not add up"
        return None

    def code(self, measured: Measured, code: Code) -> str | None:
        """Whether the libraries and the constants that CODE names are there."""
        for _, target in measured.edges.of(code):
            if target.__class__ is Variable and target.library not in self.heap.libraries:
                return f"unit {code.unit} names library {target.library}, which there is not"
        constants = self.heap.libraries[code.library].globals
        for index in measured.edges.references(code).constants:
            if constant_key(code.unit, index) not in constants:
                return f"constant {index} of unit {code.unit} is missing"
        return None


@image_reader
def collect(path: str, key: str | None = None) -> dict:
    """The outcome of all checks of the image at PATH. KEY: the file of a public key that must have signed it."""
    check = Check(Heap(path))
    found = origin(check.heap.image, key)
    check.run()
    return {"image": path, "checked": check.checked, "origin": found, "problems": check.problems + found["problems"]}


def lines(found: dict) -> list[str]:
    """What was FOUND, for people."""
    counts = found["checked"].items()
    checked = ", ".join([f"{count:,} {kind if count != 1 else kind.removesuffix('s')}" for kind, count in counts])
    if not found["problems"]:
        who = "; ".join(origin_lines(found["origin"]))
        return [f"{found['image']} is sound: checked {checked}", f"{found['image']}: {who}"]
    return [f"{found['image']}: {problem}" for problem in found["problems"]] + [f"checked {checked}"]
