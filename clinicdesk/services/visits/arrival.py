"""When a patient is to be there."""

from clinicdesk.exchange.wall_clock import minute_before
from clinicdesk.services.clinic.clinic_setup import ClinicSetup
from clinicdesk.services.visits.visit_reading import AppointmentInfo


def arrive_by(setup: ClinicSetup, step: AppointmentInfo) -> int:
    """When the patient is to be there for this step, in minutes after midnight."""
    kinds = (kind for kind in setup.visit_types.values() if kind.name == step.visit_type)
    early = next((kind.arrive_early for kind in kinds), 0)
    return minute_before(setup.zone, step.day, step.start, early)
