"""The best plan of one day by A* search over starts in the order of time.

It is for the few days that a walk (`walk.py`) gives up. A state (`day_states.py`) is all that the
rest of the visit depends on: the steps to come, from when on and until when each may start, and
what the steps so far leave occupied of shared resources. States are taken by ascending bound (Hart,
Nilsson and Raphael 1968), so the first complete visit is the best. A state adds its children a cost
at a time, as most of them are never needed.
"""

from collections.abc import Callable
from heapq import heappop, heappush

from clinicdesk.scheduling.core.bit_sets import NO_STEPS, Cell, Mask, Number, Steps
from clinicdesk.scheduling.core.stopping import Poll
from clinicdesk.scheduling.search.assigning.later_needs import NO_LATER_NEEDS, LaterNeedsOfDay
from clinicdesk.scheduling.search.assigning.occupied import Occupancy, least_of, names_of
from clinicdesk.scheduling.search.assigning.resources import FreeResources, TimedStep
from clinicdesk.scheduling.search.bound_table import BoundTable
from clinicdesk.scheduling.search.compiled_visit import CompiledVisit
from clinicdesk.scheduling.search.day_hits import DayHits
from clinicdesk.scheduling.search.day_states import MIDNIGHT_CELL, SeenStates, State, nothing_placed
from clinicdesk.scheduling.search.walk import DayPlan

NEARLY_AS_CHEAP = 15
"""Ways to fill the needs that cost at most so much more than the cheapest stay in one state."""


DOUBTS = ((80, 2), (400, 3))
"""After so many states without a plan there may be none, even of so many of the steps alone.

Where plans cost something it is ten times as many: there the best plan may take that long."""


