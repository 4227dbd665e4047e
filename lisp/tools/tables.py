"""Text for people: numbers with marks between thousands, and columns."""

from __future__ import annotations


def amount(number: int) -> str:
    """NUMBER, readable."""
    return f"{number:,}"


def table(heads: tuple, rows: list[tuple]) -> list[str]:
    """Lines: HEADS, then ROWS, in columns as wide as they need; a column of amounts is ranged right, the last is ragged."""
    cells = [tuple("" if cell is None else str(cell) for cell in row) for row in rows]
    widths = [max(len(row[i]) for row in [heads, *cells]) for i in range(len(heads))]
    right = [bool(cells) and all(row[i].replace(",", "").isdecimal() for row in cells) for i in range(len(heads))]
    out = []
    for row in [heads, *cells]:
        words = [cell.rjust(width) if r else cell.ljust(width) for cell, width, r in zip(row, widths, right)]
        out.append("  ".join(words).rstrip())
    return out


def cut(text: str, limit: int) -> str:
    """The first line of TEXT, at most LIMIT characters."""
    first, _, rest = text.strip().partition("\n")
    return first if len(first) <= limit and not rest else first[: limit - 1].rstrip() + "…"
