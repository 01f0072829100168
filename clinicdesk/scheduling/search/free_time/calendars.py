"""Free minutes of the whole horizon as integers, so that one operation asks about every day.

A start is a multiple of the grid and so is a cell, while free time, durations and buffers may have
any minutes. What does not fill whole cells at either end of a block is asked of a mask of its own
("the last 3 minutes of this cell are free"), so nothing is ever rounded.

Calendars are kept with their resource between questions, and so is every mask that was drawn from
one. `updated` makes the calendar that follows when a booking touches a few days: the bits of those
days are drawn anew, all others stay.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from functools import lru_cache
from weakref import WeakKeyDictionary

from clinicdesk.scheduling.core.intervals import Interval, merge_intervals, subtract_intervals
from clinicdesk.scheduling.core.problem import WHOLE_DAY, Resource, Windows
from clinicdesk.scheduling.search.free_time.horizon import Horizon, Stretch, horizon_of, moved_back

Cut = tuple[int, int, int]
"""A position in `Horizon.days` and the minutes `[start, end)` that are taken on that day."""

USUAL_CELLS = 8
"""Runs of so many cells are drawn with the calendar: most blocks need no longer ones."""

INSIDE, AFTER, BEFORE = range(3)
"""Which cells a mask has: see `MinuteSet`."""


Drawing = tuple[int, int, int]
"""What a mask shows: INSIDE, AFTER or BEFORE, and two numbers of minutes."""


class MinuteSet:
    """The free minutes of a resource on the days of a horizon, and every mask drawn from them."""

    def __init__(self, horizon: Horizon, intervals: Mapping[int, Sequence[Interval]]) -> None:
        """`intervals`: ascending and apart, by position of the day."""
        self.horizon = horizon
        self.intervals = intervals
        self._drawn: dict[Drawing, int] = {}
        self._runs: list[int] = []
        """Where 1, 2, 4, 8, ... whole cells of the set begin."""
        self._starts: dict[Interval, int] = {}
        self._touched: dict[Drawing, int] = {}

    def on(self, position: int) -> Sequence[Interval]:
        """The minutes of one day as ascending intervals apart."""
        return self.intervals.get(position, ())

    def prepare(self, short: int) -> None:
        """Draw what every question needs, short gaps of less than `short` minutes included."""
        self._run(USUAL_CELLS)
        if short > 1:
            self._mask((AFTER, 0, short))
            self._mask((BEFORE, 0, short))

    def starts(self, block: Interval) -> int:
        """Every cell whose block, in minutes after its own first one, is in the set.

        The block may begin before that one.
        """
        known = self._starts.get(block)
        if known is None:
            known = self._starts[block] = self._starts_of(*block) & self.horizon.every_cell
        return known

    def _starts_of(self, begin: int, end: int) -> int:
        grid, most, mask = self.horizon.grid, self.horizon.cells, self._mask
        first, head = divmod(begin, grid)
        last, tail = divmod(end, grid)
        if head and first == last:
            return moved_back(mask((INSIDE, head, tail)), first, most)
        result = -1
        if head:
            result = moved_back(mask((INSIDE, head, grid)), first, most)
            first += 1
        if last > first:
            result &= moved_back(self._run(last - first), first, most)
        if tail:
            result &= moved_back(mask((INSIDE, 0, tail)), last, most)
        return result

    def after_a_beginning(self, minute: int, short: int) -> int:
        """Every cell before whose `minute` a piece begins that is shorter than `short`.

        The piece is longer than 0. `minute` is counted from the cell's first and may be negative.
        """
        return self._touching(AFTER, minute, short)

    def before_an_end(self, minute: int, short: int) -> int:
        """Every cell from whose `minute` on a piece shorter than `short` is left."""
        return self._touching(BEFORE, minute, short)

    def _touching(self, kind: int, minute: int, short: int) -> int:
        key = (kind, minute, short)
        known = self._touched.get(key)
        if known is None:
            cells, offset = divmod(minute, self.horizon.grid)
            mask = moved_back(self._mask((kind, offset, short)), cells, self.horizon.cells)
            known = self._touched[key] = mask & self.horizon.every_cell
        return known

    def with_days(self, days: Mapping[int, Sequence[Interval]]) -> "MinuteSet":
        """The set that has these intervals on some days, every mask drawn so far included."""
        horizon = self.horizon
        changed = MinuteSet(horizon, {**self.intervals, **days})
        drawn, starts = dict(self._drawn), dict(self._starts)
        for position, intervals in days.items():
            shift = position * horizon.stride
            field = (1 << horizon.stride) - 1 << shift
            alone = MinuteSet(horizon_of((horizon.days[position],), horizon.grid), {0: intervals})
            for drawing, mask in drawn.items():
                drawn[drawing] = mask & ~field | alone._mask(drawing) << shift
            for block, mask in starts.items():
                starts[block] = mask & ~field | alone.starts(block) << shift
        changed._drawn, changed._starts = drawn, starts
        return changed

    def _run(self, cells: int) -> int:
        """Every cell with which that many whole cells of the set begin, by doubling."""
        runs = self._runs
        if not runs:
            runs.append(self._mask((INSIDE, 0, self.horizon.grid)))
        power = cells.bit_length() - 1
        while len(runs) <= power:
            runs.append(runs[-1] & runs[-1] >> (1 << len(runs) - 1))
        rest = cells - (1 << power)
        return runs[power] & runs[power] >> rest if rest else runs[power]

    def _mask(self, drawing: Drawing) -> int:
        if drawing not in self._drawn:
            self._drawn[drawing] = drawn(self.horizon, self.intervals.items(), drawing)
        return self._drawn[drawing]


class Allowed:
    """Windows: the minutes of each day within which a patient or a step may be."""

    def __init__(
        self, horizon: Horizon, windows: Windows | None, taken: Iterable[Cut] = ()
    ) -> None:
        self._horizon = horizon
        self._windows = windows
        self._taken: dict[int, list[Interval]] = {}
        for position, begin, end in taken:
            self._taken.setdefault(position, []).append((begin, end))
        self._contained: dict[tuple[range, int], int] = {}

    def contained(self, stretch: Stretch, minutes: int) -> int:
        """Every start from which `minutes` lie in one interval, as a mask of the stretch."""
        key = (stretch.days, minutes)
        mask = self._contained.get(key)
        if mask is None:
            horizon, mask = self._horizon, 0
            for position in reversed(stretch.days):
                mask = mask << horizon.stride | _contained(horizon, self._on(position), minutes)
            self._contained[key] = mask
        return mask

    def _on(self, position: int) -> tuple[Interval, ...]:
        allowed: tuple[Interval, ...] = WHOLE_DAY
        if self._windows is not None:
            allowed = self._windows.get(self._horizon.days[position], ())
        if position in self._taken:
            return tuple(subtract_intervals(allowed, self._taken[position]))
        return allowed


@lru_cache(maxsize=4096)
def _contained(horizon: Horizon, intervals: tuple[Interval, ...], minutes: int) -> int:
    """The starts of one day from which `minutes` lie in one interval. Most days are alike."""
    return drawn(horizon, [(0, merge_intervals(intervals))], (INSIDE, 0, minutes))


def drawn(
    horizon: Horizon, days: Collection[tuple[int, Sequence[Interval]]], drawing: Drawing
) -> int:
    """A mask from intervals by day: each gives one range of cells, added as 2^end - 2^begin."""
    grid, cells, stride = horizon.grid, horizon.cells, horizon.stride
    kind, low, high = drawing
    size = (max((position for position, _ in days), default=0) + 1) * stride // 8 + 1
    begins, ends = bytearray(size), bytearray(size)
    for position, intervals in days:
        for begin, end in intervals:
            if kind == INSIDE:
                least, most = begin - low, end - high
            elif kind == AFTER:
                least, most = begin + 1 - low, min(begin + high, end) - 1 - low
            else:
                least, most = max(end - high, begin) + 1 - low, end - 1 - low
            first, last = max(0, -(-least // grid)), min(most // grid + 1, cells)
            if first < last:
                first, last = first + position * stride, last + position * stride
                begins[first >> 3] |= 1 << (first & 7)
                ends[last >> 3] |= 1 << (last & 7)
    return int.from_bytes(ends, "little") - int.from_bytes(begins, "little")


Held = dict[tuple[Horizon, tuple[Cut, ...]], MinuteSet]
_held: WeakKeyDictionary[Resource, Held] = WeakKeyDictionary()
_VERSIONS_HELD = 4


def calendar_of(
    resource: Resource, horizon: Horizon, cuts: tuple[Cut, ...], short: int
) -> MinuteSet:
    """The free minutes of a resource without its busy ones and without `cuts`.

    Kept with the resource (the object) as long as it lives: asking again reads nothing.
    """
    versions = _held.get(resource)
    if versions is None:
        versions = _held[resource] = {}
    calendar = versions.get((horizon, cuts))
    if calendar is None:
        if len(versions) >= _VERSIONS_HELD:
            versions.clear()
        intervals = {
            position: _free_on(resource, day, [cut for cut in cuts if cut[0] == position])
            for position, day in enumerate(horizon.days)
            if day in resource.free
        }
        calendar = versions[(horizon, cuts)] = MinuteSet(horizon, intervals)
        calendar.prepare(short)
    return calendar


def _free_on(resource: Resource, day: date, cuts: Iterable[Cut]) -> list[Interval]:
    taken = [(begin, end) for _, begin, end in cuts]
    return subtract_intervals(resource.free.get(day, ()), (*resource.busy.get(day, ()), *taken))


def replace_times(resource: Resource, *, free: Windows | None = None, busy: Windows) -> Resource:
    """The same resource with other busy (and free) minutes on some days.

    Its calendars follow from those of `resource`: the masks drawn so far are kept, and only the
    bits of these days are drawn anew. `resource` itself and its calendars stay as they are.
    """
    changed = Resource(
        resource.id,
        resource.kind,
        {**resource.free, **(free or {})},
        {**resource.busy, **busy},
    )
    versions: Held = {}
    for (horizon, cuts), calendar in _held.get(resource, {}).items():
        days = {
            horizon.place[day]: _free_on(
                changed, day, [cut for cut in cuts if cut[0] == horizon.place[day]]
            )
            for day in {*busy, *(free or {})}
            if day in horizon.place
        }
        versions[(horizon, cuts)] = calendar.with_days(days)
    _held[changed] = versions
    return changed
