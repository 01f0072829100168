"""A problem made ready for pricing: the times with prices, and each request by day and step."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from operator import add

from clinicdesk.scheduling.core.holds import blocked_minutes
from clinicdesk.scheduling.core.intervals import (
    MIDNIGHT,
    Interval,
    merge_intervals,
    subtract_intervals,
)
from clinicdesk.scheduling.core.problem import (
    WHOLE_DAY,
    Alternative,
    BookedStep,
    Need,
    Problem,
    Request,
    Step,
    Windows,
)
from clinicdesk.scheduling.core.stopping import Poll
from clinicdesk.scheduling.core.violations import never_left_out
from clinicdesk.scheduling.packing.bound.interchangeable import interchangeable
from clinicdesk.scheduling.packing.bound.priced_time import (
    IMPOSSIBLE,
    SCALE,
    Costs,
    PricedHold,
    PricedNeed,
    PricedTime,
    cells,
    raised,
    start_costs,
    starts_within,
)
from clinicdesk.scheduling.packing.bound.request_pricing import (
    DayPricing,
    PricedStep,
    PricingSets,
    RequestPricing,
)
from clinicdesk.scheduling.packing.bound.workload import shortest
from clinicdesk.scheduling.packing.compiled.durations import durations_of
from clinicdesk.scheduling.search.plans import PlanSearch, compiled_ways
from clinicdesk.scheduling.search.precedence import Precedence


class PricedProblem:
    """All requests of a problem, and the priced times that they pay for.

    Resources that nobody can tell apart (the same free time, in the same needs on the same terms)
    share a priced time: only how many of them are used counts. A booked step that takes another
    one of them counts as staying where it is, so the price is never too high.
    """

    def __init__(self, problem: Problem, poll: Poll) -> None:
        self.problem = problem
        self._poll = poll
        self._grid = problem.grid_minutes
        self._opens, closes = _hours(problem)
        self._count = cells(closes - self._opens, self._grid)
        self._free = {
            (item.id, day): tuple(
                subtract_intervals(item.free.get(day, ()), item.busy.get(day, ()))
            )
            for item in problem.resources
            for day in problem.days
        }
        self._group, self._size = interchangeable(problem, self._free)
        self._of_resources: dict[tuple[str, date], PricedTime] = {}
        self._of_patients: dict[tuple[str, date], PricedTime] = {}
        self._holds: dict[tuple[PricedTime, tuple[Interval, ...], int], PricedHold] = {}
        self._needs: dict[tuple[tuple[PricedHold, int], ...], PricedNeed] = {}
        names = [item.patient for item in problem.requests]
        self._shared = {name for name in names if name is not None and names.count(name) > 1}
        """Patients of several requests."""
        self._booked: dict[tuple[str, str], BookedStep] = {
            (item.request, item.step): item for item in problem.booked
        }
        self.staying = never_left_out(problem)
        self.requests = [self._request(item) for item in problem.requests]

    @property
    def times(self) -> list[PricedTime]:
        """Every priced time that some request may use."""
        return [*self._of_resources.values(), *self._of_patients.values()]

    def _request(self, request: Request) -> RequestPricing:
        weights = self.problem.weights
        booked = sum((request.id, step.id) in self._booked for step in request.steps)
        left_out = (
            None
            if request.id in self.staying
            else SCALE * (weights.unplaced + weights.moved * booked)
        )
        precedence = Precedence(request)
        sets = PricingSets(precedence)
        least = sum(map(self._least, request.steps)) if precedence.possible else IMPOSSIBLE
        days = [(SCALE * self._day_cost(request, day) + least, day) for day in self.problem.days]
        return RequestPricing(
            sorted(days),
            lambda day: self._on_day(request, day, sets),
            lambda: self._alone(request),
            left_out,
        )

    def _alone(self, request: Request) -> int:
        """What the request costs if it is the only one, moving what is booked for nothing."""
        weights = replace(self.problem.weights, short_gap=0)
        problem = replace(self.problem, requests=(request,), booked=(), weights=weights)
        plans = PlanSearch(compiled_ways(problem, request), 1, self._poll).plans()
        return SCALE * min((plan.cost for plan in plans), default=IMPOSSIBLE)

    def _least(self, step: Step) -> int:
        """What a step costs at least, whenever it is."""
        return SCALE * min(
            (
                self.problem.weights.span * minutes
                + sum(min(item.penalty for item in alternatives) for alternatives in needs)
                for minutes, needs in durations_of(step)
                if all(needs)
            ),
            default=IMPOSSIBLE,
        )

    def _day_cost(self, request: Request, day: date) -> int:
        weights = self.problem.weights
        late = (day - (request.target or self.problem.days[0])).days
        return weights.day_later * late if late > 0 else weights.day_earlier * -late

    def _on_day(self, request: Request, day: date, sets: PricingSets) -> DayPricing:
        cost = self._day_cost(request, day)
        steps = [list(self._ways(request, step, day)) for step in request.steps]
        times = {
            hold.time: None
            for ways in steps
            for way in ways
            for need in way.needs
            for _, hold in need.holds
        }
        return DayPricing(
            steps, sets, self._grid, SCALE * self.problem.weights.span, SCALE * cost, list(times)
        )

    def _ways(self, request: Request, step: Step, day: date) -> Iterator[PricedStep]:
        """The ways to do a step on a day: by duration, and where it is booked without moving."""
        booked = self._booked.get((request.id, step.id))
        moved = 0 if booked is None else SCALE * self.problem.weights.moved
        for minutes, needs in durations_of(step):
            starts = self._starts(request.windows, day, minutes)
            starts &= self._starts(step.windows, day, minutes)
            terms = list(zip(step.needs, needs, strict=True))
            fixed = raised(start_costs(starts, self._count), moved)
            yield from self._way(request, terms, day, minutes, fixed)
            if booked is not None and booked.day == day:
                stays = self._at(booked.start) & starts
                same = [
                    (need, [item for item in alternatives if item.resource == name])
                    for (need, alternatives), name in zip(terms, booked.resources, strict=True)
                ]
                yield from self._way(request, same, day, minutes, start_costs(stays, self._count))

    def _way(
        self,
        request: Request,
        terms: Iterable[tuple[Need, Iterable[Alternative]]],
        day: date,
        minutes: int,
        fixed: Costs,
    ) -> Iterator[PricedStep]:
        """The way to do a step with these alternatives of its needs, if there is any."""
        needs: list[PricedNeed] = []
        for need, alternatives in terms:
            blocks = blocked_minutes(need.holds, need.before, need.after, 0, minutes)
            priced = self._priced_need(alternatives, day, minutes, tuple(blocks))
            if priced is None:
                return
            needs.append(priced)
        if request.patient in self._shared:
            needs.append(self._patient(request.patient, day, minutes))
        costs = fixed
        for priced in needs:
            costs = list(map(add, costs, priced.costs()))
        if min(costs) < IMPOSSIBLE:
            fixed = [
                alone if together < IMPOSSIBLE else IMPOSSIBLE
                for alone, together in zip(fixed, costs, strict=True)
            ]
            yield PricedStep(minutes, fixed, tuple(needs))

    def _at(self, minute: int) -> int:
        """The start at that minute, on the grid, as a set of starts."""
        cell = (minute - self._opens) // self._grid
        return 1 << cell if cell >= 0 else 0

    def _within(self, free: Iterable[Interval], blocks: Iterable[Interval]) -> int:
        """The starts whose every block is free, blocks in minutes after the start."""
        since_opening = [(begin - self._opens, end - self._opens) for begin, end in free]
        return starts_within(since_opening, blocks, self._grid, self._count)

    def _starts(self, windows: Windows | None, day: date, minutes: int) -> int:
        """The starts from which `minutes` lie within one window."""
        intervals = WHOLE_DAY if windows is None else merge_intervals(windows.get(day, ()))
        return self._within(intervals, ((0, minutes),))

    def _priced_need(
        self,
        alternatives: Iterable[Alternative],
        day: date,
        minutes: int,
        blocks: tuple[Interval, ...],
    ) -> PricedNeed | None:
        """A need that one of the alternatives fills; None where none of them ever can."""
        penalties: dict[PricedHold, int] = {}
        for item in alternatives:
            time = self._of_resource(self._group[item.resource], day)
            starts = self._within(time.free, blocks)
            if item.windows is not None:
                starts &= self._starts(item.windows, day, minutes)
            if starts:
                hold = self._hold(time, blocks, starts)
                penalties[hold] = min(penalties.get(hold, IMPOSSIBLE), SCALE * item.penalty)
        return self._one_of(penalties) if penalties else None

    def _patient(self, patient: str, day: date, minutes: int) -> PricedNeed:
        """The patient's own time, where several requests need it."""
        key = (patient, day)
        if key not in self._of_patients:
            self._of_patients[key] = PricedTime(WHOLE_DAY, 1, self._count)
        blocks = ((0, minutes),)
        return self._one_of({self._hold(self._of_patients[key], blocks, (1 << self._count) - 1): 0})

    def _one_of(self, penalties: dict[PricedHold, int]) -> PricedNeed:
        key = tuple(penalties.items())
        if key not in self._needs:
            self._needs[key] = PricedNeed(tuple((penalty, hold) for hold, penalty in key))
        return self._needs[key]

    def _hold(self, time: PricedTime, blocks: tuple[Interval, ...], starts: int) -> PricedHold:
        in_cells = tuple(
            (cells(begin, self._grid), cells(end, self._grid)) for begin, end in blocks
        )
        key = (time, in_cells, starts)
        if key not in self._holds:
            not_empty = tuple((begin, end) for begin, end in in_cells if begin < end)
            self._holds[key] = PricedHold(time, not_empty, start_costs(starts, self._count))
        return self._holds[key]

    def _of_resource(self, group: str, day: date) -> PricedTime:
        key = (group, day)
        if key not in self._of_resources:
            self._of_resources[key] = PricedTime(self._free[key], self._size[group], self._count)
        return self._of_resources[key]


def _hours(problem: Problem) -> Interval:
    """An interval outside which no step can begin; it begins at a start on the grid.

    A step that takes a resource begins near the free time of one, a step without any at any time.
    """
    steps = [step for request in problem.requests for step in request.steps]
    times = [
        edge
        for item in problem.resources
        for intervals in item.free.values()
        for interval in intervals
        for edge in interval
    ]
    taking = [[need for need in step.needs if need.holds[0][0] < shortest(step)] for step in steps]
    if not times or not all(taking):
        return WHOLE_DAY[0]
    early = max((need.holds[0][0] for needs in taking for need in needs), default=0)
    late = max((need.before for needs in taking for need in needs), default=0)
    grid = problem.grid_minutes
    return max(min(times) - early, 0) // grid * grid, min(max(times) + late, MIDNIGHT)
