"""The quick way to a day's best plan: down the table, at its lowest bound, then a little above it.

The table knows what every rest of a visit costs from every cell on, so a plan at the bound is found
step by step. What the table relaxes (largest gaps, smallest gaps across a step in between, steps
that share resources) is looked at on the way and at the end; where that leaves nothing, the next
cost is tried (iterative deepening; Korf 1985). Nearly every day is settled so; what takes more than
`MOST_STEPS` is for the search in `day.py`, which remembers what it has seen.
"""

from clinicdesk.scheduling.search.links import Links
from clinicdesk.scheduling.search.resources import Resources, Settled, Timed
from clinicdesk.scheduling.search.table import Move, Table

MOST_STEPS = 200
"""Steps tried for one day, at all costs together."""


class Walk:
    """The attempts for one day; `shift`: where its bits begin in the masks of the stretch."""

    def __init__(self, table: Table, links: Links, who: Resources, shift: int) -> None:
        self._table = table
        self._links = links
        self._who = who
        self._shift = shift
        visit = table.visit
        self._order = visit.order
        self._uniform = visit.order.uniform
        self._grid = visit.horizon.grid
        self._wait = visit.weights.span * self._grid
        self._day = (1 << visit.horizon.cells) - 1
        self._timed: list[Timed] = []
        self._left = MOST_STEPS
        self._saved = 0
        self.resources: dict[int, tuple[str, ...]] = {}
        """Of the plan found, by step."""

    def cheapest(self, lowest: int, most: int | None) -> tuple[int, tuple[Timed, ...]] | None:
        """The best plan of the day with what it costs above the base, which is at most `most`.

        `lowest`: nothing costs less than that. None if there is none, or if it takes too long.
        """
        found, proven, budget = None, lowest - 1, lowest
        while found is None:
            if self._left <= 0 or (most is not None and budget > most):
                return None
            self._grow(budget)
            found = self._plan_within(budget)
            if found is None:
                proven, budget = budget, budget + max(1, self._wait)
        # Costs went up by more than 1: whether one in between will do is left to see.
        while found[0] > proven + 1:
            cheaper = self._plan_within(found[0] - 1)
            if cheaper is None:
                break
            found = cheaper
        return found if self._left > 0 else None

    def _grow(self, budget: int) -> None:
        """Have every cost up to the budget in the table."""
        table = self._table
        while table.next_level is not None and table.next_level <= budget:
            table.grow()

    def _plan_within(self, budget: int) -> tuple[int, tuple[Timed, ...]] | None:
        """A plan that costs at most `budget` above the base, with what it costs above it."""
        self._timed.clear()
        for hit in self._table.hits:
            if hit.cost > budget:
                break
            starts = hit.mask >> self._shift & self._day
            left = hit.left + budget - hit.cost
            while starts and self._left > 0:
                start = (starts & -starts).bit_length() - 1
                starts &= starts - 1
                if self._go_on(hit.rest, hit.move, hit.number, start, left):
                    return budget - self._saved, tuple(self._timed)
        return None

    def _go_on(self, rest: int, move: Move, number: int, start: int, left: int) -> bool:
        """Take a step at a start, then the rest at no more than `left` above its base."""
        self._left -= 1
        if not self._uniform and not self._allowed(move.step, rest, start):
            return False
        self._timed.append(Timed(move.step, start, move.minutes, number))
        if self._rest(rest, start + move.cells, left) if rest else self._settled(left):
            return True
        self._timed.pop()
        return False

    def _rest(self, steps: int, cell: int, budget: int) -> bool:
        """Place all `steps` from a cell on, the costs above their base being within the budget."""
        wait, shift, day = self._wait, self._shift + cell, self._day >> cell
        for rest, move in self._table.into[steps]:
            for above, number, mask in move.classes:
                left = budget - above
                if left < 0:
                    break
                starts = mask >> shift & day
                while starts and self._left > 0:
                    later = (starts & -starts).bit_length() - 1
                    after = left - wait * later
                    if after < 0:
                        break
                    starts &= starts - 1
                    start = cell + later
                    if (not rest or self._fits(rest, start + move.cells, after)) and self._go_on(
                        rest, move, number, start, after
                    ):
                        return True
        return False

    def _fits(self, steps: int, cell: int, budget: int) -> bool:
        """Whether the table has the steps from that cell on at no more than the budget."""
        bit = self._shift + cell
        for cost, cells in reversed(self._table.costs[steps]):
            if cost <= budget:
                return bool(cells >> bit & 1)
        return False

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
        self.resources = {
            one.step: names for one, names in zip(self._timed, settled[1], strict=True)
        }
        return True

    def _disputed(self) -> Settled | None:
        """The same where steps want the same resources at about the same time."""
        total, resources = 0, {}
        for group in self._links.groups(tuple(self._timed)):
            settled = self._who.cheapest(group, self._links.until(group, None))
            if settled is None:
                return None
            total += settled[0]
            for one, names in zip(group, settled[1], strict=True):
                resources[one.step] = names
        return total, tuple(resources[one.step] for one in self._timed)
