"""`lisp image why`: what keeps an object in the image, and by which path.

Booting goes on with the entry, so the path from there is the reason. What the entry does not reach stays because a library
defines it, or because a definition refers to it; then these are named.
"""

from __future__ import annotations

from lisp.core.names import shown_name
from lisp.core.syntax import Macro
from lisp.tools.definitions import Definition, Definitions
from lisp.tools.edges import Edges, text_of
from lisp.tools.heap import Heap, image_reader, open_heap
from lisp.tools.measure import measure
from lisp.tools.paths import ARROW, NO_IDENTITY, Search, counted, cuts, follow, inside, plain_words, words_of

MOST_USERS = 20


@image_reader
def collect(path: str, name: str) -> dict:
    """Why the object called NAME (a definition, or a path from one) is in the image at PATH."""
    heap = open_heap(path)
    measured = measure(heap)
    edges, definitions = measured.edges, measured.definitions
    start, words = words_from(edges, definitions, name)
    way = follow(heap, edges, start.value, words[1:], words[0])
    obj, last = (target_of(edges, start), []) if len(words) == 1 else (way[-1], [])
    if obj.__class__ in NO_IDENTITY:  # a number, say, is only where it is
        obj, last = way[-2] if len(way) > 2 else target_of(edges, start), words[-1:]
    return {
        "image": path,
        "object": ARROW.join([start.title, *words[1:]]),
        "kind": start.kind if len(words) == 1 else None,
        "value": text_of(way[-1]),
        "defined": start.place_text() if len(words) == 1 else None,
        "library": start.library if len(words) == 1 else None,
        "from-entry": from_entry(heap, edges, obj, last) or (itself_entry(heap, start) if len(words) == 1 else None),
        "users": users(edges, definitions, obj, last, start if len(words) == 1 else None),
    }


def words_from(edges: Edges, definitions: Definitions, path: str) -> tuple[Definition, list[str]]:
    """The definition that PATH starts at, and its steps, of which the first is that definition's name.

    Where nothing can be found the steps are those that PATH seems to have, so that the error says how far they lead.
    """
    found = None
    known = {name for d in definitions.all() for name in (d.name, f"{d.library} {d.name}")}
    for name, rest in cuts(path):
        if name in known:
            start = definitions.named(name)[0]
            words = words_of(edges, inside(edges, start.value), rest)
            if words is not None:
                return start, [name, *words]
            found = found or (start, [name, *plain_words(rest)])
    return found or (definitions.named(plain_words(path)[0])[0], plain_words(path))


def target_of(edges: Edges, definition: Definition) -> object:
    """What stands for DEFINITION in paths: its variable, or the macro itself."""
    macro = definition.value.__class__ is Macro
    return definition.value if macro else edges.variable(definition.library, definition.key)


def entry_roots(heap: Heap) -> list[tuple[str, object]]:
    """What the image goes on with."""
    entry = heap.entry
    if entry.get("toplevel", False) is not False:
        toplevel = entry["toplevel"]
        return [(f"entry {shown_name(getattr(toplevel, '__name__', ''))}".rstrip(), toplevel), *boot_roots(entry)]
    names = {"continuation": "the computation", "winders": "the dynamic-winds", "handlers": "the exception handlers"}
    roots = [(names[name], entry[name]) for name in names if name in entry]
    roots += [(f"level {number}", level) for number, level in enumerate(heap.levels, 1)]
    return roots + boot_roots(entry) + [("the current ports", port) for port in heap.settings]


def boot_roots(entry: dict[str, object]) -> list[tuple[str, object]]:
    """What booting itself calls."""
    names = {"boot": "the boot hooks", "savers": "the savers"}
    return [(names[name], entry[name]) for name in names if name in entry]


def from_entry(heap: Heap, edges: Edges, obj: object, last: list[str]) -> list[str] | None:
    """The path to OBJ, and LAST in it, from what the image goes on with."""
    labels = Search(edges, entry_roots(heap), obj).path(obj)
    return None if labels is None else counted(labels) + last


def itself_entry(heap: Heap, definition: Definition) -> list[str] | None:
    """The path to DEFINITION if the image goes on with its very value, whatever it is called."""
    for label, root in entry_roots(heap):
        if root is definition.value and root.__class__ not in NO_IDENTITY:
            return [label]
    return None


def users(edges: Edges, definitions: Definitions, obj: object, last: list[str], but: Definition | None) -> list[dict]:
    """The definitions, other than BUT, that reach OBJ without passing through another definition, and how."""
    found: list[dict] = []
    for definition in definitions.all():
        if definition.value.__class__ is Macro or (but is not None and definition.title == but.title):
            continue
        variable = edges.variable(definition.library, definition.key)
        labels = Search(edges, [(definition.title, variable)], obj, data_only=True).path(obj)
        if labels is not None:
            found.append({"definition": definition.title, "path": counted(labels) + last})
    return found


def lines(found: dict) -> list[str]:
    out = [f"{found['object']}: {found['value']}" if found["kind"] is None else f"{found['object']}: {found['kind']}"]
    if found["defined"]:
        out[0] += f", defined at {found['defined']}"
    if found["from-entry"] is not None:
        out += ["what the image goes on with reaches it:", f"    {ARROW.join(found['from-entry'])}"]
    elif found["library"] is not None:
        out.append(f"what the image goes on with does not reach it; it is kept because {found['library']} defines it")
    else:
        out.append("what the image goes on with does not reach it")
    if found["users"]:
        out.append("definitions that refer to it:")
        out += [f"    {ARROW.join(user['path'])}" for user in found["users"][:MOST_USERS]]
        more = len(found["users"]) - MOST_USERS
        out += [f"    … {more} more"] if more > 0 else []
    elif found["kind"] is not None:
        out.append("no other definition refers to it")
    return out
