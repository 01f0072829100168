"""The quick way to a day's best plan: down the table, at its lowest bound, then a little above it.

The table knows what every rest of a visit costs from every cell on, so a plan at the bound is found
step by step. What the table leaves out (largest gaps, smallest gaps across a step in between, steps
that share resources) is checked on the way and at the end; where that leaves nothing, the next cost
is tried (iterative deepening; Korf 1985). Nearly every day is done so; one that takes more than
`MOST_STEPS` is left to `day_search.py`, which remembers what it has seen.

`Walk.quick` needs no costs of the table: it gives some plan of a day at once, before any is known.
"""

from bisect import bisect_left
from collections.abc import Iterator
from contextlib import suppress
from typing import NamedTuple

from clinicdesk.scheduling.core.bit_sets import FIRST_CELL, NO_CELLS, Cell, Number, Steps
from clinicdesk.scheduling.core.stopping import Poll
from clinicdesk.scheduling.search.assigning.occupied import Occupancy, names_of
from clinicdesk.scheduling.search.assigning.resources import Assigned, FreeResources, TimedStep
from clinicdesk.scheduling.search.bound_table import BoundTable
from clinicdesk.scheduling.search.day_hits import DayHits, Hit
from clinicdesk.scheduling.search.transitions import Transition

MOST_STEPS = 200
"""Steps tried for one day, at all costs together."""

CELLS_BETWEEN_TRIES = 12
"""From one time of the day to the next from which a quick plan is looked for."""

MUCH = 1 << 60
"""More than resources ever cost."""

STEPS_OF_A_DISPUTE = 5
"""What settling a disputed resource counts for, in steps tried."""


class DayPlan(NamedTuple):
    """A plan of a day: its cost without the day's own, its steps, and their resources."""

    cost: int
    timed: tuple[TimedStep, ...]
    names: tuple[tuple[str, ...], ...]


class TooLong(Exception):
    """A day is not done after `MOST_STEPS`."""


class _Disputed(Exception):
    """Where waiting is free: the first visit that was put together is one with a dispute."""


