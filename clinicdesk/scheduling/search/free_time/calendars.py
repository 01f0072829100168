"""Free minutes of the whole horizon as integers, so that one operation asks about every day.

A start is a multiple of the grid and so is a cell, while free time, durations and buffers may have
any minutes. The minutes of a block that do not fill whole cells at either end are looked up in a
mask of their own ("the first 3 minutes of this cell are free"), so nothing is ever rounded.

Calendars are kept with their resource between questions, and so is every mask drawn from one.
`replace_times` makes the calendar that follows when a booking changes a few days: the bits of those
days are drawn again, all others are taken over.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from functools import lru_cache
from weakref import WeakKeyDictionary

from clinicdesk.scheduling.core.bit_sets import CellBits, Mask, mask_of
from clinicdesk.scheduling.core.intervals import Interval, merge_intervals, subtract_intervals
from clinicdesk.scheduling.core.problem import WHOLE_DAY, Resource, Windows
from clinicdesk.scheduling.search.free_time.horizon import (
    Horizon,
    Stretch,
    horizon_of,
    moved_earlier,
)

TakenMinutes = tuple[int, int, int]
"""A position in `Horizon.days` and the minutes `[start, end)` that are taken on that day."""

USUAL_CELLS = 8
"""Runs of this many cells are drawn with the calendar: most blocks need no longer ones."""

INSIDE, GAP_BEFORE, GAP_AFTER = range(3)

Drawing = tuple[int, int, int]
"""Which cells a mask shows: a kind and two numbers of minutes `a` and `b`.

- INSIDE: the minutes `[a, b)` after the cell's beginning are all free.
- GAP_BEFORE: a block that begins at minute `a` of the cell has free minutes just before it, but
  fewer than `b`.
- GAP_AFTER: a block that ends at minute `a` of the cell has free minutes just after it, but fewer
  than `b`.
