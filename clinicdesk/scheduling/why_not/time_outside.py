"""On which days overtime may help: where a plan may take some time outside somebody's free time.

Since nothing fits without it, a plan that overtime opens takes some of it: one of its steps blocks
the resource just outside its free time. No calendar is drawn to find the few days on which one may.
"""

from collections.abc import Collection, Iterator, Sequence
from datetime import date
from typing import NamedTuple
from weakref import WeakKeyDictionary

from clinicdesk.scheduling.core.bit_sets import NO_CELLS, Mask
from clinicdesk.scheduling.core.holds import blocked_minutes
from clinicdesk.scheduling.core.intervals import merge_intervals
from clinicdesk.scheduling.core.problem import Problem, Resource, Step, Windows
from clinicdesk.scheduling.search.free_time.calendars import INSIDE, drawn
from clinicdesk.scheduling.search.free_time.horizon import Horizon, moved_earlier
from clinicdesk.scheduling.search.gap_consistency import spread_earlier, spread_later
from clinicdesk.scheduling.why_not.days_side_by_side import DaysSideBySide, Starts
from clinicdesk.scheduling.why_not.possible_days import PossibleDays
from clinicdesk.scheduling.why_not.step_starts import qualifies

MOST_OVERTIME = 120
"""No practitioner or room is asked for more minutes than this outside its free time."""


class _Taker(NamedTuple):
    """A step that takes the time, by its number, in one way to do the visit in some windows."""

    windows: Windows | None
    steps: tuple[Step, ...]
    number: int


class TimeOutside:
    """Answers for a problem of one request and each of its resources."""

    def __init__(self, problem: Problem, possible: PossibleDays) -> None:
        self._problem = problem
        self._possible = possible
        self._of_anybody: dict[tuple[int, int, int, frozenset[str]], DaysSideBySide] = {}
        self._takers: dict[tuple[str, int, int], Sequence[tuple[_Taker, DaysSideBySide]]] = {}

    def days(self, resource: Resource, before: int, after: int) -> tuple[date, ...]:
        """The days on which a plan may take time of the resource just outside its free time.

        At most so many minutes before or after it; it may be free at any other time.
        """
        takers = self._takers_of(resource, before, after)
        return self._possible.days_at({at for _, days in takers for at in days.positions})

    def may_take(self, resource: Resource, before: int, after: int, most: tuple[int, int]) -> bool:
        """Whether so many minutes leave any of the starts that `most` before and after leave."""
        more = outside(resource, self._possible.starts.horizon, before, after)
        return any(
            days.has_any(taker.number, self._taking(taker, resource, more))
            for taker, days in self._takers_of(resource, *most)
        )

    def _takers_of(
        self, resource: Resource, before: int, after: int
    ) -> Sequence[tuple[_Taker, DaysSideBySide]]:
        """The steps that may take some of the time, each with the days on which it may."""
        key = resource.id, before, after
        if key not in self._takers:
            more = outside(resource, self._possible.starts.horizon, before, after)
            found = [
                (taker, self._days_of(taker, resource, more))
                for taker in (self._who_may_take(resource) if more else ())
            ]
            self._takers[key] = [each for each in found if each[1].positions]
        return self._takers[key]

    def _who_may_take(self, resource: Resource) -> Iterator[_Taker]:
        request, possible = self._problem.requests[0], self._possible
        for windows in possible.windows_of(request):
            for number, step in enumerate(request.steps):
                if any(qualifies({resource.id}, need) for need in step.needs):
                    for steps in self._ways_of_taking(resource, number):
                        yield _Taker(windows, steps, number)

    def _ways_of_taking(self, resource: Resource, number: int) -> Iterator[tuple[Step, ...]]:
        """Those in which the resource is the same for all needs of a group that the step is of.

        Of another step one way is enough, in which none of the others need have the same.
        """
        steps = self._problem.requests[0].steps
        ways = self._possible.ways_of(self._problem.requests[0])
        if any(way[number] is steps[number] for way in ways):
            yield steps
            return
        for way in ways:
            if any(qualifies({resource.id}, need) for need in way[number].needs):
                yield way

    def _days_of(self, taker: _Taker, resource: Resource, more: Mask) -> DaysSideBySide:
        """The days on which the step may take some of the cells in `more`, and the starts."""
        step = taker.steps[taker.number]
        needs = [need for need in step.needs if qualifies({resource.id}, need)]
        days = self._days_of_anybody(
            taker, frozenset(item.resource for need in needs for item in need.one_of)
        )
        if days.positions:
            days = days.with_starts(taker.number, self._taking(taker, resource, more))
        if days.positions:
            self._possible.drop_impossible(self._problem.requests[0], days)
        return days

    def _taking(self, taker: _Taker, resource: Resource, more: Mask) -> Starts:
        step, names = taker.steps[taker.number], {resource.id}
        starts = self._possible.starts.freed(
            self._problem, self._problem.requests[0], taker.windows, step, names
        )
        return _taking(self._possible.starts.horizon, step, names, starts, more)

    def _days_of_anybody(self, taker: _Taker, names: frozenset[str]) -> DaysSideBySide:
        """The days, and the starts on them, if any of these resources takes any overtime."""
        key = id(taker.windows), id(taker.steps), taker.number, names
        if key not in self._of_anybody:
            problem, horizon = self._problem, self._possible.starts.horizon
            request = problem.requests[0]
            more = NO_CELLS
            for resource in problem.resources:
                if resource.id in names:
                    more |= outside(resource, horizon, MOST_OVERTIME, MOST_OVERTIME)
            starts = [
                self._possible.starts.freed(problem, request, taker.windows, step, names)
                for step in taker.steps
            ]
            step = taker.steps[taker.number]
            starts[taker.number] = _taking(horizon, step, names, starts[taker.number], more)
            days = DaysSideBySide(horizon, starts)
            self._possible.drop_impossible(request, days)
            self._of_anybody[key] = days
        return self._of_anybody[key]


