"""All that a proposal is made of: the day of an absence, read in one transaction, as values."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from clinicdesk.models.database import Database
from clinicdesk.models.statuses import UNFINISHED, Status
from clinicdesk.models.visits import Appointment, Claim
from clinicdesk.scheduling import Absence, Problem
from clinicdesk.services.absence.day_problem import build_day
from clinicdesk.services.absence.day_rows import DayRows, read_rows
from clinicdesk.services.absence.movable_visits import movable_visits
from clinicdesk.services.absence.other_days import visit_request_of
from clinicdesk.services.absence.proposal import AbsenceSpan, Call, ManualCase, StrandedVisit
from clinicdesk.services.absence.repaired_day import RepairQuestion
from clinicdesk.services.absence.session_places import session_places
from clinicdesk.services.clinic.clinic_now import read_clinic
from clinicdesk.services.clinic.clinic_setup import ClinicSetup
from clinicdesk.services.clinic.expired_holds import expired_holds, read_holds
from clinicdesk.services.codes import RefusalCode
from clinicdesk.services.context import Context
from clinicdesk.services.errors import NotFound, Refused
from clinicdesk.services.planning.problem.session_quotas import read_quotas
from clinicdesk.services.visits.reading.visit_reading import (
    ON_DAY,
    AppointmentInfo,
    read_appointments,
)


@dataclass(frozen=True)
class DayToMend:
    """A day and what the engine is asked about it.

    `stranded` has each affected visit that can be moved, as it is shown if it gets no place. The
    engine's requests are called after visits, that of a group class after the class's own.
    """

    question: RepairQuestion
    affected: frozenset[int]
    appointments: Mapping[tuple[int, int], AppointmentInfo]
    """By visit and position; of a class the first member's."""
    members: Mapping[int, tuple[AppointmentInfo, ...]]
    """Who is in the classes that can be moved, by the class's visit."""
    stranded: Mapping[int, StrandedVisit]
    manual: tuple[ManualCase, ...]
    upcoming: frozenset[int]
    """The visits of patients with a step that has not begun."""


@dataclass(frozen=True)
class AbsenceDay:
    """The day of an absence."""

    absence: AbsenceSpan
    day: DayToMend


def read_absence_day(context: Context, database: Database, absence: AbsenceSpan) -> AbsenceDay:
    """Read it in one transaction.

    Raises Refused for a time that is past or ends before it begins, NotFound for a resource that
    the clinic does not have.
    """
    with database.reading() as session:
        setup, _ = read_clinic(session)
        now = context.wall_clock(setup.zone)
        absence = _checked(setup, absence, now)
        from_minute = now[1] if absence.day == now[0] else 0
        within = appointments_within(session, setup, absence, from_minute)
        day = read_day_to_mend(session, context, absence.day, within, absence=absence)
        return AbsenceDay(absence, day)


def read_day_to_mend(
    session: Session,
    context: Context,
    day: date,
    broken: Collection[int],
    *,
    absence: AbsenceSpan | None = None,
    making_room: bool = True,
) -> DayToMend:
    """The day on which these appointments cannot stay as they are; of a class its members, or its
    own.

    Whoever is absent is that by the hours, or by `absence`. Without `making_room` no other visit
    moves.
    """
    setup, hours = read_clinic(session)
    now = context.wall_clock(setup.zone)
    hours = hours.released(now)
    from_minute = now[1] if day == now[0] else 0
    expired = expired_holds(session, read_holds(session), int(context.instant().timestamp()))
    rows = read_rows(session, day, from_minute, expired)
    affected = frozenset(broken) & {row.id for row in rows.appointments}
    movable = movable_visits(setup, rows, affected)
    concerned = movable & rows.concerned(affected)
    if not making_room:
        movable = concerned
    quotas = read_quotas(session, setup, hours, (day,), expired=expired)
    problem, fixed = build_day(session, setup, hours, rows, movable, quotas=quotas, expired=expired)
    infos = {i.number: i for i in read_appointments(session, ON_DAY, day=day)}
    question = RepairQuestion(
        problem,
        () if absence is None else _engine_absences(setup, absence, problem),
        from_minute,
        affected=frozenset(str(number) for number in concerned),
        fixed=fixed,
        sessions=session_places(quotas, day, movable),
    )
    members = {
        number: tuple(infos[row.id] for row in rows.members[own[0].id])
        for number in movable
        if (own := rows.of(number)) and own[0].group_size is not None
    }
    shown = {(i.visit, i.position): i for i in infos.values()}
    shown |= {(number, 0): own[0] for number, own in members.items()}
    return DayToMend(
        question,
        affected,
        shown,
        members,
        {
            number: _stranded(setup, rows, infos, number, question.call_of(str(number)))
            if number not in members
            else _stranded_class(members[number], question.call_of(str(number)))
            for number in concerned
        },
        _manual_cases(rows, infos, affected, movable),
        frozenset(
            row.visit_id
            for row in rows.appointments
            if not rows.begun(row) and rows.visits[row.visit_id].patient_id is not None
        ),
    )


