"""Stretches of the wall clock that come back, by day."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from clinicdesk.models.base import Recurring
from clinicdesk.scheduling import MIDNIGHT, Interval, merge_intervals
from clinicdesk.services.clinic.recurrence import days_of_rule
from clinicdesk.services.clinic.usable_values import refuse_unusable_hours

K = TypeVar("K")
T = TypeVar("T")

WHOLE_DAY: tuple[Interval, ...] = ((0, MIDNIGHT),)


@dataclass(frozen=True)
class Stretch:
    """Minutes `[start, end)` on the days of a recurrence rule; `ends_on` is inclusive."""

    rule: str
    starts_on: date
    ends_on: date | None
    start: int
    end: int

    def days(self, first: date, last: date) -> tuple[date, ...]:
        """The days from `first` to `last`, both inclusive, on which it happens."""
        return days_of_rule(self.rule, self.starts_on, self.ends_on, first, last)


def stretch_of(row: Recurring) -> Stretch:
    """The stretch of a row. Raises Refused for one whose rule no clinic's hours can have."""
    refuse_unusable_hours(row)
    return Stretch(row.rule, row.starts_on, row.ends_on, row.start, row.end)


def by_day(stretches: Iterable[Stretch], days: Sequence[date]) -> dict[date, tuple[Interval, ...]]:
    """When they happen from the first to the last of these days; a day without any is left out."""
    found: dict[date, list[Interval]] = {}
    if days:
        for stretch in stretches:
            for day in stretch.days(days[0], days[-1]):
                found.setdefault(day, []).append((stretch.start, stretch.end))
    return {day: tuple(merge_intervals(times)) for day, times in found.items()}


def grouped(pairs: Iterable[tuple[K, T]]) -> dict[K, tuple[T, ...]]:
    """Values by their keys, in their order."""
    groups: dict[K, list[T]] = {}
    for key, value in pairs:
        groups.setdefault(key, []).append(value)
    return {key: tuple(values) for key, values in groups.items()}
