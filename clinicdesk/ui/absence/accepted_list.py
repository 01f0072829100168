"""A list that was written: it may be taken back, and be done again."""

from dataclasses import dataclass

from clinicdesk.services.absence.accepting import Rescheduled
from clinicdesk.services.absence.other_days import Choices
from clinicdesk.services.absence.proposal import Proposal
from clinicdesk.services.journal.changes import Changed


@dataclass(frozen=True)
class Accepted:
    """The list, the days chosen in it, and what came of writing it."""

    proposal: Proposal
    choices: Choices
    result: Rescheduled

    def is_in(self, change: Changed) -> bool:
        """Whether this is what a change has written, or taken back."""
        own = self.result.changed
        return change.code == own.code and change.params == own.params
