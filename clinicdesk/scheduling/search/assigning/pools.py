"""The starts of each step, pooled: all choices of resources that last and cost the same are one.

Nobody minds which of five free rooms a step gets. So the search first asks only from which starts
some choice lasts so many minutes at such a cost, and picks the resources when the times are known.
"""

from collections.abc import Sequence
from math import prod
from operator import itemgetter
from typing import NamedTuple

from clinicdesk.scheduling.core.intervals import Interval
from clinicdesk.scheduling.core.stopping import Poll
from clinicdesk.scheduling.search.compiled_visit import Choice, Part, Visit
from clinicdesk.scheduling.search.free_time.horizon import Stretch
from clinicdesk.scheduling.search.free_time.short_gaps import Levels, starts_by_short_gaps

MOST_LEVELS = 12
"""Costs that one step's starts are told apart by; dearer ones are pooled at their cheapest."""

MOST_TEAMS = 200
"""Choices of resources for one step that are looked at one by one where needs are rivals."""

NO_OWN, SHORTER_OWN, THE_LONGEST = 0, 1, 2
"""What the chosen alternatives say about a duration: nothing, too little, just that."""


class StartClass(NamedTuple):
    """Starts from which a step can last `minutes` at `cost` (penalties and short gaps)."""

    minutes: int
    cost: int
    mask: int
    exact: bool
    """False: some choice of resources may be refused after all, or cost more."""


Offer = tuple[int, int, Choice]
"""What it costs (penalty and short gaps), from which starts, and the choice that fills a need."""


class Classes:
    """The start classes of every step of a visit on a stretch of days."""

    def __init__(self, visit: Visit, stretch: Stretch, poll: Poll) -> None:
        self.visit = visit
        self.stretch = stretch
        self._poll = poll
        self.needs: dict[tuple[int, int], list[list[Offer]]] = {}
        """By step and its minutes: whoever can fill each of its needs, the cheapest first."""
        self.of_step = [self._classes(number, part) for number, part in enumerate(visit.parts)]

    def _classes(self, number: int, part: Part) -> list[StartClass]:
        visit, stretch = self.visit, self.stretch
        result: list[StartClass] = []
        for minutes in part.durations:
            allowed = stretch.starts_that_fit(minutes)
            for windows in (visit.windows, part.windows):
                if windows is not None:
                    allowed &= windows.contained(stretch, minutes)
            if not allowed:
                continue
            choices, certain = _of_use(part, minutes)
            needs = self.needs[(number, minutes)] = [
                self._offers_of(demand.blocks[minutes], of_use, minutes, allowed)
                for demand, of_use in zip(part.demands, choices, strict=True)
            ]
            if not all(needs):
                continue
            if part.rivalry and prod(len(demand.choices) for demand in part.demands) <= MOST_TEAMS:
                levels, exact = pooled(_teams(part, needs, minutes, allowed))
            elif certain:
                levels, told = _joint(needs, allowed)
                exact = told and not part.rivalry
            else:
                levels, told = _lasting(part, needs, minutes, allowed)
                exact = told and not part.rivalry
            result.extend([StartClass(minutes, cost, mask, exact) for cost, mask in levels])
        return result

    def _offers_of(
        self, blocks: Sequence[Interval], choices: Sequence[Choice], minutes: int, allowed: int
    ) -> list[Offer]:
        stretch, each = self.stretch, self.visit.weights.short_gap
        shift, ones = stretch.shift, stretch.ones
        result = []
        self._poll()
        for choice in choices:
            starts, calendar = allowed, choice.calendar
            for block in blocks:
                starts &= calendar.starts(block) >> shift & ones
            if choice.windows is not None:
                starts &= choice.windows.contained(stretch, minutes)
            if not starts:
                continue
            if choice.counted and choice.sure > 1:
                for count, mask in starts_by_short_gaps(
                    calendar, stretch, blocks, starts, choice.sure
                ):
                    result.append((choice.penalty + count * each, mask, choice))
            else:
                result.append((choice.penalty, starts, choice))
        result.sort(key=itemgetter(0))
        return result


def _joint(needs: list[list[Offer]], allowed: int) -> tuple[Levels, bool]:
    """Every need of the step at once, whoever fills it."""
    levels: Levels = [(0, allowed)]
    all_told = True
    for offers in needs:
        pool, told = pooled(offers)
        all_told &= told
        levels, told = _both(levels, pool)
        all_told &= told
    return levels, all_told


