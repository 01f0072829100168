"""A likely duplicate: what was typed and the record that is here, side by side."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QApplication, QFrame, QGridLayout, QPushButton, QWidget

from clinicdesk.services.numbers import patient_number
from clinicdesk.services.patient_info import PatientInfo
from clinicdesk.services.patients.namesakes import similar_names
from clinicdesk.services.patients.records import NewPatient, name_key, phone_key
from clinicdesk.ui.desk import Desk
from clinicdesk.ui.kit.announcing import announce
from clinicdesk.ui.kit.labels import button, clear, column, fill, label
from clinicdesk.wording import say
from clinicdesk.wording.machine.dates import birth_date
from clinicdesk.wording.machine.phones import phone_text

HIDDEN = "\N{BULLET}" * 4
"""Stands for what is not shown while names are hidden."""


class Duplicates(QFrame):
    """Shown before anything is written."""

    same_person = Signal(object)
    """The PatientInfo that is here already."""
    somebody_else = Signal()
    """None of them: a new record is to be added all the same."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._privacy = desk.privacy
        self._shown: tuple[NewPatient, tuple[PatientInfo, ...]] | None = None
        self._drawn = False
        """Whether somebody can have seen the question: Enter pressed twice answers nothing."""
        self.setProperty("part", "notice")
        self.setAccessibleName(say("duplicates.title"))
        self._pairs = column(spacing=10)
        self.others = button(say("duplicates.somebody-else"), self.somebody_else.emit)
        title = label(f"\N{WARNING SIGN} {say('duplicates.title')}", bold=True, wraps=True)
        fill(self, column(title, self._pairs, self.others, spacing=8), 12, 10, 12, 12)
        self.hide()
        desk.privacy.changed.connect(self._word_anew)

    def show_pairs(self, new: NewPatient, likely: Sequence[PatientInfo]) -> None:
        """Show what was typed beside each record that may be the same person."""
        self._shown, self._drawn = (new, tuple(likely)), False
        self._word(new, likely)
        self.show()
        announce(self, say("duplicates.title"))

    def forget(self) -> None:
        """Hide, and keep nobody's particulars."""
        self._shown = None
        clear(self._pairs)
        self.hide()

    def _word_anew(self) -> None:
        if self._shown is not None:
            focused = self.isAncestorOf(QApplication.focusWidget() or self)
            self._word(*self._shown)
            if focused:
                self.setFocus()

    def _word(self, new: NewPatient, likely: Sequence[PatientInfo]) -> None:
        clear(self._pairs)
        uses = [self._use(person) for person in likely]
        for person, use in zip(likely, uses, strict=True):
            self._pairs.addLayout(column(self._side_by_side(new, person), use, spacing=4))
        # Twins, who share all but the first name: Enter takes none for the other.
        one_person = similar_names(new, likely[0])
        self.setFocusProxy(uses[0] if one_person else self.others)

    def _use(self, person: PatientInfo) -> QPushButton:
        text = say("duplicates.use", {"number": person.number})
        return button(text, lambda: self._answer(person), part="choice")

    def _answer(self, person: PatientInfo) -> None:
        if self._drawn:
            self.same_person.emit(person)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Now it can be answered."""
        super().paintEvent(event)
        self._drawn = True

    def _side_by_side(self, new: NewPatient, person: PatientInfo) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(2)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        heads = (say("duplicates.typed"), patient_number(person.number))
        for at, head in enumerate(heads):
            grid.addWidget(label(head, "muted", size="small"), 0, at)
        for row, (typed, here, same) in enumerate(_compared(new, person), start=1):
            # Which of them differ is seen all the same.
            texts = (HIDDEN, HIDDEN) if self._privacy.on else (typed, here)
            for at, text in enumerate(texts):
                grid.addWidget(
                    label(text, "" if same else "differs", bold=not same, wraps=True), row, at
                )
        return grid


def _compared(new: NewPatient, person: PatientInfo) -> list[tuple[str, str, bool]]:
    """Family, given, birth date, phone: typed, on record, and whether they agree."""
    return [
        (new.family, person.family, name_key(new.family) == name_key(person.family)),
        (new.given, person.given, name_key(new.given) == name_key(person.given)),
        (birth_date(new.born), birth_date(person.born), new.born == person.born),
        (
            phone_text(new.phone),
            phone_text(person.phone),
            phone_key(new.phone) == phone_key(person.phone),
        ),
    ]
