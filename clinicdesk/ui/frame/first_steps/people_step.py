"""The second step to a new clinic: who works there, and what each of them is."""

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from clinicdesk.services.setup.first_clinic import FirstPerson
from clinicdesk.ui.kit.entry.fields import Choice
from clinicdesk.ui.kit.labels import column, fill, label
from clinicdesk.ui.kit.list_with_form.form_fields import TextField
from clinicdesk.wording import say

OWN = " "
"""What is chosen where people are something that the list does not have."""


class PersonLine(QWidget):
    """One person: a name and a specialty."""

    changed = Signal()

    def __init__(self, number: int, specialties: Mapping[str, str]) -> None:
        super().__init__()
        self.name = TextField(say("first.person", {"number": number}), say("first.person-hint"))
        self.name.caption.hide()
        self.specialty = Choice()
        self.specialty.setMinimumHeight(30)
        self.specialty.setAccessibleName(say("first.specialty", {"number": number}))
        for key, name in specialties.items():
            self.specialty.addItem(name, key)
        self.specialty.addItem(say("first.specialty-own"), OWN)
        self.specialty.setPlaceholderText(say("first.specialty-choose"))
        self.specialty.setCurrentIndex(-1)
        self.own = TextField(
            say("first.own-specialty", {"number": number}), say("first.own-specialty-hint")
        )
        self.own.caption.hide()
        self.own.hide()
        row = QHBoxLayout()
        # At the top, both: what stands below the one does not move the other.
        row.addWidget(self.name, 3, Qt.AlignmentFlag.AlignTop)
        chosen = column(self.specialty, self.own, spacing=3)
        chosen.addStretch(1)
        row.addLayout(chosen, 2)
        fill(self, row, 0, 0, 0, 0)
        self._was_named = False
        self.name.changed.connect(self._typed)
        self.own.changed.connect(self.changed)
        self.specialty.currentIndexChanged.connect(self._choose)

    @property
    def is_own(self) -> bool:
        """Whether what they are stands in no list, and is typed."""
        return bool(self.specialty.currentData() == OWN)

    def _choose(self, _index: int) -> None:
        self.own.setVisible(self.is_own)
        self.changed.emit()

    def _typed(self) -> None:
        """Whoever takes a name away takes the whole line away."""
        named = bool(self.name.text)
        if self._was_named and not named:
            self.specialty.setCurrentIndex(-1)
        self._was_named = named
        self.changed.emit()

    @property
    def person(self) -> FirstPerson:
        """Who stands in it; a specialty that nobody has chosen or typed is empty."""
        chosen = self.own.text if self.is_own else str(self.specialty.currentData() or "")
        return FirstPerson(self.name.text, chosen)


class PeopleStep(QWidget):
    """Below the last person there is always an empty line."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._specialties: Mapping[str, str] = {}
        self.lines: list[PersonLine] = []
        self._below = column(spacing=6)
        about = label(say("first.people"), "muted", wraps=True)
        self.setLayout(column(about, self._below))

    def show_specialties(self, specialties: Mapping[str, str]) -> None:
        """What people can be: only then there are lines."""
        self._specialties = specialties
        self._add()

    @property
    def filled(self) -> list[PersonLine]:
        """The lines in which somebody stands, or is begun."""
        return [each for each in self.lines if each.name.text or each.person.specialty]

    @property
    def people(self) -> tuple[FirstPerson, ...]:
        """Whoever is named and is something."""
        found = (line.person for line in self.filled)
        return tuple(person for person in found if person.name and person.specialty)

    def complain(self) -> QWidget | None:
        """Say where something is missing; the first such field, None where nothing is."""
        wrong: list[QWidget] = []
        for line in self.filled:
            if not line.name.text:
                line.name.show_fault(say("first.name-missing"), None)
                wrong.append(line.name)
            elif line.is_own and not line.own.text:
                line.own.show_fault(say("first.own-specialty-missing"), None)
                wrong.append(line.own)
            elif not line.person.specialty:
                line.name.show_fault(say("first.specialty-missing"), None)
                wrong.append(line.specialty)
        return next(iter(wrong), None)

    def forget_faults(self) -> None:
        """What was wrong may be mended."""
        for line in self.lines:
            line.name.show_raw(line.name.text)
            line.own.show_raw(line.own.text)

    def show_own_fault(self, text: str) -> QWidget | None:
        """Say what is wrong with what was typed that people are; the first such field."""
        own = next((line.own for line in self.filled if line.is_own), None)
        if own is not None:
            own.show_fault(text, None)
        return own

    def _add(self) -> None:
        line = PersonLine(len(self.lines) + 1, self._specialties)
        line.changed.connect(self._typed)
        self._below.addWidget(line)
        # At once: Tab may be the next key.
        line.show()
        if self.lines:
            QWidget.setTabOrder(self.lines[-1].own.edit, line.name.edit)
            QWidget.setTabOrder(line.name.edit, line.specialty)
            QWidget.setTabOrder(line.specialty, line.own.edit)
        self.lines.append(line)

    def _typed(self) -> None:
        if self.filled and self.filled[-1] is self.lines[-1]:
            self._add()
        self.changed.emit()
