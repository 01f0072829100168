"""No day fits: why, and what to give up so that one does, each tried before it is offered."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QPushButton, QWidget

from clinicdesk.scheduling.problem import Status
from clinicdesk.services.planning.options import Planned
from clinicdesk.ui.booking.labels import announce, button, clear, column, fill, label
from clinicdesk.ui.booking.planning import Easing
from clinicdesk.wording import say


class NothingFits(QFrame):
    """The reasons in sentences, the ways out as buttons: Up and Down go among them, Enter takes."""

    eased = Signal(object)
    """The Easing that is taken."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("part", "nothing-fits")
        self.setAccessibleName(say("nothing.title"))
        self._reasons = column(spacing=4)
        self._column = column(spacing=6)
        self._lead = label(part="muted", wraps=True)
        self._title = label(say("nothing.title"), bold=True)
        self.ways: list[QPushButton] = []
        fill(
            self,
            column(self._title, self._reasons, self._lead, self._column, spacing=6),
            12,
            10,
            12,
            12,
        )
        self.hide()

    def show_reasons(self, planned: Planned) -> None:
        """Say why; what would help is still being tried."""
        clear(self._reasons)
        self._show_ways([])
        proven = planned.status is not Status.STOPPED
        self._title.setText(say("nothing.title" if proven else "nothing.title-stopped"))
        sentences = [say(reason.code, reason.params) for reason in planned.reasons]
        for sentence in sentences or [say("nothing.stopped")]:
            self._reasons.addWidget(label(sentence, wraps=True))
        self._lead.setText(say("nothing.trying"))
        announce(self, " ".join(sentences))

    def show_ways(self, helping: Sequence[Easing], texts: Sequence[str]) -> None:
        """Offer what helps, each with its text; the best first."""
        self._show_ways(
            [self._way(text, easing) for easing, text in zip(helping, texts, strict=True)]
        )
        self._lead.setText(say("nothing.ways" if helping else "nothing.no-ways"))
        announce(self, self._lead.text())

    def _way(self, text: str, easing: Easing) -> QPushButton:
        return button(text, lambda: self.eased.emit(easing), part="way")

    def take_focus(self) -> None:
        """Put the focus on the best way out."""
        if self.ways:
            self.ways[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_ways(self, ways: list[QPushButton]) -> None:
        clear(self._column)
        self.ways = ways
        for way in ways:
            way.installEventFilter(self)
            self._column.addWidget(way)
            # A layout shows what it is given only later; the focus cannot wait for that.
            way.show()

    def eventFilter(self, watched: object, event: object) -> bool:
        """Up and Down on whichever way has the focus."""
        if not isinstance(event, QKeyEvent) or event.type() != QKeyEvent.Type.KeyPress:
            return False
        by = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        if by is None or not isinstance(watched, QPushButton):
            return False
        here = self.ways.index(watched) + by
        if 0 <= here < len(self.ways):
            self.ways[here].setFocus(Qt.FocusReason.OtherFocusReason)
        return True
