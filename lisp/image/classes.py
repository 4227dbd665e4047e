"""The classes whose objects are saved slot by slot, and what lies in every segment beside them.

A class is written here once: its tag in the file, where it is, its slots in order. `slot:type` is checked when an object is
read, where something in Python relies on it; every other slot may hold any object or be unset. A file names the slots that it
holds, so that a later version may add one: it stays unset when an older image is read.
Classes that need a form of their own (pairs, strings, vectors, records, closures, …) are in walk.py, encode.py and decode.py.
"""

from __future__ import annotations

from lisp.data.base import DEFAULT, EOF, NIL, Singleton

UNSET = Singleton("#<unset>")  # stands in a column for a slot or a cell without content

# Their places in this tuple are their numbers in every segment: append only.
CONSTANTS = (None, False, True, NIL, EOF, DEFAULT, UNSET)
FIRST = 8  # the number of a segment's first object of its own
RANGES = 16  # the columns of a kind that may be ranges, the first excepted: each further one takes a byte for every object

CLASSES = (
    # tag, module, class, slots
    ("box", "lisp.data.box", "Box", "content"),
    ("values", "lisp.data.values", "Values", "members:tuple"),
    ("promise", "lisp.data.promise", "Promise", "state"),
    ("parameter", "lisp.data.parameter", "Parameter", "setting converter"),
    ("condition", "lisp.data.condition", "Condition", "kind:str message irritants who place"),
    ("source", "lisp.data.place", "Source", "name:str text:str"),
    ("span", "lisp.data.place", "Span", "source start:int end:int"),
    ("source-pair", "lisp.data.pair", "SourcePair", "car cdr span car_span"),
    ("environment", "lisp.core.syntax", "Environment", "bindings:dict parent library:str"),
    ("alias", "lisp.core.syntax", "Alias", "name environment"),
    ("local-variable", "lisp.core.syntax", "LocalVariable", "name:str"),
    ("global-variable", "lisp.core.syntax", "GlobalVariable", "library:str key:str"),
    ("core-syntax", "lisp.core.syntax", "CoreSyntax", "name:str"),
    ("macro", "lisp.core.syntax", "Macro", "name:str ellipsis literals:tuple rules:tuple environment doc place"),
    ("frame", "lisp.runtime.frame", "HeapFrame", "unit:str node:int library values:tuple next depth:int"),
    ("continuation", "lisp.runtime.frame", "Continuation", "frames handlers"),
    ("random-source", "lisp.data.random_source", "RandomSource", "state:tuple"),
    ("host-frame", "lisp.runtime.frame", "HostFrame", "name:str"),
    # ports; those on files are saved with their `place` and without their `handle` (data/reopen.py)
    ("text-input", "lisp.data.port", "TextInput", "name:str is_open:bool buffer:str position:int lines:int fold_case"),
    ("file-text-input", "lisp.data.port", "FileTextInput",
     "name:str is_open:bool buffer:str position:int lines:int fold_case place:tuple"),
    ("binary-input", "lisp.data.port", "BinaryInput", "name:str is_open:bool buffer position:int"),
    ("file-binary-input", "lisp.data.port", "FileBinaryInput", "name:str is_open:bool buffer position:int place:tuple"),
    ("string-output", "lisp.data.port", "StringOutput", "name:str is_open:bool parts"),
    ("bytes-output", "lisp.data.port", "BytesOutput", "name:str is_open:bool written"),
    ("file-text-output", "lisp.data.port", "FileTextOutput", "name:str is_open:bool place:tuple"),
    ("file-binary-output", "lisp.data.port", "FileBinaryOutput", "name:str is_open:bool place:tuple"),
)

TYPES = (("str", str), ("dict", dict), ("tuple", tuple), ("int", int), ("bool", bool))


def typed_slots(words: str) -> tuple:
    """The slots that WORDS, the end of a row of CLASSES, name: each with the type that it must have, or None."""
    parts = [word.partition(":") for word in words.split()]
    return tuple([(slot, dict(TYPES)[required] if required else None) for slot, _, required in parts])


# The kinds in the order of their numbers in a segment. Leaves are equal when their values are, and each segment has its own;
# the others have an identity, and a later segment imports them from the one that owns them.
LEAVES = ("int", "bignum", "float", "complex", "ratio", "str", "bytes", "symbol", "char", "primitive", "external", "host")
ANY, TEXTS, INTEGERS = 0, 1, 2  # what the keys of a hash table are (tables.py)
IDENTITIES = (
    "uninterned", "record-type", "pair", "string", "vector", "bytevector", "list", "dict", "bytearray", "key", "table",
    "cell", "closure",
)  # fmt: skip
