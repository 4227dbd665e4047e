"""The text of a datum that is written without parts: symbols, strings, characters, numbers, procedures and the rest."""

from __future__ import annotations

from lisp.data.base import Object, Singleton
from lisp.data.bytevector import Bytevector
from lisp.data.char import Char
from lisp.data.record import RecordType
from lisp.data.string import String, text_of
from lisp.data.symbol import Symbol, is_interned

FunctionType = type(text_of)
NAMED_CHARS = (
    ("\a", "alarm"), ("\b", "backspace"), ("\x7f", "delete"), ("\x1b", "escape"), ("\n", "newline"),
    ("\0", "null"), ("\r", "return"), (" ", "space"), ("\t", "tab"),
)  # fmt: skip
ESCAPES = (("\\", "\\\\"), ("\a", "\\a"), ("\b", "\\b"), ("\t", "\\t"), ("\n", "\\n"), ("\r", "\\r"))
NOT_IN_SYMBOLS = frozenset(" \t\n\r\f\v()[]{}\"';`,|\\\ufeff")  # what ends an atom for the reader, or is refused in one
NUMBER_START = frozenset("+-.0123456789")
PLAIN_BITS = 10_000  # Python refuses to write integers of more than 4,300 digits


def atom_text(obj: object, display: bool, limit: int = 0) -> str:
    """OBJ, which is no compound, as `write` (or `display`) shows it. With LIMIT, text beyond that may be left out."""
    kind = obj.__class__
    if kind is int:
        return str(obj) if obj.bit_length() < PLAIN_BITS else number_text(obj)
    if kind is Symbol:
        return obj.name if display else symbol_text(obj)
    if kind is bool:
        return "#t" if obj else "#f"
    if isinstance(obj, String):
        text = text_of(obj)
        if limit and len(text) > limit:
            text = text[: limit + 1]
        return text if display else quoted_text(text, '"')
    if kind is Char:
        return obj.text if display else char_text(obj)
    if obj is None:
        return "#<unspecified>"
    if isinstance(obj, Singleton):
        return obj.name
    if isinstance(obj, Bytevector):
        octets = obj.octets[: limit + 1] if limit else obj.octets
        return "#u8(" + " ".join(map(str, octets)) + ")"
    if kind is float or kind is complex or hasattr(kind, "numerator"):
        return number_text(obj)
    return opaque_text(obj)


def number_text(number: object) -> str:
    from lisp.data.number_text import number_to_text

    return number_to_text(number)


def symbol_text(symbol: Symbol) -> str:
    """SYMBOL such that `read` gives it back: between vertical lines where the plain name would be something else."""
    name = symbol.name
    if not is_interned(symbol):
        return f"#:{name}"
    return name if is_plain_name(name) else quoted_text(name, "|")


def is_plain_name(name: str) -> bool:
    """Whether the reader takes NAME, written as it is, for the symbol of that name."""
    if not name or not name.isprintable() or not NOT_IN_SYMBOLS.isdisjoint(name) or name[0] == "#" or name == ".":
        return False
    if name[0] in NUMBER_START:
        from lisp.data.number_text import parse_number

        return parse_number(name) is None
    return True


def quoted_text(text: str, mark: str) -> str:
    """TEXT between two MARKs, `"` or `|`, with escapes."""
    if mark in text or "\\" in text or not text.isprintable():
        for char, escape in ESCAPES:
            text = text.replace(char, escape)
        text = text.replace(mark, "\\" + mark)
        if not text.isprintable():
            text = "".join([c if c.isprintable() else f"\\x{ord(c):x};" for c in text])
    return f"{mark}{text}{mark}"


def char_text(char: Char) -> str:
    """CHAR in `#\\` notation."""
    for text, name in NAMED_CHARS:
        if char.text == text:
            return "#\\" + name
    return "#\\" + char.text if char.text.isprintable() else f"#\\x{char.code:x}"


def opaque_text(obj: object) -> str:
    """OBJ that `read` cannot give back: `#<procedure map>`, `#<port input>`."""
    if is_procedure(obj):
        name = procedure_name(obj)
        return f"#<procedure {name}>" if name else "#<procedure>"
    kind = obj.__class__
    if isinstance(obj, RecordType):
        return f"#<record-type {type_name(obj)}>"
    if kind.__name__ == "Alias":  # an identifier that a macro inserted: shown as it was written
        while obj.__class__ is kind:
            obj = obj.name
        return symbol_text(obj)
    if isinstance(obj, Object):
        describe = getattr(kind, "describe", None)  # a class may say what follows its name, and call itself by a `word`
        detail = describe(obj) if describe is not None else ""
        return f"#<{getattr(kind, 'word', '') or class_word(kind)}{' ' if detail else ''}{detail}>"
    return host_text(obj)


def is_procedure(obj: object) -> bool:
    """Whether OBJ is one of our procedures in Python's clothes: a function, or a Python builtin or method."""
    return (
        obj.__class__ is FunctionType
        or hasattr(obj, "primitive")
        or (callable(obj) and hasattr(obj, "__name__") and not isinstance(obj, (Object, type)))
    )


def procedure_name(procedure: object) -> str:
    """The name that PROCEDURE was defined under, as the programmer knows it; empty if it has none."""
    declared = getattr(procedure, "primitive", None)
    if declared is not None:
        return declared.name
    name = procedure.__name__
    if name.startswith("'|"):
        return name[2:]
    name = name.partition("'")[0]
    return "" if name in ("_", "<lambda>", "lambda") else name


def type_name(rtd: RecordType) -> str:
    """The name of record type RTD, without the angle brackets that some programs put around it."""
    name = rtd.name if rtd.name.__class__ is str else getattr(rtd.name, "name", "record")
    return name[1:-1] if len(name) > 2 and name[0] == "<" and name[-1] == ">" else name


def class_word(kind: type) -> str:
    """What objects of class KIND are called: `Environment` → environment, `RecordType` → record-type."""
    word = kind.__name__
    return "".join([f"-{c.lower()}" if c.isupper() and i else c.lower() for i, c in enumerate(word)])


def host_text(obj: object) -> str:
    """A Python object that is not ours."""
    try:
        text = repr(obj)
    except Exception as failure:  # the object's own code; a message about something else must not fail on it
        text = f"unprintable: {failure.__class__.__name__}"
    text = text.partition("\n")[0]
    return f"#<python {text if len(text) <= 200 else text[:197] + '...'}>"