class DaySearch:
    """The search for the best plan of a field's day that costs at most `limit`."""

    def __init__(self, table: BoundTable, field: int, limit: int | None, poll: Poll) -> None:
        self.table = table
        self.way, self.position = way, position = table.fields.days[field]
        self.limit = limit
        self._poll = poll
        self._visit: CompiledVisit = way.visit
        self._field = way.stretch.field(position)
        self._shift = way.stretch.shift_of(position)
        self._gaps: dict[tuple[int, int], list[tuple[int, int | None]]] = {}
        self._starts: list[Mask] = []
        """By step: the cells on this day from which it may start."""
        self._hits = DayHits(table, field)
        self._heap: list[tuple[int, int, int, int, int, int, State]] = []
        self._count = 0
        self._hit = 0
        """How many of the whole visit's hits were taken: its first steps."""
        self._hit_starts: Mask | None = None
        free = FreeResources(self._visit, way.start_pools, position)
        self._occupancy = Occupancy(way.visit, position, free, poll)
        self._later_needs = LaterNeedsOfDay(way, position)
        self._wait = self._visit.weights.span * self._visit.horizon.grid
        """What a cell of waiting costs."""
        self._seen = SeenStates(self._occupancy, self._wait)

    def best(self, hopeless: Callable[[int], bool] = lambda _: False) -> DayPlan | None:
        """The cheapest plan, None if there is none within the limit.

        `hopeless`: whether the day is known to have no plan at all, by what so many steps need
        alone. It is asked about more steps the longer the search takes.
        """
        times = 10 if self._wait else 1
        doubts = [(times * states, steps) for states, steps in DOUBTS]
        for starts in self.way.starts:
            self._starts.append((starts & self._field) >> self._shift)
        while True:
            self._poll()
            if doubts and self._count > doubts[0][0] and hopeless(doubts.pop(0)[1]):
                return None
            first = self._first_step_bound()
            if self._heap and (first is None or self._heap[0][0] <= first):
                bound, _, _, _, shown, width, state = heappop(self._heap)
                if self._beyond(bound):
                    return None
                if not state.settled:
                    self._settle(bound, state)
                elif not state.steps:
                    return self._found(bound, state)
                else:
                    self._expand(bound, shown, width, state)
            elif first is None or self._beyond(first):
                return None
            else:
                self._take_first_step()

    def _beyond(self, bound: int) -> bool:
        return self.limit is not None and bound > self.limit

    def _first_step_bound(self) -> int | None:
        """What a visit costs at least that begins with a first step not taken yet."""
        table = self.table
        base = self.way.bases[table.everything]
        first_hits = self._hits.of(table.everything)
        while self._hit < len(first_hits):
            cost, starts = first_hits[self._hit][:2]
            if self._hit_starts is None:
                self._hit_starts = starts
            if self._hit_starts:
                return base + cost
            self._hit += 1
            self._hit_starts = None
        level = table.next_level
        return None if level is None else base + level

    def _take_first_step(self) -> None:
        """Add the state of the cheapest first step not taken yet, or grow the table to one."""
        first_hits = self._hits.of(self.table.everything)
        if self._hit >= len(first_hits):
            self.table.grow()
            return
        cost, _, _, _, transition, pool = first_hits[self._hit]
        assert self._hit_starts is not None
        start = (self._hit_starts & -self._hit_starts).bit_length() - 1
        self._hit_starts &= self._hit_starts - 1
        cells = self._visit.horizon.cells
        nothing = nothing_placed(self.table.everything, len(self._visit.steps), start, cells)
        bound = self.way.bases[nothing.steps] + cost
        self._add(bound, nothing, transition.step, pool, start)

    def _expand(self, bound: int, shown: int, width: int, state: State) -> None:
        """Add the children of a state whose bounds are above `shown` and up to `bound` + `width`.

        Most states are taken once, at a width of 0. One that comes back adds more and more.
        """
        if shown < 0 and not width and self._seen.dominate(state):
            return
        if not self._wait:
            self._add_next_start(bound, shown, width, state)
            return
        upto = bound + width if self.limit is None else min(bound + width, self.limit)
        following = self._add_children(upto, shown, state)
        if following is not None and not self._beyond(following):
            self._push(following, upto, 2 * width or 2 * self._wait or 2, state)

    def _add_next_start(self, bound: int, shown: int, width: int, state: State) -> None:
        """Where waiting is free: add the children of the next start, and the state from then on.

        So the first plan is found without all the starts that are later than it needs. A state
        that waited (of width 1) leaves higher bounds to the one that has not.
        """
        base = state.cost + state.extra + self.way.bases[state.steps]
        level = self._grow_past(bound - base)
        others = [] if level is None else [level]
        soonest, following = MIDNIGHT_CELL + self._visit.horizon.cells, []
        for cost, starts, _, _, transition, pool in self._hits.of(state.steps):
            if cost > bound - base:
                others.append(cost)
                break
            step = transition.step
            first = max(state.cell, state.earliest[step])
            left = (starts & (2 << state.latest[step]) - 1) >> first
            if left and cost > shown - base:
                start = first + (left & -left).bit_length() - 1
                following.append((start, step, pool))
                soonest = min(soonest, start)
        for start, step, pool in following:
            if start == soonest:
                self._add(bound, state, step, pool, start)
        if following:
            self._push(bound, shown, 1, state._replace(cell=soonest + 1))
        if others and not width and not self._beyond(base + min(others)):
            self._push(base + min(others), bound, 0, state)

    def _add_children(self, upto: int, shown: int, state: State) -> int | None:
        """Add children with bounds above `shown` and up to `upto`; the least bound of the others.

        None: there are no others.
        """
        wait, cell = self._wait, state.cell
        base = state.cost + state.extra + self.way.bases[state.steps]
        budget, done = upto - base, shown - base
        level = self._grow_past(budget)
        others = [] if level is None else [base + level]
        for cost, starts, _, _, transition, pool in self._hits.of(state.steps):
            if cost > budget:
                others.append(base + cost)
                break
            step = transition.step
            first, last = max(cell, state.earliest[step]), state.latest[step]
            left = (starts & (2 << last) - 1) >> first
            if wait:
                if cost <= done:
                    past = cell + (done - cost) // wait + 1 - first
                    if past > 0:
                        left = left >> past << past
                most = cell + (budget - cost) // wait - first
                costlier = left >> most + 1 << most + 1 if most >= 0 else left
                if costlier:
                    left ^= costlier
                    start = first + (costlier & -costlier).bit_length() - 1
                    others.append(base + cost + wait * (start - cell))
            elif cost <= done:
                continue
            while left:
                start = first + (left & -left).bit_length() - 1
                left &= left - 1
                bound = base + cost + wait * (start - cell)
                self._add(bound, state, step, pool, start)
        return min(others, default=None)

    def _grow_past(self, budget: int) -> int | None:
        """Have every level up to the budget in the table; the next one, if there is any."""
        table = self.table
        while (level := table.next_level) is not None and level <= budget:
            table.grow()
        return level

    def _add(self, bound: int, state: State, step: int, pool: int, start: Cell) -> None:
        """Add the child of a state in which `step` comes next, unless that cannot be."""
        visit = self._visit
        span, horizon = visit.weights.span, visit.horizon
        minutes, above, _ = self.table.pools[step][pool]
        own_cost = self.way.pool_cost(step, minutes, above)
        rest = state.steps ^ 1 << step
        earliest, latest, over = list(state.earliest), list(state.latest), state.end
        if not state.timed and visit.staying.limited:
            over = visit.staying.end(self.position, start * horizon.grid)
            latest = self._last_starts(over)
        if start * horizon.grid + minutes > over:
            return
        timed = (*state.timed, TimedStep(step, start, minutes, pool))
        pool_cost = state.pool_cost + own_cost
        cost = state.cost + own_cost + span * horizon.grid * (start - state.cell)
        if not rest:
            complete = state._replace(
                cost=cost,
                steps=NO_STEPS,
                cell=MIDNIGHT_CELL,
                earliest=(),
                latest=(),
                timed=timed,
                pool_cost=pool_cost,
                later=NO_LATER_NEEDS,
                settled=False,
            )
            self._push(bound, -1, 0, complete)
            return
        gap = visit.precedence.gap_before(step, rest)
        cell = start + horizon.cells_for(minutes + gap)
        cost += span * horizon.grid * (cell - start)
        end = self._narrow(earliest, latest, rest, step, minutes, start, cell)
        if end is None:
            return
        child = State(
            cost,
            rest,
            cell,
            tuple(earliest),
            tuple(latest),
            over,
            timed,
            pool_cost,
            state.extra,
            NO_LATER_NEEDS,
            state.occupied,
            False,
        )
        # The table knows only gaps to the next step; a chain of rules may ask for more.
        by_rules = self.way.pool_costs[rest] + span * (end - cell * horizon.grid)
        self._push(max(bound, cost + state.extra + by_rules), -1, 0, child)

    def _last_starts(self, over: int) -> list[Cell]:
        """For each step the last cell from which it and all after it may be over by a minute."""
        grid = self._visit.horizon.grid
        return [Cell(Number(max(0, over - tail) // grid)) for tail in self.way.tails]

    def _narrow(
        self,
        earliest: list[Cell],
        latest: list[Cell],
        rest: Steps,
        step: int,
        minutes: int,
        start: Cell,
        cell: Cell,
    ) -> int | None:
        """Narrow the starts of the `rest` to what `step` leaves; when all can be over at least.

        None if some step has no start left.
        """
        horizon, tails, end = self._visit.horizon, self.way.tails, 0
        for other, (cells, limit) in enumerate(self._gaps_after(step, minutes)):
            if not rest >> other & 1:
                earliest[other] = latest[other] = MIDNIGHT_CELL
                continue
            first = max(start + cells, earliest[other], cell)
            last = latest[other]
            if limit is not None and start + limit < last:
                last = start + limit
            left = (self._starts[other] & (2 << last) - 1) >> first
            if not left:
                return None
            # States that leave the same starts are to look the same.
            latest[other] = first + left.bit_length() - 1
            earliest[other] = first + (left & -left).bit_length() - 1
            end = max(end, earliest[other] * horizon.grid + tails[other])
        return end

    def _gaps_after(self, step: int, minutes: int) -> list[tuple[int, int | None]]:
        """For each other step: cells at least and at most from the start of `step` to its own."""
        if (step, minutes) not in self._gaps:
            precedence, horizon = self._visit.precedence, self._visit.horizon
            gaps: list[tuple[int, int | None]] = []
            for other, gap in enumerate(precedence.smallest[step]):
                limit = precedence.largest.get((step, other))
                most = None if limit is None else (minutes + limit) // horizon.grid
                gaps.append((horizon.cells_for(minutes + gap), most))
            self._gaps[(step, minutes)] = gaps
        return self._gaps[(step, minutes)]

    def _settle(self, bound: int, state: State) -> None:
        """Fill the needs of the last step too: put the state back at what that really costs.

        Expensive ways are put back as a state of their own, as most of them are never needed.
        """
        later = NO_LATER_NEEDS
        if state.steps:
            later = self._later_needs.after(state.steps, state.earliest, state.latest)
        occupied = self._occupancy.after(state.occupied, state.timed[-1], later)
        while occupied:
            least = least_of(occupied)
            near = {w: c for w, c in occupied.items() if c[0] <= least + NEARLY_AS_CHEAP}
            extra = least - state.pool_cost
            settled = state._replace(extra=extra, later=later, occupied=near, settled=True)
            self._push(bound + extra - state.extra, -1, 0, settled)
            occupied = {way: cost for way, cost in occupied.items() if way not in near}

    def _push(self, bound: int, shown: int, width: int, state: State) -> None:
        """Cheapest first; of equals the one nearest its end, then the one that begins first."""
        self._count += 1
        order = (bound, state.steps.bit_count(), state.timed[0].start, self._count)
        heappush(self._heap, (*order, shown, width, state))

    def _found(self, cost: int, state: State) -> DayPlan:
        _, history = state.occupied[()]
        return DayPlan(cost, state.timed, names_of(history))
