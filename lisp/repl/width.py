"""Text in columns of the terminal: characters of East Asia and emoji take two, those that combine with the one before none."""

from __future__ import annotations

from lisp.data.place import columns_of as width_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lisp.data.place import Span


def clipped(text: str, most: int) -> str:
    """TEXT, or its beginning and an ellipsis, in at most MOST columns."""
    if width_of(text) <= most:
        return text
    kept, room = [], most - 1
    for character in text:
        room -= width_of(character)
        if room < 0:
            break
        kept.append(character)
    return "".join(kept) + "…"


def padded(text: str, columns: int) -> str:
    """TEXT with spaces behind it up to COLUMNS."""
    return text + " " * max(0, columns - width_of(text))


def underlined(span: Span, most: int) -> str:
    """The line that SPAN begins in with its number, its part of that line underlined; cut where that is far to the right."""
    number, column = span.source.line_column(span.start)
    text = span.source.line_at(span.start)
    start = column - 1
    end = min(len(text), start + span.end - span.start)
    before, marked = text[:start].expandtabs(8), text[start:end]
    margin = f"{number:>5} | "
    room = max(20, most - len(margin))
    cut = 0
    if width_of(before) + min(width_of(marked), 12) > room:
        cut = max(0, len(before) - room // 2)
        before = "…" + before[cut + 1 :]
    line = clipped(before + text[start:].expandtabs(8), room)
    length = max(1, min(width_of(marked), room - width_of(before)))
    return f"{margin}{line}\n{' ' * 6}| {' ' * width_of(before)}{'^' * length}"
