"""A whole day's visits as a packing problem, for repairing it: rows to a frozen `Problem`."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from sqlalchemy.orm import Session

from clinicdesk.models.visits import Appointment, Visit
from clinicdesk.scheduling import (
    BookedStep,
    Interval,
    Problem,
    Request,
    Step,
    Weights,
    subtract_intervals,
)
from clinicdesk.services.absence.day_rows import DayRows
from clinicdesk.services.clinic.clinic_setup import ClinicSetup
from clinicdesk.services.clinic.hours import Hours
from clinicdesk.services.clinic.open_windows import open_windows
from clinicdesk.services.planning.problem.engine_steps import (
    NEVER,
    StepBuilder,
    booked_step,
    occupied_patient,
    patient_name,
)
from clinicdesk.services.planning.problem.interpreting import (
    as_understood,
)
from clinicdesk.services.planning.problem.kept_needs import kept_needs
from clinicdesk.services.planning.problem.occupied_time import read_resources
from clinicdesk.services.planning.problem.patient_days import PatientDays, other_step
from clinicdesk.services.planning.problem.session_quotas import SessionQuotas
from clinicdesk.services.planning.problem.visit_rules import bound
from clinicdesk.services.visits.rules.clinic_rules import ClinicRule
from clinicdesk.services.visits.rules.lengths import is_usual, usual_minutes
from clinicdesk.services.visits.rules.resource_uses import unqualified

NOTICE = 60
"""Minutes that a patient who is not here yet needs to come earlier than agreed."""

WEIGHTS = Weights(moved=240)
"""Each step that moves is a telephone call: no minutes saved on site are worth one."""


def build_day(
    session: Session,
    setup: ClinicSetup,
    hours: Hours,
    rows: DayRows,
    movable: Collection[int],
    *,
    quotas: SessionQuotas,
    expired: Collection[int],
) -> tuple[Problem, frozenset[str]]:
    """The day as a problem, and its requests that stay fixed whatever happens.

    A request is called after its visit, a step after its position. What cannot be moved
    occupies its resources, unless it is an `expired` hold, and its patient.
    """
    moving = [row for row in rows.appointments if row.visit_id in movable]
    requests = _requests(setup, hours, rows, movable, quotas)
    fixed = [
        _fixed(row, rows.visits[row.visit_id])
        for row in rows.appointments
        if row.visit_id not in movable and rows.visits[row.visit_id].patient_id is not None
    ]
    taken = {number for row in moving for number in row.resources}
    resources = read_resources(
        session,
        setup,
        hours,
        [*_resources_of(setup, requests), *sorted(taken - setup.resources.keys())],
        [rows.day],
        expired=expired,
        excluding=[row.id for row in moving],
    )
    problem = Problem(
        setup.grid_minutes,
        (rows.day,),
        tuple(resources.values()),
        (*requests, *(request for request, _ in fixed)),
        (
            *(_booked(rows, row) for row in moving),
            *(booked for _, booked in fixed),
        ),
        WEIGHTS,
    )
    return problem, frozenset(request.id for request, _ in fixed)


def _booked(rows: DayRows, row: Appointment) -> BookedStep:
    told = any(one.visit_id not in rows.told_otherwise for one in rows.members.get(row.id, (row,)))
    return replace(booked_step(str(row.visit_id), row), told=told)


def _requests(
    setup: ClinicSetup,
    hours: Hours,
    rows: DayRows,
    movable: Collection[int],
    quotas: SessionQuotas,
) -> list[Request]:
    """The visits that may move, each with its rules as they were when it was booked.

    A session that is full without a visit takes it no more, even where another leaves it.
    """
    usual = StepBuilder(setup, hours, (rows.day,))
    opened = open_windows(setup, hours, (rows.day,)).get(rows.day, ())
    found = []
    for number in sorted(movable):
        visit, own = rows.visits[number], rows.of(number)
        full = quotas.full((rows.day,), without=[row.id for row in own])
        builder = usual if not full else StepBuilder(setup, hours, (rows.day,), full)
        on_site = _on_site(rows, own, opened)
        if visit.patient_id is None:
            found.append(_class_request(builder, rows, visit, own[0], on_site))
            continue
        staying = _staying(setup, rows, visit, movable)
        found.append(_request(builder, rows, visit, on_site, staying))
    return found


def _class_request(
    builder: StepBuilder,
    rows: DayRows,
    visit: Visit,
    row: Appointment,
    on_site: tuple[Interval, ...],
) -> Request:
    """A class while all who are in it can be there.

    Where one of them has other steps in the same visit it keeps its time: what binds these together
    asks for it.
    """
    others = rows.of_members(row.id)
    together = {member.visit_id for member in rows.members[row.id]}
    if any(other.visit_id in together for other in others):
        on_site = ((row.start, row.start + row.minutes),)
    busy = [(other.start, other.start + other.minutes) for other in others]
    staying = PatientDays(tuple(other_step(builder.setup, other) for other in others))
    new_patients = together.isdisjoint(rows.seen_elsewhere)
    return Request(
        id=str(visit.id),
        steps=(_step(builder, rows, row, staying, new_patient=new_patients),),
        windows={rows.day: tuple(subtract_intervals(on_site, busy))},
        target=rows.day,
    )


def _staying(
    setup: ClinicSetup, rows: DayRows, visit: Visit, movable: Collection[int]
) -> PatientDays:
    """What else the patient of the visit has that day and keeps, and what is interpreted."""
    return PatientDays(
        tuple(
            other_step(setup, row)
            for number in rows.of_patient(visit.patient_id)
            if number not in movable
            for row in rows.of(number)
        ),
        language=rows.languages.get(visit.id),
    )


def _request(
    builder: StepBuilder,
    rows: DayRows,
    visit: Visit,
    on_site: tuple[Interval, ...],
    staying: PatientDays,
) -> Request:
    steps = rows.of(visit.id)
    new_patient = visit.id not in rows.seen_elsewhere
    request = Request(
        id=str(visit.id),
        steps=tuple(_step(builder, rows, row, staying, new_patient=new_patient) for row in steps),
        patient=patient_name(visit.patient_id or 0),
        windows={rows.day: on_site},
        target=rows.day,
    )
    return bound(builder.setup, request, visit)


def _fixed(row: Appointment, visit: Visit) -> tuple[Request, BookedStep]:
    """What cannot be moved: it keeps its patient busy."""
    patient = patient_name(visit.patient_id or 0)
    return occupied_patient(f"fixed-{row.id}", patient, row.day, row.start, row.minutes)


def _resources_of(setup: ClinicSetup, requests: Iterable[Request]) -> list[int]:
    """Every resource that one of these may take, in the setup's order."""
    wanted = {
        int(alternative.resource)
        for request in requests
        for step in request.steps
        for need in step.needs
        for alternative in need.one_of
    }
    return [number for number in setup.resources if number in wanted]


