"""The times at the left of the day, and the present minute among them."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from clinicdesk.ui.day.text.fonts import Fonts
from clinicdesk.wording import say, time_text

if TYPE_CHECKING:
    from clinicdesk.ui.day.grid.day_painter import DayPainter


class TimeAxis(QWidget):
    """Stays at the left of the columns while the day scrolls beside it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._day_painter: DayPainter | None = None
        self._offset = 0
        self._now: int | None = None
        self.setAccessibleName(say("day.times"))

    def show_day(self, day_painter: "DayPainter", now: int | None) -> None:
        """Show this day's times; `now` is the present minute if the day is today."""
        before, self._day_painter = self._day_painter, day_painter
        was, self._now = self._now, now
        if before is None or was != now or _looks(before) != _looks(day_painter):
            self.update()

    def scroll_to(self, offset: int) -> None:
        """Follow the day's own vertical scrolling."""
        if offset != self._offset:
            moved = self._offset - offset
            self.scroll(0, moved)
            self._offset = offset
            # A time at the upper edge is written whole or not at all.
            if self._day_painter is not None:
                height = self._day_painter.fonts.detail.height + abs(moved) + 2
                self.update(0, 0, self.width(), height)

    @staticmethod
    def width_for(fonts: Fonts) -> int:
        """How wide the widest time is, with room around it."""
        late = (10 * 60 + 5, 22 * 60 + 45)
        widest = max(fonts.small.width(time_text(minute)) for minute in late)
        return widest + 18

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the times that are in sight."""
        painter = QPainter(self)
        if self._day_painter is None:
            return
        theme, fonts, scale = (
            self._day_painter.theme,
            self._day_painter.fonts,
            self._day_painter.plan.scale,
        )
        painter.fillRect(event.rect(), QColor(theme.panel))
        painter.setPen(QColor(theme.line))
        painter.drawLine(self.width() - 1, event.rect().top(), self.width() - 1,
                         event.rect().bottom())  # fmt: skip
        now_box = self._now_box()
        step = scale.row
        while scale.density * step < fonts.detail.height + 2:
            step *= 2
        painter.setFont(fonts.detail.font)
        for minute in range(scale.first, scale.last + 1, step):
            box = self._label(minute)
            if box.top() < 0:
                continue
            if box.intersects(event.rect()) and not box.adjusted(0, 2, 0, -2).intersects(now_box):
                painter.setPen(QColor(theme.text if minute % 60 == 0 else theme.muted))
                painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter,
                                 time_text(minute))  # fmt: skip
        if not now_box.isEmpty():
            self._paint_now(painter, self._day_painter, now_box)

    def _label(self, minute: int) -> QRect:
        """Where a time is written: beside its line, but the first one whole below the edge."""
        assert self._day_painter is not None
        height = self._day_painter.fonts.detail.height
        scale = self._day_painter.plan.scale
        top = scale.y(minute) - height // 2
        top = min(max(top, 0), scale.height - height)
        return QRect(0, top - self._offset, self.width() - 8, height)

    def _now_box(self) -> QRect:
        if self._now is None or self._day_painter is None:
            return QRect()
        scale = self._day_painter.plan.scale
        if not scale.first <= self._now <= scale.last:
            return QRect()
        height = self._day_painter.fonts.small.height + 4
        top = scale.y(self._now) - height // 2 - self._offset
        return QRect(3, top, self.width() - 4, height)

    def _paint_now(self, painter: QPainter, day_painter: "DayPainter", box: QRect) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(day_painter.theme.now))
        painter.drawRoundedRect(box, 4, 4)
        painter.setPen(QColor(day_painter.theme.panel))
        painter.setFont(day_painter.fonts.small.font)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, time_text(self._now or 0))


def _looks(day_painter: "DayPainter") -> tuple[object, ...]:
    """All that the times show, but for the present minute."""
    return day_painter.plan.scale, day_painter.theme, day_painter.fonts
