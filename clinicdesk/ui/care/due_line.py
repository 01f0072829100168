"""How much must be seen to by today before visits, in a quiet line while there is anything."""

from functools import partial

from PySide6.QtCore import QObject, Signal

from clinicdesk.services.care.requirements import DueRequirement, due_by, read_due
from clinicdesk.ui.desk import Desk
from clinicdesk.wording import say


class DueLine(QObject):
    """Read anew after each change, at whatever desk, and when a day begins."""

    says = Signal(str)
    """The line; empty while nothing is due."""

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        desk.changed.connect(lambda _change: self._look())
        desk.day_began.connect(lambda _today: self._look())
        desk.readable.connect(self._look)
        self._look()

    def _look(self) -> None:
        desk = self._desk
        read = partial(read_due, desk.context, desk.database)
        desk.read(self, read, self._take, lambda _refusal: None)

    def _take(self, due: tuple[DueRequirement, ...]) -> None:
        count = len(list(due_by(due, self._desk.today())))
        self.says.emit(say("requirements.line", {"count": count}) if count else "")
