"""The best place of one request beside all that is placed.

The table (`insertion_table.py`) says from which times the request can be had at which cost; a
descent along it (`table_descent.py`) checks what the table leaves out.
"""

from collections.abc import Iterator, Sequence
from random import Random
from typing import NamedTuple

from clinicdesk.scheduling.core.bit_sets import Units
from clinicdesk.scheduling.core.stopping import Poll
from clinicdesk.scheduling.packing.compiled.compiled_problem import CompiledProblem
from clinicdesk.scheduling.packing.compiled.parts import (
    CompiledRequest,
    RequestOnDay,
    StartGroup,
    StepVariant,
)
from clinicdesk.scheduling.packing.compiled.request_on_day import request_on_day
from clinicdesk.scheduling.packing.day_calendars import DayCalendars
from clinicdesk.scheduling.packing.insertion.beam_search import long_requests
from clinicdesk.scheduling.packing.insertion.insertion_table import InsertionTable
from clinicdesk.scheduling.packing.insertion.step_sets import MOST_STEPS, StepSets
from clinicdesk.scheduling.packing.insertion.table_descent import TableDescent
from clinicdesk.scheduling.packing.placed_request import PlacedRequest

MOST_LEVELS = 1500
"""Of a table: more are needed only where weights are of very different sizes."""

MOST_ALONE = 10_000
"""Nodes of the descent where a request is looked at for the first time, alone."""

ANY_PENALTY = 1 << 62
"""What the penalties of a step may add up to where none counts."""

SURE_LEVELS = 8
"""Only after so many levels it is asked whether the request fits at all."""


class Ideal(NamedTuple):
    """The cheapest places of a request: the day, its table grown so far, and the cost.

    There is no table if the request has too many steps for one; the cost is then a lower bound.
    """

    on_day: RequestOnDay
    table: InsertionTable | None
    cost: int


