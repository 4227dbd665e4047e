"""What objects hold, taken out and put in again: child images say with it what objects of their base have become.

A patch is a segment whose roots are an object, its content as a list, the next object, …; the objects are of an earlier
segment. Only objects that can change have content: pairs, vectors, strings, records, cells and the like.
"""

from __future__ import annotations

from types import CellType

from lisp.data.bytevector import Bytevector
from lisp.data.pair import Pair
from lisp.data.record import Record
from lisp.data.string import String, text_of
from lisp.data.table import Table
from lisp.data.vector import Vector
from lisp.image.classes import CLASSES, UNSET, typed_slots
from lisp.image.columns import Damaged
from lisp.image.decode import check_keys, check_tokens

PAIR = (("car", None), ("cdr", None))
SLOTS = {(module, name): typed_slots(words) for _, module, name, words in CLASSES}


def apply_patch(roots: list) -> None:
    """Give objects the content that they have in a child image; ROOTS: an object, its content (`content_of`), an object, …"""
    for obj, content in zip(roots[::2], roots[1::2], strict=True):
        set_content(obj, content)


def content_of(obj: object) -> list:
    """What OBJ, no hash table, holds, and can hold something else of, as a list."""
    cls = type(obj)
    if cls is Vector:
        return list(obj.items)
    if cls is list:
        return list(obj)
    if cls is dict:
        return list(obj) + list(obj.values())
    if cls is String:
        return [text_of(obj)]
    if cls is Bytevector:
        return [bytes(obj.octets)]
    if cls is bytearray:
        return [bytes(obj)]
    if cls is CellType:
        return [content_of_cell(obj)]
    return [getattr(obj, slot, UNSET) for slot, _ in slots_of(cls)]


def set_content(obj: object, content: list) -> None:
    """Make CONTENT, as `content_of` gives it, or `change_table` takes it, what OBJ holds."""
    cls = type(obj)
    if cls is Vector:
        obj.items[:] = content
    elif cls is list:
        obj[:] = content
    elif cls is dict:
        half = len(content) // 2
        check_keys(content[:half], half)
        obj.clear()
        obj.update(zip(content[:half], content[half:], strict=True))
    elif cls is Table:
        change_table(obj, content)
    elif cls is String and type(content[0]) is str:
        obj.chars = content[0]
    elif cls is bytearray or cls is Bytevector and type(content[0]) is bytes:
        (obj if cls is bytearray else obj.octets)[:] = content[0]
    elif cls is CellType:
        set_cell(obj, content[0])
    else:
        for (slot, required), value in zip(slots_of(cls), content, strict=True):
            if value is UNSET:
                if hasattr(obj, slot):
                    delattr(obj, slot)
            elif required is None or type(value) is required:
                setattr(obj, slot, value)
            else:
                raise Damaged("a slot with a value that it cannot hold")


def change_table(table: Table, content: list) -> None:
    """Make changes to TABLE: CONTENT has the number of those entries that go, their places, and token, key and value of each
    that comes or changes; a key that is its own token, or was not made (data/table.py), is UNSET."""
    count, rows = content[0], content[1 + content[0] :]
    tokens, places = list(table.values), content[1 : 1 + count]
    check_keys(rows[::3], len(rows))
    check_tokens(rows[::3], rows[1::3])
    for token in [tokens[place] for place in places]:
        del table.values[token]
        table.keys.pop(token, None)
    for token, key, value in zip(rows[::3], rows[1::3], rows[2::3], strict=True):
        table.values[token] = value
        if key is not UNSET:
            table.keys[token] = key


def content_of_cell(cell: CellType) -> object:
    """What is in CELL; UNSET if it is empty."""
    try:
        return cell.cell_contents
    except ValueError:
        return UNSET


def set_cell(cell: CellType, value: object) -> None:
    """Put VALUE into CELL; UNSET empties it."""
    if value is not UNSET:
        cell.cell_contents = value
    elif content_of_cell(cell) is not UNSET:
        del cell.cell_contents


def slots_of(cls: type) -> tuple:
    """The slots that objects of CLS, a record class or one of classes.py, are saved with, each with its type or None."""
    if cls is Pair:
        return PAIR
    if issubclass(cls, Record):
        return tuple([(slot, None) for slot in cls.__slots__])
    slots = SLOTS.get((cls.__module__, cls.__name__))
    if slots is None:
        raise Damaged(f"a patch of what cannot change, {cls.__name__}")
    return slots
