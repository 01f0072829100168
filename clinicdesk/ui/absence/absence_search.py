"""Asks the planner of one absence: for the ways to mend it, for days left, whether a list holds."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, QTimer, Signal

from clinicdesk.services.absence.mended_day import MendedDay
from clinicdesk.services.absence.other_days import Choices
from clinicdesk.services.absence.proposal import AbsenceSpan, Proposal
from clinicdesk.services.journal.changes import Changed
from clinicdesk.services.planner.absence_questions import days_left, holds_still, mended_days
from clinicdesk.ui.desk import Desk

LIST, DAYS, HOLDS = "absence", "absence-days", "absence-holds"
"""Of each the newest question counts."""


class AbsenceSearch(QObject):
    """One absence at a time: what was asked of the one before is not answered any more."""

    found = Signal(object)
    """Some `MendedDay`s: the first, later others. Worse ones may come, where something more urgent
    was asked meanwhile and the search began anew."""
    ended = Signal()
    """No better ones are looked for any more."""
    impossible = Signal(str)
    """The sentence of why there is no list."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk = desk
        self.running = False
        """Whether ways, or better ones, are looked for."""
        self._absence: AbsenceSpan | None = None
        """Whose ways were looked for last."""
        self._furthest = 0
        self._look = 0
        """How often they have been looked for to the end, each time for longer."""
        self._done = True
        """Whether the look that was wanted last came to its end."""
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._ask)

    def begin(self, absence: AbsenceSpan, furthest: int) -> None:
        """Look for the ways in which nobody moves by more minutes, then for better ones."""
        self._absence, self._furthest = absence, furthest
        self._look, self._done = 0, False
        self.begin_again()

    def look_longer(self) -> None:
        """Look once more, for longer and elsewhere, after it was done to the end."""
        self._done = False
        self.begin_again()

    def begin_again(self) -> bool:
        """Look once more; False, and nothing, if that was done to the end."""
        self.running = not self._done
        if self.running:
            # Several times in a moment are one question.
            self._soon.start()
        return self.running

    def _ask(self) -> None:
        absence = self._absence
        assert absence is not None

        def concerns(change: Changed) -> bool:
            # What happens on other days would begin a long search again and again.
            return change.everything or absence.day in change.days

        self._desk.ask(
            LIST,
            mended_days,
            absence,
            self._furthest,
            self._look,
            then=self._end,
            part=self.found.emit,
            failed=self._fail,
            concerns=concerns,
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

    def _end(self, ways: Sequence[MendedDay]) -> None:
        self.running, self._done = False, True
        self._look += 1
        self.found.emit(ways)
        self.ended.emit()

    def _fail(self, sentence: str) -> None:
        self.running = False
        self.impossible.emit(sentence)
