"""Reading visits: a day's appointments, one visit with its steps, as frozen values."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    ColumnExpressionArgument,
    Row,
    Select,
    Text,
    bindparam,
    cast,
    exists,
    func,
    or_,
    select,
)
from sqlalchemy.orm import Session

from clinicdesk.models.contacts import Channel, Contact, ContactOutcome
from clinicdesk.models.database import Database
from clinicdesk.models.patients import Patient
from clinicdesk.models.resources import Resource
from clinicdesk.models.statuses import Status
from clinicdesk.models.stored_values import RESOURCE_USES
from clinicdesk.models.visits import Appointment, Claim, Visit
from clinicdesk.services.clinic.clinic_now import read_clinic
from clinicdesk.services.clinic.clinic_setup import ON_SITE, ClinicSetup
from clinicdesk.services.codes import RefusalCode
from clinicdesk.services.errors import NotFound
from clinicdesk.services.patient_info import PATIENT_COLUMNS, PatientInfo, info_from
from clinicdesk.services.visits.reading.open_requirements import (
    OpenRequirement,
    read_open_requirements,
)


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
    place: str = ON_SITE
    """On site, by phone or by video."""
    comes_for: str = ""
    note: str = ""
    """Why the patient comes, and for whoever meets them: neither leaves the building."""
    arrived_at: int | None = None
    roomed_at: int | None = None
    begun_at: int | None = None
    done_at: int | None = None
    """Minutes after midnight; None where it has not happened, or nobody knows when."""
    room: int | None = None
    """The number of the room in which the patient is, or was last."""
    left_unseen: bool = False
    booked_room: int | None = None
    """The number of the first room that it takes."""
    lacks: tuple[OpenRequirement, ...] = ()
    """What must be there before and is still open, of one that is to come."""
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
    in_calendar: int | None = None
    """The edition of the calendar file that the patient was given last, as far as it was read."""


@dataclass(frozen=True)
class Selection:
    """Which appointments are read: a statement that is built once, with parameters by name.

    `claims` reads what they block, by the parameters too or by their `numbers`; None: nobody asks.
    """

    steps: Select[*tuple[Any, ...]]
    claims: Select[*tuple[Any, ...]] | None


def selection(
    *conditions: ColumnExpressionArgument[bool],
    claims: ColumnElement[bool] | None = None,
    with_claims: bool = True,
) -> Selection:
    """Appointments that match, but for group classes themselves: their members stand for them.

    Conditions may be about the visit and its patient too; their parameters are `bindparam`s.
    Without claims it is one statement, unless there are group classes.
    """
    if not with_claims:
        return Selection(_STEPS.where(*conditions), None)
    by_number = Claim.appointment_id.in_(bindparam("numbers", expanding=True))
    return Selection(
        _STEPS.where(*conditions), _CLAIMS.where(by_number if claims is None else claims)
    )


_STEPS = (
    select(
        Appointment.id,
        Appointment.visit_id,
        Appointment.position,
        Visit.patient_id,
        Appointment.visit_type_id,
        Appointment.title,
        Appointment.day,
        Appointment.start,
        Appointment.minutes,
        Appointment.status,
        Appointment.busy,
        Appointment.class_id,
        cast(Appointment.resource_uses, Text),
        Appointment.reason,
        Appointment.override_reason,
        # An older edition is not what the visit is now.
        exists().where(
            Contact.visit_id == Visit.id,
            Contact.edition == Visit.edition,
            Contact.outcome == ContactOutcome.CONFIRMED,
            Contact.active,
        ),
        Appointment.whereabouts,
        Appointment.place,
        Appointment.comes_for,
        Appointment.note,
        Appointment.arrived_at,
        Appointment.roomed_at,
        Appointment.begun_at,
        Appointment.done_at,
        Appointment.room_id,
        Appointment.left_unseen,
        Appointment.version,
        Visit.version,
        *PATIENT_COLUMNS,
    )
    .join(Visit, Appointment.visit_id == Visit.id)
    .outerjoin(Patient, Visit.patient_id == Patient.id)
    .where(Appointment.group_size.is_(None))
    .order_by(Appointment.id)
)
_OWN_COLUMNS = len(_STEPS.selected_columns) - len(PATIENT_COLUMNS)

_CLAIMS = (
    select(Claim.appointment_id, Resource.id, Resource.name, Resource.kind, Claim.start, Claim.end)
    .join(Resource, Claim.resource_id == Resource.id)
    .where(Claim.busy, Resource.kind != "patient")
    .order_by(Claim.appointment_id, Claim.start, Resource.id)
)
_CLASSES = select(Appointment.id, cast(Appointment.resource_uses, Text)).where(
    Appointment.id.in_(bindparam("classes", expanding=True))
)
_FIRST_BUSY = (
    select(Appointment.class_id, func.min(Appointment.id))
    .where(Appointment.class_id.in_(bindparam("classes", expanding=True)), Appointment.busy)
    .group_by(Appointment.class_id)
)

ON_DAY = selection(Appointment.day == bindparam("day"), claims=Claim.day == bindparam("day"))
OF_VISIT = selection(Appointment.visit_id == bindparam("visit"))

HANDED_A_CALENDAR_FILE = or_(Contact.form != "", Contact.channel == Channel.FILE)
"""Whether the contact gave the patient a calendar file; one of old had no form."""

_VISIT = select(
    Visit.template_id,
    Visit.edition,
    Visit.last_modified,
    Visit.version,
    select(Contact.edition)
    .where(Contact.visit_id == Visit.id, Contact.active, HANDED_A_CALENDAR_FILE)
    .order_by(Contact.id.desc())
    .limit(1)
    .scalar_subquery(),
).where(Visit.id == bindparam("visit"))


def read_day(database: Database, day: date) -> list[AppointmentInfo]:
    """Every appointment of a day, cancelled ones included, by time."""
    with database.reading() as session:
        found = read_appointments(session, ON_DAY, day=day)
    return sorted(found, key=lambda item: (item.start, item.end, item.number))


def read_visit(database: Database, number: int) -> VisitInfo:
    """The visit of that number. Raises NotFound."""
    with database.reading() as session:
        return read_visit_in(session, number)


def read_visit_in(session: Session, number: int) -> VisitInfo:
    """The same in a transaction that reads more. Raises NotFound."""
    visit = session.execute(_VISIT, {"visit": number}).first()
    steps = read_appointments(session, OF_VISIT, visit=number) if visit else []
    if visit is None or not steps:
        raise NotFound(RefusalCode.VISIT_UNKNOWN, number=number)
    steps.sort(key=lambda item: item.position)
    return VisitInfo(number, steps[0].patient, visit[0], tuple(steps), *visit[1:])


def read_appointments(session: Session, which: Selection, **named: object) -> list[AppointmentInfo]:
    """Those of the selection, in the order of their numbers; `named` are its parameters."""
    setup, _ = read_clinic(session)
    rows = session.execute(which.steps, named).all()
    if not rows:
        return []
    found = _Reading(session, setup, which, named, rows).appointments()
    return _with_requirements(session, found)


def _with_requirements(session: Session, found: Sequence[AppointmentInfo]) -> list[AppointmentInfo]:
    """The same, each of those to come with what it lacks."""
    asking = ((one.patient.number, one) for one in found if one.patient and one.status.movable)
    lacking = read_open_requirements(session, asking)
    return [
        replace(one, lacks=lacking[one.number]) if one.number in lacking else one for one in found
    ]


class _Reading:
    """One read of appointments: what several of them share is made once."""

    def __init__(
        self,
        session: Session,
        setup: ClinicSetup,
        which: Selection,
        named: Mapping[str, object],
        rows: Sequence[Row[*tuple[Any, ...]]],
    ) -> None:
        self._setup = setup
        self._rows = rows
        self._patients: dict[int, PatientInfo] = {}
        classes = {row.class_id for row in rows} - {None}
        numbers = {row.id for row in rows} | classes
        self._claims = _claims(session, which, {**named, "numbers": list(numbers)})
        self._uses: dict[int, str] = {}
        self._first_busy: dict[int | None, int] = {}
        if classes:
            those = {"classes": list(classes)}
            self._uses = dict(session.execute(_CLASSES, those).all())
            self._first_busy = dict(session.execute(_FIRST_BUSY, those).all())

    def appointments(self) -> list[AppointmentInfo]:
        return list(map(self._info, self._rows))

    def _info(self, row: Row[*tuple[Any, ...]]) -> AppointmentInfo:
        (
            number, visit, position, patient, visit_type, title, day, start, minutes, status, busy,
            group, uses, reason, override_reason, confirmed, whereabouts, place, comes_for, note,
            arrived_at, roomed_at, begun_at, done_at, room, left_unseen, version, visit_version,
        ) = row[:_OWN_COLUMNS]  # fmt: skip
        kind = self._setup.visit_types.get(visit_type or 0)
        # What a group class blocks stands with the first of its members that is still busy.
        claiming = group if self._first_busy.get(group) == number else number
        resources = _resources_in(self._uses.get(group, uses))
        return AppointmentInfo(
            number=number,
            visit=visit,
            position=position,
            patient=None if patient is None else self._patient(patient, row),
            visit_type=kind.name if kind else title,
            visit_type_id=visit_type,
            public_name=kind.public_name if kind else title,
            specialty=kind.specialty if kind else None,
            day=day,
            start=start,
            end=start + minutes,
            status=status,
            busy=busy,
            group=group,
            resources=resources,
            claims=tuple(self._claims.get(claiming, ())),
            reason=reason,
            override_reason=override_reason,
            confirmed=confirmed,
            whereabouts=whereabouts,
            place=place or (kind.place if kind else ON_SITE),
            comes_for=comes_for,
            note=note,
            arrived_at=arrived_at,
            roomed_at=roomed_at,
            begun_at=begun_at,
            done_at=done_at,
            room=room,
            left_unseen=left_unseen,
            booked_room=self._first_room(resources),
            version=version,
            visit_version=visit_version,
        )

    def _first_room(self, resources: tuple[int, ...]) -> int | None:
        found = (self._setup.resources.get(number) for number in resources)
        return next((info.id for info in found if info and info.kind == "room"), None)

    def _patient(self, number: int, row: Row[*tuple[Any, ...]]) -> PatientInfo:
        if number not in self._patients:
            self._patients[number] = info_from(row[_OWN_COLUMNS:])
        return self._patients[number]


@lru_cache(maxsize=4096)
def _resources_in(uses: str) -> tuple[int, ...]:
    """The numbers of the resources in a column's text; most appointments have one of a few."""
    return tuple(use.resource for use in RESOURCE_USES.value(json.loads(uses)) or ())


def _claims(
    session: Session, which: Selection, named: Mapping[str, object]
) -> dict[int, list[ClaimInfo]]:
    found: dict[int, list[ClaimInfo]] = {}
    if which.claims is None:
        return found
    for number, *claim in session.execute(which.claims, named):
        found.setdefault(number, []).append(ClaimInfo(*claim))
    return found
