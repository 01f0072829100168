"""A desk whose answers are there when a call returns: its threads and its database are real."""

from collections.abc import Callable, Hashable
from typing import Concatenate, ParamSpec, TypeVar

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from clinicdesk.models.database import Database
from clinicdesk.services.context import Context
from clinicdesk.ui.desk import Desk, Outcome
from clinicdesk.ui.kit.background.planner_thread import PlannerThread
from clinicdesk.ui.kit.background.worker import Answer, Worker
from tests.ui.waiting import until

P = ParamSpec("P")
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


def settling_desk(
    context: Context,
    database: Database,
    parent: QObject | None = None,
    *,
    seconds: float | None = None,
) -> Desk:
    """A desk that waits for its file, and has these seconds, or all it needs, for each question."""
    planner = PlannerThread(context, database, seconds, worker=SettlingWorker)
    return Desk(context, database, parent, worker=SettlingWorker, planner=planner)


def attempt(
    desk: Desk,
    verb: Callable[Concatenate[Context, Database, P], T],
    *args: P.args,
    **kwargs: P.kwargs,
) -> Outcome[T]:
    """Have the verb run, and wait for what becomes of it."""
    found: list[Outcome[T]] = []
    desk.write(verb, *args, **kwargs).then(found.append)
    settle(desk)
    return found[0]


def settle(desk: Desk) -> None:
    """Until all that was begun is written, read and thought out, and is on screen."""
    until(lambda: _is_settled(desk) and _is_settled(desk))


def _is_settled(desk: Desk) -> bool:
    """What the last answer brought about is painted first, and may ask for more."""
    QApplication.processEvents()
    return desk.is_settled and not desk.planner.pending
