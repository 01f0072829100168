"""Sends what is due while the window is open, in a thread of its own: servers are waited for."""

from datetime import datetime
from functools import partial

from PySide6.QtCore import QObject, QTimer

from clinicdesk.services.codes import MESSAGES
from clinicdesk.services.journal.changes import Changed
from clinicdesk.services.messages.sending import look_after_outbox
from clinicdesk.services.storage import REFUSALS
from clinicdesk.ui.desk import Desk
from clinicdesk.ui.kit.background.worker import Answer, Result

LEAST_MILLISECONDS = 200
AGAIN_MILLISECONDS = 60_000
"""While anything waits the outbox is looked at no more seldom: clocks are set, computers sleep."""


class Sender(QObject):
    """Looks when the window opens, when something is written, and when the next is due."""

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._worker = desk.worker("sending", self)
        self._waits = False
        """Whether something was under way when it was looked last."""
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self.look)
        desk.changed.connect(self._note)
        desk.readable.connect(self.look)
        self.look()

    def look(self) -> None:
        """Send what is due now. One look at a time; a newer one stands for those not begun."""
        desk = self._desk
        if desk.trouble_now:
            return
        work = partial(look_after_outbox, desk.context, desk.database)
        self._worker.begin(work, self._looked, "outbox")

    def _note(self, change: Changed) -> None:
        """A visit that changes may overtake what waits about it."""
        if self._waits or change.everything or change.code in MESSAGES:
            self.look()

    def _looked(self, answer: Answer[datetime | None]) -> None:
        if isinstance(answer, Result):
            self._waits = answer.value is not None
            self._wait_for(answer.value)
        elif not isinstance(answer.error, REFUSALS):
            raise answer.error
        else:
            # The window says by itself what is wrong with the clinic's file.
            self._timer.start(AGAIN_MILLISECONDS)

    def _wait_for(self, due_at: datetime | None) -> None:
        if due_at is None:
            self._timer.stop()
            return
        left = int((due_at - self._desk.context.instant()).total_seconds() * 1000)
        self._timer.start(min(max(left, LEAST_MILLISECONDS), AGAIN_MILLISECONDS))
