"""Small signs, drawn as outlines because not every font has them."""

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPolygonF

SIZE = 12
"""Side of a glyph in pixels at the usual font size."""

Draw = Callable[[QPainter, QColor], None]
"""Draws in a square of 12 pixels; pen and brush are what `draw_glyph` set up."""


def draw_glyph(
    painter: QPainter, name: str, x: float, y: float, color: QColor, side: int = SIZE
) -> None:
    """Draw the glyph of that name with its upper left corner there."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(x, y)
    painter.scale(side / SIZE, side / SIZE)
    pen = QPen(color, 1.6)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    _GLYPHS[name](painter, color)
    painter.restore()


def _path(painter: QPainter, *points: tuple[float, float]) -> None:
    painter.drawPolyline(QPolygonF([QPointF(x, y) for x, y in points]))


def _ring(painter: QPainter, _color: QColor) -> None:
    painter.drawEllipse(QRectF(2.5, 2.5, 7, 7))


def _ring_tick(painter: QPainter, _color: QColor) -> None:
    painter.drawEllipse(QRectF(1, 1, 10, 10))
    _path(painter, (3.8, 6.2), (5.4, 7.8), (8.3, 4.4))


def _disc(painter: QPainter, color: QColor) -> None:
    painter.setBrush(color)
    painter.drawEllipse(QRectF(2, 2, 8, 8))


def _play(painter: QPainter, color: QColor) -> None:
    painter.setBrush(color)
    painter.drawPolygon(QPolygonF([QPointF(3, 2), QPointF(10, 6), QPointF(3, 10)]))


def _tick(painter: QPainter, _color: QColor) -> None:
    _path(painter, (1.8, 6.5), (4.8, 9.5), (10.2, 2.8))


def _cross(painter: QPainter, _color: QColor) -> None:
    _path(painter, (2.5, 2.5), (9.5, 9.5))
    _path(painter, (9.5, 2.5), (2.5, 9.5))


def _barred(painter: QPainter, _color: QColor) -> None:
    painter.drawEllipse(QRectF(1.5, 1.5, 9, 9))
    _path(painter, (3, 9), (9, 3))


def _clock(painter: QPainter, _color: QColor) -> None:
    painter.drawEllipse(QRectF(1, 1, 10, 10))
    _path(painter, (6, 3.4), (6, 6.2), (8.2, 7.4))


def _speech(painter: QPainter, _color: QColor) -> None:
    bubble = QPainterPath()
    bubble.addRoundedRect(QRectF(1, 1.5, 10, 7), 2, 2)
    painter.drawPath(bubble)
    _path(painter, (3.5, 8.5), (3.5, 11), (6, 8.5))


def _wheel(painter: QPainter, color: QColor) -> None:
    painter.drawArc(QRectF(1.5, 4, 7.5, 7.5), 100 * 16, 240 * 16)
    _path(painter, (4.6, 3.6), (4.6, 7), (8.4, 7), (10.2, 10.6))
    painter.setBrush(color)
    painter.drawEllipse(QRectF(3.9, 0.6, 1.4, 1.4))


def _spark(painter: QPainter, color: QColor) -> None:
    painter.setBrush(color)
    star = QPainterPath(QPointF(6, 0.8))
    for x, y in ((11.2, 6), (6, 11.2), (0.8, 6), (6, 0.8)):
        star.quadTo(QPointF(6, 6), QPointF(x, y))
    painter.setPen(QPen(color, 0.8))
    painter.drawPath(star)


def _note(painter: QPainter, _color: QColor) -> None:
    painter.drawRoundedRect(QRectF(1.8, 1, 8.4, 10), 1.5, 1.5)
    _path(painter, (4, 4.2), (8, 4.2))
    _path(painter, (4, 7.2), (7, 7.2))


def _missing(painter: QPainter, color: QColor) -> None:
    """A triangle with an exclamation mark: something is still open."""
    painter.drawPolygon(QPolygonF([QPointF(6, 1), QPointF(11.2, 10.6), QPointF(0.8, 10.6)]))
    _path(painter, (6, 4.4), (6, 7))
    painter.setBrush(color)
    painter.drawEllipse(QRectF(5.6, 8.4, 0.8, 0.8))


_GLYPHS: dict[str, Draw] = {
    "ring": _ring,
    "ring-tick": _ring_tick,
    "disc": _disc,
    "play": _play,
    "tick": _tick,
    "cross": _cross,
    "barred": _barred,
    "clock": _clock,
    "speech": _speech,
    "wheel": _wheel,
    "spark": _spark,
    "note": _note,
    "missing": _missing,
}
NAMES = tuple(_GLYPHS)
