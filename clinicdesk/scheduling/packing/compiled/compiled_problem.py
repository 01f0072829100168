"""A problem made ready for packing: every time in whole units, every set of minutes an integer.

The unit is the greatest common divisor of all times of the problem, so nothing is ever rounded.
Requests are compiled for a day when they are first looked at: a repair looks at few of them.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from operator import itemgetter

from clinicdesk.scheduling.core.bit_sets import NO_UNITS, Bits, Units, units_of
from clinicdesk.scheduling.core.disturbance import practitioners_of
from clinicdesk.scheduling.core.intervals import (
    MIDNIGHT,
    Interval,
    merge_intervals,
    subtract_intervals,
)
from clinicdesk.scheduling.core.names import patient_name
from clinicdesk.scheduling.core.problem import (
    Alternative,
    BookedStep,
    Need,
    Problem,
    Request,
    Step,
    Windows,
)
from clinicdesk.scheduling.core.same_resource import ways_of
from clinicdesk.scheduling.packing.compiled.parts import CompiledRequest, Prices, ResourceOption
from clinicdesk.scheduling.packing.compiled.shapes import Shapes, run
from clinicdesk.scheduling.packing.compiled.units import unit_of
from clinicdesk.scheduling.search.precedence import Precedence
from clinicdesk.scheduling.search.staying import Staying

ANY_START = Units(Bits(-1))
"""Where no windows limit the starts."""


class CompiledProblem:
    """Names, units and calendars of a problem, and its requests.

    Calendars are numbered: those of the resources day by day, then those of the patients who have
    several requests.
    """

    def __init__(self, problem: Problem, furthest: int | None = None) -> None:
        """`furthest`: booked steps stay on their day, so many minutes at most from their start."""
        self.problem = problem
        self.furthest = furthest
        self.unit = unit_of(problem)
        """Minutes of a unit."""
        self.units = MIDNIGHT // self.unit
        """Units of a day."""
        self.whole_day = units_of((1 << self.units) - 1)
        step = problem.grid_minutes // self.unit
        self.grid = units_of(sum(1 << start for start in range(0, self.units, step)))
        count = len(problem.days)
        self.first_calendar = {
            resource.id: number * count for number, resource in enumerate(problem.resources)
        }
        """By resource: the number of its calendar of the first day; the other days follow."""
        self.day_index = {day: index for index, day in enumerate(problem.days)}
        self.free: list[Units] = []
        """By calendar: what is free before anything is placed."""
        for resource in problem.resources:
            for day in problem.days:
                taken = resource.busy.get(day, ())
                self.free.append(
                    self.units_in(subtract_intervals(resource.free.get(day, ()), taken))
                )
        self.span = problem.weights.span * self.unit
        """What one unit of the span costs."""
        self.prices = Prices(problem.weights.moved)
        """What it costs now to disturb who is booked."""
        self.practitioners = practitioners_of(problem)
        booked: dict[str, list[BookedStep]] = {}
        for item in problem.booked:
            booked.setdefault(item.request, []).append(item)
        self._told = {
            patient_name(request)
            for request in problem.requests
            if any(item.told for item in booked.get(request.id, ()))
        }
        self._of_patient: dict[str, range] = {}
        patients = [r.patient for r in problem.requests if r.patient is not None]
        for patient in dict.fromkeys(patients):
            if patients.count(patient) > 1:
                self._of_patient[patient] = range(len(self.free), len(self.free) + count)
                self.free += [self.whole_day] * count
        self.shapes = Shapes(self.unit)
        self.members: list[tuple[int, ...]] = [(number,) for number in range(len(self.free))]
        """By number: the calendars that are looked at together under it."""
        self._groups: dict[tuple[int, ...], int] = {}
        self.watching: list[list[int]] = [[number] for number in range(len(self.free))]
        """By calendar: the numbers under which it is looked at."""
        self.requests = [
            self._request(number, request, booked.get(request.id, ()))
            for number, request in enumerate(problem.requests)
        ]

    def units_in(self, intervals: Iterable[Interval]) -> Units:
        """Separate intervals as units; what lies outside the day is cut off."""
        units = NO_UNITS
        for begin, end in intervals:
            begin, end = max(begin, 0) // self.unit, min(end, MIDNIGHT) // self.unit
            if begin < end:
                units |= (1 << end) - (1 << begin)
        return units

    def least_cost(self) -> int:
        """Every packing costs at least this: what each request costs by itself, or left out."""
        weights = self.problem.weights
        return sum(
            min(weights.unplaced, request.least + request.days_by_cost[0][1])
            for request in self.requests
        )

    def _request(
        self, number: int, request: Request, booked: Sequence[BookedStep]
    ) -> CompiledRequest:
        numbers = {step.id: index for index, step in enumerate(request.steps)}
        own = self._of_patient.get(request.patient, range(0)) if request.patient else range(0)
        least = 0
        for step in request.steps:
            stated = [item.minutes for need in step.needs for item in need.one_of if item.minutes]
            least += self.problem.weights.span * min([step.minutes, *stated])
        compiled = CompiledRequest(
            number,
            request,
            Precedence(request),
            {numbers[item.step]: item for item in booked},
            own,
            least,
            sorted(self._day_costs(request), key=itemgetter(1, 0)),
            Staying(request, self.problem.days),
            told=bool(booked) and patient_name(request) in self._told,
        )
        ways = [replace(compiled, request=way, days={}) for way in ways_of(request)]
        if self.furthest is not None and compiled.told:
            ways = [replace(way, quiet=quiet, days={}) for way in ways for quiet in (True, False)]
        if request.same or len(ways) > 1:
            compiled.ways = tuple(ways)
        return compiled

    def _day_costs(self, request: Request) -> Iterator[tuple[int, int]]:
        """Each day with the part of the cost that it alone decides."""
        weights, days = self.problem.weights, self.problem.days
        target = request.target or days[0]
        for index, day in enumerate(days):
            later = (day - target).days
            yield index, abs(later) * (weights.day_later if later > 0 else weights.day_earlier)

    def together(self, calendars: list[int]) -> int:
        """The number under which these calendars are looked at together."""
        if len(calendars) == 1:
            return calendars[0]
        key = tuple(sorted(calendars))
        if key not in self._groups:
            number = self._groups[key] = len(self.members)
            self.members.append(key)
            for calendar in key:
                self.watching[calendar].append(number)
        return self._groups[key]

    def starts_inside(self, units: Units, minutes: int) -> Units:
        """The starts on the grid from which `minutes` lie in one run of the units."""
        if minutes > MIDNIGHT:
            return NO_UNITS
        return run(units, minutes // self.unit) & self.grid

    def allowed(self, item: Alternative, minutes: int, day: int) -> Units:
        """The starts that the windows of an alternative allow; `ANY_START` if it has none."""
        if item.windows is None:
            return ANY_START
        within = self.units_within(item.windows, self.problem.days[day])
        return self.starts_inside(within, minutes)

    def option(
        self, need: Need, item: Alternative, minutes: int, day: int
    ) -> ResourceOption | None:
        """One alternative of a need alone, None where it takes more than a day."""
        shape = self.shapes.of(need, minutes)
        if shape is None:
            return None
        calendar = self.first_calendar[item.resource] + day
        allowed = self.allowed(item, minutes, day)
        return ResourceOption(item.resource, calendar, shape, item.penalty, allowed)

    def starts_allowed(self, request: Request, step: Step, day: int, minutes: int) -> Units:
        """The starts that the grid and the windows of the request and the step allow."""
        when = self.problem.days[day]
        units = self.units_within(request.windows, when)
        if step.windows is not None:
            units &= self.units_within(step.windows, when)
        return self.starts_inside(units, minutes)

    def units_within(self, windows: Windows | None, when: date) -> Units:
        """The units of a day that are in the windows; the whole day without windows."""
        if windows is None:
            return self.whole_day
        return self.units_in(merge_intervals(windows.get(when, ())))
