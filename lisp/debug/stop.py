"""A stopped computation: what an uncaught error leaves, as frames that people can look at and go on from.

The heap frames in `LispError.continuation` are what the computation goes on with. Those of them that were still on the
Python stack when it stopped are found again in the traceback, which also knows what heap frames leave out: variables that
the rest of a body does not need, and frames stopped at a call in tail position, which have nothing left to do. After an
image was booted only the heap frames are there.

`frames` has the innermost frame first. The machinery of errors and winds, library (lisp control), is kept in it, since it
tells which handlers and winders a frame ran with, but gets no number.
"""

from __future__ import annotations

from types import TracebackType

from lisp.core.forms import Form, If, Lambda, Loop, PrimitiveCall
from lisp.core.names import shown_name
from lisp.core.syntax import Library
from lisp.data.box import Box
from lisp.data.condition import LispError
from lisp.data.pair import Pair, list_items
from lisp.data.place import Span
from lisp.data.string import String
from lisp.data.writer import shown
from lisp.runtime.frame import HeapFrame
from lisp.runtime.unit import unit_forms
from lisp.runtime.world import CONTROL, World

PAUSES = ("interrupt", "break", "step")
HIDDEN = "<breakpoint>"  # the source name of procedures that are not shown
MOST_FRAMES = 100_000
MOST_ARGUMENTS = 6
PARTS = {Pair: ("car", "cdr"), String: ("chars", "constant")}  # what generated code fills in after it has made one


class Frame:
    """A frame: `number` is that of the form in `unit` that it waits at, `values` its variables by their names in core forms.

    `rest` are the heap frames that its result goes to. `tail`: the call was its last act. `lost`: a host procedure stands
    between it and the base, so nothing can go on in it. `noted`: more is known of it than its heap frame holds. `label`:
    the number people know it by, -1 for machinery.
    """

    __slots__ = ("world", "unit", "number", "library", "values", "rest", "tail", "lost", "noted", "label")

    def __init__(self, world: World, unit: str, number: int, library: Library, values: dict[str, object], rest: object) -> None:
        self.world = world
        self.unit = unit
        self.number = number
        self.library = library
        self.values = values
        self.rest = rest
        self.tail = self.lost = self.noted = False
        self.label = -1

    @property
    def forms(self) -> object:
        return unit_forms(self.world.unit(self.unit))

    @property
    def procedure(self) -> Lambda:
        """The procedure whose body it is in."""
        return self.forms.forms[self.forms.owners[self.number] or 1]

    @property
    def name(self) -> str:
        return "toplevel" if self.procedure.number == 1 else shown_name(self.procedure.name)

    @property
    def span(self) -> Span | None:
        """The place of the form that it waits at, or of the nearest one around it that has a place."""
        forms, number = self.forms, self.number
        while number and (forms.forms[number].span is None):
            number = forms.parents[number]
        return forms.forms[number].span if number else None

    @property
    def form_span(self) -> Span | None:
        """The place of the statement that it waits at, of an `if` that of the test."""
        from lisp.compiler.entry import statement_of

        forms = self.forms
        whole = forms.forms[statement_of(forms, self.number)]
        whole = whole.test if whole.__class__ is If else whole
        return whole.span if whole.span is not None else self.span

    def variables(self) -> list[tuple[str, object]]:
        """The program's variables that are known, each with its value, outer ones first; of two with one name the inner."""
        found: dict[str, object] = {}
        marked = [(key.rpartition("'"), key, value) for key, value in self.values.items()]
        own = [(int(mark), key, value) for (name, _, mark), key, value in marked if name and mark.isdecimal()]
        for _, key, value in sorted(own, key=lambda entry: entry[0]):
            if value.__class__ is Box and is_assigned(self.forms, key):
                if not hasattr(value, "content"):
                    continue  # used before its definition
                value = value.content
            found[shown_name(key)] = value
        return list(found.items())

    def call(self) -> str:
        """The call that made it, with arguments as far as they are known: `(fact 3)`."""
        procedure = self.procedure
        if procedure.number == 1:
            return "toplevel"
        known = dict(self.variables())
        words = [self.name]
        for parameter in procedure.parameters:
            name = shown_name(parameter)
            words.append(shown(known[name], 24) if name in known else "?")
        if procedure.rest is not None:
            rest = known.get(shown_name(procedure.rest), False)
            items = list_items(rest) if rest is not False else None
            words += ["..."] if items is None else [shown(item, 24) for item in items[:MOST_ARGUMENTS]]
        return f"({' '.join(words)})"


