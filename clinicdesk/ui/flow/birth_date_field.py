"""Who comes in says a birth date: it finds the patient, and that it matches is the check."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from clinicdesk.services.flow.board import Board, born_on
from clinicdesk.services.flow.stands import Stand, Standing
from clinicdesk.services.numbers import patient_number
from clinicdesk.ui.desk import Desk
from clinicdesk.ui.kit.announcing import announce
from clinicdesk.ui.kit.entry.birth_date_in_words import birth_date_in_words
from clinicdesk.ui.kit.labels import column, label, line
from clinicdesk.ui.kit.lined_rows import LinedRows, Lines, Tone, spoken_lines
from clinicdesk.ui.kit.look.theme import ThemeKeeper, grown
from clinicdesk.ui.kit.people.naming import shown_name, status_text
from clinicdesk.wording import readable, say, time_text
from clinicdesk.wording.machine.dates import birth_date
from clinicdesk.wording.machine.phones import phone_text

FIELD_WIDTH, MATCHES_WIDTH = 260, 560
"""Pixels at the usual font size: of the field, and at most of those who match."""

ROOM_BESIDE = 24
"""Pixels that a field needs besides its text."""

MOST_MATCHES = 3
"""So many are seen at once; the others are scrolled to."""


@dataclass(frozen=True)
class Match:
    """Somebody who was born then."""

    standing: Standing = field(compare=False)
    lines: Lines
    spoken: str

    @property
    def comes(self) -> bool:
        """Whether Enter says that the patient has arrived: nobody arrives twice."""
        return self.standing.stand in (Stand.EXPECTED, Stand.GONE)


class BirthDateField(QWidget):
    """What is typed is compared with the board that was read last, at each key."""

    came = Signal(object)
    """The `Standing` of the patient who has arrived, by Enter."""
    left = Signal()
    """Esc: the keyboard goes back to the board."""

    def __init__(self, desk: Desk, keeper: ThemeKeeper) -> None:
        super().__init__()
        self._desk = desk
        self._board: Board | None = None
        self._taken = ""
        """What was typed of whoever came last."""
        self.edit = QLineEdit()
        self.edit.setAccessibleName(say("flow.birth-date"))
        self.edit.setPlaceholderText(say("flow.birth-date-hint"))
        self.edit.setMinimumHeight(30)
        hint = self.edit.fontMetrics().horizontalAdvance(self.edit.placeholderText())
        self.edit.setFixedWidth(max(grown(FIELD_WIDTH), hint + ROOM_BESIDE))
        self.edit.installEventFilter(self)
        self.edit.textChanged.connect(lambda _text: self._look())
        self.said = label(wraps=True)
        self.said.hide()
        self.matches: LinedRows[Match] = LinedRows(keeper, say("flow.matches"))
        self.matches.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.matches.setMaximumWidth(grown(MATCHES_WIDTH))
        self.matches.hide()
        below = line(self.matches, None)
        below.setStretch(0, 100)
        self.setLayout(column(self.edit, self.said, below, spacing=6))
        self.setFocusProxy(self.edit)
        desk.privacy.changed.connect(self._look)

    def show_board(self, board: Board) -> None:
        """The board is so now: who matches may have come meanwhile."""
        self._board = board
        if self.edit.text().strip():
            self._look()

    def say(self, sentence: str) -> None:
        """Say this below the field."""
        self.said.setText(sentence)
        self.said.setVisible(bool(sentence))
        announce(self, sentence)

    @property
    def born(self) -> date | None:
        """The birth date as the clinic writes it; None while it is none."""
        order, today = self._desk.setup.date_order, self._desk.today()
        return birth_date_in_words(self.edit.text(), order, today)

    # ------------------------------------------------------------------ who was born then

    def _look(self) -> None:
        born, board = self.born, self._board
        found = () if born is None or board is None else born_on(board, born)
        rows = [self._match(item) for item in found]
        at = self.matches.currentRow()
        if rows != self.matches.rows:
            self.matches.replace_rows(rows)
            # Of several nobody is meant until somebody is chosen.
            at = 0 if self._is_one(rows) else -1
        else:
            for place, row in enumerate(rows):
                self.matches.item(place).setData(Qt.ItemDataRole.UserRole, row)
        self.matches.setCurrentRow(at)
        heights = [self.matches.sizeHintForRow(n) for n in range(min(len(rows), MOST_MATCHES))]
        self.matches.setFixedHeight(sum(heights) + 2 * self.matches.frameWidth() + 2)
        self.matches.setVisible(bool(rows))
        self.say(self._sentence(born, rows))

    def _is_one(self, rows: Sequence[Match]) -> bool:
        """Whether all of them are one patient, who comes for several visits."""
        return len({row.standing.step.patient for row in rows}) == 1

    def _sentence(self, born: date | None, rows: Sequence[Match]) -> str:
        if not self.edit.text().strip():
            return ""
        if born is None:
            return say("flow.not-a-date")
        if not rows:
            return say("flow.nobody-born", {"born": birth_date(born)})
        if self._is_one(rows):
            return say("flow.born", {"born": birth_date(born)})
        return say("flow.choose", {"count": len(rows)})

    def _match(self, item: Standing) -> Match:
        step, patient = item.step, item.step.patient
        assert patient is not None
        name = readable(shown_name(patient, private=self._desk.privacy.on))
        cue = [patient_number(patient.number)]
        if not self._desk.privacy.on:
            cue.append(phone_text(patient.phone))
        comes = item.stand in (Stand.EXPECTED, Stand.GONE)
        do = say("flow.press-enter") if comes else say("flow.here-already")
        what = f"{time_text(step.start)}   {readable(step.visit_type)}   {status_text(step)}"
        lines: Lines = (
            (f"{name}   {'   '.join(part for part in cue if part)}", Tone.STRONG),
            (what, Tone.PLAIN),
            (do, Tone.NEW if comes else Tone.MUTED),
        )
        return Match(item, lines, spoken_lines(lines))

    # ------------------------------------------------------------------ keys

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter takes the match, but not while it is still held down from before."""
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return super().eventFilter(watched, event)
        key = Qt.Key(event.key())
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if not event.isAutoRepeat():
                self._take()
            return True
        if key in (Qt.Key.Key_Up, Qt.Key.Key_Down) and self.matches.count():
            self._go(1 if key is Qt.Key.Key_Down else -1)
            return True
        if key is Qt.Key.Key_Escape:
            self.edit.clear()
            self.left.emit()
            return True
        return super().eventFilter(watched, event)

    def _go(self, step: int) -> None:
        place = self.matches.currentRow()
        last = self.matches.count() - 1
        self.matches.setCurrentRow(max(0, min(last, place + step)))
        row = self.matches.current
        if row is not None:
            announce(self, row.spoken)

    def _take(self) -> None:
        row = self.matches.current
        if row is None or not row.comes:
            return
        # It stays until it is written; what is typed next takes its place.
        self.edit.selectAll()
        self._taken = self.edit.text()
        self.came.emit(row.standing)

    def end(self) -> None:
        """Whoever was taken last is written; what somebody has typed since stays."""
        if self.edit.text() == self._taken:
            self.edit.clear()
