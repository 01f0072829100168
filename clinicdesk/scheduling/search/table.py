"""Lower bounds for all days of a stretch at once: from which cell the rest of a visit fits at what.

A state is a set of steps still to come and the cell from which the first of them may start. What it
costs at least (waiting, durations, penalties, short gaps) is found from the last step backwards, as
in Dijkstra's algorithm, but all minutes of all days that share a cost move on in one integer. Costs
are counted above a base, what the steps cost by themselves, so the table grows by what is lost.

A largest gap so small that no other step has its place in between makes two steps neighbours: once
the later one heads a set, only the earlier one can be put before it, and the wait between them is
limited. The bound is exact but for other largest gaps, smallest gaps across a step in between, and
resources that two steps might both take; the search of a day checks these.
"""

from functools import cached_property
from heapq import heappop, heappush
from typing import NamedTuple

from clinicdesk.scheduling.core.stopping import Poll
from clinicdesk.scheduling.search.assigning.pools import Classes, StartClass
from clinicdesk.scheduling.search.compiled_visit import Visit
from clinicdesk.scheduling.search.free_time.gaps import smeared, smeared_later, without_lone_starts
from clinicdesk.scheduling.search.free_time.horizon import Stretch

Classed = tuple[tuple[int, int, int], ...]
"""The classes of a step, by cost: cost, number, and starts. None is in two."""


class Move(NamedTuple):
    """One step put before the rest of a visit, in any of its classes that last equally long."""

    step: int
    steps: int
    """The set of steps to come, `step` included."""
    minutes: int
    cells: int
    """From its start to the earliest start of the next step."""
    starts: int
    """Its starts in any of the classes."""
    above: int
    """What it costs above the base, but for the cost of its class."""
    classes: Classed


Hit = tuple[int, int, int, int, Move, int]
"""A cost above the base, starts of a first step from which a set of steps fits at that cost, the
steps after the first one, what these cost above their base, the move that puts the first one there,
and the number of its class."""


Arrival = tuple[int, int, int, Move, int, int]
"""The rest of a set of steps after its first one, the cost of that rest, starts from which it fits,
the move that puts the first step there, the class whose cost is reached, and which starts are its.

Starts of dearer classes are looked at when this one is reached, as most costs never are.
"""


