"""The best plan of one day by A* search over starts in time order.

It is for the few days that a walk (`walk.py`) does not settle. A state is what the rest of
the visit depends on: the steps to come, from when on and until when each may start, and what the
steps so far leave of shared resources (`takings.py`). States are taken by ascending bound
(Hart, Nilsson and Raphael 1968), so the first whole visit is the best. A state shows its children a
cost at a time, as most of them are never needed.
"""

from heapq import heappop, heappush
from operator import ge, le
from typing import NamedTuple

from clinicdesk.scheduling.core.stopping import Poll
from clinicdesk.scheduling.search.assigning.occupied import (
    NOTHING_TAKEN,
    Takings,
    Ways,
    least_of,
    names_of,
)
from clinicdesk.scheduling.search.assigning.resources import Resources, Timed
from clinicdesk.scheduling.search.compiled_visit import Visit
from clinicdesk.scheduling.search.later_needs import NOBODY, Wanted, Wishes
from clinicdesk.scheduling.search.table import Move, Table
from clinicdesk.scheduling.search.walk import Found

MOST_COMPARED = 100
"""States of a kind that a new one is compared with."""

NEARLY_AS_CHEAP = 15
"""Ways to fill the needs that cost so much more than the cheapest are gone on with together."""


class State(NamedTuple):
    """A visit in part. Cells are numbered from midnight, costs count up to `cell`."""

    cost: int
    steps: int
    """The set of steps to come."""
    cell: int
    """The first of them starts here at the earliest."""
    earliest: tuple[int, ...]
    latest: tuple[int, ...]
    timed: tuple[Timed, ...]
    said: int
    """What the classes of the steps so far cost."""
    extra: int
    """What the resources cost above that."""
    wanted: Wanted
    """What the steps to come may take, once the state is settled."""
    ways: Ways
    """How the needs may be filled, the last step's left out until the state is settled."""
    settled: bool


