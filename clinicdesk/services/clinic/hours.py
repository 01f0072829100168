"""When the clinic is open and its resources are available, before anything is booked."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from clinicdesk.models import tables
from clinicdesk.models.base import Recurring
from clinicdesk.scheduling import MIDNIGHT, Interval, merge_intervals, subtract_intervals
from clinicdesk.services.clinic.clinic_setup import ResourceInfo
from clinicdesk.services.clinic.recurrence import days_of_rule
from clinicdesk.services.clinic.seasons import Season, season_of, times_instead
from clinicdesk.services.clinic.usable_values import refuse_unusable_hours, usable

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


@dataclass(frozen=True)
class HoursBlockInfo:
    """A stretch of a resource's hours that takes only some visit types, or only new patients."""

    stretch: Stretch
    visit_types: frozenset[int]
    """Empty: any."""
    new_patients_only: bool

    def takes(self, visit_type: int, new_patient: bool) -> bool:
        """Whether the visit type may be booked in it, for a patient who is new here or not."""
        allowed = not self.visit_types or visit_type in self.visit_types
        return allowed and (new_patient or not self.new_patients_only)


TimeOffSpan = tuple[date, int, date, int]
"""From a minute of a first day to a minute of a last day."""


@dataclass(frozen=True)
class Hours:
    """Every rule about time that the clinic and its resources have."""

    opening: tuple[Stretch, ...]
    seasons: tuple[Season, ...]
    closures: Mapping[date, tuple[Interval, ...]]
    """When the whole clinic is shut."""
    working: Mapping[int, tuple[Stretch, ...]]
    blocks: Mapping[int, tuple[HoursBlockInfo, ...]]
    time_off: Mapping[int, tuple[TimeOffSpan, ...]]
    extra: Mapping[int, tuple[tuple[date, Interval], ...]]

    def opening_by_day(self, days: Sequence[date]) -> dict[date, tuple[Interval, ...]]:
        """When patients can be on site; a day on which the clinic is closed is left out."""
        opened = _by_day(self.opening, days)
        if self.seasons:
            for day in days_from(days[0], (days[-1] - days[0]).days + 1) if days else ():
                other = times_instead(self.seasons, day)
                if other is not None:
                    opened[day] = other
        opened = {day: times for day, times in opened.items() if times}
        self._cut_closures(opened)
        return opened

    def is_closed(self, day: date) -> bool:
        """Whether the whole day is a closure."""
        return not subtract_intervals(WHOLE_DAY, self.closures.get(day, ()))

    def _cut_closures(self, free: dict[date, tuple[Interval, ...]]) -> None:
        for day in free.keys() & self.closures.keys():
            _keep(free, day, self.closures[day])

    def free_by_day(
        self, resource: ResourceInfo, days: Sequence[date], *, without_time_off: bool = False
    ) -> dict[date, tuple[Interval, ...]]:
        """Hours and extra hours minus time off, by day; a day without any is left out.

        `without_time_off` leaves time off out: what the hours would be.

        A resource that is always available is so until midnight on every day on which the clinic
        opens, so that cleaning a room after the last patient asks for no longer hours.
        """
        number = resource.lane_of or resource.id
        if resource.always:
            free = dict.fromkeys(self.opening_by_day(days), WHOLE_DAY)
        else:
            free = _by_day(self.working.get(number, ()), days)
            self._cut_closures(free)
        for day, interval in self.extra.get(number, ()):
            if days and days[0] <= day <= days[-1]:
                free[day] = tuple(merge_intervals((*free.get(day, ()), interval)))
        if not without_time_off:
            for time_off in self.time_off.get(number, ()):
                _cut(free, time_off)
        return {day: times for day, times in free.items() if resource.is_there(day)}

    def has_block_for(self, resource: ResourceInfo, visit_type: int) -> bool:
        """Whether one of the resource's blocks lists this visit type."""
        return any(visit_type in block.visit_types for block in self._blocks_of(resource))

    def _blocks_of(self, resource: ResourceInfo) -> tuple[HoursBlockInfo, ...]:
        return self.blocks.get(resource.lane_of or resource.id, ())

    def block_windows(
        self,
        resource: ResourceInfo,
        visit_type: int,
        days: Sequence[date],
        *,
        only_listed: bool,
        new_patient: bool,
    ) -> dict[date, tuple[Interval, ...]] | None:
        """When the resource's blocks let it take this visit type; None when always.

        In a block only what it takes; with `only_listed` only in blocks that list the visit type.
        """
        blocks = self._blocks_of(resource)
        taking = [block for block in blocks if block.takes(visit_type, new_patient)]
        if only_listed:
            listing = (block.stretch for block in taking if visit_type in block.visit_types)
            return _by_day(listing, days)
        refusing = [block.stretch for block in blocks if block not in taking]
        if not refusing:
            return None
        # Where two blocks overlap, one that takes the visit is enough.
        allowed = _by_day((block.stretch for block in taking), days)
        windows = dict.fromkeys(days, WHOLE_DAY)
        for day, times in _by_day(refusing, days).items():
            closed = subtract_intervals(times, allowed.get(day, ()))
            windows[day] = tuple(subtract_intervals(WHOLE_DAY, closed))
        return windows


