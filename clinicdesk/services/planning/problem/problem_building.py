"""A visit request as the engine's packing problem, from what is free and what the patient has."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from clinicdesk.exchange.wall_clock import clock_faults
from clinicdesk.scheduling import (
    MIDNIGHT,
    Alternative,
    Problem,
    Request,
    Resource,
    Step,
    Windows,
    subtract_intervals,
)
from clinicdesk.services.clinic.clinic_setup import Candidate, ClinicSetup, VisitTypeInfo
from clinicdesk.services.clinic.hours import Hours, days_from
from clinicdesk.services.planning.problem.classes import OPENING_A_CLASS, OpenClass
from clinicdesk.services.planning.problem.engine_steps import (
    NEVER,
    StepBuilder,
    StepNeed,
    joining_step,
    offered_needs,
    patient_name,
)
from clinicdesk.services.planning.problem.patient_days import PatientDays
from clinicdesk.services.planning.problem.visit_rules import bound
from clinicdesk.services.planning.requests import StepRequest, VisitRequest

REQUEST = "visit"
"""The id of the planned request in every problem made here."""


@dataclass(frozen=True)
class ProblemInputs:
    """What a problem is made of besides the request itself."""

    setup: ClinicSetup
    hours: Hours
    now: tuple[date, int]
    """Today and the minutes that have begun, by the clinic's wall clock."""
    resources: Mapping[int, Resource]
    """The engine's resources, by number, for the requested days."""
    patient: PatientDays = field(default_factory=PatientDays)
    classes: tuple[OpenClass, ...] = ()
    """Group classes of the requested visit types that have a place left."""


def problems_of(inputs: ProblemInputs, visit_request: VisitRequest) -> tuple[Problem, ...]:
    """The packing problem of one request; a second one if it can join a class."""
    opening = build_problem(inputs, visit_request)
    if not inputs.classes:
        return (opening,)
    return opening, build_problem(inputs, visit_request, joining=True)


def build_problem(
    inputs: ProblemInputs, visit_request: VisitRequest, *, joining: bool = False
) -> Problem:
    """The packing problem of one request; its request's id is `REQUEST`, steps go by position.

    A group class is opened anew, or with `joining` one that has a place left is joined.
    """
    days = days_from(visit_request.first_day, visit_request.days)
    patient = patient_name(visit_request.patient)
    request = Request(
        id=REQUEST,
        steps=tuple(_steps(inputs, visit_request, days, joining=joining)),
        patient=patient,
        windows=patient_windows(inputs, visit_request, days),
        target=visit_request.target,
    )
    request = bound(inputs.setup, request, visit_request)
    others, booked = inputs.patient.as_requests(
        patient, joining=visit_request.joining, transfer_minutes=visit_request.transfer_minutes
    )
    return Problem(
        grid_minutes=inputs.setup.grid_minutes,
        days=days,
        resources=(
            *(inputs.resources[number] for number in resources_of(inputs.setup, visit_request)),
            *(item.resource for item in inputs.classes if joining),
        ),
        requests=(request, *others),
        booked=booked,
    )


def resources_of(setup: ClinicSetup, visit_request: VisitRequest) -> list[int]:
    """Every resource that the request may take, in the setup's order."""
    wanted = {
        candidate.resource
        for step in visit_request.steps
        for need in setup.visit_types[step.visit_type].needs
        for candidate in need.one_of
    }
    return [number for number in setup.resources if number in wanted]


def group_types(setup: ClinicSetup, visit_request: VisitRequest) -> set[int]:
    """The requested visit types that are group classes."""
    kinds = {step.visit_type for step in visit_request.steps}
    return {kind for kind in kinds if setup.visit_types[kind].group_size > 1}


def _steps(
    inputs: ProblemInputs, visit_request: VisitRequest, days: Sequence[date], *, joining: bool
) -> Iterator[Step]:
    builder = StepBuilder(inputs.setup, inputs.hours, days)
    for position, requested in enumerate(visit_request.steps):
        name, kind = str(position), inputs.setup.visit_types[requested.visit_type]
        if joining and kind.group_size > 1:
            step = joining_step(name, kind.id, inputs.classes)
            yield inputs.patient.out_of_the_way(inputs.setup, kind, days, step)
            continue
        step = builder.step(
            name,
            requested.minutes,
            _needs(inputs, kind, requested.practitioner),
            kind,
            new_patient=inputs.patient.new_patient,
        )
        step = inputs.patient.out_of_the_way(inputs.setup, kind, days, step)
        yield step if builder.may_be_booked(kind) else replace(step, windows=NEVER)


def _needs(
    inputs: ProblemInputs, kind: VisitTypeInfo, practitioner: int | None
) -> Iterator[StepNeed]:
    """The visit type's needs; where the requested practitioner qualifies, nobody else does."""
    joinable = any(item.visit_type == kind.id for item in inputs.classes)
    for index, need in enumerate(offered_needs(kind)):
        chosen = _preferred(need.one_of, practitioner)
        if joinable and index == 0:
            # A class is opened only where none is worth joining.
            chosen = tuple(replace(c, penalty=c.penalty + OPENING_A_CLASS) for c in chosen)
        yield replace(need, one_of=chosen)


def qualifying(setup: ClinicSetup, requested: StepRequest) -> Iterator[tuple[Candidate, ...]]:
    """Who may fill each need of a step, as it is asked for."""
    for need in setup.visit_types[requested.visit_type].needs:
        yield _preferred(need.one_of, requested.practitioner)


def _preferred(
    candidates: tuple[Candidate, ...], practitioner: int | None
) -> tuple[Candidate, ...]:
    """The practitioner alone where they qualify; every candidate elsewhere."""
    chosen = tuple(candidate for candidate in candidates if candidate.resource == practitioner)
    return chosen or candidates


def spare_of(
    inputs: ProblemInputs, visit_request: VisitRequest
) -> dict[tuple[str, int], tuple[Alternative, ...]]:
    """Who qualifies besides the requested practitioner, by a step's id and the need's index."""
    days = days_from(visit_request.first_day, visit_request.days)
    builder = StepBuilder(inputs.setup, inputs.hours, days)
    spare = {}
    for position, requested in enumerate(visit_request.steps):
        kind = inputs.setup.visit_types[requested.visit_type]
        if kind.group_size > 1:
            continue
        name, new_patient = str(position), inputs.patient.new_patient
        offered = builder.step(
            name, requested.minutes, offered_needs(kind), kind, new_patient=new_patient
        )
        for index, (need, info) in enumerate(zip(offered.needs, kind.needs, strict=True)):
            chosen = {str(c.resource) for c in _preferred(info.one_of, requested.practitioner)}
            others = tuple(other for other in need.one_of if other.resource not in chosen)
            if others:
                spare[name, index] = others
    return spare


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
        cuts = [(0, visit_request.earliest), (visit_request.latest, MIDNIGHT)]
        if day == today:
            cuts.append((0, minute))
        left = subtract_intervals(opening, [cut for cut in cuts if cut[0] < cut[1]])
        if left:
            windows[day] = tuple(left)
    return windows


def open_windows(setup: ClinicSetup, hours: Hours, days: Sequence[date]) -> Windows:
    """Opening hours, less what the clock skips or shows twice; a closed day is left out."""
    windows = {}
    for day, opening in hours.opening_by_day(days).items():
        # The minute before a skipped or doubled stretch goes too: no end may stand at its edge.
        left = subtract_intervals(
            opening, [(begin - 1, end) for begin, end in clock_faults(setup.zone, day)]
        )
        if left:
            windows[day] = tuple(left)
    return windows
