"""The quick way to a day's best plan: down the table, at its lowest bound, then a little above it.

The table knows what every rest of a visit costs from every cell on, so a plan at the bound is found
step by step. What the table leaves out (largest gaps, smallest gaps across a step in between, steps
that share resources) is checked on the way and at the end; where that leaves nothing, the next cost
is tried (iterative deepening; Korf 1985). Nearly every day is done so; one that takes more than
`MOST_STEPS` is left to `day_search.py`, which remembers what it has seen.
"""

from bisect import bisect_left
from collections.abc import Iterator
from typing import NamedTuple

from clinicdesk.scheduling.core.bit_sets import FIRST_CELL, NO_CELLS, Cell, Steps
from clinicdesk.scheduling.core.stopping import Poll
from clinicdesk.scheduling.search.assigning.occupied import NOTHING_OCCUPIED, Occupancy, names_of
from clinicdesk.scheduling.search.assigning.resources import Assigned, FreeResources, TimedStep
from clinicdesk.scheduling.search.bound_table import BoundTable, Hit
from clinicdesk.scheduling.search.transitions import Transition

MOST_STEPS = 200
"""Steps tried for one day, at all costs together."""

STEPS_OF_A_DISPUTE = 15
"""What settling a disputed resource counts for, in steps tried."""


class DayPlan(NamedTuple):
    """The best plan of a day: the cost without the day's own, its steps, and their resources."""

    cost: int
    timed: tuple[TimedStep, ...]
    names: tuple[tuple[str, ...], ...]


class TooLong(Exception):
    """A day is not done after `MOST_STEPS`."""


class Walk:
    """The quick way for any day of a table."""

    def __init__(self, table: BoundTable, poll: Poll) -> None:
        self._table = table
        self._poll = poll
        visit = table.visit
        self._precedence = visit.precedence
        self._uniform = visit.precedence.uniform
        self._staying = visit.staying
        self._grid = visit.horizon.grid
        self._wait = visit.weights.span * self._grid
        """What a cell of waiting costs."""
        self._last = visit.horizon.cells - 1
        self._cells = (2 << self._last) - 1
        self._timed: list[TimedStep] = []

    def best(self, position: int, lowest: int, limit: int | None) -> DayPlan | None:
        """The best plan of the day at `position` that costs at most `limit`; None if none does.

        `lowest`: nothing costs less than that. Raises TooLong if neither a plan nor its absence is
        found soon.
        """
        table = self._table
        self._shift = table.stretch.shift_of(position)
        self._position = position
        self._free = FreeResources(table.visit, table.start_pools, position)
        self._occupancy: Occupancy | None = None
        self._left = MOST_STEPS
        base = table.bases[table.everything]
        proven, budget = lowest - base - 1, lowest - base
        most = None if limit is None else limit - base
        while not self._plan_within(budget):
            if budget == most:
                return None
            proven, budget = budget, budget + max(1, self._wait)
            if most is not None and budget > most:
                budget = most
        # The budget rose by more than 1: whether a cost in between is enough is still to be seen.
        while self._cost > proven + 1 and self._plan_within(self._cost - 1):
            pass
        return DayPlan(base + self._cost, self._found, self._names)

    def _plan_within(self, budget: int) -> bool:
        """Whether some plan costs at most `budget` above the base; the last one found is kept."""
        table = self._table
        table.grow_to(budget)
        self._timed.clear()
        for cost, mask, rest, rest_cost, transition, pool in self._hits(table.everything, budget):
            starts = mask >> self._shift & self._cells
            while starts:
                start = (starts & -starts).bit_length() - 1
                starts &= starts - 1
                if self._place(rest, transition, pool, start, rest_cost + budget - cost):
                    self._cost = budget - self._saved
                    return True
        return False

    def _place(
        self, rest: Steps, transition: Transition, pool: int, start: Cell, left: int
    ) -> bool:
        """Place a step at a start, then the rest at no more than `left` above its base."""
        self._left -= 1
        if self._left < 0:
            raise TooLong
        if not self._uniform and not self._gaps_allow(transition.step, rest, start):
            return False
        if self._staying.limited and not self._over_in_time(transition, start):
            return False
        self._timed.append(TimedStep(transition.step, start, transition.minutes, pool))
        if self._place_rest(rest, start + transition.cells, left) if rest else self._settle(left):
            return True
        self._timed.pop()
        return False

    def _place_rest(self, steps: Steps, cell: Cell, budget: int) -> bool:
        """Place all `steps` from a cell on, the costs above their base being within the budget."""
        wait, last, shift = self._wait, self._last, self._shift + cell
        now = 1 << shift
        for cost, mask, rest, rest_cost, transition, pool in self._hits(steps, budget):
            over = budget - cost
            if over < wait:
                starts = FIRST_CELL if mask & now else NO_CELLS
            else:
                latest = min(over // wait, last) if wait else last
                starts = mask >> shift & (2 << latest) - 1
            while starts:
                later = (starts & -starts).bit_length() - 1
                starts &= starts - 1
                left = rest_cost + over - wait * later
                if self._place(rest, transition, pool, cell + later, left):
                    return True
        return False

    def _hits(self, steps: Steps, budget: int) -> Iterator[Hit]:
        """How the steps can begin within the budget: the costliest first, which wait the least."""
        hits = self._table.hits[steps]
        return reversed(hits[: bisect_left(hits, (budget + 1,))])

    def _gaps_allow(self, step: int, rest: Steps, start: Cell) -> bool:
        """Whether no gap to the steps already placed is too small, and none gets too large."""
        precedence = self._precedence
        minute = start * self._grid
        for earlier in self._timed:
            gap = minute - earlier.start * self._grid - earlier.minutes
            if gap < precedence.smallest[earlier.step][step]:
                return False
            for then, limit in precedence.limited_after[earlier.step]:
                if gap > limit and (then == step or rest >> then & 1):
                    return False
        return True

    def _over_in_time(self, transition: Transition, start: Cell) -> bool:
        """Whether the visit can be over as early as its first step, perhaps this one, asks for."""
        first, grid = self._timed[0].start if self._timed else start, self._grid
        least = max(transition.minutes, self._table.tails[transition.step])
        return start * grid + least <= self._staying.end(self._position, first * grid)

    def _settle(self, left: int) -> bool:
        """Whether resources for all steps cost at most what their pools say, and `left` more."""
        pools = self._table.pools
        pool_cost = sum([pools[timed.step][timed.pool].cost for timed in self._timed])
        assigned = self._free.cheapest(self._timed)
        if assigned is None:
            assigned = self._settle_disputes()
        if assigned is None or assigned[0] > pool_cost + left:
            return False
        self._saved = pool_cost + left - assigned[0]
        self._found, self._names = tuple(self._timed), assigned[1]
        return True

    def _settle_disputes(self) -> Assigned | None:
        """The resources where steps want the same ones at about the same time; None without any."""
        self._left -= STEPS_OF_A_DISPUTE
        if self._occupancy is None:
            self._occupancy = Occupancy(self._table, self._position, self._free, self._poll)
        occupied = NOTHING_OCCUPIED
        for number, timed in enumerate(self._timed, 1):
            later = self._occupancy.needs_of(self._timed[number:])
            occupied = self._occupancy.after(occupied, timed, later)
            if not occupied:
                return None
        cost, history = occupied[()]
        return cost, names_of(history)
