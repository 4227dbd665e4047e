"""Control primitives (report, 6.10 and 6.11): what stdlib/lisp/control is written on.

None of these calls a Scheme procedure: they raise, and the base makes the call (runtime/base.py).
"""

from __future__ import annotations

from lisp.core.primitive import primitive
from lisp.data.condition import Condition, LispError, error
from lisp.data.pair import list_items, make_pair, to_list
from lisp.data.parameter import Parameter
from lisp.data.string import String, text_of
from lisp.data.symbol import Symbol
from lisp.data.values import Values, make_values, members_of
from lisp.runtime.frame import Capture, Continuation, Escape, Stressed, Uncaught
from lisp.runtime.types import is_procedure
from lisp.runtime.world import FunctionType, World

SUPPORT = ("stressed", "members_of", "Parameter", "FunctionType", "is_procedure")


def stressed(procedure: object, *arguments: object) -> object:
    """Test mode: every call goes through here, and moves the whole stack to the heap first."""
    raise Stressed(procedure, arguments)


@primitive(
    "procedure?", "object -> boolean", section="6.10", pure=True,
    inline="obj.__class__ is FunctionType or is_procedure(obj)",
)  # fmt: skip
def procedure_p(obj: object) -> bool:
    """Whether OBJ is a procedure."""
    return is_procedure(obj)


@primitive("values", "object ... -> object", section="6.10", pure=True)
def values(*objs: object) -> object:
    """Deliver all OBJS to the continuation."""
    return make_values(*objs)


@primitive("%members", "object -> object", pure=True)
def members(result: object) -> tuple:
    """The values in RESULT, for a call that spreads them."""
    return members_of(result)


@primitive("%values?", "object -> boolean", pure=True)
def values_p(obj: object) -> bool:
    """Whether OBJ is a bundle of values that are not exactly one."""
    return obj.__class__ is Values


@primitive("%call/cc", "procedure -> object")
def call_cc(receiver: object) -> object:
    """Call RECEIVER with the raw continuation of this call."""
    if receiver.__class__ is not FunctionType and not is_procedure(receiver):
        raise TypeError
    raise Capture(receiver)


@primitive("%escape", "object procedure -> object")
def escape(mark: object, thunk: object) -> object:
    """Go back to the frame that holds MARK; its pending call returns what THUNK, called there, returns."""
    raise Escape(mark, thunk)


@primitive("%keep", "object object -> object")
def keep(mark: object, result: object) -> object:
    """RESULT. Its frame holds MARK until here."""
    return result


@primitive("%winders", "-> list", world=True, inline="world.winders")
def winders(world: World) -> object:
    """The dynamic-winds around the computation, innermost first."""
    return world.winders


@primitive("%set-winders!", "list -> unspecified", world=True, inline="world.winders = winders")
def set_winders(world: World, winders: object) -> None:
    """Say which dynamic-winds are around the computation."""
    world.winders = winders


@primitive("%handlers", "-> list", world=True, inline="world.handlers")
def handlers(world: World) -> object:
    """The exception handlers, innermost first."""
    return world.handlers


@primitive("%set-handlers!", "list -> unspecified", world=True, inline="world.handlers = handlers")
def set_handlers(world: World, handlers: object) -> None:
    """Install exception handlers."""
    world.handlers = handlers


@primitive("%uncaught", "object -> object")
def uncaught(obj: object) -> object:
    """Leave the run: nobody handled OBJ."""
    raise Uncaught(obj)


@primitive("%break", "object ... -> unspecified")
def break_(*message: object) -> None:
    """Stop for the debugger, with a message and objects that are shown behind it; it goes on when that does."""
    from lisp.data.condition import Condition
    from lisp.data.pair import to_list

    raise Uncaught(Condition("break", message[0] if message else String("break"), to_list(message[1:])))


@primitive("%parameter", "object object -> parameter", pure=True)
def parameter(setting: object, converter: object) -> Parameter:
    """A parameter object; the value is converted already."""
    return Parameter(setting, converter)


@primitive("%parameter?", "object -> boolean", pure=True, inline="obj.__class__ is Parameter")
def parameter_p(obj: object) -> bool:
    """Whether OBJ is a parameter object."""
    return obj.__class__ is Parameter


@primitive("%handler-returned", "object -> condition", pure=True)
def handler_returned(obj: object) -> Condition:
    """The condition that a handler returned from the `raise` of OBJ."""
    from lisp.data.report import describe
    from lisp.data.writer import shown

    if obj.__class__ is Condition:
        text = "the exception handler returned from an error that cannot be continued: " + describe(obj)
    else:
        text = "the exception handler returned from a raise that cannot be continued: " + shown(obj)
    return Condition("handler", String(text), place=getattr(obj, "place", None))


@primitive("%parameter-setting", "parameter -> object", pure=True)
def parameter_setting(parameter: Parameter) -> object:
    """The parameter's current value."""
    if not isinstance(parameter, Parameter):
        raise TypeError
    return parameter.setting


@primitive("%set-parameter-setting!", "parameter object -> unspecified")
def set_parameter_setting(parameter: Parameter, setting: object) -> None:
    """Change the parameter's current value."""
    parameter.setting = setting


@primitive("%parameter-converter", "parameter -> object", pure=True)
def parameter_converter(parameter: Parameter) -> object:
    """The parameter's converter, or #f."""
    if not isinstance(parameter, Parameter):
        raise TypeError
    return parameter.converter


