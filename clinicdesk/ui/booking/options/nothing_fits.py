"""No day fits: why, and what to give up so that one does, each tried before it is offered."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QPushButton, QWidget

from clinicdesk.scheduling import AnswerStatus
from clinicdesk.services.planning.options import Option, Planned
from clinicdesk.ui.booking.request.offered_relaxations import OfferedRelaxation, relaxation_text
from clinicdesk.ui.desk import Desk
from clinicdesk.ui.kit.announcing import announce
from clinicdesk.ui.kit.labels import button, clear, column, fill, label, wrapped
from clinicdesk.wording import say

PADDING = 64
"""What the frame, a button and a scroll bar take beside a text."""

TRYING_AFTER = 150
"""Milliseconds without a key before it is tried what would help."""


class NothingFits(QFrame):
    """The relaxations as buttons, Up and Down among them, Enter takes one; below, the reasons."""

    relaxation_chosen = Signal(object)
    """The OfferedRelaxation that is taken."""
    reached = Signal(QWidget)
    """The focus came to this relaxation's button."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.setProperty("part", "nothing-fits")
        self.setAccessibleName(say("nothing.title"))
        self._reasons = column(spacing=4)
        self._column = column(spacing=6)
        self._lead = label(part="muted", wraps=True)
        self._title = label(say("nothing.title"), bold=True)
        self.relaxations: list[QPushButton] = []
        self.options: list[Option] = []
        """What the relaxations would give."""
        self._had_focus = False
        """Whether the keyboard was among the relaxations that stood here before."""
        self._find: Callable[[], list[OfferedRelaxation]] = list
        self._trying = QTimer(self, singleShot=True, interval=TRYING_AFTER)
        self._trying.timeout.connect(self._try)
        parts = column(self._title, self._lead, self._column, self._reasons, spacing=6)
        fill(self, parts, 12, 10, 12, 12)
        self.hide()

    def forget(self) -> None:
        """Nothing is tried, and nothing offered: something fits, or nothing is asked for."""
        self._trying.stop()
        self.options = []

    def show_reasons(
        self, planned: Planned, day: str, find: Callable[[], list[OfferedRelaxation]]
    ) -> None:
        """Say why, of one day alone if its name is given; `find` is tried once nobody types."""
        self._had_focus = any(relaxation.hasFocus() for relaxation in self.relaxations)
        clear(self._reasons)
        self._show_buttons([])
        proven = planned.status is not AnswerStatus.STOPPED
        code = "nothing.title" if proven else "nothing.title-stopped"
        self._title.setText(say("nothing.title-day", {"day": day}) if day and proven else say(code))
        sentences = [say(reason.code, reason.params) for reason in planned.reasons]
        for sentence in sentences or [say("nothing.stopped")]:
            self._reasons.addWidget(label(sentence, "muted", wraps=True))
        self._lead.setText(say("nothing.trying"))
        announce(self, " ".join([f"{self._title.text()}." if day else "", *sentences]).strip())
        self._find = find
        self._trying.start()

    def try_now(self) -> None:
        """Somebody goes there: try what would help without waiting any longer."""
        if self._trying.isActive():
            self._try()

    def _try(self) -> None:
        """Offer what helps, each with what it would give; the best first."""
        self._trying.stop()
        helping = self._find()
        self.options = [option for offered in helping for option in offered.options]
        focused = self._had_focus
        self._show_buttons([self._button(offered) for offered in helping])
        if focused:
            self.take_focus()
        self._lead.setText(say("nothing.helps" if helping else "nothing.no-help"))
        announce(self, self._lead.text())

    def _button(self, offered: OfferedRelaxation) -> QPushButton:
        text = relaxation_text(self._desk, offered)
        return button(text, lambda: self.relaxation_chosen.emit(offered), part="choice")

    def event(self, event: QEvent) -> bool:
        """Keep as high as the wrapped texts are in this width: a scroll area asks no further."""
        done = super().event(event)
        layout = self.layout()
        if layout is not None and event.type() in (QEvent.Type.LayoutRequest, QEvent.Type.Resize):
            self.setMinimumHeight(layout.totalHeightForWidth(self.width()))
        return done

    def take_focus(self) -> None:
        """Put the focus on the best relaxation."""
        if self.relaxations:
            self._go_to(self.relaxations[0])

    def _go_to(self, relaxation: QPushButton) -> None:
        relaxation.setFocus(Qt.FocusReason.OtherFocusReason)
        self.reached.emit(relaxation)

    def _show_buttons(self, relaxations: Sequence[QPushButton]) -> None:
        clear(self._column)
        self.relaxations = list(relaxations)
        for relaxation in relaxations:
            relaxation.installEventFilter(self)
            self._column.addWidget(relaxation)
            # A layout shows what it is given only later; the focus cannot wait for that.
            relaxation.show()
            # A button neither wraps its text nor keeps its height where room is scarce.
            relaxation.ensurePolished()
            text = wrapped(relaxation.text(), relaxation.fontMetrics(), self.width() - PADDING)
            relaxation.setText(text)
            relaxation.setMinimumHeight(relaxation.sizeHint().height())

    def eventFilter(self, watched: object, event: object) -> bool:
        """Up and Down on whichever relaxation has the focus."""
        if not isinstance(event, QKeyEvent) or event.type() != QKeyEvent.Type.KeyPress:
            return False
        by = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        if by is None or not isinstance(watched, QPushButton):
            return False
        here = self.relaxations.index(watched) + by
        if 0 <= here < len(self.relaxations):
            self._go_to(self.relaxations[here])
        return True
