"""A problem made ready for pricing: lanes, and for each request its days, steps and ways."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from operator import add

from clinicdesk.scheduling.core.holds import blocked_minutes
from clinicdesk.scheduling.core.intervals import Interval, merge_intervals, subtract_intervals
from clinicdesk.scheduling.core.problem import (
    MIDNIGHT,
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
from clinicdesk.scheduling.packing.bound.prices import (
    IMPOSSIBLE,
    SCALE,
    Costs,
    Hold,
    Lane,
    Offer,
    cells,
    raised,
    start_costs,
    starts_within,
)
from clinicdesk.scheduling.packing.bound.pricing import DayPrice, RequestPrice, Sets, Way
from clinicdesk.scheduling.packing.bound.workload import shortest
from clinicdesk.scheduling.packing.compiled.ways import ways_to_last
from clinicdesk.scheduling.search.compiled_visit import CompiledVisit
from clinicdesk.scheduling.search.plans import PlanSearch
from clinicdesk.scheduling.search.precedence import Precedence


class PricedProblem:
    """All requests of a problem, and the lanes whose prices they pay.

    Resources that nobody can tell apart (the same free time, in the same needs on the same terms)
    share a lane: only how many of them are taken counts. A booked step that takes another of them
    counts as staying, which never costs too much.
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
        self._group, self._size = _alike(problem, self._free)
        self._lanes: dict[tuple[str, date], Lane] = {}
        self._patients: dict[tuple[str, date], Lane] = {}
        self._holds: dict[tuple[Lane, tuple[Interval, ...], int], Hold] = {}
        self._offers: dict[tuple[tuple[Hold, int], ...], Offer] = {}
        names = [item.patient for item in problem.requests]
        self._shared = {name for name in names if name is not None and names.count(name) > 1}
        self._booked: dict[tuple[str, str], BookedStep] = {
            (item.request, item.step): item for item in problem.booked
        }
        self.staying = never_left_out(problem)
        self.requests = [self._request(item) for item in problem.requests]

    @property
    def lanes(self) -> list[Lane]:
        """Every lane that some request may use."""
        return [*self._lanes.values(), *self._patients.values()]

    def _request(self, request: Request) -> RequestPrice:
        weights = self.problem.weights
        booked = sum((request.id, step.id) in self._booked for step in request.steps)
        left_out = (
            None
            if request.id in self.staying
            else SCALE * (weights.unplaced + weights.moved * booked)
        )
        precedence = Precedence(request)
        sets = Sets(precedence)
        least = sum(map(self._least, request.steps)) if precedence.possible else IMPOSSIBLE
        days = [(SCALE * self._day_cost(request, day) + least, day) for day in self.problem.days]
        return RequestPrice(
            sorted(days),
            lambda day: self._day(request, day, sets),
            lambda: self._alone(request),
            left_out,
        )

    def _alone(self, request: Request) -> int:
        """What the request costs if it is the only one, moving what is booked for nothing."""
        weights = replace(self.problem.weights, short_gap=0)
        problem = replace(self.problem, requests=(request,), booked=(), weights=weights)
        plans = PlanSearch(CompiledVisit(problem, request), 1, self._poll).plans()
        return SCALE * min((plan.cost for plan in plans), default=IMPOSSIBLE)

    def _least(self, step: Step) -> int:
        """What a step costs at least, whenever it is."""
        return SCALE * min(
            (
                self.problem.weights.span * minutes
                + sum(min(alternative.penalty for alternative in some) for some in needs)
                for minutes, needs in ways_to_last(step)
                if all(needs)
            ),
            default=IMPOSSIBLE,
        )

    def _day_cost(self, request: Request, day: date) -> int:
        weights = self.problem.weights
        late = (day - (request.target or self.problem.days[0])).days
        return weights.day_later * late if late > 0 else weights.day_earlier * -late

    def _day(self, request: Request, day: date, sets: Sets) -> DayPrice:
        cost = self._day_cost(request, day)
        steps = [list(self._ways(request, step, day)) for step in request.steps]
        lanes = {
            hold.lane: None
            for ways in steps
            for way in ways
            for offer in way.offers
            for _, hold in offer.holds
        }
        return DayPrice(
            steps, sets, self._grid, SCALE * self.problem.weights.span, SCALE * cost, list(lanes)
        )

    def _ways(self, request: Request, step: Step, day: date) -> Iterator[Way]:
        booked = self._booked.get((request.id, step.id))
        moved = 0 if booked is None else SCALE * self.problem.weights.moved
        for minutes, needs in ways_to_last(step):
            starts = self._starts(request.windows, day, minutes)
            starts &= self._starts(step.windows, day, minutes)
            terms = list(zip(step.needs, needs, strict=True))
            fixed = raised(start_costs(starts, self._count), moved)
            yield from self._way(request, terms, day, minutes, fixed)
            if booked is not None and booked.day == day:
                stays = self._at(booked.start) & starts
                same = [
                    (need, [alternative for alternative in some if alternative.resource == name])
                    for (need, some), name in zip(terms, booked.resources, strict=True)
                ]
                yield from self._way(request, same, day, minutes, start_costs(stays, self._count))

    def _way(
        self,
        request: Request,
        terms: Iterable[tuple[Need, Iterable[Alternative]]],
        day: date,
        minutes: int,
        fixed: Costs,
    ) -> Iterator[Way]:
        """The way to do a step with these alternatives of its needs, if there is any."""
        offers: list[Offer] = []
        for need, some in terms:
            blocks = blocked_minutes(need.holds, need.before, need.after, 0, minutes)
            offer = self._offer(some, day, minutes, tuple(blocks))
            if offer is None:
                return
            offers.append(offer)
        if request.patient in self._shared:
            offers.append(self._patient(request.patient, day, minutes))
        costs = fixed
        for offer in offers:
            costs = list(map(add, costs, offer.costs()))
        if min(costs) < IMPOSSIBLE:
            fixed = [
                cost if both < IMPOSSIBLE else IMPOSSIBLE
                for cost, both in zip(fixed, costs, strict=True)
            ]
            yield Way(minutes, fixed, tuple(offers))

    def _at(self, minute: int) -> int:
        """The start at that minute, on the grid, as a set of starts."""
        place = (minute - self._opens) // self._grid
        return 1 << place if place >= 0 else 0

    def _within(self, spaces: Iterable[Interval], blocks: Iterable[Interval]) -> int:
        """The starts whose every block lies within one of the spaces, in minutes of the day."""
        after = [(begin - self._opens, end - self._opens) for begin, end in spaces]
        return starts_within(after, blocks, self._grid, self._count)

    def _starts(self, windows: Windows | None, day: date, minutes: int) -> int:
        """The starts from which so many minutes lie in one window of that day."""
        spaces = WHOLE_DAY if windows is None else merge_intervals(windows.get(day, ()))
        return self._within(spaces, [(0, minutes)])

    def _offer(
        self, some: Iterable[Alternative], day: date, minutes: int, blocks: tuple[Interval, ...]
    ) -> Offer | None:
        terms: dict[Hold, int] = {}
        for alternative in some:
            lane = self._lane(self._group[alternative.resource], day)
            starts = self._within(lane.spaces, blocks)
            if alternative.windows is not None:
                starts &= self._starts(alternative.windows, day, minutes)
            if starts:
                hold = self._hold(lane, blocks, starts)
                terms[hold] = min(terms.get(hold, IMPOSSIBLE), SCALE * alternative.penalty)
        return self._one_of(terms) if terms else None

    def _patient(self, patient: str, day: date, minutes: int) -> Offer:
        """The patient's own time, where several requests ask for it."""
        key = (patient, day)
        if key not in self._patients:
            self._patients[key] = Lane(WHOLE_DAY, 1, self._count)
        blocks = ((0, minutes),)
        return self._one_of({self._hold(self._patients[key], blocks, (1 << self._count) - 1): 0})

    def _one_of(self, terms: dict[Hold, int]) -> Offer:
        key = tuple(terms.items())
        if key not in self._offers:
            self._offers[key] = Offer(tuple((penalty, hold) for hold, penalty in key))
        return self._offers[key]

    def _hold(self, lane: Lane, blocks: tuple[Interval, ...], starts: int) -> Hold:
        cut = tuple((cells(begin, self._grid), cells(end, self._grid)) for begin, end in blocks)
        key = (lane, cut, starts)
        if key not in self._holds:
            some = tuple((begin, end) for begin, end in cut if begin < end)
            self._holds[key] = Hold(lane, some, start_costs(starts, self._count))
        return self._holds[key]

    def _lane(self, group: str, day: date) -> Lane:
        key = (group, day)
        if key not in self._lanes:
            self._lanes[key] = Lane(self._free[key], self._size[group], self._count)
        return self._lanes[key]