@primitive("%procedure-accepts?", "procedure index -> boolean", pure=True)
def procedure_accepts(procedure: object, count: int) -> bool:
    """Whether PROCEDURE takes COUNT arguments."""
    declared = getattr(procedure, "primitive", None)
    if declared is not None:
        return declared.least <= count and (declared.most is None or count <= declared.most)
    if procedure.__class__ is Continuation:
        return True
    code = getattr(procedure, "__code__", None)
    if code is None:
        return procedure.__class__ is not Parameter or count == 0
    return code.co_argcount == count or (bool(code.co_flags & 4) and count >= code.co_argcount)


@primitive("%procedure-name", "procedure -> string", pure=True)
def name_of_procedure(procedure: object) -> String:
    """The name that PROCEDURE was defined under, or that of the form that made it."""
    from lisp.data.atom_text import procedure_name

    return String(procedure_name(procedure))


@primitive("error", "object object ... -> object", section="6.11")
def raise_error(message: object, *irritants: object) -> object:
    """Raise an error object. The failure's own diagnosis finds its place (runtime/diagnose.py)."""
    raise LispError(Condition("error", message, to_list(irritants)))


@primitive("%type-error", "symbol string object -> object")
def raise_type_error(who: Symbol, expected: String, obj: object) -> object:
    """Raise the error that WHO, written in Scheme, got OBJ where EXPECTED ("a procedure") was wanted."""
    from lisp.data.writer import shown

    raise error("type", f"expected {text_of(expected)}, got {shown(obj)}", who=who.name)


@primitive("%failure", "string symbol string object ... -> object")
def raise_failure(kind: String, who: Symbol, message: String, *irritants: object) -> object:
    """Raise an error of KIND by WHO, written in Scheme."""
    raise error(text_of(kind), text_of(message), *irritants, who=who.name)


@primitive("%make-condition", "string object list object -> condition", pure=True)
def make_condition(kind: String, message: object, irritants: object, who: object) -> Condition:
    """A condition of KIND; WHO is a string or symbol, or #f."""
    name = None if who is False else (text_of(who) if who.__class__ is String else who.name)
    return Condition(text_of(kind), message, irritants, name)


@primitive("error-object?", "object -> boolean", section="6.11", pure=True)
def error_object_p(obj: object) -> bool:
    """Whether OBJ is an error object."""
    return obj.__class__ is Condition


@primitive("error-object-message", "condition -> object", section="6.11", pure=True)
def error_object_message(condition: Condition) -> object:
    """The message of an error object."""
    message = condition.message
    if message.__class__ is String and condition.who is not None:
        return String(f"{condition.who}: {text_of(message)}")
    return message


@primitive("error-object-irritants", "condition -> list", section="6.11", pure=True)
def error_object_irritants(condition: Condition) -> object:
    """The irritants of an error object."""
    return condition.irritants


@primitive("%condition-kind", "condition -> symbol", pure=True)
def condition_kind(condition: Condition) -> object:
    """What kind of condition it is, as a symbol (docs/errors.md lists them)."""
    from lisp.data.symbol import intern

    return intern(condition.kind)


@primitive("read-error?", "object -> boolean", section="6.11", pure=True)
def read_error_p(obj: object) -> bool:
    """Whether OBJ is a condition that `read` raised."""
    return obj.__class__ is Condition and obj.kind in ("read", "incomplete")


@primitive("file-error?", "object -> boolean", section="6.11", pure=True)
def file_error_p(obj: object) -> bool:
    """Whether OBJ is a condition about a file that could not be used."""
    return obj.__class__ is Condition and obj.kind == "file"


@primitive("%describe", "object -> string", pure=True)
def describe_object(obj: object) -> String:
    """The text that an uncaught OBJ is reported with."""
    from lisp.data.report import describe

    return String(describe(obj))


@primitive("%place", "procedure -> object", world=True)
def place(world: World, procedure: object) -> object:
    """A pair of the file and the line that PROCEDURE is written in, or #f."""
    from lisp.runtime.unit import unit_forms

    code = getattr(procedure, "__code__", None)
    if code is None or not code.co_filename.startswith("lisp:"):
        return False
    span = unit_forms(world.unit(code.co_filename[5:])).forms[code.co_firstlineno].span
    return False if span is None else make_pair(String(span.source.name), span.source.line_column(span.start)[0])


@primitive("%list->tuple", "list -> object", pure=True)
def list_to_tuple(items: object) -> tuple:
    """The members of a list, for a call that spreads them."""
    members = list_items(items)
    if members is None:
        from lisp.data.writer import shown

        raise error("type", f"expected a list, got {shown(items)}", who="apply")
    return tuple(members)


@primitive("%tuple->list", "object -> list", pure=True)
def tuple_to_list(items: tuple) -> object:
    """A list of the rest arguments of a call."""
    return to_list(items)


@primitive("%apply", "procedure object ... -> object")
def apply(procedure: object, *arguments: object) -> object:
    """A call through a variable: the compiler writes direct calls of `%apply` in place."""
    raise error("internal", "%apply is not a procedure", who="apply")


@primitive("%apply-values", "procedure object -> object")
def apply_values(procedure: object, result: object) -> object:
    """As `%apply`."""
    raise error("internal", "%apply-values is not a procedure", who="call-with-values")
