"""No day fits: why, and what to give up so that one does, each tried before it is offered."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QFrame, QPushButton, QWidget

from clinicdesk.scheduling import AnswerStatus
from clinicdesk.services.planning.options import Option, Planned
from clinicdesk.ui.booking.request.offered_relaxations import OfferedRelaxation, relaxation_text
from clinicdesk.ui.desk import Desk
from clinicdesk.ui.kit.announcing import announce
from clinicdesk.ui.kit.labels import button, clear, column, fill, label, wrapped
from clinicdesk.wording import say

PADDING = 64
"""What the frame, a button and a scroll bar take beside a text."""


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
        self._offered: list[OfferedRelaxation] = []
        """What the relaxations are, in the same order."""
        self._wanted = False
        """Whether the keyboard goes to the best relaxation once there is one."""
        self._wanted_from: QWidget | None = None
        """Where the keyboard was then: not if somebody has gone elsewhere."""
        self._said = ""
        """Why nothing fits, as it was told to a screen reader."""
        parts = column(self._title, self._lead, self._column, self._reasons, spacing=6)
        fill(self, parts, 12, 10, 12, 12)
        self.hide()

    @property
    def options(self) -> list[Option]:
        """What the relaxations would give."""
        return [option for offered in self._offered for option in offered.options]

    def forget(self) -> None:
        """Nothing is offered: something fits, or nothing is asked for."""
        self._wanted, self._said = False, ""
        self._show_offered([])

    def show_reasons(
        self, planned: Planned, day: str, *, again: bool, asked_alone: bool = False
    ) -> None:
        """Say why, of one day alone if its name is given; what would help is being tried.

        `asked_alone`: that day was asked for, perhaps with a time of it; it need not be full.
        `again`: it is the same that was asked for; what is offered stays until all was tried anew.
        """
        proven = planned.status is not AnswerStatus.STOPPED
        code = "nothing.title" if proven else "nothing.title-stopped"
        of_day = "nothing.title-on" if asked_alone else "nothing.title-day"
        title = say(of_day, {"day": day}) if day and proven else say(code)
        sentences = [say(reason.code, reason.params) for reason in planned.reasons]
        said = " ".join([f"{title}." if day else "", *sentences]).strip()
        if not (again and self._offered):
            if any(relaxation.hasFocus() for relaxation in self.relaxations):
                self._want()
            self._show_offered([])
            self._lead.setText(say("nothing.trying"))
        if again and said == self._said:
            return
        self._said = said
        self._title.setText(title)
        clear(self._reasons)
        for sentence in sentences or [say("nothing.stopped")]:
            self._reasons.addWidget(label(sentence, "muted", wraps=True))
        announce(self, said)

    def show_help(self, offered: Sequence[OfferedRelaxation], *, tried_all: bool) -> None:
        """Offer what helps, each with what it would give; the best first."""
        if not tried_all:
            offered = [*offered, *(each for each in self._offered if each not in offered)]
        self._show_offered(offered)
        if self._wanted and offered:
            self._wanted = False
            if QApplication.focusWidget() in (None, self._wanted_from):
                self.take_focus()
        code = "nothing.helps" if offered else "nothing.no-help" if tried_all else "nothing.stopped"
        if tried_all or offered:
            self._say_lead(say(code))

    def stop_trying(self) -> None:
        """No more is found: the time was over, or it cannot be tried."""
        if not self._offered and self._lead.text() == say("nothing.trying"):
            self._say_lead(say("nothing.stopped"))

    def _say_lead(self, text: str) -> None:
        if text != self._lead.text():
            self._lead.setText(text)
            announce(self, text)

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
        """Put the focus on the best relaxation, now or once there is one."""
        if self.relaxations:
            self._go_to(self.relaxations[0])
        else:
            self._want()

    def _want(self) -> None:
        self._wanted, self._wanted_from = True, QApplication.focusWidget()

    def _go_to(self, relaxation: QPushButton) -> None:
        relaxation.setFocus(Qt.FocusReason.OtherFocusReason)
        self.reached.emit(relaxation)

    def _show_offered(self, offered: Sequence[OfferedRelaxation]) -> None:
        """What is offered already keeps its button, and the keyboard if it is there."""
        for gone in [each for each in self._offered if each not in offered]:
            at = self._offered.index(gone)
            del self._offered[at]
            self._take_out(self.relaxations.pop(at))
        for at, each in enumerate(offered):
            if each in self._offered:
                self._reorder(self._offered.index(each), at)
            else:
                self._offered.insert(at, each)
                self._put_in(at, self._button(each))

    def _reorder(self, before: int, at: int) -> None:
        if before != at:
            self._offered.insert(at, self._offered.pop(before))
            moved = self.relaxations.pop(before)
            self.relaxations.insert(at, moved)
            self._column.insertWidget(at, moved)

    def _take_out(self, relaxation: QPushButton) -> None:
        # Else Qt gives the focus to whatever comes next, and Enter presses what nobody meant.
        if relaxation.window().focusWidget() is relaxation:
            relaxation.clearFocus()
        self._column.removeWidget(relaxation)
        relaxation.hide()
        relaxation.setParent(None)
        relaxation.deleteLater()

    def _put_in(self, at: int, relaxation: QPushButton) -> None:
        self.relaxations.insert(at, relaxation)
        relaxation.installEventFilter(self)
        self._column.insertWidget(at, relaxation)
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
