"""The days of a question side by side in one integer, and the stretches of days looked at together.

A mask is one Python integer: each day takes `Horizon.stride` bits. The lower half stands for its
grid cells (bit `c`: the `grid` minutes from `c * grid` on), the upper half is a guard that is
always zero. The guard is as long as the day, so no shift by up to a day ever carries one day's bit
into the cells of another.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from clinicdesk.scheduling.core.bit_sets import Mask, mask_of
from clinicdesk.scheduling.core.intervals import MIDNIGHT

DAYS_AT_ONCE = 12
"""Long enough for one operation to be worth its call, short enough to leave far days alone."""


class Horizon:
    """The days and the grid of a question's masks. Equal days and grids share one horizon."""

    def __init__(self, days: Sequence[date], grid: int) -> None:
        self.days = tuple(days)
        self.ordinals = [day.toordinal() for day in self.days]
        self.grid = grid
        """Minutes of a cell."""
        self.cells = -(-MIDNIGHT // grid)
        """Cells of a day."""
        self.stride = 2 * self.cells + 2
        """Bits from the beginning of a day to that of the next."""
        self.position_of = {day: position for position, day in enumerate(self.days)}
        self.every_cell = mask_of(
            sum((1 << self.cells) - 1 << position * self.stride for position in range(len(days)))
        )
        self._stretches: dict[tuple[int, int], Stretch] = {}

    def cells_for(self, minutes: int) -> int:
        """How many cells `minutes` take from one start to the next, rounded up."""
        return -(-minutes // self.grid)

    def bits_of(self, positions: Iterable[int]) -> Mask:
        """All bits of some days, their guards included."""
        field = (1 << self.stride) - 1
        return mask_of(sum(field << position * self.stride for position in positions))

    def stretches_around(self, position: int, at_once: int = DAYS_AT_ONCE) -> list["Stretch"]:
        """All days in stretches, one of them with the day at `position` about its middle."""
        count = len(self.days)
        first = max(0, min(position - at_once // 2, count - at_once))
        begins = [*range(first, count, at_once)]
        before = [*range(first - at_once, -at_once, -at_once)]
        return [
            self.stretch(max(begin, 0), min(begin + at_once, count)) for begin in (*begins, *before)
        ]

    def stretches_of(self, positions: Sequence[int], at_once: int) -> list["Stretch"]:
        """Some days, by ascending positions, in stretches that begin and end with one of them."""
        stretches: list[Stretch] = []
        for position in positions:
            if stretches and position < stretches[-1].days.start + at_once:
                stretches[-1] = self.stretch(stretches[-1].days.start, position + 1)
            else:
                stretches.append(self.stretch(position, position + 1))
        return stretches

    def stretch(self, first: int, end: int) -> "Stretch":
        """The days at positions `[first, end)`."""
        if (first, end) not in self._stretches:
            self._stretches[(first, end)] = Stretch(self, first, end)
        return self._stretches[(first, end)]


class Stretch:
    """Some days in a row: the part of every mask that is looked at together."""

    def __init__(self, horizon: Horizon, first: int, end: int) -> None:
        self.horizon = horizon
        self.days = range(first, end)
        """The positions of its days in the horizon."""
        self.shift = first * horizon.stride
        """Where the stretch begins in a mask of the whole horizon."""
        self._until_end = mask_of((1 << end * horizon.stride) - 1)
        """All bits of a mask up to the last day of the stretch."""
        begins = [position * horizon.stride for position in range(end - first)]
        self._each_day_once = sum(1 << begin for begin in begins)
        self.fields = [mask_of((1 << horizon.stride) - 1 << begin) for begin in begins]
        """All bits of each day in the stretch's own masks, its guard included."""
        self._repeated: dict[int, Mask] = {}

    def cut(self, mask: Mask) -> Mask:
        """The part of a mask of the whole horizon that shows these days."""
        # A shift copies all that is left: so what comes after the stretch goes first.
        return (mask & self._until_end) >> self.shift

    def each_day(self, pattern: int) -> Mask:
        """The mask that has the same `pattern` of cells on every day."""
        if pattern not in self._repeated:
            self._repeated[pattern] = mask_of(pattern * self._each_day_once)
        return self._repeated[pattern]

    def starts_by_midnight(self, minutes: int) -> Mask:
        """All starts from which `minutes` end by midnight."""
        if minutes > MIDNIGHT:
            return self.each_day(0)
        return self.each_day((1 << (MIDNIGHT - minutes) // self.horizon.grid + 1) - 1)

    def shift_of(self, position: int) -> int:
        """Where the day at `position` of the horizon begins in the stretch's own masks."""
        return (position - self.days.start) * self.horizon.stride

    def field(self, position: int) -> Mask:
        """All bits of one day in the stretch's own masks, its guard included."""
        return self.fields[position - self.days.start]


@lru_cache(maxsize=8)
def horizon_of(days: tuple[date, ...], grid: int) -> Horizon:
    """The horizon of these days, always the same object, so that calendars can be kept by it."""
    return Horizon(days, grid)


NO_DAYS = Horizon((), MIDNIGHT)
"""Shares no day with any other."""


@dataclass(frozen=True)
class SharedDays:
    """Days that two horizons of one grid have in the same order and at the same distances."""

    later: int
    """How many positions later they stand in the new horizon than in the old one."""
    positions: tuple[int, ...]
    """Where they stand in the new one."""
    bits: Mask
    """All their bits in masks of the new one."""

    def taken_over(self, mask: Mask, stride: int) -> Mask:
        """A mask of the old horizon as the new one's, without what is new there."""
        moved = mask << self.later * stride if self.later > 0 else mask >> -self.later * stride
        return moved & self.bits


@lru_cache(maxsize=32)
def shared_days(old: Horizon, new: Horizon) -> SharedDays:
    """The days of `new` that are in `old`, as far as the first of them leads to the others."""
    both = [(old.position_of[day], at) for at, day in enumerate(new.days) if day in old.position_of]
    later = both[0][1] - both[0][0] if both else 0
    positions = tuple(at for was, at in both if at - was == later)
    return SharedDays(later, positions, new.bits_of(positions))


def moved_earlier(mask: Mask, cells: int, most: int) -> Mask:
    """Every bit `cells` earlier (later if negative); empty when that is more than `most` cells."""
    if not -most <= cells <= most:
        return mask_of(0)
    return mask >> cells if cells >= 0 else mask << -cells
