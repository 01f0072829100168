"""The buttons for the chosen step and for the whole visit: only those that can be used now."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QPushButton, QWidget

from clinicdesk.models.statuses import Status
from clinicdesk.services.visits.reading.visit_reading import AppointmentInfo, VisitInfo
from clinicdesk.services.visits.rules.statuses import Moment
from clinicdesk.ui.kit.labels import button, button_grid, clear, column, label
from clinicdesk.ui.visit.steps.moves import back, cancellable, onward, restorable
from clinicdesk.ui.visit.steps.reasons import why_not_status
from clinicdesk.wording import say, word_text

_ONWARD = tuple(status for status in Status if status.traits.next_after)
"""Those that have a button; going back is a button of its own."""


class StepActions(QWidget):
    """What can be done to one step; what usually comes next is the one strong button."""

    status_wanted = Signal(object)
    back_wanted = Signal()
    cancel_wanted = Signal()
    whereabouts_noted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: object = None
        """The visit, its step, and why that cannot have each status now."""
        self._number: int | None = None
        """Of the appointment whose whereabouts stand in the field."""
        self._title = label(bold=True)
        self._buttons = button_grid()
        self._first = column()
        self.where = QLineEdit()
        self.where.setAccessibleName(say("visit-panel.where"))
        self.where.setPlaceholderText(say("visit-panel.where-hint"))
        self.where.setMinimumHeight(30)
        self.where.returnPressed.connect(self._noted)
        self._later = label(part="muted", size="small", wraps=True)
        self.setLayout(
            column(self._title, self._first, self._buttons, self._later, self.where, spacing=6)
        )

    def show_step(self, visit: VisitInfo, step: AppointmentInfo, now: Moment) -> None:
        """Offer what this step allows; the keyboard stays where it is if that is no other.

        What its day or time does not allow yet is not what usually comes next, and says why.
        """
        reasons = {status: why_not_status(status, visit, step, now) for status in _ONWARD}
        if (visit, step, reasons) == self._shown:
            return
        self._shown = visit, step, reasons
        later: list[str] = []
        clear(self._buttons)
        clear(self._first)
        self._title.setText(step.visit_type)
        usual = step.status.usual_next
        others: list[QPushButton] = []
        for status in _ONWARD:
            if status == step.status or onward(visit, step, status) is None:
                continue
            if status.precedes(step.status):
                continue
            why = reasons[status]
            made = self._status_button(status, usual == status and why is None)
            if why is not None:
                later.append(say(why.code, why.params))
            if usual == status:
                self._first.addWidget(made)
            else:
                others.append(made)
        undone = back(visit, step)
        if undone is not None:
            text = say("visit-panel.back", {"status": undone.status})
            taking_back = button(text, self.back_wanted.emit)
            # Where nothing comes next, what was given wrongly stands first, corrections after it.
            others.insert(len(others) if usual else 0, taking_back)
        if cancellable([step]):
            others.append(button(say("visit-panel.cancel-step"), self.cancel_wanted.emit))
        for index, other in enumerate(others):
            self._buttons.addWidget(other, index // 2, index % 2)
        self._later.setText("\n".join(later[:1]))
        self._later.setVisible(bool(later))
        self._title.setVisible(bool(others) or usual is not None)
        self.where.setVisible(step.status.here)
        # What somebody is typing stays, but never goes over to another appointment.
        if step.number != self._number or not self.where.hasFocus():
            self.where.setText(step.whereabouts)
        self._number = step.number

    def _status_button(self, status: Status, usual: bool) -> QPushButton:
        text = say(f"visit-panel.to-{status}")
        name = say("visit-panel.to-status", {"status": word_text(status)})
        part = "primary" if usual else ""
        return button(text, lambda: self.status_wanted.emit(status), part=part, name=name)

    def _noted(self) -> None:
        self.whereabouts_noted.emit(self.where.text().strip())


class VisitActions(QWidget):
    """What can be done to the visit as a whole."""

    move_wanted = Signal()
    cancel_wanted = Signal()
    restore_wanted = Signal()
    export_wanted = Signal()
    itinerary_wanted = Signal()
    message_wanted = Signal()
    history_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.move_visit = button(say("visit-panel.move"), self.move_wanted.emit)
        self.export = button(say("visit-panel.export"), self.export_wanted.emit)
        self.itinerary = button(say("visit-panel.itinerary"), self.itinerary_wanted.emit)
        self.message = button(say("visit-panel.message"), self.message_wanted.emit)
        self.history = button(say("visit-panel.history"), self.history_wanted.emit)
        self.cancel = button(say("visit-panel.cancel-visit"), self.cancel_wanted.emit)
        self.restore = button(say("visit-panel.restore"), self.restore_wanted.emit)
        self._hint = label(say("visit-panel.move-hint"), "muted", size="small", wraps=True)
        grid = button_grid()
        whole = (
            self.move_visit, self.cancel, self.itinerary, self.message, self.export, self.history,
            self.restore,
        )  # fmt: skip
        for index, each in enumerate(whole):
            grid.addWidget(each, index // 2, index % 2)
        title = label(say("visit-panel.whole"), bold=True)
        self.setLayout(column(title, grid, self._hint, spacing=6))

    def show_visit(self, visit: VisitInfo) -> None:
        """Offer what this visit allows."""
        self.cancel.setVisible(bool(cancellable(visit.steps)))
        self.restore.setVisible(bool(restorable(visit.steps)))
        for each in (self.itinerary, self.message, self.export):
            each.setVisible(visit.patient is not None)
        movable = any(step.busy for step in cancellable(visit.steps))
        self.move_visit.setVisible(movable)
        self._hint.setVisible(movable)
