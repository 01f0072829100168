"""Finding the patient by whatever they say: name, birth date, phone tail, number."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from clinicdesk.services.errors import Refused
from clinicdesk.services.journal.changes import Changed
from clinicdesk.services.patients.search import FoundPatient, search_patients
from clinicdesk.services.storage import DatabaseRefused
from clinicdesk.ui.booking.keys.in_turn import InTurn
from clinicdesk.ui.desk import Desk
from clinicdesk.ui.kit.entry.pick_list import Piece, Row, Weight
from clinicdesk.ui.kit.entry.type_ahead import TypeAhead
from clinicdesk.ui.kit.labels import column, label
from clinicdesk.ui.kit.look.theme import ThemeKeeper
from clinicdesk.ui.kit.people.result_rows import result_row, results_of
from clinicdesk.wording import say
from clinicdesk.wording.machine.typed_words import with_english_months

ADD = "add"
"""The key of the row that adds somebody new."""
MOST = 12
SLOW_MILLISECONDS = 150
"""What takes longer to be found is said to be searched for."""


_OF_THE_LIST = (
    Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown,
    Qt.Key.Key_Return, Qt.Key.Key_Enter,
)  # fmt: skip
"""Keys that act on whom the list shows."""


class PatientSearch(QWidget):
    """A field and its results, the last of which adds somebody new.

    Enter, or an arrow, pressed before those are there whom the text names waits for them.
    """

    found = Signal(object)
    """The PatientInfo."""
    somebody_new = Signal(str)
    """What was typed."""

    def __init__(
        self, desk: Desk, keeper: ThemeKeeper, turn: InTurn, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._desk, self._turn = desk, turn
        self._people: Sequence[FoundPatient] = ()
        """Those who are shown."""
        self._named = ""
        """The text that they are named by."""
        self._slow = QTimer(self, singleShot=True, interval=SLOW_MILLISECONDS)
        self._slow.timeout.connect(lambda: self._hint(say("patient-search.searching")))
        self._waiting = 0
        """The number of the keys that wait for them."""
        self.search = TypeAhead(
            keeper, say("patient-search.title"), say("patient-search.hint"), most=7
        )
        self.hint = label(say("patient-search.how"), "muted", wraps=True)
        self.setLayout(column(self.search, self.hint))
        self.setFocusProxy(self.search)
        # Before the field's own keys: of two filters the last one is asked first.
        self.search.field.installEventFilter(self)
        self.search.typed.connect(self._look)
        self.search.picked.connect(self._picked)
        desk.changed.connect(self._react)
        desk.privacy.changed.connect(self._word_again)
        desk.readable.connect(self._look_again)

    def begin(self) -> None:
        """Ask anew."""
        self.search.field.clear()
        self._look("")

    def _react(self, change: Changed) -> None:
        if self.isVisible() and (change.everything or change.patients):
            self._look_again()

    @property
    def _typed(self) -> str:
        return self.search.field.text().strip()

    def _look_again(self) -> None:
        """Search anew while nobody types."""
        self._look(self.search.field.text())

    def _look(self, text: str) -> None:
        """Search; nobody is searched for in the window's thread."""
        typed, desk = text.strip(), self._desk
        if not typed:
            self._show(typed, ())
            return
        if not self._slow.isActive():
            self._slow.start()
        asked = with_english_months(typed)
        desk.read(
            (self, "people"),
            lambda: search_patients(desk.context, desk.database, asked, MOST, to_book=True),
            lambda people: self._show(typed, people),
            self._show_failed,
        )

    def _show(self, typed: str, people: Sequence[FoundPatient]) -> None:
        if typed != self._typed:
            return
        self._slow.stop()
        same = typed == self._named
        self._people, self._named = people, typed
        self._word(stays=same)
        self._turn.end(self._waiting, done=True)

    def _show_failed(self, refusal: Refused | DatabaseRefused) -> None:
        """Enter must not take somebody whom the text no longer names."""
        self._slow.stop()
        self._hint("")
        self._people, self._named = (), ""
        self.search.list.show_rows([])
        self._turn.end(self._waiting, done=False)
        self._desk.could_not_read(say(refusal.code, refusal.params))

    def _word_again(self) -> None:
        """Names are hidden, or shown, now."""
        self._word(stays=True)

    def _word(self, *, stays: bool) -> None:
        """Show who was found. If it `stays` Enter takes whom it would have taken, or nobody."""
        chosen = self.search.list.current
        people, typed = self._people, self._named
        rows = self._rows(people) if typed else []
        if typed:
            rows.append(Row(ADD, _adding(typed)))
        if rows != self.search.list.rows:
            self.search.list.show_rows(rows)
            if stays and chosen is not None:
                self.search.list.point_at(chosen)
        elif rows and not stays:
            self.search.list.setCurrentRow(0)
        if not typed:
            self._hint(say("patient-search.how"))
        elif not people:
            self._hint(say("patient-search.nobody", {"text": typed}))
        elif len(people) >= MOST:
            self._hint(say("patient-search.more"))
        else:
            self._hint("")

    def _hint(self, text: str) -> None:
        self.hint.setText(text)
        self.hint.setVisible(bool(text))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """What is pressed on a list that answers another text waits for this text's."""
        if (
            watched is not self.search.field
            or event.type() != QEvent.Type.KeyPress
            or not isinstance(event, QKeyEvent)
            or Qt.Key(event.key()) not in _OF_THE_LIST
            or self._typed == self._named
        ):
            return False
        if not event.isAutoRepeat():
            self._waiting = self._turn.begin(event)
            # After a search that failed nothing is on its way.
            self._look_again()
        return True

    def _rows(self, people: Sequence[FoundPatient]) -> list[Row]:
        today, private = self._desk.today(), self._desk.privacy.on
        return [result_row(one, today, private=private) for one in results_of(people)]

    def _picked(self, key: object) -> None:
        if key == ADD:
            self.somebody_new.emit(self.search.field.text().strip())
            return
        for one in self._people:
            if one.patient.number == key:
                self.found.emit(one.patient)
                return


def _adding(text: str) -> tuple[Piece, ...]:
    return (("+  ", Weight.STRONG), (say("patient-search.add", {"text": text}), Weight.PLAIN))
