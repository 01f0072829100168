"""How much practitioners have asked of the desk, in a quiet line while there is anything."""

from functools import partial

from PySide6.QtCore import QObject, Signal

from clinicdesk.services.codes import TASKS
from clinicdesk.services.flow.desk_tasks import TaskInfo, read_tasks, to_do
from clinicdesk.services.journal.changes import Changed
from clinicdesk.ui.desk import Desk
from clinicdesk.wording import say


class TaskLine(QObject):
    """Read anew whenever one was asked, ticked or taken back, at whatever desk."""

    says = Signal(str)
    """The line; empty while there is nothing to do."""

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        desk.changed.connect(self._note)
        desk.readable.connect(self._look)
        self._look()

    def _note(self, change: Changed) -> None:
        if change.everything or change.code in TASKS:
            self._look()

    def _look(self) -> None:
        desk = self._desk
        desk.read(
            self,
            partial(read_tasks, desk.context, desk.database),
            self._take,
            lambda _refusal: None,
        )

    def _take(self, tasks: tuple[TaskInfo, ...]) -> None:
        count = to_do(tasks)
        self.says.emit(say("tasks.line", {"count": count}) if count else "")
