"""The exact search for one patient's visit: the best plan of each of the best days, proven.

1. `free_time/calendars.py` holds free time as integers, all days at once; `compiled_visit.py` looks
   the request up.
2. `assigning/pools.py` pools resources that can stand for each other;
   `gap_consistency.py` drops starts that no other step agrees with.
3. `bound_table.py` finds the days on which the visit may fit and from what cost on, all days
   together, cut down to what matters of them by `day_fields.py`.
4. `walk.py` goes down the table to the best plan of one day; where that is not enough,
   `day_search.py` searches the day, exactly, steered by the table. `assigning/resources.py` picks
   the resources, `assigning/occupied.py` where several steps want the same.
5. Here stretches of days, and days in them, are taken by ascending lower bound, until no other can
   be among the best.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import partial
from heapq import heappop, heappush
from operator import itemgetter
from time import perf_counter

from clinicdesk.scheduling.core.gc_paused import gc_paused
from clinicdesk.scheduling.core.names import check_names, find_request
from clinicdesk.scheduling.core.problem import (
    Answer,
    AnswerStatus,
    PlacedStep,
    Plan,
    Problem,
    Request,
)
from clinicdesk.scheduling.core.same_resource import ways_of
from clinicdesk.scheduling.core.stopping import Poll, Stop, Stopped, poll_of
from clinicdesk.scheduling.search.bound_table import BoundTable
from clinicdesk.scheduling.search.compiled_visit import CompiledVisit, draw_calendars
from clinicdesk.scheduling.search.day_search import DaySearch
from clinicdesk.scheduling.search.free_time.horizon import DAYS_AT_ONCE, Stretch, horizon_of
from clinicdesk.scheduling.search.parts import Parts
from clinicdesk.scheduling.search.walk import DayPlan, TooLong, Walk

STEPS_WITH_A_QUICK_PLAN = 7
"""A visit of fewer steps has its first plan soon enough without."""

DAYS_TRIED_QUICKLY = 6
"""Days on which a quick plan is looked for."""

WAYS_AT_ONCE = 6
"""Ways of a visit that one table is for: of many, the most expensive are often never needed."""


def search_plans(
    problem: Problem,
    request_id: str | None = None,
    *,
    top: int = 10,
    days: Sequence[date] | None = None,
    most: int | None = None,
    stop: Stop = None,
) -> Answer:
    """The best plans of one request (the first one by default), at most one for each day.

    Best first, equal costs with the earlier day first, every one proven the best of its day and no
    other day better than the last. `days`: ascending, no other has a plan, as the caller knows;
    `most`: plans that cost more are of no interest. `stop` is asked every few hundred steps of the
    search; once it says True, the plans found so far come back as stopped. An answer without plans
    has no reasons yet. Raises UnknownName for an unknown request, ValueError if `top` is below 1.
    The other names in the problem are to be checked before.
    """
    if top < 1:
        raise ValueError(f"top must be 1 or more, not {top}")
    request = find_request(problem, request_id)
    if not problem.days:
        return Answer(AnswerStatus.INFEASIBLE, (), ())
    best_of_day: dict[date, Plan] = {}
    # Calendars are kept between questions; `seconds` counts all that depends on the request.
    draw_calendars(problem, request)
    begin = perf_counter()
    try:
        with gc_paused():
            ways = compiled_ways(problem, request)
            for plan in PlanSearch(ways, top, poll_of(stop), days=days, most=most).plans():
                best_of_day[plan.day] = plan
        status = AnswerStatus.OPTIMAL if best_of_day else AnswerStatus.INFEASIBLE
    except Stopped:
        status = AnswerStatus.STOPPED
    seconds = perf_counter() - begin
    best = sorted(best_of_day.values(), key=lambda plan: (plan.cost, plan.day))[:top]
    return Answer(status, tuple(best), (), seconds)


def days_that_fit(
    problem: Problem, request_id: str | None = None, *, stop: Stop = None
) -> tuple[date, ...]:
    """Every day that has a plan of one request (the first one by default), whatever it costs.

    Raises Stopped once `stop` says True, as an answer that leaves days out would be an untrue one,
    and UnknownName for a request, or a name in the problem, that is of nothing.
    """
    check_names(problem)
    if not problem.days:
        return ()
    bits = day_bits_that_fit(poll_of(stop), problem, find_request(problem, request_id), False)
    return tuple(day for position, day in enumerate(problem.days) if bits >> position & 1)


def fits_at_all(
    problem: Problem,
    request_id: str | None = None,
    *,
    days: Sequence[date] | None = None,
    stop: Stop = None,
) -> bool:
    """Whether any day has a plan of the request. Raises Stopped, or UnknownName for the request.

    `days`: ascending, no other has a plan, as the caller knows.
    """
    if not problem.days:
        return False
    poll, request = poll_of(stop), find_request(problem, request_id)
    return bool(day_bits_that_fit(poll, problem, request, True, days))


def day_bits_that_fit(
    poll: Poll, problem: Problem, request: Request, any_: bool, days: Sequence[date] | None = None
) -> int:
    """The days that have a plan, one bit each by position; with `any_` only the first one found.

    `days`: ascending, no other has a plan, as the caller knows.
    """
    positions = horizon_of(problem.days, problem.grid_minutes).position_of
    found, count = 0, len(problem.days)
    # Where every day is to be known none is far.
    at_once = DAYS_AT_ONCE if any_ else count
    ways = [CompiledVisit(problem, way, free=True) for way in ways_of(request)]
    with gc_paused():
        for plan in PlanSearch(ways, count, poll, at_once, days=days).plans():
            found |= 1 << positions[plan.day]
            if any_:
                break
    return found


def compiled_ways(problem: Problem, request: Request) -> list[CompiledVisit]:
    """The request compiled once for each choice of a resource where needs take the same one."""
    return [CompiledVisit(problem, way) for way in ways_of(request)]


class PlanSearch:
    """Stretches and days by ascending lower bound, and the best days found so far.

    Of several ways to do a visit, those of them that cannot be better on any day are left early.
    """

    def __init__(
        self,
        ways: Sequence[CompiledVisit],
        top: int,
        poll: Poll,
        at_once: int = DAYS_AT_ONCE,
        *,
        days: Sequence[date] | None = None,
        most: int | None = None,
    ) -> None:
        """`ways`: of one request of one problem. `at_once`: so many days in a stretch.

        `days`: ascending, no other has a plan. `most`: plans that cost more are of no interest.
        """
        self._most_of_all = most
        self._top = top
        self._poll = poll
        self._best: list[tuple[int, int]] = []
        """Cost and position of the days found, best first, at most `top`."""
        self._cost_of: dict[int, int] = {}
        """The least cost found so far, by position of the day."""
        self._waiting: list[tuple[int, int, int]] = []
        """Lower bound, number of the stretch, and its field, or -1 for all the rest."""
        self._stretches: list[tuple[Sequence[CompiledVisit], Stretch]] = []
        """The stretches of days, each with ways that are looked at together."""
        self._parts: dict[CompiledVisit, Parts] = {}
        """Of the ways of which some day took long."""
        self._begun: dict[int, _StretchSearch] = {}
        """The stretches looked at so far, by number."""
        for least, visits in looked_at_together(ways):
            for stretch in stretches_of(visits[0], at_once, days):
                bound = least + visits[0].least_day_cost(stretch.days)
                heappush(self._waiting, (bound, len(self._stretches), -1))
                self._stretches.append((visits, stretch))

    def plans(self) -> Iterator[Plan]:
        """The best plan of every day that may be among the best, nearly in the order of costs.

        Where there are several ways, a day comes again when a later one is better there.
        """
        while self._waiting:
            bound, number, field = heappop(self._waiting)
            if len(self._best) == self._top and bound > self._best[-1][0]:
                return
            if self._most_of_all is not None and bound > self._most_of_all:
                return
            if field < 0:
                if number not in self._begun:
                    yield from self._begin(number)
                self._search_on(number)
            else:
                way, position = self._begun[number].table.fields.days[field]
                found = self._best_of_day(number, field, bound)
                if found is not None:
                    cost = found.cost + way.visit.day_cost(position)
                    self._keep(cost, position)
                    yield _plan(way.visit, position, cost, found)

    def _keep(self, cost: int, position: int) -> None:
        others = [day for day in self._best if day[1] != position]
        self._best = sorted([*others, (cost, position)])[: self._top]
        self._cost_of[position] = cost

    def _begin(self, number: int) -> Iterator[Plan]:
        """Make the table of a stretch; as long as nothing is known, a plan that is found quickly.

        The table of a long visit takes a while to reach its first day.
        """
        table = BoundTable(*self._stretches[number], self._poll)
        stretch = self._begun[number] = _StretchSearch(table, Walk(table, self._poll))
        if self._best or table.steps < STEPS_WITH_A_QUICK_PLAN or not table.wait:
            return
        for field in sorted(table.least, key=table.least.__getitem__)[:DAYS_TRIED_QUICKLY]:
            way, position = table.fields.days[field]
            found = stretch.walk.quick(field)
            if found is not None:
                cost = found.cost + way.visit.day_cost(position)
                if self._most_of_all is None or cost <= self._most_of_all:
                    self._keep(cost, position)
                    yield _plan(way.visit, position, cost, found)
                return

    def _search_on(self, number: int) -> None:
        """Find more days of a stretch on which the visit may fit."""
        for bound, field in self._begun[number].more_days():
            heappush(self._waiting, (bound, number, field))

    def _best_of_day(self, number: int, field: int, bound: int) -> DayPlan | None:
        """The best plan of a field's day if it can be among the best days found so far."""
        stretch = self._begun[number]
        way, position = stretch.table.fields.days[field]
        day_cost = way.visit.day_cost(position)
        limit = self._most(position)
        if limit is not None:
            limit -= day_cost
            if bound - day_cost > limit:
                return None
        try:
            return stretch.walk.best(field, bound - day_cost, limit)
        except TooLong:
            search = DaySearch(stretch.table, field, limit, self._poll)
            parts = self._parts.setdefault(way.visit, Parts(way.visit, self._poll))
            return search.best(partial(parts.rule_out, position))

    def _most(self, position: int) -> int | None:
        """What a plan of a day may cost to be better than what is known; None for anything."""
        most = self._most_of_all
        if position in self._cost_of:
            most = self._cost_of[position] - 1
        if len(self._best) == self._top:
            cost, latest = self._best[-1]
            last = cost - (position > latest)
            most = last if most is None else min(most, last)
        return most


