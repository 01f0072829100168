"""Days as they stand in weeks: which row and column a day has."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

WEEK = 7


@dataclass(frozen=True)
class Span:
    """The days from `first` to `last`, both inclusive, in rows of weeks from `week_start` on."""

    first: date
    last: date
    week_start: int
    """0 is Monday."""

    @property
    def days(self) -> Sequence[date]:
        """All of them."""
        return [self.first + timedelta(n) for n in range((self.last - self.first).days + 1)]

    @property
    def weeks(self) -> int:
        """How many rows they take."""
        return self.week_of(self.last) + 1

    def week_of(self, day: date) -> int:
        """The row of a day, counted from 0."""
        return (day - self._corner).days // WEEK

    def week(self, number: int) -> Sequence[date | None]:
        """The days of a row; None where it reaches beyond the span."""
        begin = self._corner + timedelta(number * WEEK)
        days = (begin + timedelta(n) for n in range(WEEK))
        return [day if day in self else None for day in days]

    def nearest(self, day: date) -> date:
        """The day, or the end of the span that is next to it."""
        return min(max(day, self.first), self.last)

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last

    @property
    def _corner(self) -> date:
        return self.first - timedelta((self.first.weekday() - self.week_start) % WEEK)
