"""Free minutes of the whole horizon as integers, so that one operation asks about every day.

A start is a multiple of the grid and so is a cell, while free time, durations and buffers may have
any minutes. The minutes of a block that do not fill whole cells at either end are looked up in a
mask of their own ("the first 3 minutes of this cell are free"), so nothing is ever rounded.

Calendars are kept with their resource between questions, and so is every mask drawn from one.
`replace_times` makes the calendar that follows when a booking changes a few days: the bits of those
days are drawn again, all others are taken over. So does `calendar_of` for a horizon that shares
days with one that was asked about before: their bits are shifted to where they stand in it.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from operator import itemgetter
from weakref import WeakKeyDictionary

from clinicdesk.scheduling.core.bit_sets import CellBits, Mask, mask_of
from clinicdesk.scheduling.core.intervals import Interval, subtract_intervals
from clinicdesk.scheduling.core.problem import Resource, Windows
from clinicdesk.scheduling.search.free_time.horizon import (
    NO_DAYS,
    Horizon,
    SharedDays,
    moved_earlier,
    shared_days,
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
        """The set that has these intervals on some days, by their positions."""
        horizon = self.horizon
        others = SharedDays(0, (), ~horizon.bits_of(days))
        return self._following(horizon, others, {**self.intervals, **days}, days)

    def on_other_days(
        self, horizon: Horizon, shared: SharedDays, new: Mapping[int, Sequence[Interval]]
    ) -> "MinuteSet":
        """The set on the days of a horizon that shares days with this one's; `new` are the rest."""
        kept = {
            position: self.intervals[position - shared.later]
            for position in shared.positions
            if position - shared.later in self.intervals
        }
        return self._following(horizon, shared, {**kept, **new}, new)

    def _following(
        self,
        horizon: Horizon,
        shared: SharedDays,
        intervals: Mapping[int, Sequence[Interval]],
        new: Mapping[int, Sequence[Interval]],
    ) -> "MinuteSet":
        """A set for which every mask drawn so far is drawn on the new days only."""
        following = MinuteSet(horizon, intervals)
        for drawing, mask in self._drawn.items():
            following._drawn[drawing] = shared.taken_over(mask, horizon.stride) | drawn(
                horizon, new.items(), drawing
            )
        return following

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
            first, last = -(-least // grid), most // grid + 1
            if first < 0:
                first = 0
            if last > cells:
                last = cells
            if first < last:
                first, last = first + position * stride, last + position * stride
                begins[first >> 3] |= 1 << (first & 7)
                ends[last >> 3] |= 1 << (last & 7)
    difference = int.from_bytes(ends, "little") - int.from_bytes(begins, "little")
    return Mask(CellBits(difference))


KeptCalendars = dict[tuple[Horizon, tuple[TakenMinutes, ...]], MinuteSet]
_kept: WeakKeyDictionary[Resource, KeptCalendars] = WeakKeyDictionary()
_VERSIONS_KEPT = 4
"""Calendars kept for one resource: other horizons, or other booked steps taken out. The one unused
longest goes first."""


def calendar_of(
    resource: Resource, horizon: Horizon, taken: tuple[TakenMinutes, ...], short: int
) -> MinuteSet:
    """The free minutes of a resource without its busy ones and without those `taken`.

    Kept with the resource (the object) as long as it lives: asking again draws nothing, and asking
    about a horizon that shares days with a kept one draws the other days only.
    """
    versions = _kept.get(resource)
    if versions is None:
        versions = _kept[resource] = {}
    calendar = versions.pop((horizon, taken), None)
    if calendar is None:
        calendar = _new_calendar(resource, horizon, taken, versions)
        calendar.prepare(short)
    versions[(horizon, taken)] = calendar
    if len(versions) > _VERSIONS_KEPT:
        del versions[next(iter(versions))]
    return calendar


def _new_calendar(
    resource: Resource,
    horizon: Horizon,
    taken: tuple[TakenMinutes, ...],
    versions: KeptCalendars,
) -> MinuteSet:
    near = (None if taken else _nearest(horizon, versions)) or MinuteSet(NO_DAYS, {})
    shared = shared_days(near.horizon, horizon)
    known = set(shared.positions)
    intervals = {
        position: _free_on(resource, day, [item for item in taken if item[0] == position])
        for position, day in enumerate(horizon.days)
        if position not in known and resource.free.get(day)
    }
    return near.on_other_days(horizon, shared, intervals)


def _nearest(horizon: Horizon, versions: KeptCalendars) -> MinuteSet | None:
    """The kept calendar that shares most days with the horizon, if any does."""
    shared = [
        (len(shared_days(other, horizon).positions), calendar)
        for (other, taken), calendar in versions.items()
        if not taken and other.grid == horizon.grid
    ]
    most, nearest = max(shared, key=itemgetter(0), default=(0, None))
    return nearest if most else None


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
    touched = {*busy, *(free or {})}
    versions: KeptCalendars = {}
    for (horizon, taken), calendar in _kept.get(resource, {}).items():
        days = {
            position: _free_on(changed, day, [item for item in taken if item[0] == position])
            for day in touched
            if (position := horizon.position_of.get(day)) is not None
        }
        versions[(horizon, taken)] = calendar.with_days(days) if days else calendar
    _kept[changed] = versions
    return changed
