"""Opening hours that take the place of the usual ones: seasons, and single days."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from clinicdesk.models import tables
from clinicdesk.scheduling import Interval, merge_intervals


@dataclass(frozen=True)
class Season:
    """Opening hours that take the place of the usual ones on some days; see OpeningSeason."""

    first_day: date
    last_day: date
    every_year: bool
    week: Mapping[int, tuple[Interval, ...]]
    starts_on: date
    ends_on: date | None

    @property
    def is_one_day(self) -> bool:
        """Whether it is a single day, which goes before longer seasons."""
        return self.first_day == self.last_day

    def times_on(self, day: date) -> tuple[Interval, ...] | None:
        """When the clinic is open on that day; None where the season says nothing of it."""
        counts = self.starts_on <= day <= (self.ends_on or day) and self._covers(day)
        return self.week.get(day.weekday()) if counts else None

    def _covers(self, day: date) -> bool:
        if not self.every_year:
            return self.first_day <= day <= self.last_day
        begin, end, at = ((each.month, each.day) for each in (self.first_day, self.last_day, day))
        within = begin <= at <= end if begin <= end else at >= begin or at <= end
        return within and day >= self.first_day


def season_of(row: tables.OpeningSeason) -> Season:
    """The season of a row."""
    return Season(
        first_day=row.first_day,
        last_day=row.last_day,
        every_year=row.every_year,
        week={day: tuple(merge_intervals(times)) for day, times in row.week},
        starts_on=row.starts_on,
        ends_on=row.ends_on,
    )


def times_instead(seasons: Iterable[Season], day: date) -> tuple[Interval, ...] | None:
    """When the clinic is open on that day in place of its usual hours; None on most days.

    A single day goes before a season.
    """
    found = [(season.is_one_day, season.times_on(day)) for season in seasons]
    said = [(one_day, times) for one_day, times in found if times is not None]
    if not said:
        return None
    nearest = any(one_day for one_day, _ in said)
    times = (time for one_day, each in said if one_day is nearest for time in each)
    return tuple(merge_intervals(times))