"""


class MinuteSet:
    """The free minutes of a resource on the days of a horizon, and every mask drawn from them."""

    def __init__(self, horizon: Horizon, intervals: Mapping[int, Sequence[Interval]]) -> None:
        """`intervals`: by position of the day, ascending and separate."""
        self.horizon = horizon
        self.intervals = intervals
        self._drawn: dict[Drawing, Mask] = {}
        self._runs: list[Mask] = []
        """Where 1, 2, 4, 8, ... whole cells of the set begin."""
        self._starts: dict[Interval, Mask] = {}
        self._gaps: dict[Drawing, Mask] = {}

    def on(self, position: int) -> Sequence[Interval]:
        """The minutes of one day as ascending, separate intervals."""
        return self.intervals.get(position, ())

    def prepare(self, short: int) -> None:
        """Draw what every question needs; `short` is what short gaps have fewer minutes than."""
        self._run(USUAL_CELLS)
        if short > 1:
            self._mask((GAP_BEFORE, 0, short))
            self._mask((GAP_AFTER, 0, short))

    def starts(self, block: Interval) -> Mask:
        """Every start at which the block, in minutes after the start, is free.

        The block may begin before the start.
        """
        known = self._starts.get(block)
        if known is None:
            known = self._starts[block] = self._starts_of(*block) & self.horizon.every_cell
        return known

    def _starts_of(self, begin: int, end: int) -> Mask:
        grid, most, mask = self.horizon.grid, self.horizon.cells, self._mask
        first, head = divmod(begin, grid)
        last, tail = divmod(end, grid)
        if head and first == last:
            return moved_earlier(mask((INSIDE, head, tail)), first, most)
        result = mask_of(-1)
        if head:
            result = moved_earlier(mask((INSIDE, head, grid)), first, most)
            first += 1
        if last > first:
            result &= moved_earlier(self._run(last - first), first, most)
        if tail:
            result &= moved_earlier(mask((INSIDE, 0, tail)), last, most)
        return result

    def short_gap_before(self, minute: int, short: int) -> Mask:
        """Every start at which a block that begins `minute` after it has a short gap before it.

        That is more than 0 and fewer than `short` free minutes; `minute` may be negative.
        """
        return self._short_gap(GAP_BEFORE, minute, short)

    def short_gap_after(self, minute: int, short: int) -> Mask:
        """Every start at which a block that ends `minute` after it has a short gap after it."""
        return self._short_gap(GAP_AFTER, minute, short)

    def _short_gap(self, kind: int, minute: int, short: int) -> Mask:
        key = (kind, minute, short)
        known = self._gaps.get(key)
        if known is None:
            cells, offset = divmod(minute, self.horizon.grid)
            mask = moved_earlier(self._mask((kind, offset, short)), cells, self.horizon.cells)
            known = self._gaps[key] = mask & self.horizon.every_cell
        return known

    def with_days(self, days: Mapping[int, Sequence[Interval]]) -> "MinuteSet":
        """The set that has these intervals on some days, with every mask drawn so far."""
        horizon = self.horizon
        changed = MinuteSet(horizon, {**self.intervals, **days})
        drawn, starts = dict(self._drawn), dict(self._starts)
        for position, intervals in days.items():
            shift = position * horizon.stride
            field = (1 << horizon.stride) - 1 << shift
            day_alone = MinuteSet(
                horizon_of((horizon.days[position],), horizon.grid), {0: intervals}
            )
            for drawing, mask in drawn.items():
                drawn[drawing] = mask & ~field | day_alone._mask(drawing) << shift
            for block, mask in starts.items():
                starts[block] = mask & ~field | day_alone.starts(block) << shift
        changed._drawn, changed._starts = drawn, starts
        return changed

    def _run(self, cells: int) -> Mask:
        """Every cell with which so many whole cells of the set begin, by doubling."""
        runs = self._runs
        if not runs:
            runs.append(self._mask((INSIDE, 0, self.horizon.grid)))
        power = cells.bit_length() - 1
        while len(runs) <= power:
            runs.append(runs[-1] & runs[-1] >> (1 << len(runs) - 1))
        rest = cells - (1 << power)
        return runs[power] & runs[power] >> rest if rest else runs[power]

    def _mask(self, drawing: Drawing) -> Mask:
        if drawing not in self._drawn:
            self._drawn[drawing] = drawn(self.horizon, self.intervals.items(), drawing)
        return self._drawn[drawing]


class AllowedTimes:
    """Windows: the minutes of each day within which a patient or a step may be."""

    def __init__(
        self, horizon: Horizon, windows: Windows | None, taken: Iterable[TakenMinutes] = ()
    ) -> None:
        self._horizon = horizon
        self._windows = windows
        self._taken: dict[int, list[Interval]] = {}
        for position, begin, end in taken:
            self._taken.setdefault(position, []).append((begin, end))
        self._contained: dict[tuple[range, int], Mask] = {}

    def contained(self, stretch: Stretch, minutes: int) -> Mask:
        """Every start from which `minutes` lie in one interval, as a mask of the stretch."""
        key = (stretch.days, minutes)
        known = self._contained.get(key)
        if known is None:
            horizon, mask = self._horizon, 0
            for position in reversed(stretch.days):
                mask = mask << horizon.stride | _contained(horizon, self._on(position), minutes)
            known = self._contained[key] = mask_of(mask)
        return known

    def _on(self, position: int) -> tuple[Interval, ...]:
        allowed = WHOLE_DAY
        if self._windows is not None:
            allowed = self._windows.get(self._horizon.days[position], ())
        if position in self._taken:
            return tuple(subtract_intervals(allowed, self._taken[position]))
        return allowed


@lru_cache(maxsize=4096)
def _contained(horizon: Horizon, intervals: tuple[Interval, ...], minutes: int) -> int:
    """The starts of one day from which `minutes` lie in one interval; most days are alike."""
    return drawn(horizon, [(0, merge_intervals(intervals))], (INSIDE, 0, minutes))


def drawn(
    horizon: Horizon, days: Collection[tuple[int, Sequence[Interval]]], drawing: Drawing
) -> Mask:
    """A mask from intervals by day: each gives one range of cells, added as 2^end - 2^begin."""
    grid, cells, stride = horizon.grid, horizon.cells, horizon.stride
    kind, low, high = drawing
    size = (max((position for position, _ in days), default=0) + 1) * stride // 8 + 1
    begins, ends = bytearray(size), bytearray(size)
    for position, intervals in days:
        for begin, end in intervals:
            if kind == INSIDE:
                least, most = begin - low, end - high
            elif kind == GAP_BEFORE:
                least, most = begin + 1 - low, min(begin + high, end) - 1 - low
            else:
                least, most = max(end - high, begin) + 1 - low, end - 1 - low
            first, last = max(0, -(-least // grid)), min(most // grid + 1, cells)
            if first < last:
                first, last = first + position * stride, last + position * stride
                begins[first >> 3] |= 1 << (first & 7)
                ends[last >> 3] |= 1 << (last & 7)
    difference = int.from_bytes(ends, "little") - int.from_bytes(begins, "little")
    return Mask(CellBits(difference))


KeptCalendars = dict[tuple[Horizon, tuple[TakenMinutes, ...]], MinuteSet]
_kept: WeakKeyDictionary[Resource, KeptCalendars] = WeakKeyDictionary()
_VERSIONS_KEPT = 4
"""Calendars kept for one resource: other horizons, or other booked steps taken out."""


def calendar_of(
    resource: Resource, horizon: Horizon, taken: tuple[TakenMinutes, ...], short: int
) -> MinuteSet:
    """The free minutes of a resource without its busy ones and without those `taken`.

    Kept with the resource (the object) as long as it lives: asking again draws nothing.
    """
    versions = _kept.get(resource)
    if versions is None:
        versions = _kept[resource] = {}
    calendar = versions.get((horizon, taken))
    if calendar is None:
        if len(versions) >= _VERSIONS_KEPT:
            versions.clear()
        intervals = {
            position: _free_on(resource, day, [item for item in taken if item[0] == position])
            for position, day in enumerate(horizon.days)
            if day in resource.free
        }
        calendar = versions[(horizon, taken)] = MinuteSet(horizon, intervals)
        calendar.prepare(short)
    return calendar


def _free_on(resource: Resource, day: date, taken: Iterable[TakenMinutes]) -> list[Interval]:
    more = [(begin, end) for _, begin, end in taken]
    return subtract_intervals(resource.free.get(day, ()), (*resource.busy.get(day, ()), *more))


def replace_times(resource: Resource, *, free: Windows | None = None, busy: Windows) -> Resource:
    """The same resource with other busy (and free) minutes on the days that are given.

    Its calendars follow from those of `resource`: the masks drawn so far are taken over, and only
    the bits of these days are drawn again. `resource` itself and its calendars stay as they are.
    """
    changed = Resource(
        resource.id,
        resource.kind,
        {**resource.free, **(free or {})},
        {**resource.busy, **busy},
    )
    versions: KeptCalendars = {}
    for (horizon, taken), calendar in _kept.get(resource, {}).items():
        positions = {day: horizon.position_of.get(day) for day in {*busy, *(free or {})}}
        days = {
            position: _free_on(changed, day, [item for item in taken if item[0] == position])
            for day, position in positions.items()
            if position is not None
        }
        versions[(horizon, taken)] = calendar.with_days(days)
    _kept[changed] = versions
    return changed
