"""From a Python exception to a condition: what failed, with which operands, where.

Nothing is checked before an operation, so everything is found out here: the line number of the innermost frame of ours
names the form that failed, its operands are pure and evaluated again from the frame's variables, and the primitive's
declared signature says which of them it must refuse. A primitive that was written in place is first called as the
function that it stands for: the short form may fail where the whole one has an answer.
"""

from __future__ import annotations

from lisp.core.forms import Call, Constant, Form, GlobalRef, If, Lambda, LocalRef, PrimitiveCall
from lisp.core.names import shown_name
from lisp.core.syntax import GlobalVariable, Library
from lisp.data.condition import Condition, LispError, error
from lisp.data.pair import to_list
from lisp.data.string import String
from lisp.data.symbol import intern
from lisp.data.writer import shown
from lisp.runtime.capture import Stopped
from lisp.runtime.frame import HeapFrame, Interrupt, is_foreign
from lisp.runtime.types import has_type, is_procedure, type_text
from lisp.runtime.unit import unit_forms
from lisp.runtime.world import World

NAMES = {"%list->tuple": "apply", "%compile": "eval"}  # primitives that programs know otherwise
RECORD_ACCESS = ("%record-ref", "%record-set!")
RECEIVERS = ("define-values", "let-values", "let*-values")  # what their lambdas are called
FAILURES = (TypeError, AttributeError, IndexError, ValueError, KeyError, ArithmeticError, NameError)


class Outcome:
    """What a failure comes to: `solved` with a `value`, or a condition (or other raised object) in `value`."""

    __slots__ = ("solved", "value", "place")

    def __init__(self, value: object, place: object = None, solved: bool = False) -> None:
        self.value = value
        self.place = place
        self.solved = solved


def diagnose(
    world: World, exception: BaseException, stopped: list[Stopped], frames: object, call: tuple[object, tuple]
) -> Outcome:
    """The outcome of EXCEPTION, whose traceback holds the frames STOPPED.

    FRAMES are the heap frames below those; CALL is the procedure and arguments that the base called last.
    """
    place = failure_place(world, stopped, frames)
    outcome = explain(world, exception, stopped, place, call)
    if stopped and outcome.value.__class__ is Condition:
        innermost = stopped[-1]
        form = unit_forms(world.unit(innermost.unit)).forms[innermost.number]
        if form.__class__ is PrimitiveCall and form.name in RECORD_ACCESS:
            outcome.value.who = shown_name(innermost.frame.f_code.co_name)  # an accessor or modifier
    return outcome


def explain(
    world: World, exception: BaseException, stopped: list[Stopped], place: object, call: tuple[object, tuple]
) -> Outcome:
    """As `diagnose`; PLACE is where the program is."""
    if isinstance(exception, LispError):
        return placed(exception.payload, exception.place or place)
    if exception.__class__ in (Interrupt, KeyboardInterrupt):
        return placed(Condition("interrupt", String("interrupted")), place)
    if isinstance(exception, MemoryError):
        return placed(Condition("limit", String("out of memory")), place)
    if is_foreign(exception):
        return placed(host_condition(exception), place)
    if stopped:
        innermost = stopped[-1]
        form = unit_forms(world.unit(innermost.unit)).forms[innermost.number]
        try:
            found = diagnose_form(world, exception, innermost, form)
        except LispError as refused:  # an operand has no value: Python computes with booleans, and went on
            return placed(refused.payload, refused.place or place)
        if found is not None:
            if found.solved:
                return found
            ours = found.place is None or in_library(found.place)
            return placed(found.value, place if ours else found.place)
        return placed(host_condition(exception), place)
    outcome = failed_call(world, exception, *call, None)
    return placed(outcome.value, place) if outcome is not None else placed(host_condition(exception), place)


def placed(payload: object, place: object) -> Outcome:
    """PAYLOAD with its PLACE noted, if it is a condition that has none."""
    if payload.__class__ is Condition and payload.place is None:
        payload.place = place
    return Outcome(payload, place)


def failure_place(world: World, stopped: list[Stopped], frames: object) -> object:
    """Where the program is: the innermost place outside the library's own machinery; None if only that is left."""
    place = place_of(world, stopped)
    if place is None or in_library(place):
        place = place_of_frames(world, frames) or place
    if place is not None and in_library(place):
        place = place_of_procedures(world, stopped, frames)
    return place