def read_hours(session: Session) -> Hours:
    """Read every rule about time in the session's transaction. Raises Refused if one never ends."""
    return Hours(
        opening=tuple(
            _stretch(row)
            for row in usable(
                session.scalars(select(tables.OpeningHours).where(tables.OpeningHours.active))
            )
        ),
        seasons=tuple(
            season_of(row)
            for row in usable(
                session.scalars(select(tables.OpeningSeason).where(tables.OpeningSeason.active))
            )
        ),
        closures=_grouped(
            (row.day, (row.start, row.end))
            for row in usable(session.scalars(select(tables.Closure).where(tables.Closure.active)))
        ),
        working=_grouped(
            (row.resource_id, _stretch(row))
            for row in usable(
                session.scalars(select(tables.WorkingHours).where(tables.WorkingHours.active))
            )
        ),
        blocks=_blocks(session),
        time_off=_grouped(
            (row.resource_id, (row.first_day, row.start, row.last_day, row.end))
            for row in usable(session.scalars(select(tables.TimeOff).where(tables.TimeOff.active)))
        ),
        extra=_grouped(
            (row.resource_id, (row.day, (row.start, row.end)))
            for row in usable(
                session.scalars(select(tables.ExtraHours).where(tables.ExtraHours.active))
            )
        ),
    )


def _blocks(session: Session) -> dict[int, tuple[HoursBlockInfo, ...]]:
    listed: dict[int, set[int]] = {}
    for number, visit_type in session.execute(
        select(tables.HoursBlockVisitType.block_id, tables.HoursBlockVisitType.visit_type_id).where(
            tables.HoursBlockVisitType.active
        )
    ):
        listed.setdefault(number, set()).add(visit_type)
    return _grouped(
        (
            row.resource_id,
            HoursBlockInfo(_stretch(row), frozenset(listed.get(row.id, ())), row.new_patients_only),
        )
        for row in usable(
            session.scalars(select(tables.HoursBlock).where(tables.HoursBlock.active))
        )
    )


def _stretch(row: Recurring) -> Stretch:
    refuse_unusable_hours(row)
    return Stretch(row.rule, row.starts_on, row.ends_on, row.start, row.end)


def _grouped(pairs: Iterable[tuple[K, T]]) -> dict[K, tuple[T, ...]]:
    groups: dict[K, list[T]] = {}
    for key, value in pairs:
        groups.setdefault(key, []).append(value)
    return {key: tuple(values) for key, values in groups.items()}


def _by_day(stretches: Iterable[Stretch], days: Sequence[date]) -> dict[date, tuple[Interval, ...]]:
    found: dict[date, list[Interval]] = {}
    if days:
        for stretch in stretches:
            for day in stretch.days(days[0], days[-1]):
                found.setdefault(day, []).append((stretch.start, stretch.end))
    return {day: tuple(merge_intervals(times)) for day, times in found.items()}


def _cut(free: dict[date, tuple[Interval, ...]], time_off: TimeOffSpan) -> None:
    """Take time off out of what is free: all of each day between its first and its last."""
    first, start, last, end = time_off
    for day in [day for day in free if first <= day <= last]:
        absent = (start if day == first else 0, end if day == last else MIDNIGHT)
        _keep(free, day, (absent,))


def _keep(free: dict[date, tuple[Interval, ...]], day: date, cut: Iterable[Interval]) -> None:
    """Only what is left of the day without these; no day where that is nothing."""
    left = tuple(subtract_intervals(free[day], cut))
    if left:
        free[day] = left
    else:
        del free[day]


def days_from(first: date, count: int) -> tuple[date, ...]:
    """`count` days in a row, `first` among them; fewer where the calendar ends."""
    last = min(first.toordinal() + count, date.max.toordinal() + 1)
    return tuple(first + timedelta(days=n) for n in range(last - first.toordinal()))
