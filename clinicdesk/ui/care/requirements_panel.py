"""What must be there before visits to come, the first due first, worked off by key."""

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent

from clinicdesk.services.care.requirements import (
    SOON,
    DueRequirement,
    due_by,
    read_due,
    say_of,
    write_said,
)
from clinicdesk.services.journal.changes import Changed
from clinicdesk.services.patient_info import PatientInfo
from clinicdesk.services.patients.detail_values import HeldRequirement, RequirementState
from clinicdesk.ui.care.rows import Row, row_of
from clinicdesk.ui.desk import Desk, Done, Outcome
from clinicdesk.ui.kit.entry.fields import CheckedField
from clinicdesk.ui.kit.entry.requirement_in_words import (
    NotSaid,
    requirement_in_words,
    requirement_text,
)
from clinicdesk.ui.kit.list_panel import ListPanel
from clinicdesk.ui.kit.look.theme import ThemeKeeper
from clinicdesk.ui.kit.once_asked import OnceAsked
from clinicdesk.wording import readable, say


class SayMore(CheckedField):
    """What is typed of one requirement; hidden while nothing is."""

    confirmed = Signal(object, object)
    """The `DueRequirement`, and what was said of it."""

    def __init__(self, today: Callable[[], date]) -> None:
        self.due: DueRequirement | None = None
        self._today, self._order = today, ""
        super().__init__(say("requirements.title"))
        self.edit.setPlaceholderText(say("requirements.hint"))
        self.edit.setToolTip(say("requirements.hint"))
        self.edit.returnPressed.connect(self._confirm)
        self.hide()

    def begin(self, due: DueRequirement, order: str) -> None:
        """Ask for more of that one; what was said before stands there."""
        self.due, self._order = due, order
        name = readable(due.lacks.name)
        self.caption.setText(name)
        self.edit.setAccessibleName(name)
        said = due.lacks.said
        self.show()
        self.edit.setText("" if said is None else requirement_text(said, self._today()))
        self.edit.selectAll()
        self.edit.setFocus()

    def end(self) -> None:
        """Nothing is typed any more."""
        self.due = None
        self.edit.clear()
        self.hide()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The Enter that ends what is typed is none for the list."""
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)

    def fault(self) -> str:
        """Why the text says nothing of it."""
        try:
            self._said()
        except NotSaid as error:
            return error.sentence
        return ""

    def _said(self) -> HeldRequirement | None:
        if self.due is None:
            return None
        before = self.due.lacks.said
        visit = self.due.step.visit if before is None else before.visit
        about = before or HeldRequirement(self.due.lacks.name, visit=visit)
        return requirement_in_words(about, self.edit.text(), self._today(), self._order)

    def _confirm(self) -> None:
        if self.due is not None and not self.complain():
            self.confirmed.emit(self.due, self._said())


class RequirementsPanel(ListPanel[Row]):
    """Reads what is open; others' changes read it again."""

    opened = Signal(int, int)
    """The visit and the appointment that somebody wants to see."""

    def __init__(self, desk: Desk, keeper: ThemeKeeper) -> None:
        super().__init__(keeper, "requirements", lambda row: row.due.key)
        self._desk = desk
        self._due: tuple[DueRequirement, ...] = ()
        self._all = False
        self._once = OnceAsked()
        self.more = SayMore(desk.today)
        self.more.confirmed.connect(self._write_more)
        self.above.addWidget(self.more)
        self.shown.connect(self.read_again)
        desk.changed.connect(lambda _change: self._read_if_shown())
        desk.day_began.connect(lambda _today: self._read_if_shown())
        desk.readable.connect(self._read_if_shown)
        desk.privacy.changed.connect(self._hide)
        desk.privacy.withdraw(self.notice)

    def patient_at_keyboard(self) -> PatientInfo | None:
        """Whose row the keyboard is at; None while it is somewhere else."""
        row = self.list.current if self.list.hasFocus() or self.more.due is not None else None
        return None if row is None else row.due.step.patient

    def _read_if_shown(self) -> None:
        if self.isVisible():
            self.read_again()

    def read_again(self) -> None:
        """Read what is open now."""
        desk = self._desk
        desk.read((self, "due"), partial(read_due, desk.context, desk.database), self._take)

    def _take(self, due: tuple[DueRequirement, ...]) -> None:
        self._due = due
        about = self.more.due
        gone = about is not None and about.key not in {one.key for one in due}
        if gone and not self.more.edit.isModified():
            self._end_more()
        self._show()

    def _hide(self) -> None:
        """What stands in the line was said of somebody; what somebody has typed stays."""
        if self._desk.privacy.on and not self.more.edit.isModified():
            self._end_more()
        self._show()

    def _show(self) -> None:
        if not self.isVisible():
            return
        today, private = self._desk.today(), self._desk.privacy.on
        shown = self._due if self._all else tuple(due_by(self._due, today + SOON))
        count = {"count": len(shown), "all": len(self._due)}
        said = say("requirements.none")
        if self._due:
            said = say("requirements.all" if self._all else "requirements.soon", count)
        self.show_rows([row_of(due, today, private=private) for due in shown], said)

    # ------------------------------------------------------------------ what is done

    def acts(self, row: Row) -> Mapping[Qt.Key, Callable[[], object]]:
        """Enter: is there. R: asked for. A: is there for every visit. Space: more. O: the visit."""
        due, step = row.due, row.due.step
        return {
            Qt.Key.Key_Return: partial(self._say, due, RequirementState.MET),
            Qt.Key.Key_R: partial(self._say, due, RequirementState.REQUESTED),
            Qt.Key.Key_A: partial(self._say, due, RequirementState.MET, every_visit=True),
            Qt.Key.Key_Space: partial(self._say_more, due),
            Qt.Key.Key_O: lambda: self.opened.emit(step.visit, step.number),
        }

    def acts_always(self) -> Mapping[Qt.Key, Callable[[], object]]:
        """F shows all, or what is due soon."""
        return {Qt.Key.Key_F: self._turn}

    def _turn(self) -> None:
        self._all = not self._all
        self._show()

    def _say(
        self, due: DueRequirement, state: RequirementState, *, every_visit: bool = False
    ) -> None:
        self.notice.say("")
        today = self._desk.today()
        write = partial(self._desk.write, say_of, due, state, today, every_visit=every_visit)
        self._once.ask((due.key, state, every_visit), write, self._hear)

    def _say_more(self, due: DueRequirement) -> None:
        self.notice.say("")
        if self._desk.privacy.on:
            self.notice.say(say("requirements.hidden"))
        else:
            self.more.begin(due, self._desk.setup.date_order)

    def _write_more(self, due: DueRequirement, said: HeldRequirement) -> None:
        hear = partial(self._hear_more, due, self.more.edit.text())
        self._once.ask((due.key, said), partial(self._desk.write, write_said, due, said), hear)

    def _hear_more(self, due: DueRequirement, typed: str, outcome: Outcome[Changed]) -> None:
        """Whoever has typed something else meanwhile goes on with that."""
        same = self.more.due is not None and self.more.due.key == due.key
        if isinstance(outcome, Done) and same and self.more.edit.text() == typed:
            self._end_more()
        self._hear(outcome)

    def _hear(self, outcome: Outcome[Changed]) -> None:
        self.notice.say("" if isinstance(outcome, Done) else outcome.sentence)
        self._read_if_shown()

    def _end_more(self) -> None:
        if self.more.due is not None:
            self.more.end()
            self.list.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes what is typed first."""
        if event.key() == Qt.Key.Key_Escape and self.more.due is not None:
            self._end_more()
        else:
            super().keyPressEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        """Closed: nobody's name is kept."""
        super().hideEvent(event)
        if not event.spontaneous():
            self._due = ()
            self.more.end()
