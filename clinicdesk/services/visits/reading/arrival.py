"""When a patient is to be there."""

from clinicdesk.exchange.wall_clock import minute_before
from clinicdesk.services.clinic.clinic_setup import ClinicSetup
from clinicdesk.services.visits.reading.visit_reading import AppointmentInfo


def arrive_by(setup: ClinicSetup, step: AppointmentInfo) -> int:
    """When the patient is to be there for this step, in minutes after midnight."""
    kind = setup.visit_types.get(step.visit_type_id or 0)
    early = kind.arrive_early if kind else 0
    return minute_before(setup.zone, step.day, step.start, early)
