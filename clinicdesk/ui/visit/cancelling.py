"""Why a step or a visit is cancelled: asked in the panel, never in a dialog."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QWidget

from clinicdesk.services.visits.reading.visit_reading import AppointmentInfo, VisitInfo
from clinicdesk.ui.kit.entry.fields import NeededField
from clinicdesk.ui.kit.labels import button, column, fill, label, line
from clinicdesk.wording import say

USUAL = ("cancelling.by-patient", "cancelling.by-clinic", "cancelling.left")


class Cancelling(QFrame):
    """Asks for a reason; `confirmed` has it."""

    confirmed = Signal(str)
    given_up = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("part", "notice")
        self.setAccessibleName(say("cancelling.title"))
        self.step: AppointmentInfo | None = None
        """What is cancelled; None for the whole visit."""
        self.visit: VisitInfo | None = None
        """The visit as whoever was asked saw it."""
        self._what = label(bold=True, wraps=True)
        self.reason = NeededField(say("cancelling.reason"), say("cancelling.missing"))
        self.usual = [self._suggestion(say(code)) for code in USUAL]
        self.go = button("", self.submit, part="primary")
        self.keep = button(say("cancelling.keep"), self.given_up.emit)
        self.reason.edit.returnPressed.connect(self.submit)
        self.setFocusProxy(self.reason)
        buttons = line(self.go, self.keep)
        buttons.setStretch(0, 1)
        fill(
            self,
            column(self._what, self.reason, column(*self.usual, spacing=4), buttons, spacing=8),
            12, 10, 12, 12,
        )  # fmt: skip
        self.hide()

    def ask(self, visit: VisitInfo, step: AppointmentInfo | None) -> None:
        """Ask why this step is cancelled, or without one the whole visit."""
        self.visit, self.step = visit, step
        if step is None:
            what = say("cancelling.visit", {"visit": visit.number})
            action = say("cancelling.cancel-visit")
        else:
            code = "cancelling.step" if len(visit.steps) > 1 else "cancelling.only-step"
            what = say(code, {"step": step.visit_type, "time": step.start})
            action = say("cancelling.cancel-step")
        self._what.setText(what)
        self.go.setText(action)
        self.reason.edit.clear()
        self.reason.said.hide()
        self.show()
        self.reason.edit.setFocus()

    def submit(self) -> None:
        """Confirm, if there is a reason."""
        if self.reason.complain():
            self.reason.edit.setFocus()
        else:
            self.confirmed.emit(self.reason.text)

    def _suggestion(self, text: str) -> QWidget:
        def take() -> None:
            self.reason.edit.setText(text)
            self.reason.edit.setFocus()

        return button(text, take, part="choice")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc gives up: nothing is cancelled."""
        if event.key() == Qt.Key.Key_Escape:
            self.given_up.emit()
        else:
            super().keyPressEvent(event)
