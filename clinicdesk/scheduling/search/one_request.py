"""A problem cut down to one request, or to some of its days, with the same plans at the same cost.

Many questions about one request (what would have to give, what is the soonest plan) are asked of
such a problem: it is small, and every question finds the calendars that the others drew.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from clinicdesk.scheduling.core.intervals import MIDNIGHT, Interval
from clinicdesk.scheduling.core.names import find_request
from clinicdesk.scheduling.core.placement import booked_placements
from clinicdesk.scheduling.core.problem import (
    WHOLE_DAY,
    AnswerStatus,
    BookedStep,
    Plan,
    Problem,
    Request,
    Resource,
    Windows,
)
from clinicdesk.scheduling.core.stopping import Stop, Stopped
from clinicdesk.scheduling.search import fits_at_all, search_plans

BusyTimes = dict[str, dict[date, list[Interval]]]
"""By resource and day."""


def problem_of_request(problem: Problem, request_id: str | None = None) -> Problem:
    """The same question about one request (the first one by default), which comes first in it.

    Booked steps of other patients become busy time; those of the same patient stay booked steps,
    as they take the patient's time too. Raises UnknownName for an unknown request.
    """
    request = find_request(problem, request_id)
    same = {
        other.id: other
        for other in problem.requests
        if other.id != request.id and request.patient is not None
        if other.patient == request.patient
    }
    of_others = [b for b in problem.booked if b.request != request.id and b.request not in same]
    return replace(
        problem,
        requests=(replace(request, target=request.target or _first(problem)), *same.values()),
        booked=tuple(item for item in problem.booked if item.request in same),
        resources=_with_busy(problem.resources, _taken(problem, of_others)),
    )


def only_on_days(problem: Problem, days: Iterable[date]) -> Problem:
    """A problem of one request whose patient can come on `days` only; costs stay the same."""
    request = problem.requests[0]
    windows = request.windows
    windows_on_days: Windows = {
        day: WHOLE_DAY if windows is None else tuple(windows.get(day, ())) for day in days
    }
    return with_first_request(problem, replace(request, windows=windows_on_days))


def without_other_days(problem: Problem, days: Iterable[date]) -> Problem:
    """A problem of one request over these of its days alone, the first of them the target."""
    wanted = set(days)
    return replace(
        with_first_request(problem, replace(problem.requests[0], target=None)),
        days=tuple(day for day in problem.days if day in wanted),
        booked=tuple(item for item in problem.booked if item.day in wanted),
    )


def with_first_request(problem: Problem, request: Request) -> Problem:
    """A problem of one request with `request` in its place, the first."""
    return replace(problem, requests=(request, *problem.requests[1:]))


def fits(problem: Problem, stop: Stop) -> bool:
    """Whether the first request has any plan. Raises Stopped."""
    if stop is not None and stop():
        raise Stopped
    return fits_at_all(problem, stop=stop)


def best_plan(problem: Problem, stop: Stop) -> Plan:
    """The best plan of the first request, which has one. Raises Stopped."""
    if stop is not None and stop():
        raise Stopped
    answer = search_plans(problem, top=1, stop=stop)
    if answer.status is AnswerStatus.STOPPED:
        raise Stopped
    return answer.plans[0]


def least_amount_that_fits(
    problem: Callable[[int], Problem], low: int, high: int, stop: Stop
) -> int:
    """The least amount at which something fits; nothing fits at `low`, and something at `high`.

    By bisection: what fits at some amount must fit at every larger one. Raises Stopped.
    """
    while high - low > 1:
        middle = (low + high) // 2
        if fits(problem(middle), stop):
            high = middle
        else:
            low = middle
    return high


def days_before(problem: Problem, before: date | None) -> tuple[date, ...]:
    """The days of the problem, those before `before` alone if it is given."""
    return tuple(day for day in problem.days if before is None or day < before)


def _first(problem: Problem) -> date | None:
    return problem.days[0] if problem.days else None


def _taken(problem: Problem, booked: Sequence[BookedStep]) -> BusyTimes:
    taken: BusyTimes = {}
    for placement in booked_placements(problem, booked) if booked else ():
        for block in placement.blocks:
            of_day = taken.setdefault(block.resource, {}).setdefault(placement.day, [])
            for begin, end in block.intervals:
                begin, end = max(begin, 0), min(end, MIDNIGHT)
                if begin < end:
                    of_day.append((begin, end))
    return taken


def _with_busy(
    resources: Sequence[Resource], taken: Mapping[str, Mapping[date, Sequence[Interval]]]
) -> tuple[Resource, ...]:
    return tuple(
        replace(
            resource,
            busy={
                day: (*resource.busy.get(day, ()), *taken[resource.id].get(day, ()))
                for day in {*resource.busy, *taken[resource.id]}
            },
        )
        if resource.id in taken
        else resource
        for resource in resources
    )
