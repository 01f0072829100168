"""The patient whom a panel is about, at its top and never scrolled away."""

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QFrame, QWidget

from clinicdesk.services.numbers import patient_number
from clinicdesk.services.patient_info import PatientInfo
from clinicdesk.ui.kit.labels import button, column, fill, label, line
from clinicdesk.ui.kit.people.naming import shown_name
from clinicdesk.ui.kit.people.privacy import Privacy
from clinicdesk.wording import say
from clinicdesk.wording.machine.dates import age, birth_date
from clinicdesk.wording.machine.phones import phone_text

FLAG_GLYPH = "\N{BLACK FLAG}\N{VARIATION SELECTOR-15}"


def born_text(patient: PatientInfo, today: date) -> str:
    """`Born 14-Mar-1971 (55 y)`."""
    return say("identity.born", {"born": birth_date(patient.born), "age": age(patient.born, today)})


def _former(patient: PatientInfo) -> tuple[str, ...]:
    """That the patient has died, or is barred: before anybody speaks to them, or books."""
    return (say(f"patient-search.{patient.standing}"),) if patient.standing else ()


class IdentityBar(QFrame):
    """Two identifiers, a phone number, and what the desk must know before it speaks to the patient.

    While names are hidden it shows initials, number and flags, until somebody asks for this one
    patient; it is hidden again with the next patient and whenever the bar leaves the screen.
    """

    def __init__(self, privacy: Privacy, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._privacy = privacy
        self._revealed = False
        self._today = date.min
        self.setProperty("part", "identity")
        self.setAccessibleName(say("identity.title"))
        self._name = label(size="large", bold=True, wraps=True)
        self._number = label(part="muted", bold=True)
        self._born = label()
        self._phone = label(part="muted", wraps=True)
        self._phone.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._flags = label(part="flag", size="small", bold=True, wraps=True)
        self._note = label(part="muted", size="small", wraps=True)
        self.show_button = button(say("identity.reveal"), self.reveal, part="link")
        names = line(self._name, self.show_button, self._number)
        names.setStretch(0, 1)
        born = line(self._born, self._phone)
        born.setStretch(1, 1)
        fill(
            self,
            column(names, born, self._flags, self._note, spacing=3),
            16,
            10,
            16,
            10,
        )
        self.patient: PatientInfo | None = None
        self.show_button.hide()
        privacy.changed.connect(self._hide_again)
        privacy.reveal_wanted.connect(self._reveal_if_shown)

    def show_patient(self, patient: PatientInfo | None, today: date) -> None:
        """The patient's particulars; none for the clinic's own time."""
        if patient is None or self.patient is None or patient.number != self.patient.number:
            self._revealed = False
        self.patient, self._today = patient, today
        self._update()

    @property
    def hides(self) -> bool:
        """Whether initials stand here for a name."""
        return self.patient is not None and self._privacy.on and not self._revealed

    def reveal(self) -> None:
        """Show the name and the rest of this one patient."""
        self._revealed = True
        self._update()

    def _reveal_if_shown(self) -> None:
        if self.isVisible():
            self.reveal()

    def _hide_again(self) -> None:
        self._revealed = False
        if self.patient is not None:
            self._update()

    def hideEvent(self, event: QHideEvent) -> None:
        """What was shown is hidden again when the bar comes back."""
        super().hideEvent(event)
        if not event.spontaneous():
            self._hide_again()

    def _update(self) -> None:
        patient = self.patient
        if patient is None:
            self._name.setText(say("identity.nobody"))
            for empty in (self._number, self._born, self._phone, self._flags, self._note):
                empty.setText("")
        else:
            hidden = self.hides
            self._name.setText(shown_name(patient, private=hidden))
            self._number.setText(patient_number(patient.number))
            self._born.setText("" if hidden else born_text(patient, self._today))
            self._phone.setText("" if hidden else phone_text(patient.phone))
            flags = [f"{FLAG_GLYPH} {flag}" for flag in (*_former(patient), *patient.alerts)]
            self._flags.setText("   ".join(flags))
            self._note.setText("" if hidden else patient.note)
        self.show_button.setVisible(self.hides)
        for optional in (self._born, self._phone, self._flags, self._note):
            optional.setVisible(bool(optional.text()))
        shown = (self._name, self._number, self._born, self._phone, self._flags, self._note)
        self.setAccessibleDescription(", ".join(part.text() for part in shown if part.text()))
