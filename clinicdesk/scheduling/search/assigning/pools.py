"""The start pools of each step: resources that last and cost the same are interchangeable.

No patient minds which of five free rooms a step gets. So the search first asks only from which
starts some choice of resources lasts so many minutes at such a cost, and picks the resources when
the times are known.
"""

from collections.abc import Sequence
from math import prod
from operator import itemgetter
from typing import NamedTuple

from clinicdesk.scheduling.core.bit_sets import NO_CELLS, Mask
from clinicdesk.scheduling.core.intervals import Interval
from clinicdesk.scheduling.core.stopping import Poll
from clinicdesk.scheduling.search.compiled_visit import (
    CompiledAlternative,
    CompiledStep,
    CompiledVisit,
)
from clinicdesk.scheduling.search.free_time.horizon import Stretch
from clinicdesk.scheduling.search.free_time.short_gaps import Levels, starts_by_short_gaps

MOST_LEVELS = 12
"""Costs by which the starts of one step are told apart; higher ones count as the last of them."""

MOST_ASSIGNMENTS = 200
"""Choices of resources for one step that are looked at one by one where its needs compete."""

STATES_NONE, STATES_LESS, STATES_EXACTLY = 0, 1, 2
"""What chosen alternatives state of a step's minutes: nothing, less than a duration, or just it."""


class StartPool(NamedTuple):
    """Starts from which a step can last `minutes` at `cost` (penalties and short gaps).

    The cost may be too low, and a start may turn out to be impossible: never the other way.
    """

    minutes: int
    cost: int
    mask: Mask


Offer = tuple[int, Mask, CompiledAlternative]
"""An alternative of a need, from which starts it is free, and what it costs there (penalty and
short gaps)."""


class StartPools:
    """The start pools of every step of a visit on a stretch of days."""

    def __init__(self, visit: CompiledVisit, stretch: Stretch, poll: Poll) -> None:
        self.visit = visit
        self.stretch = stretch
        self._poll = poll
        self.offers: dict[tuple[int, int], list[list[Offer]]] = {}
        """By step and its minutes: for each of its needs the offers, cheapest first."""
        self.of_step = [self._pools(number, step) for number, step in enumerate(visit.steps)]

    def _pools(self, number: int, step: CompiledStep) -> list[StartPool]:
        visit, stretch = self.visit, self.stretch
        result: list[StartPool] = []
        for minutes in step.durations:
            allowed = stretch.starts_by_midnight(minutes)
            for windows in (visit.windows, step.windows):
                if windows is not None:
                    allowed &= windows.contained(stretch, minutes)
            if not allowed:
                continue
            usable, certain = _usable_alternatives(step, minutes)
            offers = self.offers[(number, minutes)] = [
                self._offers(need.blocks[minutes], alternatives, minutes, allowed)
                for need, alternatives in zip(step.needs, usable, strict=True)
            ]
            if not all(offers):
                continue
            choices = prod(len(need.alternatives) for need in step.needs)
            if step.needs_compete and choices <= MOST_ASSIGNMENTS:
                levels = _by_assignment(step, offers, minutes, allowed)
            elif certain:
                levels = _by_need(offers, allowed)
            else:
                levels = _by_stated_minutes(step, offers, minutes, allowed)
            result.extend([StartPool(minutes, cost, mask) for cost, mask in levels])
        return result

    def _offers(
        self,
        blocks: Sequence[Interval],
        alternatives: Sequence[CompiledAlternative],
        minutes: int,
        allowed: Mask,
    ) -> list[Offer]:
        stretch, each = self.stretch, self.visit.weights.short_gap
        cut = stretch.cut
        result: list[Offer] = []
        for item in alternatives:
            self._poll()
            starts, calendar = allowed, item.calendar
            for block in blocks:
                starts &= cut(calendar.starts(block))
            if item.windows is not None:
                starts &= item.windows.contained(stretch, minutes)
            if not starts:
                continue
            if item.gaps_cost and item.surely_short > 1:
                for count, mask in starts_by_short_gaps(
                    calendar, stretch, blocks, starts, item.surely_short
                ):
                    result.append((item.penalty + count * each, mask, item))
            else:
                result.append((item.penalty, starts, item))
        result.sort(key=itemgetter(0))
        return result


def _by_need(offers: list[list[Offer]], allowed: Mask) -> Levels:
    """The starts of a step by cost, each need taking its cheapest offer, whatever the others do."""
    levels: Levels = [(0, allowed)]
    for of_need in offers:
        levels = _both(levels, pooled(of_need))
    return levels


