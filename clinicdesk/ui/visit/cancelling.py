"""Why a step or a visit is cancelled: asked in the panel, never in a dialog."""

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QFrame, QWidget

from clinicdesk.services.visits.reading.visit_reading import AppointmentInfo, VisitInfo
from clinicdesk.ui.kit.entry.fields import NeededField
from clinicdesk.ui.kit.labels import button, column, fill, label, line
from clinicdesk.ui.visit.opened_visit import OpenedVisit
from clinicdesk.ui.visit.selected_visit import SelectedVisit
from clinicdesk.wording import say

USUAL = {
    "cancelling.by-patient": True,
    "cancelling.by-clinic": False,
    "cancelling.left": True,
}
"""The usual reasons, each with whether the patient knows then."""


@dataclass
class Asked:
    """What is to be cancelled, once there is a reason."""

    visit: VisitInfo
    """As whoever is asked for the reason sees it."""
    step: AppointmentInfo | None
    """None for the whole visit."""
    early: bool
    """Whether something was being written then: what it leaves is meant."""
    confirmed: bool = False
    """Whether it is being cancelled: who confirms twice means it once."""


class Cancelling(QFrame):
    """Asks for a reason; `confirmed` has it."""

    confirmed = Signal(str)
    given_up = Signal()
    done = Signal()
    """What was asked for is cancelled."""
    again_wanted = Signal(object)
    """It is, and the same as that `VisitInfo` is to be booked again."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("part", "notice")
        self.setAccessibleName(say("cancelling.title"))
        self.asked: Asked | None = None
        """None while nothing is asked."""
        self._books_again = False
        """Whether a booking of the same is to begin once it is cancelled."""
        self._what = label(bold=True, wraps=True)
        self.reason = NeededField(say("cancelling.reason"), say("cancelling.missing"))
        self.usual = [self._suggestion(say(code)) for code in USUAL]
        self.knows = QCheckBox(say("cancelling.knows"))
        self.knows.setMinimumHeight(26)
        self.knows.setToolTip(say("cancelling.knows-hint"))
        self.go = button("", self.submit, part="primary")
        self.again = button(say("cancelling.and-again"), self._submit_and_book_again)
        self.keep = button(say("cancelling.keep"), self._give_up)
        self.reason.edit.textChanged.connect(self._as_usual)
        self.reason.edit.returnPressed.connect(self.submit)
        self.reason.edit.installEventFilter(self)
        self.setFocusProxy(self.reason)
        buttons = line(self.go, self.keep)
        buttons.setStretch(0, 1)
        usual = column(*self.usual, spacing=4)
        parts = column(self._what, self.reason, usual, self.knows, buttons, self.again, spacing=8)
        fill(self, parts, 12, 10, 12, 12)
        self.hide()

    def ask(self, visit: VisitInfo, step: AppointmentInfo | None, *, early: bool = False) -> None:
        """Ask why this step is cancelled, or without one the whole visit; `early` as in `Asked`."""
        self.asked = Asked(visit, step, early)
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
        self.knows.setChecked(False)
        self.reason.said.hide()
        self.again.setVisible(visit.patient is not None)
        self._books_again = False
        self.show()
        self.reason.edit.setFocus()

    def end(self) -> None:
        """Nothing is asked any more."""
        self.asked = None
        self.hide()

    def submit(self) -> None:
        """Confirm, if there is a reason."""
        if self.reason.complain():
            self._books_again = False
            self.reason.edit.setFocus()
        else:
            self.confirmed.emit(self.reason.text)

    def carry_out(self, selected: SelectedVisit, opened: OpenedVisit, reason: str) -> None:
        """Cancel what is asked for; it stays asked for until that is done."""
        asked = self.asked
        if asked is None or asked.confirmed:
            return
        asked.confirmed = True

        def seen() -> VisitInfo:
            here = opened.visit
            is_here = here is not None and here.number == asked.visit.number
            return here if here is not None and is_here and asked.early else asked.visit

        def heard(done: bool) -> None:
            # Who was told what others changed, and confirms again, means what it is now.
            asked.confirmed, asked.early = False, True
            if done and self.asked is asked:
                self.done.emit()
                if self._books_again:
                    self.again_wanted.emit(asked.visit)

        selected.cancel(
            asked.visit.number,
            seen,
            asked.step,
            reason,
            heard,
            patient_knows=self.knows.isChecked(),
        )

    def _submit_and_book_again(self) -> None:
        self._books_again = True
        self.submit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Shift+Enter in the reason cancels, and books again."""
        enter = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() in enter
            and event.modifiers() & Qt.KeyboardModifier.ShiftModifier
            and not self.again.isHidden()
        ):
            if not event.isAutoRepeat():
                self._submit_and_book_again()
            return True
        return super().eventFilter(watched, event)

    def _as_usual(self, text: str) -> None:
        """A usual reason says whether the patient knows, chosen or typed."""
        for code, knows in USUAL.items():
            if text.strip() == say(code):
                self.knows.setChecked(knows)

    def _suggestion(self, text: str) -> QWidget:
        def take() -> None:
            self.reason.edit.setText(text)
            self.reason.edit.setFocus()

        return button(text, take, part="choice")

    def _give_up(self) -> None:
        """What is being cancelled already cannot be kept any more."""
        if self.asked is None or not self.asked.confirmed:
            self.given_up.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc gives up: nothing is cancelled."""
        if event.key() == Qt.Key.Key_Escape:
            self._give_up()
        else:
            super().keyPressEvent(event)
