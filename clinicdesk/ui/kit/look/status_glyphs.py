"""Which small sign a status has, wherever an appointment is shown."""

from clinicdesk.models.statuses import Status
from clinicdesk.services.visits.reading.visit_reading import AppointmentInfo


def status_glyph(item: AppointmentInfo) -> str:
    """The name of the glyph for an appointment's status; a confirmed one has its own."""
    if item.status is Status.BOOKED and item.confirmed:
        return "ring-tick"
    return item.status.traits.glyph
