"""The head of a practitioner's page: whose it is, which days, and how many at once."""

from functools import partial

from PySide6.QtCore import QSettings, Signal
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QWidget

from clinicdesk.ui.desk import Desk
from clinicdesk.ui.kit.labels import button, icon_button
from clinicdesk.ui.my_day.weeks.spans import Span
from clinicdesk.ui.my_day.whose_day import WhoseDay
from clinicdesk.wording import say


class PageHead(QWidget):
    """`who` chooses the practitioner."""

    went = Signal(int)
    """-1 to what is before, 1 to what comes after, 0 to today."""
    span_chosen = Signal(object)

    def __init__(self, desk: Desk, settings: QSettings) -> None:
        super().__init__()
        self.who = WhoseDay(desk, settings)
        self.spans = {
            span: button(say(f"my-day.span-{span}"), partial(self._choose, span)) for span in Span
        }
        self._line = QHBoxLayout(self)
        self._line.setContentsMargins(0, 0, 0, 0)
        self._line.addWidget(self.who)
        self._line.addStretch()
        days = QHBoxLayout()
        days.addWidget(
            icon_button("\N{LEFTWARDS ARROW}", say("my-day.previous"), lambda: self.went.emit(-1))
        )
        days.addWidget(button(say("my-day.today"), lambda: self.went.emit(0)))
        days.addWidget(
            icon_button("\N{RIGHTWARDS ARROW}", say("my-day.next"), lambda: self.went.emit(1))
        )
        days.addSpacing(12)
        for made in self.spans.values():
            made.setCheckable(True)
            made.setProperty("part", "chip")
            days.addWidget(made)
        self._line.addLayout(days)
        self.show_span(Span.DAY)

    def show_span(self, span: Span) -> None:
        """Mark what is shown."""
        for each, made in self.spans.items():
            made.setChecked(each is span)

    def _choose(self, span: Span) -> None:
        self.show_span(span)
        self.span_chosen.emit(span)

    def stand(self, *, narrow: bool) -> None:
        """Under each other where there is no room beside."""
        down, along = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        self._line.setDirection(down if narrow else along)
