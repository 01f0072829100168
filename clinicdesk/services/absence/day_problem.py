"""A whole day's visits as a packing problem, for repairing it: rows to a frozen `Problem`."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from clinicdesk.models.statuses import Status
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
    Language,
    as_understood,
    visit_languages,
)
from clinicdesk.services.planning.problem.kept_needs import kept_needs
from clinicdesk.services.planning.problem.occupied_time import read_resources, seen_elsewhere
from clinicdesk.services.planning.problem.patient_days import PatientDays, other_step
from clinicdesk.services.planning.problem.session_quotas import SessionQuotas
from clinicdesk.services.planning.problem.visit_rules import bound
from clinicdesk.services.visits.rules.clinic_rules import ClinicRule
from clinicdesk.services.visits.rules.lengths import is_usual, usual_minutes
from clinicdesk.services.visits.rules.resource_uses import unqualified
from clinicdesk.services.visits.told_otherwise import told_otherwise

NOTICE = 60
"""Minutes that a patient who is not here yet needs to come earlier than agreed."""

WEIGHTS = Weights(moved=240)
"""Each step that moves is a telephone call: no minutes saved on site are worth one."""


@dataclass(frozen=True)
class DayRows:
    """The rows of a day that keep somebody busy, with the visits that they belong to."""

    day: date
    from_minute: int
    """What starts before this minute has begun already."""
    appointments: Sequence[Appointment]
    visits: Mapping[int, Visit]
    seen_elsewhere: frozenset[int]
    """The visits whose patients completed a step of another one, up to that day."""
    told_otherwise: frozenset[int]
    """The visits of which the patient knows something else than what is booked."""
    languages: Mapping[int, Language]
    """By visit: what somebody has to interpret for its patient."""

    def of(self, visit: int) -> list[Appointment]:
        return self._by_visit.get(visit, [])

    def of_patient(self, patient: int | None) -> list[int]:
        """The visits that the patient has that day."""
        return self._by_patient.get(patient, [])

    @cached_property
    def _by_patient(self) -> Mapping[int | None, list[int]]:
        found: defaultdict[int | None, list[int]] = defaultdict(list)
        for number, visit in self.visits.items():
            found[visit.patient_id].append(number)
        return found

    @cached_property
    def _by_visit(self) -> Mapping[int, list[Appointment]]:
        found: defaultdict[int, list[Appointment]] = defaultdict(list)
        for row in self.appointments:
            found[row.visit_id].append(row)
        return found

    @cached_property
    def members(self) -> Mapping[int, Sequence[Appointment]]:
        """Who is in each group class, by the number of the class's own appointment."""
        found: defaultdict[int, list[Appointment]] = defaultdict(list)
        for row in self.appointments:
            if row.class_id is not None:
                found[row.class_id].append(row)
        return found

    def concerned(self, appointments: Collection[int]) -> frozenset[int]:
        """The visits of these appointments; of a place in a class the class's own too."""
        groups = {row.class_id for row in self.appointments if row.id in appointments}
        chosen = {*appointments, *groups}
        return frozenset(row.visit_id for row in self.appointments if row.id in chosen)

    def of_members(self, group: int) -> list[Appointment]:
        """What else the members of that class have that day."""
        patients = {self.visits[row.visit_id].patient_id for row in self.members[group]}
        return [
            row
            for patient in sorted(number for number in patients if number is not None)
            for visit in self.of_patient(patient)
            for row in self.of(visit)
            if row.class_id != group
        ]

    def begun(self, row: Appointment) -> bool:
        return row.start < self.from_minute


def read_rows(session: Session, day: date, from_minute: int, excluding: Iterable[int]) -> DayRows:
    """Read the busy appointments of a day, without those of the visits `excluding`."""
    rows = session.scalars(_BUSY, {"day": day, "excluding": list(excluding)}).all()
    numbers = {row.visit_id for row in rows}
    visits = {v.id: v for v in session.scalars(_VISITS, {"visits": list(numbers)})}
    return DayRows(
        day,
        from_minute,
        rows,
        visits,
        seen_elsewhere(session, day, day),
        told_otherwise(session, day),
        visit_languages(session, numbers),
    )


_BUSY = (
    select(Appointment)
    .where(
        Appointment.day == bindparam("day"),
        Appointment.busy,
        Appointment.visit_id.not_in(bindparam("excluding", expanding=True)),
    )
    .order_by(Appointment.visit_id, Appointment.position)
)
_VISITS = select(Visit).where(Visit.id.in_(bindparam("visits", expanding=True)))


def movable_visits(setup: ClinicSetup, rows: DayRows, affected: Collection[int]) -> frozenset[int]:
    """The visits of which every step to come may be moved, and there is one; a group class is one.

    A class that nobody has to mend stays, and whoever is in another keeps what else they have; so
    does what is done by somebody who does not qualify for it any more. Of a patient who has one on
    site and another by phone or video the second stays as it is, the one with an `affected`
    appointment being the first: the way between them is kept from both ends by nobody.
    """
    steps: defaultdict[int, list[Appointment]] = defaultdict(list)
    for row in rows.appointments:
        steps[row.visit_id].append(row)
    movable = {
        number: own
        for number, own in steps.items()
        if any(not rows.begun(row) for row in own)
        and all(_fits_the_setup(setup, row) for row in own)
        and all(rows.begun(row) or row.status.movable for row in own)
        and (
            _class_may_move(rows, own, affected)
            if rows.visits[number].patient_id is None
            else _any_of(own, affected) or not any(unqualified(setup, row) for row in own)
        )
    }
    staying = {
        row.visit_id
        for number in movable
        if rows.visits[number].patient_id is None
        for row in rows.of_members(movable[number][0].id)
    }
    kept: defaultdict[int | None, set[bool]] = defaultdict(set)
    found = set()
    in_classes: set[int | None] = set()
    for number, own in sorted(
        movable.items(), key=lambda item: (not _any_of(item[1], affected), item[0])
    ):
        if rows.visits[number].patient_id is None:
            people = {rows.visits[row.visit_id].patient_id for row in rows.members[own[0].id]}
            # Where somebody is in two of them, one stays: each knows only where the other was.
            if in_classes.isdisjoint(people):
                found.add(number)
            in_classes |= people
            continue
        if number in staying:
            continue
        forms = {setup.on_site(row.visit_type_id, row.place) for row in own}
        before = kept[rows.visits[number].patient_id]
        if not setup.way_minutes or len(forms | before) < 2 or not before:
            before |= forms
            found.add(number)
    return frozenset(found)


def _any_of(rows: Iterable[Appointment], affected: Collection[int]) -> bool:
    return any(row.id in affected for row in rows)


def _fits_the_setup(setup: ClinicSetup, row: Appointment) -> bool:
    """Whether each of its needs can be met by others; a hold's never can, nor a place's in a class.

    What the clinic does not have any more is met by others like what is absent.
    """
    kind = setup.booked_kind(row.visit_type_id, row.resource_uses, row.place)
    return kind is not None and row.class_id is None and row.status is not Status.PENDING


def _class_may_move(rows: DayRows, own: Sequence[Appointment], affected: Collection[int]) -> bool:
    """Whether it is a class that has to be mended, and all who are in it can go with it."""
    (row,) = own if len(own) == 1 else (None,)
    if row is None or row.group_size is None or rows.begun(row):
        return False
    members = rows.members.get(row.id, ())
    concerned = row.id in affected or any(member.id in affected for member in members)
    return bool(members) and concerned and all(member.status.movable for member in members)


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
