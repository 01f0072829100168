"""A field in which a patient is found by whatever they say, for the page that is opened then."""

from collections.abc import Sequence

from PySide6.QtCore import Signal

from clinicdesk.services.numbers import patient_number
from clinicdesk.services.patient_info import PatientInfo
from clinicdesk.services.patients.records import find_patients
from clinicdesk.ui.desk import Desk
from clinicdesk.ui.kit.entry.pick_list import Row, Weight
from clinicdesk.ui.kit.entry.type_ahead import TypeAhead
from clinicdesk.ui.kit.look.theme import ThemeKeeper
from clinicdesk.ui.kit.people.identity import born_text
from clinicdesk.ui.kit.people.naming import shown_name
from clinicdesk.wording import say
from clinicdesk.wording.machine.phones import phone_text

MOST = 12


class PatientFinder(TypeAhead):
    """Asks with each key; the newest text is answered."""

    chosen = Signal(object)
    """A patient's number."""

    def __init__(self, desk: Desk, keeper: ThemeKeeper) -> None:
        super().__init__(keeper, say("patient-search.title"), say("patient-search.hint"), most=8)
        self._desk = desk
        self._people: Sequence[PatientInfo] = ()
        self._early = False
        """Whether Enter waits for whom the text names."""
        self.typed.connect(self._look)
        self.picked.connect(self.chosen)
        self.confirmed_unlisted.connect(self._take_first)
        desk.privacy.changed.connect(self._show)

    def begin(self) -> None:
        """Ask anew."""
        self.field.clear()
        self._look("")

    def _look(self, text: str) -> None:
        self._early = False
        self._found("", ())
        if text.strip():
            desk = self._desk
            desk.read(
                (self, "people"),
                lambda: find_patients(desk.context, desk.database, text.strip(), MOST),
                lambda people: self._found(text, people),
            )

    def _found(self, text: str, people: Sequence[PatientInfo]) -> None:
        if text not in ("", self.field.text()):
            return
        self._people = people
        self._show()
        if self._early and text:
            self._early = False
            self.list.confirm()

    def _take_first(self) -> None:
        """Enter before they are found waits for them."""
        self._early = True

    def _show(self) -> None:
        rows = [self._row(person) for person in self._people]
        self.list.show_rows(rows)
        self.list.setVisible(bool(rows))

    def _row(self, person: PatientInfo) -> Row:
        private = self._desk.privacy.on
        born = "" if private else born_text(person, self._desk.today())
        return Row(
            person.number,
            ((shown_name(person, private=private), Weight.STRONG),),
            patient_number(person.number),
            ((born, Weight.PLAIN),),
            () if private else ((phone_text(person.phone), Weight.MUTED),),
        )
