"""Prices of the resources' time, cell by cell, and what each start of a step costs at them.

A cell is one grid step long and stands for its first minute: a block pays for the cells whose first
minute it covers. No two steps have a resource in the same minute, so a cell is used by no more
steps than there are resources free in it; prices of cells take the place of that rule (a Lagrangian
relaxation). All amounts are whole numbers, `SCALE` to one unit of cost, so nothing is ever rounded.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from operator import add, sub

from clinicdesk.scheduling.core.intervals import Interval

SCALE = 1024
"""Scaled units in one unit of cost."""

IMPOSSIBLE = 1 << 120
"""More than anything possible costs."""

Costs = list[int]
"""An amount for each start (or cell) of the hours that matter, one grid step after the other."""


@dataclass(eq=False, slots=True)
class PricedTime:
    """The time of interchangeable resources on one day, with a price for each cell.

    `free` is when each of them is free, ascending and separate, `capacity` how many they are.
    """

    free: Sequence[Interval]
    capacity: int
    cells: int
    prices: Costs = field(default_factory=list)
    version: int = 0
    """How often the prices have been set."""
    _sums: Costs = field(default_factory=list)
    """The sum of the prices before each cell, with as many cells again before and after the day."""
    _changes: Costs = field(default_factory=list)
    """How many more blocks use a cell than the cell before it."""

    def __post_init__(self) -> None:
        self.set_prices([0] * self.cells)
        self.clear()

    def set_prices(self, prices: Costs) -> None:
        """Set the prices of the cells, each 0 or more."""
        self.prices = prices
        sums = [0, *accumulate(prices)]
        self._sums = [0] * self.cells + sums + [sums[-1]] * self.cells
        self.version += 1

    def worth(self) -> int:
        """The price of all cells, for every one of the resources."""
        return self.capacity * sum(self.prices)

    def costs(self, begin: int, end: int) -> Iterable[int]:
        """For every start, the price of a block from `begin` to `end` cells after it."""
        begin, end = (self.cells + max(-self.cells, min(edge, self.cells)) for edge in (begin, end))
        before, after = self._sums[begin : begin + self.cells], self._sums[end : end + self.cells]
        return map(sub, after, before)

    def clear(self) -> None:
        """Forget the blocks counted so far."""
        self._changes = [0] * (self.cells + 1)

    def use(self, begin: int, end: int) -> None:
        """Count a block from cell to cell; what lies outside the hours has no price."""
        self._changes[min(max(begin, 0), self.cells)] += 1
        self._changes[min(max(end, 0), self.cells)] -= 1

    def excess(self) -> Costs:
        """For each cell, by how much its use exceeds the capacity (below 0: falls short of it)."""
        return [used - self.capacity for used in accumulate(self._changes[:-1])]


@dataclass(eq=False, slots=True)
class PricedHold:
    """What a need of a step takes of one priced time: its blocks, in cells after the start."""

    time: PricedTime
    blocks: tuple[tuple[int, int], ...]
    possible: Costs
    """By start: 0 where the free time and the alternative's windows allow it, else IMPOSSIBLE."""
    _costs: Costs = field(default_factory=list)
    _version: int = -1

    def costs(self) -> Costs:
        """By start: the price of the blocks."""
        if self._version != self.time.version:
            costs: Iterable[int] = self.possible
            for begin, end in self.blocks:
                costs = map(add, costs, self.time.costs(begin, end))
            self._costs = list(costs)
            self._version = self.time.version
        return self._costs

    def use(self, start: int) -> None:
        """Count the blocks of a step at this start."""
        for begin, end in self.blocks:
            self.time.use(start + begin, start + end)


@dataclass(eq=False, slots=True)
class PricedNeed:
    """One need of a step: any one of these holds, each with its penalty."""

    holds: tuple[tuple[int, PricedHold], ...]
    _costs: Costs = field(default_factory=list)
    _version: int = -1

    def version(self) -> int:
        """A number that changes whenever a price does."""
        return sum(hold.time.version for _, hold in self.holds)

    def costs(self) -> Costs:
        """By start: the least penalty and price together."""
        version = self.version()
        if self._version != version:
            self._costs = cheapest([raised(hold.costs(), each) for each, hold in self.holds])
            self._version = version
        return self._costs

    def use(self, start: int) -> None:
        """Count the blocks of the first of the holds that are cheapest at this start."""
        cost = self.costs()[start]
        for penalty, hold in self.holds:
            if hold.costs()[start] + penalty == cost:
                hold.use(start)
                return


def raised(costs: Costs, amount: int) -> Costs:
    """The costs, each higher by the amount."""
    return [cost + amount for cost in costs] if amount else costs


def cheapest(several: Sequence[Costs]) -> Costs:
    """By start: the least of several costs."""
    return several[0] if len(several) == 1 else list(map(min, *several))


def cells(minutes: int, grid: int) -> int:
    """How many cells, from the start of one on, have their first minute before that minute."""
    return -(-minutes // grid)


def start_costs(mask: int, count: int) -> Costs:
    """By start: 0 if its bit is set, else IMPOSSIBLE."""
    bits = f"{mask:0{count}b}"
    return [0 if bit == "1" else IMPOSSIBLE for bit in reversed(bits)]


def starts_within(
    free: Iterable[Interval], blocks: Iterable[Interval], grid: int, count: int
) -> int:
    """The starts, one bit each, whose every block lies within one of the free intervals.

    Blocks are in minutes after the start, intervals (separate) in minutes after the first start.
    """
    every = (1 << count) - 1
    for begin, end in blocks:
        fitting = 0
        for low, high in free:
            first = max(0, cells(low - begin, grid))
            last = min((high - end) // grid, count - 1)
            if first <= last:
                fitting |= (1 << last + 1) - (1 << first)
        every &= fitting
    return every
