"""What is done to the selected appointment and its visit, and why something cannot be done."""

from collections.abc import Callable

from clinicdesk.models.statuses import Status
from clinicdesk.services.journal.changes import Changed
from clinicdesk.services.visits.reading.visit_reading import AppointmentInfo, VisitInfo
from clinicdesk.services.visits.rules.statuses import Moment
from clinicdesk.ui.desk import Desk, Done, Outcome
from clinicdesk.ui.kit.selection import NoSelection, SelectedAppointment, Selection
from clinicdesk.ui.visit import visit_actions
from clinicdesk.ui.visit.steps.reasons import REASONS
from clinicdesk.wording import say


class SelectedVisit:
    """Asks for the selection when an action is asked for: it may be on the day or in the panel."""

    def __init__(
        self,
        desk: Desk,
        selection: Callable[[], Selection],
        show_refusal: Callable[[str], object],
    ) -> None:
        self._desk, self._show_refusal = desk, show_refusal
        self.selection = selection
        """The window may give another: it knows what else is on screen."""

    @property
    def appointment(self) -> SelectedAppointment | None:
        """What is selected; None if nothing is."""
        selection = self.selection()
        return None if isinstance(selection, NoSelection) else selection

    def now(self) -> Moment:
        """The clinic's day and minute after midnight."""
        return self._desk.availability.wall_clock()

    def why_not(self, action_id: str) -> str | None:
        """Why an action cannot be done to what is selected, as a sentence; None if it can."""
        selection = self.selection()
        if isinstance(selection, NoSelection):
            return selection.why
        why = REASONS[action_id](selection.visit, selection.step, self.now())
        return None if why is None else say(why.code, why.params)

    def give_status(self, status: Status) -> None:
        """Give the appointment a status."""
        if at := self.appointment:
            self._done(visit_actions.give_status(self._desk, at.visit, at.step, status))

    def take_back(self) -> None:
        """Take the appointment's last status back."""
        if at := self.appointment:
            self._done(visit_actions.take_back(self._desk, at.visit, at.step))

    def restore(self) -> None:
        """Book what was cancelled again where it was."""
        if at := self.appointment:
            self._done(visit_actions.restore(self._desk, at.visit))

    def note_whereabouts(self, visit: VisitInfo, appointment: int, where: str) -> None:
        """Note where the patient is."""
        self._done(visit_actions.note_where(self._desk, visit, appointment, where))

    def cancel(self, visit: VisitInfo, step: AppointmentInfo | None, reason: str) -> bool:
        """Cancel that step, or without one the whole visit; whether it was done."""
        return self._done(visit_actions.cancel(self._desk, visit, step, reason))

    def _done(self, outcome: Outcome[Changed]) -> bool:
        if isinstance(outcome, Done):
            return True
        self._show_refusal(outcome.sentence)
        return False
