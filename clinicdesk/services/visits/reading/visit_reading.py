"""Reading visits: a day's appointments, one visit with its steps, as frozen values."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from sqlalchemy import ColumnElement, exists, func, select
from sqlalchemy.orm import Session

from clinicdesk.models.contacts import Contact, ContactOutcome
from clinicdesk.models.database import Database
from clinicdesk.models.patients import Patient
from clinicdesk.models.resources import Resource
from clinicdesk.models.statuses import Status
from clinicdesk.models.visits import Appointment, Claim, Visit
from clinicdesk.services.clinic.clinic_now import read_clinic
from clinicdesk.services.clinic.clinic_setup import ClinicSetup
from clinicdesk.services.codes import RefusalCode
from clinicdesk.services.errors import NotFound
from clinicdesk.services.patient_info import PatientInfo, info_of


@dataclass(frozen=True)
class ClaimInfo:
    """A stretch `[start, end)` of the day in which an appointment blocks a resource."""

    resource: int
    name: str
    kind: str
    start: int
    end: int


@dataclass(frozen=True)
class AppointmentInfo:
    """One appointment as a desk sees it; times in minutes after midnight.

    `group` is the number that the appointments of one group class share. `claims` are what it
    blocks now: none for one that keeps nobody busy; those of a group class stand with the first
    of its appointments that is still busy.
    """

    number: int
    visit: int
    position: int
    patient: PatientInfo | None
    visit_type: str
    """What it is called in the clinic: its visit type's name, or a title of its own."""
    visit_type_id: int | None
    public_name: str
    specialty: str | None
    day: date
    start: int
    end: int
    status: Status
    busy: bool
    group: int | None
    resources: tuple[int, ...]
    claims: tuple[ClaimInfo, ...]
    reason: str = ""
    override_reason: str = ""
    confirmed: bool = False
    """Whether the patient confirmed the visit as it is now."""
    whereabouts: str = ""
    version: int = field(default=0, compare=False)
    """The row's as it was read; what says the same is equal all the same."""
    visit_version: int = field(default=0, compare=False)


@dataclass(frozen=True)
class VisitInfo:
    """One combined visit with all its steps in their order."""

    number: int
    patient: PatientInfo | None
    template: int | None
    steps: tuple[AppointmentInfo, ...]
    edition: int = 0
    """Rises when what the patient was told changes."""
    last_modified: str = ""
    """UTC instant, ISO 8601, of that change."""
    version: int = field(default=0, compare=False)
    """The row's as it was read."""


def read_day(database: Database, day: date) -> list[AppointmentInfo]:
    """Every appointment of a day, cancelled ones included, by time."""
    with database.reading() as session:
        found = read_appointments(session, Appointment.day == day)
    return sorted(found, key=lambda item: (item.start, item.end, item.number))


def read_visit(database: Database, number: int) -> VisitInfo:
    """The visit of that number. Raises NotFound."""
    with database.reading() as session:
        visit = session.get(Visit, number)
        if visit is None:
            raise NotFound(RefusalCode.VISIT_UNKNOWN, number=number)
        steps = read_appointments(session, Appointment.visit_id == number)
        steps.sort(key=lambda item: item.position)
        if not steps:
            raise NotFound(RefusalCode.VISIT_UNKNOWN, number=number)
        return VisitInfo(
            number,
            steps[0].patient,
            visit.template_id,
            tuple(steps),
            visit.edition,
            visit.last_modified,
            visit.version,
        )


def read_appointments(session: Session, condition: ColumnElement[bool]) -> list[AppointmentInfo]:
    """Those that match, but for group classes themselves: their members stand for them."""
    setup, _ = read_clinic(session)
    rows = session.execute(
        select(Appointment, Patient, Visit.version, _confirmed())
        .join(Visit, Appointment.visit_id == Visit.id)
        .outerjoin(Patient, Visit.patient_id == Patient.id)
        .where(condition, Appointment.group_size.is_(None))
        .order_by(Appointment.id)
    ).all()
    classes = {row.class_id for row, *_ in rows if row.class_id is not None}
    claims = _claims(session, {row.id for row, *_ in rows} | classes)
    resources = {
        number: tuple(use.resource for use in uses)
        for number, uses in session.execute(
            select(Appointment.id, Appointment.resource_uses).where(Appointment.id.in_(classes))
        )
    }
    found = [
        replace(
            _info(setup, row, patient, claims.get(row.id, ())),
            confirmed=confirmed,
            resources=resources.get(row.class_id or 0, row.resources),
            visit_version=visit_version,
        )
        for row, patient, visit_version, confirmed in rows
    ]
    return _with_class_claims(session, found, claims)


def _confirmed() -> ColumnElement[bool]:
    """Whether the visit was confirmed as it is now: an older edition is not what it is."""
    return exists().where(
        Contact.visit_id == Visit.id,
        Contact.edition == Visit.edition,
        Contact.outcome == ContactOutcome.CONFIRMED,
        Contact.active,
    )


def _with_class_claims(
    session: Session,
    found: Sequence[AppointmentInfo],
    claims: Mapping[int, Sequence[ClaimInfo]],
) -> list[AppointmentInfo]:
    groups = {item.group for item in found if item.group is not None}
    busy = session.execute(
        select(Appointment.class_id, func.min(Appointment.id))
        .where(Appointment.class_id.in_(groups), Appointment.busy)
        .group_by(Appointment.class_id)
    )
    firsts = dict(busy.all())
    return [
        replace(item, claims=tuple(claims.get(item.group or 0, ())))
        if item.group is not None and firsts.get(item.group) == item.number
        else item
        for item in found
    ]


def _claims(session: Session, numbers: Iterable[int]) -> dict[int, list[ClaimInfo]]:
    found: dict[int, list[ClaimInfo]] = {}
    for number, resource, name, kind, start, end in session.execute(
        select(
            Claim.appointment_id, Resource.id, Resource.name, Resource.kind, Claim.start, Claim.end
        )
        .join(Resource, Claim.resource_id == Resource.id)
        .where(Claim.appointment_id.in_(numbers), Claim.busy, Resource.kind != "patient")
        .order_by(Claim.appointment_id, Claim.start, Resource.id)
    ):
        found.setdefault(number, []).append(ClaimInfo(resource, name, kind, start, end))
    return found


def _info(
    setup: ClinicSetup, row: Appointment, patient: Patient | None, claims: Iterable[ClaimInfo]
) -> AppointmentInfo:
    kind = setup.visit_types.get(row.visit_type_id or 0)
    return AppointmentInfo(
        number=row.id,
        visit=row.visit_id,
        position=row.position,
        patient=None if patient is None else info_of(patient),
        visit_type=kind.name if kind else row.title,
        visit_type_id=row.visit_type_id,
        public_name=kind.public_name if kind else row.title,
        specialty=kind.specialty if kind else None,
        day=row.day,
        start=row.start,
        end=row.start + row.minutes,
        status=row.status,
        busy=row.busy,
        group=row.class_id,
        resources=(),
        claims=tuple(claims),
        reason=row.reason,
        override_reason=row.override_reason,
        whereabouts=row.whereabouts,
        version=row.version,
    )
