"""One option as a card: day, times, people and a small timeline, painted."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from clinicdesk.services.clinic.clinic_setup import ClinicSetup
from clinicdesk.services.planning.options import Option, OptionStep
from clinicdesk.ui.booking.request.option_text import (
    class_text,
    day_text,
    near_text,
    on_site_text,
    people_text,
    span_text,
)
from clinicdesk.ui.desk import Desk
from clinicdesk.ui.kit.labels import SMALL, scaled_font
from clinicdesk.ui.kit.look.colors import step_color
from clinicdesk.ui.kit.look.edges import paint_bar
from clinicdesk.ui.kit.look.theme import ThemeKeeper
from clinicdesk.ui.kit.tool_tips import plain_tip
from clinicdesk.wording import time_text

BAR = 12
"""Height of the timeline in pixels."""
PADDING = 12


class OptionCard(QAbstractButton):
    """One plan. Its text is painted; a screen reader hears all of it."""

    def __init__(self, desk: Desk, keeper: ThemeKeeper, setup: ClinicSetup, option: Option) -> None:
        super().__init__()
        self._desk, self._keeper = desk, keeper
        self._best = self.trait = ""
        """What is best about it; and that with how near its day is, as it is shown."""
        self.show_option(setup, option)
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_option(self, setup: ClinicSetup, option: Option) -> None:
        """Be this option; nobody has seen it yet."""
        self._setup, self.option = setup, option
        self._day, self._near = day_text(self._desk, option.day), near_text(self._desk, option.day)
        self.longest = option.end - option.start
        """How many minutes the timeline's whole width stands for."""
        self.drawn = False
        """Whether it was painted, so that somebody can have seen it."""

    def describe(self, best: str, longest: int) -> None:
        """Say what is best about it; `longest` minutes are as wide as the card."""
        self._best, self.longest = best, longest
        self.trait = " \N{MIDDLE DOT} ".join(part for part in (self._near, best) if part)
        words = (f"{self.option.rank}: {self._day}", span_text(self.option), self.trait,
                 people_text(self.option), on_site_text(self._setup, self.option))  # fmt: skip
        self.setAccessibleName(", ".join(word for word in words if word))
        self.setToolTip(plain_tip("\n".join(map(_step_line, self.option.steps))))
        self.update()

    def name_day(self) -> None:
        """Another day began: say anew which day it is, and whether that is near."""
        self._day = day_text(self._desk, self.option.day)
        self._near = near_text(self._desk, self.option.day)
        self.describe(self._best, self.longest)

    @property
    def _large(self) -> QFont:
        return scaled_font(self.font(), 1.04, bold=True)

    @property
    def _usual(self) -> QFont:
        return scaled_font(self.font(), SMALL)

    def sizeHint(self) -> QSize:
        lines = QFontMetrics(self._large).height() + 2 * QFontMetrics(self._usual).height()
        return QSize(280, lines + BAR + 2 * PADDING + 12)

    def paintEvent(self, _event: QPaintEvent) -> None:
        self.drawn = True
        theme, chosen = self._keeper.theme, self.isChecked()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = self.rect().adjusted(1, 1, -2, -2)
        edge = theme.accent if chosen else theme.line
        if self.hasFocus():
            edge = theme.focus
        painter.setPen(QPen(QColor(edge), 2 if chosen else 1))
        painter.setBrush(QColor(theme.accent_tint if chosen else theme.panel))
        painter.drawRoundedRect(box, 8, 8)
        inner = box.adjusted(PADDING, PADDING - 2, -PADDING, -PADDING)
        top = self._paint_heading(painter, inner)
        top = self._paint_people(painter, inner, top + 2)
        self._paint_timeline(painter, QRect(inner.left(), top + 5, inner.width(), BAR))
        painter.setFont(self._usual)
        painter.setPen(QColor(theme.muted))
        rest = QRect(inner.left(), top + BAR + 9, inner.width(), 40)
        painter.drawText(rest, Qt.AlignmentFlag.AlignTop, on_site_text(self._setup, self.option))
        painter.end()

    def _paint_heading(self, painter: QPainter, inner: QRect) -> int:
        theme = self._keeper.theme
        metrics = QFontMetrics(self._large)
        painter.setFont(self._large)
        painter.setPen(QColor(theme.accent if self.isChecked() else theme.muted))
        top = Qt.AlignmentFlag.AlignTop
        painter.drawText(inner, top | Qt.AlignmentFlag.AlignRight, str(self.option.rank))
        painter.setPen(QColor(theme.text))
        text = f"{self._day}   {span_text(self.option)}"
        room = inner.width() - metrics.horizontalAdvance("  9")
        # The times are what is said on the phone: they become smaller before they are cut.
        for share in (1.04, 0.96, 0.88):
            painter.setFont(scaled_font(self.font(), share, bold=True))
            if painter.fontMetrics().horizontalAdvance(text) <= room:
                break
        cut = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room)
        painter.drawText(inner, top, cut)
        return inner.top() + metrics.height()

    def _paint_people(self, painter: QPainter, inner: QRect, top: int) -> int:
        theme, metrics = self._keeper.theme, QFontMetrics(self._usual)
        painter.setFont(self._usual)
        box = QRect(inner.left(), top, inner.width(), metrics.height())
        painter.setPen(QColor(theme.text))
        trait = f"{self.trait}  " if self.trait else ""
        painter.drawText(box, 0, trait)
        used = metrics.horizontalAdvance(trait)
        painter.setPen(QColor(theme.muted))
        rest = box.adjusted(used, 0, 0, 0)
        people = people_text(self.option)
        cut = metrics.elidedText(people, Qt.TextElideMode.ElideRight, rest.width())
        painter.drawText(rest, 0, cut)
        return top + metrics.height()

    def _paint_timeline(self, painter: QPainter, box: QRect) -> None:
        theme, option = self._keeper.theme, self.option
        scale = box.width() / max(self.longest, 1)
        end = box.left() + round((option.end - option.start) * scale)
        middle = box.center().y()
        # Waiting is what is left of this line between the bars.
        painter.setPen(QPen(QColor(theme.muted), 1, Qt.PenStyle.DotLine))
        painter.drawLine(box.left(), middle, end, middle)
        for step in option.steps:
            left = box.left() + round((step.start - option.start) * scale)
            right = box.left() + round((step.end - option.start) * scale)
            look = theme.block(step_color(self._setup, step.visit_type_id))
            bar = QRect(left, box.top(), max(right - left - 1, 3), BAR)
            paint_bar(painter, bar, look.pattern, look.edge, look.fill)


def _step_line(step: OptionStep) -> str:
    words = [info.name for info in step.resources]
    names = ", ".join(filter(None, (*words, class_text(step))))
    return f"{time_text(step.start)}  {step.visit_type}  {names}"
