"""Asking the engine while somebody types: within a budget, and honest about an early stop."""

import time
from collections.abc import Sequence
from dataclasses import replace

from clinicdesk.scheduling import AnswerStatus
from clinicdesk.services.errors import Refused
from clinicdesk.services.planning.alternatives import alternative_options
from clinicdesk.services.planning.options import Option, Planned, plan_visit
from clinicdesk.services.planning.requests import VisitRequest
from clinicdesk.ui.booking.request.request_form import EVERY_DAY
from clinicdesk.ui.desk import Desk

BUDGET = 0.3
"""Seconds after which a keystroke's search gives its best so far."""
PATIENCE = 2.0
"""Seconds for a search that has found nothing yet: an answer is worth more than a frame then."""
BEST_DAYS = 3
"""How many options a search gives, each on another day."""


def best_days(desk: Desk, visit_request: VisitRequest) -> Planned:
    """The best days for a request, within the budget or, if that gives none, within patience.

    Raises Refused as `plan_visit` does.
    """
    planned = best_within_budget(desk, visit_request)
    if planned.status is AnswerStatus.STOPPED and not planned.options:
        planned = _best_within(desk, visit_request, PATIENCE, BEST_DAYS)
    return planned


def best_within_budget(desk: Desk, visit_request: VisitRequest, *, top: int = BEST_DAYS) -> Planned:
    """The best plans that a keystroke's budget finds. Raises Refused as `plan_visit` does."""
    return _best_within(desk, visit_request, BUDGET, top)


def _best_within(desk: Desk, visit_request: VisitRequest, seconds: float, top: int) -> Planned:
    ends = time.monotonic() + seconds
    return plan_visit(
        desk.context,
        desk.availability,
        visit_request,
        top=top,
        stop=lambda: time.monotonic() > ends,
    )


def alternatives_in_time(
    desk: Desk, visit_request: VisitRequest, listed: Sequence[Option]
) -> Sequence[tuple[str, Option]] | None:
    """The soonest, the shortest and all first choices that are not listed yet; None if too slow."""
    ends = time.monotonic() + PATIENCE
    return alternative_options(
        desk.availability, visit_request, listed, stop=lambda: time.monotonic() > ends
    )


def still_possible(desk: Desk, visit_request: VisitRequest, option: Option) -> bool:
    """Whether just this option could still be booked: its minutes with its people."""
    if option.day < desk.today():
        return False
    narrow = replace(
        visit_request,
        first_day=option.day,
        days=1,
        target=None,
        earliest=option.start,
        latest=option.end,
        weekdays=EVERY_DAY,
    )
    try:
        planned = best_within_budget(desk, narrow, top=1)
    except Refused:
        return False
    return any(other.plan.steps == option.plan.steps for other in planned.options)
