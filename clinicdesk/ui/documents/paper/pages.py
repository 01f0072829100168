"""Pages to be looked at, printed, or written as a PDF, whatever paints them.

Lengths are in points (1/72 inch) from the paper's upper left corner.
"""

from collections.abc import Callable, Sequence
from typing import Protocol

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QRectF
from PySide6.QtGui import (
    QColor,
    QImage,
    QPagedPaintDevice,
    QPageLayout,
    QPageSize,
    QPainter,
    QPdfWriter,
)

PaintPage = Callable[[QPainter], None]
"""Paints a page with a painter whose unit is a point."""


class Printable(Protocol):
    """What has pages."""

    @property
    def title(self) -> str:
        """What a PDF of it is called inside."""

    @property
    def letter(self) -> bool:
        """Whether the paper is as in North America; else it is A4."""

    def painted(self, paper: QRectF) -> Sequence[PaintPage]:
        """What paints each page of that paper, to be called in the thread that asks."""


def layout_of(printout: Printable) -> QPageLayout:
    """Upright, up to the edges: the margins are painted."""
    size = QPageSize.PageSizeId.Letter if printout.letter else QPageSize.PageSizeId.A4
    upright = QPageLayout.Orientation.Portrait
    return QPageLayout(QPageSize(size), upright, QMarginsF(0, 0, 0, 0))


def pdf_of(printout: Printable) -> bytes:
    """The pages as a PDF file; any thread may ask."""
    held = QBuffer()
    held.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(held)
    writer.setTitle(printout.title)
    writer.setPageLayout(layout_of(printout))
    paint_on(writer, printout)
    held.close()
    return bytes(held.data().data())


def pictures_of(printout: Printable, width: int) -> list[QImage]:
    """Each page as a picture of so many pixels across; any thread may ask."""
    paper = QRectF(layout_of(printout).fullRectPoints())
    found = []
    for paint in printout.painted(paper):
        picture = QImage(
            width, round(width * paper.height() / paper.width()), QImage.Format.Format_RGB32
        )
        picture.fill(QColor("white"))
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.scale(width / paper.width(), width / paper.width())
        paint(painter)
        painter.end()
        found.append(picture)
    return found


def paint_on(device: QPagedPaintDevice, printout: Printable) -> bool:
    """Paint all pages on a printer or a PDF writer; whether it has taken every one."""
    paper = QRectF(device.pageLayout().fullRectPoints())
    painter = QPainter()
    if not painter.begin(device):
        return False
    for number, paint in enumerate(printout.painted(paper)):
        if number and not device.newPage():
            painter.end()
            return False
        scale = painter.viewport().width() / paper.width()
        painter.save()
        painter.scale(scale, scale)
        paint(painter)
        painter.restore()
    return painter.end()
