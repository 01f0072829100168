"""Which days the strip shows for a request, and which of them fit, asked of the engine."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from clinicdesk.services.planning.fitting_days import Fit, fitting_days
from clinicdesk.services.planning.requests import VisitRequest
from clinicdesk.ui.desk import Desk

LEAST_DAYS = 28
"""Whoever asks for one day only sees the days around it too."""
BUDGET = 0.5
"""Seconds for all of it; asked once nobody types any more."""


def requests_shown(visit_request: VisitRequest, today: date) -> Sequence[VisitRequest]:
    """The request for all days that are shown, in stretches that follow each other or overlap.

    They begin today, so that a day that was passed over can still be chosen, unless the request
    begins later than so many days. The stretches are those that the ranked search asks for, whose
    calendars are in memory: one longer stretch would be read anew.
    """
    by_itself = replace(visit_request, target=None, joining=None)
    days = max(visit_request.days, LEAST_DAYS)
    if (visit_request.first_day - today).days >= days:
        return [replace(by_itself, days=days)]
    from_today = replace(by_itself, first_day=today, days=days)
    if last_day(visit_request) <= last_day(from_today):
        return [from_today]
    return [from_today, by_itself]


def last_day(visit_request: VisitRequest) -> date:
    """The last day on which the visit may be."""
    return visit_request.first_day + timedelta(visit_request.days - 1)


def but_for_days(visit_request: VisitRequest) -> VisitRequest:
    """The request without its days: equal for two that differ in nothing else."""
    return replace(visit_request, first_day=date.min, days=1, target=None, joining=None)


def days_in_time(desk: Desk, visit_requests: Sequence[VisitRequest]) -> Mapping[date, Fit] | None:
    """What every day of the requests is; None if that took too long."""
    ends = time.monotonic() + BUDGET
    found: dict[date, Fit] = {}
    for visit_request in visit_requests:
        part = fitting_days(desk.availability, visit_request, stop=lambda: time.monotonic() > ends)
        if part is None:
            return None
        found |= part
    return found
