"""One day of the clinic from one read: who is in, who is away, and every appointment."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session, aliased

from clinicdesk.models.database import Database
from clinicdesk.models.statuses import COMPLETED, Status
from clinicdesk.models.visits import Appointment, Hold, Visit
from clinicdesk.scheduling import Interval, subtract_intervals
from clinicdesk.services.clinic.clinic_now import read_clinic
from clinicdesk.services.clinic.clinic_setup import ClinicSetup, ResourceInfo
from clinicdesk.services.clinic.hours import Hours, days_from
from clinicdesk.services.context import Context
from clinicdesk.services.journal.entries import last_number
from clinicdesk.services.visits.reading.delays import DelayInfo, read_delays
from clinicdesk.services.visits.reading.holds import HOLD_COLUMNS, HoldInfo, hold_from
from clinicdesk.services.visits.reading.lost_time import lost_on
from clinicdesk.services.visits.reading.visit_reading import (
    ON_DAY,
    AppointmentInfo,
    read_appointments,
)


@dataclass(frozen=True)
class Column:
    """A resource's day: when it is free, and when time off takes it away from its hours."""

    resource: ResourceInfo
    free: tuple[Interval, ...]
    away: tuple[Interval, ...]

    @property
    def present(self) -> bool:
        """Whether it is in at all that day."""
        return bool(self.free)


@dataclass(frozen=True)
class DayInfo:
    """Everything that a day's window shows; `number` is the journal's last entry in it."""

    day: date
    number: int
    setup: ClinicSetup
    opening: tuple[Interval, ...]
    columns: tuple[Column, ...]
    """In the setup's order: practitioners, assistants, rooms, equipment."""
    appointments: tuple[AppointmentInfo, ...]
    """By time; steps of released or expired holds are not among them."""
    holds: Mapping[int, HoldInfo]
    new_patients: frozenset[int] = frozenset()
    """Of the day's patients, those who were never seen here before that day."""
    delays: Mapping[int, DelayInfo] = field(default_factory=dict)
    """By the number of whoever runs late."""
    lost: frozenset[int] = frozenset()
    """The visits that cannot take place as booked: the clinic or somebody is not there then."""

    def is_over(self, minute: int) -> bool:
        """Whether from that minute on the clinic is closed, and nobody is expected or here."""
        return not any(end > minute for _, end in self.opening) and not any(
            item.status.unfinished for item in self.appointments
        )


LOOK_AHEAD = 60
"""How many days the clinic is looked through for one on which it is open."""


def next_open_day(database: Database, after: date) -> date | None:
    """The first day after this one on which the clinic is open; None if there is none soon."""
    with database.reading() as session:
        _, hours = read_clinic(session)
        days = days_from(after + timedelta(days=1), LOOK_AHEAD)
        return min(hours.opening_by_day(days), default=None)


def read_whole_day(context: Context, database: Database, day: date) -> DayInfo:
    """Read a day in one transaction."""
    now = context.instant()
    with database.reading() as session:
        setup, hours = read_clinic(session)
        holds = {row[0]: hold_from(row) for row in session.execute(_HOLDS, {"day": day})}
        appointments = [
            item
            for item in read_appointments(session, ON_DAY, day=day)
            if item.status is not Status.PROPOSED
            and (item.visit not in holds or holds[item.visit].expires_at > now)
        ]
        return DayInfo(
            day=day,
            number=last_number(session),
            setup=setup,
            opening=hours.opening_by_day([day]).get(day, ()),
            columns=tuple(_column(hours, each, day) for each in setup.resources.values()),
            appointments=tuple(sorted(appointments, key=lambda a: (a.start, a.end, a.number))),
            holds=holds,
            new_patients=_never_seen(session, appointments, day),
            delays=read_delays(session, day),
            lost=frozenset(lost.visit for lost in lost_on(session, day)),
        )


def _column(hours: Hours, resource: ResourceInfo, day: date) -> Column:
    free = hours.free_by_day(resource, [day]).get(day, ())
    if not hours.time_off.get(resource.lane_of or resource.id):
        return Column(resource, free, ())
    usual = hours.free_by_day(resource, [day], without_time_off=True).get(day, ())
    return Column(resource, free, tuple(subtract_intervals(usual, free)))


def _never_seen(
    session: Session, appointments: Iterable[AppointmentInfo], day: date
) -> frozenset[int]:
    patients = {item.patient.number for item in appointments if item.patient is not None}
    if not patients:
        return frozenset()
    return frozenset(patients.difference(session.scalars(_SEEN_BEFORE, {"day": day})))


_ON_DAY = Appointment.day == bindparam("day")
_HOLDS = (
    select(*HOLD_COLUMNS)
    .join(Appointment, Appointment.visit_id == Hold.visit_id)
    .where(_ON_DAY)
    .distinct()
)

_earlier, _earlier_visit = aliased(Appointment), aliased(Visit)
_SEEN_BEFORE = (
    select(Visit.patient_id)
    .join(Appointment, Appointment.visit_id == Visit.id)
    .where(
        _ON_DAY,
        # The first visit that is found is enough: in ten years somebody may have had hundreds.
        select(_earlier_visit.id)
        .join(_earlier, _earlier.visit_id == _earlier_visit.id)
        .where(
            _earlier_visit.patient_id == Visit.patient_id,
            _earlier.status.in_(COMPLETED),
            _earlier.day < bindparam("day"),
        )
        .exists(),
    )
    .distinct()
)
