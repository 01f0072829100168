"""Puts a popup beside a box of the day, wherever there is room for it, never over the box."""

from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QWidget

_GAP = 8
MARGIN = 4
"""Pixels between a popup and the edges of what it stands in."""


def room_of(popup: QWidget) -> QRect:
    """The parent's own rectangle."""
    parent = popup.parentWidget()
    assert parent is not None
    return parent.rect()


def move_beside(popup: QWidget, box: QRect) -> None:
    """Put it at the right of what is in sight of the box, else at its left, below or above."""
    popup.adjustSize()
    room = room_of(popup).adjusted(MARGIN, MARGIN, -MARGIN, -MARGIN)
    popup.move(position_beside(popup.rect(), box & room if box.intersects(room) else box, room))


def position_beside(popup: QRect, box: QRect, room: QRect) -> QPoint:
    """The upper left corner of a popup of that size; where it covers least if it must."""
    width, height = popup.width(), popup.height()
    right, bottom = room.right() + 1 - width, room.bottom() + 1 - height
    along = max(room.left(), min(box.left(), right))
    down = max(room.top(), min(box.top(), bottom))
    wanted = [
        QPoint(box.right() + 1 + _GAP, down),
        QPoint(box.left() - _GAP - width, down),
        QPoint(along, box.bottom() + 1 + _GAP),
        QPoint(along, box.top() - _GAP - height),
    ]
    inside = [
        QPoint(max(room.left(), min(at.x(), right)), max(room.top(), min(at.y(), bottom)))
        for at in wanted
    ]

    def covered(at: QPoint) -> int:
        over = QRect(at, popup.size()) & box
        return max(over.width(), 0) * max(over.height(), 0)

    return min(inside, key=covered)