def appointments_within(
    session: Session, setup: ClinicSetup, absence: AbsenceSpan, from_minute: int
) -> frozenset[int]:
    """The appointments with a busy claim in the absence, from that minute on.

    Of a group class, its members.
    """
    claimed = select(Claim.appointment_id).where(
        Claim.resource_id.in_(_with_lanes(setup, absence)),
        Claim.day == absence.day,
        Claim.busy,
        Claim.start < absence.end,
        Claim.end > max(absence.start, from_minute),
    )
    return frozenset(
        session.scalars(
            select(Appointment.id).where(
                Appointment.status.in_(UNFINISHED),
                Appointment.group_size.is_(None),
                or_(Appointment.id.in_(claimed), Appointment.class_id.in_(claimed)),
            )
        )
    )


def _with_lanes(setup: ClinicSetup, absence: AbsenceSpan) -> tuple[int, ...]:
    """What is absent, with its second places for work-ins."""
    return (absence.resource, *setup.lanes.get(absence.resource, ()))


def _checked(setup: ClinicSetup, asked: AbsenceSpan, now: tuple[date, int]) -> AbsenceSpan:
    """The absence of the resource itself where a second place of it is named."""
    info = setup.resources.get(asked.resource)
    if info is None:
        raise NotFound(RefusalCode.RESOURCE_UNKNOWN, name=str(asked.resource))
    if asked.start >= asked.end:
        raise Refused(RefusalCode.HOURS_ENDS_BEFORE_IT_BEGINS)
    if (asked.day, asked.end) <= now:
        raise Refused(RefusalCode.ABSENCE_PAST, day=asked.day)
    return replace(asked, resource=info.lane_of or info.id)


def _engine_absences(
    setup: ClinicSetup, absence: AbsenceSpan, problem: Problem
) -> tuple[Absence, ...]:
    """Of those resources that the problem has at all."""
    known = {resource.id for resource in problem.resources}
    absent = (str(number) for number in _with_lanes(setup, absence))
    minutes = ((absence.start, absence.end),)
    return tuple(Absence(name, absence.day, minutes) for name in absent if name in known)


def _stranded(
    setup: ClinicSetup, rows: DayRows, infos: Mapping[int, AppointmentInfo], visit: int, call: Call
) -> StrandedVisit:
    own = rows.of(visit)
    steps = [infos[row.id] for row in own if not rows.begun(row)]
    steps.sort(key=lambda item: (item.start, item.number))
    patient = steps[0].patient
    assert patient is not None
    why = ""
    if any(rows.begun(row) for row in own):
        why = RefusalCode.ABSENCE_UNDER_WAY
    elif any(row.status.here for row in own):
        why = RefusalCode.ABSENCE_HERE_ALREADY
    visit_request = None if why else visit_request_of(setup, rows.visits[visit], own)
    return StrandedVisit(visit, patient, tuple(steps), visit_request, call, why=why)


def _stranded_class(members: tuple[AppointmentInfo, ...], call: Call) -> StrandedVisit:
    first = members[0]
    assert first.patient is not None
    why = RefusalCode.ABSENCE_CLASS
    return StrandedVisit(first.visit, first.patient, (first,), None, call, why=why, members=members)


def _manual_cases(
    rows: DayRows,
    infos: Mapping[int, AppointmentInfo],
    affected: frozenset[int],
    movable: frozenset[int],
) -> tuple[ManualCase, ...]:
    """What lies in the absence and can be neither moved nor left without a place."""
    going = {row.id for row in rows.appointments if row.visit_id in movable and not rows.begun(row)}
    found = [
        ManualCase(infos[row.id], _why_manual(rows, row))
        for row in rows.appointments
        if row.id in affected and row.id in infos and not going & {row.id, row.class_id}
    ]
    return tuple(sorted(found, key=lambda c: (c.appointment.start, c.appointment.number)))


def _why_manual(rows: DayRows, row: Appointment) -> str:
    if row.status is Status.PENDING:
        return RefusalCode.ABSENCE_HELD
    if row.class_id is not None:
        return RefusalCode.ABSENCE_CLASS
    if rows.visits[row.visit_id].patient_id is None:
        return RefusalCode.ABSENCE_OWN_TIME
    return RefusalCode.ABSENCE_UNDER_WAY if rows.begun(row) else RefusalCode.ABSENCE_NOT_MOVABLE
