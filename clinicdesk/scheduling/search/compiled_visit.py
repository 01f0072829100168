"""A request made ready for the search: names looked up, calendars fetched, blocks worked out.

A `CompiledVisit` mirrors the request that it is made from: it has compiled steps, a step compiled
needs, a need compiled alternatives.
"""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import permutations, product
from operator import attrgetter
from typing import NamedTuple

from clinicdesk.scheduling.core.cost import PRACTITIONER
from clinicdesk.scheduling.core.holds import blocked_minutes
from clinicdesk.scheduling.core.intervals import MIDNIGHT, Interval
from clinicdesk.scheduling.core.problem import (
    FREE_OF_COST,
    Need,
    Problem,
    Request,
    Resource,
    Step,
    Weights,
)
from clinicdesk.scheduling.search.booked_time import (
    RESOURCE,
    booked_time,
    patient_of,
    taken_by_others,
)
from clinicdesk.scheduling.search.free_time.allowed_times import AllowedTimes
from clinicdesk.scheduling.search.free_time.calendars import MinuteSet, TakenMinutes, calendar_of
from clinicdesk.scheduling.search.free_time.horizon import Horizon, horizon_of
from clinicdesk.scheduling.search.precedence import Precedence
from clinicdesk.scheduling.search.staying import Staying

_ID = attrgetter("id")


class CompiledAlternative(NamedTuple):
    """One alternative of a need."""

    resource: str
    minutes: int | None
    penalty: int
    windows: AllowedTimes | None
    calendar: MinuteSet
    gaps_cost: bool
    """Its short gaps cost."""
    surely_short: int
    """Free pieces of fewer minutes are sure to remain short gaps: no other step can use them."""
    shared: bool
    """Another step of the visit may take the same resource."""
    gaps_fillable: bool
    """Its short gaps cost, and another step may block it for so few minutes as to fill one."""


class CompiledNeed(NamedTuple):
    """One need of a step: who qualifies, and what it blocks."""

    alternatives: tuple[CompiledAlternative, ...]
    blocks: "Blocks"


Blocks = dict[int, tuple[Interval, ...]]
"""What a need blocks, by the minutes of its step: minutes after the start, ascending, separate."""


@dataclass(eq=False, slots=True)
class CompiledStep:
    """One step of the visit. `minutes` are its own, `durations` all that it might last."""

    id: str
    minutes: int
    needs: tuple[CompiledNeed, ...]
    windows: AllowedTimes | None
    durations: tuple[int, ...]
    needs_compete: bool
    """Some resource qualifies for two of its needs, and may fill only one of them."""
    gaps_fillable: bool
    """Those of some alternative of its needs are."""


class _ResourceFacts(NamedTuple):
    """What all alternatives of one resource have in common, in the order of their fields."""

    calendar: MinuteSet
    gaps_cost: bool
    surely_short: int
    shared: bool
    gaps_fillable: bool


class CompiledVisit:
    """What the search needs to know of a problem to place one request of it.

    Groups of needs that take the same resource are none of its business: `plans.py` compiles each
    way to meet them.
    """

    def __init__(self, problem: Problem, request: Request, *, free: bool = False) -> None:
        """`free`: no plan costs anything, as where only counts whether there is one."""
        self.problem = problem
        self.request = request
        self._free = free
        self.horizon: Horizon = horizon_of(problem.days, problem.grid_minutes)
        self.weights: Weights = FREE_OF_COST if free else problem.weights
        self.target: date = problem.days[0] if request.target is None else request.target
        booked = booked_time(problem)
        self.short = self.weights.short_gap_minutes if self.weights.short_gap else 0
        """Short gaps have fewer minutes than this; 0 when they cost nothing."""
        elsewhere = taken_by_others(booked, patient_of(request), request)
        self.windows: AllowedTimes | None = None
        if request.windows is not None or elsewhere:
            self.windows = AllowedTimes(self.horizon, request.windows, elsewhere)
        self.staying = Staying(request, problem.days)
        durations = [_durations(step) for step in request.steps]
        blocks = [
            [_blocks(need, lengths) for need in step.needs]
            for step, lengths in zip(request.steps, durations, strict=True)
        ]
        shortest = [min(lengths, default=0) for lengths in durations]
        self.precedence = Precedence(request, shortest, _resource_gaps(request, blocks))
        resources = dict(zip(map(_ID, problem.resources), problem.resources, strict=True))
        self._facts = {}
        for name, users in _users(request, blocks).items():
            taken = taken_by_others(booked, (RESOURCE, name), request) if booked else ()
            calendar = _calendar(resources[name], self.horizon, taken, problem.weights)
            self._facts[name] = self._facts_of(resources[name], calendar, users)
        self.steps = tuple(map(self._step, request.steps, durations, blocks))
        self._target = self.target.toordinal()

    def _facts_of(
        self, resource: Resource, calendar: MinuteSet, users: dict[str, int]
    ) -> _ResourceFacts:
        gaps_cost = self.short > 1 and resource.kind == PRACTITIONER
        if len(users) == 1:
            return _ResourceFacts(calendar, gaps_cost, self.short, False, False)
        shortest = min(users.values())
        fillable = gaps_cost and shortest < self.short
        return _ResourceFacts(calendar, gaps_cost, min(shortest, self.short), True, fillable)

    @cached_property
    def farthest_shift(self) -> int:
        """Cells at most from the start of a step to that of the next, if it follows at once, or
        that may be waited between two steps with no room for a third."""
        precedence = self.precedence
        gaps = [gap for row in precedence.smallest for gap in row]
        for (first, then), limit in precedence.largest.items():
            if precedence.neighbors[first] >> then & 1:
                gaps.append(limit)
        longest = max([step.durations[-1] for step in self.steps])
        return self.horizon.cells_for(longest + max(gaps, default=0))

    def day_cost(self, position: int) -> int:
        """The part of the cost that the day alone decides."""
        days = self.horizon.ordinals[position] - self._target
        return days * self.weights.day_later if days > 0 else -days * self.weights.day_earlier

    def least_day_cost(self, days: range) -> int:
        """The least day cost of some days in a row: it rises on both sides of the target."""
        target = self.horizon.position_of[self.target]
        nearest = min(max(target, days.start), days.stop - 1)
        return self.day_cost(nearest)

    def _step(self, step: Step, durations: tuple[int, ...], blocks: list[Blocks]) -> CompiledStep:
        names = [alternative.resource for need in step.needs for alternative in need.one_of]
        facts = self._facts
        needs = []
        for need, by_minutes in zip(step.needs, blocks, strict=True):
            alternatives = [
                CompiledAlternative(
                    item.resource,
                    item.minutes,
                    0 if self._free else item.penalty,
                    None if item.windows is None else AllowedTimes(self.horizon, item.windows),
                    *facts[item.resource],
                )
                for item in need.one_of
            ]
            needs.append(CompiledNeed(tuple(alternatives), by_minutes))
        return CompiledStep(
            step.id,
            step.minutes,
            tuple(needs),
            None if step.windows is None else AllowedTimes(self.horizon, step.windows),
            durations,
            len(set(names)) < len(names),
            self.short > 1 and any(facts[name].gaps_fillable for name in names),
        )


