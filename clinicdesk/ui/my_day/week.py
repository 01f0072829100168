"""A practitioner's week as seven small columns: working hours, and how much of them is booked."""

from datetime import date

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from clinicdesk.services.visits.reading.practitioner_day import WeekDay
from clinicdesk.ui.kit.look.theme import ThemeKeeper, mixed
from clinicdesk.wording import say, weekday_text

FIRST, LAST = 6 * 60, 20 * 60
"""The minutes after midnight that are drawn; more if the practitioner is in outside them."""


class Week(QWidget):
    """A click or the arrow keys choose a day."""

    day_chosen = Signal(object)

    def __init__(self, keeper: ThemeKeeper) -> None:
        super().__init__()
        self._keeper = keeper
        self._days: tuple[WeekDay, ...] = ()
        self._chosen = self._wanted = 0
        """The day that is shown, and the one that keys went on to from it."""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(200, 260)
        keeper.changed.connect(self.update)

    def show_week(self, days: tuple[WeekDay, ...], chosen: date) -> None:
        """These seven days, one of them chosen."""
        self._days = days
        self._chosen = next((i for i, each in enumerate(days) if each.day == chosen), 0)
        self._wanted = self._chosen
        spoken = [
            say("my-day.week-day", {"weekday": weekday_text(each.day), "count": each.appointments})
            for each in days
        ]
        self.setAccessibleName(say("my-day.week"))
        self.setAccessibleDescription("; ".join(spoken))
        self.update()

    def sizeHint(self) -> QSize:
        """Narrow, beside the day."""
        return QSize(340, 520)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and right choose the day before and after."""
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if step is None or not 0 <= self._wanted + step < len(self._days):
            super().keyPressEvent(event)
            return
        self._wanted += step
        self.day_chosen.emit(self._days[self._wanted].day)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the day that was clicked."""
        if self._days:
            index = int(event.position().x() * len(self._days) / max(1, self.width()))
            self.day_chosen.emit(self._days[min(index, len(self._days) - 1)].day)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Seven columns with one scale of time."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        width = self.width() / max(1, len(self._days))
        for index, each in enumerate(self._days):
            self._paint_day(painter, QRectF(index * width, 0, width, self.height()), index, each)
        painter.end()

    def _paint_day(self, painter: QPainter, area: QRectF, index: int, each: WeekDay) -> None:
        theme = self._keeper.theme
        inner = area.adjusted(3, 2, -3, -2)
        line = self.fontMetrics().height() + 4
        if index == self._chosen:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.accent_tint))
            painter.drawRoundedRect(inner, 8, 8)
        if index == self._chosen and self.hasFocus():
            painter.setPen(QColor(theme.focus))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(inner, 8, 8)
        painter.setPen(QColor(theme.text))
        font = QFont(self.font())
        font.setBold(index == self._chosen)
        painter.setFont(font)
        head = QRectF(inner.left(), inner.top() + 4, inner.width(), line)
        painter.drawText(head, Qt.AlignmentFlag.AlignCenter, weekday_text(each.day)[:2])
        painter.setPen(QColor(theme.muted))
        painter.drawText(head.translated(0, line), Qt.AlignmentFlag.AlignCenter, str(each.day.day))
        self._paint_times(painter, inner.adjusted(4, 2 * line + 8, -4, -6), each)

    def _paint_times(self, painter: QPainter, area: QRectF, each: WeekDay) -> None:
        theme = self._keeper.theme
        first = min([FIRST, *(begin for begin, _ in each.free)])
        last = max([LAST, *(end for _, end in each.free)])
        scale = area.height() / (last - first)
        painter.setPen(Qt.PenStyle.NoPen)
        calm = mixed(theme.accent, theme.panel, 0.35)
        for times, color in ((each.free, theme.line), (each.claimed, calm)):
            painter.setBrush(QColor(color))
            for begin, end in times:
                top = area.top() + (begin - first) * scale
                height = max(2.0, (end - begin) * scale - 1)
                painter.drawRoundedRect(QRectF(area.left(), top, area.width(), height), 2, 2)
