"""What the chosen step is for, and a note for whoever meets the patient; kept when one leaves."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from clinicdesk.services.visits.reading.visit_reading import AppointmentInfo
from clinicdesk.ui.kit.labels import column, label
from clinicdesk.wording import say


class Purpose(QWidget):
    """Two fields, written by Enter or when the keyboard leaves them. Not shown in private."""

    noted = Signal(object, str, str)
    """The `AppointmentInfo` as it was shown, why the patient comes, and the note."""

    def __init__(self) -> None:
        super().__init__()
        self._step: AppointmentInfo | None = None
        self.comes_for = _field("visit-panel.comes-for", "visit-panel.comes-for-hint")
        self.note = _field("visit-panel.note", "visit-panel.note-hint")
        for each in (self.comes_for, self.note):
            each.editingFinished.connect(self._tell)
        captions = (label(say("visit-panel.comes-for"), "caption"), self.comes_for)
        self.setLayout(
            column(*captions, label(say("visit-panel.note"), "caption"), self.note, spacing=3)
        )

    def show_step(self, step: AppointmentInfo) -> None:
        """Show that step's; what somebody is typing stays, but never goes over to another one."""
        same = self._step is not None and self._step.number == step.number
        if not (same and self._typed):
            self.comes_for.setText(step.comes_for)
            self.note.setText(step.note)
        # Whoever writes over what another desk noted meanwhile has been told of it.
        self._step = step

    @property
    def _typed(self) -> bool:
        """Whether what stands in the fields has not been written."""
        step = self._step
        return step is not None and self._texts != (step.comes_for, step.note)

    @property
    def _texts(self) -> tuple[str, str]:
        return self.comes_for.text().strip(), self.note.text().strip()

    def _tell(self) -> None:
        step = self._step
        if step is not None and self._typed:
            self.noted.emit(step, *self._texts)


def _field(caption: str, hint: str) -> QLineEdit:
    made = QLineEdit()
    made.setAccessibleName(say(caption))
    made.setPlaceholderText(say(hint))
    made.setMinimumHeight(30)
    return made
