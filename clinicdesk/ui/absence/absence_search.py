"""Asks the planner of one absence: for its list, for the days that are left, whether it holds."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from clinicdesk.services.absence.other_days import Choices
from clinicdesk.services.absence.proposal import AbsenceSpan, Proposal
from clinicdesk.services.journal.changes import Changed
from clinicdesk.services.planner.absence_questions import (
    BestList,
    days_left,
    holds_still,
    repaired_day,
)
from clinicdesk.ui.desk import Desk

LIST, DAYS, HOLDS = "absence", "absence-days", "absence-holds"
"""Of each the newest question counts."""


class AbsenceSearch(QObject):
    """One absence at a time: what was asked of the one before is not answered any more."""

    found = Signal(object)
    """A `Proposal`: the first, later others. One may come again, where something more urgent was
    asked meanwhile and the search began anew."""
    ended = Signal()
    """No better one is looked for any more; `outlook` says whether there may be one."""
    impossible = Signal(str)
    """The sentence of why there is no list."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.running = False
        """Whether a list, or a better one, is looked for."""
        self._proven = False
        """Whether it is known of the list that was found last that none is better."""
        self._absence: AbsenceSpan | None = None
        """Whose list was looked for last, unless no better one can be found."""
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._ask)

    def begin(self, absence: AbsenceSpan) -> None:
        """Look for the least disruptive day, then for better ones."""
        self._absence, self._proven = absence, False
        self.begin_again()

    def begin_again(self) -> bool:
        """Look once more; False, and nothing, if that was done to the end."""
        self.running = self._absence is not None
        if self.running:
            # Several times in a moment are one question.
            self._soon.start()
        return self.running

    @property
    def outlook(self) -> str:
        """The code of what is said of a list on which somebody cannot stay; empty if it is best."""
        if self.running:
            return "absence.longer"
        return "" if self._proven else "absence.not-proven"

    def _ask(self) -> None:
        absence = self._absence
        assert absence is not None

        def concerns(change: Changed) -> bool:
            # What happens on other days would begin a long search again and again.
            return change.everything or absence.day in change.days

        then, found, failed = self._end, self.found.emit, self._fail
        self._desk.ask(
            LIST, repaired_day, absence, then=then, part=found, failed=failed, concerns=concerns
        )

    def days(
        self,
        proposal: Proposal,
        choices: Choices,
        then: Callable[[Proposal], object],
        failed: Callable[[], object],
    ) -> None:
        """Look up what is left for the others once these days are chosen."""

        def fail(sentence: str) -> None:
            failed()
            self._desk.could_not_read(sentence)

        self._desk.ask(DAYS, days_left, proposal, choices, then=then, failed=fail)

    def whether_it_holds(self, proposal: Proposal, then: Callable[[bool], object]) -> None:
        """Ask whether the list can still be written."""
        self._desk.ask(HOLDS, holds_still, proposal, then=then)

    def drop(self) -> None:
        """Nobody waits for any of it."""
        self.running = False
        self._soon.stop()
        for topic in (LIST, DAYS, HOLDS):
            self._desk.planner.drop(topic)

    def _end(self, best: BestList) -> None:
        self.running, self._absence, self._proven = False, None, best.proven
        # The last part once more, as who interrupted the search may have kept it from being told.
        self.found.emit(best.proposal)
        self.ended.emit()

    def _fail(self, sentence: str) -> None:
        self.running = False
        self.impossible.emit(sentence)
