"""Whether nothing fits because of the time of day: to the engine past time is just closed."""

from collections.abc import Callable
from dataclasses import replace

from clinicdesk.scheduling import Reason, find_plans
from clinicdesk.services.clinic.hours import days_from
from clinicdesk.services.planning.problem.inputs import ProblemInputs
from clinicdesk.services.planning.problem.patient_time import patient_windows
from clinicdesk.services.planning.problem.problem_building import problems_of
from clinicdesk.services.planning.requests import VisitRequest


def past_time_reason(
    inputs: ProblemInputs, visit_request: VisitRequest, *, stop: Callable[[], bool] | None = None
) -> Reason | None:
    """Why a request has no plan, if that is because part of today is past; else None.

    `today-over`: it is for no other open day, and the clinic's hours of today are over.
    `earlier-today`: it would have fitted earlier today.
    """
    today, minute = inputs.now
    opening = inputs.hours.opening_by_day([today]).get(today, ())
    if not opening or today not in (days := days_from(visit_request.first_day, visit_request.days)):
        return None
    over = all(end <= minute for _, end in opening)
    if over and not patient_windows(inputs, visit_request, days):
        return Reason("reason.today-over", {})
    morning = replace(inputs, now=(today, 0))
    for problem in problems_of(morning, visit_request):
        if find_plans(problem, top=1, stop=stop).plans:
            return Reason("reason.earlier-today", {})
    return None
