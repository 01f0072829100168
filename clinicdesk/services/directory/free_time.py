"""When each practitioner is free first, for one visit type each: asked of the planner, in parts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from clinicdesk.scheduling import find_plans
from clinicdesk.services.clinic.clinic_setup import ClinicSetup, ResourceInfo
from clinicdesk.services.clinic.hours import days_from
from clinicdesk.services.planner.questions import Thinking
from clinicdesk.services.planning.problem.problem_building import problems_of
from clinicdesk.services.planning.requests import StepRequest, VisitRequest

DAYS = 7
"""So many days are looked at, from today on."""
NOBODY = 0
"""The number of a patient whom no clinic has."""


@dataclass(frozen=True)
class Wanted:
    """With whom, and for which visit type, by their numbers."""

    practitioner: int
    visit_type: int


@dataclass(frozen=True)
class FreeTime:
    """`[start, end)` in minutes after midnight of that day."""

    day: date
    start: int
    end: int


FirstFree = Mapping[Wanted, FreeTime | None]
"""None where nothing is free on any of the days."""


def first_free(thinking: Thinking, wanted: Sequence[Wanted]) -> FirstFree:
    """The first time of each, rooms and helpers included; told in parts, one more each time.

    It is asked for a new patient, of whoever takes new ones. Whoever was not looked at to the end,
    because no time was left, is not in it. Raises DatabaseRefused.
    """
    setup = thinking.availability.setup()
    today, _ = thinking.availability.wall_clock()
    found: dict[Wanted, FreeTime | None] = {}
    for one in wanted:
        free = _first(thinking, setup, one, today)
        if thinking.stop():
            break
        found[one] = free
        thinking.tell(dict(found))
    return found


def _first(thinking: Thinking, setup: ClinicSetup, wanted: Wanted, today: date) -> FreeTime | None:
    """On the first day that has any; the best plan of a day need not be its first."""
    kind, who = setup.visit_types.get(wanted.visit_type), setup.resources.get(wanted.practitioner)
    if kind is None or who is None or not kind.offered:
        return None
    step = StepRequest(kind.id, kind.minutes, who.id)
    found: FreeTime | None = None
    for day in days_from(today, DAYS):
        visit_request = VisitRequest(NOBODY, (step,), day, 1)
        earlier = _planned(thinking, visit_request, who)
        while earlier is not None:
            found = earlier
            before = replace(visit_request, latest=found.end - setup.grid_minutes)
            earlier = _planned(thinking, before, who)
        if found is not None:
            break
    return found


def _planned(thinking: Thinking, visit_request: VisitRequest, who: ResourceInfo) -> FreeTime | None:
    inputs = thinking.availability.problem_inputs(visit_request)
    patient = replace(inputs.patient, new_patient=who.takes_new_patients)
    for problem in problems_of(replace(inputs, patient=patient), visit_request):
        for plan in find_plans(problem, top=1, stop=thinking.stop).plans:
            return FreeTime(plan.day, plan.steps[0].start, plan.steps[0].end)
    return None
