"""The next best days for visits that cannot stay, each beside what is chosen for the others."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from clinicdesk.models.visits import Appointment, Visit
from clinicdesk.scheduling import Interval, Problem, find_plans, planned_visit
from clinicdesk.services.absence.proposal import Proposal, StrandedVisit
from clinicdesk.services.clinic.clinic_setup import ClinicSetup, Rule
from clinicdesk.services.planning.availability import Availability
from clinicdesk.services.planning.options import Option, option_of
from clinicdesk.services.planning.requests import StepRequest, VisitRequest
from clinicdesk.services.visits.lengths import is_usual, usual_minutes

DAYS = 28
"""How many days after the absence are looked at."""

TOP = 3

Stop = Callable[[], bool] | None
Choices = Mapping[int, Option]
"""By visit: the day that was chosen for it."""

_Busy = Mapping[str, Sequence[tuple[date, Interval]]]


def visit_request_of(setup: ClinicSetup, visit: Visit, rows: Sequence[Appointment]) -> VisitRequest:
    """A request for the same steps, by the same rules, on the days after."""
    place = {row.position: index for index, row in enumerate(rows)}
    return VisitRequest(
        patient=visit.patient_id or 0,
        steps=tuple(
            StepRequest(row.visit_type_id or 0, _minutes(setup, visit, row)) for row in rows
        ),
        first_day=rows[0].day + timedelta(days=1),
        days=DAYS,
        rules=tuple(
            Rule(place[first], place[then], min_gap, max_gap)
            for first, then, min_gap, max_gap in visit.rules
            if first in place and then in place
        ),
        transfer_minutes=visit.transfer_minutes,
        template=visit.template_id,
    )


def _minutes(setup: ClinicSetup, visit: Visit, row: Appointment) -> int:
    """A usual length is that of whoever does it then; one that somebody chose stays."""
    return usual_minutes(setup, visit, row) if is_usual(setup, visit, row) else row.minutes


def with_options(
    availability: Availability,
    stranded: Iterable[StrandedVisit],
    choices: Choices,
    stop: Stop = None,
) -> tuple[StrandedVisit, ...]:
    """The same visits with their best days now, what is chosen for the others being taken."""
    visits = tuple(stranded)
    taken = {
        visit.visit: _placed(availability, visit.visit_request, choices[visit.visit])
        for visit in visits
        if visit.visit_request is not None and visit.visit in choices
    }
    found = []
    for visit in visits:
        if visit.visit_request is not None:
            others = [busy for number, busy in taken.items() if number != visit.visit]
            options = _options(availability, visit.visit_request, others, stop)
            visit = replace(visit, options=options)
        found.append(visit)
    return tuple(found)


def offer_again(
    availability: Availability, proposal: Proposal, choices: Choices, stop: Stop = None
) -> Proposal:
    """The proposal with the days that are left beside these choices."""
    stranded = with_options(availability, proposal.stranded, choices, stop)
    return replace(proposal, stranded=stranded)


def _options(
    availability: Availability,
    visit_request: VisitRequest,
    taken: Iterable[_Busy],
    stop: Stop,
) -> tuple[Option, ...]:
    (problem, *_) = availability.problems(visit_request)
    answer = find_plans(_beside(problem, taken), top=TOP, stop=stop)
    setup = availability.setup()
    return tuple(
        option_of(setup, visit_request, rank, p) for rank, p in enumerate(answer.plans, start=1)
    )


def _placed(availability: Availability, visit_request: VisitRequest, option: Option) -> _Busy:
    """What an option would take, by resource."""
    (problem, *_) = availability.problems(visit_request)
    busy: defaultdict[str, list[tuple[date, Interval]]] = defaultdict(list)
    for placement in planned_visit(problem, option.plan).placements:
        for block in placement.blocks:
            busy[block.resource] += [(placement.day, interval) for interval in block.intervals]
    return busy


def _beside(problem: Problem, taken: Iterable[_Busy]) -> Problem:
    more: defaultdict[str, list[tuple[date, Interval]]] = defaultdict(list)
    for busy in taken:
        for name, blocks in busy.items():
            more[name] += blocks
    if not more:
        return problem
    resources = []
    for resource in problem.resources:
        if resource.id in more:
            times = dict(resource.busy)
            for day, interval in more[resource.id]:
                times[day] = (*times.get(day, ()), interval)
            resource = replace(resource, busy=times)
        resources.append(resource)
    return replace(problem, resources=tuple(resources))