def draw_calendars(problem: Problem, request: Request) -> None:
    """Draw and keep the calendars of every resource that the request may take."""
    horizon, booked = horizon_of(problem.days, problem.grid_minutes), booked_time(problem)
    names = {item.resource for step in request.steps for need in step.needs for item in need.one_of}
    for resource in problem.resources:
        if resource.id in names:
            taken = taken_by_others(booked, (RESOURCE, resource.id), request)
            _calendar(resource, horizon, taken, problem.weights)


def _calendar(
    resource: Resource, horizon: Horizon, taken: tuple[TakenMinutes, ...], weights: Weights
) -> MinuteSet:
    short = weights.short_gap_minutes if resource.kind == PRACTITIONER else 0
    return calendar_of(resource, horizon, taken, short)


def _blocks(need: Need, lengths: tuple[int, ...]) -> Blocks:
    return {
        minutes: tuple(blocked_minutes(need.holds, need.before, need.after, 0, minutes))
        for minutes in lengths
    }


def _users(request: Request, blocks: list[list[Blocks]]) -> dict[str, dict[str, int]]:
    """For each resource the steps that may take it, with the shortest block each may take."""
    users: dict[str, dict[str, int]] = {}
    for step, of_step in zip(request.steps, blocks, strict=True):
        for need, by_minutes in zip(step.needs, of_step, strict=True):
            shortest = MIDNIGHT
            for of_need in by_minutes.values():
                for begin, end in of_need:
                    shortest = min(shortest, end - begin)
            this_step = {step.id: shortest}
            for alternative in need.one_of:
                name = alternative.resource
                if name not in users:
                    users[name] = this_step
                elif step.id not in users[name] or shortest < users[name][step.id]:
                    users[name] = {**users[name], **this_step}
    return users


def _resource_gaps(request: Request, blocks: list[list[Blocks]]) -> dict[tuple[int, int], int]:
    """Minutes that must lie between two steps for both of which only one same resource qualifies.

    By the numbers of the earlier and the later step.
    """
    ends: dict[str, dict[int, int]] = {}
    begins: dict[str, dict[int, int]] = {}
    for number, (step, of_step) in enumerate(zip(request.steps, blocks, strict=True)):
        for need, by_minutes in zip(step.needs, of_step, strict=True):
            if len(need.one_of) == 1 and by_minutes and all(by_minutes.values()):
                only = need.one_of[0].resource
                begins.setdefault(only, {})[number] = max(
                    of_need[0][0] for of_need in by_minutes.values()
                )
                ends.setdefault(only, {})[number] = min(
                    of_need[-1][1] - minutes for minutes, of_need in by_minutes.items()
                )
    gaps: dict[tuple[int, int], int] = {}
    for only, past_end in ends.items():
        for first, then in permutations(past_end, 2):
            least = past_end[first] - begins[only][then]
            gaps[(first, then)] = max(least, gaps.get((first, then), 0))
    return gaps


def _durations(step: Step) -> tuple[int, ...]:
    """All that the step may last, ascending; none if nobody qualifies for some need."""
    if not all(need.one_of for need in step.needs):
        return ()
    stated_by_need = [{alternative.minutes for alternative in need.one_of} for need in step.needs]
    if all(stated == {None} for stated in stated_by_need):
        return (step.minutes,)
    longest: set[int | None] = {None}
    for stated in stated_by_need:
        longest = {
            max(a, b) if a is not None and b is not None else a or b
            for a, b in product(longest, stated)
        }
    return tuple(sorted({step.minutes if most is None else most for most in longest}))
