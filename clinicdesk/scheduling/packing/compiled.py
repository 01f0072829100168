"""A problem made ready for packing: every time in whole units, every set of minutes an integer.

The unit is the greatest common divisor of all times of the problem, so nothing is ever rounded.
Bit `t` of a mask stands for the unit of time that begins `t` units after midnight, or for a start
there. Requests are compiled when they are first looked at: a repair looks at few of them.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from math import gcd

from clinicdesk.scheduling.holds import Interval, blocked_minutes, merged, without
from clinicdesk.scheduling.problem import (
    MIDNIGHT,
    Alternative,
    BookedStep,
    Need,
    Problem,
    Request,
    Step,
    Windows,
)
from clinicdesk.scheduling.search.order import Order

Shape = tuple[Interval, ...]
"""The blocks that a need takes, in units after the step's start, ascending and apart."""


@dataclass(eq=False, slots=True)
class Option:
    """One alternative of a need of a step that lasts so long, on one day."""

    name: str
    lane: int
    """The calendar that it takes: the resource on that day."""
    shape: Shape
    penalty: int
    allowed: int
    """The starts that its own windows allow; -1 for all."""


@dataclass(eq=False, slots=True)
class Variant:
    """One way to fill a step on one day: its length, and who qualifies for each need."""

    step: int
    length: int
    """In units."""
    cost: int
    """What it costs in any case: its length as part of the span, and the price of moving."""
    allowed: int
    """The starts that the grid and the windows allow."""
    needs: tuple[tuple[Option, ...], ...]


@dataclass(eq=False, slots=True)
class Visit:
    """A request as the insertion sees it, whatever the day."""

    number: int
    request: Request
    order: Order
    booked: dict[int, BookedStep]
    lanes: range
    """The patient's own calendars, one a day; empty unless other requests have that patient."""
    days: dict[int, "DayVisit | None"] = field(default_factory=dict)


@dataclass(eq=False, slots=True)
class DayVisit:
    """A request on one day: the variants of each step, and the least that it costs there."""

    visit: Visit
    day: int
    day_cost: int
    variants: tuple[tuple[Variant, ...], ...]
    least: int


