"""`lisp image ls` and `lisp image show`: the definitions of an image, and the source of one, from the image."""

from __future__ import annotations

from lisp.tools.definitions import Definition
from lisp.tools.edges import text_of
from lisp.tools.heap import USER, image_reader, open_heap
from lisp.tools.measure import Measured, measure
from lisp.tools.tables import amount, cut, table

LONGEST_VALUE = 2000


@image_reader
def collect_list(path: str, library: str | None, everything: bool) -> dict:
    """The definitions of LIBRARY (None: the user's) in the image at PATH, or of all."""
    measured = measure(open_heap(path))
    found = measured.definitions
    if everything:
        chosen = found.all()
    else:
        found.check_library(library or USER)
        chosen = found.of_library(library or USER)
    return {"image": path, "definitions": [facts(measured, definition) for definition in chosen]}


def facts(measured: Measured, definition: Definition) -> dict:
    """What the list says of DEFINITION."""
    held = measured.holdings.get((definition.library, definition.key), {})
    return {
        "name": definition.name,
        "library": definition.library,
        "kind": definition.kind,
        "bytes": sum(size for _, size in held.values()),
        "objects": sum(count for count, _ in held.values()),
        "place": definition.place_text(),
        "doc": definition.doc,
    }


def list_lines(found: dict) -> list[str]:
    definitions = found["definitions"]
    if not definitions:
        return ["no definitions"]
    several = len({d["library"] for d in definitions}) > 1
    heads = (*(("library",) if several else ()), "name", "kind", "bytes", "place", "doc")
    rows = []
    for d in definitions:
        row = (d["name"], d["kind"], amount(d["bytes"]), d["place"] or "-", cut(d["doc"] or "", 60))
        rows.append((d["library"], *row) if several else row)
    return table(heads, rows)


@image_reader
def collect_source(path: str, name: str) -> dict:
    """The definitions called NAME in the image at PATH."""
    measured = measure(open_heap(path))
    shown = []
    for definition in measured.definitions.named(name):
        value = None if definition.kind in ("procedure", "macro", "primitive") else text_of(definition.value, LONGEST_VALUE)
        shown.append({**facts(measured, definition), "source": definition.source(), "value": value})
    return {"image": path, "definitions": shown}


def source_lines(found: dict) -> list[str]:
    out: list[str] = []
    for d in found["definitions"]:
        out += [""] if out else []
        where = f" of {d['library']}" if d["library"] != USER else ""
        out.append(f"; {d['name']}: {d['kind']}{where}, {amount(d['bytes'])} bytes" + (f", {d['place']}" if d["place"] else ""))
        if d["source"] is not None:
            out += d["source"].splitlines()
        else:
            out.append("; the image does not hold the source of this definition")
        if d["value"] is not None:
            out.append(f"; value: {d['value']}")
    return out
