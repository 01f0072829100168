"""Puts a small frame beside a box of the day, wherever there is room for it."""

from PySide6.QtCore import QRect
from PySide6.QtWidgets import QWidget

_GAP = 8
_MARGIN = 4


def room_of(frame: QWidget) -> QRect:
    """The parent's own rectangle."""
    parent = frame.parentWidget()
    assert parent is not None
    return parent.rect()


def stand_beside(frame: QWidget, box: QRect) -> None:
    """At the right of the box, else at its left, else below or above; whole in its parent."""
    frame.adjustSize()
    room = room_of(frame).adjusted(_MARGIN, _MARGIN, -_MARGIN, -_MARGIN)
    width, height = frame.width(), frame.height()
    left, top = box.right() + _GAP, box.top()
    if left + width > room.right():
        left = box.left() - _GAP - width
    if left < room.left():
        left = min(box.left(), room.right() - width)
        top = box.bottom() + _GAP
        if top + height > room.bottom():
            top = box.top() - _GAP - height
    top = max(room.top(), min(top, room.bottom() - height))
    frame.move(max(room.left(), left), top)
