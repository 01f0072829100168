"""What can be done to a step of a visit now: which of the desk's verbs, for which appointments."""

from collections.abc import Sequence
from dataclasses import dataclass

from clinicdesk.services.visits.statuses import cancelled_with_visit, may_become
from clinicdesk.services.visits.visit_reading import AppointmentInfo, VisitInfo

BACK = {
    "arrived": "booked",
    "checked-in": "arrived",
    "fulfilled": "checked-in",
    "noshow": "booked",
}
"""One step back from a status that was given too early or to the wrong person."""

_OF_THE_VISIT = ("arrived", "noshow")
"""A patient arrives, or does not come, once for the whole visit."""


@dataclass(frozen=True)
class StatusMove:
    """Appointments that may be given a status."""

    status: str
    appointments: tuple[int, ...]


def onward(visit: VisitInfo, step: AppointmentInfo, status: str) -> StatusMove | None:
    """To give this step a status; None if the table of moves does not have it."""
    if status in _OF_THE_VISIT and step.status in ("booked", "noshow"):
        steps = [other for other in visit.steps if other.status == step.status]
    else:
        steps = [step]
    legal = [other.number for other in steps if may_become(other.status, status)]
    return StatusMove(status, tuple(legal)) if legal else None


def back(visit: VisitInfo, step: AppointmentInfo) -> StatusMove | None:
    """To take the step's last status back; for all that arrived, or did not come, with it."""
    status = BACK.get(step.status)
    if status is None:
        return None
    together = step.status in _OF_THE_VISIT
    steps = [o for o in visit.steps if o.status == step.status] if together else [step]
    return StatusMove(status, tuple(other.number for other in steps))


def cancellable(steps: Sequence[AppointmentInfo]) -> list[AppointmentInfo]:
    """Those that are cancelled when these are cancelled together."""
    together = cancelled_with_visit([step.status for step in steps])
    return [step for step in steps if step.status in together]


def restorable(steps: Sequence[AppointmentInfo]) -> list[AppointmentInfo]:
    """Those that were cancelled."""
    return [step for step in steps if step.status == "cancelled"]
