"""Which days a stretch of hours comes back on, and whether two of them ever meet.

The arithmetic is exact for every rule that a clinic file can state: alternate weeks that never
coincide do not meet, the first Wednesday and the second never do, the last and the fourth do.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property, lru_cache

from clinicdesk.exchange.clinic_file.faults import Path
from clinicdesk.exchange.clinic_shape import RecurringStretch
from clinicdesk.exchange.value_limits import LAST_DAY

FIRST_MONDAY = date(2020, 1, 6)
"""Where hours without `from` begin: before any appointment of a new clinic."""

CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
WEEK = timedelta(days=7)
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Pattern:
    """Days that come back: `weekdays` (0 Monday) of every `every_weeks`th week, or the `nth` ones.

    `week_of` is the Monday of a week in which it happens. `nth` holds 1 to 5 and -1 (the last of
    the month) and excludes `every_weeks` above 1. `last` is inclusive, `first` need not match.
    """

    weekdays: tuple[int, ...]
    first: date = FIRST_MONDAY
    last: date | None = None
    every_weeks: int = 1
    week_of: date = FIRST_MONDAY
    nth: tuple[int, ...] = ()

    @property
    def until(self) -> date:
        """The last day that counts."""
        return self.last or LAST_DAY

    def happens_on(self, day: date) -> bool:
        """Whether the stretch comes back on this day."""
        if day.weekday() not in self.weekdays or not self.first <= day <= self.until:
            return False
        if self.nth:
            last_of_month = day.month != (day + WEEK).month
            return (day.day - 1) // 7 + 1 in self.nth or (-1 in self.nth and last_of_month)
        return (monday_of(day) - self.week_of).days // 7 % self.every_weeks == 0

    @cached_property
    def first_day(self) -> date | None:
        """The first day on which it happens, None if there is none."""
        return next(self.days(self.first), None)

    def days(self, since: date) -> Iterator[date]:
        """Every day on or after `since` on which it happens, in order."""
        monday = monday_of(max(since, self.first))
        if not self.nth:
            ahead = (self.week_of - monday).days // 7 % self.every_weeks
            monday += ahead * WEEK
        weekdays = sorted(self.weekdays)
        while monday <= self.until:
            for weekday in weekdays:
                day = monday + weekday * DAY
                if day >= since and self.happens_on(day):
                    yield day
            monday += WEEK if self.nth else self.every_weeks * WEEK

    def rule(self) -> str:
        """The RFC 5545 rule text."""
        names = [CODES[weekday] for weekday in sorted(self.weekdays)]
        if self.nth:
            return "FREQ=MONTHLY;BYDAY=" + ",".join(
                f"{n}{name}" for n in self.nth for name in names
            )
        interval = f"INTERVAL={self.every_weeks};" if self.every_weeks > 1 else ""
        return f"FREQ=WEEKLY;{interval}BYDAY=" + ",".join(names)


@dataclass(frozen=True)
class PlacedStretch:
    """Minutes `[start, end)` on the days of a pattern, and where the file says so."""

    path: Path
    pattern: Pattern
    start: int
    end: int

    def repeats(self, other: "PlacedStretch") -> bool:
        """Whether both are the same minutes of the same days."""
        return (self.pattern, self.start, self.end) == (other.pattern, other.start, other.end)

    def shape(self) -> RecurringStretch:
        """The stretch as the clinic's shape holds it."""
        starts_on = self.pattern.first_day or self.pattern.first
        return RecurringStretch(
            self.pattern.rule(), starts_on, self.pattern.last, self.start, self.end
        )


def monday_of(day: date) -> date:
    """The Monday of a day's week."""
    return day - day.weekday() * DAY


@lru_cache(maxsize=4096)
def first_meeting(one: Pattern, other: Pattern) -> date | None:
    """The first day on which both happen, None if that is never."""
    shared = tuple(sorted(set(one.weekdays) & set(other.weekdays)))
    begin, end = max(one.first, other.first), min(one.until, other.until)
    if not shared or begin > end:
        return None
    if one.nth and other.nth and not nth_can_meet(one.nth, other.nth):
        return None
    if not one.nth and not other.nth:
        # Two weekly rules repeat together after the product of their weeks: look no further.
        end = min(end, begin + (one.every_weeks * other.every_weeks + 1) * WEEK)
    rarer, dense = (one, other) if one.every_weeks >= other.every_weeks else (other, one)
    for day in rarer.days(begin):
        if day > end:
            return None
        if dense.happens_on(day):
            return day
    return None


def nth_can_meet(one: tuple[int, ...], other: tuple[int, ...]) -> bool:
    """Whether two sets of "nth in the month" share a day; the last one is the 4th or the 5th."""
    first, second = (set(nths) | ({4, 5} if -1 in nths else set()) for nths in (one, other))
    return bool(first & second)


def first_clash(one: PlacedStretch, other: PlacedStretch) -> date | None:
    """The first day on which two stretches share a minute, None if they never do."""
    if one.start >= other.end or other.start >= one.end:
        return None
    return first_meeting(one.pattern, other.pattern)
