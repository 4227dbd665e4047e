"""`lisp image info`: what an image says of itself, its parts and their sizes, and what it goes on with."""

from __future__ import annotations

from os.path import getsize

from lisp.core.names import shown_name
from lisp.image.boot import ENTRY, SETTINGS
from lisp.image.columns import Reader
from lisp.image.file import MAGIC, PRELUDE, damaged
from lisp.runtime.frame import HeapFrame, HostFrame
from lisp.tools.heap import BROKEN, Heap, image_reader
from lisp.tools.sources import state_of
from lisp.tools.tables import amount, table

MOST_FRAMES = 12


@image_reader
def collect(path: str, look: bool = False) -> dict:
    """The facts about the image at PATH. LOOK: whether to see what has become of the files that it came from."""
    heap = Heap(path)
    heap.load_entry()
    parts: dict[str, list[int]] = {}
    for kind, key in heap.image.keys():
        entry = parts.setdefault(kind, [0, 0])
        entry[0] += 1
        entry[1] += heap.image.size(kind, key)
    codes = [(kind[5:], count, size) for kind, (count, size) in parts.items() if kind.startswith("code@")]
    return {
        "image": path,
        "bytes": getsize(path),
        "format": int.from_bytes(heap.image.data[PRELUDE + len(MAGIC) :][:4], "little"),
        "identity": heap.image.identity,
        "header": heap.image.header,
        "entry": entry_of(heap),
        "parts": [{"part": kind, "entries": count, "bytes": size} for kind, (count, size) in parts.items()],
        "code": [{"tag": tag, "python": python_of(tag), "units": count, "bytes": size} for tag, count, size in codes],
        "libraries": libraries_of(heap),
        "sources": sources_of(heap, look),
        "python-objects": hosts_of(heap),
    }


def entry_of(heap: Heap) -> dict:
    """What the image goes on with."""
    kind = heap.image.header.get("entry", "none")
    entry: dict[str, object] = {"kind": kind, "toplevel": None, "frames": 0, "waiting": []}
    toplevel = heap.entry.get("toplevel", False)
    if toplevel is not False:
        entry["toplevel"] = shown_name(getattr(toplevel, "__name__", "")) or "a procedure"
        return entry
    levels = heap.entry.get("levels") or []
    frame = levels[-1][2] if levels else getattr(heap.entry.get("continuation"), "frames", None)
    waiting: list[dict] = []
    entry["waiting"] = waiting
    entry["frames"] = frame.depth if frame.__class__ is HeapFrame else 0
    while frame is not None and len(waiting) < MOST_FRAMES:
        if frame.__class__ is HostFrame:
            waiting.append({"procedure": frame.name, "place": None})
            break
        waiting.append(frame_of(heap, frame))
        frame = frame.next
    return entry


def frame_of(heap: Heap, frame: HeapFrame) -> dict:
    """Where FRAME waits."""
    try:
        unit = heap.unit(frame.unit)
        form = unit.form(abs(frame.node))
        owner = unit.procedure(unit.forms.owners[form.number])
    except BROKEN as problem:
        raise damaged(heap.path, str(problem)) from None
    name = "the program" if owner.number == 1 else shown_name(owner.name)
    return {"procedure": name, "place": None if form.span is None else str(form.span)}


def libraries_of(heap: Heap) -> list[dict]:
    """Each library with the bytes of its segments."""
    sizes = dict.fromkeys(heap.libraries, 0)
    for place, name in enumerate(heap.directory.names):
        if name not in (SETTINGS, ENTRY):
            sizes[name] = sizes.get(name, 0) + heap.image.size("segment", str(place))
    return [{"library": name, "bytes": size} for name, size in sorted(sizes.items(), key=lambda item: item[0])]


def sources_of(heap: Heap, look: bool) -> list[dict]:
    sources = [heap.source(int(key)) for kind, key in heap.image.keys() if kind == "source"]
    states = [{"file": state_of(source)} if look else {} for source in sources]
    return [{"name": source.name, "characters": len(source.text), **state} for source, state in zip(sources, states)]


def is_stale(found: dict) -> bool:
    """Whether one of the files that the image came from is not what it was, if FOUND says so."""
    return any(source.get("file") in ("changed", "gone") for source in found["sources"])


def hosts_of(heap: Heap) -> int:
    """How many objects of Python the image holds, pickled."""
    if ("host", "") not in heap.image:
        return 0
    try:
        return Reader(heap.image.entry("host", "")).count()
    except BROKEN as problem:
        raise damaged(heap.path, f"the host section does not make sense ({problem})") from None


def python_of(tag: str) -> str:
    """The version of Python that code marked with TAG is for: cpython-311-3495 → CPython 3.11."""
    name, _, rest = tag.partition("-")
    digits = rest.partition("-")[0]
    name = "CPython" if name == "cpython" else name
    return f"{name} {digits[:1]}.{digits[1:]}" if digits.isdecimal() and len(digits) > 1 else tag


def lines(found: dict) -> list[str]:
    """FOUND for people."""
    header = found["header"]
    known = ("made-by", "python", "system", "entry", "ports", "sources")
    versions = ", ".join(f"{c['python']} ({c['units']} units)" for c in found["code"])
    rows = [
        ("image", f"{found['image']}, {amount(found['bytes'])} bytes, format {found['format']}"),
        ("made by", f"{header.get('made-by', '?')} on {header.get('python', '?')}, {header.get('system', '?')}"),
        *[(name, value) for name, value in header.items() if name not in known],
        ("goes on with", entry_text(found["entry"])),
        ("current ports", "the process's" if header.get("ports") == "standard" else "the program's own"),
        ("has code for", versions or "no Python; it is compiled when booted"),
        ("Python objects", str(found["python-objects"]) if found["python-objects"] else "none"),
    ]
    out = [f"{name + ':':<15} {value}" for name, value in rows]
    for frame in found["entry"]["waiting"]:
        out.append(f"{'':<15}   in {frame['procedure']}" + (f", {frame['place']}" if frame["place"] else ""))
    left = found["entry"]["frames"] - len(found["entry"]["waiting"])
    out += [f"{'':<15}   … {left} more"] if left > 0 else []
    out += ["", *table(("part", "entries", "bytes"), [(p["part"], p["entries"], amount(p["bytes"])) for p in found["parts"]])]
    out += ["", *table(("library", "bytes"), [(x["library"], amount(x["bytes"])) for x in found["libraries"]])]
    looked = any("file" in source for source in found["sources"])
    sources = [(s["name"], amount(s["characters"]), *([s["file"] or ""] if looked else [])) for s in found["sources"]]
    out += ["", *table(("source", "characters", *(["file"] if looked else [])), sources)]
    return out


def entry_text(entry: dict) -> str:
    if entry["toplevel"]:
        return f"the procedure {entry['toplevel']}"
    if entry["kind"] == "none":
        return "nothing: it gives a prompt, or runs standard input"
    kinds = {"prompt": "a computation at the prompt", "level": "what a debugger looks at"}
    where = kinds.get(entry["kind"], "the computation that saved it")
    return f"{where}, {entry['frames']} frame{'' if entry['frames'] == 1 else 's'} deep"
