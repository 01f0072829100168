"""The best plan of one day by A* search over starts in time order.

It is for the few days that a walk (`walk.py`) does not settle. A state is what the rest of
the visit depends on: the steps to come, from when on and until when each may start, and the last
steps whose buffers or short gaps may still meet those to come. States are taken by ascending bound
(Hart, Nilsson and Raphael 1968), so the first whole visit is the best. A state shows its children a
cost at a time, as most of them are never needed.
"""

from collections.abc import Callable
from heapq import heappop, heappush
from operator import ge, le
from typing import NamedTuple

from clinicdesk.scheduling.search.resources import Resources, Settled, Timed
from clinicdesk.scheduling.search.table import Table
from clinicdesk.scheduling.search.visit import Visit
from clinicdesk.scheduling.search.walk import Found

MOST_COMPARED = 40
"""States of a kind that a new one is compared with."""


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
    extra: int
    """What the resources cost above the classes of the steps."""


class DaySearch:
    """The search for the best plan of one day of a table that costs at most `limit`."""

    def __init__(
        self,
        table: Table,
        position: int,
        limit: int | None,
        poll: Callable[[], None],
    ) -> None:
        self.table = table
        self.position = position
        self.limit = limit
        self._poll = poll
        self._visit: Visit = table.visit
        self._field = table.stretch.field(position)
        self._shift = table.stretch.shift_of(position)
        self._masks: list[list[int]] = []
        self._costs: dict[int, list[tuple[int, int]]] = {}
        self._heap: list[tuple[int, int, int, int, int, int, State]] = []
        self._count = 0
        self._seen: dict[tuple[int, tuple[tuple[Timed, ...], ...]], list[State]] = {}
        """States shown to have children, by steps to come and groups that may still change."""
        self._settled: dict[tuple[tuple[Timed, ...], int], Settled | None] = {}
        self._hits = table.hits[table.everything]
        self._hit = 0
        self._hit_starts: int | None = None
        self._links = table.links
        self._who = Resources(self._visit, table.pool, position, poll)
        self._wait = self._visit.weights.span * self._visit.horizon.grid
        """What a cell of waiting costs."""

    def best(self) -> Found | None:
        """The cheapest plan, None if there is none within the limit."""
        self._masks = [
            [(one.mask & self._field) >> self._shift for one in of] for of in self.table.classes
        ]
        while True:
            self._poll()
            root = self._root_bound()
            if self._heap and (root is None or self._heap[0][0] <= root):
                bound, _, _, _, shown, width, state = heappop(self._heap)
                if self._beyond(bound):
                    return None
                if not state.steps:
                    return self._found(bound, state)
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
        earlier = self._visit.order.earlier
        more = False
        for step in range(len(self._visit.parts)):
            if state.steps >> step & 1 and not earlier[step] & state.steps:
                more |= self._expand_step(upto, shown, state, step)
        if more and not self._beyond(upto + 1):
            self._push(upto + 1, upto, 2 * width or 2 * self._wait or 2, state)

    def _dominated(self, state: State) -> bool:
        """Whether a state seen before leaves every way on open that this one does, at no more."""
        links = self._links
        groups = tuple(
            group for group in links.groups(state.timed) if links.open(group, state.cell)
        )
        alike = self._seen.setdefault((state.steps, groups), [])
        if any(self._dominates(other, state) for other in alike[:MOST_COMPARED]):
            return True
        alike.append(state)
        return False

    def _dominates(self, one: State, other: State) -> bool:
        wait = other.cell - one.cell
        return (
            wait >= 0
            and one.cost + one.extra + wait * self._wait <= other.cost + other.extra
            and all(map(le, one.earliest, other.earliest))
            and all(map(ge, one.latest, other.latest))
        )

    def _expand_step(self, upto: int, shown: int, state: State, step: int) -> bool:
        """Add children that go on with one step; True if some would be dearer than `upto`."""
        visit, table, wait = self._visit, self.table, self._wait
        rest = state.steps ^ 1 << step
        gap = visit.order.gap_before(step, rest) if rest else 0
        base = state.cost + state.extra + table.bases[rest] - wait * state.cell
        window = (2 << state.latest[step]) - (1 << state.earliest[step])
        more = False
        for number, one in enumerate(table.classes[step]):
            starts = self._masks[step][number] & window
            if not starts:
                continue
            taken = visit.horizon.cells_for(one.minutes + gap)
            span = wait * taken if rest else visit.weights.span * one.minutes
            fixed = base + one.cost + span
            while starts:
                start = (starts & -starts).bit_length() - 1
                least = fixed + wait * start
                if least > upto:
                    more = True
                    break
                starts &= starts - 1
                above = self._cost_above(rest, start + taken, upto - least) if rest else 0
                if above is not None:
                    if least + above > upto:
                        more = True
                    elif least + above > shown:
                        self._add(least + above, state, step, number, start)
        return more

    def _cost_above(self, steps: int, cell: int, enough: int) -> int | None:
        """What the steps to come cost above their base from a cell on; more than `enough` will do.

        None: they do not fit any more.
        """
        table = self.table
        if steps not in table.costs:
            return None
        known = self._costs.setdefault(steps, [])
        while True:
            for cost, cells in known:
                if cells >> cell & 1:
                    return cost
            known_before = len(known)
            for cost, cells in table.costs[steps][known_before:]:
                known.append((cost, (cells & self._field) >> self._shift))
            if len(known) == known_before:
                level = table.next_level
                if level is None:
                    return None
                if level > enough:
                    return level
                table.grow()

    def _add(self, bound: int, state: State, step: int, number: int, start: int) -> None:
        """Add the child of a state in which `step` comes next, unless that cannot be."""
        visit = self._visit
        span, horizon, order = visit.weights.span, visit.horizon, visit.order
        one = self.table.classes[step][number]
        rest = state.steps ^ 1 << step
        end = start * horizon.grid + one.minutes
        timed = (*state.timed, Timed(step, start, one.minutes, number))
        gap = order.gap_before(step, rest) if rest else 0
        cell = start + horizon.cells_for(one.minutes + gap)
        extra = self._extra(state, timed, cell if rest else None)
        if extra is None:
            return
        cost = state.cost + one.cost + span * horizon.grid * (start - state.cell)
        if not rest:
            final = State(cost, 0, 0, (), (), timed, extra)
            self._push(bound + extra - state.extra, -1, 0, final)
            return
        cost += span * horizon.grid * (cell - start)
        earliest, latest = list(state.earliest), list(state.latest)
        done = 0
        for other in range(len(visit.parts)):
            if not rest >> other & 1:
                earliest[other] = latest[other] = 0
                continue
            first = start + horizon.cells_for(one.minutes + order.smallest[step][other])
            earliest[other] = max(first, earliest[other], cell)
            limit = order.largest.get((step, other))
            if limit is not None:
                latest[other] = min(latest[other], (end + limit) // horizon.grid)
            if not self._starts_between(other, earliest[other], latest[other]):
                return
            done = max(done, earliest[other] * horizon.grid + self.table.tails[other])
        child = State(cost, rest, cell, tuple(earliest), tuple(latest), timed, extra)
        # The table knows only gaps to the next step; a chain of rules may ask for more.
        chain = cost + extra + self.table.own_costs[rest] + span * (done - cell * horizon.grid)
        self._push(max(bound + extra - state.extra, chain), -1, 0, child)

    def _starts_between(self, step: int, first: int, last: int) -> bool:
        """Whether any start of a step is left from one cell to another, both included."""
        window = (2 << last) - 1
        return any((mask & window) >> first for mask in self._masks[step])

    def _push(self, bound: int, shown: int, width: int, state: State) -> None:
        """Cheapest first; among equals whoever is nearest the end, then whoever begins first."""
        self._count += 1
        order = (bound, state.steps.bit_count(), state.timed[0].start, self._count)
        heappush(self._heap, (*order, shown, width, state))

    def _extra(self, before: State, timed: tuple[Timed, ...], cell: int | None) -> int | None:
        """What the resources cost above the classes; None if no choice of them is possible.

        More steps may come from `cell` on, none if it is None. Only what they may still change is
        left out.
        """
        links = self._links
        if links.alone(timed):
            extra, groups = before.extra, [timed[-1:]]
        else:
            extra, groups = 0, links.groups(timed)
        for group in groups:
            if len(group) > 1 or not self._told(group[0]):
                settled = self._resources(group, links.until(group, cell))
                if settled is None:
                    return None
                extra += settled[0] - sum(
                    self.table.classes[one.step][one.number].cost for one in group
                )
        return extra

    def _told(self, one: Timed) -> bool:
        """Whether the class of a step says what its resources cost, if no other step is near."""
        exact = self.table.classes[one.step][one.number].exact
        return exact and not self._visit.parts[one.step].fragile

    def _resources(self, group: tuple[Timed, ...], until: int) -> Settled | None:
        key = (group, until)
        if key not in self._settled:
            self._settled[key] = self._who.cheapest(group, until)
        return self._settled[key]

    def _found(self, cost: int, state: State) -> Found:
        resources = {}
        for group in self._links.groups(state.timed):
            settled = self._resources(group, self._links.until(group, None))
            assert settled is not None
            for one, names in zip(group, settled[1], strict=True):
                resources[one.step] = names
        return Found(cost, state.timed, resources)
