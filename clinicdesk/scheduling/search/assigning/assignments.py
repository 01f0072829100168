"""The ways to fill the needs of one step that has a time, whatever they leave to other steps."""

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from clinicdesk.scheduling.core.intervals import Interval
from clinicdesk.scheduling.search.assigning.pools import STATES_NONE, lasts
from clinicdesk.scheduling.search.assigning.resources import (
    FreeAlternative,
    FreeResources,
    TimedStep,
)
from clinicdesk.scheduling.search.compiled_visit import CompiledVisit


class SharedUse(NamedTuple):
    """A resource that other steps may want too, as one step may use it. Times in minutes of day."""

    resource: str
    begin: int
    """Of the first block."""
    end: int
    """Of the last block."""
    opens: int
    """Where the free piece with the first block in it begins."""
    closes: int
    """Where the free piece with the last block in it ends."""
    shortest: int
    """Minutes of its shortest block."""
    cost: int
    """Of the short gaps between its blocks; those before the first and after the last are apart."""


class Assignment(NamedTuple):
    """One way to fill the needs of a step; the cost is without that of its shared uses."""

    cost: int
    uses: tuple[SharedUse, ...]
    names: tuple[str, ...]


Offered = tuple[FreeAlternative, SharedUse | None, int]
"""Who is free for a need, the use if another step may want it, and what it costs by itself."""


class Assignments:
    """Looks up who is free for a step on one day, and remembers it."""

    def __init__(self, visit: CompiledVisit, position: int, free: FreeResources) -> None:
        self._visit = visit
        self._position = position
        self._free = free
        self._short = visit.short
        self._each = visit.weights.short_gap
        self._known: dict[tuple[TimedStep, frozenset[str]], list[Assignment]] = {}
        self._offered: dict[TimedStep, list[list[Offered]]] = {}
        self._shared: dict[TimedStep, list[SharedUse]] = {}
        self._pieces: dict[str, Sequence[Interval]] = {}
        self._piece_of: dict[tuple[str, int], Interval] = {}
        self.gaps_cost: set[str] = set()
        """The resources looked up so far whose short gaps cost."""

    def of(self, timed: TimedStep, contested: set[str]) -> list[Assignment]:
        """The ways to fill the needs of a step; the cheapest of those with the same shared uses.

        `contested`: the resources that matter to other steps; any other is only as good as cheap.
        """
        offered = self._offers(timed)
        mine = frozenset(contested.intersection(use.resource for use in self.shared_uses(timed)))
        key = (timed, mine)
        if key not in self._known:
            step = self._visit.steps[timed.step]
            rivals = len(step.needs) if step.needs_compete else 1
            by_need = [_worth_trying(offers, mine, rivals) for offers in offered]
            best: dict[tuple[SharedUse, ...], Assignment] = {}

            def extend(
                number: int,
                cost: int,
                states: int,
                uses: tuple[SharedUse, ...],
                names: tuple[str, ...],
            ) -> None:
                if number == len(by_need):
                    if lasts(states, step, timed.minutes):
                        in_order = tuple(sorted(uses))
                        if in_order not in best or cost < best[in_order].cost:
                            best[in_order] = Assignment(cost, in_order, names)
                    return
                for free, use, whole in by_need[number]:
                    name = free.alternative.resource
                    if name in names:
                        continue
                    extend(
                        number + 1,
                        cost + (whole if use is None else free.alternative.penalty),
                        max(states, free.states),
                        uses if use is None else (*uses, use),
                        (*names, name),
                    )

            extend(0, 0, STATES_NONE, (), ())
            self._known[key] = sorted(best.values())
        return self._known[key]

    def shared_uses(self, timed: TimedStep) -> list[SharedUse]:
        """All uses of shared resources that a step may make."""
        self._offers(timed)
        return self._shared[timed]

    def piece(self, name: str, end: int) -> tuple[int, int]:
        """The free piece in which a block of the resource ends."""
        key = (name, end)
        if key not in self._piece_of:
            self._piece_of[key] = next(piece for piece in self._pieces[name] if end <= piece[1])
        return self._piece_of[key]

    def _offers(self, timed: TimedStep) -> list[list[Offered]]:
        """Who is free for each need, by what they cost alone."""
        if timed not in self._offered:
            offered = self._offered[timed] = []
            shared = self._shared[timed] = []
            for free in self._free.free_for(timed):
                of_need = []
                for alternative in free:
                    use = self._use(alternative)
                    of_need.append((alternative, use, self._cost_alone(alternative, use)))
                    if use is not None:
                        shared.append(use)
                offered.append(sorted(of_need, key=lambda each: each[2]))
        return self._offered[timed]

    def _use(self, free: FreeAlternative) -> SharedUse | None:
        alternative, blocks = free.alternative, free.blocks
        if not alternative.shared or not blocks:
            return None
        name = alternative.resource
        if name not in self._pieces:
            self._pieces[name] = alternative.calendar.on(self._position)
            if alternative.gaps_cost:
                self.gaps_cost.add(name)
        (begin, first), end = blocks[0], blocks[-1][1]
        inside, cost = self.piece(name, first), 0
        if len(blocks) > 1 and alternative.gaps_cost:
            cost = self._each * self._short_gaps_between(name, blocks)
        closes = inside[1] if len(blocks) == 1 else self.piece(name, end)[1]
        shortest = min([end - begin for begin, end in blocks])
        return SharedUse(name, begin, end, inside[0], closes, shortest, cost)

    def _short_gaps_between(self, name: str, blocks: Sequence[Interval]) -> int:
        """How many short gaps the blocks of one need leave between them."""
        count = 0
        for (_, end), (begin, next_end) in pairwise(blocks):
            piece, following = self.piece(name, end), self.piece(name, next_end)
            one_piece = piece == following
            gaps = [begin - end] if one_piece else [piece[1] - end, begin - following[0]]
            count += sum(0 < gap < self._short for gap in gaps)
        return count

    def _cost_alone(self, free: FreeAlternative, use: SharedUse | None) -> int:
        """What it costs if no other step of the visit uses the resource."""
        if use is None:
            return free.cost
        cost = free.alternative.penalty + use.cost
        if free.alternative.gaps_cost:
            cost += self._each * (0 < use.begin - use.opens < self._short)
            cost += self._each * (0 < use.closes - use.end < self._short)
        return cost


def _worth_trying(offers: list[Offered], contested: frozenset[str], rivals: int) -> list[Offered]:
    """The contested resources, and of the others the cheapest (`rivals` many) of each duration."""
    kept: list[Offered] = []
    alone: dict[int, int] = {}
    for free, use, whole in offers:
        if use is not None and free.alternative.resource in contested:
            kept.append((free, use, whole))
        elif alone.get(free.states, 0) < rivals:
            alone[free.states] = alone.get(free.states, 0) + 1
            kept.append((free, None, whole))
    return kept
