"""The day's frame: a viewport that scrolls, with the columns' heads above and the times beside."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget

from clinicdesk.ui.day.grid.boxes import rect
from clinicdesk.ui.day.grid.column_heads import ColumnHeads
from clinicdesk.ui.day.grid.time_axis import TimeAxis
from clinicdesk.ui.day.layout.arrangement import Arrangement
from clinicdesk.ui.day.layout.geometry import Box
from clinicdesk.ui.day.text.fonts import Fonts
from clinicdesk.wording import say

if TYPE_CHECKING:
    from clinicdesk.ui.day.grid.day_painter import DayPainter


class DayFrame(QAbstractScrollArea):
    """Heads and times stay in sight while the day between them scrolls."""

    room_changed = Signal()
    """The viewport has another width: columns may be wider or must be narrower."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAccessibleName(say("day.grid"))
        self.heads = ColumnHeads(self)
        self.axis = TimeAxis(self)
        self.corner = QFrame(self)
        self.corner.setObjectName("dayCorner")
        self._day_painter: DayPainter | None = None
        self._now: int | None = None
        self._room_for: Arrangement | None = None
        """What the scroll bars are for: the day that is shown, or that is about to be."""

    @property
    def shows_a_day(self) -> bool:
        """Whether a day was laid out at all: until then it has no plan."""
        return self._day_painter is not None

    @property
    def day_painter(self) -> "DayPainter":
        """What paints the day that is shown."""
        assert self._day_painter is not None
        return self._day_painter

    @property
    def plan(self) -> Arrangement:
        """The day that is shown."""
        return self.day_painter.plan

    @property
    def now(self) -> int | None:
        """The present minute that is shown, if the day was today when it was laid out."""
        return self._now

    def show_day(self, day_painter: "DayPainter", now: int | None) -> None:
        """Show a day laid out; `now` is the present minute if it is today."""
        self._day_painter, self._now = day_painter, now
        self.make_room(day_painter.plan, day_painter.fonts)
        self.heads.show_day(day_painter)
        self.axis.show_day(day_painter, now)
        day_painter.look_from(self.offset.y())

    def make_room(self, plan: Arrangement, fonts: Fonts) -> None:
        """Have the scroll bars that this plan needs: they leave the viewport another width."""
        self._room_for = plan
        self._settle()
        self.setViewportMargins(TimeAxis.width_for(fonts), ColumnHeads.height_for(fonts), 0, 0)

    @property
    def offset(self) -> QPoint:
        """What stands in the viewport's upper left corner."""
        return QPoint(self.horizontalScrollBar().value(), self.verticalScrollBar().value())

    def on_screen(self, box: Box) -> QRect:
        """A box of the day in this widget's own pixels."""
        return rect(box).translated(self.viewport().pos() - self.offset)

    def bring_into_sight(self, box: Box) -> None:
        """Scroll as little as is needed to see a box with some room around it."""
        for bar, low, high, room in (
            (self.horizontalScrollBar(), box.x - 8, box.right + 8, self.viewport().width()),
            (self.verticalScrollBar(), box.y - 24, box.bottom + 24, self.viewport().height()),
        ):
            if high - low > room or low < bar.value():
                bar.setValue(low)
            elif high > bar.value() + room:
                bar.setValue(high - room)

    def scroll_to(self, offset: QPoint) -> None:
        """Show the day from there."""
        self.horizontalScrollBar().setValue(offset.x())
        self.verticalScrollBar().setValue(offset.y())

    def show_minute_at(self, minute: float, y: int) -> None:
        """Scroll so that this time stands at that height of the viewport."""
        self.verticalScrollBar().setValue(self.plan.scale.y(minute) - y)

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """Move what is painted already; only what comes into sight is painted."""
        self.viewport().scroll(dx, dy)
        if dy and self._day_painter is not None:
            self._bring_names_down(self.offset.y() + dy)
        self.heads.scroll_to(self.offset.x())
        self.axis.scroll_to(self.offset.y())

    def _bring_names_down(self, before: int) -> None:
        """Paint anew what reaches over the upper edge, or did before: its name stays in sight."""
        day_painter, top = self.day_painter, self.offset.y()
        for block in {*day_painter.sticking(before), *day_painter.sticking(top)}:
            self._update(rect(self.plan.box(block)))
        day_painter.look_from(top)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep heads and times beside the viewport."""
        super().resizeEvent(event)
        self._settle()
        if event.size().width() != event.oldSize().width():
            self.room_changed.emit()

    def _settle(self) -> None:
        view = self.viewport().geometry()
        self.corner.setGeometry(0, 0, view.left(), view.top())
        self.heads.setGeometry(view.left(), 0, view.width(), view.top())
        self.axis.setGeometry(0, view.top(), view.left(), view.height())
        plan = self._room_for
        if plan is None:
            return
        horizontal, vertical = self.horizontalScrollBar(), self.verticalScrollBar()
        horizontal.setRange(0, max(0, plan.width - view.width()))
        horizontal.setPageStep(view.width())
        horizontal.setSingleStep(60)
        vertical.setRange(0, max(0, plan.scale.height + 12 - view.height()))
        vertical.setPageStep(view.height())
        vertical.setSingleStep(max(10, round(plan.scale.density * 15)))

    def _update(self, area: QRect) -> None:
        """Have an area of the day painted anew."""
        self.viewport().update(area.translated(-self.offset))
