"""How wide a text is on a terminal, for the caret under a source line."""

from __future__ import annotations

JOINER, EMOJI_STYLE = "\u200d", "\ufe0f"


def columns(text: str) -> int:
    """The columns that TEXT takes: two for a wide character, none for one that combines with what is before it."""
    from unicodedata import category, combining, east_asian_width

    count, joined = 0, False
    for character in text:
        if character == EMOJI_STYLE or combining(character) or category(character) in ("Mn", "Me", "Cf"):
            joined = character == JOINER
            continue
        if not joined:
            count += 2 if east_asian_width(character) in "WF" else 1
        joined = False
    return count
