"""Asking the engine while somebody types: within a budget, and honest about an early stop."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from clinicdesk.scheduling import AnswerStatus
from clinicdesk.services.errors import Refused
from clinicdesk.services.planning.alternatives import options_beside
from clinicdesk.services.planning.options import Option, Planned, plan_visit
from clinicdesk.services.planning.relaxations import ways_out
from clinicdesk.services.planning.requests import VisitRequest
from clinicdesk.ui.booking.options.option_list import span_text
from clinicdesk.ui.booking.request_form import EVERY_DAY, Asked
from clinicdesk.ui.desk import Desk
from clinicdesk.wording import say
from clinicdesk.wording.machine.dates import short_day

BUDGET = 0.3
"""Seconds after which a keystroke's search gives its best so far."""
PATIENCE = 2.0
"""Seconds for a search that has found nothing yet: an answer is worth more than a frame then."""
WAYS_BUDGET = 0.7
"""Seconds for what would help where nothing fits; asked once nobody types any more."""
BEST_DAYS = 3


@dataclass(frozen=True)
class Easing:
    """Something to give up that was tried and helps: `options` are what it would give.

    They are two where it makes two days of one: `asked` asks for the first then.
    """

    code: str
    params: Mapping[str, object]
    asked: Asked
    options: tuple[Option, ...]


def best_days(desk: Desk, wish: VisitRequest) -> Planned:
    """The best days for a wish, within the budget or, if that gives none, within patience."""
    planned = within_budget(desk, wish, seconds=BUDGET)
    if planned.status is AnswerStatus.STOPPED and not planned.options:
        planned = within_budget(desk, wish, seconds=PATIENCE)
    return planned


def within_budget(
    desk: Desk, wish: VisitRequest, *, seconds: float, top: int = BEST_DAYS
) -> Planned:
    """The best plans that are found in that time. Raises Refused as `plan_visit` does."""
    ends = time.monotonic() + seconds
    return plan_visit(
        desk.context,
        desk.availability,
        wish,
        top=top,
        stop=lambda: time.monotonic() > ends,
    )


def within_patience(
    desk: Desk, wish: VisitRequest, listed: Sequence[Option]
) -> Sequence[tuple[str, Option]] | None:
    """The soonest, the shortest and all first choices beside those listed; None if too slow."""
    ends = time.monotonic() + PATIENCE
    return options_beside(desk.availability, wish, listed, stop=lambda: time.monotonic() > ends)


def easings(desk: Desk, asked: Asked, patient: int, today: date) -> list[Easing]:
    """What could be given up so that something fits, each tried for real."""
    wish = asked.request(desk.availability.book(), patient, today)
    ends = time.monotonic() + WAYS_BUDGET
    ways = ways_out(desk.availability, wish, stop=lambda: time.monotonic() > ends)
    found = [Easing(way.code, way.params, asked.eased(wish, way.wish), way.options) for way in ways]
    for code, easier in asked.easier():
        if found and code == "loosen.everything":
            break
        easier_wish = easier.request(desk.availability.book(), patient, today)
        planned = within_budget(desk, easier_wish, seconds=BUDGET, top=1)
        if planned.options:
            found.append(Easing(code, {}, easier, planned.options))
    return found


def easing_text(desk: Desk, easing: Easing) -> str:
    """What is given up, and below it what that gives."""
    times = [
        say("loosen.time", {"day": day_text(desk, option.day), "span": span_text(option)})
        for option in easing.options
    ]
    gives = say("loosen.gives", {"times": " + ".join(times)})
    return f"{say(easing.code, easing.params)}\n{gives}"


def still_possible(desk: Desk, wish: VisitRequest, option: Option) -> bool:
    """Whether just this option could still be booked: its minutes with its people."""
    book = desk.availability.book()
    today, _ = desk.context.wall_clock(book.zone)
    if option.day < today:
        return False
    narrow = replace(
        wish,
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


def found_text(planned: Planned, wish: VisitRequest) -> str:
    """How sure the answer is, and how long it took."""
    params = {"count": wish.days, "milliseconds": max(1, round(planned.seconds * 1000))}
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
