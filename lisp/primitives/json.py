"""JSON, fast: what SRFI 180's json-read and json-write try first, and (lisp json) stands on. Python's scanner does it.

Out of a text: null is the symbol null, an array a vector, an object an association list with symbols as keys, as SRFI 180
says. Only good text is read here. For anything else the caller's own object FAILURE is the answer, nothing is taken from the
port, and the reader in Scheme (stdlib/srfi/180) finds out what is wrong.
"""

from __future__ import annotations

from lisp.core.primitive import primitive
from lisp.data.base import EOF, NIL
from lisp.data.number_text import number_to_text
from lisp.data.pair import Pair, is_list, iterate
from lisp.data.port import TextInput
from lisp.data.string import String, text_of
from lisp.data.symbol import Symbol, intern
from lisp.data.vector import Vector

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

SPACE = " \t\n\r"
NEAR_END = 12  # an escape sequence that is cut off is told from a wrong one by where it is
GROWTH = 8  # a text that did not hold all of a value is looked at again when it is so many times longer,
SMALL = 16_384  # or while it is shorter than this: values that come line by line are to be had at once
NESTING = 1500  # what Python's scanner, which recurses, is let do; deeper is left to the reader in Scheme


class Conversion:
    """How Python's scanner makes our objects; it asks for these attributes. `careful`: halves of surrogate pairs may come.

    Keys are always looked at: a symbol stays.
    """

    strict = True
    object_hook = None
    parse_float = float
    parse_int = int

    def __init__(self, careful: bool) -> None:
        self.text: Callable[[str], String] = whole_text if careful else String
        self.null = intern("null")
        self.keys: dict[str, Symbol] = {}

    def parse_constant(self, word: str) -> object:
        """NaN and the infinities are no JSON."""
        raise ValueError(word)

    def object_pairs_hook(self, items: list[tuple[str, object]]) -> object:
        """The association list of ITEMS."""
        keys, text = self.keys, self.text
        result: object = NIL
        for name, value in reversed(items):
            kind = value.__class__
            if kind is str:
                value = text(value)
            elif kind is list:
                value = self.vector(value)
            elif value is None:
                value = self.null
            key = keys.get(name)
            if key is None:
                key = keys[name] = intern(text_of(whole_text(name)))
            entry = Pair()
            entry.car = key
            entry.cdr = value
            pair = Pair()
            pair.car = entry
            pair.cdr = result
            result = pair
        return result

    def vector(self, items: list) -> Vector:
        """ITEMS, and the lists in it, as vectors. Nested ones are kept waiting: nothing here recurses."""
        text, null = self.text, self.null
        waiting = [items]
        while waiting:
            current = waiting.pop()
            for k, value in enumerate(current):
                kind = value.__class__
                if kind is str:
                    current[k] = text(value)
                elif kind is list:
                    current[k] = Vector(value)
                    waiting.append(value)
                elif value is None:
                    current[k] = null
        return Vector(items)


def whole_text(text: str) -> String:
    """TEXT as a string; a ValueError if there is half of a surrogate pair in it."""
    if not text.isascii():
        text.encode("utf-8")
    return String(text)


def scan(text: str, start: int, careful: bool = False) -> tuple[object, int] | None:
    """The array or object that begins at START, and where it ends; None if the text may end too early.

    CAREFUL: it may have halves of surrogate pairs. ValueError, RecursionError, ImportError: it cannot be had.
    """
    from _json import make_scanner

    conversion = Conversion(careful)
    try:
        try:
            value, end = make_scanner(conversion)(text, start)
        except SystemError:  # CPython 3.11 cannot say what is wrong before this module is there; good text does not need it
            import json.decoder  # noqa: F401

            value, end = make_scanner(conversion)(text, start)
    except ValueError as failure:
        place = getattr(failure, "pos", None)
        if place is not None and (place > len(text) - NEAR_END or failure.msg.startswith("Unterminated string")):
            return None
        raise
    except StopIteration as failure:
        if failure.value >= len(text) - NEAR_END:
            return None
        raise ValueError from None
    if not careful and (text.find("\\ud", start, end) >= 0 or text.find("\\uD", start, end) >= 0):
        return scan(text, start, True)
    return (conversion.vector(value) if value.__class__ is list else value), end


def first_value(text: str, start: int = 0) -> tuple[object, int] | None:
    """The array or object that TEXT has from START on, as `scan` gives it; None if there is nothing yet."""
    length = len(text)
    while start < length and text[start] in SPACE:
        start += 1
    if start == length:
        return None
    if text[start] not in "[{":
        raise ValueError
    return scan(text, start)


def take_value(port: TextInput) -> object:
    """The next array or object of PORT, taken from it, or an end-of-file object. The exceptions are those of `scan`.

    What has arrived is looked at where it is: copying the rest for each of many values would take quadratic time.
    """
    found = first_value(port.buffer, port.position)
    if found is not None:
        port.position = found[1]
        return found[0]
    lines = port.lines + port.buffer.count("\n", 0, port.position)
    parts = [taken(port)]
    size = tried = len(parts[0])
    rest, place = None, 0
    try:
        while True:
            at_end = not port.more()
            parts.append(taken(port))
            size += len(parts[-1])
            if at_end or size < SMALL or size >= tried * GROWTH or parts[-1][:1] in ("}", "]"):
                parts = ["".join(parts)]
                tried = size
                found = first_value(parts[0])
                if found is not None:
                    rest, place = parts[0], found[1]
                    return found[0]
                if at_end:
                    if parts[0].strip(SPACE):
                        raise ValueError
                    return EOF
    finally:
        port.buffer = rest if rest is not None else "".join(parts) + port.buffer[port.position :]
        port.position, port.lines = place, lines


