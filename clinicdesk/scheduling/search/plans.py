"""The exact search for one patient's visit: the best plan of each of the best days, proven.

1. `calendars` holds free time as integers, all days at once; `visit` looks up the request.
2. `classes` pools resources that can stand for each other; `gaps` takes out starts that no other
   step agrees with.
3. `table` finds the days on which the visit may fit and from what cost on, all days together.
4. `walk` goes down the table to the best plan of one day; where that is not enough, `day` searches
   it, exactly, steered by the table. `resources` picks who, `takings` where steps want the same.
5. Here stretches of days, and days in them, are taken by ascending lower bound, until no other can
   be among the best.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from heapq import heappop, heappush
from time import perf_counter

from clinicdesk.scheduling.core.gc_paused import gc_paused
from clinicdesk.scheduling.core.names import check_names, find_request
from clinicdesk.scheduling.core.problem import (
    FREE_OF_COST,
    Answer,
    AnswerStatus,
    PlacedStep,
    Plan,
    Problem,
    Request,
)
from clinicdesk.scheduling.core.stopping import Poll, Stop, Stopped, poll_of
from clinicdesk.scheduling.search.compiled_visit import Visit, hold_calendars
from clinicdesk.scheduling.search.day_search import DaySearch
from clinicdesk.scheduling.search.table import Table
from clinicdesk.scheduling.search.walk import Found, TooLong, Walk


def search_plans(
    problem: Problem,
    request_id: str | None = None,
    *,
    top: int = 10,
    stop: Stop = None,
) -> Answer:
    """The best plans of one request (the first one by default), at most one for each day.

    Best first, equal costs with the earlier day first, every one proven the best of its day and no
    other day better than the last. `stop` is asked every few hundred steps of the search; once it
    says True, the plans found so far come back as stopped. An answer without plans has no reasons
    yet. Raises UnknownName for an unknown request, ValueError if `top` is below 1. The other names
    in the problem are to be checked before.
    """
    if top < 1:
        raise ValueError(f"top must be 1 or more, not {top}")
    request = find_request(problem, request_id)
    if not problem.days:
        return Answer(AnswerStatus.INFEASIBLE, (), ())
    plans: list[Plan] = []
    # Calendars are held between questions; what is counted is all that depends on the request.
    hold_calendars(problem, request)
    begin = perf_counter()
    try:
        with gc_paused():
            plans.extend(Search(Visit(problem, request), top, poll_of(stop)).plans())
        status = AnswerStatus.OPTIMAL if plans else AnswerStatus.INFEASIBLE
    except Stopped:
        status = AnswerStatus.STOPPED
    seconds = perf_counter() - begin
    best = tuple(sorted(plans, key=lambda plan: (plan.cost, plan.day))[:top])
    return Answer(status, best, (), seconds)


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
    free = replace(problem, weights=FREE_OF_COST)
    bits = day_bits_that_fit(poll_of(stop), free, find_request(problem, request_id), False)
    return tuple(day for position, day in enumerate(problem.days) if bits >> position & 1)


def fits_at_all(problem: Problem, request_id: str | None = None, *, stop: Stop = None) -> bool:
    """Whether any day has a plan of the request. Raises Stopped, or UnknownName for the request."""
    if not problem.days:
        return False
    free = replace(problem, weights=FREE_OF_COST)
    return bool(day_bits_that_fit(poll_of(stop), free, find_request(problem, request_id), True))


def day_bits_that_fit(poll: Poll, problem: Problem, request: Request, any_: bool) -> int:
    """The days that have a plan, as a set of bits; with `any_` the first that is found."""
    visit = Visit(problem, request)
    days = 0
    with gc_paused():
        for plan in Search(visit, len(problem.days), poll).plans():
            days |= 1 << visit.horizon.place[plan.day]
            if any_:
                break
    return days


class Search:
    """Stretches and days by ascending lower bound, and the plans found so far."""

    def __init__(self, visit: Visit, top: int, poll: Poll) -> None:
        self._visit = visit
        self._top = top
        self._poll = poll
        self._best: list[tuple[int, int]] = []
        """Cost and position of the days found, best first, at most `top`."""
        self._waiting: list[tuple[int, int, int]] = []
        """Lower bound, number of the stretch, and position of the day, or -1 for all the rest."""
        self._stretches = visit.horizon.stretches_around(visit.horizon.place[visit.target])
        self._begun: dict[int, _Begun] = {}

    def plans(self) -> Iterator[Plan]:
        """The best plan of every day that may be among the best, nearly in the order of costs."""
        least = least_cost(self._visit)
        if least is None:
            return
        for number, stretch in enumerate(self._stretches):
            bound = least + self._visit.least_day_cost(stretch.days)
            heappush(self._waiting, (bound, number, -1))
        while self._waiting:
            bound, number, position = heappop(self._waiting)
            if len(self._best) == self._top and bound > self._best[-1][0]:
                return
            if position < 0:
                self._go_on(number)
            else:
                found = self._best_of(number, position, bound)
                if found is not None:
                    cost = found.cost + self._visit.day_cost(position)
                    self._best = sorted([*self._best, (cost, position)])[: self._top]
                    yield _plan(self._visit, position, cost, found)

    def _go_on(self, number: int) -> None:
        if number not in self._begun:
            table = Table(self._visit, self._stretches[number], self._poll)
            self._begun[number] = _Begun(table, Walk(table, self._poll))
        for bound, position in self._begun[number].more():
            heappush(self._waiting, (bound, number, position))

    def _best_of(self, number: int, position: int, bound: int) -> Found | None:
        begun, day_cost = self._begun[number], self._visit.day_cost(position)
        limit = None
        if len(self._best) == self._top:
            cost, latest = self._best[-1]
            limit = cost - day_cost - (position > latest)
        if limit is not None and bound - day_cost > limit:
            return None
        try:
            return begun.walk.best(position, bound - day_cost, limit)
        except TooLong:
            return DaySearch(begun.table, position, limit, self._poll).best()


class _Begun:
    """The days of a stretch that the table has not reached yet, and how far its hits are seen."""

    def __init__(self, table: Table, walk: Walk) -> None:
        self.table = table
        self.walk = walk
        self._unhit = {position: table.visit.day_cost(position) for position in table.days}
        """What the day alone costs, for each that is not reached."""
        self._unhit_bits = table.stretch.ones
        self._seen = 0

    def more(self) -> list[tuple[int, int]]:
        """Days newly reached with their lower bounds, and -1 with the bound of those that are not.

        The table grows by one cost at most, as another stretch may be nearer.
        """
        table, unhit = self.table, self._unhit
        reached: list[tuple[int, int]] = []
        if not unhit:
            return reached
        hits = table.hits[table.everything]
        base = table.bases[table.everything]
        if table.level < 0 or self._seen == len(hits):
            table.grow()
        for cost, starts, *_ in hits[self._seen :]:
            if starts & self._unhit_bits:
                for position in table.stretch.days_in(starts & self._unhit_bits):
                    self._unhit_bits ^= table.stretch.field(position)
                    reached.append((base + cost + unhit.pop(position), position))
        self._seen = len(hits)
        if unhit:
            level = table.next_level
            assert level is not None
            reached.append((base + level + min(unhit.values()), -1))
        return reached


def least_cost(visit: Visit) -> int | None:
    """What the visit costs at least, the day's own cost left out; None if it is impossible."""
    if not visit.order.possible or not all(part.durations for part in visit.parts):
        return None
    cost = 0
    for part in visit.parts:
        cost += visit.weights.span * part.durations[0]
        for demand in part.demands:
            cost += min([choice.penalty for choice in demand.choices])
    return cost


def _plan(visit: Visit, position: int, cost: int, found: Found) -> Plan:
    grid = visit.horizon.grid
    placed = []
    for (number, start, minutes, _), names in sorted(zip(found.timed, found.names, strict=True)):
        begin = start * grid
        placed.append(PlacedStep(visit.parts[number].id, begin, begin + minutes, names))
    return Plan(visit.request.id, visit.horizon.days[position], cost, tuple(placed))