class Compiled:
    """Names, units and calendars of a problem, and its requests as they are asked for."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.unit = _unit(problem)
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
                self.free.append(self.mask(without(resource.free.get(day, ()), taken)))
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

    def on(self, visit: Visit, day: int) -> DayVisit | None:
        """The request on that day; None where it cannot be whatever else is placed."""
        if day not in visit.days:
            visit.days[day] = self._day_visit(visit, day)
        return visit.days[day]

    def day_cost(self, request: Request, day: int) -> int:
        """The part of the cost that the day alone decides."""
        weights, days = self.problem.weights, self.problem.days
        later = (days[day] - (request.target or days[0])).days
        return later * weights.day_later if later > 0 else -later * weights.day_earlier

    def _visit(self, number: int, request: Request, booked: Sequence[BookedStep]) -> Visit:
        places = {step.id: place for place, step in enumerate(request.steps)}
        lanes = self._shared.get(request.patient, range(0)) if request.patient else range(0)
        return Visit(
            number,
            request,
            Order(request),
            {places[item.step]: item for item in booked},
            lanes,
        )

    def _day_visit(self, visit: Visit, day: int) -> DayVisit | None:
        request = visit.request
        when = self.problem.days[day]
        windows = self._open(request.windows, when)
        variants = []
        for place, step in enumerate(request.steps):
            found = tuple(self._variants(visit, place, step, day, windows))
            if not found:
                return None
            variants.append(found)
        if not visit.order.possible:
            return None
        cost = self.day_cost(request, day)
        least = cost + sum(
            min(
                one.cost + sum(min(option.penalty for option in need) for need in one.needs)
                for one in found
            )
            for found in variants
        )
        return DayVisit(visit, day, cost, tuple(variants), least)

    def _variants(
        self, visit: Visit, place: int, step: Step, day: int, windows: int
    ) -> Iterator[Variant]:
        when = self.problem.days[day]
        if step.windows is not None:
            windows &= self._open(step.windows, when)
        booked = visit.booked.get(place)
        moved = 0 if booked is None else self.problem.weights.moved
        for minutes, needs in ways_to_last(step):
            allowed = self.starts_inside(windows, minutes)
            if not allowed:
                continue
            options = tuple(
                tuple(self._options(need, chosen, minutes, day))
                for need, chosen in zip(step.needs, needs, strict=True)
            )
            if not all(options):
                continue
            length = minutes // self.unit
            cost = self.span * length
            yield Variant(place, length, cost + moved, allowed, options)
            if booked is not None and booked.day == when:
                stays = allowed & 1 << booked.start // self.unit
                same = tuple(
                    tuple(option for option in need if option.name == name)
                    for need, name in zip(options, booked.resources, strict=True)
                )
                if stays and all(same):
                    yield Variant(place, length, cost, stays, same)

    def starts_inside(self, spaces: int, minutes: int) -> int:
        """The starts on the grid from which `minutes` lie in one run of `spaces`."""
        if minutes > MIDNIGHT:
            return 0
        return run(spaces, minutes // self.unit) & self.grid

    def _options(
        self, need: Need, chosen: Iterable[Alternative], minutes: int, day: int
    ) -> Iterator[Option]:
        shape = self.shape(need, minutes)
        if shape is None:
            return
        for one in chosen:
            allowed = self._allowed(one, minutes, day)
            lane = self.lane[one.resource] + day
            if allowed and (self.free[lane] or not shape):
                yield Option(one.resource, lane, shape, one.penalty, allowed)

    def _allowed(self, one: Alternative, minutes: int, day: int) -> int:
        if one.windows is None:
            return -1
        return self.starts_inside(self._open(one.windows, self.problem.days[day]), minutes)

    def option(self, need: Need, one: Alternative, minutes: int, day: int) -> Option | None:
        """One alternative of a need alone, None where it takes more than a day."""
        shape = self.shape(need, minutes)
        if shape is None:
            return None
        lane = self.lane[one.resource] + day
        allowed = self._allowed(one, minutes, day)
        return Option(one.resource, lane, shape, one.penalty, allowed)

    def starts_allowed(self, request: Request, step: Step, day: int, minutes: int) -> int:
        """The starts that the grid and the windows of the request and the step allow."""
        when = self.problem.days[day]
        spaces = self._open(request.windows, when)
        if step.windows is not None:
            spaces &= self._open(step.windows, when)
        return self.starts_inside(spaces, minutes)

    def shape(self, need: Need, minutes: int) -> Shape | None:
        """What a need of a step of so many minutes takes; None if that is more than a day."""
        blocks = blocked_minutes(need.holds, need.before, need.after, 0, minutes)
        if any(begin < -MIDNIGHT or end > MIDNIGHT for begin, end in blocks):
            return None
        return tuple((begin // self.unit, end // self.unit) for begin, end in blocks)

    def _open(self, windows: Windows | None, when: date) -> int:
        if windows is None:
            return self.everywhere
        return self.mask(merged(windows.get(when, ())))


def run(mask: int, length: int) -> int:
    """Every bit with which so many set bits begin, by doubling."""
    have = 1
    while mask and have < length:
        more = min(have, length - have)
        mask &= mask >> more
        have += more
    return mask


def ways_to_last(step: Step) -> Iterator[tuple[int, tuple[tuple[Alternative, ...], ...]]]:
    """The minutes that the step may last, and the alternatives of each need that go with it.

    Every choice of alternatives is found under its own minutes: either none of them carries any,
    or one need's carry exactly these and no other's more.
    """
    plain = tuple(tuple(one for one in need.one_of if one.minutes is None) for need in step.needs)
    if all(plain):
        yield step.minutes, plain
    for place, need in enumerate(step.needs):
        for minutes in sorted({one.minutes for one in need.one_of if one.minutes is not None}):
            yield (
                minutes,
                tuple(
                    tuple(
                        one
                        for one in other.one_of
                        if one.minutes == minutes
                        or (index != place and (one.minutes is None or one.minutes < minutes))
                    )
                    for index, other in enumerate(step.needs)
                ),
            )


def _unit(problem: Problem) -> int:
    unit = gcd(MIDNIGHT, problem.grid_minutes)
    for times in _times(problem):
        if unit == 1:
            break
        unit = gcd(unit, *times)
    return unit


def _times(problem: Problem) -> Iterator[Iterable[int]]:
    for resource in problem.resources:
        for windows in (resource.free, resource.busy):
            yield from _edges(windows)
    for request in problem.requests:
        yield (request.transfer_minutes,)
        yield from _edges(request.windows)
        for rule in request.sequence:
            yield (rule.min_gap or 0, rule.max_gap or 0)
        for step in request.steps:
            yield (step.minutes,)
            yield from _edges(step.windows)
            for need in step.needs:
                yield (need.before, need.after)
                yield (edge for hold in need.holds for edge in hold if edge is not None)
                yield (one.minutes for one in need.one_of if one.minutes is not None)
                for one in need.one_of:
                    if one.windows is not None:
                        yield from _edges(one.windows)


def _edges(windows: Windows | None) -> Iterator[Iterable[int]]:
    if windows is not None:
        for intervals in windows.values():
            yield (edge for interval in intervals for edge in interval)
