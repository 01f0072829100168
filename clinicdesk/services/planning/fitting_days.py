"""Which days of a request's horizon take the whole visit, whatever it costs."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from enum import StrEnum

from clinicdesk.scheduling import Problem, Stopped, days_that_fit
from clinicdesk.services.clinic.hours import days_from
from clinicdesk.services.planning.availability import Availability
from clinicdesk.services.planning.problem.problem_building import (
    ProblemInputs,
    problems_of,
    resources_of,
)
from clinicdesk.services.planning.requests import VisitRequest


class Fit(StrEnum):
    """What a day is to a request."""

    FITS = "fits"
    FULL = "full"
    """Somebody works, and there is no plan: occupied, or against what the patient prefers."""
    CLOSED = "closed"
    """The clinic is shut, or nobody works that day who can do one of the steps."""


FIRST_DAYS = 28
"""So many are found and told before the others: the four weeks that somebody sees first."""


def fitting_days(
    availability: Availability,
    visit_request: VisitRequest,
    *,
    stop: Callable[[], bool] | None = None,
    tell: Callable[[Mapping[date, Fit]], object] = lambda _first: None,
) -> Mapping[date, Fit]:
    """What every day of the request is, in order; fewer days if `stop` said True before all were.

    Where there are more than the first ones, `tell` is given these once they are known. Each day is
    judged by itself: the target plays no part, nor do the other days.
    """
    days = days_from(visit_request.first_day, visit_request.days)
    inputs = availability.problem_inputs(visit_request)
    opened = inputs.hours.opening_by_day(days)
    found: dict[date, Fit] = {}
    for stretch in filter(None, (days[:FIRST_DAYS], days[FIRST_DAYS:])):
        if found:
            tell(dict(found))
        fits: set[date] = set()
        try:
            for problem in problems_of(inputs, visit_request):
                fits.update(days_that_fit(_on(problem, stretch), stop=stop))
        except Stopped:
            break
        worked = _worked(
            inputs, visit_request, [day for day in stretch if day in opened and day not in fits]
        )
        for day in stretch:
            found[day] = Fit.FITS if day in fits else Fit.FULL if day in worked else Fit.CLOSED
    return found


def _worked(inputs: ProblemInputs, visit_request: VisitRequest, days: Sequence[date]) -> set[date]:
    """The days on which each need of each step has somebody or something, if nobody were absent."""
    setup, hours = inputs.setup, inputs.hours
    there = {
        number: hours.free_by_day(setup.resources[number], days, without_time_off=True).keys()
        for number in resources_of(setup, visit_request)
    }
    needs = {
        tuple(candidate.resource for candidate in need.one_of)
        for step in visit_request.steps
        for need in setup.visit_types[step.visit_type].needs
    }
    return {
        day
        for day in days
        if all(any(day in there.get(number, ()) for number in one_of) for one_of in needs)
    }


def _on(problem: Problem, days: Sequence[date]) -> Problem:
    """The problem with its patient here on these days only.

    Its other days stay in it: for other days the calendars would be drawn anew.
    """
    request, *others = problem.requests
    known = request.windows or {}
    windows = {day: known[day] for day in days if day in known}
    return replace(problem, requests=(replace(request, windows=windows), *others))
