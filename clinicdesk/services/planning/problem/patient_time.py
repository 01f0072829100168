"""When the patient of a request can be on site: open hours, less what is past or does not suit."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from clinicdesk.scheduling import MIDNIGHT, Windows, subtract_intervals
from clinicdesk.services.clinic.hours import days_from
from clinicdesk.services.clinic.open_windows import open_windows
from clinicdesk.services.clinic.requirements import Requirement, asked_for
from clinicdesk.services.planning.problem.inputs import ProblemInputs
from clinicdesk.services.planning.requests import VisitRequest


def time_at_most(inputs: ProblemInputs, visit_request: VisitRequest) -> Windows:
    """When the patient could be on site if any time of any day suited them."""
    any_time = replace(visit_request, earliest=0, latest=MIDNIGHT, weekdays=frozenset(range(7)))
    return patient_windows(inputs, any_time, days_from(visit_request.first_day, visit_request.days))


def patient_windows(
    inputs: ProblemInputs, visit_request: VisitRequest, days: Sequence[date]
) -> Windows:
    """When the clinic is open, less what is past and what does not suit the patient."""
    today, minute = inputs.now
    windows = {}
    for day, opening in open_windows(inputs.setup, inputs.hours, days).items():
        if day < today or day.weekday() not in visit_request.weekdays:
            continue
        if what_is_missing(inputs, visit_request, day):
            continue
        soonest = minute + visit_request.notice - (day - today).days * MIDNIGHT
        cuts = [(0, visit_request.earliest), (visit_request.latest, MIDNIGHT)]
        cuts.append((0, min(soonest, MIDNIGHT)))
        left = subtract_intervals(opening, [cut for cut in cuts if cut[0] < cut[1]])
        if left:
            windows[day] = tuple(left)
    return windows


def what_is_missing(
    inputs: ProblemInputs, visit_request: VisitRequest, day: date
) -> tuple[tuple[Requirement, date], ...]:
    """What must be there before and cannot be by that day, each with the first day on which it can.

    Nothing where whoever books says why, or where a booked visit would not come sooner.
    """
    moved = visit_request.moved
    if visit_request.even_if_open or (moved is not None and day >= moved.day):
        return ()
    today, _ = inputs.now
    return inputs.patient.requirements.too_early(
        requirements_of(inputs, visit_request), day, today, visit_request.visit
    )


def requirements_of(inputs: ProblemInputs, visit_request: VisitRequest) -> tuple[Requirement, ...]:
    """What the steps that are looked for ask for; those that stay were agreed before."""
    looked_for = (step.visit_type for step in visit_request.steps if step.fixed is None)
    return asked_for(inputs.setup, looked_for)
