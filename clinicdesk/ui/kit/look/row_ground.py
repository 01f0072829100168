"""The ground of a list's chosen row, and the bar at its left end."""

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QPainter

from clinicdesk.ui.kit.look.theme import Theme

_ROUND = 6
_BAR = 3
"""How wide the bar is, in pixels."""


def paint_chosen(painter: QPainter, theme: Theme, box: QRect, *, inset: int = 0) -> None:
    """Paint it in the row's box, so many pixels from both ends."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(theme.accent_tint))
    painter.drawRoundedRect(box.adjusted(inset, 1, -inset, -1), _ROUND, _ROUND)
    painter.setBrush(QColor(theme.accent))
    bar = QRect(box.left() + inset, box.top() + _ROUND, _BAR, box.height() - 2 * _ROUND)
    painter.drawRoundedRect(bar, 1, 1)