def _both(one: Levels, other: Levels) -> tuple[Levels, bool]:
    """The starts that are in both, at the sum of their costs."""
    both = [
        (cost + more, starts)
        for cost, mask in one
        for more, another in other
        if (starts := mask & another)
    ]
    return (both, True) if len(one) == 1 or len(other) == 1 else pooled(both)


def _lasting(
    part: Part, needs: list[list[Offer]], minutes: int, allowed: int
) -> tuple[Levels, bool]:
    """Every need of the step at once, for choices that make it last exactly `minutes`."""
    so_far: dict[int, Levels] = {NO_OWN: [(0, allowed)]}
    all_told = True
    for offers in needs:
        pieces: dict[int, list[Offer]] = {}
        for offer in offers:
            pieces.setdefault(says_of(offer[2].minutes, minutes), []).append(offer)
        following: dict[int, Levels] = {}
        for says, offered in pieces.items():
            pool, told = pooled(offered)
            all_told &= told
            for said, levels in so_far.items():
                following.setdefault(max(said, says), []).extend(_both(levels, pool)[0])
        so_far = {}
        for says, levels in following.items():
            so_far[says], told = pooled(levels)
            all_told &= told
    found = [
        piece for says, levels in so_far.items() if lasts(says, part, minutes) for piece in levels
    ]
    levels, told = pooled(found)
    return levels, all_told and told


def _teams(
    part: Part, needs: list[list[Offer]], minutes: int, allowed: int
) -> list[tuple[int, int]]:
    """The same where needs are rivals: every choice of different resources one by one."""
    found: Levels = []

    def extend(number: int, said: int, so_far: Levels, taken: frozenset[str]) -> None:
        if number == len(needs):
            if lasts(said, part, minutes):
                found.extend(so_far)
            return
        by_choice: dict[int, list[Offer]] = {}
        for offer in needs[number]:
            if offer[2].resource not in taken:
                by_choice.setdefault(id(offer[2]), []).append(offer)
        for offers in by_choice.values():
            both = [
                (cost + more, mask & other)
                for cost, mask in so_far
                for more, other, _ in offers
                if mask & other
            ]
            if both:
                choice = offers[0][2]
                says = max(said, says_of(choice.minutes, minutes))
                extend(number + 1, says, both, taken | {choice.resource})

    extend(0, NO_OWN, [(0, allowed)], frozenset())
    return found


def _of_use(part: Part, minutes: int) -> tuple[list[Sequence[Choice]], bool]:
    """For each need the choices with which the step may last exactly `minutes`.

    Unless the step itself lasts so long, one chosen alternative must say so. False: whether it does
    depends on how they are combined.
    """
    if len(part.durations) == 1:
        return [demand.choices for demand in part.demands], True
    says = [{choice.minutes for choice in demand.choices} for demand in part.demands]
    result: list[Sequence[Choice]] = []
    sayers = [number for number, said in enumerate(says) if minutes in said]
    for number, demand in enumerate(part.demands):
        other = bool(sayers) and sayers != [number]
        usable: set[int | None] = {minutes}
        if other:
            usable.update([own for own in says[number] if own is not None and own < minutes])
        if other or minutes == part.minutes:
            usable.add(None)
        result.append([choice for choice in demand.choices if choice.minutes in usable])
    return result, sum(said != {None} for said in says) == 1


def says_of(own: int | None, minutes: int) -> int:
    """What one alternative's own minutes say about a step that lasts `minutes`."""
    if own is None:
        return NO_OWN
    return THE_LONGEST if own == minutes else SHORTER_OWN


def lasts(says: int, part: Part, minutes: int) -> bool:
    """Whether a step whose choices say so in all really lasts `minutes`."""
    return says == THE_LONGEST or (says == NO_OWN and minutes == part.minutes)


def pooled(pieces: Sequence[tuple[int, int, *tuple[object, ...]]]) -> tuple[Levels, bool]:
    """Masks of equal cost joined, each start at its cheapest; False: some costs are too low.

    A piece is a cost, a mask and whatever else.
    """
    by_cost: dict[int, int] = {}
    for piece in pieces:
        cost = piece[0]
        by_cost[cost] = by_cost.get(cost, 0) | piece[1]
    if len(by_cost) < 2:
        return [*by_cost.items()], True
    levels: Levels = []
    covered = 0
    all_told = True
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
            all_told = False
    return levels, all_told
