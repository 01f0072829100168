"""Paints sheets on the pages of a printer or a PDF: rows of one height, nothing cut unseen.

Lengths are in points (1/72 inch). Up to `ROWS_A_PAGE` rows of a sheet stand on one page; a text
that does not fit its cell ends in an ellipsis.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QImage,
    QPagedPaintDevice,
    QPageLayout,
    QPageSize,
    QPainter,
    QPdfWriter,
    QPen,
)

from clinicdesk.ui.documents.paper.sheet import Sheet, SheetColumn, SheetFoot

ROWS_A_PAGE = 45
MARGIN = 34.0
HEAD, CAPTIONS, FOOT = 44.0, 16.0, 18.0
HIGHEST_ROW = 20.0
PADDING = 3.0
FAMILY = "sans-serif"
FINE = 10
"""Units of a point in which texts are measured."""

SMALLEST = 0.68
"""How much smaller a text becomes before it is cut."""


@dataclass(frozen=True)
class Printout:
    """Sheets, cut into pages, with what stands at their feet."""

    sheets: tuple[Sheet, ...]
    foot: SheetFoot
    letter: bool = False
    """Whether the paper is as in North America; else it is A4."""

    @property
    def pages(self) -> list["Page"]:
        """Each sheet begins on a page of its own."""
        return [page for sheet in self.sheets for page in _pages(sheet)]

    @property
    def layout(self) -> QPageLayout:
        """Upright, up to the edges: the margins are painted."""
        size = QPageSize.PageSizeId.Letter if self.letter else QPageSize.PageSizeId.A4
        upright = QPageLayout.Orientation.Portrait
        return QPageLayout(QPageSize(size), upright, QMarginsF(0, 0, 0, 0))


@dataclass(frozen=True)
class Page:
    """The rows of a sheet that stand on one page."""

    sheet: Sheet
    rows: tuple[tuple[str, ...], ...]


def pdf_of(printout: Printout) -> bytes:
    """The printout as a PDF file; any thread may ask."""
    held = QBuffer()
    held.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(held)
    writer.setTitle(printout.sheets[0].title if printout.sheets else "")
    writer.setPageLayout(printout.layout)
    paint_on(writer, printout)
    held.close()
    return bytes(held.data().data())


def pictures_of(printout: Printout, width: int) -> list[QImage]:
    """Each page as a picture of so many pixels across; any thread may ask."""
    paper = printout.layout.fullRectPoints()
    pages, found = printout.pages, []
    for number, page in enumerate(pages, start=1):
        picture = QImage(
            width, round(width * paper.height() / paper.width()), QImage.Format.Format_RGB32
        )
        picture.fill(QColor("white"))
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.scale(width / paper.width(), width / paper.width())
        _paint(painter, page, printout.foot, number, len(pages), _within(paper))
        painter.end()
        found.append(picture)
    return found


def paint_on(device: QPagedPaintDevice, printout: Printout) -> bool:
    """Paint all pages on a printer or a PDF writer; whether it has taken every one."""
    pages = printout.pages
    paper = device.pageLayout().fullRectPoints()
    painter = QPainter()
    if not painter.begin(device):
        return False
    for number, page in enumerate(pages, start=1):
        if number > 1 and not device.newPage():
            painter.end()
            return False
        scale = painter.viewport().width() / paper.width()
        painter.save()
        painter.scale(scale, scale)
        _paint(painter, page, printout.foot, number, len(pages), _within(paper))
        painter.restore()
    return painter.end()


def _within(paper: QRect) -> QRectF:
    return QRectF(paper).adjusted(MARGIN, MARGIN, -MARGIN, -MARGIN)


def _pages(sheet: Sheet) -> list[Page]:
    most = max(ROWS_A_PAGE, len(sheet.rows)) if sheet.on_one_page else ROWS_A_PAGE
    starts = range(0, max(1, len(sheet.rows)), most)
    return [Page(sheet, sheet.rows[start : start + most]) for start in starts]


def _paint(
    painter: QPainter, page: Page, foot: SheetFoot, number: int, pages: int, area: QRectF
) -> None:
    sheet = page.sheet
    _text(painter, QRectF(area.left(), area.top(), area.width(), 20), sheet.title, 14, bold=True)
    _text(painter, QRectF(area.left(), area.top() + 21, area.width(), 14), sheet.subtitle, 9)
    table = area.adjusted(0, HEAD, 0, -FOOT)
    if page.rows:
        _table(painter, page, table)
    else:
        _text(painter, table, sheet.nothing, 10)
    below = QRectF(area.left(), area.bottom() - FOOT + 6, area.width(), 12)
    _text(painter, below, foot.left, 7.5)
    _text(painter, below, foot.page_of(number, pages), 7.5, right=True)


def _table(painter: QPainter, page: Page, table: QRectF) -> None:
    columns = page.sheet.columns
    top = table.top()
    for column, left, width in _places(columns, table):
        _text(painter, QRectF(left, top, width, CAPTIONS), column.caption, 7.5, bold=True)
    top += CAPTIONS
    most = (
        max(1, len(page.rows)) if page.sheet.on_one_page else min(ROWS_A_PAGE, len(page.rows) or 1)
    )
    height = min(HIGHEST_ROW, (table.height() - CAPTIONS) / most)
    if len(page.sheet.rows) > ROWS_A_PAGE and not page.sheet.on_one_page:
        height = (table.height() - CAPTIONS) / ROWS_A_PAGE
    size = min(9.5, height * 0.62)
    for at, row in enumerate(page.rows):
        if at % page.sheet.together == 0:
            painter.setPen(QPen(QColor("#b0b0b0"), 0.4))
            painter.drawLine(QPointF(table.left(), top), QPointF(table.right(), top))
        texts = iter(row)
        for column, left, width in _places(columns, table):
            cell = QRectF(left, top, width - PADDING, height)
            if column.ticks:
                _box(painter, cell)
            else:
                _text(painter, cell, next(texts), size, bold=column.strong)
        top += height


def _places(
    columns: Sequence[SheetColumn], table: QRectF
) -> list[tuple[SheetColumn, float, float]]:
    """Each column with its left edge and its width."""
    whole = sum(column.share for column in columns)
    found, left = [], table.left()
    for column in columns:
        width = table.width() * column.share / whole
        found.append((column, left, width))
        left += width
    return found


def _box(painter: QPainter, cell: QRectF) -> None:
    side = min(9.0, cell.height() * 0.6)
    painter.setPen(QPen(QColor("black"), 0.7))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(QRectF(cell.left() + 1, cell.center().y() - side / 2, side, side))


def _text(
    painter: QPainter,
    area: QRectF,
    text: str,
    points: float,
    *,
    bold: bool = False,
    right: bool = False,
) -> None:
    font = _fitting(text, points, area.width(), bold=bold)
    painter.save()
    painter.scale(1 / FINE, 1 / FINE)
    painter.setFont(font)
    painter.setPen(QColor("black"))
    place = QRectF(area.topLeft() * FINE, area.size() * FINE)
    cut = QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideRight, place.width())
    side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
    painter.drawText(place, side | Qt.AlignmentFlag.AlignVCenter, cut)
    painter.restore()


def _fitting(text: str, points: float, width: float, *, bold: bool) -> QFont:
    """The font at that size, or smaller as far as the text needs it to be whole."""
    font = QFont(FAMILY)
    font.setBold(bold)
    # In fractions of a point: a pixel is one of them here, whatever the device's resolution.
    font.setPixelSize(round(points * FINE))
    wide = QFontMetricsF(font).horizontalAdvance(text)
    if wide > width * FINE:
        smaller = max(SMALLEST * points, points * width * FINE / wide)
        font.setPixelSize(int(smaller * FINE))
    return font
