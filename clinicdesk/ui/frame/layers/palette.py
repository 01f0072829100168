"""The command palette: finds actions by some of their letters, and patients by name or number."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import (
    QEvent,
    QObject,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QAction,
    QKeyEvent,
    QKeySequence,
)
from PySide6.QtWidgets import (
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from clinicdesk.services.errors import Refused
from clinicdesk.services.patients.search import search_patients
from clinicdesk.services.storage import DatabaseRefused
from clinicdesk.ui.desk import Desk
from clinicdesk.ui.frame.layers.palette_rows import PIECES, REMARK, SHORTCUT, PaletteRow
from clinicdesk.ui.kit.actions.actions import Actions
from clinicdesk.ui.kit.entry.pick_list import Piece
from clinicdesk.ui.kit.overlay import Overlay
from clinicdesk.ui.kit.people.result_rows import Result, result_line, results_of
from clinicdesk.wording import say
from clinicdesk.wording.machine.typed_words import folded, with_english_months

PATIENTS = 30
"""How many patients are listed at most, below the actions."""

_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 8, Qt.Key.Key_PageUp: -8}


@dataclass(frozen=True)
class PatientRow:
    """A patient in the palette: the number to open, and a line with two identifiers."""

    number: int
    pieces: Callable[[], Sequence[Piece]]
    remark: Callable[[], str]
    """As names are shown now."""


FindRows = Callable[[str, Callable[[Sequence[PatientRow] | None], object]], object]
"""Looks for patients by a text, and hands over whom it found; None if that cannot be known."""


def find_patient_rows(
    desk: Desk, text: str, then: Callable[[Sequence[PatientRow] | None], object]
) -> None:
    """Hand over the patients whom a text finds, each with two identifiers.

    Only the newest text is answered.
    """
    context, database = desk.context, desk.database

    def row(result: Result) -> PatientRow:
        return PatientRow(
            result.patient.number,
            lambda: result_line(result, private=desk.privacy.on),
            lambda: result.remark(private=desk.privacy.on),
        )

    def failed(refusal: Refused | DatabaseRefused) -> None:
        then(None)
        desk.could_not_read(say(refusal.code, refusal.params))

    desk.read(
        "palette",
        lambda: search_patients(context, database, with_english_months(text), PATIENTS),
        lambda found: then([row(result) for result in results_of(found)]),
        failed,
    )


class Palette(Overlay):
    """Type a few letters, choose with the arrows, Enter does it. Esc closes."""

    patient_chosen = Signal(object)
    """A patient's number."""

    def __init__(
        self,
        window: QWidget,
        actions: Actions,
        find_rows: FindRows,
    ) -> None:
        super().__init__(window, QSize(560, 460), actions, frozenset({"help.palette"}))
        self._find_rows = find_rows
        self._patients: Sequence[PatientRow] | None = None
        """Whom the text finds; None while that is not known."""
        self._searches = False
        """Whether they are being looked for."""
        self._early: list[Qt.Key] = []
        """Arrows and Enter that wait for the first row."""
        self._meant: Sequence[QAction] = ()
        self._others: Sequence[tuple[QAction, str | None]] = ()
        """Actions that the text begins a word of; those that only have its letters, or are off."""
        self.setAccessibleName(say("screen.palette"))
        self.field = QLineEdit()
        self.field.setPlaceholderText(say("screen.palette-hint"))
        self.field.setAccessibleName(say("screen.palette-hint"))
        self.field.textChanged.connect(self._find)
        self.field.installEventFilter(self)
        self.list = QListWidget()
        self.list.setAccessibleName(say("screen.palette-list"))
        self.list.setItemDelegate(PaletteRow(self.list))
        # A long reason goes on in the next line: nothing is scrolled sideways.
        self.list.setWordWrap(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.itemActivated.connect(self._take)
        self.list.itemClicked.connect(self._take)
        layout = QVBoxLayout(self)
        layout.addWidget(self.field)
        layout.addWidget(self.list)
        self.setFocusProxy(self.field)
        actions.connect("help.palette", self.open)

    def open(self) -> None:
        """Show it with an empty field and every action; if it is open, close it."""
        if not self.isVisible():
            self.field.clear()
            self._find("")
        super().open()

    def update_names(self) -> None:
        """Names are hidden, or shown again: list again what was found."""
        if self.isVisible():
            row = self.list.currentRow()
            self._fill()
            # The same stand in the same order: Enter takes whom it took before.
            self.list.setCurrentRow(min(row, self.list.count() - 1))
        else:
            self._forget()
            self.list.clear()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrows and Enter in the field work on the list."""
        if watched is self.field and isinstance(event, QKeyEvent):
            if event.type() == QEvent.Type.KeyPress:
                return self._steer(event)
            if event.type() == QEvent.Type.ShortcutOverride and Qt.Key(event.key()) in _STEPS:
                # For the list while it is open, no shortcut of what lies below.
                event.accept()
                return True
        return super().eventFilter(watched, event)

    def _steer(self, event: QKeyEvent) -> bool:
        key = Qt.Key(event.key())
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
            if plain and not event.isAutoRepeat():
                self._press(key)
            return True
        if key in _STEPS:
            return self._press(key)
        return False

    def _press(self, key: Qt.Key) -> bool:
        """Do it on the list that stands there, or as soon as there is a row; whether it is done."""
        count = self.list.count()
        if not count:
            if self._searches:
                self._early.append(key)
            return self._searches
        step = _STEPS.get(key)
        if step is None:
            if self.list.currentRow() >= 0:
                self._take(self.list.currentItem())
            return True
        row = self.list.currentRow() + step
        # A page stops at the ends; one row goes round.
        row = row % count if abs(step) == 1 else max(0, min(count - 1, row))
        self.list.setCurrentRow(row)
        return True

    def _find(self, text: str) -> None:
        """List the actions at once; the patients come when they are found."""
        self._forget()
        self._searches = len(text.strip()) >= 2
        if not self._searches:
            self._patients = ()
        self._look_up_actions()
        self._fill()
        if self._searches:
            self._find_rows(text, partial(self._found, text))

    def _found(self, text: str, patients: Sequence[PatientRow] | None) -> None:
        if text != self.field.text() or not self._searches:
            return
        row, early = self.list.currentRow(), self._early
        self._searches, self._patients, self._early = False, patients, []
        self._fill()
        self._show_row(max(row, 0))
        for key in early:
            if self.isVisible():
                self._press(key)

    def _forget(self) -> None:
        """No patient stays whom the text does not find any more, and no key that was for them."""
        self._searches, self._patients, self._early = False, None, []

    def _look_up_actions(self) -> None:
        """Which actions the text finds, as they are on now.

        Once for a text: no row may move under the hand while the patients are being looked for.
        """
        text = self.field.text()
        # By its own words: whose change it would undo is a patient, and not what is looked for.
        called = {action: self._actions.called(action) for action in self._actions}
        ranks = [(fuzzy_rank(text, words), action) for action, words in called.items()]
        found = [(rank, action) for rank, action in ranks if rank is not None]
        reasons = {action: self._actions.why_not(action.objectName()) for _, action in found}
        found.sort(key=lambda pair: (bool(reasons[pair[1]]), pair[0]))
        meant = [a for _, a in found if not reasons[a] and begins_a_word(text, called[a])]
        self._meant = meant
        self._others = [(a, reasons[a]) for _, a in found if a not in meant]

    def _fill(self) -> None:
        """Actions that the text begins a word of, patients, then what only has its letters.

        That waits until the patients are known: Enter must not take an action for somebody's name.
        """
        self.list.clear()
        for action in self._meant:
            self._add_action(action, None)
        for patient in self._patients or ():
            self._add_patient(patient)
        if not self._searches:
            for action, why_not in self._others:
                self._add_action(action, why_not)
        self._show_row(0)

    def _show_row(self, row: int) -> None:
        """Put the keyboard on that row; where nothing was found, say so."""
        if self.list.count():
            self.list.setCurrentRow(row)
        elif self._patients is not None:
            nothing = QListWidgetItem(say("screen.palette-nothing"))
            nothing.setFlags(Qt.ItemFlag.NoItemFlags)
            self.list.addItem(nothing)

    def _add_patient(self, patient: PatientRow) -> None:
        pieces, remark = patient.pieces(), patient.remark()
        item = QListWidgetItem("".join(text for text, _ in pieces))
        item.setData(Qt.ItemDataRole.UserRole, patient.number)
        item.setData(PIECES, pieces)
        if remark:
            item.setData(REMARK, remark)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{item.text()}, {remark}")
        self.list.addItem(item)

    def _add_action(self, action: QAction, why_not: str | None) -> None:
        shortcut = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        text = _text_of(action)
        item = QListWidgetItem(f"{text}\n{why_not}" if why_not else text)
        item.setData(Qt.ItemDataRole.UserRole, action)
        item.setData(SHORTCUT, "" if why_not else shortcut)
        if why_not:
            item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsEnabled)
        self.list.addItem(item)

    def _take(self, item: QListWidgetItem) -> None:
        if not item.flags() & Qt.ItemFlag.ItemIsEnabled:
            return
        chosen = item.data(Qt.ItemDataRole.UserRole)
        if isinstance(chosen, QAction) and _text_of(chosen) != item.text():
            # Undo would take back another change by now: that one is named first.
            self._look_up_actions()
            self._fill()
            return
        self.close_layer()
        if isinstance(chosen, QAction):
            chosen.trigger()
        else:
            self.patient_chosen.emit(chosen)


def begins_a_word(typed: str, text: str) -> bool:
    """Whether a word of `text` begins as was typed."""
    wanted, within = folded(typed).strip(), f" {folded(text)}"
    return f" {wanted}" in within


def fuzzy_rank(typed: str, text: str) -> int | None:
    """How well the letters of `typed` stand in `text`, in their order: lower is better.

    None if they do not. A run of letters at the beginning of a word counts most.
    """
    wanted = [char for char in folded(typed) if not char.isspace()]
    within = folded(text)
    if not wanted:
        return 0
    whole = within.find(folded(typed).strip())
    if whole >= 0:
        return whole if whole == 0 or within[whole - 1] == " " else 10 + whole
    rank, position = 100, 0
    for char in wanted:
        found = within.find(char, position)
        if found < 0:
            return None
        rank += found - position
        position = found + 1
    return rank


def _text_of(action: QAction) -> str:
    """As a menu shows it."""
    return action.text().replace("&&", "&")
