"""What can be done to a step of a visit now: which of the desk's verbs, for which appointments."""

from collections.abc import Sequence
from dataclasses import dataclass

from clinicdesk.models.statuses import Stage, Status
from clinicdesk.services.visits.reading.visit_reading import AppointmentInfo, VisitInfo
from clinicdesk.services.visits.rules.statuses import cancelled_with_visit


@dataclass(frozen=True)
class StatusMove:
    """Appointments that may be given a status."""

    status: Status
    appointments: tuple[int, ...]


def onward(visit: VisitInfo, step: AppointmentInfo, status: Status) -> StatusMove | None:
    """To give this step a status; None if it may not follow what the step has."""
    absent = step.status.stage in (Stage.EXPECTED, Stage.MISSED)
    if status.traits.of_visit and absent:
        steps = [other for other in visit.steps if other.status == step.status]
    else:
        steps = [step]
    legal = [other.number for other in steps if status.may_follow(other.status)]
    return StatusMove(status, tuple(legal)) if legal else None


def back(visit: VisitInfo, step: AppointmentInfo) -> StatusMove | None:
    """To take the step's last status back; for all that arrived, or did not come, with it."""
    status = step.status.step_back
    if status is None:
        return None
    together = step.status.traits.of_visit
    steps = [o for o in visit.steps if o.status == step.status] if together else [step]
    return StatusMove(status, tuple(other.number for other in steps))


def cancellable(steps: Sequence[AppointmentInfo]) -> list[AppointmentInfo]:
    """Those that are cancelled when these are cancelled together."""
    together = cancelled_with_visit([step.status for step in steps])
    return [step for step in steps if step.status in together]


def restorable(steps: Sequence[AppointmentInfo]) -> list[AppointmentInfo]:
    """Those that were cancelled."""
    return [step for step in steps if step.status is Status.CANCELLED]