class Table:
    """The start classes of one stretch of days, and bounds that grow one cost at a time.

    `bases[steps]`: what a set of steps costs at least, wherever it is. `costs[steps]`: pairs of a
    cost above that and all cells from which the set fits at no more. `hits[steps]`: every start of
    its first step once for each move, at the least cost, by ascending cost.
    """

    def __init__(self, visit: Visit, stretch: Stretch, poll: Poll) -> None:
        self.visit = visit
        self.stretch = stretch
        self.pool = Classes(visit, stretch, poll)
        self.classes = without_lone_starts(visit, self.pool.of_step)
        self.everything = (1 << len(visit.parts)) - 1
        self.days: list[int] = []
        """Positions of the days on which the visit fits, but for what the table relaxes."""
        self.level = -1
        """Every cost above the base up to this one is in the table."""
        self.hits: dict[int, list[Hit]] = {self.everything: []}
        self._poll = poll
        self._arriving: dict[int, list[Arrival]] = {}
        self._waiting: dict[int, list[tuple[int, int, int]]] = {}
        """Sets of steps, cells from which they fit with a wait, and how much longer they may."""
        self._levels: list[int] = []
        self._starts: dict[int, list[tuple[int, Move]]] = {}
        """For each set, the moves that can put a step before it, and from which starts."""
        self._waits: dict[int, int] = {}
        """How many cells may be waited before a set whose first step has an earlier neighbour."""
        poll()
        if all(self.classes):
            self._measure()
            self._moves = self._all_moves()
            self.costs: dict[int, list[tuple[int, int]]] = {steps: [] for steps in self._moves}
            self.hits = {steps: [] for steps in self._moves}
            self._reach()
            if self.days:
                self._put_before(0, 0, -1)

    @property
    def next_level(self) -> int | None:
        """The next cost above the base at which something may fit; None if there is none."""
        return self._levels[0] if self._levels else None

    def grow_to(self, cost: int) -> None:
        """Have everything in the table that costs no more above the base."""
        while self._levels and self._levels[0] <= cost:
            self.grow()

    def grow(self) -> None:
        """Go on to the next cost at which something may fit."""
        self.level = level = heappop(self._levels)
        waiting, arriving = self._waiting.pop(level, ()), self._arriving[level]
        hits, everything, waits = self.hits, self.everything, self._waits
        while waiting or arriving:
            # What costs nothing arrives at the same level, but always at a larger set.
            by_steps: dict[int, int] = {}
            dearer: list[tuple[int, int, int, Move, int]] = []
            for steps, cells, left in waiting:
                by_steps[steps] = by_steps.get(steps, 0) | cells
                self._wait(level, steps, cells, left)
            for rest, cost, cells, move, place, starts in arriving:
                steps = move.steps
                hits[steps].append((level, starts, rest, cost, move, move.classes[place][1]))
                if others := cells ^ starts:
                    dearer.append((rest, cost, others, move, place + 1))
                if steps != everything:
                    by_steps[steps] = by_steps.get(steps, 0) | starts
                    if steps in waits:
                        self._wait(level, steps, starts, waits[steps])
            waiting, arriving = (), []
            self._arriving[level] = arriving
            self._note(dearer)
            for steps, cells in by_steps.items():
                self._poll()
                self._settle(level, steps, cells)
        del self._arriving[level]

    def _wait(self, level: int, steps: int, cells: int, left: int) -> None:
        """Note the next cell of a limited wait; where waiting is free, all of it at once."""
        span, horizon = self.visit.weights.span, self.visit.horizon
        if left and span and (earlier := cells >> 1 & self._ready[steps]):
            dearer = level + span * horizon.grid
            if dearer not in self._arriving:
                self._arriving[dearer] = []
                heappush(self._levels, dearer)
            self._waiting.setdefault(dearer, []).append((steps, earlier, left - 1))

    def _measure(self) -> None:
        span, count = self.visit.weights.span, len(self.visit.parts)
        smallest = self.visit.order.smallest
        gaps = [smallest[a][b] for a in range(count) for b in range(count) if a != b]
        self._gap = span * min(gaps, default=0)
        self._by_minutes = [_by_minutes(of) for of in self.classes]
        self._own = [min([span * one.minutes + one.cost for one in of]) for of in self.classes]
        self.bases = [0]
        for own in self._own:
            self.bases += [
                base + own + (self._gap if steps else 0) for steps, base in enumerate(self.bases)
            ]

    @cached_property
    def tails(self) -> list[int]:
        """Minutes at least from the start of each step to the end of the visit, by the rules."""
        order = self.visit.order
        shortest = [min(one.minutes for one in of) for of in self.classes]
        tails = shortest.copy()
        for step in sorted(range(order.count), key=lambda step: order.later[step].bit_count()):
            for other in range(order.count):
                if order.later[step] >> other & 1:
                    gap = order.smallest[step][other]
                    tails[step] = max(tails[step], shortest[step] + gap + tails[other])
        return tails

    @cached_property
    def own_costs(self) -> list[int]:
        """What the classes of each set of steps cost at least, span left out."""
        costs = [0]
        for of in self.classes:
            least = min(one.cost for one in of)
            costs += [cost + least for cost in costs]
        return costs

    def _all_moves(self) -> dict[int, list[Move]]:
        """For each set of steps that can come last: which step can be put before it, and how."""
        moves: dict[int, list[Move]] = {0: []}
        later, limits = self.visit.order.later, self.visit.order.largest
        for rest in range(self.everything):
            # A step put before makes a larger number, so each set comes after all its parts.
            if rest not in moves:
                continue
            self._poll()
            owed = self._owed(rest) if limits else None
            if owed:
                self._waits[rest] = max(owed.values())
            for step in range(len(later)):
                if rest >> step & 1 or later[step] & ~rest:
                    continue
                if not owed or owed.keys() == {step}:
                    moves[rest] += self._moves_before(step, rest)
                    moves.setdefault(rest | 1 << step, [])
        return moves

    def _owed(self, rest: int) -> dict[int, int]:
        """The steps that must come just before a set, each with the cells that may lie between."""
        order, horizon = self.visit.order, self.visit.horizon
        owed = {}
        for (first, then), limit in order.largest.items():
            if order.next[first] >> then & 1 and rest >> then & 1 and not rest >> first & 1:
                least = order.smallest[first][then]
                owed[first] = max(
                    (minutes + limit) // horizon.grid - horizon.cells_for(minutes + least)
                    for minutes in self.visit.parts[first].durations
                )
        return owed

    def _moves_before(self, step: int, rest: int) -> list[Move]:
        span, horizon = self.visit.weights.span, self.visit.horizon
        gap = self.visit.order.gap_before(step, rest) if rest else 0
        moves = []
        for minutes, starts, classes in self._by_minutes[step]:
            cells = horizon.cells_for(minutes + gap)
            above = span * (horizon.grid * cells if rest else minutes) - self._own[step]
            above -= self._gap if rest else 0
            if cells <= horizon.cells:
                moves.append(Move(step, rest | 1 << step, minutes, cells, starts, above, classes))
        return moves

    def _reach(self) -> None:
        """From the first step on, without costs: the cells at which each set can be what remains.

        `H - x` on each day, `H` a bit above it, is x's negative there: `x | H - x` has every bit
        from the lowest one of x upwards: one subtraction finds "this late or later" on all days.
        """
        horizon, stretch = self.visit.horizon, self.stretch
        top = stretch.each_day(1 << horizon.stride - 1)
        cells = stretch.each_day((1 << horizon.cells) - 1)
        self._ready = dict.fromkeys(self._moves, 0)
        self._ready[self.everything] = cells
        into: dict[int, list[tuple[int, Move]]] = {steps: [] for steps in self._moves}
        for rest, moves in self._moves.items():
            for move in moves:
                into[move.steps].append((rest, move))
        self._starts = {steps: [] for steps in self._moves}
        for steps in sorted(into, reverse=True):
            ready = self._ready[steps]
            if steps and ready:
                if steps in self._waits:
                    ready = smeared_later(ready, self._waits[steps]) & cells
                else:
                    ready = (ready | top - ready) & cells
                self._ready[steps] = ready
                for rest, move in into[steps]:
                    starts = ready & move.starts
                    if starts:
                        self._starts[rest].append((starts, move))
                        self._ready[rest] |= starts << move.cells & cells if rest else starts
            self._poll()
        self.days = stretch.days_in(self._ready[0])

    def _settle(self, level: int, steps: int, arrived: int) -> None:
        """Let cells from which `steps` fit at this cost stand, and go on from them."""
        span, horizon = self.visit.weights.span, self.visit.horizon
        history, ready = self.costs[steps], self._ready[steps]
        known = history[-1][1] if history else 0
        if not span:
            arrived = smeared(arrived, self._waits.get(steps, horizon.cells)) & ready
        fresh = (arrived | known) ^ known
        if fresh:
            history.append((level, known | fresh))
            if steps not in self._waits:
                self._wait(level, steps, fresh, 1)
            self._put_before(level, steps, fresh)

    def _put_before(self, level: int, rest: int, cells: int) -> None:
        """Note every step that can come just before the rest, where it fits from these cells."""
        self._note(
            [
                (rest, level, fitting, move, 0)
                for starts, move in self._starts[rest]
                if (fitting := cells >> move.cells & starts)
            ]
        )

    def _note(self, found: list[tuple[int, int, int, Move, int]]) -> None:
        """Note arrivals for the first class, from a place on, that some of their starts are of."""
        arriving, levels = self._arriving, self._levels
        for rest, cost, cells, move, place in found:
            above, _, mask = move.classes[place]
            while not (starts := cells & mask):
                place += 1
                above, _, mask = move.classes[place]
            level = cost + move.above + above
            arrival = (rest, cost, cells, move, place, starts)
            if level in arriving:
                arriving[level].append(arrival)
            else:
                arriving[level] = [arrival]
                heappush(levels, level)


def _by_minutes(
    classes: list[StartClass],
) -> list[tuple[int, int, Classed]]:
    """The minutes that a step may last, all starts for them, and its classes as in a move."""
    found: dict[int, list[tuple[int, int, int]]] = {}
    for number, one in enumerate(classes):
        found.setdefault(one.minutes, []).append((one.cost, number, one.mask))
    result = []
    for minutes, same in found.items():
        starts = 0
        for _, _, mask in same:
            starts |= mask
        result.append((minutes, starts, tuple(same)))
    return result
