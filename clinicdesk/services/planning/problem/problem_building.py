"""A visit request as the engine's packing problem, from what is free and what the patient has."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import product

from clinicdesk.scheduling import (
    MIDNIGHT,
    Alternative,
    Plan,
    Problem,
    Request,
    Resource,
    Step,
    Windows,
    subtract_intervals,
)
from clinicdesk.services.clinic.clinic_setup import Candidate, ClinicSetup
from clinicdesk.services.clinic.hours import Hours, days_from
from clinicdesk.services.clinic.open_windows import open_windows
from clinicdesk.services.planning.problem.classes import OPENING_A_CLASS, OpenClass
from clinicdesk.services.planning.problem.engine_steps import (
    NEVER,
    StepBuilder,
    StepNeed,
    joining_step,
    offered_needs,
    patient_name,
)
from clinicdesk.services.planning.problem.interpreting import (
    Language,
    Needs,
    interpreters,
    ways_to_talk,
)
from clinicdesk.services.planning.problem.kept_needs import asked_needs, fixed_needs
from clinicdesk.services.planning.problem.patient_days import PatientDays
from clinicdesk.services.planning.problem.scarce_sessions import (
    Full,
    ScarceSession,
    kept_out,
    together,
)
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
    full: Full = field(default_factory=dict)
    """Sessions that take no more of a visit type."""
    scarce: tuple[ScarceSession, ...] = ()
    """Sessions with fewer places for a visit type than the request has steps of it."""


def problems_of(inputs: ProblemInputs, visit_request: VisitRequest) -> tuple[Problem, ...]:
    """The packing problems of one request: whatever is a plan of it is a plan of one of them.

    There are several where it can join a class, where a step can be done either by somebody who
    speaks the patient's language or with an interpreter, and where a session takes one of its steps
    or another.
    """
    ways = _ways(inputs, visit_request)
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


MOST_EITHER_WAY = 4
"""Of so many steps both ways to talk are tried, each with each; of further ones the last alone."""


def _ways(inputs: ProblemInputs, visit_request: VisitRequest) -> list[tuple[Needs, ...]]:
    """By step: its needs in each way in which its patient is understood."""
    found, either = [], 0
    for requested in visit_request.steps:
        kind = requested.kind(inputs.setup)
        needs = tuple(_needs(inputs, requested))
        language = None if visit_request.uninterpreted else inputs.patient.language
        # A group class is for all who are in it, and who does what is fixed was agreed before.
        open_to_all = kind.group_size > 1 or requested.fixed is not None
        ways = (needs,) if open_to_all else ways_to_talk(inputs.setup, language, needs)
        either += len(ways) > 1
        found.append(ways if either <= MOST_EITHER_WAY else ways[-1:])
    return found


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


def resources_of(
    setup: ClinicSetup, visit_request: VisitRequest, language: Language | None = None
) -> list[int]:
    """Every resource that the request of a patient may take, in the setup's order.

    With those who interpret the `language`.
    """
    wanted = {
        candidate.resource
        for step in visit_request.steps
        for need in step.kind(setup).needs
        for candidate in need.one_of
    }
    for step in visit_request.steps:
        wanted.update(step.fixed.resources if step.fixed else ())
    if language is not None:
        wanted.update(candidate.resource for candidate in interpreters(setup, language))
    return [number for number in setup.resources if number in wanted]


def _resources_of(inputs: ProblemInputs, visit_request: VisitRequest) -> list[int]:
    return resources_of(inputs.setup, visit_request, inputs.patient.language)


def group_types(setup: ClinicSetup, visit_request: VisitRequest) -> set[int]:
    """The requested visit types that are group classes."""
    kinds = {step.visit_type for step in visit_request.steps}
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
        if joining and kind.group_size > 1:
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


def _own_needs(setup: ClinicSetup, requested: StepRequest) -> tuple[StepNeed, ...]:
    """The needs of a step as its visit type is offered, or as the step is booked already."""
    if requested.fixed is not None:
        return fixed_needs(requested)
    if requested.booked:
        return asked_needs(setup, requested)
    return offered_needs(requested.kind(setup))


def _needs(inputs: ProblemInputs, requested: StepRequest) -> Iterator[StepNeed]:
    """The step's needs; where the requested practitioner qualifies, nobody else does."""
    joinable = any(item.visit_type == requested.visit_type for item in inputs.classes)
    for index, need in enumerate(_own_needs(inputs.setup, requested)):
        chosen = _preferred(need.one_of, requested.practitioner)
        if any(candidate.resource == requested.preferred for candidate in chosen):
            chosen = tuple(_after(candidate, requested.preferred) for candidate in chosen)
        else:
            chosen = tuple(_as_liked(inputs, chosen))
        if joinable and index == 0:
            # A class is opened only where none is worth joining.
            chosen = tuple(replace(c, penalty=c.penalty + OPENING_A_CLASS) for c in chosen)
        yield replace(need, one_of=chosen)


def qualifying(setup: ClinicSetup, requested: StepRequest) -> Iterator[tuple[Candidate, ...]]:
    """Who may fill each need of a step, as it is asked for."""
    for need in requested.kind(setup).needs:
        yield _preferred(need.one_of, requested.practitioner)


ANOTHER_PERSON = 60
"""What it costs that somebody else does it than before: as much as three days of waiting."""


def _as_liked(inputs: ProblemInputs, candidates: tuple[Candidate, ...]) -> Iterator[Candidate]:
    """Whom the patient would rather see comes first, whom rather not last; nobody is left out."""
    setup, patient = inputs.setup, inputs.patient
    wholes = [setup.first_place(candidate.resource) for candidate in candidates]
    first = patient.liked.intersection(wholes)
    for candidate, whole in zip(candidates, wholes, strict=True):
        rather_others = (bool(first) and whole not in first) + (whole in patient.avoided)
        yield replace(candidate, penalty=candidate.penalty + rather_others * ANOTHER_PERSON)


def _after(candidate: Candidate, preferred: int | None) -> Candidate:
    if candidate.resource == preferred:
        return candidate
    return replace(candidate, penalty=candidate.penalty + ANOTHER_PERSON)


def _preferred(
    candidates: tuple[Candidate, ...], practitioner: int | None
) -> tuple[Candidate, ...]:
    """The practitioner alone where they qualify; every candidate elsewhere."""
    chosen = tuple(candidate for candidate in candidates if candidate.resource == practitioner)
    return chosen or candidates


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
        ways = ways_to_talk(inputs.setup, language, _own_needs(inputs.setup, requested))
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
