"""One way to do a visit on the days of a stretch: from when on each step can be done, and at what.

A request whose needs take the same resource has one way for each choice of it; any other has one.
"""

from functools import cached_property

from clinicdesk.scheduling.core.bit_sets import NO_CELLS, Mask
from clinicdesk.scheduling.core.stopping import Poll
from clinicdesk.scheduling.search.assigning.pools import StartPool, StartPools
from clinicdesk.scheduling.search.compiled_visit import CompiledVisit
from clinicdesk.scheduling.search.free_time.horizon import Stretch
from clinicdesk.scheduling.search.gap_consistency import drop_unmatched_starts


class WayOnDays:
    """The start pools of a compiled visit on a stretch, those starts dropped that cannot be."""

    def __init__(self, visit: CompiledVisit, stretch: Stretch, poll: Poll) -> None:
        self.visit = visit
        self.stretch = stretch
        self.start_pools = StartPools(visit, stretch, poll)
        self.pools: list[list[StartPool]] = drop_unmatched_starts(visit, self.start_pools.of_step)
        """By step."""
        self.starts = [_all_starts(of_step) for of_step in self.pools]
        """By step: the starts of all its pools."""
        self._span = visit.weights.span
        self.least = [
            min([self._span * pool.minutes + pool.cost for pool in of_step], default=0)
            for of_step in self.pools
        ]
        """By step: what it costs at least by itself, its minutes and its pool."""

    def pool_cost(self, step: int, minutes: int, above: int) -> int:
        """What the pool of a step costs that is so much above the least, span left out."""
        return self.least[step] + above - self._span * minutes

    @cached_property
    def bases(self) -> list[int]:
        """By set of steps: what they cost at least, wherever they are, with the gaps in between."""
        gap_cost = self._span * self.visit.precedence.least_gap
        bases = [0]
        for own in self.least:
            bases += [base + own + (gap_cost if steps else 0) for steps, base in enumerate(bases)]
        return bases

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


def _all_starts(of_step: list[StartPool]) -> Mask:
    starts = NO_CELLS
    for pool in of_step:
        starts |= pool.mask
    return starts
