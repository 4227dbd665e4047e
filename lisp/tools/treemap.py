"""`lisp image graph`: a treemap of what the heap holds, by definition and by type, as one HTML file that needs nothing else.

The page is treemap.html with the measured tree in place of its mark. A node of the tree is {name, bytes, kind?, detail?,
children?}; the kinds of objects are the leaves.
"""

from __future__ import annotations

import json
from os.path import basename, dirname, join

from lisp.data.condition import error
from lisp.image.file import Image, permissions, reason
from lisp.tools.heap import USER, image_reader, open_heap
from lisp.tools.measure import ENTRY, NOBODY, SYNTAX, Measured, measure
from lisp.tools.tables import amount, cut

MARK = '"THE TREE"'
TITLES = {NOBODY: "shared by several libraries", ENTRY: "what it goes on with", ("", SYNTAX): "syntax that libraries share"}


@image_reader
def collect(path: str, out: str) -> dict:
    """Write the treemap of the image at PATH to the file OUT; the tree."""
    heap = open_heap(path)
    refuse_image(heap.image, out)
    tree = tree_of(measure(heap), basename(path))
    write_page(out, tree)
    return {"image": path, "file": out, "tree": tree}


def refuse_image(image: Image, out: str) -> None:
    """An error if OUT is the file of IMAGE, or of one that it builds on: a page is no image, which would be lost."""
    if image.is_made_of(out):
        raise error("file", f"{out}: the treemap cannot take the place of an image that it is made of")


def write_page(out: str, tree: dict) -> None:
    """Write the page that shows TREE to the file OUT."""
    with open(join(dirname(__file__), "treemap.html"), encoding="utf-8") as file:
        page = file.read()
    data = json.dumps(tree, ensure_ascii=False, separators=(",", ":"))
    safe = data.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
    try:
        permissions(out)  # a pipe would wait for a reader
        with open(out, "w", encoding="utf-8", errors="replace") as file:
            file.write(page.replace(MARK, safe))
    except (OSError, ValueError) as problem:
        raise error("file", f"{out}: {reason(problem)}") from None


def tree_of(measured: Measured, name: str) -> dict:
    """The tree: library → definition → kind of object."""
    groups: dict[str, list[dict]] = {}
    definitions = {(d.library, d.key): d for d in measured.definitions.all()}
    for owner, kinds in measured.holdings.items():
        leaves = [leaf(kind, count, size) for kind, (count, size) in kinds.items()]
        definition = definitions.get(owner)
        if owner in TITLES:
            groups.setdefault(TITLES[owner], []).extend(leaves)
        elif definition is not None:
            node = branch(definition.name, leaves, definition.kind)
            node["detail"] = " · ".join(filter(None, (definition.place_text(), cut(definition.doc or "", 200))))
            groups.setdefault(owner[0], []).append(node)
        else:
            title = "(syntax)" if owner[1] == SYNTAX else "(shared by its definitions)"
            groups.setdefault(owner[0], []).append(branch(title, leaves, "syntax" if owner[1] == SYNTAX else "shared"))
    sources = measured.heap.sources.values()
    texts = [{"name": s.name, "kind": "source", "bytes": len(s.text.encode("utf-8", "replace"))} for s in sources]
    groups["source texts"] = texts
    children = [branch(title, nodes, "") for title, nodes in groups.items()]
    children.sort(key=lambda node: (node["name"] != USER, -node["bytes"], node["name"]))
    return branch(name, children, "")


def branch(name: str, children: list[dict], kind: str) -> dict:
    total = sum(child["bytes"] for child in children)
    ordered = sorted(children, key=lambda child: (-child["bytes"], child["name"]))
    return {"name": name, "kind": kind, "bytes": total, "children": ordered}


def leaf(kind: str, count: int, size: int) -> dict:
    return {"name": kind, "kind": kind, "bytes": size, "objects": count}


def lines(found: dict) -> list[str]:
    tree = found["tree"]
    out = [f"{found['file']}: a treemap of {amount(tree['bytes'])} bytes"]
    for node in tree["children"][:8]:
        out.append(f"    {amount(node['bytes']):>12}  {node['name']}")
    return out
