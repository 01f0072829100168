"""Puts a small frame beside a box of the day, wherever there is room for it, never over the box."""

from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QWidget

_GAP = 8
MARGIN = 4
"""Pixels between a frame and the edges of what it stands in."""


def room_of(frame: QWidget) -> QRect:
    """The parent's own rectangle."""
    parent = frame.parentWidget()
    assert parent is not None
    return parent.rect()


def stand_beside(frame: QWidget, box: QRect) -> None:
    """At the right of what is seen of the box, else at its left, below or above; whole."""
    frame.adjustSize()
    room = room_of(frame).adjusted(MARGIN, MARGIN, -MARGIN, -MARGIN)
    frame.move(place_beside(frame.rect(), box & room if box.intersects(room) else box, room))


def place_beside(frame: QRect, box: QRect, room: QRect) -> QPoint:
    """Where a frame of that size has its upper left corner; where it covers least if it must."""
    width, height = frame.width(), frame.height()
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
        over = QRect(at, frame.size()) & box
        return max(over.width(), 0) * max(over.height(), 0)

    return min(inside, key=covered)
