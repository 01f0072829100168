"""Aligned tables for people to read in a terminal, or in a message."""

import unicodedata
from collections.abc import Sequence

from clinicdesk.wording.machine.printable import readable

GAP = "  "


def table_text(rows: Sequence[Sequence[str]]) -> str:
    """The rows as lines with aligned columns, nothing in them but what can be read."""
    shown = [[readable(cell) for cell in row] for row in rows]
    widths = [max(map(columns, column)) for column in zip(*shown, strict=True)]
    lines = (
        GAP.join(padded(cell, width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in shown
    )
    return "".join(f"{line}\n" for line in lines)


def padded(text: str, width: int) -> str:
    """The text filled up with spaces to a width in columns of a terminal."""
    return text + " " * (width - columns(text))


def columns(text: str) -> int:
    """How many columns of a terminal a text takes: accents none, Chinese letters two."""
    return sum(
        0
        if unicodedata.combining(char)
        else 2
        if unicodedata.east_asian_width(char) in ("W", "F")
        else 1
        for char in text
    )
