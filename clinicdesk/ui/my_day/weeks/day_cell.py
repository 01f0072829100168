"""A day as a cell: its head, how full it is, and as many of its lines as there is room for."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QFontMetrics, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from clinicdesk.ui.kit.labels import SMALL, scaled_font
from clinicdesk.ui.kit.look.theme import ThemeKeeper
from clinicdesk.ui.my_day.weeks.day_words import DayWords, Look
from clinicdesk.wording import say

EDGE = 7
FEWEST = 2
"""Lines that a cell of a month has room for at least."""


class DayCell(QWidget):
    """It takes the focus; a click goes to it, a double click opens it."""

    reached = Signal()
    opened = Signal()

    def __init__(self, keeper: ThemeKeeper) -> None:
        super().__init__()
        self._keeper = keeper
        self.words = DayWords("", "", (), "")
        self._whole = self._today = self._pale = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def show_words(self, words: DayWords, *, whole: bool, today: bool, pale: bool) -> None:
        """`whole` if all lines are to be seen; `pale` for a day of another month."""
        self.words, self._whole, self._today, self._pale = words, whole, today, pale
        self.setAccessibleName(words.spoken)
        self.updateGeometry()
        self.update()

    @property
    def _line(self) -> int:
        return self.fontMetrics().height() + 2

    def sizeHint(self) -> QSize:
        """Of a week as high as its lines, of a month as few as make sense."""
        lines = len(self.words.lines) if self._whole else FEWEST
        head = QFontMetrics(scaled_font(self.font(), bold=True)).horizontalAdvance(self.words.head)
        return QSize(max(60, head + 2 * EDGE + 6), 2 * EDGE + 6 + (2 + lines) * self._line)

    def minimumSizeHint(self) -> QSize:
        """The same: what does not fit is scrolled to."""
        return self.sizeHint()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The keyboard is at this day."""
        super().focusInEvent(event)
        self.reached.emit()

    def mouseDoubleClickEvent(self, _event: QMouseEvent) -> None:
        """Open it."""
        self.opened.emit()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Head, how full it is, and the lines; what does not fit is counted."""
        theme = self._keeper.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        inside = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        painter.setPen(QColor(theme.focus if self.hasFocus() else theme.line))
        painter.setBrush(QColor(theme.accent_tint if self._today else theme.panel))
        if self._pale and not self._today:
            painter.setBrush(QColor(theme.window))
        painter.drawRoundedRect(inside, 8, 8)
        if self.hasFocus():
            painter.drawRoundedRect(inside.adjusted(1, 1, -1, -1), 7, 7)
        area = inside.adjusted(EDGE, EDGE, -EDGE, -EDGE)
        painter.setFont(scaled_font(self.font(), bold=True))
        self._text(painter, area, 0, self.words.head, theme.muted if self._pale else theme.text)
        painter.setFont(scaled_font(self.font(), SMALL))
        self._text(painter, area, 1, self.words.said, theme.muted)
        self._paint_lines(painter, area.adjusted(0, 2 * self._line + 6, 0, 0))
        painter.end()

    def _paint_lines(self, painter: QPainter, area: QRectF) -> None:
        theme = self._keeper.theme
        lines, room = self.words.lines, int(area.height() // self._line)
        shown = lines if len(lines) <= room else lines[: max(0, room - 1)]
        colors = {Look.NAME: theme.text, Look.MORE: theme.muted, Look.FREE: theme.accent}
        for at, (text, look) in enumerate(shown):
            share = 1.0 if look is Look.NAME else SMALL
            painter.setFont(scaled_font(self.font(), share))
            self._text(painter, area, at, text, theme.muted if self._pale else colors[look])
        if len(shown) < len(lines) and room:
            more = say("my-day.more", {"count": len(lines) - len(shown)})
            painter.setFont(scaled_font(self.font(), SMALL))
            self._text(painter, area, len(shown), more, theme.muted)

    def _text(self, painter: QPainter, area: QRectF, at: int, text: str, color: str) -> None:
        place = QRectF(area.left(), area.top() + at * self._line, area.width(), self._line)
        painter.setPen(QColor(color))
        cut = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, int(area.width()))
        painter.drawText(place, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, cut)