def place_of_procedures(world: World, stopped: list[Stopped], frames: object) -> object:
    """The place of the first of the program's procedures that the library is at work with, innermost frame first."""
    values = [value for frame in reversed(stopped) for value in frame.frame.f_locals.values()]
    for _ in range(20):
        if frames.__class__ is not HeapFrame:
            break
        values += frames.values
        frames = frames.next
    for value in values:
        code = getattr(value, "__code__", None)
        if code is not None and code.co_filename.startswith("lisp:"):
            span = unit_forms(world.unit(code.co_filename[5:])).forms[code.co_firstlineno].span
            if span is not None and not in_library(span):
                return span
    return None


def in_library(place: object) -> bool:
    """Whether PLACE is in the standard library."""
    return place.source.name.startswith("stdlib/")


def place_of(world: World, stopped: list[Stopped]) -> object:
    """The place of the innermost frame that is not the library's own machinery, or of the innermost one."""
    first = None
    for frame in reversed(stopped):
        forms = unit_forms(world.unit(frame.unit))
        number = frame.number if frame.number < len(forms.forms) else 0  # a frame of a damaged image may wait anywhere
        while number and forms.forms[number].span is None and forms.forms[number].__class__ is not Lambda:
            number = forms.parents[number]
        span = forms.forms[number].span if number else None
        if span is not None and not in_library(span):
            return span
        first = first or span
    return first


def place_of_frames(world: World, frames: object) -> object:
    """The place that the innermost heap frame outside the library's own machinery waits at."""
    first = None
    for _ in range(20):
        if frames.__class__ is not HeapFrame:
            break
        span = place_of(world, [Stopped(frames.unit, abs(frames.node), None, 0)])
        if span is not None and not in_library(span):
            return span
        first = first or span
        frames = frames.next
    return first


def host_condition(exception: BaseException) -> Condition:
    """A Python exception that is not ours to explain, as a condition; `irritants` holds the exception."""
    if isinstance(exception, OSError):
        reason = exception.strerror  # whatever the exception was made with
        return Condition("file", String(reason if reason and isinstance(reason, str) else "the operating system refused"))
    if isinstance(exception, UnicodeError):
        return Condition("value", String("the text cannot be encoded or decoded"))
    return Condition("host", String(exception_text(exception)), to_list([exception]))


def exception_text(exception: BaseException) -> str:
    """The class and the text of EXCEPTION, which may have none, or a `__str__` that fails itself."""
    name = exception.__class__.__name__
    try:
        text = str(exception)
    except Exception as failure:
        text = f"its text cannot be had: {failure.__class__.__name__}"
    return f"{name}: {text}" if text else name


def diagnose_form(world: World, exception: BaseException, frame: Stopped, form: Form) -> Outcome | None:
    match form:
        case GlobalRef(key):
            if isinstance(exception, NameError):
                return Outcome(unbound(world, frame, key), form.span)
        case LocalRef(name):
            if isinstance(exception, (NameError, AttributeError)):
                return Outcome(undefined(name), form.span)
        case PrimitiveCall():
            return primitive_failed(world, exception, frame, form)
        case Call():
            return call_failed(world, exception, frame, form)
    assigned = getattr(form, "key", None)
    if assigned is not None and isinstance(exception, NameError):
        return Outcome(unbound(world, frame, assigned), form.span)
    return None


def unbound(world: World, frame: Stopped, key: str) -> Condition:
    name = shown_name(key)
    library = frame.frame.f_globals["'library"]
    if world.services is not None:
        world.services.catch_up()  # a program from the unit cache: its definitions are not known yet
    known = [b for b in library.environment.bindings.values() if b.__class__ is GlobalVariable]
    if any(b.key == key and b.library == library.name for b in known):
        return undefined(name)  # its definition comes later
    text = f"{shown(intern(name))}: unbound variable"
    exporter = exporting_library(world, name)
    hint = None if exporter is not None else suggestion(library, name)
    if exporter is not None:
        text += f"; it is in {exporter}, which is not imported"
    elif hint is not None:
        text += f"; did you mean {hint}?"
    return Condition("unbound", String(text))


