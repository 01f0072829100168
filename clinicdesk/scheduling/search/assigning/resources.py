"""Which resources fill the needs when the times are known, while no two steps dispute one.

Steps of one visit never overlap, but their buffers might, and a practitioner who does two of them
leaves other short gaps than two who do one each. Where that may be, `occupied.py` has the answer.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from clinicdesk.scheduling.core.bit_sets import Cell
from clinicdesk.scheduling.core.intervals import Interval
from clinicdesk.scheduling.search.assigning.pools import (
    STATES_NONE,
    Offer,
    StartPools,
    lasts,
    stated,
)
from clinicdesk.scheduling.search.compiled_visit import (
    CompiledAlternative,
    CompiledNeed,
    CompiledVisit,
)


class TimedStep(NamedTuple):
    """A step (by number) with a time, and the number of the start pool that it is in."""

    step: int
    start: Cell
    minutes: int
    pool: int


class FreeAlternative(NamedTuple):
    """One alternative that is free for one need of a step that has a time."""

    cost: int
    states: int
    alternative: CompiledAlternative
    blocks: tuple[Interval, ...]


Assigned = tuple[int, tuple[tuple[str, ...], ...]]
"""What the resources cost in all, and their ids: for each step, in the order of its needs."""

Uses = dict[str, list[tuple[TimedStep, CompiledNeed]]]
"""For each resource the steps that take it, each with the need that it fills."""


class FreeResources:
    """Fills needs on one day of a stretch, and remembers who is free for them."""

    def __init__(self, visit: CompiledVisit, pools: StartPools, position: int) -> None:
        self._visit = visit
        self._pools = pools
        self._shift = pools.stretch.shift_of(position)
        self._first: dict[TimedStep, list[tuple[CompiledNeed, Offer, list[Offer]]] | None] = {}
        self._free: dict[tuple[int, int, int], list[list[FreeAlternative]]] = {}

    def cheapest(self, timed: Sequence[TimedStep]) -> Assigned | None:
        """The cheapest of each need, where the steps can have it without a dispute; else None.

        That is the best for steps at these times: no choice costs less than each need alone.
        """
        total, names = 0, []
        uses: Uses = {}
        for timed_step in timed:
            step, of_step = self._visit.steps[timed_step.step], []
            if step.needs_compete or step.gaps_fillable:
                return None
            states = STATES_NONE
            first_free = self._first_free(timed_step)
            if first_free is None:
                return None
            for need, (cost, _, chosen), of_need in first_free:
                if chosen.shared:
                    if chosen.resource in uses:
                        flag = 1 << self._shift + timed_step.start
                        as_cheap = (each for each in of_need if each[0] == cost and each[1] & flag)
                        other = self._undisputed(as_cheap, timed_step, need, uses)
                        if other is None:
                            return None
                        chosen = other
                    uses.setdefault(chosen.resource, []).append((timed_step, need))
                total += cost
                of_step.append(chosen.resource)
                if chosen.minutes is not None:
                    states = max(states, stated(chosen.minutes, timed_step.minutes))
            if len(step.durations) > 1 and not lasts(states, step, timed_step.minutes):
                return None
            names.append(tuple(of_step))
        return total, tuple(names)

    def _first_free(
        self, timed_step: TimedStep
    ) -> list[tuple[CompiledNeed, Offer, list[Offer]]] | None:
        """Each need of a step, the cheapest offer that is free for it, and all; None if none is."""
        if timed_step not in self._first:
            flag = 1 << self._shift + timed_step.start
            needs = self._visit.steps[timed_step.step].needs
            offers = self._pools.offers[(timed_step.step, timed_step.minutes)]
            found = []
            for need, of_need in zip(needs, offers, strict=True):
                for offer in of_need:
                    if offer[1] & flag:
                        found.append((need, offer, of_need))
                        break
            self._first[timed_step] = found if len(found) == len(needs) else None
        return self._first[timed_step]

    def _undisputed(
        self, offers: Iterable[Offer], timed_step: TimedStep, need: CompiledNeed, uses: Uses
    ) -> CompiledAlternative | None:
        """The first that no other step takes, or takes only at other minutes."""
        blocks = self._blocks(timed_step, need)
        for _, _, item in offers:
            others = uses.get(item.resource, ())
            if not others or not (
                item.gaps_cost or any(_overlap(self._blocks(*other), blocks) for other in others)
            ):
                return item
        return None

    def _blocks(self, timed_step: TimedStep, need: CompiledNeed) -> list[Interval]:
        start = timed_step.start * self._visit.horizon.grid
        return [(start + begin, start + end) for begin, end in need.blocks[timed_step.minutes]]

    def free_for(self, timed_step: TimedStep) -> list[list[FreeAlternative]]:
        """The alternatives that are free for each need of a step, the cheapest first."""
        key = (timed_step.step, timed_step.start, timed_step.minutes)
        if key not in self._free:
            self._free[key] = [
                [*self._free_for_need(need, offers, timed_step)]
                for need, offers in zip(
                    self._visit.steps[timed_step.step].needs,
                    self._pools.offers[(timed_step.step, timed_step.minutes)],
                    strict=True,
                )
            ]
        return self._free[key]

    def _free_for_need(
        self, need: CompiledNeed, offers: list[Offer], timed_step: TimedStep
    ) -> Iterator[FreeAlternative]:
        bit = self._shift + timed_step.start
        blocks = tuple(self._blocks(timed_step, need))
        for cost, mask, item in offers:
            if mask >> bit & 1:
                states = stated(item.minutes, timed_step.minutes)
                yield FreeAlternative(cost, states, item, blocks)


def _overlap(some: Sequence[Interval], others: Sequence[Interval]) -> bool:
    return any(a < d and c < b for a, b in some for c, d in others)
