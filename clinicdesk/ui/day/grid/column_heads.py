"""The heads of the columns: who or what it is, and how much of its day is taken."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QRect, Qt
from PySide6.QtGui import QColor, QFont, QHelpEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QToolTip, QWidget

from clinicdesk.services.clinic.clinic_setup import ResourceInfo
from clinicdesk.services.visits.reading.clinic_day import DayInfo
from clinicdesk.ui.day.text.appointment_text import name_forms, specialty_text
from clinicdesk.ui.day.text.fonts import Fonts, first_fitting, shortened
from clinicdesk.ui.kit.tool_tips import plain_tip
from clinicdesk.wording import readable, say

if TYPE_CHECKING:
    from clinicdesk.ui.day.grid.day_painter import DayPainter

_LEFT = 9
_BAR = 4


def fitting_name(name: str, fonts: Fonts, room: int) -> tuple[str, QFont]:
    """The longest form that fits, else the family name written tight, else that one cut."""
    forms = name_forms(name)
    for form in forms[: max(1, len(forms) - 1)]:
        if fonts.name.width(form) <= room:
            return form, fonts.name.font
    for form in forms[1:]:
        if fonts.name_tight.width(form) <= room:
            return form, fonts.name_tight.font
    return fonts.small_tight.cut(forms[-1], room), fonts.small_tight.font


class ColumnHeads(QWidget):
    """Stays above the columns while the day scrolls below it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._day_painter: DayPainter | None = None
        self._offset = 0
        self.strong: frozenset[int] = frozenset()
        """Columns that stand out: where the keyboard is, or what is dragged."""
        self.setAccessibleName(say("day.heads"))

    def show_day(self, day_painter: "DayPainter") -> None:
        """Show the heads of this day's columns."""
        before, self._day_painter = self._day_painter, day_painter
        if before is None or not _look_alike(before, day_painter):
            self.update()

    def scroll_to(self, offset: int) -> None:
        """Follow the day's own horizontal scrolling."""
        if offset != self._offset:
            self.scroll(self._offset - offset, 0)
            self._offset = offset

    def emphasize(self, columns: Sequence[int]) -> None:
        """Let these columns' heads stand out."""
        wanted = frozenset(columns)
        if wanted != self.strong:
            for column in wanted ^ self.strong:
                self.update(self._area(column))
            self.strong = wanted

    @staticmethod
    def height_for(fonts: Fonts) -> int:
        """How high heads are in these fonts."""
        return 7 + fonts.name.height + fonts.detail.height + 4 + _BAR + 7

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the heads that are in sight."""
        painter = QPainter(self)
        if self._day_painter is None:
            return
        theme = self._day_painter.theme
        painter.fillRect(event.rect(), QColor(theme.panel))
        for column in range(len(self._day_painter.plan.columns)):
            area = self._area(column)
            if area.intersects(event.rect()):
                self._paint_head(painter, self._day_painter, column, area)
        painter.setPen(QColor(theme.line))
        painter.drawLine(event.rect().left(), self.height() - 1, event.rect().right(),
                         self.height() - 1)  # fmt: skip

    def _area(self, column: int) -> QRect:
        if self._day_painter is None or column >= len(self._day_painter.plan.columns):
            return QRect()
        edges = self._day_painter.plan.edges
        return QRect(edges[column] - self._offset, 0, edges[column + 1] - edges[column],
                     self.height())  # fmt: skip

    def _paint_head(
        self, painter: QPainter, day_painter: "DayPainter", column: int, area: QRect
    ) -> None:
        plan, theme, fonts = day_painter.plan, day_painter.theme, day_painter.fonts
        resource = plan.columns[column].resource
        if column in self.strong:
            painter.fillRect(area, QColor(theme.accent_tint))
        inner = area.adjusted(_LEFT, 7, -_LEFT, 0)
        present = plan.columns[column].present
        painter.setPen(QColor(theme.text if present else theme.muted))
        flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop
        name, font = fitting_name(readable(resource.name), fonts, inner.width())
        painter.setFont(font)
        painter.drawText(inner, flags, name)
        inner.translate(0, fonts.name.height)
        painter.setPen(QColor(theme.muted))
        text = _below_name(plan.day, resource) if present else say("day.away-today")
        below = first_fitting(shortened(text), (fonts.detail, fonts.detail_tight), inner.width())
        if below is not None:
            painter.setFont(below[1].font)
            painter.drawText(inner, flags, below[0])
        inner.translate(0, fonts.detail.height + 4)
        if present:
            bar = QRect(inner.left(), inner.top(), inner.width(), _BAR)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.fillRect(bar, QColor(theme.grid_line))
            bar.setWidth(round(bar.width() * plan.used_share(column)))
            painter.fillRect(bar, QColor(theme.block(resource.color).edge))
        painter.setPen(QColor(theme.line))
        painter.drawLine(area.right(), 0, area.right(), area.bottom())

    def event(self, event: QEvent) -> bool:
        """The whole name, and how much is taken, as a tool tip."""
        if isinstance(event, QHelpEvent) and self._day_painter is not None:
            plan = self._day_painter.plan
            column = plan.column_at(event.pos().x() + self._offset)
            if column is not None:
                text = plain_tip(head_text(self._day_painter, column))
                QToolTip.showText(event.globalPos(), text, self)
            return True
        return super().event(event)


def _look_alike(one: "DayPainter", other: "DayPainter") -> bool:
    """Whether the heads of both show the same."""
    if one.plan.day.day != other.plan.day.day:
        # Another day looks otherwise: nothing is worked out to find that.
        return False
    return _looks(one) == _looks(other)


def _looks(day_painter: "DayPainter") -> tuple[object, ...]:
    """All that the heads show."""
    plan = day_painter.plan
    shares = [plan.used_share(column) for column in range(len(plan.columns))]
    resources = [(column.resource, column.present) for column in plan.columns]
    day = plan.day
    return (
        plan.edges,
        shares,
        resources,
        day.setup,
        day.delays,
        day_painter.theme,
        day_painter.fonts,
    )


def _below_name(day: DayInfo, resource: ResourceInfo) -> str:
    """The specialty, or that somebody runs late."""
    delay = day.delays.get(resource.id)
    if delay is None:
        return specialty_text(day.setup, resource)
    return say("day.runs-late", {"minutes": delay.minutes})


def head_text(day_painter: "DayPainter", column: int) -> str:
    """All of a head in a sentence, safe where rich text is guessed."""
    resource = day_painter.plan.columns[column].resource
    params = {
        "name": readable(resource.name),
        "what": _below_name(day_painter.plan.day, resource),
        "percent": round(day_painter.plan.used_share(column) * 100),
    }
    # Tool tips guess rich text from what looks like a tag; nobody's name needs one.
    return say("day.head", params).replace("<", "").replace(">", "")