class _StretchSearch:
    """The days of one stretch: which of them the table has reached so far, and at what bound."""

    def __init__(self, table: BoundTable, walk: Walk) -> None:
        self.table = table
        self.walk = walk
        self._unreached = table.least.copy()
        """What a visit costs at least, for each field in which it was not found to fit yet."""
        self._unreached_bits = table.fields.every_cell
        self._seen = 0
        """How many of the levels at which the whole visit fits were looked at."""

    def more_days(self) -> list[tuple[int, int]]:
        """Fields newly reached with their lower bounds, -1 with the bound of those that are not.

        The table grows by one level at most, as another stretch may have a lower bound.
        """
        table, unreached = self.table, self._unreached
        found: list[tuple[int, int]] = []
        if not unreached:
            return found
        reached = table.reached
        if self._seen == len(reached):
            table.grow()
        for cost, starts in reached[self._seen :]:
            if starts & self._unreached_bits:
                for field in table.fields.touched(starts & self._unreached_bits):
                    self._unreached_bits ^= table.fields.cells_of(field)
                    found.append((cost + unreached.pop(field), field))
        self._seen = len(reached)
        if unreached:
            level = table.next_level
            assert level is not None
            found.append((level + min(unreached.values()), -1))
        return found


def looked_at_together(ways: Iterable[CompiledVisit]) -> list[tuple[int, list[CompiledVisit]]]:
    """The ways that are possible, the cheapest first, in groups that one table can be made for.

    With each group the least that any of its ways costs, the day's own cost left out.
    """
    possible = [(cost, way) for way in ways if (cost := least_cost(way)) is not None]
    groups: list[tuple[int, list[CompiledVisit]]] = []
    for cost, way in sorted(possible, key=itemgetter(0)):
        for _, group in groups:
            if len(group) < WAYS_AT_ONCE and group[0].precedence.binds_like(way.precedence):
                group.append(way)
                break
        else:
            groups.append((cost, [way]))
    return groups


def stretches_of(visit: CompiledVisit, at_once: int, days: Sequence[date] | None) -> list[Stretch]:
    """All days of a visit's horizon in stretches, around the target day; or these days alone."""
    position_of = visit.horizon.position_of
    if days is None:
        return visit.horizon.stretches_around(position_of[visit.target], at_once)
    return visit.horizon.stretches_of([position_of[day] for day in days], at_once)


def least_cost(visit: CompiledVisit) -> int | None:
    """What the visit costs at least, the day's own cost left out; None if it is impossible."""
    if not visit.precedence.possible or not all(step.durations for step in visit.steps):
        return None
    cost = 0
    for step in visit.steps:
        cost += visit.weights.span * step.durations[0]
        for need in step.needs:
            cost += min([alternative.penalty for alternative in need.alternatives])
    return cost


def _plan(visit: CompiledVisit, position: int, cost: int, found: DayPlan) -> Plan:
    grid = visit.horizon.grid
    placed = []
    for (number, start, minutes, _), names in sorted(zip(found.timed, found.names, strict=True)):
        begin = start * grid
        placed.append(PlacedStep(visit.steps[number].id, begin, begin + minutes, names))
    return Plan(visit.request.id, visit.horizon.days[position], cost, tuple(placed))