class Insertion:
    """Finds the best place for a request, given what the calendars have free."""

    def __init__(
        self, compiled: CompiledProblem, calendars: DayCalendars, rng: Random, poll: Poll
    ) -> None:
        self.compiled = compiled
        self.calendars = calendars
        self.rng = rng
        self.poll = poll
        self.blink = 0.0
        """How often the best place is passed over."""
        self.anywhere = 0.0
        """How often any of the best starts is taken rather than the first."""
        self._sets: dict[int, StepSets] = {}
        days = compiled.problem.days
        self.midnights = [(day - days[0]).days * compiled.units for day in days]
        """By day: its midnight, in units after the first one."""
        self.late = compiled.problem.weights.makespan * compiled.unit
        """What a unit costs by which the latest end is later."""

    def best(self, request: CompiledRequest, limit: int, latest: int = 0) -> PlacedRequest | None:
        """The cheapest place that costs at most `limit`, None if there is none.

        `latest` is the end of what is placed, in units after the first midnight; what a later end
        costs counts.
        """
        best: PlacedRequest | None = None
        for on_day in self._days_of(request):
            if on_day.day_cost + request.least > limit:
                break
            calling = self._calling(on_day)
            if self._least(on_day) > limit - calling:
                continue
            self.poll()
            found = self.best_on(on_day, limit - calling, latest)
            if found is not None:
                best, cost = found
                limit = cost + calling - 1
        return best

    def best_on(
        self, on_day: RequestOnDay, limit: int, latest: int
    ) -> tuple[PlacedRequest, int] | None:
        """The same on one day, with its cost; what a later end costs is included."""
        made = self._groups_of(on_day, limit)
        if made is None:
            return None
        groups, cost = made
        until = latest - self.midnights[on_day.day]
        if self.late:
            ahead = max(0, _first_end(groups) - until)
            cost += ahead * self.late
            until += ahead
        descent = TableDescent(self.compiled, self.calendars, on_day, self.rng.random)
        sets, wait = self._sets_of(on_day.request), self._wait
        if len(groups) > MOST_STEPS:
            for excess, path in long_requests(sets, groups, wait, self.late, until):
                placed = descent.settle(path) if cost + excess <= limit else None
                if placed is not None:
                    return placed, cost + excess
            return None
        table = InsertionTable(sets, groups, wait, self.late, until)
        placed = self._descend(table, descent, limit - cost)
        return None if placed is None else (placed, cost + table.level)

    def ideal(self, request: CompiledRequest, limit: int) -> Ideal | None:
        """Where a request is cheapest, whatever its end costs; None if that is above `limit`."""
        best: Ideal | None = None
        for on_day in self._days_of(request):
            if on_day.day_cost + request.least > limit:
                break
            calling = self._calling(on_day)
            if self._least(on_day) > limit - calling:
                continue
            made = self._groups_of(on_day, limit - calling)
            if made is None:
                continue
            groups, cost = made[0], made[1] + calling
            if len(groups) > MOST_STEPS:
                best = Ideal(on_day, None, cost)
            else:
                self.poll()
                table = InsertionTable(self._sets_of(request), groups, self._wait, 0, 0)
                descent = TableDescent(
                    self.compiled, self.calendars, on_day, self.rng.random, MOST_ALONE
                )
                if self._descend(table, descent, limit - cost) is None:
                    continue
                best = Ideal(on_day, table, cost + table.level)
            limit = best.cost - 1
        return best

    def _days_of(self, request: CompiledRequest) -> Iterator[RequestOnDay]:
        """The request on every day on which it can be, cheapest first, each way to do it."""
        ways = request.ways if request.request.same or request.ways else (request,)
        for day, _ in request.days_by_cost:
            for way in ways:
                on_day = request_on_day(self.compiled, way, day)
                if on_day is not None:
                    yield on_day

    def _calling(self, on_day: RequestOnDay) -> int:
        """What it costs to call the patient, who has to be called unless nothing changes."""
        request = on_day.request
        return self.compiled.prices.called if request.told and not request.quiet else 0

    @property
    def _wait(self) -> int:
        """What a unit of waiting costs."""
        return 0 if self.compiled.prices.bare else self.compiled.span

    def _least(self, on_day: RequestOnDay) -> int:
        return on_day.bare if self.compiled.prices.bare else on_day.least

    def _groups_of(
        self, on_day: RequestOnDay, limit: int
    ) -> tuple[list[list[StartGroup]], int] | None:
        """The start groups of every step and the least that they cost; None if above `limit`."""
        cost = on_day.day_cost
        groups = []
        for variants in on_day.variants:
            found, least = self._groups(on_day, variants)
            cost += least
            if not found or cost > limit:
                return None
            groups.append(found)
        return groups, cost

    def _descend(
        self, table: InsertionTable, descent: TableDescent, limit: int
    ) -> PlacedRequest | None:
        """The request at the first level that has it, growing the table up to `limit`."""
        for number in range(MOST_LEVELS):
            if table.next_level is None or table.next_level > limit:
                return None
            if number >= SURE_LEVELS:
                self.poll()
                if number == SURE_LEVELS and not table.reachable():
                    return None
            if table.grow():
                if self.rng.random() < self.blink:
                    continue
                starts = table.first_starts()
                if self.rng.random() < self.anywhere:
                    cut = int(self.rng.random() * starts.bit_length())
                    placed = descent.find(table, starts >> cut << cut)
                    if placed is not None:
                        return placed
                placed = descent.find(table, starts)
                if placed is not None:
                    return placed
                if descent.gave_up:
                    return None
        return None

    def _sets_of(self, request: CompiledRequest) -> StepSets:
        if request.number not in self._sets:
            self._sets[request.number] = StepSets(request, self.compiled.unit)
        return self._sets[request.number]

    def _groups(
        self, on_day: RequestOnDay, variants: Sequence[StepVariant]
    ) -> tuple[list[StartGroup], int]:
        """The start groups of a step, and the least that it costs."""
        found: dict[tuple[int, int], StartGroup] = {}
        prices = self.compiled.prices
        for variant in variants:
            allowed = variant.allowed
            cost = variant.cost + prices.minute * variant.away
            if variant.moves:
                cost += prices.moved
            if on_day.request.own_calendars:
                allowed &= self._while_free(on_day, variant.length)
            for penalty, starts in self._by_penalty(variant, allowed).items():
                key = (cost + penalty, variant.length)
                way = (variant, ANY_PENALTY if prices.bare else penalty)
                if key in found:
                    found[key].starts |= starts
                    found[key].ways.append(way)
                else:
                    found[key] = StartGroup(key[0], variant.length, starts, [way])
        if not found:
            return [], 0
        least = min(found)[0]
        groups = list(found.values())
        for group in groups:
            group.excess -= least
        return groups, least

    def _while_free(self, on_day: RequestOnDay, length: int) -> Units:
        """Every start from which the patient is in no step of another request."""
        shape = self.compiled.shapes.plain(length)
        return self.calendars.find_starts(on_day.request.own_calendars[on_day.day], shape)

    def _by_penalty(self, variant: StepVariant, allowed: Units) -> dict[int, Units]:
        """What the penalties of all needs may add up to, with the starts where they may."""
        known, find = self.calendars.starts, self.calendars.find_starts
        counts = not self.compiled.prices.bare
        sums = {0: allowed}
        for need in variant.needs:
            more: dict[int, Units] = {}
            for pool in need:
                starts = known[pool.calendars].get(pool.shape)
                if starts is None:
                    starts = find(pool.calendars, pool.shape)
                starts &= pool.allowed
                for cost, so_far in sums.items():
                    both = so_far & starts
                    if both:
                        if counts:
                            cost += pool.penalty
                        more[cost] = more[cost] | both if cost in more else both
            sums = more
        return sums


def _first_end(groups: Sequence[Sequence[StartGroup]]) -> int:
    """When the request ends at the earliest."""
    firsts = (
        (group.starts & -group.starts).bit_length() - 1 for of_step in groups for group in of_step
    )
    return min(firsts) + sum(min(group.length for group in of_step) for of_step in groups)
