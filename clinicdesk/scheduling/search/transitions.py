"""How sets of steps follow from each other when a visit is put together from its end backwards.

A transition puts one step before a set of steps that is still to come (Held and Karp 1962). Every
set has a base: what its steps cost by themselves, wherever they are. A transition knows what it
costs above that, so that a table only has to count what is lost.
"""

from collections.abc import Sequence
from typing import NamedTuple

from clinicdesk.scheduling.core.bit_sets import NO_CELLS, NO_STEPS, Mask, Steps, steps_of
from clinicdesk.scheduling.core.stopping import Poll
from clinicdesk.scheduling.search.compiled_visit import CompiledVisit
from clinicdesk.scheduling.search.day_fields import DayFields, FieldPool

PooledStarts = tuple[tuple[int, int, Mask], ...]
"""The pools of a step by cost: what they cost above the least, number, and starts.

No start is in two of them."""


class Transition(NamedTuple):
    """One step put before the rest of a visit, in any of its pools that last equally long."""

    step: int
    steps: Steps
    """The set of steps to come, `step` included."""
    minutes: int
    cells: int
    """From its start to the earliest start of the next step."""
    starts: Mask
    """Its starts in any of the pools."""
    above: int
    """What the gap after it costs more than the least one; its pool comes on top."""
    pools: PooledStarts


class Transitions:
    """The transitions of a visit on a stretch of days.

    `before[rest]`: those that can put a step before the set `rest`, for every set that can be the
    end of a visit. `waits[rest]`: how many cells may be waited before a set whose first step has a
    neighbor that must come just before it.
    """

    def __init__(
        self,
        visit: CompiledVisit,
        pools: Sequence[Sequence[FieldPool]],
        fields: DayFields,
        poll: Poll,
    ) -> None:
        self._fields = fields
        self._visit = visit
        self._span = visit.weights.span
        self._by_minutes = [_by_minutes(of_step) for of_step in pools]
        self.before: dict[Steps, list[Transition]] = {NO_STEPS: []}
        self.waits: dict[Steps, int] = {}
        for number in range((1 << len(pools)) - 1):
            # A step put before a set makes a larger number, so each set comes after all its parts.
            rest = steps_of(number)
            if rest in self.before:
                poll()
                self._put_before(rest)

    def _put_before(self, rest: Steps) -> None:
        successors, limits = self._visit.precedence.successors, self._visit.precedence.largest
        required = self._required_before(rest) if limits else None
        if required:
            self.waits[rest] = min(max(required.values()), self._fields.width)
        for step in range(len(successors)):
            if rest >> step & 1 or successors[step] & ~rest:
                continue
            if not required or required.keys() == {step}:
                self.before[rest] += self._of_step(step, rest)
                self.before.setdefault(rest | 1 << step, [])

    def _required_before(self, rest: Steps) -> dict[int, int]:
        """The steps that must come just before a set, each with the cells that may lie between."""
        precedence, horizon = self._visit.precedence, self._visit.horizon
        required = {}
        for (first, then), limit in precedence.largest.items():
            are_neighbors = precedence.neighbors[first] >> then & 1
            if are_neighbors and rest >> then & 1 and not rest >> first & 1:
                least = precedence.smallest[first][then]
                required[first] = max(
                    (minutes + limit) // horizon.grid - horizon.cells_for(minutes + least)
                    for minutes, _, _ in self._by_minutes[first]
                )
        return required

    def _of_step(self, step: int, rest: Steps) -> list[Transition]:
        horizon, span = self._visit.horizon, self._span
        precedence = self._visit.precedence
        gap, least_gap = precedence.gap_before(step, rest) if rest else 0, precedence.least_gap
        found = []
        for minutes, starts, pools in self._by_minutes[step]:
            cells = horizon.cells_for(minutes + gap)
            above = span * (horizon.grid * cells - minutes - least_gap) if rest else 0
            if not rest or cells <= self._fields.farthest:
                steps = rest | 1 << step
                found.append(Transition(step, steps, minutes, cells, starts, above, pools))
        return found


def _by_minutes(pools: Sequence[FieldPool]) -> list[tuple[int, Mask, PooledStarts]]:
    """The minutes that a step may last, with all starts for them and its pools by cost."""
    found: dict[int, list[tuple[int, int, Mask]]] = {}
    for number, pool in enumerate(pools):
        found.setdefault(pool.minutes, []).append((pool.above, number, pool.mask))
    result = []
    for minutes, of_minutes in found.items():
        starts = NO_CELLS
        for _, _, mask in of_minutes:
            starts |= mask
        result.append((minutes, starts, tuple(of_minutes)))
    return result