def outside(resource: Resource, horizon: Horizon, before: int, after: int) -> Mask:
    """Every cell not wholly free, but within so many minutes of some free time."""
    whole, touched = _free_cells(resource, horizon)
    near = spread_earlier(touched, -(-before // horizon.grid))
    near = spread_later(near, -(-after // horizon.grid)) & horizon.every_cell
    return (near | whole) ^ whole


_known: WeakKeyDictionary[Resource, tuple[Horizon, tuple[Mask, Mask]]] = WeakKeyDictionary()
"""The free cells of each resource on the horizon that was asked about last."""


def _free_cells(resource: Resource, horizon: Horizon) -> tuple[Mask, Mask]:
    """The cells that are free but for what is taken: those that wholly are, and all in part."""
    known = _known.get(resource)
    if known is not None and known[0] is horizon:
        return known[1]
    grid = horizon.grid
    free = [
        (position, merge_intervals(resource.free[day]))
        for position, day in enumerate(horizon.days)
        if day in resource.free
    ]
    rounded = [
        (position, [(begin // grid * grid, -(-end // grid) * grid) for begin, end in spaces])
        for position, spaces in free
    ]
    cells = drawn(horizon, free, (INSIDE, 0, grid)), drawn(horizon, rounded, (INSIDE, 0, grid))
    _known[resource] = horizon, cells
    return cells


def _taking(
    horizon: Horizon, step: Step, names: Collection[str], starts: Starts, more: Mask
) -> Starts:
    """Those of the starts from which a block of the resources takes one of the cells in `more`."""
    cells, grid = horizon.cells, horizon.grid
    taking: Starts = {}
    for need in step.needs:
        if not qualifies(names, need):
            continue
        for minutes, mask in starts.items():
            for begin, end in blocked_minutes(need.holds, need.before, need.after, 0, minutes):
                low, high = begin // grid, -(-end // grid) - 1
                fresh = spread_earlier(moved_earlier(more, low, cells), min(high - low, cells))
                if fresh & mask:
                    taking[minutes] = taking.get(minutes, NO_CELLS) | fresh & mask
    return taking
