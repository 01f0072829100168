"""The outbox at the side: what waits to be sent, and what a person has to decide upon, by key."""

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent

from clinicdesk.services.journal.changes import Changed
from clinicdesk.services.messages.outbox import hold_back, read_outbox, say_sent, send_again
from clinicdesk.services.messages.outbox_values import TO_DECIDE, OutboxRow, OutboxState
from clinicdesk.services.patient_info import PatientInfo
from clinicdesk.ui.desk import Desk, Done, Outcome
from clinicdesk.ui.kit.list_panel import ListPanel
from clinicdesk.ui.kit.look.theme import ThemeKeeper
from clinicdesk.ui.kit.once_asked import OnceAsked
from clinicdesk.ui.messages.outbox_rows import Row, row_of
from clinicdesk.wording import say

_ORDER = {state: place for place, state in enumerate(
    (OutboxState.UNSURE, OutboxState.LATE, OutboxState.FAILED, OutboxState.SENDING,
     OutboxState.WAITING, OutboxState.SENT)
)}  # fmt: skip
"""What a person has to decide upon comes first."""

_VERBS = {"hold": hold_back, "sent": say_sent, "again": send_again}


class OutboxPanel(ListPanel[Row]):
    """Reads what is there; what desks and servers make of it is read again."""

    opened = Signal(int, int)
    """The visit and the appointment that somebody wants to see."""

    def __init__(self, desk: Desk, keeper: ThemeKeeper) -> None:
        super().__init__(keeper, "outbox", lambda row: (row.message.number, row.message.state))
        self._desk = desk
        self._found: tuple[OutboxRow, ...] = ()
        self._once = OnceAsked()
        self.shown.connect(self.read_again)
        desk.changed.connect(lambda _change: self._read_if_shown())
        desk.minute_began.connect(lambda _today, _minute: self._read_if_shown())
        desk.readable.connect(self._read_if_shown)
        desk.privacy.changed.connect(self._show)
        desk.privacy.withdraw(self.notice)

    def patient_at_keyboard(self) -> PatientInfo | None:
        """Whose row the keyboard is at; None while it is somewhere else."""
        row = self.list.current if self.list.hasFocus() else None
        return None if row is None else row.message.patient

    def _read_if_shown(self) -> None:
        if self.isVisible():
            self.read_again()

    def read_again(self) -> None:
        """Read what is there now."""
        desk = self._desk
        desk.read((self, "outbox"), partial(read_outbox, desk.context, desk.database), self._take)

    def _take(self, found: tuple[OutboxRow, ...]) -> None:
        self._found = tuple(sorted(found, key=lambda row: (_ORDER[row.state], row.due_at)))
        self._show()

    def _show(self) -> None:
        if not self.isVisible():
            return
        count = sum(row.state in TO_DECIDE for row in self._found)
        said = say("outbox.to-decide", {"count": count}) if count else say("outbox.well")
        if not self._found:
            said = say("outbox.none")
        private = self._desk.privacy.on
        rows = [row_of(self._desk.setup, row, private=private) for row in self._found]
        self.show_rows(rows, said)

    # ------------------------------------------------------------------ what is done

    def acts(self, row: Row) -> Mapping[Qt.Key, Callable[[], object]]:
        """A: send again. Y: it was sent. Delete: hold back. Enter: the visit."""
        message, state = row.message, row.message.state
        acts: dict[Qt.Key, Callable[[], object]] = {
            Qt.Key.Key_Return: lambda: self.opened.emit(message.visit, message.appointment)
        }
        if state in TO_DECIDE or state is OutboxState.WAITING:
            acts[Qt.Key.Key_Delete] = partial(self._do, "hold", message)
        if state in TO_DECIDE:
            acts[Qt.Key.Key_A] = partial(self._do, "again", message)
        if state is OutboxState.UNSURE:
            acts[Qt.Key.Key_Y] = partial(self._do, "sent", message)
        return acts

    def _do(self, what: str, message: OutboxRow) -> None:
        self.notice.say("")
        write = partial(self._desk.write, _VERBS[what], message.number, seen=message.seen)
        self._once.ask((what, message.number), write, self._hear)

    def _hear(self, outcome: Outcome[Changed]) -> None:
        self.notice.say("" if isinstance(outcome, Done) else outcome.sentence)
        self._read_if_shown()

    def hideEvent(self, event: QHideEvent) -> None:
        """Closed: nobody's name is kept."""
        super().hideEvent(event)
        if not event.spontaneous():
            self._found = ()
