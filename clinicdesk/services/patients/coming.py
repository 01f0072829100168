"""What a patient comes for from today on: so that one more step can join a visit."""

from sqlalchemy import bindparam, select

from clinicdesk.models.database import Database
from clinicdesk.models.statuses import Status
from clinicdesk.models.visits import Appointment, Visit
from clinicdesk.services.clinic.clinic_now import read_clinic
from clinicdesk.services.context import Context
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
_TEMPLATES = select(Visit.id, Visit.template_id).where(
    Visit.id.in_(bindparam("visits", expanding=True))
)


def coming_visits(context: Context, database: Database, patient: int) -> list[VisitInfo]:
    """The patient's visits that are booked from today on, with those steps, by day and time."""
    with database.reading() as session:
        today, _ = context.wall_clock(read_clinic(session)[0].zone)
        found = read_appointments(session, _COMING, patient=patient, today=today)
        numbers = list({step.visit for step in found})
        templates = dict(session.execute(_TEMPLATES, {"visits": numbers}).all())
    steps: dict[int, list[AppointmentInfo]] = {}
    for step in sorted(found, key=lambda step: (step.day, step.start, step.position)):
        steps.setdefault(step.visit, []).append(step)
    return [
        VisitInfo(
            number,
            its[0].patient,
            templates[number],
            tuple(its),
            version=its[0].visit_version,
        )
        for number, its in steps.items()
    ]
