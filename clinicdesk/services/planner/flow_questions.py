"""What a window asks the planner of a day's flow: whom it meets that somebody runs late."""

from clinicdesk.services.flow.knock_on import knock_on
from clinicdesk.services.flow.late_values import RunsLate
from clinicdesk.services.planner.questions import Thinking


def late_today(thinking: Thinking) -> tuple[RunsLate, ...]:
    """Everybody who runs late today. Raises DatabaseRefused."""
    return knock_on(thinking.context, thinking.availability.database)
