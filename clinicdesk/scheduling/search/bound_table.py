"""Lower bounds for all days of a stretch at once: what the rest of a visit costs from each cell on.

A state is a set of steps still to come and the cell from which the first of them may start. What it
costs at least (waiting, durations, penalties, short gaps) is found from the last step backwards, as
in Dijkstra's algorithm, except that all cells of all days that share a cost move on together, in
one integer. Costs are counted above a base, which is what the steps cost by themselves; a level is
such a cost, and the table grows level by level. docs/packing.md has an example with its numbers.

Where a largest gap leaves no room for any other step in between, the two steps are neighbors: once
the later one is first in a set, only the earlier one can be put before it, and the wait between
them is limited. The bound is exact except for other largest gaps, smallest gaps across a step in
between, and resources that two steps might both take; the search of a day checks these.
"""

from functools import cached_property
from heapq import heappop, heappush

from clinicdesk.scheduling.core.bit_sets import (
    NO_CELLS,
    NO_STEPS,
    Mask,
    Steps,
    mask_of,
    steps_of,
)
from clinicdesk.scheduling.core.stopping import Poll
from clinicdesk.scheduling.search.assigning.pools import StartPools
from clinicdesk.scheduling.search.compiled_visit import CompiledVisit
from clinicdesk.scheduling.search.free_time.horizon import Stretch
from clinicdesk.scheduling.search.gap_consistency import (
    drop_unmatched_starts,
    spread_earlier,
    spread_later,
)
from clinicdesk.scheduling.search.transitions import Transition, Transitions

Hit = tuple[int, Mask, Steps, int, Transition, int]
"""One way in which a set of steps can begin: `(cost, starts, rest, rest_cost, transition, pool)`.

- `cost`: what the set costs then, above its base;
- `starts`: the starts of its first step at which it costs that;
- `rest`: the set without its first step;
- `rest_cost`: what the rest costs, above its own base;
- `transition`: the one that puts the first step before the rest;
- `pool`: the number of the first step's pool.

A plain tuple: a named one makes the whole search about three per cent slower.
"""

Arrival = tuple[Steps, int, Mask, Transition, int, Mask]
"""A hit that a later level will have: `(rest, rest_cost, cells, transition, place, starts)`.

`cells` are all starts from which the rest still fits, `starts` those of the pool at `place` of the
transition. The starts of more expensive pools are looked at when this one is reached, as most
levels never are.
"""