def exporting_library(world: World, name: str) -> str | None:
    """The name of a library that exports NAME, one of the report's if there is one."""
    found = [
        library.name
        for library in list(world.libraries.values())
        if intern(name) in library.exports and not library.name.startswith(("(lisp ", "(user"))
    ]
    return min(found, key=lambda name: (not name.startswith("(scheme "), name == "(scheme r5rs)", len(name)), default=None)


def suggestion(library: Library, name: str) -> str | None:
    """A name visible in LIBRARY that NAME is probably a slip for."""
    from difflib import get_close_matches

    names = {getattr(k, "name", None) for k in library.environment.bindings}
    names |= {k for k in library.globals if k[0] not in "'_(" and "\0" not in k}
    candidates = sorted(n for n in names if n.__class__ is str)
    found = get_close_matches(name, candidates, 1, 0.75)
    return found[0] if found else None


def undefined(name: str) -> Condition:
    shown_text = shown(intern(shown_name(name)))
    return Condition("undefined", String(f"{shown_text}: the variable was used before its definition"))


def primitive_failed(world: World, exception: BaseException, frame: Stopped, form: PrimitiveCall) -> Outcome | None:
    """A primitive that was written in place failed: ask the function it stands for."""
    if form.name == "%unbox" and isinstance(exception, AttributeError):
        return Outcome(undefined(form.operands[0].name), form.span)
    operands = [evaluate(world, frame, o) for o in form.operands]
    try:
        function = world.primitive(form.name)
    except KeyError:  # an image names it
        raise error("image", f"there is no primitive {form.name}") from None
    return attempt(world, exception, form.name, function, operands, form)


def attempt(
    world: World, exception: BaseException, name: str, function: object, operands: list | tuple, form: Form | None
) -> Outcome:
    place = form.span if form is not None else None
    declared = function.primitive
    wrong = arity_problem(declared.name, declared.least, declared.most, None, operands)
    if wrong is not None:
        return Outcome(wrong, place)
    if form.__class__ is PrimitiveCall:
        try:
            return Outcome(function(*operands), solved=True)
        except LispError as refused:
            return Outcome(refused.payload, refused.place or place)
        except FAILURES + (RecursionError,) as failed:
            exception = failed
    for i, operand in enumerate(operands):
        word = declared.argument_type(i)
        if not has_type(word, operand):
            text = f"expected {type_text(word)}, got {shown(operand)}"
            return Outcome(Condition("type", String(text), who=shown_primitive(name)), place)
    if isinstance(exception, OSError):
        return Outcome(host_condition(exception), place)
    if declared.world and (problem := current_port_problem(world, declared, len(operands))) is not None:
        return Outcome(Condition("type", String(problem), who=declared.name), place)
    if isinstance(exception, AttributeError) and (problem := path_problem(declared.name, operands)) is not None:
        return Outcome(Condition("type", String(problem), who=declared.name), place)
    if isinstance(exception, (OverflowError, MemoryError)):
        text = f"a number is too large for this: {' '.join(shown(o) for o in operands)}"
        return Outcome(Condition("limit", String(text), who=shown_primitive(name)), place)
    if isinstance(exception, FAILURES):
        text = f"the arguments are not valid: {' '.join(shown(o) for o in operands)}"
        return Outcome(Condition("value", String(text), who=shown_primitive(name)), place)
    return Outcome(host_condition(exception), place)


def current_port_problem(world: World, declared: object, given: int) -> str | None:
    """What is wrong with the current port that a primitive uses, which got only GIVEN operands."""
    for i in range(given, len(declared.arguments)):
        word = declared.argument_type(i)
        if word.endswith(("input-port", "output-port")):
            current = (world.input if word.endswith("input-port") else world.output).setting
            if not has_type(word, current):
                return f"expected {type_text(word)} as the current one, got {shown(current)}"
    return None


def path_problem(name: str, operands: list | tuple) -> str | None:
    """What is wrong with the pair that cadr, or another such procedure called NAME, was given."""
    path = name[1:-1]
    if len(operands) != 1 or len(path) < 2 or name != f"c{path}r" or path.strip("ad"):
        return None
    if "a" not in path[1:]:
        return f"expected a list of at least {len(path)} elements, got {shown(operands[0])}"
    return f"expected a pair that has a {name}, got {shown(operands[0])}"


