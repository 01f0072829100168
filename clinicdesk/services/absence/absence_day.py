"""Everything about the day of an absence that a proposal is made of, read at once, as values."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from clinicdesk.models.database import Database
from clinicdesk.models.statuses import UNFINISHED, Status
from clinicdesk.models.visits import Appointment, Claim
from clinicdesk.scheduling import Absence
from clinicdesk.services.absence.day_problem import DayRows, build_day, movable_visits, read_rows
from clinicdesk.services.absence.mending import Question
from clinicdesk.services.absence.offering import visit_request_of
from clinicdesk.services.absence.proposal import Away, InTheWay, StrandedVisit
from clinicdesk.services.clinic.clinic_now import read_clinic
from clinicdesk.services.clinic.clinic_setup import ClinicSetup
from clinicdesk.services.codes import RefusalCode
from clinicdesk.services.context import Context
from clinicdesk.services.errors import NotFound, Refused
from clinicdesk.services.planning.taken_time import expired_holds, read_holds
from clinicdesk.services.visits.visit_reading import AppointmentInfo, read_appointments


@dataclass(frozen=True)
class AbsenceDay:
    """The day and what the engine is asked about it.

    `stranded` has each visit that is hit and can be moved, as it is told of if it has no place.
    """

    away: Away
    question: Question
    hit: frozenset[int]
    appointments: Mapping[tuple[int, int], AppointmentInfo]
    """By visit and position."""
    stranded: Mapping[int, StrandedVisit]
    in_the_way: tuple[InTheWay, ...]
    to_come: frozenset[int]
    """The visits of patients with a step that has not begun."""


def read_absence_day(context: Context, database: Database, away: Away) -> AbsenceDay:
    """Read it in one transaction. Raises Refused or NotFound as `propose_repair` does."""
    with database.reading() as session:
        return _read(session, context, away)


def appointments_within(
    session: Session, setup: ClinicSetup, away: Away, from_minute: int
) -> frozenset[int]:
    """The appointments with a busy claim in the absence, from that minute on.

    Of a group class, its members.
    """
    claimed = select(Claim.appointment_id).where(
        Claim.resource_id.in_(_places(setup, away)),
        Claim.day == away.day,
        Claim.busy,
        Claim.start < away.end,
        Claim.end > max(away.start, from_minute),
    )
    return frozenset(
        session.scalars(
            select(Appointment.id).where(
                Appointment.status.in_(UNFINISHED),
                Appointment.group_size.is_(None),
                or_(Appointment.id.in_(claimed), Appointment.session_id.in_(claimed)),
            )
        )
    )


def _places(setup: ClinicSetup, away: Away) -> tuple[int, ...]:
    """What is away, with its second places for work-ins."""
    return (away.resource, *setup.lanes.get(away.resource, ()))


def _read(session: Session, context: Context, away: Away) -> AbsenceDay:
    setup, hours = read_clinic(session)
    info = setup.resources.get(away.resource)
    if info is None:
        raise NotFound(RefusalCode.RESOURCE_UNKNOWN, name=str(away.resource))
    away = Away(info.lane_of or info.id, away.day, away.start, away.end)
    if away.start >= away.end:
        raise Refused(RefusalCode.HOURS_ENDS_BEFORE_IT_BEGINS)
    today, minute = context.wall_clock(setup.zone)
    if (away.day, away.end) <= (today, minute):
        raise Refused(RefusalCode.ABSENCE_PAST, day=away.day)
    from_minute = minute if away.day == today else 0
    now = int(context.instant().timestamp())
    expired = expired_holds(session, read_holds(session), now)
    rows = read_rows(session, away.day, from_minute, expired)
    movable = movable_visits(setup, rows)
    problem, still = build_day(session, setup, hours, rows, movable, expired=expired)
    infos = {item.number: item for item in read_appointments(session, Appointment.day == away.day)}
    there = {row.id for row in rows.appointments}
    hit = appointments_within(session, setup, away, from_minute) & there
    concerned = {row.visit_id for row in rows.appointments if row.id in hit}
    known = {resource.id for resource in problem.resources}
    minutes = ((away.start, away.end),)
    places = [str(number) for number in _places(setup, away) if str(number) in known]
    question = Question(
        problem,
        tuple(Absence(place, away.day, minutes) for place in places),
        from_minute,
        hit=frozenset(str(number) for number in movable & concerned),
        others=frozenset(str(number) for number in movable - concerned),
        still=still,
    )
    return AbsenceDay(
        away,
        question,
        hit,
        {(i.visit, i.position): i for i in infos.values()},
        {number: _stranded(setup, rows, infos, number) for number in movable & concerned},
        _in_the_way(rows, infos, hit, movable),
        frozenset(
            row.visit_id
            for row in rows.appointments
            if not rows.begun(row) and rows.visits[row.visit_id].patient_id is not None
        ),
    )


def _stranded(
    setup: ClinicSetup, rows: DayRows, infos: Mapping[int, AppointmentInfo], visit: int
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
    return StrandedVisit(visit, patient, tuple(steps), visit_request, why=why)


def _in_the_way(
    rows: DayRows,
    infos: Mapping[int, AppointmentInfo],
    hit: frozenset[int],
    movable: frozenset[int],
) -> tuple[InTheWay, ...]:
    """What stands in the absence and can be neither moved nor left without a place."""
    found = [
        InTheWay(infos[row.id], _why_left(rows, row))
        for row in rows.appointments
        if row.id in hit and (row.visit_id not in movable or rows.begun(row))
    ]
    return tuple(sorted(found, key=lambda i: (i.appointment.start, i.appointment.number)))


def _why_left(rows: DayRows, row: Appointment) -> str:
    if row.status is Status.PENDING:
        return RefusalCode.ABSENCE_HELD
    if row.session_id is not None:
        return RefusalCode.ABSENCE_CLASS
    if rows.visits[row.visit_id].patient_id is None:
        return RefusalCode.ABSENCE_OWN_TIME
    return RefusalCode.ABSENCE_UNDER_WAY if rows.begun(row) else RefusalCode.ABSENCE_NOT_MOVABLE
