"""What waits in the outbox and what a person has to decide upon there, in a quiet line."""

from functools import partial

from PySide6.QtCore import QObject, Signal

from clinicdesk.services.codes import MESSAGES
from clinicdesk.services.journal.changes import Changed
from clinicdesk.services.messages.outbox import read_outbox
from clinicdesk.services.messages.outbox_values import TO_DECIDE, OutboxRow, OutboxState
from clinicdesk.ui.desk import Desk
from clinicdesk.ui.messages.outbox_rows import wall_time
from clinicdesk.wording import say


class OutboxLine(QObject):
    """Read anew when something becomes of a message, at whatever desk, and each minute while one
    is on its way."""

    says = Signal(str)
    """The line; empty while nothing waits and all went well."""

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._waits = False
        desk.changed.connect(self._note)
        desk.minute_began.connect(lambda _today, _minute: self._look_if_any())
        desk.readable.connect(self._look)
        self._look()

    def _note(self, change: Changed) -> None:
        if self._waits or change.everything or change.code in MESSAGES:
            self._look()

    def _look_if_any(self) -> None:
        if self._waits:
            self._look()

    def _look(self) -> None:
        desk = self._desk
        read = partial(read_outbox, desk.context, desk.database)
        desk.read(self, read, self._take, lambda _refusal: None)

    def _take(self, found: tuple[OutboxRow, ...]) -> None:
        count = sum(row.state in TO_DECIDE for row in found)
        waiting = [row.due_at for row in found if row.state is OutboxState.WAITING]
        self._waits = bool(waiting) or any(row.state is OutboxState.SENDING for row in found)
        said = []
        if count:
            said.append(say("outbox.line-decide", {"count": count}))
        if waiting:
            at = wall_time(self._desk.setup, min(waiting))
            said.append(say("outbox.line-waits", {"count": len(waiting), "time": at}))
        self.says.emit(" ".join(said))
