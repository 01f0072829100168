"""The next best days for visits that cannot stay, given what is chosen for the others."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from clinicdesk.models.visits import Appointment, Visit
from clinicdesk.scheduling import (
    BookedStep,
    Interval,
    Problem,
    Request,
    find_plans,
    planned_visit,
)
from clinicdesk.services.absence.proposal import Proposal, StrandedVisit
from clinicdesk.services.clinic.clinic_setup import ClinicSetup
from clinicdesk.services.planning.availability import Availability
from clinicdesk.services.planning.options import Option, option_of, plans_by_day
from clinicdesk.services.planning.problem.engine_steps import occupied_patient, patient_name
from clinicdesk.services.planning.problem.problem_building import problem_of, problems_of
from clinicdesk.services.planning.requests import VisitRequest
from clinicdesk.services.visits.another_time import request_of_steps

DAYS = 28
"""How many days after the absence are looked at."""

TOP = 3

Choices = Mapping[int, Option]
"""By visit: the day that was chosen for it."""


@dataclass(frozen=True)
class _Occupied:
    """When an option would occupy its resources, and when its patient is in its steps."""

    resources: Mapping[str, Sequence[tuple[date, Interval]]]
    visit: int
    patient: int
    option: Option

    def as_requests(self) -> Iterator[tuple[Request, BookedStep]]:
        """What keeps the patient busy: another visit of theirs cannot be then."""
        patient = patient_name(self.patient)
        for step in self.option.plan.steps:
            name = f"chosen-{self.visit}-{step.step}"
            day, minutes = self.option.day, step.end - step.start
            yield occupied_patient(name, patient, day, step.start, minutes)


def visit_request_of(setup: ClinicSetup, visit: Visit, rows: Sequence[Appointment]) -> VisitRequest:
    """A request for the same steps, by the same rules, on the days after."""
    after = rows[0].day + timedelta(days=1)
    return replace(request_of_steps(setup, visit, rows), first_day=after, days=DAYS)


def with_options(
    availability: Availability, stranded: Iterable[StrandedVisit], choices: Choices
) -> tuple[StrandedVisit, ...]:
    """The same visits with their best days, what is chosen for the others being occupied."""
    visits = tuple(stranded)
    occupied = {
        visit.visit: _occupied_by(availability, visit, choices[visit.visit])
        for visit in visits
        if visit.visit_request is not None and visit.visit in choices
    }
    found = []
    for visit in visits:
        if visit.visit_request is not None:
            others = [times for number, times in occupied.items() if number != visit.visit]
            options = _options(availability, visit.visit_request, others)
            visit = replace(visit, options=options)
        found.append(visit)
    return tuple(found)


def offer_days_again(availability: Availability, proposal: Proposal, choices: Choices) -> Proposal:
    """The proposal with the days that are left once these choices are made."""
    stranded = with_options(availability, proposal.stranded, choices)
    return replace(proposal, stranded=stranded)


def _options(
    availability: Availability, visit_request: VisitRequest, occupied: Iterable[_Occupied]
) -> tuple[Option, ...]:
    # To the end, however long that is: fewer days than there are would seem to be all.
    inputs = availability.problem_inputs(visit_request)
    taken = list(occupied)
    # A place in a class is none for somebody who has to leave another.
    problems = problems_of(replace(inputs, classes=()), visit_request)
    answers = [find_plans(_with_occupied(problem, taken), top=TOP) for problem in problems]
    plans = plans_by_day(answers, TOP).plans
    return tuple(
        option_of(inputs.setup, visit_request, rank, plan)
        for rank, plan in enumerate(plans, start=1)
    )


def _occupied_by(availability: Availability, visit: StrandedVisit, option: Option) -> _Occupied:
    assert visit.visit_request is not None
    problem = problem_of(availability.problems(visit.visit_request), option.plan)
    times: defaultdict[str, list[tuple[date, Interval]]] = defaultdict(list)
    for placement in planned_visit(problem, option.plan).placements:
        for block in placement.blocks:
            times[block.resource] += [(placement.day, interval) for interval in block.intervals]
    return _Occupied(times, visit.visit, visit.visit_request.patient, option)


def _with_occupied(problem: Problem, occupied: Iterable[_Occupied]) -> Problem:
    """The problem with less free time: what others have chosen is busy in it too."""
    chosen = list(occupied)
    more: defaultdict[str, list[tuple[date, Interval]]] = defaultdict(list)
    for each in chosen:
        for name, intervals in each.resources.items():
            more[name] += intervals
    if not chosen:
        return problem
    kept = [pair for each in chosen for pair in each.as_requests()]
    resources = []
    for resource in problem.resources:
        if resource.id in more:
            busy = dict(resource.busy)
            for day, interval in more[resource.id]:
                busy[day] = (*busy.get(day, ()), interval)
            resource = replace(resource, busy=busy)
        resources.append(resource)
    return replace(
        problem,
        resources=tuple(resources),
        requests=(*problem.requests, *(request for request, _ in kept)),
        booked=(*problem.booked, *(booked for _, booked in kept)),
    )
