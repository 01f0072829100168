"""What a window asks the planner of an absence: the ways to mend it, days left, whether it holds.

These are pure Python and long: beside a window that is painted they belong in another process.
"""

from clinicdesk.services.absence.absence_day import read_absence_day
from clinicdesk.services.absence.accepting import still_holds
from clinicdesk.services.absence.mended_day import MendedDay
from clinicdesk.services.absence.other_days import Choices, offer_days_again
from clinicdesk.services.absence.proposal import AbsenceSpan, Proposal
from clinicdesk.services.absence.proposing import Proposing
from clinicdesk.services.absence.ways import ways_to_mend
from clinicdesk.services.planner.questions import Thinking


def mended_days(
    thinking: Thinking, absence: AbsenceSpan, furthest: int, look: int = 0
) -> tuple[MendedDay, ...]:
    """Up to three ways to mend the day; before them, in parts, those found so far, if any.

    Nobody moves by more than `furthest` minutes. A later `look` takes longer, and may find others.
    Raises Refused or NotFound as `read_absence_day`
    does.
    """
    availability = thinking.availability
    day = read_absence_day(thinking.context, availability.database, absence)
    lists = Proposing(availability, day)
    ways = ways_to_mend(
        day.day.question,
        furthest,
        lambda found: thinking.tell(lists.mended_days(found)),
        thinking.stop,
        look,
    )
    return lists.mended_days(ways)


def days_left(thinking: Thinking, proposal: Proposal, choices: Choices) -> Proposal:
    """The list with the days that are left once these are chosen. Raises DatabaseRefused."""
    return offer_days_again(thinking.availability, proposal, choices)


def holds_still(thinking: Thinking, proposal: Proposal) -> bool:
    """Whether the list can still be written as it is. Raises DatabaseRefused."""
    return still_holds(thinking.context, thinking.availability.database, proposal)
