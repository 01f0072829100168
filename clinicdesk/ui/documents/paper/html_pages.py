"""An HTML document laid out on pages by Qt, on one if some smaller type allows that."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QRectF, QSizeF, Qt
from PySide6.QtGui import (
    QAbstractTextDocumentLayout,
    QFont,
    QPainter,
    QPalette,
    QTextCursor,
    QTextDocument,
    QTextFormat,
)

from clinicdesk.ui.documents.paper.pages import PaintPage

MARGIN = 42.0
"""Points, about 15 mm: what every printer reaches."""

SCREEN = 96 / 72
"""Units of Qt's layout in a point: it counts in the dots of a usual screen."""

FOOT = 14.0


@dataclass(frozen=True, kw_only=True)
class HtmlPages:
    """The document in type of the first of the `sizes` in which it is one page.

    If it is in none it is in the first, on as many as it takes, numbered.
    """

    title: str
    html: Callable[[float], str]
    """The document in running text of so many points."""
    sizes: tuple[float, ...]
    foot: str = ""
    """What stands at the foot of each page where it is more than one."""
    letter: bool = False

    def painted(self, paper: QRectF) -> Sequence[PaintPage]:
        """What paints each page."""
        area = paper.adjusted(MARGIN, MARGIN, -MARGIN, -MARGIN)
        made = (_laid_out(self.html(size), size, area) for size in self.sizes)
        document = next((each for each in made if each.pageCount() == 1), None)
        if document is None:
            size = self.sizes[0]
            document = _laid_out(self.html(size), size, area.adjusted(0, 0, 0, -FOOT))
            area = area.adjusted(0, 0, 0, -FOOT)
        return [
            partial(_paint, document=document, number=number, area=area, foot=self.foot)
            for number in range(document.pageCount())
        ]


def _laid_out(html: str, size: float, area: QRectF) -> QTextDocument:
    document = QTextDocument()
    document.setDocumentMargin(0)
    document.setUseDesignMetrics(True)
    font = QFont("sans-serif")
    font.setPointSizeF(size)
    document.setDefaultFont(font)
    document.setHtml(html)
    _keep_sizes(document)
    document.setPageSize(QSizeF(area.width() * SCREEN, area.height() * SCREEN))
    return document


def _keep_sizes(document: QTextDocument) -> None:
    """Let headings have the sizes that their style gives: Qt makes them larger besides."""
    block = document.begin()
    while block.isValid():
        cursor = QTextCursor(block)
        cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
        plain = cursor.charFormat()
        if plain.hasProperty(QTextFormat.Property.FontSizeAdjustment):
            plain.clearProperty(QTextFormat.Property.FontSizeAdjustment)
            cursor.setCharFormat(plain)
        block = block.next()


def _paint(
    painter: QPainter, document: QTextDocument, number: int, area: QRectF, foot: str
) -> None:
    painter.save()
    painter.translate(area.topLeft())
    painter.scale(1 / SCREEN, 1 / SCREEN)
    height = area.height() * SCREEN
    painter.translate(0, -number * height)
    # A line that begins where the page ends is the next one's alone.
    shown = QRectF(0, number * height, area.width() * SCREEN, height).adjusted(0, 0.5, 0, -0.5)
    painter.setClipRect(shown)
    context = QAbstractTextDocumentLayout.PaintContext()
    context.clip = shown
    # Black on white, whatever the window's colours are.
    context.palette.setColor(QPalette.ColorRole.Text, Qt.GlobalColor.black)
    document.documentLayout().draw(painter, context)
    painter.restore()
    if document.pageCount() > 1:
        said = f"{foot}   {number + 1} / {document.pageCount()}"
        font = QFont("sans-serif")
        font.setPixelSize(9)
        painter.setFont(font)
        painter.setPen(Qt.GlobalColor.black)
        below = QRectF(area.left(), area.bottom(), area.width(), FOOT)
        painter.drawText(below, Qt.AlignmentFlag.AlignRight, said)
