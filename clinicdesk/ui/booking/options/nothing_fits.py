"""No day fits: why, and what to give up so that one does, each tried before it is offered."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QPushButton, QWidget

from clinicdesk.scheduling import AnswerStatus
from clinicdesk.services.planning.options import Planned
from clinicdesk.ui.booking.live_planning import OfferedRelaxation
from clinicdesk.ui.kit.announcing import announce
from clinicdesk.ui.kit.labels import button, clear, column, fill, label, wrapped
from clinicdesk.wording import say

PADDING = 64
"""What the frame, a button and a scroll bar take beside a text."""


class NothingFits(QFrame):
    """The ways out as buttons, Up and Down go among them, Enter takes; below them the reasons."""

    eased = Signal(object)
    """The OfferedRelaxation that is taken."""
    reached = Signal(QWidget)
    """The focus came to this way out."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("part", "nothing-fits")
        self.setAccessibleName(say("nothing.title"))
        self._reasons = column(spacing=4)
        self._column = column(spacing=6)
        self._lead = label(part="muted", wraps=True)
        self._title = label(say("nothing.title"), bold=True)
        self.ways: list[QPushButton] = []
        self._in_hand = False
        """Whether the keyboard was among the ways that stood here before."""
        fill(
            self,
            column(self._title, self._lead, self._column, self._reasons, spacing=6),
            12,
            10,
            12,
            12,
        )
        self.hide()

    def show_reasons(self, planned: Planned, day: str = "") -> None:
        """Say why, of one day alone if its name is given; what would help is still being tried."""
        self._in_hand = any(way.hasFocus() for way in self.ways)
        clear(self._reasons)
        self._show_ways([])
        proven = planned.status is not AnswerStatus.STOPPED
        code = "nothing.title" if proven else "nothing.title-stopped"
        self._title.setText(say("nothing.title-day", {"day": day}) if day and proven else say(code))
        sentences = [say(reason.code, reason.params) for reason in planned.reasons]
        for sentence in sentences or [say("nothing.stopped")]:
            self._reasons.addWidget(label(sentence, "muted", wraps=True))
        self._lead.setText(say("nothing.trying"))
        announce(self, " ".join([f"{self._title.text()}." if day else "", *sentences]).strip())

    def show_ways(self, helping: Sequence[OfferedRelaxation], texts: Sequence[str]) -> None:
        """Offer what helps, each with its text; the best first."""
        focused = self._in_hand
        self._show_ways(
            [self._way(text, offered) for offered, text in zip(helping, texts, strict=True)]
        )
        if focused:
            self.take_focus()
        self._lead.setText(say("nothing.ways" if helping else "nothing.no-ways"))
        announce(self, self._lead.text())

    def _way(self, text: str, offered: OfferedRelaxation) -> QPushButton:
        return button(text, lambda: self.eased.emit(offered), part="way")

    def event(self, event: QEvent) -> bool:
        """Keep as high as the wrapped texts are in this width: a scroll area asks no further."""
        done = super().event(event)
        layout = self.layout()
        if layout is not None and event.type() in (QEvent.Type.LayoutRequest, QEvent.Type.Resize):
            self.setMinimumHeight(layout.totalHeightForWidth(self.width()))
        return done

    def take_focus(self) -> None:
        """Put the focus on the best way out."""
        if self.ways:
            self._go_to(self.ways[0])

    def _go_to(self, way: QPushButton) -> None:
        way.setFocus(Qt.FocusReason.OtherFocusReason)
        self.reached.emit(way)

    def _show_ways(self, ways: list[QPushButton]) -> None:
        clear(self._column)
        self.ways = ways
        for way in ways:
            way.installEventFilter(self)
            self._column.addWidget(way)
            # A layout shows what it is given only later; the focus cannot wait for that.
            way.show()
            # A button neither wraps its text nor keeps its height where room is scarce.
            way.ensurePolished()
            way.setText(wrapped(way.text(), way.fontMetrics(), self.width() - PADDING))
            way.setMinimumHeight(way.sizeHint().height())

    def eventFilter(self, watched: object, event: object) -> bool:
        """Up and Down on whichever way has the focus."""
        if not isinstance(event, QKeyEvent) or event.type() != QKeyEvent.Type.KeyPress:
            return False
        by = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        if by is None or not isinstance(watched, QPushButton):
            return False
        here = self.ways.index(watched) + by
        if 0 <= here < len(self.ways):
            self._go_to(self.ways[here])
        return True
