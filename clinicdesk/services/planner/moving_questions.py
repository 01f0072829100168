"""What a drag asks the planner: where the other steps of a visit would go."""

from clinicdesk.services.planner.questions import Thinking
from clinicdesk.services.visits.around_fixed import moves_around
from clinicdesk.services.visits.moving import Move


def plan_rest(thinking: Thinking, visit: int, fixed: Move) -> tuple[Move, ...] | None:
    """The moves of the other steps around the one that is fixed, as `moves_around` has them."""
    return moves_around(thinking.context, thinking.availability, visit, fixed)
