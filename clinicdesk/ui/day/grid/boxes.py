"""What of the day is to be painted and where, in values that are known before anything is."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRect

from clinicdesk.ui.day.layout.arrangement import DayBlock
from clinicdesk.ui.day.layout.geometry import Box


def rect(box: Box) -> QRect:
    """The same box for Qt."""
    return QRect(box.x, box.y, box.width, box.height)


def link_area(steps: Sequence[Box]) -> QRect:
    """Everything that `paint_link` may touch; empty without steps."""
    if not steps:
        return QRect()
    area = QRect()
    for box in steps:
        area = area.united(rect(box))
    return area.adjusted(-12, -12, 12, 12)


@dataclass(frozen=True)
class Ghost:
    """Something that would stand in a place: its box, what is written on it, a number or none."""

    box: Box
    title: str
    detail: str = ""
    number: int | None = None
    look: str = "option"
    """`option`, `allowed`, `reason`, `refused`, `unknown`, `sibling`, or `origin`: where it was."""


class Turn:
    """How many blocks may be painted for the first time in one turn; the others stand bare.

    A whole day at once would keep keys and mouse waiting longer than a frame.
    """

    def __init__(self, most: int | None = None) -> None:
        self._left = most
        self.bare: list[DayBlock] = []
        """Blocks that are still to be painted whole."""

    def has_room(self, block: DayBlock) -> bool:
        """Whether this block may be painted; if not it is noted."""
        if self._left is None:
            return True
        if self._left == 0:
            self.bare.append(block)
            return False
        self._left -= 1
        return True
