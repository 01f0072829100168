"""When the clinic is open and its resources are available, before anything is booked."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from clinicdesk.models import tables
from clinicdesk.scheduling import MIDNIGHT, Interval, merge_intervals, subtract_intervals
from clinicdesk.services.clinic.clinic_setup import ResourceInfo
from clinicdesk.services.clinic.hours_blocks import HoursBlockInfo, block_windows, read_blocks
from clinicdesk.services.clinic.seasons import Season, season_of, times_instead
from clinicdesk.services.clinic.stretches import WHOLE_DAY, Stretch, by_day, grouped, stretch_of
from clinicdesk.services.clinic.usable_values import usable

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
        opened = by_day(self.opening, days)
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
            free = by_day(self.working.get(number, ()), days)
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
        return any(visit_type in block.visit_types for block in self.blocks_of(resource))

    def blocks_of(self, resource: ResourceInfo) -> tuple[HoursBlockInfo, ...]:
        """The resource's blocks; of a second place those of the first."""
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
        return block_windows(
            self.blocks_of(resource),
            visit_type,
            days,
            only_listed=only_listed,
            new_patient=new_patient,
        )

    def released(self, now: tuple[date, int]) -> "Hours":
        """The hours with the blocks whose rules are over at that minute of the clinic's clock."""
        if not any(block.release for blocks in self.blocks.values() for block in blocks):
            return self
        return replace(
            self,
            blocks={
                number: tuple(block.released(now) for block in blocks)
                for number, blocks in self.blocks.items()
            },
        )


def read_hours(session: Session) -> Hours:
    """Read every rule about time in the session's transaction. Raises Refused if one never ends."""
    return Hours(
        opening=tuple(
            stretch_of(row)
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
        closures=grouped(
            (row.day, (row.start, row.end))
            for row in usable(session.scalars(select(tables.Closure).where(tables.Closure.active)))
        ),
        working=grouped(
            (row.resource_id, stretch_of(row))
            for row in usable(
                session.scalars(select(tables.WorkingHours).where(tables.WorkingHours.active))
            )
        ),
        blocks=read_blocks(session),
        time_off=grouped(
            (row.resource_id, (row.first_day, row.start, row.last_day, row.end))
            for row in usable(session.scalars(select(tables.TimeOff).where(tables.TimeOff.active)))
        ),
        extra=grouped(
            (row.resource_id, (row.day, (row.start, row.end)))
            for row in usable(
                session.scalars(select(tables.ExtraHours).where(tables.ExtraHours.active))
            )
        ),
    )


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
