"""The starts of each step, pooled: all choices of resources that last and cost the same are one.

Nobody minds which of five free rooms a step gets. So the search first asks only from which starts
some choice lasts so many minutes at such a cost, and picks the resources when the times are known.
"""

from collections.abc import Callable, Iterable, Iterator
from math import prod
from typing import NamedTuple

from clinicdesk.scheduling.holds import Interval
from clinicdesk.scheduling.search.short_gaps import Levels, starts_by_short_gaps
from clinicdesk.scheduling.search.visit import Choice, Demand, Part, Visit

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


class Classes:
    """The start classes of every step of a visit on one page of days."""

    def __init__(self, visit: Visit, page: int, poll: Callable[[], None]) -> None:
        self.visit = visit
        self.page = page
        self._poll = poll
        self._held: dict[tuple[int, tuple[Interval, ...], int], Levels] = {}
        self._levels: dict[tuple[int, int], Levels] = {}
        self.of_step = [self._classes(part) for part in visit.parts]

    def levels(self, demand: Demand, choice: Choice, minutes: int) -> Levels:
        """The starts from which one resource can be held for a step of `minutes`, by cost."""
        key = (id(choice), minutes)
        if key not in self._levels:
            self._levels[key] = self._choice_levels(demand, choice, minutes)
        return self._levels[key]

    def _choice_levels(self, demand: Demand, choice: Choice, minutes: int) -> Levels:
        self._poll()
        visit, page = self.visit, self.page
        blocks = demand.blocks(minutes)
        same = (id(choice.calendar), blocks, minutes)
        if choice.windows is None and same in self._held:
            pieces = self._held[same]
        else:
            starts = visit.horizon.starts_that_fit(page, minutes)
            for begin, end in blocks:
                starts &= choice.calendar.starts(page, begin, end)
            if choice.windows is not None:
                starts &= choice.windows.contained(page, minutes)
            if choice.counted and choice.sure > 1 and starts:
                pieces = starts_by_short_gaps(choice.calendar, page, blocks, starts, choice.sure)
            else:
                pieces = [(0, starts)] if starts else []
            if choice.windows is None:
                self._held[same] = pieces
        each = visit.weights.short_gap
        return [(choice.penalty + count * each, mask) for count, mask in pieces]

    def _classes(self, part: Part) -> list[StartClass]:
        visit, page = self.visit, self.page
        result: list[StartClass] = []
        for minutes in part.durations:
            allowed = visit.horizon.starts_that_fit(page, minutes)
            for windows in (visit.windows, part.windows):
                if windows is not None:
                    allowed &= windows.contained(page, minutes)
            if not allowed:
                continue
            if part.rivalry and prod(len(demand.choices) for demand in part.demands) <= MOST_TEAMS:
                levels, exact = pooled(self._teams(part, minutes, allowed))
            else:
                levels, told = self._combined(part, minutes, allowed)
                exact = told and not part.rivalry
            result.extend(StartClass(minutes, cost, mask, exact) for cost, mask in levels)
        return result

    def _combined(self, part: Part, minutes: int, allowed: int) -> tuple[Levels, bool]:
        """Every need of the step at once, for choices that make it last exactly `minutes`."""
        so_far: dict[int, Levels] = {NO_OWN: [(0, allowed)]}
        all_told = True
        for demand in part.demands:
            offers: dict[int, Levels] = {}
            for choice in demand.choices:
                if choice.minutes is None or choice.minutes <= minutes:
                    says = says_of(choice.minutes, minutes)
                    offers.setdefault(says, []).extend(self.levels(demand, choice, minutes))
            following: dict[int, Levels] = {}
            for says, pieces in offers.items():
                pool, told = pooled(pieces)
                all_told &= told
                for said, levels in so_far.items():
                    following.setdefault(max(said, says), []).extend(
                        (cost + more, both)
                        for cost, mask in levels
                        for more, other in pool
                        if (both := mask & other)
                    )
            so_far = {}
            for says, pieces in following.items():
                so_far[says], told = pooled(pieces)
                all_told &= told
        levels, told = pooled(
            piece
            for says, pieces in so_far.items()
            if lasts(says, part, minutes)
            for piece in pieces
        )
        return levels, all_told and told

    def _teams(self, part: Part, minutes: int, allowed: int) -> Iterator[tuple[int, int]]:
        """The same where needs are rivals: every choice of different resources one by one."""

        def extend(number: int, said: int, levels: Levels, taken: set[str]) -> Iterator[Levels]:
            if number == len(part.demands):
                if lasts(said, part, minutes):
                    yield levels
                return
            demand = part.demands[number]
            for choice in demand.choices:
                too_long = choice.minutes is not None and choice.minutes > minutes
                if choice.resource in taken or too_long:
                    continue
                both = [
                    (cost + more, mask & other)
                    for cost, mask in levels
                    for more, other in self.levels(demand, choice, minutes)
                    if mask & other
                ]
                if both:
                    says = max(said, says_of(choice.minutes, minutes))
                    yield from extend(number + 1, says, both, taken | {choice.resource})

        for levels in extend(0, NO_OWN, [(0, allowed)], set()):
            yield from levels


def says_of(own: int | None, minutes: int) -> int:
    """What one alternative's own minutes say about a step that lasts `minutes`."""
    if own is None:
        return NO_OWN
    return THE_LONGEST if own == minutes else SHORTER_OWN


def lasts(says: int, part: Part, minutes: int) -> bool:
    """Whether a step whose choices say so in all really lasts `minutes`."""
    return says == THE_LONGEST or (says == NO_OWN and minutes == part.minutes)


def pooled(pieces: Iterable[tuple[int, int]]) -> tuple[Levels, bool]:
    """Masks of equal cost joined, each start at its cheapest; False: some costs are too low."""
    by_cost: dict[int, int] = {}
    for cost, mask in pieces:
        by_cost[cost] = by_cost.get(cost, 0) | mask
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
