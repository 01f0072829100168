"""What the time of each resource costs, cell by cell, and so each start of a step.

A cell is one grid step long and stands for its first minute: a block pays for the cells whose first
minute it covers. As no two steps have a resource in one minute, the usage of a cell is at most the
resources that are free there, so prices of cells may relax that rule (a Lagrangian relaxation). All
amounts are whole numbers, `SCALE` to one unit of cost, so that nothing is ever rounded.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from operator import add, sub

from clinicdesk.scheduling.core.intervals import Interval

SCALE = 1024
IMPOSSIBLE = 1 << 120
"""More than anything costs that is possible."""

Costs = list[int]
"""An amount for each start, one grid step after the other, of the hours that matter."""


@dataclass(eq=False, slots=True)
class Lane:
    """Resources that can stand for each other, on one day, with a price for each cell.

    `spaces` is when each of them is free, ascending and apart, `capacity` how many they are.
    """

    spaces: Sequence[Interval]
    capacity: int
    cells: int
    prices: Costs = field(default_factory=list)
    version: int = 0
    """How often the prices have been set."""
    _sums: Costs = field(default_factory=list)
    """Of all prices before each cell, with as many cells again before the first and after."""
    _turns: Costs = field(default_factory=list)
    """How many more use a cell than the one before it."""

    def __post_init__(self) -> None:
        self.set_prices([0] * self.cells)
        self.clear()

    def set_prices(self, prices: Costs) -> None:
        """Take these prices for the cells, each 0 or more."""
        self.prices = prices
        sums = [0, *accumulate(prices)]
        self._sums = [0] * self.cells + sums + [sums[-1]] * self.cells
        self.version += 1

    def worth(self) -> int:
        """The price of all the time that there is."""
        return self.capacity * sum(self.prices)

    def costs(self, begin: int, end: int) -> Iterable[int]:
        """For every start the price of a block from `begin` to `end` cells after it."""
        begin, end = (self.cells + max(-self.cells, min(edge, self.cells)) for edge in (begin, end))
        before, after = self._sums[begin : begin + self.cells], self._sums[end : end + self.cells]
        return map(sub, after, before)

    def clear(self) -> None:
        """Forget what was counted."""
        self._turns = [0] * (self.cells + 1)

    def use(self, begin: int, end: int) -> None:
        """Count a block from cell to cell; what lies outside the hours has no price."""
        self._turns[min(max(begin, 0), self.cells)] += 1
        self._turns[min(max(end, 0), self.cells)] -= 1

    def excess(self) -> Costs:
        """By how much what was counted exceeds the capacity of each cell; below 0: it is less."""
        return [used - self.capacity for used in accumulate(self._turns[:-1])]


@dataclass(eq=False, slots=True)
class Hold:
    """What a need of a step takes from one lane, wherever the step starts: its blocks in cells."""

    lane: Lane
    blocks: tuple[tuple[int, int], ...]
    possible: Costs
    """0 for the starts that the free time and the alternative's windows allow."""
    _costs: Costs = field(default_factory=list)
    _version: int = -1

    def costs(self) -> Costs:
        """The price of every start."""
        if self._version != self.lane.version:
            costs: Iterable[int] = self.possible
            for begin, end in self.blocks:
                costs = map(add, costs, self.lane.costs(begin, end))
            self._costs = list(costs)
            self._version = self.lane.version
        return self._costs

    def use(self, start: int) -> None:
        """Count the blocks of a step that starts there."""
        for begin, end in self.blocks:
            self.lane.use(start + begin, start + end)


@dataclass(eq=False, slots=True)
class Offer:
    """One need of a step: any of these holds, each at its penalty."""

    holds: tuple[tuple[int, Hold], ...]
    _costs: Costs = field(default_factory=list)
    _version: int = -1

    def version(self) -> int:
        """Another number whenever any price has changed."""
        return sum(hold.lane.version for _, hold in self.holds)

    def costs(self) -> Costs:
        """The least that every start costs, penalty and price."""
        version = self.version()
        if self._version != version:
            self._costs = cheapest([raised(hold.costs(), each) for each, hold in self.holds])
            self._version = version
        return self._costs

    def use(self, start: int) -> None:
        """Count the blocks of the first hold that is cheapest at this start."""
        cost = self.costs()[start]
        for penalty, hold in self.holds:
            if hold.costs()[start] + penalty == cost:
                hold.use(start)
                return


def raised(costs: Costs, amount: int) -> Costs:
    """The same costs, each more by the amount."""
    return [cost + amount for cost in costs] if amount else costs


def cheapest(several: Sequence[Costs]) -> Costs:
    """The least of the costs of each start."""
    return several[0] if len(several) == 1 else list(map(min, *several))


def cells(minutes: int, grid: int) -> int:
    """The cells whose first minute is before that minute, counted from the start of a cell."""
    return -(-minutes // grid)


def start_costs(mask: int, count: int) -> Costs:
    """0 for each start whose bit is set, impossible for the others."""
    bits = f"{mask:0{count}b}"
    return [0 if bit == "1" else IMPOSSIBLE for bit in reversed(bits)]


def starts_within(
    spaces: Iterable[Interval], blocks: Iterable[Interval], grid: int, count: int
) -> int:
    """The starts, one bit each, whose every block lies within one of the spaces.

    Blocks are in minutes after the start, spaces (apart) in minutes after the first start.
    """
    every = (1 << count) - 1
    for begin, end in blocks:
        fitting = 0
        for low, high in spaces:
            first = max(0, cells(low - begin, grid))
            last = min((high - end) // grid, count - 1)
            if first <= last:
                fitting |= (1 << last + 1) - (1 << first)
        every &= fitting
    return every