def _hours(problem: Problem) -> Interval:
    """The minutes, from a start on the grid on, outside which no step can begin.

    A step that takes a resource begins near its free time, one that takes none at any time.
    """
    steps = [step for request in problem.requests for step in request.steps]
    times = [
        edge
        for item in problem.resources
        for spaces in item.free.values()
        for interval in spaces
        for edge in interval
    ]
    taking = [[need for need in step.needs if need.holds[0][0] < shortest(step)] for step in steps]
    if not times or not all(taking):
        return WHOLE_DAY[0]
    early = max((need.holds[0][0] for needs in taking for need in needs), default=0)
    late = max((need.before for needs in taking for need in needs), default=0)
    grid = problem.grid_minutes
    return max(min(times) - early, 0) // grid * grid, min(max(times) + late, MIDNIGHT)


def _alike(
    problem: Problem, free: dict[tuple[str, date], tuple[Interval, ...]]
) -> tuple[dict[str, str], dict[str, int]]:
    """For each resource the first that is like it, and how many are like that one."""
    terms: dict[str, list[object]] = {item.id: [] for item in problem.resources}
    for number, request in enumerate(problem.requests):
        for place, step in enumerate(request.steps):
            for which, need in enumerate(step.needs):
                for alternative in need.one_of:
                    windows = (
                        None if alternative.windows is None else tuple(alternative.windows.items())
                    )
                    terms[alternative.resource].append(
                        (number, place, which, alternative.minutes, alternative.penalty, windows)
                    )
    first: dict[object, str] = {}
    group: dict[str, str] = {}
    size: dict[str, int] = {}
    for item in problem.resources:
        times = tuple(free[item.id, day] for day in problem.days)
        group[item.id] = first.setdefault((times, tuple(terms[item.id])), item.id)
        size[group[item.id]] = size.get(group[item.id], 0) + 1
    return group, size
