"""When a patient is to be there."""

from datetime import date

from clinicdesk.exchange.wall_clock import NoSuchTime, arrival, shown_minute
from clinicdesk.models.database import Database
from clinicdesk.services.clinic.clinic_now import ClinicNow, read_clinic
from clinicdesk.services.clinic.clinic_setup import ClinicSetup
from clinicdesk.services.clinic.hours import Hours
from clinicdesk.services.visits.reading.visit_reading import (
    AppointmentInfo,
    VisitInfo,
    read_visit_in,
)


def arrive_by(clinic: ClinicNow, step: AppointmentInfo) -> int:
    """When the patient is to be there for this step, in minutes after midnight.

    Not before the doors are open. Its start where that names no instant any more.
    """
    setup, hours = clinic
    early = arrive_early(setup, step.visit_type_id, step.place)
    opens = opens_before(hours, step.day, step.start)
    try:
        at = arrival(setup.zone, step.day, step.start, early, opens)
    except NoSuchTime:
        return step.start
    return shown_minute(setup.zone, at)


def read_with_arrival(database: Database, visit: int) -> tuple[VisitInfo, int | None]:
    """The visit, and when the patient is to be there for the first step that keeps them busy.

    None where they come for none. Raises NotFound.
    """
    with database.reading() as session:
        info, clinic = read_visit_in(session, visit), read_clinic(session)
    here = [
        step
        for step in sorted(info.steps, key=lambda step: (step.day, step.start))
        if step.busy and clinic[0].on_site(step.visit_type_id, step.place)
    ]
    return info, arrive_by(clinic, here[0]) if here else None


def arrive_early(setup: ClinicSetup, visit_type: int | None, place: str = "") -> int:
    """How many minutes before its start the patient is to be there; none for who does not come."""
    kind = setup.visit_types.get(visit_type or 0)
    return kind.arrive_early if kind and setup.on_site(visit_type, place) else 0


def opens_before(hours: Hours, day: date, start: int) -> int:
    """When the stretch of opening hours begins in which that minute of the day lies.

    0 outside them all: whoever is seen before the clinic opens is let in before.
    """
    stretches = hours.opening_by_day([day]).get(day, ())
    return next((begin for begin, end in stretches if begin <= start < end), 0)