def shown_primitive(name: str) -> str:
    return NAMES.get(name, name.lstrip("%") or name)


def call_failed(world: World, exception: BaseException, frame: Stopped, form: Call) -> Outcome | None:
    """A call failed before the callee's first line, or inside a primitive or a host procedure."""
    operator = evaluate(world, frame, form.operator)
    return failed_call(world, exception, operator, call_operands(world, frame, form), form)


def failed_call(
    world: World, exception: BaseException, operator: object, operands: list | tuple, form: Call | None
) -> Outcome | None:
    """Why the call of OPERATOR with OPERANDS failed; None if its own arguments are right."""
    place = form.span if form is not None else None
    if not is_procedure(operator):
        text = f"expected a procedure to call, got {shown(operator)}"
        return Outcome(Condition("type", String(text)), place)
    declared = getattr(operator, "primitive", None)
    if declared is not None:
        return attempt(world, exception, declared.name, operator, operands, form)
    code = getattr(operator, "__code__", None)
    if code is not None and code.co_filename.startswith("lisp:"):
        least = code.co_argcount
        most = None if code.co_flags & 4 else least
        parameters = [shown_name(n) for n in code.co_varnames[: least + (most is None)]]
        if most is None:
            parameters.insert(least, ".")
        problem = arity_problem(shown_name(code.co_name), least, most, parameters, operands)
        return Outcome(problem, place) if problem is not None else None
    if operator.__class__.__name__ == "Parameter" and operands:
        written = form.operator if form is not None else None
        key = getattr(written, "key", None) or getattr(written, "name", None) or "parameter"
        return Outcome(arity_problem(shown_name(key), 0, 0, [], operands), place)
    return Outcome(host_condition(exception), place)


def call_operands(world: World, frame: Stopped, form: Call) -> list:
    operands = [evaluate(world, frame, o) for o in form.operands]
    if form.spread:
        operands[-1:] = operands[-1]
    return operands


def arity_problem(
    name: str, least: int, most: int | None, parameters: list | None, operands: list | tuple
) -> Condition | None:
    count = len(operands)
    if count >= least and (most is None or count <= most):
        return None
    what = "value" if name in RECEIVERS else "argument"
    if most == least:
        wanted = f"{least} {what}{'' if least == 1 else 's'}"
    elif most is None:
        wanted = f"at least {least} {what}{'' if least == 1 else 's'}"
    else:
        wanted = f"{least} {'or' if most == least + 1 else 'to'} {most} {what}s"
    who = shown_primitive(name)
    names = f" ({' '.join(parameters)})" if parameters else ""
    given = [*[shown(o, 30) for o in operands[:8]], *(["..."] if count > 8 else [])]
    if what == "value":
        got = f"{count}: {' '.join(given)}" if given else "none"
    elif name == "lambda":
        got = f"{count}: ({' '.join([f'(lambda{names} ...)' if names else '(lambda () ...)', *given])})"
    else:
        got = f"{count}: ({' '.join([who, *given])})"
    return Condition("arity", String(f"expected {wanted}{names}, got {got}"), who=who)


def evaluate(world: World, frame: Stopped, form: Form) -> object:
    """The value of the pure FORM in FRAME."""
    python_frame = frame.frame
    code = python_frame.f_code
    if code.co_firstlineno == form.number and code.co_varnames[:1] == ("'value",):
        return python_frame.f_locals["'value"]  # this frame was entered with the form's value
    match form:
        case Constant(value):
            if hasattr(value, "index") and value.__class__.__name__ == "Literal":
                return python_frame.f_globals[f"'k:{frame.unit}:{value.index}"]
            return value
        case LocalRef(name):
            return python_frame.f_locals[name]
        case GlobalRef(key):
            scope = python_frame.f_globals
            return scope[key] if key in scope else scope["__builtins__"][key]
        case If(test, consequent, alternative):
            chosen = alternative if evaluate(world, frame, test) is False else consequent
            return evaluate(world, frame, chosen)
        case PrimitiveCall(name, operands):
            values = [evaluate(world, frame, o) for o in operands]
            try:
                return world.primitive(name)(*values)
            except LispError as refused:
                refused.place = refused.place or form.span
                raise
    raise error("internal", "an operand is not pure")

