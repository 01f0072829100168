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

from collections.abc import Sequence
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
from clinicdesk.scheduling.search.compiled_visit import CompiledVisit
from clinicdesk.scheduling.search.day_fields import DayFields
from clinicdesk.scheduling.search.free_time.horizon import Stretch
from clinicdesk.scheduling.search.gap_consistency import spread_earlier, spread_later
from clinicdesk.scheduling.search.transitions import Transition, Transitions
from clinicdesk.scheduling.search.way_on_days import WayOnDays

Beginning = tuple[Steps, Mask, Transition]
"""One way in which a set of steps may begin: `(rest, starts, transition)`, whatever it costs."""

Option = tuple[Mask, int, list[tuple[int, Mask]]]
"""A step that can be put before a set: its starts, the place of the set with it in `_sets`, and the
same starts by what they cost above the cost of the set, the cheapest first."""


class BoundTable:
    """Lower bounds for one stretch of days and some ways of a visit; they grow level by level.

    Costs are counted above the `bases` of each field's way. `fits[steps]`: for each level that adds
    any, all cells from which the set fits at that cost above its base or less. `reached`: for each
    level, the starts at which the whole visit costs that much. How a set begins on one day is told
    by `day_hits.py`.
    """

    def __init__(self, visits: Sequence[CompiledVisit], stretch: Stretch, poll: Poll) -> None:
        """`visits`: ways of one request in which the same gaps bind its steps."""
        visit = visits[0]
        ways = [WayOnDays(each, stretch, poll) for each in visits]
        self.fields = DayFields(ways, max([each.farthest_shift for each in visits]), poll)
        """Where the days are in the masks of the table."""
        self.steps = len(visit.steps)
        self.everything = steps_of((1 << self.steps) - 1)
        """The set of all steps."""
        self.pools = [self.fields.pools(step) for step in range(self.steps)]
        """By step: the start pools of all ways."""
        self.least: dict[int, int] = {}
        """What the visit costs at least in each field in which it fits, that of its day included;
        it does not fit in the others, and what the table leaves out may rule these out too."""
        self.level = -1
        """The table has every cost above the base up to this one."""
        self.reached: list[tuple[int, Mask]] = []
        self.fits: dict[Steps, list[tuple[int, Mask]]] = {}
        self.beginnings: dict[Steps, list[Beginning]] = {}
        """By set: how it may begin."""
        self._poll = poll
        self._coming: dict[int, list[Mask]] = {}
        """By level, then by place in `_sets`: cells from which that will fit then, if not yet."""
        self._waiting: dict[int, list[tuple[Steps, Mask, int]]] = {}
        """By level: sets before which a wait is limited, cells from which they fit with a wait, and
        how many cells more it may be."""
        self.wait = visit.weights.span * visit.horizon.grid
        """What a cell of waiting costs."""
        self._levels: list[int] = []
        """The levels still to come, as a heap."""
        poll()
        if self.fields.days:
            transitions = Transitions(visit, self.pools, self.fields, poll)
            self._waits = transitions.waits
            self._reach(transitions)
            if self.least:
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
        """Add the next level.

        What costs nothing more arrives at the same level, but always at a larger set.
        """
        self.level = level = heappop(self._levels)
        coming, waits = self._coming[level], self._waits
        waited: dict[Steps, Mask] = {}
        for steps, cells, left in self._waiting.pop(level, ()):
            waited[steps] = waited.get(steps, NO_CELLS) | cells
            self._wait_on(level, steps, cells, left)
        for place, steps in enumerate(self._sets[:-1]):
            arrived = coming[place]
            if steps in waits:
                self._wait_on(level, steps, arrived, waits[steps])
                arrived |= waited.get(steps, NO_CELLS)
            if arrived:
                self._poll()
                self._settle(level, place, arrived)
        if coming[-1]:
            self.reached.append((level, coming[-1]))
        del self._coming[level]

    def _at(self, level: int) -> list[Mask]:
        """What is to come at a level."""
        if level not in self._coming:
            self._coming[level] = [NO_CELLS] * len(self._sets)
            heappush(self._levels, level)
        return self._coming[level]

    def _wait_on(self, level: int, steps: Steps, cells: Mask, left: int) -> None:
        """Note that a set also fits one cell earlier; so many cells may be waited before it."""
        if left and self.wait and (earlier := cells >> 1 & self._ready[steps]):
            after_wait = level + self.wait
            self._at(after_wait)
            self._waiting.setdefault(after_wait, []).append((steps, earlier, left - 1))

    def _settle(self, level: int, place: int, arrived: Mask) -> None:
        """Enter cells from which a set fits at this level, and put other steps before them."""
        steps = self._sets[place]
        history, ready, waits = self.fits[steps], self._ready[steps], self._waits
        if not self.wait:
            most = waits.get(steps)
            arrived = (
                self.fields.earlier(arrived) if most is None else spread_earlier(arrived, most)
            )
            arrived &= ready
        known = history[-1][1] if history else NO_CELLS
        fresh = (arrived | known) ^ known
        if fresh:
            history.append((level, known | fresh))
            if self.wait and steps not in waits and (earlier := fresh >> 1 & ready):
                self._at(level + self.wait)[place] |= earlier
            self._put_before(level, steps, fresh)

    def _put_before(self, level: int, rest: Steps, cells: Mask) -> None:
        """Note every step that can come just before the rest, where it fits from these cells."""
        coming = self._coming
        for width, options in self._options[rest]:
            ends = cells >> width
            for mask, place, pools in options:
                left = ends & mask
                if not left:
                    continue
                for above, pool in pools:
                    if starts := left & pool:
                        if level + above in coming:
                            coming[level + above][place] |= starts
                        else:
                            self._at(level + above)[place] = starts
                        left ^= starts
                        if not left:
                            break

    def _reach(self, transitions: Transitions) -> None:
        """From the first step on, without costs: from which cells each set can be what remains."""
        fields = self.fields
        cells = fields.every_cell
        self._ready = dict.fromkeys(transitions.before, NO_CELLS)
        """By set: the cells at which it can be what remains of a visit."""
        self._ready[self.everything] = cells
        for rest, of_rest in transitions.before.items():
            for transition in of_rest:
                self.beginnings.setdefault(transition.steps, []).append(
                    (rest, NO_CELLS, transition)
                )
        priced: dict[tuple[int, int, int], list[tuple[int, Mask]]] = {}
        by_width: dict[Steps, dict[int, list[Option]]] = {}
        self._sets = sorted(self.beginnings)
        """The sets that can be what remains, each after all its own parts; the whole visit last."""
        for place, steps in reversed([*enumerate(self._sets)]):
            ready = self._ready[steps]
            possible: list[Beginning] = []
            if ready:
                if steps in self._waits:
                    ready = spread_later(ready, self._waits[steps]) & cells
                else:
                    ready = fields.later(ready)
                self._ready[steps] = ready
                for rest, _, transition in self.beginnings[steps]:
                    if starts := ready & transition.starts:
                        possible.append((rest, starts, transition))
                        after = starts << transition.cells & cells if rest else starts
                        self._ready[rest] |= after
                        options = by_width.setdefault(rest, {}).setdefault(transition.cells, [])
                        options.append((starts, place, _priced(transition, priced)))
            self.beginnings[steps] = possible
            self._poll()
        self._options: dict[Steps, list[tuple[int, list[Option]]]] = {
            rest: [*by_width.get(rest, {}).items()] for rest in transitions.before
        }
        """By set: what can be put before it, by the cells from its start to that of the set."""
        self.fits = {steps: [] for steps in transitions.before}
        for field in fields.touched(self._ready[NO_STEPS]):
            way, position = fields.days[field]
            self.least[field] = way.bases[self.everything] + way.visit.day_cost(position)


def _priced(
    transition: Transition, known: dict[tuple[int, int, int], list[tuple[int, Mask]]]
) -> list[tuple[int, Mask]]:
    """The starts of a transition by what it costs in all above the cost of the rest.

    Most transitions of a step share theirs: those with the same gap after it.
    """
    kind = (transition.step, transition.minutes, transition.above)
    if kind not in known:
        known[kind] = [(transition.above + above, mask) for above, _, mask in transition.pools]
    return known[kind]
