"""Finding the patient by whatever they say: name, birth date, phone tail, number."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from clinicdesk.services.errors import NotFound
from clinicdesk.services.journal.changes import Changed
from clinicdesk.services.numbers import patient_number
from clinicdesk.services.patient_info import PatientInfo
from clinicdesk.services.patients.namesakes import namesakes
from clinicdesk.services.patients.records import find_patients, get_patient
from clinicdesk.services.storage import REFUSALS
from clinicdesk.ui.desk import Desk
from clinicdesk.ui.kit.entry.pick_list import Piece, Row, Weight
from clinicdesk.ui.kit.entry.type_ahead import TypeAhead
from clinicdesk.ui.kit.labels import column, label
from clinicdesk.ui.kit.look.theme import ThemeKeeper
from clinicdesk.ui.kit.people.identity import born_text
from clinicdesk.ui.kit.people.naming import initials
from clinicdesk.wording import say
from clinicdesk.wording.machine.phones import phone_text

ADD = "add"
"""The key of the row that adds somebody new."""
MOST = 12
SIMILAR_GLYPH = "\N{ALMOST EQUAL TO}"


class PatientSearch(QWidget):
    """A field and its results, the last of which adds somebody new."""

    found = Signal(object)
    """The PatientInfo."""
    somebody_new = Signal(str)
    """What was typed."""

    def __init__(self, desk: Desk, keeper: ThemeKeeper, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.search = TypeAhead(
            keeper, say("patient-search.title"), say("patient-search.hint"), most=7
        )
        self.hint = label(say("patient-search.how"), "muted", wraps=True)
        self.setLayout(column(self.search, self.hint))
        self.setFocusProxy(self.search)
        self.search.typed.connect(self._look)
        self.search.picked.connect(self._picked)
        desk.changed.connect(self._react)
        desk.privacy.changed.connect(self._look_again)
        desk.readable.connect(self._look_again)

    def begin(self) -> None:
        """Ask anew."""
        self.search.field.clear()
        self._look("")

    def _react(self, change: Changed) -> None:
        if self.isVisible() and (change.everything or change.patients):
            self._look_again()

    def _look_again(self) -> None:
        """Search anew while nobody types: Enter must take whom it would have taken, or nobody."""
        chosen = self.search.list.current
        self._look(self.search.field.text())
        if chosen is not None:
            self.search.list.point_at(chosen)

    def _look(self, text: str) -> None:
        typed = text.strip()
        try:
            people = find_patients(self._desk.context, self._desk.database, typed, MOST)
        except REFUSALS:
            # Enter must not take somebody whom the text no longer names.
            self.search.list.show_rows([])
            raise
        rows = self._rows(people) if typed else []
        if typed:
            rows.append(Row(ADD, _adding(typed)))
        self.search.list.show_rows(rows)
        if not typed:
            self.hint.setText(say("patient-search.how"))
        elif not people:
            self.hint.setText(say("patient-search.nobody", {"text": typed}))
        elif len(people) >= MOST:
            self.hint.setText(say("patient-search.more"))
        else:
            self.hint.setText("")
        self.hint.setVisible(bool(self.hint.text()))

    def _rows(self, people: Sequence[PatientInfo]) -> list[Row]:
        today = self._desk.today()
        alike = namesakes(people)
        if self._desk.privacy.on:
            return [
                private_row(person, born_text(person, today), person.number in alike)
                for person in people
            ]
        return [
            patient_row(person, born_text(person, today), alike.get(person.number))
            for person in people
        ]

    def _picked(self, key: object) -> None:
        if key == ADD:
            self.somebody_new.emit(self.search.field.text().strip())
        elif isinstance(key, int):
            try:
                found = get_patient(self._desk.database, key)
            except NotFound as gone:
                # Taken back by another desk between two keys.
                self._desk.refused.emit(say(gone.code, gone.params))
                return
            self.found.emit(found)


def patient_row(person: PatientInfo, born: str, other: PatientInfo | None) -> Row:
    """A result: name, birth date, phone; with `other`, who may be taken for whom."""
    family, given = person.family.upper(), person.given
    title: tuple[Piece, ...]
    detail: tuple[Piece, ...]
    if other is None:
        title = ((f"{family}, ", Weight.STRONG), (given, Weight.PLAIN))
        detail = ((born, Weight.MUTED),)
        return Row(
            person.number,
            title,
            patient_number(person.number),
            detail,
            ((phone_text(person.phone), Weight.MUTED),),
        )
    title = (
        *_differing(family, other.family.upper(), Weight.STRONG),
        (", ", Weight.STRONG),
        *_differing(given, other.given, Weight.PLAIN),
    )
    detail = ((born, Weight.DIFFERS if person.born != other.born else Weight.MUTED),)
    phone = Weight.DIFFERS if person.born == other.born else Weight.MUTED
    return Row(
        person.number,
        title,
        patient_number(person.number),
        detail,
        ((phone_text(person.phone), phone),),
        remark=_similar(),
    )


def private_row(person: PatientInfo, born: str, has_namesake: bool) -> Row:
    """A result while names are hidden: initials, number, and the birth date that is asked for."""
    title = ((initials(person), Weight.STRONG),)
    return Row(
        person.number,
        title,
        patient_number(person.number),
        ((born, Weight.MUTED),),
        remark=_similar() if has_namesake else "",
    )


def _similar() -> str:
    return f"{SIMILAR_GLYPH} {say('patient-search.similar')}"


def _differing(text: str, other: str, usual: Weight) -> list[Piece]:
    """The text with what is not as in `other` emphasized: from the first to the last difference."""
    if text == other:
        return [(text, usual)]
    shortest = min(len(text), len(other))
    head = next((i for i in range(shortest) if text[i] != other[i]), shortest)
    tail = next(
        (i for i in range(shortest - head) if text[-1 - i] != other[-1 - i]), shortest - head
    )
    pieces = [
        (text[:head], usual),
        (text[head : len(text) - tail], Weight.DIFFERS),
        (text[len(text) - tail :], usual),
    ]
    return [(part, weight) for part, weight in pieces if part]


def _adding(text: str) -> tuple[Piece, ...]:
    return (("+  ", Weight.STRONG), (say("patient-search.add", {"text": text}), Weight.PLAIN))
