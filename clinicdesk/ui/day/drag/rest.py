"""What becomes of a visit's other steps when one is moved: one of three, shown before it is."""

from enum import Enum

from clinicdesk.services.visits.moving import Move
from clinicdesk.services.visits.reading.visit_reading import AppointmentInfo


class Rest(Enum):
    """The value is the end of the codes of its words."""

    STAYS = "stays"
    """Where they are: what that breaks asks for a reason."""
    ALONG = "along"
    """They shift by as much: the gaps between them stay."""
    PLANNED = "planned"
    """They are looked for around it."""


def place_of(item: AppointmentInfo, move: Move) -> tuple[int, int, tuple[int, ...]]:
    """Start, end and resources of an appointment after a move within its day."""
    start = item.start if move.start is None else move.start
    minutes = item.end - item.start if move.minutes is None else move.minutes
    resources = item.resources if move.resources is None else move.resources
    return start, start + minutes, resources
