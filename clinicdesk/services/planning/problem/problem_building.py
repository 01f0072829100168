"""A visit request as the engine's packing problem, from what is free and what the patient has."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import product

from clinicdesk.scheduling import (
    MIDNIGHT,
    Alternative,
    Plan,
    Problem,
    Request,
    Step,
    subtract_intervals,
)
from clinicdesk.services.clinic.clinic_setup import ClinicSetup
from clinicdesk.services.clinic.hours import days_from
from clinicdesk.services.clinic.open_windows import open_windows
from clinicdesk.services.planning.problem.engine_steps import (
    NEVER,
    StepBuilder,
    joining_step,
    patient_name,
)
from clinicdesk.services.planning.problem.inputs import ProblemInputs
from clinicdesk.services.planning.problem.interpreting import (
    Needs,
    ways_to_talk,
)
from clinicdesk.services.planning.problem.patient_time import patient_windows
from clinicdesk.services.planning.problem.scarce_sessions import (
    Full,
    kept_out,
    together,
)
from clinicdesk.services.planning.problem.step_needs import own_needs, resources_of, ways_of
from clinicdesk.services.planning.problem.visit_rules import bound
from clinicdesk.services.planning.requests import VisitRequest

REQUEST = "visit"
"""The id of the planned request in every problem made here."""


def problems_of(inputs: ProblemInputs, visit_request: VisitRequest) -> tuple[Problem, ...]:
    """The packing problems of one request: whatever is a plan of it is a plan of one of them.

    There are several where it can join a class, where a step can be done either by somebody who
    speaks the patient's language or with an interpreter, and where a session takes one of its steps
    or another.
    """
    ways = ways_of(inputs, visit_request)
    types = [step.visit_type for step in visit_request.steps]
    return tuple(
        _problem(inputs, visit_request, needs, full_for, joining=joining)
        for full_for in kept_out(inputs.scarce, types)
        for joining in ((False, True) if inputs.classes else (False,))
        for needs in product(*ways)
    )


def problem_of(problems: Sequence[Problem], plan: Plan) -> Problem:
    """The one of a request's problems of which it is a plan; the first if it is of none."""
    return next((problem for problem in problems if _can_have(problem, plan)), problems[0])


def _can_have(problem: Problem, plan: Plan) -> bool:
    steps = {step.id: step for step in problem.requests[0].steps}
    return all(
        len(placed.resources) == len(steps[placed.step].needs)
        and all(
            any(name == alternative.resource for alternative in need.one_of)
            for name, need in zip(placed.resources, steps[placed.step].needs, strict=True)
        )
        for placed in plan.steps
    )


def _problem(
    inputs: ProblemInputs,
    visit_request: VisitRequest,
    needs: Sequence[Needs],
    full_for: Mapping[int, Full],
    *,
    joining: bool,
) -> Problem:
    """The packing problem of one request; its request's id is `REQUEST`, steps go by position.

    A group class is opened anew, or with `joining` one that has a place left is joined.
    """
    days = days_from(visit_request.first_day, visit_request.days)
    patient = patient_name(visit_request.patient)
    request = Request(
        id=REQUEST,
        steps=tuple(_steps(inputs, visit_request, needs, full_for, days, joining=joining)),
        patient=patient,
        windows=patient_windows(inputs, visit_request, days),
        target=visit_request.target,
    )
    request = _as_joined(inputs, visit_request, bound(inputs.setup, request, visit_request))
    others, booked = inputs.patient.as_requests(
        patient, joining=visit_request.joining, transfer_minutes=visit_request.transfer_minutes
    )
    return Problem(
        grid_minutes=inputs.setup.grid_minutes,
        days=days,
        resources=(
            *(inputs.resources[number] for number in _resources_of(inputs, visit_request)),
            *(item.resource for item in inputs.classes if joining),
        ),
        requests=(request, *others),
        booked=booked,
    )