class Walk:
    """The quick way for any day of a table."""

    def __init__(self, table: BoundTable, poll: Poll) -> None:
        self._table = table
        self._poll = poll
        visit = table.fields.ways[0].visit
        self._precedence = visit.precedence
        self._uniform = visit.precedence.uniform
        self._staying = visit.staying
        self._grid = visit.horizon.grid
        self._wait = visit.weights.span * self._grid
        """What a cell of waiting costs."""
        self._last = visit.horizon.cells - 1
        self._timed: list[TimedStep] = []

    def best(self, field: int, lowest: int, limit: int | None) -> DayPlan | None:
        """The best plan of a field's day that costs at most `limit`; None if none does.

        `lowest`: nothing costs less than that. Raises TooLong if neither a plan nor its absence is
        found soon.
        """
        self._go_to(field)
        base = self._way.bases[self._table.everything]
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

    def quick(self, field: int) -> DayPlan | None:
        """A plan of a field's day that is found at once, if mostly not the best; perhaps None.

        It needs no level of the table. From several times of the day on, the step is placed each
        time that costs least just then: by the wait for it, its minutes and its pool.
        """
        self._go_to(field)
        everything, fields = self._table.everything, self._table.fields
        found = None
        for cell in range(fields.first, fields.first + fields.width, CELLS_BETWEEN_TRIES):
            cost = self._follow(everything, Cell(Number(cell)))
            if cost is not None and (found is None or cost < found.cost):
                found = DayPlan(cost, self._found, self._names)
        return found

    def _follow(self, steps: Steps, cell: Cell) -> int | None:
        """What the visit costs whose steps are placed from a cell on, the cheapest first."""
        self._timed, spent = [], 0
        while steps:
            self._poll()
            least, chosen = None, None
            for rest, transition, pool, above, starts in self._day_hits.ways_of(steps):
                if later := starts >> cell:
                    wait = (later & -later).bit_length() - 1
                    cost = above + self._wait * wait
                    if (least is None or cost < least) and self._may_start(
                        transition, rest, cell + wait
                    ):
                        least, chosen = cost, (rest, transition, pool, cell + wait)
            if least is None or chosen is None:
                return None
            rest, transition, pool, start = chosen
            # Nobody waits before the first step.
            spent += least if self._timed else least - self._wait * (start - cell)
            self._timed.append(TimedStep(transition.step, start, transition.minutes, pool))
            steps, cell = rest, start + transition.cells
        cost = self._way.bases[self._table.everything] + spent
        return cost - self._saved + MUCH if self._settle(MUCH) else None

    def _go_to(self, field: int) -> None:
        """Begin with the day of another field."""
        self._way, self._position = self._table.fields.days[field]
        self._day_hits = DayHits(self._table, field)
        self._free = FreeResources(self._way.visit, self._way.start_pools, self._position)
        self._occupancy: Occupancy | None = None
        self._disputed = False
        """Whether the resources of some complete visit could not be settled."""
        # Where waiting is free the other search soon finds a plan, if there is any.
        self._left = MOST_STEPS if self._wait else MOST_STEPS // 2

    def _may_start(self, transition: Transition, rest: Steps, start: Cell) -> bool:
        """Whether a step may begin then, by the steps already placed."""
        if not self._uniform and not self._gaps_allow(transition.step, rest, start):
            return False
        return not self._staying.limited or self._over_in_time(transition, start)

    def _plan_within(self, budget: int) -> bool:
        """Whether some plan costs at most `budget` above the base; the last one found is kept."""
        self._table.grow_to(budget)
        with suppress(_Disputed):
            return self._placed_within(budget)
        # Once more from the first step on: disputes are looked for after every step by now.
        return self._placed_within(budget)

    def _placed_within(self, budget: int) -> bool:
        everything = self._table.everything
        self._timed.clear()
        for cost, mask, rest, rest_cost, transition, pool in self._hits(everything, budget):
            starts = mask
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
        self._poll()
        self._left -= 1
        if self._left < 0:
            raise TooLong
        if not self._may_start(transition, rest, start):
            return False
        self._timed.append(TimedStep(transition.step, start, transition.minutes, pool))
        if not rest:
            placed = self._settle(left)
        else:
            cell = start + transition.cells
            placed = self._can_be_settled() and self._place_rest(rest, cell, left)
        if placed:
            return True
        self._timed.pop()
        return False

    def _place_rest(self, steps: Steps, cell: Cell, budget: int) -> bool:
        """Place all `steps` from a cell on, the costs above their base being within the budget."""
        wait, last = self._wait, self._last
        for cost, mask, rest, rest_cost, transition, pool in self._hits(steps, budget):
            over = budget - cost
            if over < wait:
                starts = FIRST_CELL if mask >> cell & 1 else NO_CELLS
            else:
                latest = min(over // wait, last) if wait else last
                starts = mask >> cell & (2 << latest) - 1
            while starts:
                later = (starts & -starts).bit_length() - 1
                starts &= starts - 1
                left = rest_cost + over - wait * later
                if self._place(rest, transition, pool, cell + later, left):
                    return True
        return False

    def _hits(self, steps: Steps, budget: int) -> Iterator[Hit]:
        """How the steps can begin within the budget: the costliest first, which wait the least."""
        hits = self._day_hits.of(steps)
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
        least = max(transition.minutes, self._way.tails[transition.step])
        return start * grid + least <= self._staying.end(self._position, first * grid)

    def _settle(self, left: int) -> bool:
        """Whether resources for all steps cost at most what their pools say, and `left` more."""
        pools, cost_of = self._table.pools, self._way.pool_cost
        pool_cost = sum(
            [
                cost_of(timed.step, timed.minutes, pools[timed.step][timed.pool].above)
                for timed in self._timed
            ]
        )
        assigned = self._free.cheapest(self._timed)
        if assigned is None:
            assigned = self._settle_disputes()
            if assigned is None and not self._wait and not self._disputed:
                self._disputed = True
                raise _Disputed
            self._disputed = self._disputed or assigned is None
        if assigned is None or assigned[0] > pool_cost + left:
            return False
        self._saved = pool_cost + left - assigned[0]
        self._found, self._names = tuple(self._timed), assigned[1]
        return True

    def _can_be_settled(self) -> bool:
        """Whether the steps so far can have resources at all, whatever comes after them.

        Looked at once a dispute had no solution: what cannot be settled early is not to be tried
        again and again with other times of the last steps.
        """
        if not self._disputed or self._free.cheapest(self._timed) is not None:
            return True
        return self._settle_disputes() is not None

    def _settle_disputes(self) -> Assigned | None:
        """The resources where steps want the same ones at about the same time; None without any."""
        self._left -= STEPS_OF_A_DISPUTE
        if self._occupancy is None:
            self._occupancy = Occupancy(self._way.visit, self._position, self._free, self._poll)
        occupied = self._occupancy.after_all(self._timed)
        if not occupied:
            return None
        cost, history = occupied[()]
        return cost, names_of(history)