class BoundTable:
    """The start pools of one stretch of days, and lower bounds that grow one level at a time.

    `bases[steps]`: what a set of steps costs at least, wherever it is. `fits[steps]`: for each
    level that adds any, all cells from which the set fits at that cost above its base or less.
    `hits[steps]`: every start of its first step once for each transition, at its least cost, by
    ascending cost.
    """

    def __init__(self, visit: CompiledVisit, stretch: Stretch, poll: Poll) -> None:
        self.visit = visit
        self.stretch = stretch
        self.start_pools = StartPools(visit, stretch, poll)
        self.pools = drop_unmatched_starts(visit, self.start_pools.of_step)
        self.everything = steps_of((1 << len(visit.steps)) - 1)
        """The set of all steps."""
        self.days: list[int] = []
        """Positions of the days on which the visit fits, except for what the table leaves out."""
        self.level = -1
        """The table has every cost above the base up to this one."""
        self.hits: dict[Steps, list[Hit]] = {self.everything: []}
        self._poll = poll
        self._arriving: dict[int, list[Arrival]] = {}
        """By level: the hits that it will have."""
        self._waiting: dict[int, list[tuple[Steps, Mask, int]]] = {}
        """By level: sets, cells from which they fit with a wait, and how many cells more it may."""
        self._levels: list[int] = []
        """The levels still to come, as a heap."""
        poll()
        if all(self.pools):
            transitions = Transitions(visit, self.pools, poll)
            self.bases, self._waits = transitions.bases, transitions.waits
            self.fits: dict[Steps, list[tuple[int, Mask]]] = {
                steps: [] for steps in transitions.before
            }
            self.hits = {steps: [] for steps in transitions.before}
            self._reach(transitions)
            if self.days:
                self._put_before(0, NO_STEPS, mask_of(-1))

    @property
    def next_level(self) -> int | None:
        """The next cost above the base at which something may fit; None if there is none."""
        return self._levels[0] if self._levels else None

    def grow_to(self, cost: int) -> None:
        """Add every level up to this cost above the base."""
        while self._levels and self._levels[0] <= cost:
            self.grow()

    def grow(self) -> None:
        """Add the next level."""
        self.level = level = heappop(self._levels)
        waiting, arriving = self._waiting.pop(level, ()), self._arriving[level]
        hits, everything, waits = self.hits, self.everything, self._waits
        while waiting or arriving:
            # What costs nothing more arrives at the same level, but always at a larger set.
            by_steps: dict[Steps, Mask] = {}
            more_expensive: list[tuple[Steps, int, Mask, Transition, int]] = []
            for steps, cells, left in waiting:
                by_steps[steps] = by_steps.get(steps, NO_CELLS) | cells
                self._wait(level, steps, cells, left)
            for rest, cost, cells, transition, place, starts in arriving:
                steps = transition.steps
                pool = transition.pools[place][1]
                hits[steps].append((level, starts, rest, cost, transition, pool))
                if others := cells ^ starts:
                    more_expensive.append((rest, cost, others, transition, place + 1))
                if steps != everything:
                    by_steps[steps] = by_steps.get(steps, NO_CELLS) | starts
                    if steps in waits:
                        self._wait(level, steps, starts, waits[steps])
            waiting, arriving = (), []
            self._arriving[level] = arriving
            self._note(more_expensive)
            for steps, cells in by_steps.items():
                self._poll()
                self._settle(level, steps, cells)
        del self._arriving[level]

    def _wait(self, level: int, steps: Steps, cells: Mask, left: int) -> None:
        """Note that a set also fits one cell earlier, with a wait; `left`: so many are allowed."""
        span, horizon = self.visit.weights.span, self.visit.horizon
        if left and span and (earlier := cells >> 1 & self._ready[steps]):
            after_wait = level + span * horizon.grid
            if after_wait not in self._arriving:
                self._arriving[after_wait] = []
                heappush(self._levels, after_wait)
            self._waiting.setdefault(after_wait, []).append((steps, earlier, left - 1))

    def _reach(self, transitions: Transitions) -> None:
        """From the first step on, without costs: the cells at which each set can be what remains.

        `top` has the bit just above each day. On each day `top - x` is the negative of x there, so
        `x | top - x` has every bit from the lowest one of x upwards: one subtraction finds "this
        late or later" on all days.
        """
        horizon, stretch = self.visit.horizon, self.stretch
        top = stretch.each_day(1 << horizon.stride - 1)
        cells = stretch.each_day((1 << horizon.cells) - 1)
        self._ready = dict.fromkeys(transitions.before, NO_CELLS)
        """By set: the cells at which it can be what remains of a visit."""
        self._ready[self.everything] = cells
        into: dict[Steps, list[tuple[Steps, Transition]]] = {
            steps: [] for steps in transitions.before
        }
        for rest, of_rest in transitions.before.items():
            for transition in of_rest:
                into[transition.steps].append((rest, transition))
        self._before: dict[Steps, list[tuple[Mask, Transition]]] = {
            steps: [] for steps in transitions.before
        }
        """By set: the transitions that put a step before it, each with the starts that remain."""
        for steps in sorted(into, reverse=True):
            ready = self._ready[steps]
            if steps and ready:
                if steps in self._waits:
                    ready = spread_later(ready, self._waits[steps]) & cells
                else:
                    ready = (ready | top - ready) & cells
                self._ready[steps] = ready
                for rest, transition in into[steps]:
                    starts = ready & transition.starts
                    if starts:
                        self._before[rest].append((starts, transition))
                        after = starts << transition.cells & cells if rest else starts
                        self._ready[rest] |= after
            self._poll()
        self.days = stretch.days_in(self._ready[NO_STEPS])

    def _settle(self, level: int, steps: Steps, arrived: Mask) -> None:
        """Enter cells from which `steps` fit at this level, and put other steps before them."""
        span, horizon = self.visit.weights.span, self.visit.horizon
        history, ready = self.fits[steps], self._ready[steps]
        known = history[-1][1] if history else NO_CELLS
        if not span:
            arrived = spread_earlier(arrived, self._waits.get(steps, horizon.cells)) & ready
        fresh = (arrived | known) ^ known
        if fresh:
            history.append((level, known | fresh))
            if steps not in self._waits:
                self._wait(level, steps, fresh, 1)
            self._put_before(level, steps, fresh)

    def _put_before(self, level: int, rest: Steps, cells: Mask) -> None:
        """Note every step that can come just before the rest, where it fits from these cells."""
        self._note(
            [
                (rest, level, fitting, transition, 0)
                for starts, transition in self._before[rest]
                if (fitting := cells >> transition.cells & starts)
            ]
        )

    def _note(self, found: list[tuple[Steps, int, Mask, Transition, int]]) -> None:
        """Note the arrival of the first pool, from a place on, that has some of the cells."""
        arriving, levels = self._arriving, self._levels
        for rest, cost, cells, transition, place in found:
            above, _, mask = transition.pools[place]
            while not (starts := cells & mask):
                place += 1
                above, _, mask = transition.pools[place]
            level = cost + transition.above + above
            arrival = (rest, cost, cells, transition, place, starts)
            if level in arriving:
                arriving[level].append(arrival)
            else:
                arriving[level] = [arrival]
                heappush(levels, level)

    @cached_property
    def tails(self) -> list[int]:
        """Minutes at least from the start of each step to the end of the visit, by the rules."""
        precedence = self.visit.precedence
        shortest = [min(pool.minutes for pool in of_step) for of_step in self.pools]
        tails = shortest.copy()
        few_successors_first = sorted(
            range(precedence.count), key=lambda step: precedence.successors[step].bit_count()
        )
        for step in few_successors_first:
            for other in range(precedence.count):
                if precedence.successors[step] >> other & 1:
                    gap = precedence.smallest[step][other]
                    tails[step] = max(tails[step], shortest[step] + gap + tails[other])
        return tails

    @cached_property
    def pool_costs(self) -> list[int]:
        """By set of steps: what the pools of its steps cost at least, span left out."""
        costs = [0]
        for of_step in self.pools:
            least = min(pool.cost for pool in of_step)
            costs += [cost + least for cost in costs]
        return costs