def taken(port: TextInput) -> str:
    """What has arrived in PORT, taken from it."""
    text = port.buffer[port.position :]
    port.position = len(port.buffer)
    return text


@primitive("%json-read", "object object -> object", atomic=True)
def json_read(port: object, failure: object) -> object:
    """The next array or object of the textual input port PORT, or an end-of-file object; FAILURE if that is not simple."""
    if not isinstance(port, TextInput) or not port.is_open:
        return failure
    import gc
    import sys

    from lisp.runtime.world import depth_of_stack

    limit, collects = sys.getrecursionlimit(), gc.isenabled()
    gc.disable()  # all that is made stays: looking for garbage would double the time
    try:
        sys.setrecursionlimit(depth_of_stack() + NESTING)
        return take_value(port)
    except (ValueError, RecursionError, ImportError):
        return failure
    finally:
        sys.setrecursionlimit(limit)
        if collects:
            gc.enable()


# -- writing --------------------------------------------------------------------------------------------------------------


@primitive("%json-text", "object exact-integer -> object", atomic=True)
def json_text(obj: object, indent: int) -> object:
    """OBJ as JSON: on one line if INDENT is 0, else with so many spaces a level; #f if something in it has no form in JSON."""
    if indent.__class__ is not int or indent < 0:
        raise TypeError
    import gc

    collects = gc.isenabled()
    gc.disable()
    try:
        return String("".join(json_parts(obj, indent)))
    except (ValueError, ImportError):
        return False
    finally:
        if collects:
            gc.enable()


def json_parts(obj: object, indent: int) -> list[str]:
    """The text of OBJ in parts. A ValueError if it has none, or is nested so deeply that it may be circular."""
    from _json import encode_basestring

    writing = Writing(encode_basestring, ": " if indent else ":")
    line = ["\n" + " " * indent * depth for depth in range(NESTING)] if indent else [""] * NESTING
    parts: list[str] = []
    depth = 0
    waiting = [obj]  # what comes next is last: objects, text, and the text that ends an array or object as a tuple
    while waiting:
        value = waiting.pop()
        if value.__class__ is str:
            parts.append(value)
        elif value.__class__ is tuple:
            depth -= 1
            parts.append(value[0])
        elif (text := writing.scalar(value)) is not None:
            parts.append(text)
        else:
            depth += 1
            if depth == NESTING:
                raise ValueError
            array = isinstance(value, Vector)
            parts.append(("[" if array else "{") + line[depth])
            waiting.append((line[depth - 1] + ("]" if array else "}"),))
            items = writing.array_items if array else writing.object_items
            waiting += reversed(items(value, "," + line[depth]))
    return parts


class Writing:
    """How objects become text. `quoted`: a string as JSON; `colon`: what follows a key."""

    def __init__(self, quoted: Callable[[str], str], colon: str) -> None:
        self.quoted = quoted
        self.colon = colon
        self.null = intern("null")
        self.names: dict[Symbol, str] = {}  # what is written for a key

    def scalar(self, value: object) -> str | None:
        """The text of VALUE; None for an array or object that is not empty. A ValueError if it has none."""
        kind = value.__class__
        if kind is String:
            return self.quoted(text_of(value))
        if kind is int or (kind is float and value - value == 0):
            return number_to_text(value)
        if value is True or value is False:
            return "true" if value else "false"
        if value is self.null:
            return "null"
        if value is NIL:
            return "{}"
        if isinstance(value, Vector):
            return None if value.items else "[]"
        if isinstance(value, Pair):
            return None
        raise ValueError

    def array_items(self, vector: Vector, comma: str) -> list:
        """The items of VECTOR with COMMA between them: text, and what is not written yet."""
        items: list[object] = []
        chunk = ""
        for value in vector.items:
            text = self.scalar(value)
            if text is None:
                items += (chunk, value)
                chunk = comma
            else:
                chunk += text + comma
        items.append(chunk[: -len(comma)])
        return items

    def object_items(self, entries: object, comma: str) -> list:
        """Keys and values of the association list ENTRIES, likewise."""
        if not is_list(entries):
            raise ValueError
        items: list[object] = []
        chunk = ""
        for entry in iterate(entries):
            if not isinstance(entry, Pair) or not isinstance(entry.car, Symbol):
                raise ValueError
            name = self.names.get(entry.car)
            if name is None:
                name = self.names[entry.car] = self.quoted(entry.car.name) + self.colon
            text = self.scalar(entry.cdr)
            if text is None:
                items += (chunk + name, entry.cdr)
                chunk = comma
            else:
                chunk += name + text + comma
        items.append(chunk[: -len(comma)])
        return items
