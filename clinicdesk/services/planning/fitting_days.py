"""Which days of a request's horizon take the whole visit, whatever it costs."""

from collections.abc import Callable, Mapping
from datetime import date
from enum import StrEnum

from clinicdesk.scheduling import Stopped, days_that_fit
from clinicdesk.services.clinic.hours import days_from
from clinicdesk.services.planning.availability import Availability
from clinicdesk.services.planning.requests import VisitRequest


class Fit(StrEnum):
    """What a day is to a request."""

    FITS = "fits"
    FULL = "full"
    """The clinic is open, and there is no plan: occupied, or against what the patient prefers."""
    CLOSED = "closed"


def fitting_days(
    availability: Availability,
    visit_request: VisitRequest,
    *,
    stop: Callable[[], bool] | None = None,
) -> Mapping[date, Fit] | None:
    """Every day of the request, in order; None if `stop` said True before all were known.

    Each day is judged by itself: the target plays no part, nor do the other days.
    """
    days = days_from(visit_request.first_day, visit_request.days)
    opened = availability.problem_inputs(visit_request).hours.opening_by_day(days)
    fits: set[date] = set()
    try:
        for problem in availability.problems(visit_request):
            fits.update(days_that_fit(problem, stop=stop))
    except Stopped:
        return None
    return {
        day: Fit.FITS if day in fits else Fit.FULL if day in opened else Fit.CLOSED for day in days
    }
