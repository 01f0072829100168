"""A field in which a patient is found by whatever they say, for the page that is opened then."""

from collections.abc import Sequence

from PySide6.QtCore import Signal

from clinicdesk.services.patients.search import FoundPatient, search_patients
from clinicdesk.ui.desk import Desk
from clinicdesk.ui.kit.announcing import announce
from clinicdesk.ui.kit.entry.type_ahead import TypeAhead
from clinicdesk.ui.kit.labels import label
from clinicdesk.ui.kit.look.theme import ThemeKeeper
from clinicdesk.ui.kit.people.result_rows import result_row, results_of
from clinicdesk.wording import say
from clinicdesk.wording.machine.typed_words import with_english_months

MOST = 12


class PatientFinder(TypeAhead):
    """Asks with each key; the newest text is answered."""

    chosen = Signal(object)
    """A patient's number."""

    def __init__(self, desk: Desk, keeper: ThemeKeeper) -> None:
        super().__init__(keeper, say("patient-search.title"), say("patient-search.hint"), most=8)
        self._desk = desk
        self._people: Sequence[FoundPatient] = ()
        self._early = False
        """Whether Enter waits for whom the text names."""
        self.known: frozenset[int] = frozenset()
        """Whose records stand here already: listed only if nobody else is found."""
        self.said = label(part="muted", wraps=True)
        self.said.hide()
        below = self.layout()
        assert below is not None
        below.addWidget(self.said)
        self.typed.connect(self._look)
        self.picked.connect(self.chosen)
        self.confirmed_unlisted.connect(self._take_first)
        desk.privacy.changed.connect(self._word_again)
        desk.readable.connect(self._look_again)

    def begin(self) -> None:
        """Ask anew."""
        self.field.clear()
        self._look("")

    def offer(self, people: Sequence[FoundPatient]) -> None:
        """List these as long as nothing is typed."""
        if not self.field.text():
            self._found("", people)

    def _look(self, text: str) -> None:
        self._early = False
        self._found("", ())
        if text.strip():
            desk, asked = self._desk, with_english_months(text.strip())
            desk.read(
                (self, "people"),
                lambda: search_patients(desk.context, desk.database, asked, MOST),
                lambda people: self._found(text, people),
            )

    def _look_again(self) -> None:
        """Whoever is asked for could not be read; Enter pressed until then takes nobody."""
        if self.isVisible() and not self._people:
            self._look(self.field.text())

    def _found(self, text: str, people: Sequence[FoundPatient]) -> None:
        if text not in ("", self.field.text()):
            return
        others = [one for one in people if one.patient.number not in self.known]
        self._people = others or people
        self._show()
        nobody = bool(text) and not people
        self._say(say("patient-page.finds-nobody", {"text": text.strip()}) if nobody else "")
        if self._early and text:
            self._early = False
            self.list.confirm()

    def _take_first(self) -> None:
        """Enter before they are found waits for them."""
        self._early = True

    def _word_again(self) -> None:
        """Names are hidden, or shown, now: Enter takes whom it would have taken."""
        pointed = self.list.current
        self._show()
        self.list.point_at(pointed)

    def _show(self) -> None:
        today, private = self._desk.today(), self._desk.privacy.on
        rows = [result_row(one, today, private=private) for one in results_of(self._people)]
        self.list.show_rows(rows)
        self.list.setVisible(bool(rows))

    def _say(self, sentence: str) -> None:
        self.said.setText(sentence)
        self.said.setVisible(bool(sentence))
        if sentence:
            announce(self, sentence)
