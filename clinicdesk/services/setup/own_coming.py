"""A practitioner's own absences and extra hours to come, and the visits that they leave lost."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from clinicdesk.models import tables
from clinicdesk.models.database import Database
from clinicdesk.models.visits import Appointment
from clinicdesk.services.clinic.clinic_now import read_clinic
from clinicdesk.services.clinic.clinic_setup import ClinicSetup
from clinicdesk.services.context import Context
from clinicdesk.services.setup.absences import AbsenceTimes, ComingAbsence
from clinicdesk.services.visits.reading.lost_time import lost_visits
from clinicdesk.services.visits.reading.visit_reading import (
    AppointmentInfo,
    read_appointments,
    selection,
)


@dataclass(frozen=True)
class ExtraTime:
    """Extra hours of one day, `[start, end)` in minutes after midnight."""

    number: int
    day: date
    start: int
    end: int


@dataclass(frozen=True)
class OwnComing:
    """What comes, by time, and the appointments that cannot take place in time they lost."""

    absences: tuple[ComingAbsence, ...] = ()
    extra: tuple[ExtraTime, ...] = ()
    lost: tuple[AppointmentInfo, ...] = ()


_OFF = (
    select(tables.TimeOff)
    .where(
        tables.TimeOff.resource_id == bindparam("resource"),
        tables.TimeOff.active,
        tables.TimeOff.last_day >= bindparam("today"),
    )
    .order_by(tables.TimeOff.first_day, tables.TimeOff.start, tables.TimeOff.id)
)
_EXTRA = (
    select(tables.ExtraHours)
    .where(
        tables.ExtraHours.resource_id == bindparam("resource"),
        tables.ExtraHours.active,
        tables.ExtraHours.day >= bindparam("today"),
    )
    .order_by(tables.ExtraHours.day, tables.ExtraHours.start, tables.ExtraHours.id)
)
_LOST = selection(Appointment.id.in_(bindparam("lost", expanding=True)), with_claims=False)


def read_own_coming(context: Context, database: Database, resource: int) -> OwnComing:
    """Of whoever is known by that number, from today on."""
    with database.reading() as session:
        setup, _ = read_clinic(session)
        today, _ = context.wall_clock(setup.zone)
        who = setup.first_place(resource)
        named = {"resource": who, "today": today}
        return OwnComing(
            tuple(_coming(row) for row in session.scalars(_OFF, named)),
            tuple(
                ExtraTime(row.id, row.day, row.start, row.end)
                for row in session.scalars(_EXTRA, named)
            ),
            _lost(session, setup, who, today),
        )


def _coming(row: tables.TimeOff) -> ComingAbsence:
    times = AbsenceTimes(
        row.resource_id, row.first_day, row.start, row.last_day, row.end, reason=row.reason
    )
    return ComingAbsence(times, (row.id,))


def _lost(
    session: Session, setup: ClinicSetup, who: int, today: date
) -> tuple[AppointmentInfo, ...]:
    numbers = [
        number
        for visit in lost_visits(session, today)
        for number, times in visit.appointments.items()
        if any(time.resource and setup.first_place(time.resource) == who for time in times)
    ]
    found = read_appointments(session, _LOST, lost=numbers) if numbers else []
    return tuple(sorted(found, key=lambda one: (one.day, one.start, one.number)))
