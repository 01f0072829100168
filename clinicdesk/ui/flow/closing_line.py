"""After the clinic has closed, a quiet line says how much of the day is still open."""

from functools import partial

from PySide6.QtCore import QObject, Signal

from clinicdesk.services.flow.open_ends import OpenEnds, read_open_ends
from clinicdesk.ui.desk import Desk
from clinicdesk.wording import say


class ClosingLine(QObject):
    """Before the clinic closes nothing is asked, but once a day when that is."""

    says = Signal(str)
    """The line; empty once nothing is open."""

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._closes_at: int | None = None
        desk.minute_began.connect(lambda _today, _minute: self._look())
        desk.changed.connect(lambda _change: self._look())
        desk.day_began.connect(lambda _today: self._begin_day())
        self._look()

    def _begin_day(self) -> None:
        self._closes_at = None
        self._look()

    def _look(self) -> None:
        closes_at = self._closes_at
        if closes_at is not None and self._desk.now()[1] < closes_at:
            return
        desk = self._desk
        # What cannot be read is said by whoever shows it.
        desk.read(
            self,
            partial(read_open_ends, desk.context, desk.database),
            self._take,
            lambda _refusal: None,
        )

    def _take(self, found: OpenEnds) -> None:
        self._closes_at = found.closes_at
        count = len(found.rows) if self._desk.now()[1] >= found.closes_at else 0
        self.says.emit(say("closing-list.line", {"count": count}) if count else "")
