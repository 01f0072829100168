"""The strip below the day: whose appointment the keyboard is at, by two identifiers."""

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QLabel

from clinicdesk.services.numbers import patient_number
from clinicdesk.services.patient_info import PatientInfo
from clinicdesk.ui.day.layout.arrangement import Place
from clinicdesk.ui.kit.fitting_label import FittingLabel
from clinicdesk.ui.kit.people.naming import shown_name, status_text
from clinicdesk.wording import readable, say
from clinicdesk.wording.machine.dates import age, birth_date
from clinicdesk.wording.machine.phones import phone_text

_MARGIN = 14
"""Pixels at both ends and between what is said."""


class IdentityStrip(QFrame):
    """The name is never cut; what is said of the appointment is shortened first."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("dayIdentity")
        self.setAccessibleName(say("strip.title"))
        self.name, self.warning = QLabel(), QLabel()
        self.particulars, self.what = FittingLabel(), FittingLabel()
        self.name.setObjectName("section")
        self.warning.setObjectName("trouble")
        self.what.setObjectName("muted")
        self.what.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._line = QHBoxLayout(self)
        self._line.setContentsMargins(_MARGIN, 5, _MARGIN, 5)
        self._line.setSpacing(_MARGIN)
        for label in (self.name, self.particulars, self.warning):
            label.setTextFormat(Qt.TextFormat.PlainText)
            self._line.addWidget(label)
        self._line.addWidget(self.what, 1)
        # The day may be narrower than all that could be said here.
        self.setMinimumWidth(1)
        self.show_nobody(say("strip.nobody"))

    def show_nobody(self, words: str) -> None:
        """Why no patient stands here."""
        self._show(words, "", "", "")

    def show_place(
        self, place: Place, today: date, *, private: bool, changed_under: bool = False
    ) -> None:
        """The appointment of a place that has one.

        `changed_under`: it came under the keyboard by itself, nobody has gone to it.
        """
        item = place.appointment
        assert item is not None
        assert place.block is not None
        members = len(place.block.members)
        what = ", ".join(
            part
            for part in (
                say("option.span", {"start": item.start, "end": item.end}),
                readable(item.visit_type),
                status_text(item),
                say("strip.member", {"number": place.member + 1, "count": members})
                if members > 1
                else "",
            )
            if part
        )
        warning = say("strip.changed") if changed_under else ""
        if item.patient is None:
            self._show(readable(item.visit_type), say("identity.nobody"), what, warning)
            return
        name = readable(shown_name(item.patient, private=private))
        particulars = _particulars(item.patient, today, private=private)
        self._show(name, particulars, what, warning)

    def _show(self, name: str, particulars: str, what: str, warning: str) -> None:
        for label, text in (
            (self.name, name),
            (self.warning, warning),
        ):
            label.setText(text)
            label.setVisible(bool(text))
        # A sentence that stands alone may take two lines; a name stands in one.
        self.name.setWordWrap(not what)
        for fitted, text, mark in ((self.particulars, particulars, "   "), (self.what, what, ", ")):
            parts = text.split(mark)
            fitted.show_forms(*(mark.join(parts[:count]) for count in range(len(parts), 0, -1)))
            fitted.setVisible(bool(text))
        self._settle()
        said = (name, particulars, warning, what)
        self.setAccessibleDescription(", ".join(part for part in said if part))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where the patient does not stand in one line, the parts stand below each other."""
        super().resizeEvent(event)
        self._settle()

    def _settle(self) -> None:
        whole = self.particulars.width_of(0)
        said = [self.name.sizeHint().width(), whole, self.warning.sizeHint().width()]
        beside = self.name.wordWrap() or sum(said) + 4 * _MARGIN <= self.width()
        along, down = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        self._line.setDirection(along if beside else down)
        self._line.setSpacing(_MARGIN if beside else 1)
        self.particulars.setMinimumWidth(whole if beside else 1)


def _particulars(patient: PatientInfo, today: date, *, private: bool) -> str:
    number = patient_number(patient.number)
    if private:
        return number
    born = say("identity.born", {"born": birth_date(patient.born), "age": age(patient.born, today)})
    return "   ".join(part for part in (born, number, phone_text(patient.phone)) if part)
