"""Blocks of hours with rules of their own: what they take, how much of it, and until when."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from clinicdesk.models import tables
from clinicdesk.scheduling import Interval, subtract_intervals
from clinicdesk.services.clinic.stretches import WHOLE_DAY, Stretch, by_day, grouped, stretch_of
from clinicdesk.services.clinic.usable_values import usable


@dataclass(frozen=True)
class HoursBlockInfo:
    """A stretch of a resource's hours that takes only some visit types, or only new patients.

    Of a visit type it takes at most so many on one day. Its rules are over at its release.
    """

    stretch: Stretch
    visit_types: frozenset[int]
    """Empty: any."""
    new_patients_only: bool
    at_most: Mapping[int, int] = field(default_factory=dict)
    only_here: bool = False
    """Its resource takes its visit types only in blocks that list them."""
    release: tuple[int, int] | None = None
    """How many days before it, and at which minute, its rules are over."""
    released_until: date | None = None
    """The last day on which its rules are over already."""

    def takes(self, visit_type: int, new_patient: bool) -> bool:
        """Whether the visit type may be booked in it, for a patient who is new here or not."""
        allowed = not self.visit_types or visit_type in self.visit_types
        return allowed and (new_patient or not self.new_patients_only)

    def released(self, now: tuple[date, int]) -> "HoursBlockInfo":
        """The same with what is over at that minute of a day."""
        if self.release is None:
            return self
        today, minute = now
        days, release = self.release
        ahead = days if minute >= release else days - 1
        return replace(self, released_until=today + timedelta(days=ahead))

    def rules_on(self, day: date) -> bool:
        """Whether its rules hold on that day of its own."""
        return self.released_until is None or day > self.released_until


def block_windows(
    blocks: Sequence[HoursBlockInfo],
    visit_type: int,
    days: Sequence[date],
    *,
    only_listed: bool,
    new_patient: bool,
) -> dict[date, tuple[Interval, ...]] | None:
    """When one resource's blocks let it take this visit type; None when always.

    In a block only what it takes; with `only_listed`, or where a block says so, only in blocks that
    list the visit type.
    """
    listing = [block for block in blocks if visit_type in block.visit_types]
    if only_listed or any(block.only_here for block in listing):
        taking = (block for block in listing if block.takes(visit_type, new_patient))
        return by_day((block.stretch for block in taking), days)
    refusing = [block for block in blocks if not block.takes(visit_type, new_patient)]
    if not refusing:
        return None
    # Where two blocks overlap, one that takes the visit is enough.
    taking = (block for block in blocks if block.takes(visit_type, new_patient))
    allowed = by_day((block.stretch for block in taking), days)
    windows = dict.fromkeys(days, WHOLE_DAY)
    for block in refusing:
        for day, times in by_day([block.stretch], days).items():
            if block.rules_on(day):
                closed = subtract_intervals(times, allowed.get(day, ()))
                windows[day] = tuple(subtract_intervals(windows.get(day, WHOLE_DAY), closed))
    return windows


def read_blocks(session: Session) -> dict[int, tuple[HoursBlockInfo, ...]]:
    """Every block that is in use, by resource. Raises Refused for one that no verb wrote."""
    listed: dict[int, set[int]] = {}
    for number, visit_type in session.execute(
        select(tables.HoursBlockVisitType.block_id, tables.HoursBlockVisitType.visit_type_id).where(
            tables.HoursBlockVisitType.active
        )
    ):
        listed.setdefault(number, set()).add(visit_type)
    quotas: dict[int, dict[int, int]] = {}
    for quota in session.scalars(
        select(tables.HoursBlockQuota).where(tables.HoursBlockQuota.active)
    ):
        quotas.setdefault(quota.block_id, {})[quota.visit_type_id] = quota.at_most
    rows = usable(session.scalars(select(tables.HoursBlock).where(tables.HoursBlock.active)))
    return grouped(
        (
            row.resource_id,
            HoursBlockInfo(
                stretch=stretch_of(row),
                visit_types=frozenset(listed.get(row.id, ())),
                new_patients_only=row.new_patients_only,
                at_most=quotas.get(row.id, {}),
                only_here=row.only_here,
                release=None
                if row.release_minute is None
                else (row.release_days or 0, row.release_minute),
            ),
        )
        for row in rows
    )
