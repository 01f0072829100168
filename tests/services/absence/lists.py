"""The reschedule lists that the planner's first look finds: whole, and nobody waits longer."""

from clinicdesk.services.absence.aims import Aim
from clinicdesk.services.absence.mended_day import MendedDay, way_for
from clinicdesk.services.absence.proposal import AbsenceSpan, Proposal
from clinicdesk.services.context import Context
from clinicdesk.services.planner.absence_questions import mended_days
from clinicdesk.services.planner.questions import Thinking
from clinicdesk.services.planning.availability import Availability


def first_list(context: Context, availability: Availability, absence: AbsenceSpan) -> Proposal:
    """Of the way that sends the fewest home."""
    return way_for(first_ways(context, availability, absence), Aim.FEWEST_HOME).proposal


def first_ways(
    context: Context, availability: Availability, absence: AbsenceSpan, furthest: int = 120
) -> tuple[MendedDay, ...]:
    """All of them."""
    thinking = Thinking(context, availability, lambda _part: None, lambda: True)
    return mended_days(thinking, absence, furthest)
