"""Asking the engine while somebody types: within a budget, and honest about an early stop."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from clinicdesk.scheduling import AnswerStatus
from clinicdesk.services.errors import Refused
from clinicdesk.services.planning.alternatives import alternative_options
from clinicdesk.services.planning.options import Option, Planned, plan_visit
from clinicdesk.services.planning.relaxations import visit_relaxations
from clinicdesk.services.planning.requests import VisitRequest
from clinicdesk.ui.booking.options.option_list import span_text
from clinicdesk.ui.booking.request_form import EVERY_DAY, RequestForm
from clinicdesk.ui.desk import Desk
from clinicdesk.wording import say
from clinicdesk.wording.machine.dates import short_day

BUDGET = 0.3
"""Seconds after which a keystroke's search gives its best so far."""
PATIENCE = 2.0
"""Seconds for a search that has found nothing yet: an answer is worth more than a frame then."""
RELAXATIONS_BUDGET = 0.7
"""Seconds for what would help where nothing fits; asked once nobody types any more."""
BEST_DAYS = 3


@dataclass(frozen=True)
class OfferedRelaxation:
    """Something to give up that was tried and helps: `options` are what it would give.

    They are two where it makes two days of one: `asked` asks for the first then.
    """

    code: str
    params: Mapping[str, object]
    asked: RequestForm
    options: tuple[Option, ...]


def best_days(desk: Desk, visit_request: VisitRequest) -> Planned:
    """The best days for a request, within the budget or, if that gives none, within patience."""
    planned = within_budget(desk, visit_request, seconds=BUDGET)
    if planned.status is AnswerStatus.STOPPED and not planned.options:
        planned = within_budget(desk, visit_request, seconds=PATIENCE)
    return planned


def within_budget(
    desk: Desk, visit_request: VisitRequest, *, seconds: float, top: int = BEST_DAYS
) -> Planned:
    """The best plans that are found in that time. Raises Refused as `plan_visit` does."""
    ends = time.monotonic() + seconds
    return plan_visit(
        desk.context,
        desk.availability,
        visit_request,
        top=top,
        stop=lambda: time.monotonic() > ends,
    )


def within_patience(
    desk: Desk, visit_request: VisitRequest, listed: Sequence[Option]
) -> Sequence[tuple[str, Option]] | None:
    """The soonest, the shortest and all first choices beside those listed; None if too slow."""
    ends = time.monotonic() + PATIENCE
    return alternative_options(
        desk.availability, visit_request, listed, stop=lambda: time.monotonic() > ends
    )


def offered_relaxations(
    desk: Desk, asked: RequestForm, patient: int, today: date
) -> list[OfferedRelaxation]:
    """What could be given up so that something fits, each tried for real."""
    visit_request = asked.request(desk.availability.setup(), patient, today)
    ends = time.monotonic() + RELAXATIONS_BUDGET
    ways = visit_relaxations(desk.availability, visit_request, stop=lambda: time.monotonic() > ends)
    found = [
        OfferedRelaxation(
            way.code, way.params, asked.eased(visit_request, way.visit_request), way.options
        )
        for way in ways
    ]
    for code, easier in asked.easier():
        if found and code == "relaxation.everything":
            break
        easier_request = easier.request(desk.availability.setup(), patient, today)
        planned = within_budget(desk, easier_request, seconds=BUDGET, top=1)
        if planned.options:
            found.append(OfferedRelaxation(code, {}, easier, planned.options))
    return found


def relaxation_text(desk: Desk, offered: OfferedRelaxation) -> str:
    """What is given up, and below it what that gives."""
    times = [
        say("relaxation.time", {"day": day_text(desk, option.day), "span": span_text(option)})
        for option in offered.options
    ]
    gives = say("relaxation.gives", {"times": " + ".join(times)})
    return f"{say(offered.code, offered.params)}\n{gives}"


def still_possible(desk: Desk, visit_request: VisitRequest, option: Option) -> bool:
    """Whether just this option could still be booked: its minutes with its people."""
    setup = desk.availability.setup()
    today, _ = desk.context.wall_clock(setup.zone)
    if option.day < today:
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
        planned = within_budget(desk, narrow, seconds=BUDGET, top=1)
    except Refused:
        return False
    return any(other.plan.steps == option.plan.steps for other in planned.options)


def found_text(planned: Planned, visit_request: VisitRequest) -> str:
    """How sure the answer is, and how long it took."""
    params = {"count": visit_request.days, "milliseconds": max(1, round(planned.seconds * 1000))}
    if planned.status is AnswerStatus.STOPPED:
        return say("planned.stopped", params)
    return say("planned.proven", params)


def day_text(desk: Desk, day: date) -> str:
    """A day by its weekday and date."""
    return short_day(day, desk.today())


def near_text(desk: Desk, day: date) -> str:
    """Today or tomorrow; empty for any other day."""
    near = {0: "when.today", 1: "when.tomorrow"}.get((day - desk.today()).days)
    return "" if near is None else say(near)
