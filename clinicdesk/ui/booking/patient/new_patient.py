"""The form of a patient who comes for the first time: only what must be asked now."""

import re
from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QWidget

from clinicdesk.services.errors import Refused
from clinicdesk.services.journal.changes import Changed
from clinicdesk.services.patient_info import PatientInfo
from clinicdesk.services.patients.email_addresses import is_email
from clinicdesk.services.patients.namesakes import likely_duplicates
from clinicdesk.services.patients.records import NewPatient, add_patient
from clinicdesk.services.storage import DatabaseRefused
from clinicdesk.ui.booking.keys.in_turn import InTurn
from clinicdesk.ui.booking.patient.duplicates import Duplicates
from clinicdesk.ui.booking.patient.typed_person import TypedPerson, typed_person
from clinicdesk.ui.booking.shelf.booking_state import TypedPatient
from clinicdesk.ui.desk import Desk, Done, Outcome
from clinicdesk.ui.kit.entry.birth_date_in_words import birth_date_in_words
from clinicdesk.ui.kit.entry.fields import CheckedField, NeededField, ParsedField, earliest_birth
from clinicdesk.ui.kit.labels import Notice, button, column, label, line
from clinicdesk.wording import say
from clinicdesk.wording.machine.dates import age, birth_date


class NewPatientForm(QWidget):
    """Names, birth date, phone and e-mail; likely duplicates are shown before it is added."""

    ready = Signal(object)
    """The PatientInfo, just added or found to be here already."""
    given_up = Signal()

    def __init__(self, desk: Desk, turn: InTurn, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._turn = desk, turn
        self.family = NeededField(say("new-patient.family"), say("new-patient.no-family"))
        self.given = NeededField(say("new-patient.given"), say("new-patient.no-given"))
        self.born = BirthField(desk)
        self.phone = NeededField(say("new-patient.phone"), say("new-patient.no-phone"))
        self.email = ParsedField(say("new-patient.email"), say("new-patient.later"), _address)
        self.speaks = CheckedField(say("new-patient.speaks"), say("new-patient.speaks-hint"))
        self.interpreter = QCheckBox(say("new-patient.interpreter"))
        self.interpreter.setMinimumHeight(26)
        self.notice = Notice(say("notice.title"))
        self.duplicates = Duplicates(desk)
        self.save = button(say("new-patient.save"), self.submit, part="primary")
        self.back = button(say("new-patient.back"), self.given_up.emit)
        names = line(self.family, self.given)
        title = label(say("new-patient.title"), bold=True)
        buttons = line(self.save, self.back)
        buttons.setStretch(0, 1)
        self.setLayout(
            column(title, names, self.born, self.phone, self.email, self.speaks, self.interpreter,
                   self.notice, self.duplicates, buttons, spacing=10)
        )  # fmt: skip
        self.setFocusProxy(self.family)
        for field in self._fields:
            field.edit.returnPressed.connect(self.submit)
            field.changed.connect(self.duplicates.forget)
        self.duplicates.same_person.connect(self._finish)
        self.duplicates.somebody_else.connect(lambda: self._add(even_if_similar=True))

    @property
    def _fields(self) -> tuple[CheckedField, ...]:
        return (self.family, self.given, self.born, self.phone, self.email, self.speaks)

    def begin(self, text: str) -> None:
        """Start with what was typed into the search already, whatever it is."""
        self._empty()
        digits = re.sub(r"\D", "", text)
        today = self._desk.today()
        if birth_date_in_words(text, self._desk.setup.date_order, today):
            self.born.edit.setText(text)
        elif len(digits) >= 3 and not re.search(r"[^\W\d_]", text):
            self.phone.edit.setText(text)
        else:
            self._begin_with(typed_person(text, self._desk.setup.date_order, today))
        self._go_to_empty()

    def _begin_with(self, person: TypedPerson) -> None:
        family, comma, given = person.name.partition(",")
        if not comma:
            words = person.name.split()
            family, given = words[-1] if words else "", " ".join(words[:-1])
        self.family.edit.setText(_capital(family))
        self.given.edit.setText(_capital(given))
        self.born.edit.setText(person.born)
        self.phone.edit.setText(person.phone)

    @property
    def typed(self) -> TypedPatient:
        """What stands here, as it was typed."""
        return TypedPatient(
            self.family.edit.text(),
            self.given.edit.text(),
            self.born.edit.text(),
            self.phone.edit.text(),
            self.email.edit.text(),
            self.speaks.edit.text(),
            self.interpreter.isChecked(),
        )

    def show_typed(self, typed: TypedPatient) -> None:
        """Show what was typed before, the keyboard in the first field that is empty."""
        self._empty()
        texts = (typed.family, typed.given, typed.born, typed.phone, typed.email, typed.speaks)
        for field, text in zip(self._fields, texts, strict=True):
            field.edit.setText(text)
        self.interpreter.setChecked(typed.interpreter)
        self._go_to_empty()

    def _go_to_empty(self) -> None:
        empty = [field for field in self._fields if not field.text]
        (empty[0] if empty else self.family).edit.setFocus()

    def _empty(self) -> None:
        for field in self._fields:
            field.edit.clear()
            field.said.setText("")
            field.said.hide()
        self.interpreter.setChecked(False)
        self.notice.say("")
        self.duplicates.forget()

    def _finish(self, patient: object) -> None:
        """Empty the fields, so that nobody's particulars stay in them, and go on."""
        self._empty()
        self.ready.emit(patient)

    def submit(self) -> None:
        """Add the patient if nothing is wrong; else put the focus where it is.

        While that is being looked up or written it is ignored: Enter pressed twice adds one.
        """
        if self._turn.waits:
            return
        wrong = [field for field in self._fields if field.complain()]
        if wrong:
            wrong[0].edit.setFocus()
            return
        if self.duplicates.isVisible():
            # A second Enter must not pass a warning that nobody has read.
            self.duplicates.setFocus()
            return
        new, database = self._new(), self._desk.database
        turn = self._turn.begin()
        self._desk.read(
            (self, "duplicates"),
            lambda: likely_duplicates(database, new),
            lambda likely: self._add_unless(turn, new, likely),
            lambda refusal: self._not_looked_up(turn, refusal),
        )

    def _add_unless(self, turn: int, new: NewPatient, likely: Sequence[PatientInfo]) -> None:
        """Add them, if no record is likely to be theirs and this is still what stands here."""
        stands = not any(field.fault() for field in self._fields) and self._new() == new
        if stands and likely:
            self.duplicates.show_pairs(new, likely)
            self.duplicates.setFocus()
        elif stands and self.isVisible():
            self._add(even_if_similar=False)
            return
        self._turn.end(turn, done=stands)

    def _not_looked_up(self, turn: int, refusal: Refused | DatabaseRefused) -> None:
        self._turn.end(turn, done=False)
        self._desk.could_not_read(say(refusal.code, refusal.params))

    def _new(self) -> NewPatient:
        born = self.born.value
        assert isinstance(born, date)
        return NewPatient(
            self.family.text,
            self.given.text,
            born,
            self.phone.text,
            self.email.text,
            speaks=self.speaks.text,
            interpreter=self.interpreter.isChecked(),
        )

    def _add(self, *, even_if_similar: bool) -> None:
        if self._turn.writes:
            return
        new = self._new()
        self._turn.write(
            lambda: self._desk.write(add_patient, new, even_if_similar=even_if_similar),
            self._added,
        )

    def _added(self, outcome: Outcome[tuple[PatientInfo, Changed]]) -> None:
        if isinstance(outcome, Done):
            # Closed by mouse while it was being written: nobody waits to go on.
            if self.isVisible():
                self._finish(outcome.result[0])
        elif isinstance(outcome.cause, Refused):
            self.notice.say(outcome.sentence)


class BirthField(ParsedField):
    """A birth date in any form, echoed so that nobody can read it two ways."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        super().__init__(say("new-patient.born"), say("new-patient.born-hint"), self._understood)

    def fault(self) -> str:
        return super().fault() if self.text else say("new-patient.no-born")

    def _understood(self, text: str) -> tuple[object, str]:
        setup = self._desk.setup
        today = self._desk.today()
        born = birth_date_in_words(text, setup.date_order, today)
        if born is None:
            return None, say("new-patient.born-unread")
        said = {"born": birth_date(born)}
        if born > today:
            return None, say("new-patient.born-future", said)
        if born < earliest_birth(today):
            return None, say("new-patient.born-old", said)
        return born, say("new-patient.born-echo", {**said, "age": age(born, today)})


def _address(text: str) -> tuple[str | None, str]:
    return (text, "") if is_email(text) else (None, say("fields.no-email", {"text": text}))


def _capital(text: str) -> str:
    """A name as it is written; what was typed with a capital letter stays."""
    text = " ".join(text.split())
    return text if text != text.lower() else text.title()
