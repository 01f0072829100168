"""How many of those who wait could come earlier, once a visit is called off or missed here."""

from functools import partial

from PySide6.QtCore import QObject, Signal

from clinicdesk.models.statuses import Status
from clinicdesk.services.codes import ChangeCode
from clinicdesk.services.journal.changes import Changed
from clinicdesk.services.waiting.earlier import Earlier, find_earlier
from clinicdesk.services.waiting.entries import Waiting, read_waitlist
from clinicdesk.ui.desk import Desk
from clinicdesk.wording import say

TOPIC = "waitlist counter"


class WaitingCounter(QObject):
    """Asks beside the window's thread; nothing jumps up at whoever is busy."""

    counted = Signal(str)
    """The line that says how many; empty for nobody."""

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        desk.done.connect(self._hear)

    def _hear(self, way: str, change: Changed) -> None:
        """After each change of this desk: what it freed, or took, is counted anew."""
        if way == "done" and frees_time(change):
            context, database = self._desk.context, self._desk.database
            self._desk.read((self, "list"), partial(read_waitlist, context, database), self._ask)
        else:
            self.counted.emit("")

    def _ask(self, entries: tuple[Waiting, ...]) -> None:
        if entries:
            self._desk.ask(TOPIC, find_earlier, entries, then=self._tell, failed=lambda _why: None)

    def _tell(self, found: tuple[Earlier, ...]) -> None:
        self.counted.emit(say("waiting.could", {"count": len(found)}) if found else "")


def frees_time(change: Changed) -> bool:
    """Whether a change gave somebody's time back."""
    if change.code == ChangeCode.VISIT_STATUS_CHANGED:
        return change.params.get("status") == Status.NOSHOW
    return change.code in (ChangeCode.VISIT_CANCELLED, ChangeCode.VISIT_LEFT_UNSEEN)
