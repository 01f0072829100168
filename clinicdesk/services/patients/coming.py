"""What a patient comes for from today on: so that one more step can join a visit."""

from dataclasses import replace
from datetime import date

from sqlalchemy import bindparam

from clinicdesk.models.database import Database
from clinicdesk.models.statuses import Status
from clinicdesk.models.visits import Appointment, Visit
from clinicdesk.services.clinic.clinic_now import read_clinic
from clinicdesk.services.context import Context
from clinicdesk.services.visits.reading.several_visits import visits_of
from clinicdesk.services.visits.reading.visit_reading import (
    AppointmentInfo,
    VisitInfo,
    read_appointments,
    selection,
)

_COMING = selection(
    Visit.patient_id == bindparam("patient"),
    Appointment.day >= bindparam("today"),
    Appointment.busy,
    # A hold is not a booked visit yet.
    Appointment.status != Status.PENDING,
)


def coming_visits(context: Context, database: Database, patient: int) -> list[VisitInfo]:
    """The patient's visits that are booked from today on, with those steps, by day and time."""
    with database.reading() as session:
        today, _ = context.wall_clock(read_clinic(session)[0].zone)
        found = read_appointments(session, _COMING, patient=patient, today=today)
        visits = visits_of(session, found).values()
    return sorted((_by_time(visit) for visit in visits), key=lambda visit: _begin(visit.steps[0]))


def _by_time(visit: VisitInfo) -> VisitInfo:
    return replace(visit, steps=tuple(sorted(visit.steps, key=_begin)))


def _begin(step: AppointmentInfo) -> tuple[date, int, int]:
    return step.day, step.start, step.position