def _both(some: Levels, others: Levels) -> Levels:
    """The starts that are in both, at the sum of their costs."""
    both = [
        (cost + more, starts)
        for cost, mask in some
        for more, other in others
        if (starts := mask & other)
    ]
    return both if len(some) == 1 or len(others) == 1 else pooled(both)


def _by_stated_minutes(
    step: CompiledStep, offers: list[list[Offer]], minutes: int, allowed: Mask
) -> Levels:
    """The same for choices of alternatives that together make the step last just `minutes`."""
    so_far: dict[int, Levels] = {STATES_NONE: [(0, allowed)]}
    for of_need in offers:
        by_stated: dict[int, list[Offer]] = {}
        for offer in of_need:
            by_stated.setdefault(stated(offer[2].minutes, minutes), []).append(offer)
        following: dict[int, Levels] = {}
        for states, some in by_stated.items():
            pool = pooled(some)
            for known, levels in so_far.items():
                following.setdefault(max(known, states), []).extend(_both(levels, pool))
        so_far = {states: pooled(levels) for states, levels in following.items()}
    return pooled(
        [
            level
            for states, levels in so_far.items()
            if lasts(states, step, minutes)
            for level in levels
        ]
    )


def _by_assignment(
    step: CompiledStep, offers: list[list[Offer]], minutes: int, allowed: Mask
) -> Levels:
    """The same where needs compete: every choice of different resources one by one."""
    found: Levels = []

    def extend(number: int, states: int, so_far: Levels, taken: frozenset[str]) -> None:
        if number == len(offers):
            if lasts(states, step, minutes):
                found.extend(so_far)
            return
        by_alternative: dict[int, list[Offer]] = {}
        for offer in offers[number]:
            if offer[2].resource not in taken:
                by_alternative.setdefault(id(offer[2]), []).append(offer)
        for of_one in by_alternative.values():
            both = [
                (cost + more, mask & other)
                for cost, mask in so_far
                for more, other, _ in of_one
                if mask & other
            ]
            if both:
                alternative = of_one[0][2]
                more_stated = max(states, stated(alternative.minutes, minutes))
                extend(number + 1, more_stated, both, taken | {alternative.resource})

    extend(0, STATES_NONE, [(0, allowed)], frozenset())
    return pooled(found)


def _usable_alternatives(
    step: CompiledStep, minutes: int
) -> tuple[list[Sequence[CompiledAlternative]], bool]:
    """For each need the alternatives with which the step may last exactly `minutes`.

    Unless these are the step's own minutes, some chosen alternative must state them. Also whether
    every choice among these alternatives lasts so long: else it depends on how they are combined.
    """
    if len(step.durations) == 1:
        return [need.alternatives for need in step.needs], True
    stated_by_need = [{item.minutes for item in need.alternatives} for need in step.needs]
    result: list[Sequence[CompiledAlternative]] = []
    stating = [number for number, stated in enumerate(stated_by_need) if minutes in stated]
    for number, need in enumerate(step.needs):
        another_states_it = bool(stating) and stating != [number]
        usable: set[int | None] = {minutes}
        if another_states_it:
            usable.update(
                [own for own in stated_by_need[number] if own is not None and own < minutes]
            )
        if another_states_it or minutes == step.minutes:
            usable.add(None)
        result.append([item for item in need.alternatives if item.minutes in usable])
    return result, sum(stated != {None} for stated in stated_by_need) == 1


def stated(own: int | None, minutes: int) -> int:
    """What an alternative with `own` minutes states about a step that lasts `minutes`."""
    if own is None:
        return STATES_NONE
    return STATES_EXACTLY if own == minutes else STATES_LESS


def lasts(states: int, step: CompiledStep, minutes: int) -> bool:
    """Whether a step lasts `minutes`; `states` is the most that a chosen alternative states."""
    return states == STATES_EXACTLY or (states == STATES_NONE and minutes == step.minutes)


def pooled(pieces: Sequence[tuple[int, Mask, *tuple[object, ...]]]) -> Levels:
    """Masks of equal cost joined, each start at its cheapest; a piece begins with cost and mask.

    Beyond `MOST_LEVELS` costs, the starts of the others cost what the last level does.
    """
    by_cost: dict[int, Mask] = {}
    for piece in pieces:
        cost = piece[0]
        by_cost[cost] = by_cost.get(cost, NO_CELLS) | piece[1]
    if len(by_cost) < 2:
        return [*by_cost.items()]
    levels: Levels = []
    covered = NO_CELLS
    for cost in sorted(by_cost):
        mask = by_cost[cost]
        fresh = (mask | covered) ^ covered
        if not fresh:
            continue
        covered |= fresh
        if len(levels) < MOST_LEVELS:
            levels.append((cost, fresh))
        else:
            levels[-1] = (levels[-1][0], levels[-1][1] | fresh)
    return levels
