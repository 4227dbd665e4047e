"""How a variable is called in generated code.

All variables of a library instance live in one Python dict, the globals of its functions. Keys:

    name                    a variable that the library defines; escaped by ``'|`` when the plain name would clash
    "(scheme base)\\0map"    an imported variable: the exporting library and the name it has there
    "'Pair"                 an object that generated code needs (see the primitive catalogue's support)
    "'k:UNIT:3"             a literal constant; "'f:UNIT:12" a closure factory

A local variable is called ``name'12``, unique in its unit; so no local ever hides a global.
"""

from __future__ import annotations

PRIMITIVES = "(lisp primitives)"  # the library that exports every primitive
ENTRY, AGAIN = "'entry", "'again"  # what the names of entries begin with: of those that take a value, and of the others
RESERVED = frozenset({"None", "True", "False", "__debug__", "__builtins__", "__name__", ""})


def global_key(name: str) -> str:
    """The key of a variable that the library itself defines."""
    if name in RESERVED or "'" in name or "\0" in name:
        return "'|" + name
    return name


def imported_key(library: str, name: str) -> str:
    """The key under which other libraries hold variable NAME of LIBRARY (printed library name, key there)."""
    return f"{library}\0{name}"


def primitive_key(name: str) -> str:
    """The key of the primitive NAME."""
    return imported_key(PRIMITIVES, name)


def local_name(name: str, number: int) -> str:
    """The name of local variable NUMBER, written NAME in the source."""
    return f"{name.replace(chr(39), '^').replace(chr(0), '^') or '_'}'{number}"


def shown_name(key: str) -> str:
    """KEY as the programmer knows it."""
    if "\0" in key:
        key = key.rpartition("\0")[2]
    if key.startswith("'|"):
        return key[2:]
    return key.partition("'")[0] or key


def printed_name(parts: list) -> str:
    """The printed name of the library whose name has PARTS (symbols and integers): `(scheme base)`."""
    return "(" + " ".join([str(part) if isinstance(part, int) else part.name for part in parts]) + ")"


def is_sealed(library: str) -> bool:
    """Whether LIBRARY (printed name) is what the procedure `environment` makes: its bindings cannot be changed."""
    return library.startswith("(environment ") and library[13:-1].isdecimal()
