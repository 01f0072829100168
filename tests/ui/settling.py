"""A desk whose answers are there when a call returns: its threads and its database are real."""

from collections.abc import Callable, Hashable
from typing import TypeVar

from PySide6.QtCore import QObject

from clinicdesk.models.database import Database
from clinicdesk.services.context import Context
from clinicdesk.ui.desk import Desk
from clinicdesk.ui.kit.background.planner import PlannerInPlace
from clinicdesk.ui.kit.background.worker import Answer, Worker

T = TypeVar("T")


class SettlingWorker(Worker):
    """Waits for its thread: a test that is not about time looks at what is shown next."""

    def begin(
        self,
        work: Callable[[], T],
        then: Callable[[Answer[T]], object],
        topic: Hashable = None,
    ) -> None:
        super().begin(work, then, topic)
        self.wait()
        self.deliver()


def settling_desk(context: Context, database: Database, parent: QObject | None = None) -> Desk:
    """A desk that waits for its file, and has all the time it needs to plan."""
    planner = PlannerInPlace(context, database, None)
    return Desk(context, database, parent, worker=SettlingWorker, planner=planner)
