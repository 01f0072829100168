"""The quick way to a day's best plan: down the table, at its lowest bound, then a little above it.

The table knows what every rest of a visit costs from every cell on, so a plan at the bound is found
step by step. What the table relaxes (largest gaps, smallest gaps across a step in between, steps
that share resources) is looked at on the way and at the end; where that leaves nothing, the next
cost is tried (iterative deepening; Korf 1985). Nearly every day is settled so; what takes more than
`MOST_STEPS` is for the search in `day.py`, which remembers what it has seen.
"""

from bisect import bisect_left
from collections.abc import Iterator
from typing import NamedTuple

from clinicdesk.scheduling.core.stopping import Poll
from clinicdesk.scheduling.search.assigning.occupied import NOTHING_TAKEN, Takings, names_of
from clinicdesk.scheduling.search.assigning.resources import Resources, Settled, Timed
from clinicdesk.scheduling.search.table import Hit, Move, Table

MOST_STEPS = 200
"""Steps tried for one day, at all costs together."""

STEPS_OF_A_DISPUTE = 15
"""What it takes to find out who is taken, as so many steps tried."""


class Found(NamedTuple):
    """The best plan of a day: the cost without the day's own, its steps, and their resources."""

    cost: int
    timed: tuple[Timed, ...]
    names: tuple[tuple[str, ...], ...]


class TooLong(Exception):
    """A day is not settled by a walk of `MOST_STEPS`."""


class Walk:
    """The quick way for any day of a table."""

    def __init__(self, table: Table, poll: Poll) -> None:
        self._table = table
        self._poll = poll
        visit = table.visit
        self._order = visit.order
        self._uniform = visit.order.uniform
        self._grid = visit.horizon.grid
        self._wait = visit.weights.span * self._grid
        self._most = visit.horizon.cells - 1
        self._cells = (2 << self._most) - 1
        self._timed: list[Timed] = []

    def best(self, position: int, lowest: int, limit: int | None) -> Found | None:
        """The best plan of the day at `position` that costs at most `limit`; None if none does.

        `lowest`: nothing costs less than that. Raises TooLong if neither a plan nor its absence is
        found soon.
        """
        table = self._table
        self._shift = table.stretch.shift_of(position)
        self._position = position
        self._who = Resources(table.visit, table.pool, position)
        self._takings: Takings | None = None
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
        # Costs went up by more than 1: whether one in between will do is left to see.
        while self._cost > proven + 1 and self._plan_within(self._cost - 1):
            pass
        return Found(base + self._cost, self._found, self._names)

    def _plan_within(self, budget: int) -> bool:
        """Whether some plan costs at most `budget` above the base; the last one found is kept."""
        table = self._table
        table.grow_to(budget)
        self._timed.clear()
        for cost, mask, rest, left, move, number in self._within(table.everything, budget):
            starts = mask >> self._shift & self._cells
            while starts:
                start = (starts & -starts).bit_length() - 1
                starts &= starts - 1
                if self._go_on(rest, move, number, start, left + budget - cost):
                    self._cost = budget - self._saved
                    return True
        return False

    def _go_on(self, rest: int, move: Move, number: int, start: int, left: int) -> bool:
        """Take a step at a start, then the rest at no more than `left` above its base."""
        self._left -= 1
        if self._left < 0:
            raise TooLong
        if not self._uniform and not self._allowed(move.step, rest, start):
            return False
        self._timed.append(Timed(move.step, start, move.minutes, number))
        if self._rest(rest, start + move.cells, left) if rest else self._settled(left):
            return True
        self._timed.pop()
        return False

    def _rest(self, steps: int, cell: int, budget: int) -> bool:
        """Place all `steps` from a cell on, the costs above their base being within the budget."""
        wait, most, shift = self._wait, self._most, self._shift + cell
        now = 1 << shift
        for cost, mask, rest, left, move, number in self._within(steps, budget):
            over = budget - cost
            if over < wait:
                starts = 1 if mask & now else 0
            else:
                latest = min(over // wait, most) if wait else most
                starts = mask >> shift & (2 << latest) - 1
            while starts:
                later = (starts & -starts).bit_length() - 1
                starts &= starts - 1
                if self._go_on(rest, move, number, cell + later, left + over - wait * later):
                    return True
        return False

    def _within(self, steps: int, budget: int) -> Iterator[Hit]:
        """How the steps can begin within the budget: the dearest first, which wait the least."""
        hits = self._table.hits[steps]
        return reversed(hits[: bisect_left(hits, (budget + 1,))])

    def _allowed(self, step: int, rest: int, start: int) -> bool:
        """Whether no gap to the steps already placed is too small, and none gets too large."""
        order = self._order
        minute = start * self._grid
        for one in self._timed:
            gap = minute - one.start * self._grid - one.minutes
            if gap < order.smallest[one.step][step]:
                return False
            for then, limit in order.limited[one.step]:
                if gap > limit and (then == step or rest >> then & 1):
                    return False
        return True

    def _settled(self, left: int) -> bool:
        """Whether resources can be had for all steps at what their classes say, or `left` more."""
        classes = self._table.classes
        said = sum([classes[one.step][one.number].cost for one in self._timed])
        settled = self._who.undisputed(self._timed)
        if settled is None:
            settled = self._disputed()
        if settled is None or settled[0] > said + left:
            return False
        self._saved = said + left - settled[0]
        self._found, self._names = tuple(self._timed), settled[1]
        return True

    def _disputed(self) -> Settled | None:
        """The same where steps want the same resources at about the same time."""
        self._left -= STEPS_OF_A_DISPUTE
        if self._takings is None:
            self._takings = Takings(self._table, self._position, self._who, self._poll)
        ways = NOTHING_TAKEN
        for number, one in enumerate(self._timed, 1):
            ways = self._takings.after(ways, one, self._takings.wanted_by(self._timed[number:]))
            if not ways:
                return None
        cost, trail = ways[()]
        return cost, names_of(trail)
