"""The reschedule list that the planner's first look finds: it is whole, and nobody waits longer."""

from clinicdesk.services.absence.proposal import AbsenceSpan, Proposal
from clinicdesk.services.context import Context
from clinicdesk.services.planner.absence_questions import repaired_day
from clinicdesk.services.planner.questions import Thinking
from clinicdesk.services.planning.availability import Availability


def first_list(context: Context, availability: Availability, absence: AbsenceSpan) -> Proposal:
    thinking = Thinking(context, availability, lambda _part: None, lambda: True)
    return repaired_day(thinking, absence).proposal
