"""The one verb that writes time: a day, minutes, a status and claims for appointments."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import delete, insert, inspect, or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from clinicdesk.exchange.wall_clock import clock_fault
from clinicdesk.models.patients import Patient, Standing
from clinicdesk.models.resources import Resource
from clinicdesk.models.statuses import Status
from clinicdesk.models.stored_values import ResourceUse
from clinicdesk.models.visits import OVERLAP_MESSAGE, Appointment, Claim, Visit
from clinicdesk.scheduling import MIDNIGHT, blocked_minutes
from clinicdesk.services.clinic.usable_values import clinic_zone
from clinicdesk.services.codes import RefusalCode
from clinicdesk.services.errors import NotFound, Refused, SlotTaken
from clinicdesk.services.journal.changes import Change
from clinicdesk.services.visits.editions import (
    Told,
    others_named,
    raise_editions,
    tells_more,
    told,
)

ClaimedTime = tuple[int, int, int]
"""Resource, start and end, in minutes after midnight, half-open."""


@dataclass(frozen=True)
class PlacedAppointment:
    """Where an appointment shall be. The row may be new: it is added then."""

    appointment: Appointment
    day: date
    start: int
    minutes: int
    resource_uses: tuple[ResourceUse, ...]
    status: Status


def as_it_is(appointment: Appointment, **different: Any) -> PlacedAppointment:
    """The appointment where it is now, but for what is said to be different."""
    now = PlacedAppointment(
        appointment,
        appointment.day,
        appointment.start,
        appointment.minutes,
        appointment.resource_uses,
        appointment.status,
    )
    return replace(now, **different)


def place(
    change: Change,
    placements: Sequence[PlacedAppointment],
    *,
    already_former: Collection[int] = frozenset(),
) -> None:
    """Move all of these at once: release what they claim, write, claim again.

    Because all release before any claims, neighbors can shift, rooms be swapped and three
    appointments go round in a circle. Raises SlotTaken if a resource or the patient is busy, and
    Refused for a time that does not exist, or for a patient who is none any more and not
    `already_former` when the appointment was busy; the caller's transaction is then to be given up.
    """
    for placement in placements:
        _refuse_impossible_time(change.session, placement)
    _refuse_former_patients(change.session, placements, already_former)
    _release(change, [placement.appointment for placement in placements])
    rows = [placement.appointment for placement in placements]
    written = [_write(placement) for placement in placements]
    change.session.add_all(rows)
    change.session.flush()
    raise_editions(change, _retold(change.session, written))
    _claim(change, rows)
    _settle_classes(change, rows)


def claims_of(appointment: Appointment, patient_resource: int | None) -> list[ClaimedTime]:
    """Every stretch of time in which the appointment blocks a resource, buffers included.

    Raises Refused if a buffer would reach past midnight.
    """
    claims = [
        (use.resource, begin, end)
        for use in appointment.resource_uses
        for begin, end in blocked_minutes(
            use.holds, use.before, use.after, appointment.start, appointment.minutes
        )
    ]
    if patient_resource is not None:
        end = appointment.start + appointment.minutes
        claims.append((patient_resource, appointment.start, end))
    for _, begin, end in claims:
        if begin < 0 or end > MIDNIGHT:
            raise Refused(RefusalCode.APPOINTMENT_PAST_MIDNIGHT, day=appointment.day)
    # One order for everybody, so that two desks on a server cannot deadlock.
    return sorted(claims)


def _refuse_impossible_time(session: Session, placement: PlacedAppointment) -> None:
    """Refuses a time across midnight, and a start or end that the clock skips or shows twice."""
    row = placement.appointment
    end = placement.start + placement.minutes
    if placement.start < 0 or end > MIDNIGHT:
        raise Refused(RefusalCode.APPOINTMENT_PAST_MIDNIGHT, day=placement.day)
    if end <= placement.start:
        raise Refused(RefusalCode.HOURS_ENDS_BEFORE_IT_BEGINS)
    if not placement.status.busy:
        return
    if (row.day, row.start, row.minutes) == (placement.day, placement.start, placement.minutes):
        return
    zone = clinic_zone(session)
    for minute in (placement.start, end):
        fault = clock_fault(zone, placement.day, minute)
        if fault is not None:
            raise Refused(
                RefusalCode(f"appointment.time-{fault}"), day=placement.day, minute=minute
            )


def _refuse_former_patients(
    session: Session, placements: Iterable[PlacedAppointment], already_former: Collection[int]
) -> None:
    """Refuses to make an appointment busy of a patient who is none any more."""
    visits = {
        placement.appointment.visit_id
        for placement in placements
        if placement.status.busy and not placement.appointment.busy
    }
    former = session.execute(
        select(Patient.id, Patient.active)
        .join(Visit, Visit.patient_id == Patient.id)
        .where(
            Visit.id.in_(visits),
            or_(~Patient.active, Patient.standing != Standing.PATIENT),
            Patient.id.not_in(already_former),
        )
    ).first()
    if former is not None and former.active:
        raise Refused(RefusalCode.PATIENT_NOT_BOOKED, number=former.id)
    if former is not None:
        raise NotFound(RefusalCode.PATIENT_UNKNOWN, number=former.id)


def _release(change: Change, rows: Iterable[Appointment]) -> None:
    numbers = [row.id for row in rows if not _is_new(row)]
    if not numbers:
        return
    theirs = Claim.appointment_id.in_(numbers)
    for resource, day in change.session.execute(
        select(Claim.resource_id, Claim.day).where(theirs).distinct()
    ):
        change.affect(resources=[resource], days=[day])
    change.session.execute(delete(Claim).where(theirs))


_Written = tuple[Appointment, Told | None, Told | None]


def _write(placement: PlacedAppointment) -> _Written:
    """The row, with what the patient was told of it before and is told now."""
    row = placement.appointment
    before = None if _is_new(row) else told(row)
    row.day, row.start, row.minutes = placement.day, placement.start, placement.minutes
    row.resource_uses, row.status = placement.resource_uses, placement.status
    row.busy = placement.status.busy
    return row, before, told(row)


def _retold(session: Session, written: Sequence[_Written]) -> set[int]:
    """The visits of which the patients have to be told again: of a class those of its members."""
    visits = {row.visit_id for row, before, now in written if tells_more(session, before, now)}
    groups = [
        row.id
        for row, before, now in written
        if row.group_size is not None and others_named(session, before, now)
    ]
    if groups:
        members = select(Appointment.visit_id).where(Appointment.class_id.in_(groups))
        visits.update(session.scalars(members.where(Appointment.busy)))
    return visits


def _is_new(row: Appointment) -> bool:
    return not inspect(row).has_identity


def _claim(change: Change, rows: Sequence[Appointment]) -> None:
    patients = _patient_resources(change.session, rows)
    claims = []
    for row in rows:
        patient, resource = patients.get(row.visit_id, (None, None))
        change.affect(days=[row.day], patients=[] if patient is None else [patient])
        claims += [(row, claim) for claim in claims_of(row, resource)]
    claims.sort(key=lambda claim: (claim[1], claim[0].id))
    change.affect(resources=[resource for _, (resource, _, _) in claims])
    if not claims:
        return
    values = [
        {
            "appointment_id": row.id, "resource_id": resource, "day": row.day,
            "start": start, "end": end, "busy": row.busy,
        }
        for row, (resource, start, end) in claims
    ]  # fmt: skip
    try:
        change.session.connection().execute(insert(Claim.__table__), values)  # type: ignore[arg-type]
    except IntegrityError as error:
        if OVERLAP_MESSAGE not in str(error.orig):
            raise
        raise _slot_taken(change.session, values) from error


def _patient_resources(session: Session, rows: Iterable[Appointment]) -> dict[int, tuple[int, int]]:
    """By visit: the patient and the resource that the patient is."""
    found = session.execute(
        select(Visit.id, Patient.id, Patient.resource_id)
        .join(Patient, Visit.patient_id == Patient.id)
        .where(Visit.id.in_({row.visit_id for row in rows}))
    )
    return {visit: (patient, resource) for visit, patient, resource in found}


def _slot_taken(session: Session, wanted: Sequence[dict[str, Any]]) -> SlotTaken:
    """Name the first wanted claim that meets a busy one of another appointment."""
    own = {claim["appointment_id"] for claim in wanted}
    for claim in wanted:
        if not claim["busy"]:
            continue
        name = session.execute(
            select(Resource.kind, Resource.name, Claim.start, Claim.end)
            .join(Resource, Claim.resource_id == Resource.id)
            .where(
                Claim.resource_id == claim["resource_id"],
                Claim.day == claim["day"],
                Claim.busy,
                Claim.start < claim["end"],
                Claim.end > claim["start"],
                Claim.appointment_id.not_in(own),
            )
        ).first()
        if name is not None:
            code = (
                RefusalCode.VISIT_PATIENT_BUSY
                if name.kind == "patient"
                else RefusalCode.VISIT_RESOURCE_BUSY
            )
            return SlotTaken(
                code, resource=name.name, day=claim["day"], start=name.start, end=name.end
            )
    return SlotTaken(RefusalCode.VISIT_STEPS_COLLIDE, day=wanted[0]["day"])


def _settle_classes(change: Change, rows: Iterable[Appointment]) -> None:
    """A group class is booked while any member is busy in it, and gives its time back after.

    While all of them are only on hold, so is the class.
    """
    for number in sorted({row.class_id for row in rows if row.class_id is not None}):
        group = change.session.get_one(Appointment, number)
        members = change.session.scalars(
            select(Appointment.status).where(Appointment.class_id == number, Appointment.busy)
        ).all()
        assert group.group_size is not None
        if len(members) > group.group_size:
            raise SlotTaken(RefusalCode.VISIT_CLASS_FULL, day=group.day, start=group.start)
        status = Status.PENDING if set(members) == {Status.PENDING} else Status.BOOKED
        if members and group.status != status:
            place(change, [as_it_is(group, status=status)])
        elif not members and group.busy:
            place(change, [as_it_is(group, status=Status.CANCELLED)])
