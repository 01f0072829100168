"""The strong edges of specialties: each color has a pattern, for those who cannot tell colors."""

from functools import lru_cache

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QColor, QPainter, QPixmap

WIDTH = 6
"""Of an edge, in pixels."""

_SLANT = ("###...", ".###..", "..###.", "...###", "#...##", "##...#")

PATTERNS = {
    "#2f6fb5": ("######",),
    "#1f8a8a": _SLANT,
    "#3d8b40": ("##..##",),
    "#7a7d1f": ("###...",),
    "#b87a14": ("######",) * 5 + ("......",) * 3,
    "#c8602a": (".####.",) * 4 + ("......",) * 3,
    "#b93a3a": ("#.....", "##....", "###...", "####..", "#####.", "######"),
    "#b84a86": tuple(reversed(_SLANT)),
    "#7a4fa3": ("######",) * 3 + ("#....#",) * 3,
    "#4a55a8": ("######",) * 2 + ("......",) * 2,
    "#8a5a3c": ("###...",) * 4 + ("...###",) * 4,
    "#6b7280": ("#.#.#.",),
}
"""A tile of some rows for each color of clinic files; any other color has the nearest one's."""


@lru_cache(maxsize=256)
def pattern_of(color: str) -> tuple[str, ...]:
    """The pattern of a color, `#rrggbb`."""
    wanted = QColor(color)

    def distance(known: str) -> int:
        other = QColor(known)
        parts = (
            wanted.red() - other.red(),
            wanted.green() - other.green(),
            wanted.blue() - other.blue(),
        )
        return sum(part * part for part in parts)

    return PATTERNS[min(PATTERNS, key=distance)]


@lru_cache(maxsize=256)
def tile(pattern: tuple[str, ...], edge: str, ground: str) -> QPixmap:
    """A pattern in its color on the color `ground`; tiles join above and below each other."""
    picture = QPixmap(WIDTH, len(pattern))
    picture.fill(QColor(ground))
    painter = QPainter(picture)
    for y, row in enumerate(pattern):
        for x, mark in enumerate(row):
            if mark == "#":
                painter.fillRect(x, y, 1, 1, QColor(edge))
    painter.end()
    return picture


def paint_edge(
    painter: QPainter, box: QRect, pattern: tuple[str, ...], edge: str, ground: str
) -> None:
    """Fill a box with a pattern that begins at the box's upper left corner."""
    painter.drawTiledPixmap(box, tile(pattern, edge, ground), QPoint(0, 0))


def paint_bar(
    painter: QPainter, box: QRect, pattern: tuple[str, ...], edge: str, ground: str
) -> None:
    """The same for a horizontal bar of a timeline, framed so that its ends are seen."""
    painter.save()
    painter.translate(box.x(), box.bottom() + 1)
    painter.rotate(-90)
    lying = QRect(0, 0, box.height(), box.width())
    paint_edge(painter, lying, pattern, edge, ground)
    painter.setPen(QColor(edge))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(lying.adjusted(0, 0, -1, -1))
    painter.restore()
