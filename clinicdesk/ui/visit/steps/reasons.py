"""Why an action cannot be done to a step of a visit now: a reason for each action."""

from collections.abc import Callable, Mapping
from functools import partial

from clinicdesk.models.statuses import Status
from clinicdesk.services.codes import RefusalCode
from clinicdesk.services.visits.reading.visit_reading import AppointmentInfo, VisitInfo
from clinicdesk.services.visits.rules.statuses import Moment, WhyNot, why_not
from clinicdesk.ui.visit.action_rows import STATUS_BY_ACTION
from clinicdesk.ui.visit.steps.moves import back, cancellable, onward, restorable

Reason = Callable[[VisitInfo, AppointmentInfo, Moment], WhyNot | None]


_OFF = {
    RefusalCode.VISIT_BEFORE_ITS_DAY: "off.before-its-day",
    RefusalCode.VISIT_BEFORE_ITS_START: "off.before-its-start",
    RefusalCode.VISIT_ILLEGAL_STATUS: "off.illegal-status",
}
"""A refusal says that nothing was changed; nobody has tried anything yet here."""


def why_not_status(
    status: Status, visit: VisitInfo, step: AppointmentInfo, now: Moment
) -> WhyNot | None:
    """Why the step, or all that get the status with it, cannot have it now."""
    if visit.patient is None:
        return WhyNot("visit-panel.no-patient", {})
    if status == step.status:
        return WhyNot("visit-panel.so-already", {"status": status})
    move = onward(visit, step, status)
    given = [other for other in visit.steps if move and other.number in move.appointments]
    day, start = min((other.day, other.start) for other in given or [step])
    why = why_not(step.status, status, (day, start), now)
    return why and WhyNot(_OFF[RefusalCode(why.code)], why.params)


def _key(status: Status, visit: VisitInfo, step: AppointmentInfo, now: Moment) -> WhyNot | None:
    """By one key only what usually comes next; a correction is made in the opened visit."""
    if step.status is Status.CANCELLED:
        if step.left_unseen:
            return WhyNot("off.left-unseen", {})
        return WhyNot("off.cancelled", {"reason": step.reason})
    why = why_not_status(status, visit, step, now)
    if why is None and not status.comes_next_after(step.status):
        return WhyNot("off.correct-it-opened", {"status": step.status})
    return why


def _back(visit: VisitInfo, step: AppointmentInfo, _now: Moment) -> WhyNot | None:
    return None if back(visit, step) else WhyNot("visit-panel.nothing-back", {})


def _cancel(visit: VisitInfo, _step: AppointmentInfo, _now: Moment) -> WhyNot | None:
    steps = cancellable(visit.steps)
    return None if steps else WhyNot("off.nothing-to-cancel", {"visit": visit.number})


def _cancel_step(_visit: VisitInfo, step: AppointmentInfo, _now: Moment) -> WhyNot | None:
    if Status.CANCELLED.may_follow(step.status):
        return None
    params = {"status": step.status, "wanted": Status.CANCELLED}
    return WhyNot(_OFF[RefusalCode.VISIT_ILLEGAL_STATUS], params)


def _restore(visit: VisitInfo, _step: AppointmentInfo, _now: Moment) -> WhyNot | None:
    steps = restorable(visit.steps)
    return None if steps else WhyNot("off.nothing-to-restore", {"visit": visit.number})


def _interpret(visit: VisitInfo, step: AppointmentInfo, _now: Moment) -> WhyNot | None:
    if visit.patient is None or not visit.patient.interpreter:
        return WhyNot("off.not-interpreted", {})
    return None if step.status.movable else WhyNot("off.not-to-come", {"status": step.status})


def _change_step(_visit: VisitInfo, step: AppointmentInfo, _now: Moment) -> WhyNot | None:
    if step.group is not None:
        return WhyNot("off.class-member", {})
    return None if step.status.movable else WhyNot("off.not-to-come", {"status": step.status})


def _move(visit: VisitInfo, _step: AppointmentInfo, _now: Moment) -> WhyNot | None:
    if visit.patient is None:
        return WhyNot("visit-panel.no-patient", {})
    movable = any(step.status.movable for step in visit.steps)
    return None if movable else WhyNot("off.not-movable", {"visit": visit.number})


def _here(visit: VisitInfo, step: AppointmentInfo, now: Moment) -> WhyNot | None:
    """Whether the patient is in the building now."""
    if visit.patient is None:
        return WhyNot("visit-panel.no-patient", {})
    if not step.status.here:
        return WhyNot("off.not-here", {"status": step.status})
    return None if step.day == now[0] else WhyNot("off.not-today", {"day": step.day})


def _room(visit: VisitInfo, step: AppointmentInfo, now: Moment) -> WhyNot | None:
    why = _here(visit, step, now)
    if why is None and step.roomed_at is None and step.booked_room is None:
        return WhyNot("off.no-room", {})
    return why


def _begin(visit: VisitInfo, step: AppointmentInfo, now: Moment) -> WhyNot | None:
    if step.status.here and step.begun_at is not None:
        return WhyNot("off.begun-already", {"start": step.begun_at})
    return _here(visit, step, now)


def _left_unseen(visit: VisitInfo, step: AppointmentInfo, _now: Moment) -> WhyNot | None:
    if visit.patient is None:
        return WhyNot("visit-panel.no-patient", {})
    here = any(other.status.here for other in visit.steps)
    return None if here else WhyNot("off.not-here", {"status": step.status})


def _of_patient(visit: VisitInfo, _step: AppointmentInfo, _now: Moment) -> WhyNot | None:
    return None if visit.patient else WhyNot("visit-panel.no-patient", {})


def _history(_visit: VisitInfo, _step: AppointmentInfo, _now: Moment) -> WhyNot | None:
    return None


REASONS: Mapping[str, Reason] = {
    **{action_id: partial(_key, status) for action_id, status in STATUS_BY_ACTION.items()},
    "visit.room": _room,
    "visit.begin": _begin,
    "visit.left-unseen": _left_unseen,
    "visit.back-to-booked": _back,
    "visit.move": _move,
    "visit.somebody-else": _change_step,
    "visit.longer": _change_step,
    "visit.shorter": _change_step,
    "visit.book-again": _of_patient,
    "visit.follow-up": _of_patient,
    "visit.cancel": _cancel,
    "visit.cancel-step": _cancel_step,
    "visit.restore": _restore,
    "visit.interpret": _interpret,
    "visit.export": _of_patient,
    "visit.export-steps": _of_patient,
    "visit.itinerary": _of_patient,
    "visit.history": _history,
}
"""By action id; none if the action can be done."""