class Stop:
    """A stopped computation; the module says what it is made of."""

    def __init__(
        self, world: World, failure: LispError, frames: list[Frame] | None = None, winders: object = None
    ) -> None:
        """What FAILURE stopped; FRAMES and WINDERS, if they are given, are those of an image."""
        self.world = world
        self.failure = failure
        self.winders = world.winders if frames is None else winders
        self.frames = frames_of(world, failure) if frames is None else frames
        self.visible = [frame for frame in self.frames if not is_machinery(frame)]
        for label, frame in enumerate(self.visible):
            frame.label = label

    def inherit(self, before: Stop) -> None:
        """Take from BEFORE, a stop of this computation, what it knew of the same frames: parameters do not change."""
        known = {(id(frame.rest), frame.unit, frame.procedure.number): frame for frame in before.visible}
        for frame in self.visible:
            same = known.get((id(frame.rest), frame.unit, frame.procedure.number))
            if same is not None and frame.procedure.number != 1:
                own = frame.procedure
                for name in own.parameters if own.rest is None else (*own.parameters, own.rest):
                    if name in same.values and not is_loop_variable(frame, name):
                        frame.values.setdefault(name, same.values[name])

    @property
    def kind(self) -> str:
        """What stopped it: the kind of a condition, "" for another object that was raised."""
        return getattr(self.failure.payload, "kind", "")

    @property
    def headline(self) -> str:
        """What stopped it, in one line; "" for a step."""
        from lisp.data.report import describe

        return describe(self.failure.payload) if self.kind in ("break", "step") else str(self.failure).split("\n")[0]

    @property
    def pausing(self) -> bool:
        """Whether it was stopped from outside, and nothing is wrong with it."""
        return self.kind in PAUSES


def is_machinery(frame: Frame) -> bool:
    """Whether FRAME is none of the program: it tells which handlers and winders there were, or is a breakpoint's."""
    return frame.library.name == CONTROL or frame.procedure.span is not None and frame.procedure.span.source.name == HIDDEN


def frames_of(world: World, failure: LispError) -> list[Frame]:
    """The frames of FAILURE, innermost first."""
    heap = failure.continuation
    context = failure.__context__
    stack = stack_frames(world, context.__traceback__ if context is not None else None)
    if stack and is_heap(heap) and heap.node == -stack[0].number:
        stack[0].tail = False  # interrupted: it is going to do the call
    live = [frame for frame in stack if not frame.tail]
    matched = heap
    for frame in live:
        if not is_heap(matched) or (matched.unit, abs(matched.node)) != (frame.unit, frame.number):
            break
        matched = matched.next
    else:
        frames, heap = attach(stack, heap), matched
        return frames + heap_frames(world, heap)
    for frame in stack:
        frame.lost = True
    return stack + heap_frames(world, heap)


def attach(stack: list[Frame], heap: object) -> list[Frame]:
    """STACK, whose live frames are the first of HEAP, each with what its result goes to."""
    for frame in stack:
        if not frame.tail:
            heap = heap.next
        frame.rest = heap
    return stack


def stack_frames(world: World, traceback: TracebackType | None) -> list[Frame]:
    """Our frames in TRACEBACK, innermost first."""
    found: list[Frame] = []
    while traceback is not None:
        python_frame = traceback.tb_frame
        library = python_frame.f_globals.get("'library")
        if library is not None:
            filename = python_frame.f_code.co_filename
            entry = world.site(filename, traceback.tb_lineno, library)[1]
            frame = Frame(world, filename[5:], traceback.tb_lineno, library, finished(python_frame.f_locals), None)
            frame.tail = entry is None
            frame.noted = True
            found.append(frame)
        traceback = traceback.tb_next
    return found[::-1]


def heap_frames(world: World, heap: object) -> list[Frame]:
    """The frames that HEAP begins with."""
    found: list[Frame] = []
    while is_heap(heap) and len(found) < MOST_FRAMES:
        names = world.entry(heap.unit, heap.node, heap.library)[1]
        others = getattr(heap, "others", None)
        values = {**(others or {}), **dict(zip(names, heap.values))}
        found.append(Frame(world, heap.unit, abs(heap.node), heap.library, values, heap.next))
        found[-1].noted = others is not None
        heap = heap.next
    return found


def finished(variables: dict[str, object]) -> dict[str, object]:
    """VARIABLES, of a Python frame of ours, without those whose values it was just making: a pair with no cdr yet, say."""
    return {name: value for name, value in variables.items() if value.__class__ not in PARTS or has_parts(value)}


def has_parts(value: object) -> bool:
    """Whether VALUE, of a class in PARTS, is whole."""
    return all([hasattr(value, slot) for slot in PARTS[value.__class__]])


def is_heap(frames: object) -> bool:
    return frames.__class__ is HeapFrame


def is_assigned(forms: object, name: str) -> bool:
    """Whether local variable NAME is kept in a box because something assigns it."""
    return any(is_unboxing(form, name) for form in forms.forms)


def is_loop_variable(frame: Frame, name: str) -> bool:
    """Whether local variable NAME is one that a loop of FRAME's unit assigns."""
    return any(form.__class__ is Loop and name in form.names for form in frame.forms.forms)


def is_unboxing(form: Form | None, name: str) -> bool:
    if form.__class__ is not PrimitiveCall or form.name not in ("%unbox", "%set-box!"):
        return False
    return getattr(form.operands[0], "name", None) == name
