"""What a desk asks for, and the packing problem that it makes: rows to a frozen `Problem`."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from clinicdesk.exchange.wall_clock import clock_faults
from clinicdesk.scheduling import (
    MIDNIGHT,
    Alternative,
    BookedStep,
    Interval,
    Need,
    Problem,
    Request,
    Resource,
    SequenceRule,
    Step,
    Windows,
    subtract_intervals,
)
from clinicdesk.services.clinic.clinic_setup import (
    Candidate,
    ClinicSetup,
    NeedInfo,
    Rule,
    TemplateInfo,
    VisitTypeInfo,
)
from clinicdesk.services.clinic.hours import Hours, days_from
from clinicdesk.services.planning.classes import (
    OPENING_A_CLASS,
    OpenClass,
    joining_step,
)

Spare = tuple[Alternative, ...]
"""Others who qualify for a need."""

REQUEST = "visit"
"""The id of the planned request in every problem made here."""


@dataclass(frozen=True)
class StepRequest:
    """A visit type as a step, for how many minutes, perhaps with one practitioner only."""

    visit_type: int
    minutes: int
    practitioner: int | None = None


@dataclass(frozen=True)
class VisitRequest:
    """One patient's request for a combined visit on one of `days` days from `first_day`.

    `earliest` and `latest` are minutes after midnight between which the patient can be on site.
    """

    patient: int
    steps: tuple[StepRequest, ...]
    first_day: date
    days: int = 90
    rules: tuple[Rule, ...] = ()
    transfer_minutes: int = 0
    template: int | None = None
    target: date | None = None
    earliest: int = 0
    latest: int = MIDNIGHT
    weekdays: frozenset[int] = frozenset(range(7))
    """Days of the week that suit the patient; 0 is Monday."""
    joining: int | None = None
    """A visit of the patient to which the steps are added; `first_day` is its day then."""


def request_from_template(
    template: TemplateInfo, patient: int, first_day: date, days: int = 90
) -> VisitRequest:
    """The template's steps and rules for a patient."""
    return VisitRequest(
        patient=patient,
        steps=tuple(StepRequest(step.visit_type, step.minutes) for step in template.steps),
        first_day=first_day,
        days=days,
        rules=template.rules,
        transfer_minutes=template.transfer_minutes,
        template=template.id,
    )


@dataclass(frozen=True)
class PatientDays:
    """What a patient has already: other visits' steps, and whether they were ever seen here."""

    appointments: tuple[tuple[int, int, date, int, int], ...] = ()
    """Visit, position, day, start and minutes of each busy appointment in the asked days."""
    new_patient: bool = True

    def as_requests(
        self, patient: str, *, joining: int | None = None, transfer_minutes: int = 0
    ) -> tuple[tuple[Request, ...], tuple[BookedStep, ...]]:
        """The same as booked requests; their resources are accounted for as busy time already.

        Steps of the visit `joining` take the transfer minutes around them too: new steps are to
        belong to it.
        """
        requests, booked = [], []
        for visit, position, day, start, minutes in self.appointments:
            around = transfer_minutes if visit == joining else 0
            begin, end = max(0, start - around), min(MIDNIGHT, start + minutes + around)
            other = f"visit-{visit}-{position}"
            requests.append(Request(other, (Step("0", end - begin),), patient=patient))
            booked.append(BookedStep(other, "0", day, begin))
        return tuple(requests), tuple(booked)


@dataclass(frozen=True)
class Surroundings:
    """What a problem is made of besides the request itself."""

    setup: ClinicSetup
    hours: Hours
    now: tuple[date, int]
    """Today and the minutes that have begun, by the clinic's wall clock."""
    resources: Mapping[int, Resource]
    """The engine's resources, by number, for the asked days."""
    patient: PatientDays = field(default_factory=PatientDays)
    classes: tuple[OpenClass, ...] = ()
    """Group classes of the wished visit types that have a place left."""


def build_problem(
    around: Surroundings, visit_request: VisitRequest, *, joining: bool = False
) -> Problem:
    """The packing problem of one request; its request's id is `REQUEST`, steps go by position.

    A group class is opened anew, or with `joining` one that has a place left is joined.
    """
    days = days_from(visit_request.first_day, visit_request.days)
    steps = tuple(
        joining_step(str(position), step.visit_type, around.classes)
        if joining and around.setup.visit_types[step.visit_type].group_size > 1
        else _step(around, str(position), step, days)
        for position, step in enumerate(visit_request.steps)
    )
    patient = f"patient-{visit_request.patient}"
    request = Request(
        id=REQUEST,
        steps=steps,
        patient=patient,
        windows=patient_windows(around, visit_request, days),
        target=visit_request.target,
        transfer_minutes=visit_request.transfer_minutes,
        sequence=tuple(
            SequenceRule(str(rule.first), str(rule.then), rule.min_gap, rule.max_gap)
            for rule in visit_request.rules
        ),
    )
    others, booked = around.patient.as_requests(
        patient, joining=visit_request.joining, transfer_minutes=visit_request.transfer_minutes
    )
    return Problem(
        grid_minutes=around.setup.grid_minutes,
        days=days,
        resources=(
            *(around.resources[number] for number in resources_of(around.setup, visit_request)),
            *(item.resource for item in around.classes if joining),
        ),
        requests=(request, *others),
        booked=booked,
    )


