"""Paints sheets on pages: rows of one height, nothing cut unseen.

Lengths are in points (1/72 inch). Up to `ROWS_A_PAGE` rows of a sheet stand on one page; a text
that does not fit its cell ends in an ellipsis.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen

from clinicdesk.ui.documents.paper.pages import PaintPage
from clinicdesk.ui.kit.sheet import Sheet, SheetColumn, SheetFoot

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
    def title(self) -> str:
        """Of the first sheet."""
        return self.sheets[0].title if self.sheets else ""

    def painted(self, paper: QRectF) -> list[PaintPage]:
        """What paints each page."""
        area, pages = paper.adjusted(MARGIN, MARGIN, -MARGIN, -MARGIN), self.pages
        return [
            partial(_paint, page=page, foot=self.foot, number=number, pages=len(pages), area=area)
            for number, page in enumerate(pages, start=1)
        ]


@dataclass(frozen=True)
class Page:
    """The rows of a sheet that stand on one page."""

    sheet: Sheet
    rows: tuple[tuple[str, ...], ...]


def _pages(sheet: Sheet) -> list[Page]:
    most = ROWS_A_PAGE - ROWS_A_PAGE % sheet.together
    if sheet.on_one_page:
        most = max(most, len(sheet.rows))
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
