"""`lisp image diff`: what was defined, removed and changed between two images, and where their data differ."""

from __future__ import annotations

from difflib import unified_diff

from lisp.tools.datadiff import Differ
from lisp.tools.definitions import Definition
from lisp.tools.edges import text_of
from lisp.tools.heap import Heap, image_reader, open_heap
from lisp.tools.measure import measure
from lisp.tools.paths import ARROW

MOST = 1000  # differences of one definition that are kept
MOST_SHOWN = 12
HEADER = ("made-by", "python", "system", "entry", "ports")


@image_reader
def collect(old: str, new: str) -> dict:
    """What is different in the image NEW from the image OLD."""
    measured = measure(open_heap(old)), measure(open_heap(new))
    heaps = measured[0].heap, measured[1].heap
    differ = Differ(measured[0].edges, measured[1].edges, MOST)
    mine, theirs = ({(d.library, d.key): d for d in m.definitions.all()} for m in measured)
    changed = [change(differ, mine[key], theirs[key]) for key in mine if key in theirs]
    libraries = [set(heap.libraries) for heap in heaps]
    found = {
        "old": old,
        "new": new,
        "header": {
            name: [heap.image.header.get(name) for heap in heaps]
            for name in HEADER
            if heaps[0].image.header.get(name) != heaps[1].image.header.get(name)
        },
        "libraries": {"added": sorted(libraries[1] - libraries[0]), "removed": sorted(libraries[0] - libraries[1])},
        "added": [brief(theirs[key]) for key in theirs if key not in mine],
        "removed": [brief(mine[key]) for key in mine if key not in theirs],
        "changed": [entry for entry in changed if entry is not None],
        "entry": entry_changes(differ, *heaps),
    }
    parts = [found["header"], found["added"], found["removed"], found["changed"], found["entry"], *found["libraries"].values()]
    return {"same": not any(parts), **found}


def brief(definition: Definition) -> dict:
    """DEFINITION, where there is nothing to compare it with."""
    value = None if definition.kind in ("procedure", "macro") else text_of(definition.value)
    facts = {"name": definition.name, "library": definition.library, "title": definition.title}
    return {**facts, "kind": definition.kind, "place": definition.place_text(), "value": value}


def change(differ: Differ, old: Definition, new: Definition) -> dict | None:
    """What is different in NEW from OLD; None if nothing is."""
    differences, count = differ.compare(old.value, new.value)
    if not count:
        return None
    sources = old.source(), new.source()
    text = old.kind in ("procedure", "macro") and None not in sources and sources[0] != sources[1]
    lines = source_lines(*sources) if text else []
    facts = {"name": new.name, "library": new.library, "title": new.title, "kinds": [old.kind, new.kind]}
    return {**facts, "place": new.place_text(), "count": count, "differences": differences, "source": lines}


def source_lines(old: str, new: str) -> list[str]:
    """The lines in which NEW differs from OLD, as `diff -u1` marks them."""
    return list(unified_diff(old.splitlines(), new.splitlines(), n=1, lineterm=""))[2:]


def entry_changes(differ: Differ, old: Heap, new: Heap) -> list[dict]:
    """Where what the two images go on with is different."""
    found = []
    for name in dict.fromkeys([*old.entry, *new.entry]):
        for difference in differ.compare(old.entry.get(name, False), new.entry.get(name, False))[0]:
            found.append({**difference, "path": [name, *difference["path"]]})
    return found


def lines(found: dict) -> list[str]:
    if found["same"]:
        return ["no difference"]
    out: list[str] = []
    for name, (a, b) in found["header"].items():
        out.append(f"{name}: {a or '(nothing)'}{ARROW}{b or '(nothing)'}")
    for mark, word in (("+", "added"), ("-", "removed")):
        whole = found["libraries"][word]
        out += [f"{mark} library {name}" for name in whole]
        out += [definition_line(mark, definition) for definition in found[word] if definition["library"] not in whole]
    for entry in found["changed"]:
        out += change_lines(entry)
    if found["entry"]:
        out.append("~ what it goes on with")
        out += [f"    {difference_text(d)}" for d in found["entry"][:MOST_SHOWN]]
    return out


def definition_line(mark: str, definition: dict) -> str:
    value = "" if definition["value"] is None else f" = {definition['value']}"
    place = f"  ({definition['place']})" if definition["place"] else ""
    return f"{mark} {definition['title']}: {definition['kind']}{value}{place}"


def change_lines(entry: dict) -> list[str]:
    """What changed in one definition."""
    kinds = entry["kinds"][1] if entry["kinds"][0] == entry["kinds"][1] else ARROW.join(entry["kinds"])
    out = [f"~ {entry['title']}: {kinds}" + (f"  ({entry['place']})" if entry["place"] else "")]
    if entry["source"]:
        out += [f"    {line}" for line in entry["source"] if not line.startswith("@@")]
    shown = [d for d in entry["differences"] if not entry["source"] or d["path"] not in (["code"], [])]
    shown = shown if entry["kinds"] != ["macro", "macro"] or not entry["source"] else []
    out += [f"    {difference_text(d)}" for d in shown[:MOST_SHOWN]]
    more = entry["count"] - MOST_SHOWN if len(shown) > MOST_SHOWN else 0
    return out + ([f"    … {more} more"] if more > 0 else [])


def difference_text(difference: dict) -> str:
    where = ARROW.join(difference["path"])
    return f"{where}: {difference['old']}{ARROW}{difference['new']}".removeprefix(": ")