def _on_site(
    rows: DayRows, steps: Sequence[Appointment], opened: tuple[Interval, ...]
) -> tuple[Interval, ...]:
    """While the clinic is open; no earlier than agreed without notice, unless here already."""
    here = any(rows.begun(row) or row.status.here for row in steps)
    if here or not rows.from_minute:
        return opened
    earliest = min(row.start for row in steps)
    return tuple(subtract_intervals(opened, [(0, min(earliest, rows.from_minute + NOTICE))]))


def _step(
    builder: StepBuilder,
    rows: DayRows,
    row: Appointment,
    staying: PatientDays,
    *,
    new_patient: bool,
) -> Step:
    """As long as it is booked with those who do it now; with others, as long as they need.

    A length that somebody chose becomes no shorter with them.
    """
    setup = builder.setup
    kind = setup.booked_kind(row.visit_type_id, row.resource_uses, row.place)
    assert kind is not None
    visit = rows.visits[row.visit_id]
    usual = is_usual(setup, visit, row)
    chosen = None if usual else row.minutes
    needs = kept_needs(setup, kind, row.resource_uses, chosen)
    if ClinicRule.INTERPRETER not in row.override_rules:
        needs = as_understood(setup, staying.language, needs)
    step = builder.step(
        str(row.position),
        usual_minutes(setup, visit, row) if usual else row.minutes,
        needs,
        kind,
        new_patient=new_patient,
        seen_since=ClinicRule.NEW_PATIENT in row.override_rules,
    )
    step = staying.out_of_the_way(setup, kind, builder.days, step)
    return step if rows.begun(row) else _not_by(step, row, unqualified(setup, row))


def _not_by(step: Step, row: Appointment, places: Collection[int]) -> Step:
    """The step, whose needs at these places nothing meets that it is booked with."""
    needs = list(step.needs)
    for place in places:
        present = str(row.resources[place])
        one_of = (
            replace(other, windows=NEVER) if other.resource == present else other
            for other in needs[place].one_of
        )
        needs[place] = replace(needs[place], one_of=tuple(one_of))
    return replace(step, needs=tuple(needs))
