"""Which visit is open, how it was read last, and which of its steps is chosen."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from clinicdesk.services.errors import NotFound
from clinicdesk.services.journal.changes import Changed, named_visits
from clinicdesk.services.storage import Database
from clinicdesk.services.visits.reading.visit_reading import AppointmentInfo, VisitInfo, read_visit
from clinicdesk.ui.desk import Desk

Still = Callable[[], bool]
"""Whether what was asked for is still wanted where it was asked."""


class OpenedVisit(QObject):
    """One at a time. An answer about another visit than the one that is open changes nothing."""

    shown = Signal(bool)
    """It stands here as it was read now; whether that is otherwise than before."""
    opened = Signal()
    """Another visit, or step, stands here now because somebody opened it."""
    gone = Signal()
    """There is no such visit any more, or there never was."""

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self.visit: VisitInfo | None = None
        self.chosen: int | None = None
        """The number of the chosen step."""
        self._turn = 0
        """Rises whenever another visit is to stand here: an older answer is not wanted then."""

    @property
    def step(self) -> AppointmentInfo | None:
        """The chosen step."""
        steps = self.visit.steps if self.visit else ()
        return next((step for step in steps if step.number == self.chosen), None)

    def open(
        self, number: int, appointment: int | None, known: VisitInfo | None, still: Still
    ) -> None:
        """Open a visit, at once if it is known how it stands; else what is here stays till then.

        `still` is asked when the answer comes.
        """
        self._turn += 1
        here = self.visit if self.visit and self.visit.number == number else known
        if here is not None:
            self._open(here, appointment)
            self.read_again()
            return
        database, turn = self._desk.database, self._turn

        def found(visit: VisitInfo | None) -> None:
            if turn != self._turn or not still():
                return
            if visit is None:
                self.gone.emit()
            else:
                self._open(visit, appointment)

        self._desk.read((self, "open"), lambda: _found(database, number), found)

    def close(self) -> None:
        """None is open."""
        self._turn += 1
        self.visit, self.chosen = None, None

    def concerns(self, change: Changed) -> bool:
        """Whether the visit may be otherwise after this."""
        visit = self.visit
        if visit is None:
            return False
        whose = visit.patient is not None and visit.patient.number in change.patients
        days = {step.day for step in visit.steps}
        named = visit.number in named_visits(change.params)
        return change.everything or whose or named or bool(days & change.days)

    def read_again(self) -> None:
        """See how it stands now."""
        if self.visit is None:
            return
        database, number = self._desk.database, self.visit.number

        def found(visit: VisitInfo | None) -> None:
            before = self.visit
            if before is None or before.number != number:
                return
            if visit is None:
                self.gone.emit()
            else:
                self._stand(visit)
                self.shown.emit(visit != before)

        self._desk.read((self, "again"), lambda: _found(database, number), found)

    def _open(self, visit: VisitInfo, appointment: int | None) -> None:
        self.chosen = appointment
        self._stand(visit)
        self.opened.emit()

    def _stand(self, visit: VisitInfo) -> None:
        self.visit = visit
        if self.step is None:
            busy = [step for step in visit.steps if step.busy]
            self.chosen = (busy or list(visit.steps))[0].number


def _found(database: Database, number: int) -> VisitInfo | None:
    try:
        return read_visit(database, number)
    except NotFound:
        return None
