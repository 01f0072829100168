"""Whether an appointment may take a status now, and what goes together with a visit."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from clinicdesk.models.statuses import Noted, Stage, Status
from clinicdesk.services.codes import RefusalCode

Moment = tuple[date, int]
"""A day and a minute after midnight, by the clinic's wall clock."""


@dataclass(frozen=True)
class WhyNot:
    """Why an appointment may not take a status now: a refusal's code and its parameters."""

    code: str
    params: Mapping[str, object]


def why_not(status: Status, wanted: Status, when: Moment, now: Moment) -> WhyNot | None:
    """Why an appointment of this status may not take the wanted one now; None if it may.

    `when` is its day and start; for what is about a visit as a whole (`noshow`), the first start
    of the visit's steps that are marked. `now` is the clinic's wall clock.
    """
    if not wanted.may_follow(status):
        return WhyNot(RefusalCode.VISIT_ILLEGAL_STATUS, {"status": status, "wanted": wanted})
    day, start = when
    if wanted.traits.noted is Noted.ON_ITS_DAY and now[0] < day:
        return WhyNot(RefusalCode.VISIT_BEFORE_ITS_DAY, {"wanted": wanted, "day": day})
    if wanted.traits.noted is Noted.AFTER_ITS_START and now < when:
        return WhyNot(RefusalCode.VISIT_BEFORE_ITS_START, {"day": day, "start": start})
    return None


def cancelled_with_visit(statuses: Sequence[Status]) -> frozenset[Status]:
    """Which statuses become `cancelled` when a visit with steps of these is cancelled whole.

    What is still to come or under way; where nothing is, a patient who did not come had in fact
    cancelled. What was completed, or booked in error, is corrected step by step.
    """
    to_come = frozenset(status for status in statuses if status.to_come)
    return to_come or frozenset(status for status in statuses if status.stage is Stage.MISSED)
