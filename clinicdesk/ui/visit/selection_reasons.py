"""Why something cannot be done to the selected appointment, on the day or in the panel."""

from collections.abc import Callable

from clinicdesk.services.visits.rules.statuses import Moment
from clinicdesk.ui.desk import Desk
from clinicdesk.ui.kit.selection import NoSelection, SelectedAppointment, Selection
from clinicdesk.ui.visit.steps.reasons import REASONS
from clinicdesk.wording import say


class SelectionReasons:
    """Asks for the selection when an action is asked for: which one is meant is decided then."""

    def __init__(self, desk: Desk, selection: Callable[[], Selection]) -> None:
        self._desk = desk
        self.selection = selection
        """The window may give another: it knows what else is on screen."""
        self.follow: Callable[[], object] = lambda: None
        """Called when what `why_not` answers has become otherwise."""
        self._undecided = False
        """Whether `why_not` was asked while nobody could know."""
        desk.settled.connect(self._decide)

    def now(self) -> Moment:
        """The clinic's day and minute after midnight."""
        return self._desk.now()

    def why_not(self, action_id: str) -> str | None:
        """Why an action cannot be done to what is selected, as a sentence; None if it can.

        While something is being written that is decided when the action's turn comes.
        """
        selection = self.selection()
        if isinstance(selection, NoSelection):
            return selection.why
        if not self._desk.is_steady:
            self._undecided = True
            return None
        return self._reason(action_id, selection)

    def _reason(self, action_id: str, at: SelectedAppointment) -> str | None:
        why = REASONS[action_id](at.visit, at.step, self.now())
        return None if why is None else say(why.code, why.params)

    def _decide(self) -> None:
        """Nothing goes on any more, also of a verb that met a mistake of the program."""
        if self._undecided:
            self._undecided = False
            self.follow()
