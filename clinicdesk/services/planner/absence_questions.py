"""What a window asks the planner of an absence: the list, the days that are left, whether it holds.

These are pure Python and long: beside a window that is painted they belong in another process.
"""

from dataclasses import dataclass

from clinicdesk.services.absence.absence_day import read_absence_day
from clinicdesk.services.absence.accepting import still_holds
from clinicdesk.services.absence.better_days import better_days, cannot_be_better
from clinicdesk.services.absence.other_days import Choices, offer_days_again
from clinicdesk.services.absence.proposal import AbsenceSpan, Proposal
from clinicdesk.services.absence.proposing import proposal_of
from clinicdesk.services.planner.questions import Thinking


@dataclass(frozen=True)
class BestList:
    """The best list that was found."""

    proposal: Proposal
    proven: bool
    """Whether there is none on which more visits stay; else none was found in the time."""


def repaired_day(thinking: Thinking, absence: AbsenceSpan) -> BestList:
    """The list on which the fewest visits cannot stay; before it, each that was found, at once.

    It goes on until no list can be better, or for as long as `better_days` does. Raises Refused or
    NotFound as `read_absence_day` does.
    """
    availability = thinking.availability
    day = read_absence_day(thinking.context, availability.database, absence)
    for repaired in better_days(day.question, thinking.stop):
        found = proposal_of(availability, day, repaired)
        thinking.tell(found)
    return BestList(found, cannot_be_better(day.question, repaired))


def days_left(thinking: Thinking, proposal: Proposal, choices: Choices) -> Proposal:
    """The list with the days that are left once these are chosen. Raises DatabaseRefused."""
    return offer_days_again(thinking.availability, proposal, choices)


def holds_still(thinking: Thinking, proposal: Proposal) -> bool:
    """Whether the list can still be written as it is. Raises DatabaseRefused."""
    return still_holds(thinking.context, thinking.availability.database, proposal)
