"""Which status may follow which, going back and corrections included, and when it may."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from clinicdesk.services.codes import RefusalCode

Moment = tuple[date, int]
"""A day and a minute after midnight, by the clinic's wall clock."""

MOVES: dict[str, frozenset[str]] = {
    "proposed": frozenset({"booked", "cancelled", "entered-in-error"}),
    # A hold ends by itself, or is given back: either way by its own verbs.
    "pending": frozenset(),
    "waitlist": frozenset({"booked", "cancelled", "entered-in-error"}),
    "booked": frozenset({"arrived", "noshow", "cancelled", "entered-in-error"}),
    "arrived": frozenset(
        {"booked", "checked-in", "fulfilled", "noshow", "cancelled", "entered-in-error"}
    ),
    "checked-in": frozenset(
        {"booked", "arrived", "fulfilled", "noshow", "cancelled", "entered-in-error"}
    ),
    "fulfilled": frozenset(
        {"booked", "arrived", "checked-in", "noshow", "cancelled", "entered-in-error"}
    ),
    # What keeps nobody busy becomes another of its kind whoever has its time now; to be expected
    # or here again it needs that time back.
    "noshow": frozenset({"booked", "arrived", "cancelled", "entered-in-error"}),
    "cancelled": frozenset({"booked", "arrived", "noshow", "entered-in-error"}),
    "entered-in-error": frozenset({"booked", "arrived", "noshow", "cancelled"}),
}
"""From a status to those it may become. A patient who leaves unseen is cancelled with a reason."""

_ON_ITS_DAY = frozenset({"arrived", "checked-in", "fulfilled"})
"""What happens in the building: noted on the appointment's day, or afterwards."""

_TO_COME = frozenset({"proposed", "waitlist", "booked", "arrived", "checked-in"})


@dataclass(frozen=True)
class WhyNot:
    """Why an appointment may not take a status now: a refusal's code and its parameters."""

    code: str
    params: Mapping[str, object]


def may_become(status: str, wanted: str) -> bool:
    """Whether an appointment of this status may take the wanted one, when its time has come."""
    return wanted in MOVES[status]


def why_not(status: str, wanted: str, when: Moment, now: Moment) -> WhyNot | None:
    """Why an appointment of this status may not take the wanted one now; None if it may.

    `when` is its day and start; for `noshow`, which is about a visit as a whole, the first start
    of the visit's steps that are marked. `now` is the clinic's wall clock.
    """
    if not may_become(status, wanted):
        return WhyNot(RefusalCode.VISIT_ILLEGAL_STATUS, {"status": status, "wanted": wanted})
    day, start = when
    if wanted in _ON_ITS_DAY and now[0] < day:
        return WhyNot(RefusalCode.VISIT_BEFORE_ITS_DAY, {"wanted": wanted, "day": day})
    if wanted == "noshow" and now < when:
        return WhyNot(RefusalCode.VISIT_BEFORE_ITS_START, {"day": day, "start": start})
    return None


def cancelled_with_visit(statuses: Sequence[str]) -> frozenset[str]:
    """Which statuses become `cancelled` when a visit with steps of these is cancelled whole.

    What is still to come or under way; where nothing is, a patient who did not come had in fact
    cancelled. What was completed, or booked in error, is corrected step by step.
    """
    found = _TO_COME.intersection(statuses)
    return found or frozenset({"noshow"}).intersection(statuses)
