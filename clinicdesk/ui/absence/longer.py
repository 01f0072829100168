"""Looks longer for a better list, in a process of its own, so that the window can be used."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from clinicdesk.services.absence.absence_day import AbsenceDay
from clinicdesk.services.absence.longer_look import look_longer
from clinicdesk.services.absence.proposal import Proposal
from clinicdesk.services.absence.proposing import proposal_of
from clinicdesk.services.planning.availability import Availability
from clinicdesk.ui.kit.announcing import announce
from clinicdesk.ui.kit.labels import button, column, label
from clinicdesk.ui.kit.long_work import LongWork
from clinicdesk.ui.kit.work_process import WorkAnswer, WorkDone
from clinicdesk.wording import say

SECONDS = 5.0
"""How long it looks."""


class LongerLook(QWidget):
    """Says that it looks, then offers a list on which more visits stay; never shows it unasked."""

    taken = Signal(object)
    """The `Proposal` that was offered, and that somebody wants to see."""

    def __init__(self, availability: Availability) -> None:
        super().__init__()
        self._availability = availability
        self._work = LongWork(self)
        self._work.answered.connect(self._answer)
        self._day: AbsenceDay | None = None
        self._left = 0
        self._found: Proposal | None = None
        self.text = label(say("absence.longer"), "muted", size="small", wraps=True)
        self.button = button("", self._take, part="choice")
        self.setLayout(column(self.text, self.button, spacing=4))
        self._show()

    @property
    def running(self) -> bool:
        """Whether it is looking."""
        return self._work.running

    def begin(self, day: AbsenceDay, left: int) -> None:
        """Look for a list of this day on which fewer than `left` visits cannot stay."""
        self.stop()
        self._day, self._left = day, left
        self._work.begin(look_longer, day.question, SECONDS)
        self._show()

    def stop(self) -> None:
        """Stop looking, and offer nothing."""
        self._work.kill()
        self._found = None
        self._show()

    def _answer(self, answer: WorkAnswer) -> None:
        # Without an answer there is no better list; the one on screen stays.
        assert self._day is not None
        self._show()
        if isinstance(answer, WorkDone):
            found = proposal_of(self._availability, self._day, answer.result)
            if len(found.stranded) < self._left:
                self._offer(found)

    def _offer(self, found: Proposal) -> None:
        self._found = found
        count = len(found.stranded)
        text = say("absence.better", {"count": count}) if count else say("absence.all-stay")
        self.button.setText(text)
        self._show()
        announce(self, text)

    def _take(self) -> None:
        found, self._found = self._found, None
        self._show()
        if found is not None:
            self.taken.emit(found)

    def _show(self) -> None:
        self.text.setVisible(self.running)
        self.button.setVisible(self._found is not None)
        self.setVisible(self.running or self._found is not None)
