"""How many of those who wait fit into the time that a change of this desk gave back."""

from PySide6.QtCore import QObject, Signal

from clinicdesk.services.journal.changes import Changed
from clinicdesk.services.waiting.earlier import Earlier, find_served
from clinicdesk.services.waiting.entries import Waiting, read_waitlist
from clinicdesk.services.waiting.gaps import Gap, may_free_time, read_gap
from clinicdesk.ui.desk import Desk
from clinicdesk.wording import say

TOPIC = "waitlist counter"


class WaitingCounter(QObject):
    """Asks beside the window's thread; nothing jumps up at whoever is busy."""

    counted = Signal(str)
    """The line that says how many; empty for nobody."""
    freed = Signal(int)
    """The number of a change that gave time back, of which some is left."""

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self.change: int | None = None
        """The number that `freed` emitted last."""
        desk.done.connect(self._hear)

    def _hear(self, way: str, change: Changed) -> None:
        """After each change of this desk: what it gave back, or took, is counted anew."""
        if way != "done" or not may_free_time(change):
            self.counted.emit("")
            return
        desk, number = self._desk, change.number

        def read() -> tuple[Gap | None, tuple[Waiting, ...]]:
            gap = read_gap(desk.context, desk.database, number)
            return gap, read_waitlist(desk.context, desk.database) if gap else ()

        desk.read((self, "gap"), read, self._ask)

    def _ask(self, found: tuple[Gap | None, tuple[Waiting, ...]]) -> None:
        gap, entries = found
        self.counted.emit("")
        if gap is None:
            return
        self.change = gap.change
        self.freed.emit(gap.change)
        if entries:
            self._desk.ask(
                TOPIC, find_served, entries, gap, then=self._tell, failed=lambda _why: None
            )

    def _tell(self, served: tuple[Earlier, ...]) -> None:
        self.counted.emit(say("waiting.could", {"count": len(served)}) if served else "")