def _as_joined(inputs: ProblemInputs, visit_request: VisitRequest, request: Request) -> Request:
    """The request, with what its steps keep to once they are added to the visit that it joins.

    All steps of both lie within the longest stay if the added ones, which it binds too, are never
    further from the others' first begin or last end than that.
    """
    host = [step for step in inputs.patient.appointments if step.visit == visit_request.joining]
    if not host:
        return request
    day, stay = host[0].day, host[0].longest_stay
    begin, end = min(step.start for step in host), max(step.start + step.minutes for step in host)
    kept = [(0, MIDNIGHT)]
    if host[0].one_window:
        opening = open_windows(inputs.setup, inputs.hours, (day,)).get(day, ())
        kept = [window for window in opening if window[0] <= begin and end <= window[1]]
    if stay is not None:
        kept = [(max(left, end - stay), min(right, begin + stay)) for left, right in kept]
        request = replace(request, longest_stay=min(stay, request.longest_stay or stay))
    cuts = subtract_intervals([(0, MIDNIGHT)], [window for window in kept if window[0] < window[1]])
    left = tuple(subtract_intervals((request.windows or {}).get(day, ()), cuts))
    return replace(request, windows={day: left} if left else {})


def _resources_of(inputs: ProblemInputs, visit_request: VisitRequest) -> list[int]:
    return resources_of(inputs.setup, visit_request, inputs.patient.language)


def group_types(setup: ClinicSetup, visit_request: VisitRequest) -> set[int]:
    """The requested visit types that are group classes, but for places in one that stay."""
    kinds = {step.visit_type for step in visit_request.steps if step.fixed is None}
    return {kind for kind in kinds if setup.visit_types[kind].group_size > 1}


def _steps(
    inputs: ProblemInputs,
    visit_request: VisitRequest,
    needs: Sequence[Needs],
    full_for: Mapping[int, Full],
    days: Sequence[date],
    *,
    joining: bool,
) -> Iterator[Step]:
    usual = StepBuilder(inputs.setup, inputs.hours, days, inputs.full)
    own = {n: replace(usual, full=together(usual.full, f)) for n, f in full_for.items()}
    for position, requested in enumerate(visit_request.steps):
        builder = own.get(position, usual)
        name, kind = str(position), requested.kind(inputs.setup)
        if joining and kind.group_size > 1 and requested.fixed is None:
            step = joining_step(name, kind.id, inputs.classes)
            yield inputs.patient.out_of_the_way(inputs.setup, kind, days, step)
            continue
        step = builder.step(
            name,
            requested.minutes,
            needs[position],
            kind,
            new_patient=inputs.patient.new_patient,
            seen_since=visit_request.even_if_new,
        )
        step = inputs.patient.out_of_the_way(inputs.setup, kind, days, step)
        if requested.fixed is not None:
            yield replace(step, windows={days[0]: (requested.fixed.stretch,)})
            continue
        yield step if builder.may_be_booked(kind) else replace(step, windows=NEVER)


def spare_of(
    inputs: ProblemInputs, visit_request: VisitRequest, problem: Problem
) -> dict[tuple[str, int], tuple[Alternative, ...]]:
    """Who qualifies besides the requested practitioner in one of the problems of the request.

    By a step's id and the need's index; with no interpreter in the problem's step, of those who
    lead it only who speaks the patient's language.
    """
    builder = StepBuilder(inputs.setup, inputs.hours, problem.days, inputs.full)
    asked = {step.id: step for step in problem.requests[0].steps}
    spare = {}
    for position, requested in enumerate(visit_request.steps):
        kind = requested.kind(inputs.setup)
        if kind.group_size > 1:
            continue
        name = str(position)
        language = None if visit_request.uninterpreted else inputs.patient.language
        ways = ways_to_talk(inputs.setup, language, own_needs(inputs.setup, requested))
        with_as_many = [way for way in ways if len(way) == len(asked[name].needs)]
        offered = builder.step(
            name,
            requested.minutes,
            with_as_many[0],
            kind,
            new_patient=inputs.patient.new_patient,
            seen_since=visit_request.even_if_new,
        )
        for index, (need, has) in enumerate(zip(offered.needs, asked[name].needs, strict=True)):
            chosen = {alternative.resource for alternative in has.one_of}
            others = tuple(other for other in need.one_of if other.resource not in chosen)
            if others:
                spare[name, index] = others
    return spare
