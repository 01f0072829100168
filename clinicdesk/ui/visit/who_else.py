"""Who else could do the step, listed in the panel: Enter takes, with a reason where one is due."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QWidget

from clinicdesk.services.journal.changes import Changed
from clinicdesk.services.visits.moving import move_appointments
from clinicdesk.services.visits.reading.visit_reading import AppointmentInfo
from clinicdesk.services.visits.rules.clinic_rules import short_rule_code
from clinicdesk.services.visits.rules.overrides import Override
from clinicdesk.services.visits.seen import seen_of
from clinicdesk.services.visits.somebody_else import SomebodyElse, read_somebody_else
from clinicdesk.ui.desk import Desk, Outcome, Refusal
from clinicdesk.ui.kit.entry.fields import NeededField
from clinicdesk.ui.kit.labels import button, column, fill, label
from clinicdesk.ui.kit.list_with_form.row_list import ListRow, RowList
from clinicdesk.wording import say

ROW_HEIGHT, MOST_HEIGHT = 68, 240
"""Of the list in pixels: a line of it may take three lines in a narrow panel."""


class WhoElse(QFrame):
    """Asks for one of them; nothing is written before Enter."""

    ended = Signal()
    """Somebody was taken, or it was given up."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._step: AppointmentInfo | None = None
        self._people: Sequence[SomebodyElse] = ()
        self._writes = False
        self.setProperty("part", "notice")
        self.setAccessibleName(say("action.visit.somebody-else"))
        self._title = label(bold=True, wraps=True)
        self.people = RowList(say("action.visit.somebody-else"))
        self.reason = NeededField(say("who-else.reason"), say("cancelling.missing"))
        self.said = label(part="muted", wraps=True)
        self.keep = button(say("who-else.keep"), self._give_up)
        self.people.entered.connect(self._take)
        self.people.pointed.connect(self._point)
        self.reason.edit.returnPressed.connect(lambda: self._take(self.people.current))
        self.setFocusProxy(self.people)
        parts = column(self._title, self.people, self.reason, self.said, self.keep, spacing=8)
        fill(self, parts, 12, 10, 12, 12)
        self.hide()

    def ask(self, step: AppointmentInfo) -> None:
        """Who could do this step instead of who does it now."""
        self._step, self._people, self._writes = step, (), False
        self._title.setText(say("who-else.title", {"step": step.visit_type, "time": step.start}))
        self.people.show_rows([])
        self.reason.edit.clear()
        self.reason.hide()
        self.said.setText(say("who-else.looking"))
        self.said.show()
        self.show()
        self.people.setFocus()
        context, database = self._desk.context, self._desk.database
        read = partial(read_somebody_else, context, database, step)
        self._desk.read((self, "people"), read, partial(self._show, step))

    def end(self) -> None:
        """Nothing is asked any more."""
        self._step = None
        self.hide()

    def _show(self, step: AppointmentInfo, people: Sequence[SomebodyElse]) -> None:
        if step is not self._step:
            return
        self._people = people
        self.people.show_rows([ListRow(at, _words(one)) for at, one in enumerate(people)])
        self.people.setFixedHeight(min(MOST_HEIGHT, ROW_HEIGHT * max(1, len(people))))
        self.said.setText("" if people else say("who-else.nobody"))
        self.said.setVisible(not people)
        self._point(self.people.current)

    def _one(self, at: object) -> SomebodyElse | None:
        return self._people[at] if isinstance(at, int) and at < len(self._people) else None

    def _point(self, at: object) -> None:
        one = self._one(at)
        self.reason.setVisible(one is not None and bool(one.broken))

    def _take(self, at: object) -> None:
        one, step = self._one(at), self._step
        if one is None or step is None or self._writes:
            return
        if one.broken and not self.reason.text:
            self.reason.edit.setFocus()
            return
        self._writes = True
        override = Override(self.reason.text) if one.broken else None
        write = self._desk.write(
            move_appointments, (one.move,), override=override, seen=seen_of(step)
        )
        write.then(partial(self._hear, step), partial(self._over, step))

    def _hear(self, step: AppointmentInfo, outcome: Outcome[Changed]) -> None:
        self._over(step)
        if step is self._step:
            if isinstance(outcome, Refusal):
                self.said.setText(outcome.sentence)
                self.said.show()
            else:
                self.ended.emit()

    def _over(self, step: AppointmentInfo) -> None:
        if step is self._step:
            self._writes = False

    def _give_up(self) -> None:
        self.ended.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc gives up: whoever does it now goes on."""
        if event.key() == Qt.Key.Key_Escape:
            self._give_up()
        else:
            super().keyPressEvent(event)


def _words(one: SomebodyElse) -> str:
    broken = [say(short_rule_code(rule), params) for rule, params in one.broken]
    params = {"name": one.name, "minutes": one.minutes, "broken": "; ".join(broken)}
    return say("who-else.breaks" if broken else "who-else.fits", params)
