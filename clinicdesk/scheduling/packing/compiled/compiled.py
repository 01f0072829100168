"""A problem made ready for packing: every time in whole units, every set of minutes an integer.

The unit is the greatest common divisor of all times of the problem, so nothing is ever rounded.
Bit `t` of a mask stands for the unit of time that begins `t` units after midnight, or for a start
there. Requests are compiled when they are first looked at: a repair looks at few of them.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from operator import itemgetter

from clinicdesk.scheduling.core.intervals import Interval, merge_intervals, subtract_intervals
from clinicdesk.scheduling.core.problem import (
    MIDNIGHT,
    Alternative,
    BookedStep,
    Need,
    Problem,
    Request,
    Step,
    Windows,
)
from clinicdesk.scheduling.packing.compiled.parts import CompiledRequest, Option
from clinicdesk.scheduling.packing.compiled.shapes import Shapes, run
from clinicdesk.scheduling.packing.compiled.units import unit_of
from clinicdesk.scheduling.search.precedence import Precedence


class Compiled:
    """Names, units and calendars of a problem, and its requests as they are asked for."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.unit = unit_of(problem)
        self.units = MIDNIGHT // self.unit
        self.everywhere = (1 << self.units) - 1
        step = problem.grid_minutes // self.unit
        self.grid = sum(1 << start for start in range(0, self.units, step))
        count = len(problem.days)
        self.lane = {
            resource.id: number * count for number, resource in enumerate(problem.resources)
        }
        self.place = {day: position for position, day in enumerate(problem.days)}
        self.free: list[int] = []
        for resource in problem.resources:
            for day in problem.days:
                taken = resource.busy.get(day, ())
                self.free.append(self.mask(subtract_intervals(resource.free.get(day, ()), taken)))
        self.span = problem.weights.span * self.unit
        """What one unit of the span costs."""
        booked: dict[str, list[BookedStep]] = {}
        for item in problem.booked:
            booked.setdefault(item.request, []).append(item)
        self._shared: dict[str, range] = {}
        patients = [r.patient for r in problem.requests if r.patient is not None]
        for patient in dict.fromkeys(patients):
            if patients.count(patient) > 1:
                self._shared[patient] = range(len(self.free), len(self.free) + count)
                self.free += [self.everywhere] * count
        self.shapes = Shapes(self.unit)
        self.members: list[tuple[int, ...]] = [(lane,) for lane in range(len(self.free))]
        """The calendars that are looked at together under one number, for each number."""
        self._groups: dict[tuple[int, ...], int] = {}
        self.watching: list[list[int]] = [[lane] for lane in range(len(self.free))]
        """For each calendar the numbers whose starts change with it."""
        self.visits = [
            self._visit(number, request, booked.get(request.id, ()))
            for number, request in enumerate(problem.requests)
        ]

    def mask(self, intervals: Iterable[Interval]) -> int:
        """Minutes, apart from each other, as units; what lies outside the day is cut off."""
        mask = 0
        for begin, end in intervals:
            begin, end = max(begin, 0) // self.unit, min(end, MIDNIGHT) // self.unit
            if begin < end:
                mask |= (1 << end) - (1 << begin)
        return mask

    def least_cost(self) -> int:
        """A packing costs at least so much, as each request does by itself."""
        weights = self.problem.weights
        return sum(
            min(weights.unplaced, visit.least + visit.days_by_cost[0][1]) for visit in self.visits
        )

    def _visit(
        self, number: int, request: Request, booked: Sequence[BookedStep]
    ) -> CompiledRequest:
        places = {step.id: place for place, step in enumerate(request.steps)}
        lanes = self._shared.get(request.patient, range(0)) if request.patient else range(0)
        least = 0
        for step in request.steps:
            own = [
                alternative.minutes
                for need in step.needs
                for alternative in need.one_of
                if alternative.minutes
            ]
            least += self.problem.weights.span * min([step.minutes, *own])
        return CompiledRequest(
            number,
            request,
            Precedence(request),
            {places[item.step]: item for item in booked},
            lanes,
            least,
            sorted(self._day_costs(request), key=itemgetter(1, 0)),
        )

    def _day_costs(self, request: Request) -> Iterator[tuple[int, int]]:
        """Each day with the part of the cost that it alone decides."""
        weights, days = self.problem.weights, self.problem.days
        target = request.target or days[0]
        for day, when in enumerate(days):
            later = (when - target).days
            yield day, abs(later) * (weights.day_later if later > 0 else weights.day_earlier)

    def together(self, lanes: list[int]) -> int:
        """The number under which the starts of these calendars together are remembered."""
        if len(lanes) == 1:
            return lanes[0]
        key = tuple(sorted(lanes))
        if key not in self._groups:
            number = self._groups[key] = len(self.members)
            self.members.append(key)
            for lane in key:
                self.watching[lane].append(number)
        return self._groups[key]

    def starts_inside(self, spaces: int, minutes: int) -> int:
        """The starts on the grid from which `minutes` lie in one run of `spaces`."""
        if minutes > MIDNIGHT:
            return 0
        return run(spaces, minutes // self.unit) & self.grid

    def allowed(self, alternative: Alternative, minutes: int, day: int) -> int:
        """The starts that the windows of an alternative allow; -1 for all."""
        if alternative.windows is None:
            return -1
        return self.starts_inside(self.open(alternative.windows, self.problem.days[day]), minutes)

    def option(self, need: Need, alternative: Alternative, minutes: int, day: int) -> Option | None:
        """One alternative of a need alone, None where it takes more than a day."""
        shape = self.shapes.of(need, minutes)
        if shape is None:
            return None
        lane = self.lane[alternative.resource] + day
        allowed = self.allowed(alternative, minutes, day)
        return Option(alternative.resource, lane, shape, alternative.penalty, allowed)

    def starts_allowed(self, request: Request, step: Step, day: int, minutes: int) -> int:
        """The starts that the grid and the windows of the request and the step allow."""
        when = self.problem.days[day]
        spaces = self.open(request.windows, when)
        if step.windows is not None:
            spaces &= self.open(step.windows, when)
        return self.starts_inside(spaces, minutes)

    def open(self, windows: Windows | None, when: date) -> int:
        """The units of a day that are in the windows."""
        if windows is None:
            return self.everywhere
        return self.mask(merge_intervals(windows.get(when, ())))
