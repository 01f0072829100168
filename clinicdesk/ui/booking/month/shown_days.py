"""Which days the strip shows for a request."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from clinicdesk.services.planning.requests import VisitRequest

LEAST_DAYS = 28
"""Whoever asks for one day only sees the days around it too."""


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