def resources_of(setup: ClinicSetup, visit_request: VisitRequest) -> list[int]:
    """Every resource that the request may take, in the setup's order."""
    wanted = {
        candidate.resource
        for step in visit_request.steps
        for need in _needs(setup, step)
        for candidate in need.one_of
    }
    return [number for number in setup.resources if number in wanted]


def group_types(setup: ClinicSetup, visit_request: VisitRequest) -> set[int]:
    """The wished visit types that are group classes."""
    kinds = {step.visit_type for step in visit_request.steps}
    return {kind for kind in kinds if setup.visit_types[kind].group_size > 1}


def _needs(setup: ClinicSetup, step: StepRequest) -> tuple[NeedInfo, ...]:
    return setup.visit_types[step.visit_type].needs


def _step(
    around: Surroundings, name: str, visit_request: StepRequest, days: Sequence[date]
) -> Step:
    kind = around.setup.visit_types[visit_request.visit_type]
    needs = []
    for index, need in enumerate(kind.needs):
        candidates = _preferred(need, visit_request.practitioner)
        alternatives = _alternatives(around, kind, index, candidates, days)
        needs.append(Need(alternatives, need.holds, need.before, need.after))
    # For sessions only, and no session is meant for it: it can never be.
    meant = any(listed(around, kind.id, need.one_of) for need in kind.needs)
    never: Windows | None = {} if kind.only_in_sessions and not meant else None
    return Step(name, visit_request.minutes, tuple(needs), never)


def _alternatives(
    around: Surroundings,
    kind: VisitTypeInfo,
    index: int,
    candidates: Iterable[Candidate],
    days: Sequence[date],
) -> tuple[Alternative, ...]:
    """Candidates for the need of that index as the engine takes them."""
    is_meant = listed(around, kind.id, kind.needs[index].one_of)
    joinable = any(item.visit_type == kind.id for item in around.classes)
    opening = OPENING_A_CLASS if joinable and index == 0 else 0
    return tuple(
        Alternative(
            resource=str(candidate.resource),
            minutes=candidate.minutes,
            penalty=candidate.penalty + opening,
            windows=around.hours.session_windows(
                around.setup.resources[candidate.resource],
                kind.id,
                days,
                only_listed=kind.only_in_sessions and is_meant,
                new_patient=around.patient.new_patient,
            ),
        )
        for candidate in candidates
    )


def spare_of(around: Surroundings, visit_request: VisitRequest) -> dict[tuple[str, int], Spare]:
    """Who qualifies besides the wished practitioner, by a step's id and the need's index."""
    days = days_from(visit_request.first_day, visit_request.days)
    spare = {}
    for position, step in enumerate(visit_request.steps):
        kind = around.setup.visit_types[step.visit_type]
        if kind.group_size > 1:
            continue
        for index, need in enumerate(kind.needs):
            wished = set(_preferred(need, step.practitioner))
            others = [candidate for candidate in need.one_of if candidate not in wished]
            if others:
                spare[str(position), index] = _alternatives(around, kind, index, others, days)
    return spare


def time_at_most(around: Surroundings, visit_request: VisitRequest) -> Windows:
    """When the patient could be on site if any time of any day suited them."""
    any_time = replace(visit_request, earliest=0, latest=MIDNIGHT, weekdays=frozenset(range(7)))
    return patient_windows(around, any_time, days_from(visit_request.first_day, visit_request.days))


def listed(around: Surroundings, visit_type: int, candidates: Iterable[Candidate]) -> bool:
    """Whether a session of one of these is meant for the visit type by name."""
    return any(
        around.hours.lists(around.setup.resources[candidate.resource], visit_type)
        for candidate in candidates
    )


def _preferred(need: NeedInfo, practitioner: int | None) -> Iterable[Candidate]:
    """The wished practitioner alone where they qualify; every candidate elsewhere."""
    chosen = [candidate for candidate in need.one_of if candidate.resource == practitioner]
    return chosen or need.one_of


def patient_windows(
    around: Surroundings, visit_request: VisitRequest, days: Sequence[date]
) -> dict[date, tuple[Interval, ...]]:
    """Opening hours, less what is past, what does not suit and what the clock skips or doubles."""
    today, minute = around.now
    windows = {}
    for day, opening in around.hours.opening_by_day(days).items():
        if day < today or day.weekday() not in visit_request.weekdays:
            continue
        cuts = [(0, visit_request.earliest), (visit_request.latest, MIDNIGHT)]
        if day == today:
            cuts.append((0, minute))
        # The minute before a skipped or doubled stretch goes too: no end may stand at its edge.
        cuts += [(begin - 1, end) for begin, end in clock_faults(around.setup.zone, day)]
        left = subtract_intervals(opening, [cut for cut in cuts if cut[0] < cut[1]])
        if left:
            windows[day] = tuple(left)
    return windows