class DaySearch:
    """The search for the best plan of one day of a table that costs at most `limit`."""

    def __init__(
        self,
        table: Table,
        position: int,
        limit: int | None,
        poll: Poll,
    ) -> None:
        self.table = table
        self.position = position
        self.limit = limit
        self._poll = poll
        self._visit: Visit = table.visit
        self._field = table.stretch.field(position)
        self._shift = table.stretch.shift_of(position)
        self._bounds: dict[tuple[int, int], list[tuple[int, int | None]]] = {}
        self._starts: list[int] = []
        """The cells on this day from which each step may start."""
        self._known: dict[int, tuple[list[tuple[int, int, Move, int]], int]] = {}
        """Hits on this day by set of steps, and how many of the table's have been looked at."""
        self._heap: list[tuple[int, int, int, int, int, int, State]] = []
        self._count = 0
        self._seen: dict[int, list[State]] = {}
        """States shown to have children, by steps to come."""
        self._hits = table.hits[table.everything]
        self._hit = 0
        self._hit_starts: int | None = None
        who = Resources(self._visit, table.pool, position)
        self._takings = Takings(table, position, who, poll)
        self._wishes = Wishes(table, position)
        self._wait = self._visit.weights.span * self._visit.horizon.grid
        """What a cell of waiting costs."""

    def best(self) -> Found | None:
        """The cheapest plan, None if there is none within the limit."""
        for of_step in self.table.classes:
            starts = 0
            for one in of_step:
                starts |= one.mask
            self._starts.append((starts & self._field) >> self._shift)
        while True:
            self._poll()
            root = self._root_bound()
            if self._heap and (root is None or self._heap[0][0] <= root):
                bound, _, _, _, shown, width, state = heappop(self._heap)
                if self._beyond(bound):
                    return None
                if not state.settled:
                    self._settle(bound, state)
                elif not state.steps:
                    return self._found(bound, state)
                else:
                    self._expand(bound, shown, width, state)
            elif root is None or self._beyond(root):
                return None
            else:
                self._take_root()

    def _beyond(self, bound: int) -> bool:
        return self.limit is not None and bound > self.limit

    def _root_bound(self) -> int | None:
        """What a visit costs at least that starts with a step not yet taken up."""
        table = self.table
        base = table.bases[table.everything]
        while self._hit < len(self._hits):
            cost, starts = self._hits[self._hit][:2]
            if self._hit_starts is None:
                self._hit_starts = (starts & self._field) >> self._shift
            if self._hit_starts:
                return base + cost
            self._hit += 1
            self._hit_starts = None
        level = table.next_level
        return None if level is None else base + level

    def _take_root(self) -> None:
        if self._hit >= len(self._hits):
            self.table.grow()
            return
        cost, _, _, _, move, number = self._hits[self._hit]
        assert self._hit_starts is not None
        start = (self._hit_starts & -self._hit_starts).bit_length() - 1
        self._hit_starts &= self._hit_starts - 1
        count = len(self._visit.parts)
        nothing = State(
            0,
            self.table.everything,
            start,
            (0,) * count,
            (self._visit.horizon.cells,) * count,
            (),
            0,
            0,
            NOBODY,
            NOTHING_TAKEN,
            True,
        )
        bound = self.table.bases[nothing.steps] + cost
        self._add(bound, nothing, move.step, number, start)

    def _expand(self, bound: int, shown: int, width: int, state: State) -> None:
        """Add the children of a state whose bounds are above `shown` and up to `bound` + `width`.

        Most states are seen once, at a width of 0. One that comes back shows more and more.
        """
        if shown < 0 and self._dominated(state):
            return
        upto = bound + width if self.limit is None else min(bound + width, self.limit)
        following = self._show(upto, shown, state)
        if following is not None and not self._beyond(following):
            self._push(following, upto, 2 * width or 2 * self._wait or 2, state)

    def _dominated(self, state: State) -> bool:
        """Whether a state seen before leaves every way on open that this one does, at no more."""
        alike = self._seen.setdefault(state.steps, [])
        total, wait, cell = state.cost + state.extra, self._wait, state.cell
        total -= wait * cell
        for place, other in enumerate(alike):
            if (
                other.cell <= cell
                and other.cost + other.extra - wait * other.cell <= total
                and self._leaves_as_much(other, state)
            ):
                # Whoever was as good as one state often is as good as the next one.
                alike.insert(0, alike.pop(place))
                return True
        alike.insert(0, state)
        del alike[MOST_COMPARED:]
        return False

    def _leaves_as_much(self, one: State, other: State) -> bool:
        """Whether one state, not dearer, leaves every way on open that the other does."""
        cheaper = other.cost - one.cost - (other.cell - one.cell) * self._wait
        return (
            all(map(le, one.earliest, other.earliest))
            and all(map(ge, one.latest, other.latest))
            and self._takings.as_good(
                one.ways, cheaper + one.said - other.said, other.ways, other.wanted
            )
        )

    def _show(self, upto: int, shown: int, state: State) -> int | None:
        """Add children with bounds above `shown` and up to `upto`; the least bound of the others.

        None: there are no others.
        """
        wait, cell = self._wait, state.cell
        base = state.cost + state.extra + self.table.bases[state.steps]
        budget, told = upto - base, shown - base
        level = self._table_up_to(budget)
        others = [] if level is None else [base + level]
        for cost, starts, move, number in self._hits_of(state.steps):
            if cost > budget:
                others.append(base + cost)
                break
            step = move.step
            first, last = max(cell, state.earliest[step]), state.latest[step]
            left = (starts & (2 << last) - 1) >> first
            if wait:
                if cost <= told:
                    past = cell + (told - cost) // wait + 1 - first
                    if past > 0:
                        left = left >> past << past
                most = cell + (budget - cost) // wait - first
                dearer = left >> most + 1 << most + 1 if most >= 0 else left
                if dearer:
                    left ^= dearer
                    start = first + (dearer & -dearer).bit_length() - 1
                    others.append(base + cost + wait * (start - cell))
            elif cost <= told:
                continue
            while left:
                start = first + (left & -left).bit_length() - 1
                left &= left - 1
                bound = base + cost + wait * (start - cell)
                self._add(bound, state, step, number, start)
        return min(others, default=None)

    def _table_up_to(self, budget: int) -> int | None:
        """Have every cost up to the budget in the table; the next one that may be."""
        table = self.table
        while (level := table.next_level) is not None and level <= budget:
            table.grow()
        return level

    def _hits_of(self, steps: int) -> list[tuple[int, int, Move, int]]:
        """The hits of a set of steps on this day: cost, starts, the move and its class."""
        hits = self.table.hits.get(steps, ())
        known, seen = self._known.get(steps, ([], 0))
        if seen < len(hits):
            for cost, starts, _, _, move, number in hits[seen:]:
                mine = (starts & self._field) >> self._shift
                if mine:
                    known.append((cost, mine, move, number))
            self._known[steps] = (known, len(hits))
        return known

    def _add(self, bound: int, state: State, step: int, number: int, start: int) -> None:
        """Add the child of a state in which `step` comes next, unless that cannot be."""
        visit = self._visit
        span, horizon, order = visit.weights.span, visit.horizon, visit.order
        one = self.table.classes[step][number]
        rest = state.steps ^ 1 << step
        timed = (*state.timed, Timed(step, start, one.minutes, number))
        gap = order.gap_before(step, rest) if rest else 0
        cell = start + horizon.cells_for(one.minutes + gap)
        said = state.said + one.cost
        cost = state.cost + one.cost + span * horizon.grid * (start - state.cell)
        if not rest:
            final = State(cost, 0, 0, (), (), timed, said, state.extra, NOBODY, state.ways, False)
            self._push(bound, -1, 0, final)
            return
        cost += span * horizon.grid * (cell - start)
        earliest, latest = list(state.earliest), list(state.latest)
        done = 0
        for other, (cells, limit) in enumerate(self._bounds_after(step, one.minutes)):
            if not rest >> other & 1:
                earliest[other] = latest[other] = 0
                continue
            first = max(start + cells, earliest[other], cell)
            last = latest[other]
            if limit is not None and start + limit < last:
                last = start + limit
            left = (self._starts[other] & (2 << last) - 1) >> first
            if not left:
                return
            # States that leave the same starts are to look the same.
            latest[other] = first + left.bit_length() - 1
            earliest[other] = first + (left & -left).bit_length() - 1
            done = max(done, earliest[other] * horizon.grid + self.table.tails[other])
        child = State(
            cost,
            rest,
            cell,
            tuple(earliest),
            tuple(latest),
            timed,
            said,
            state.extra,
            NOBODY,
            state.ways,
            False,
        )
        # The table knows only gaps to the next step; a chain of rules may ask for more.
        own = self.table.own_costs[rest] + span * (done - cell * horizon.grid)
        self._push(max(bound, cost + state.extra + own), -1, 0, child)

    def _settle(self, bound: int, state: State) -> None:
        """Fill the needs of the last step too: put the state back at what that really costs.

        Dear ways are put back apart from cheap ones, as most of them are never needed.
        """
        wanted = NOBODY
        if state.steps:
            wanted = self._wishes.after(state.steps, state.earliest, state.latest)
        ways = self._takings.after(state.ways, state.timed[-1], wanted)
        while ways:
            least = least_of(ways)
            near = {way: one for way, one in ways.items() if one[0] <= least + NEARLY_AS_CHEAP}
            extra = least - state.said
            settled = state._replace(extra=extra, wanted=wanted, ways=near, settled=True)
            self._push(bound + extra - state.extra, -1, 0, settled)
            ways = {way: one for way, one in ways.items() if way not in near}

    def _bounds_after(self, step: int, minutes: int) -> list[tuple[int, int | None]]:
        """For each other step: cells at least and at most from the start of one to its own."""
        if (step, minutes) not in self._bounds:
            order, horizon = self._visit.order, self._visit.horizon
            bounds: list[tuple[int, int | None]] = []
            for other, gap in enumerate(order.smallest[step]):
                limit = order.largest.get((step, other))
                most = None if limit is None else (minutes + limit) // horizon.grid
                bounds.append((horizon.cells_for(minutes + gap), most))
            self._bounds[(step, minutes)] = bounds
        return self._bounds[(step, minutes)]

    def _push(self, bound: int, shown: int, width: int, state: State) -> None:
        """Cheapest first; among equals whoever is nearest the end, then whoever begins first."""
        self._count += 1
        order = (bound, state.steps.bit_count(), state.timed[0].start, self._count)
        heappush(self._heap, (*order, shown, width, state))

    def _found(self, cost: int, state: State) -> Found:
        _, trail = state.ways[()]
        return Found(cost, state.timed, names_of(trail))
