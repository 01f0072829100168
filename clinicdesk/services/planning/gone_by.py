"""Why nothing fits where time alone is in the way: the engine knows no clock, only what is open."""

from collections.abc import Callable
from dataclasses import replace

from clinicdesk.scheduling import Reason, find_plans
from clinicdesk.services.clinic.hours import days_from
from clinicdesk.services.planning.requests import (
    Surroundings,
    VisitRequest,
    build_problem,
    patient_windows,
)


def time_gone_by(
    around: Surroundings, visit_request: VisitRequest, *, stop: Callable[[], bool] | None = None
) -> Reason | None:
    """What has gone by of today, if that is why a request has no plan: `today-over`, if it is for
    no other open day and the clinic's hours of today are over; `earlier-today`, if it would
    have fitted before. To the engine both are time at which the clinic is closed.
    """
    today, minute = around.now
    opening = around.hours.opening_by_day([today]).get(today, ())
    if not opening or today not in (days := days_from(visit_request.first_day, visit_request.days)):
        return None
    over = all(end <= minute for _, end in opening)
    if over and not patient_windows(around, visit_request, days):
        return Reason("reason.today-over", {})
    morning = build_problem(replace(around, now=(today, 0)), visit_request)
    if find_plans(morning, top=1, stop=stop).plans:
        return Reason("reason.earlier-today", {})
    return None
