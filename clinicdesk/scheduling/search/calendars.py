"""Free minutes of many days as integers, so that one machine operation asks about every day.

The horizon is cut into pages of some days. A page of a calendar is one Python integer: a day takes
`Horizon.stride` bits, the lower part stands for its grid cells (bit `c`: the `grid` minutes from
`c * grid` on), the upper part is always zero. That guard is as long as the day, so no shift by up
to a day ever carries one day's bit into the cells of another.

A start is a multiple of the grid and so is a cell, while free time, durations and buffers may have
any minutes. What does not fill whole cells at either end of a block is asked of a mask of its own
("the last 3 minutes of this cell are free"), so nothing is ever rounded.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import lru_cache
from weakref import WeakKeyDictionary

from clinicdesk.scheduling.holds import Interval, merged, without
from clinicdesk.scheduling.problem import MIDNIGHT, Resource, Windows

DAYS_A_PAGE = 16
"""Long enough for one operation to be worth its call, short enough to leave far days alone."""

Cut = tuple[int, int, int]
"""A position in `Horizon.days` and the minutes `[start, end)` that are taken on that day."""


class Horizon:
    """The days and the grid that masks are drawn on. Equal days and grids share one horizon."""

    def __init__(self, days: Sequence[date], grid: int) -> None:
        self.days = tuple(days)
        self.grid = grid
        self.cells = -(-MIDNIGHT // grid)
        self.stride = 2 * self.cells + 2
        self.place = {day: position for position, day in enumerate(self.days)}
        self.pages = [
            range(first, min(first + DAYS_A_PAGE, len(self.days)))
            for first in range(0, len(self.days), DAYS_A_PAGE)
        ]
        self._units = [
            sum(1 << position * self.stride for position in range(len(page))) for page in self.pages
        ]

    def each_day(self, page: int, pattern: int) -> int:
        """The mask that has the same `pattern` of cells on every day of the page."""
        return pattern * self._units[page]

    def starts_that_fit(self, page: int, minutes: int) -> int:
        """All starts from which `minutes` end by midnight."""
        if minutes > MIDNIGHT:
            return 0
        return self.each_day(page, (1 << (MIDNIGHT - minutes) // self.grid + 1) - 1)

    def cells_for(self, minutes: int) -> int:
        """How many cells a wait of `minutes` from one start to the next takes, rounded up."""
        return -(-minutes // self.grid)


@lru_cache(maxsize=8)
def horizon_of(days: tuple[date, ...], grid: int) -> Horizon:
    """The horizon of these days, always the same object, so that calendars can be kept by it."""
    return Horizon(days, grid)


def moved_back(mask: int, cells: int, most: int) -> int:
    """Every bit `cells` earlier (later if negative); empty when that is more than `most` cells."""
    if not -most <= cells <= most:
        return 0
    return mask >> cells if cells >= 0 else mask << -cells


class MinuteSet:
    """A set of minutes on the days of a horizon: a calendar, or the windows of a patient."""

    def __init__(self, horizon: Horizon, intervals: Mapping[int, Sequence[Interval]]) -> None:
        """`intervals`: ascending and apart, by position of the day."""
        self.horizon = horizon
        self.intervals = intervals
        self._runs: dict[int, list[int]] = {}
        self._parts: dict[tuple[str, int, int, int], int] = {}

    def on(self, position: int) -> Sequence[Interval]:
        """The minutes of one day as ascending intervals apart."""
        return self.intervals.get(position, ())

    def prepare(self, short: int) -> None:
        """Draw what every question needs, short gaps of less than `short` minutes included."""
        for page in range(len(self.horizon.pages)):
            for cells in (1, 2, 4, 8):
                self._run(page, cells)
            if short > 1:
                self.just_after_a_beginning(page, 0, short)
                self.just_before_an_end(page, 0, short)

    def starts(self, page: int, begin: int, end: int) -> int:
        """Every cell whose `[begin, end)`, in minutes after its own first one, is in the set.

        `begin` may be negative. The cell itself may lie outside the day: mask what comes out.
        """
        grid, most = self.horizon.grid, self.horizon.cells
        first, head = divmod(begin, grid)
        last, tail = divmod(end, grid)
        if head and first == last:
            return moved_back(self._part("inside", page, head, tail), first, most)
        result = -1
        if head:
            result = moved_back(self._part("inside", page, head, grid), first, most)
            first += 1
        if last > first:
            result &= moved_back(self._run(page, last - first), first, most)
        if tail:
            result &= moved_back(self._part("inside", page, 0, tail), last, most)
        return result

    def contained(self, page: int, minutes: int) -> int:
        """Every start from which `minutes` lie in one interval, straight from the intervals."""
        return self._part("inside", page, 0, minutes)

    def just_after_a_beginning(self, page: int, offset: int, short: int) -> int:
        """Every cell before whose minute `offset` a piece begins that is shorter than `short`.

        The piece is longer than 0. `offset` is minutes after the cell's first, below the grid.
        """
        return self._part("after", page, offset, short)

    def just_before_an_end(self, page: int, offset: int, short: int) -> int:
        """Every cell from whose minute `offset` on a piece shorter than `short` is left."""
        return self._part("before", page, offset, short)

    def _run(self, page: int, cells: int) -> int:
        """Every cell with which that many whole cells of the set begin."""
        runs = self._runs.setdefault(page, [])
        if not runs:
            runs.append(self._part("inside", page, 0, self.horizon.grid))
        power = cells.bit_length() - 1
        while len(runs) <= power:
            runs.append(runs[-1] & runs[-1] >> (1 << len(runs) - 1) if runs[-1] else 0)
        rest = cells - (1 << power)
        return runs[power] & runs[power] >> rest if rest and runs[power] else runs[power]

    def _part(self, kind: str, page: int, low: int, high: int) -> int:
        key = (kind, page, low, high)
        if key not in self._parts:
            self._parts[key] = self._drawn(page, kind, low, high)
        return self._parts[key]

    def _drawn(self, page: int, kind: str, low: int, high: int) -> int:
        """A mask from the intervals: each gives one range of cells, added as 2^end - 2^begin."""
        grid, cells, stride = self.horizon.grid, self.horizon.cells, self.horizon.stride
        size = len(self.horizon.pages[page]) * stride // 8 + 1
        begins, ends = bytearray(size), bytearray(size)
        for place, position in enumerate(self.horizon.pages[page]):
            for begin, end in self.intervals.get(position, ()):
                if kind == "inside":
                    least, most = begin - low, end - high
                elif kind == "after":
                    least, most = begin + 1 - low, min(begin + high, end) - 1 - low
                else:
                    least, most = max(end - high, begin) + 1 - low, end - 1 - low
                first, last = max(0, -(-least // grid)), min(most // grid + 1, cells)
                if first < last:
                    first, last = first + place * stride, last + place * stride
                    begins[first >> 3] |= 1 << (first & 7)
                    ends[last >> 3] |= 1 << (last & 7)
        return int.from_bytes(ends, "little") - int.from_bytes(begins, "little")


_held: WeakKeyDictionary[Resource, dict[tuple[Horizon, tuple[Cut, ...]], MinuteSet]] = (
    WeakKeyDictionary()
)
_VERSIONS_HELD = 4


def calendar_of(
    resource: Resource, horizon: Horizon, cuts: tuple[Cut, ...], short: int
) -> MinuteSet:
    """The free minutes of a resource without its busy ones and without `cuts`.

    Kept with the resource (the object) as long as it lives: asking again reads nothing.
    """
    versions = _held.setdefault(resource, {})
    calendar = versions.get((horizon, cuts))
    if calendar is None:
        if len(versions) >= _VERSIONS_HELD:
            versions.clear()
        taken: dict[int, list[Interval]] = {}
        for position, begin, end in cuts:
            taken.setdefault(position, []).append((begin, end))
        intervals = {
            position: without(resource.free[day], (*resource.busy.get(day, ()), *more))
            for position, day in enumerate(horizon.days)
            if day in resource.free
            for more in (taken.get(position, ()),)
        }
        calendar = versions[(horizon, cuts)] = MinuteSet(horizon, intervals)
        calendar.prepare(short)
    return calendar


def windows_of(
    horizon: Horizon, windows: Windows | None, taken: Iterable[Cut] = ()
) -> MinuteSet | None:
    """Windows as a set of minutes, less what is taken; None when nothing is restricted."""
    busy: dict[int, list[Interval]] = {}
    for position, begin, end in taken:
        busy.setdefault(position, []).append((begin, end))
    if windows is None and not busy:
        return None
    whole: tuple[Interval, ...] = ((0, MIDNIGHT),)
    return MinuteSet(
        horizon,
        {
            position: without(allowed, busy[position]) if position in busy else merged(allowed)
            for position, day in enumerate(horizon.days)
            for allowed in (whole if windows is None else windows.get(day, ()),)
            if allowed
        },
    )
