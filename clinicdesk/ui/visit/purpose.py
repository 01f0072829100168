"""What the chosen step is for, and a note for whoever meets the patient; kept when one leaves."""

from PySide6.QtCore import Signal

from clinicdesk.services.visits.purpose import Purpose
from clinicdesk.services.visits.reading.visit_reading import AppointmentInfo
from clinicdesk.ui.kit.entry.purpose_fields import PurposeFields


class StepPurpose(PurposeFields):
    """Two fields, written by Enter or when the keyboard leaves them. Not shown in private."""

    noted = Signal(object, object)
    """The `AppointmentInfo` as it was shown, and the `Purpose` that it is to have."""

    def __init__(self) -> None:
        super().__init__()
        self._step: AppointmentInfo | None = None
        for each in (self.comes_for, self.note):
            each.editingFinished.connect(self._tell)

    def show_step(self, step: AppointmentInfo) -> None:
        """Show that step's; what somebody is typing stays, but never goes over to another one."""
        same = self._step is not None and self._step.number == step.number
        if not (same and self._is_unwritten):
            self.show_purpose(Purpose(step.comes_for, step.note))
        # Whoever writes over what another desk noted meanwhile has been told of it.
        self._step = step

    @property
    def _is_unwritten(self) -> bool:
        step = self._step
        return step is not None and self.typed != Purpose(step.comes_for, step.note)

    def _tell(self) -> None:
        if self._step is not None and self._is_unwritten:
            self.noted.emit(self._step, self.typed)
