"""Which days of a request's horizon take the whole visit, whatever it costs."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from enum import StrEnum

from clinicdesk.scheduling import Interval, Problem, Stopped, days_that_fit, subtract_intervals
from clinicdesk.services.clinic.clinic_setup import VisitTypeInfo
from clinicdesk.services.clinic.hours import days_from
from clinicdesk.services.clinic.stretches import WHOLE_DAY
from clinicdesk.services.planning.availability import Availability
from clinicdesk.services.planning.problem.inputs import ProblemInputs
from clinicdesk.services.planning.problem.patient_time import what_is_missing
from clinicdesk.services.planning.problem.problem_building import problems_of
from clinicdesk.services.planning.requests import VisitRequest


class Fit(StrEnum):
    """What a day is to a request."""

    FITS = "fits"
    FULL = "full"
    """Somebody works, and there is no plan: occupied, or against what the patient prefers."""
    EARLY = "early"
    """Somebody works, and what must be there before cannot be by then."""
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
            inputs,
            visit_request,
            opened,
            [day for day in stretch if day in opened and day not in fits],
        )
        for day in stretch:
            found[day] = Fit.CLOSED
            if day in fits:
                found[day] = Fit.FITS
            elif day in worked:
                early = what_is_missing(inputs, visit_request, day)
                found[day] = Fit.EARLY if early else Fit.FULL
    return found


def _worked(
    inputs: ProblemInputs,
    visit_request: VisitRequest,
    opened: Mapping[date, tuple[Interval, ...]],
    days: Sequence[date],
) -> set[date]:
    """The days on which each need of each step has somebody or something, if nobody were absent.

    While the clinic is open, and where their sessions take it.
    """
    shut = {day: subtract_intervals(WHOLE_DAY, opened.get(day, ())) for day in days}
    found: dict[tuple[int, int], frozenset[date]] = {}
    left = set(days)
    for step in visit_request.steps:
        kind = step.kind(inputs.setup)
        for need in kind.needs:
            there: set[date] = set()
            for candidate in need.one_of:
                key = kind.id, candidate.resource
                if key not in found:
                    found[key] = _days_there(inputs, kind, candidate.resource, shut)
                there |= found[key]
            left &= there
    return left


def _days_there(
    inputs: ProblemInputs, kind: VisitTypeInfo, resource: int, shut: Mapping[date, list[Interval]]
) -> frozenset[date]:
    """On which of the days the resource is there for the visit type while the clinic is open."""
    hours, info, days = inputs.hours, inputs.setup.resources[resource], list(shut)
    free = hours.free_by_day(info, days, without_time_off=True)
    takes = hours.block_windows(
        info,
        kind.id,
        days,
        only_listed=kind.only_in_blocks and hours.has_block_for(info, kind.id),
        new_patient=inputs.patient.new_patient,
    )
    taken = dict.fromkeys(days, WHOLE_DAY) if takes is None else takes
    return frozenset(
        day for day in days if _shared(free.get(day, ()), shut[day], taken.get(day, ()))
    )


def _shared(free: Sequence[Interval], shut: Sequence[Interval], taken: Sequence[Interval]) -> bool:
    """Whether some minute is free while the clinic is not shut, and taken by the sessions."""
    refused = subtract_intervals(WHOLE_DAY, taken)
    return bool(subtract_intervals(free, [*shut, *refused]))


def _on(problem: Problem, days: Sequence[date]) -> Problem:
    """The problem with its patient here on these days only.

    Its other days stay in it: for other days the calendars would be drawn anew.
    """
    request, *others = problem.requests
    known = request.windows or {}
    windows = {day: known[day] for day in days if day in known}
    return replace(problem, requests=(replace(request, windows=windows), *others))
