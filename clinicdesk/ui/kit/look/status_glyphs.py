"""Which small sign a status has, wherever an appointment is shown."""

from clinicdesk.services.visits.visit_reading import AppointmentInfo

STATUS_GLYPHS = {
    "booked": "ring",
    "arrived": "disc",
    "checked-in": "play",
    "fulfilled": "tick",
    "noshow": "cross",
    "cancelled": "barred",
    "pending": "clock",
    "waitlist": "clock",
}
"""A status by the name of its glyph; a booked one that is confirmed has `ring-tick`."""


def status_glyph(item: AppointmentInfo) -> str:
    """The name of the glyph for an appointment's status."""
    if item.status == "booked" and item.confirmed:
        return "ring-tick"
    return STATUS_GLYPHS.get(item.status, "ring")
