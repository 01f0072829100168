"""Which days the strip shows for a wish, and asking the engine about them."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from clinicdesk.services.planning.fitting_days import Fit, fitting_days
from clinicdesk.services.planning.requests import VisitRequest
from clinicdesk.ui.desk import Desk

LEAST_DAYS = 28
"""Who asks for one day only sees what is around it too."""
BUDGET = 0.5
"""Seconds for all of it; asked once nobody types any more."""


def wishes_shown(wish: VisitRequest, today: date) -> Sequence[VisitRequest]:
    """The wish for all days that are shown, in stretches that follow each other or overlap.

    They begin today, so that a day that was passed over can still be chosen, unless the wish
    begins later than so many days. The stretches are those that the ranked search asks for, whose
    calendars are in memory: one longer stretch would be read anew.
    """
    by_itself = replace(wish, target=None, joining=None)
    days = max(wish.days, LEAST_DAYS)
    if (wish.first_day - today).days >= days:
        return [replace(by_itself, days=days)]
    from_today = replace(by_itself, first_day=today, days=days)
    if last_day(wish) <= last_day(from_today):
        return [from_today]
    return [from_today, by_itself]


def last_day(wish: VisitRequest) -> date:
    """The last day on which the visit may be."""
    return wish.first_day + timedelta(wish.days - 1)


def but_for_days(wish: VisitRequest) -> VisitRequest:
    """The same for every wish that differs in the days to search alone."""
    return replace(wish, first_day=date.min, days=1, target=None, joining=None)


def days_in_time(desk: Desk, wishes: Sequence[VisitRequest]) -> Mapping[date, Fit] | None:
    """What every day of the wishes is; None if that took too long."""
    ends = time.monotonic() + BUDGET
    found: dict[date, Fit] = {}
    for wish in wishes:
        part = fitting_days(desk.availability, wish, stop=lambda: time.monotonic() > ends)
        if part is None:
            return None
        found |= part
    return found
