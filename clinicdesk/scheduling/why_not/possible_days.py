"""On which days a request may have a plan, by its starts alone: quick, and never too few.

Dozens of questions about one request (what if this gap were longer?) differ in little. What they
share is worked out once, for the whole horizon in one integer: the starts of each step by itself.
A question then costs a few operations. Days go where a step has no start left, where no start of
another step agrees with it (`search/gap_consistency.py` has the idea), or where no order of all
steps can be gone through, with as little as may lie between two of them (Held and Karp 1962, as
in `search/transitions.py`). What is left is for the search to decide.
"""

from collections.abc import Collection, Iterator, Sequence
from copy import copy
from dataclasses import replace
from datetime import date
from functools import lru_cache
from typing import NamedTuple
from weakref import WeakKeyDictionary

from clinicdesk.scheduling.core.bit_sets import NO_CELLS, Mask, mask_of
from clinicdesk.scheduling.core.holds import blocked_minutes
from clinicdesk.scheduling.core.intervals import MIDNIGHT, merge_intervals
from clinicdesk.scheduling.core.problem import (
    FREE_OF_COST,
    Need,
    Problem,
    Request,
    Resource,
    Step,
    Windows,
)
from clinicdesk.scheduling.core.same_resource import ways_of
from clinicdesk.scheduling.core.stopping import Poll
from clinicdesk.scheduling.search.assigning.pools import StartPools
from clinicdesk.scheduling.search.booked_time import booked_time, patient_of, taken_by_others
from clinicdesk.scheduling.search.compiled_visit import CompiledVisit
from clinicdesk.scheduling.search.free_time.allowed_times import AllowedTimes
from clinicdesk.scheduling.search.free_time.calendars import INSIDE, drawn
from clinicdesk.scheduling.search.free_time.horizon import (
    Horizon,
    horizon_of,
    moved_earlier,
)
from clinicdesk.scheduling.search.gap_consistency import spread_earlier, spread_later
from clinicdesk.scheduling.search.precedence import Precedence

Starts = dict[int, Mask]
"""The starts of one step, by the minutes that it lasts then."""


MOST_OVERTIME = 120
"""No practitioner or room is asked for more minutes than this outside its free time."""


PARTS_OF_A_STAY = 4
"""A longest stay is so many of the parts of the day in which the visit may begin."""


class _Outside(NamedTuple):
    """A step of a problem of one request that takes some time outside its resources' free time."""

    problem: Problem
    windows: Windows | None
    steps: tuple[Step, ...]
    number: int


class PossibleDays:
    """Answers for one request, changed in many ways, of a problem that may have other resources.

    Whatever is the same object is worked out once.
    """

    def __init__(self, problem: Problem, poll: Poll) -> None:
        self._horizon = horizon_of(problem.days, problem.grid_minutes)
        self._stretch = self._horizon.stretch(0, len(problem.days))
        self._poll = poll
        self._kept: list[object] = []
        """What is known by its id, which nothing else may be given meanwhile."""
        self._starts: dict[tuple[int, ...], Starts] = {}
        self._allowed: dict[tuple[int, str | None], AllowedTimes] = {}
        self._ways: dict[tuple[int, int], tuple[tuple[Step, ...], ...]] = {}
        self._by_id: dict[int, dict[str, int]] = {}
        self._precedence: dict[tuple[int, int, int], Precedence] = {}
        self._one_of_each_day: dict[int, list[Windows]] = {}
        self._names: dict[int, list[str]] = {}
        self._outside_known: dict[tuple[int, int, int, frozenset[str]], Sequence[int]] = {}
        self._without: dict[tuple[int, tuple[int, ...]], tuple[Step, ...]] = {}

    def of(
        self, problem: Problem, request: Request, within: Sequence[date] | None = None
    ) -> tuple[date, ...]:
        """Every day that has a plan of the request, and perhaps some that have none.

        `within`: ascending, no other has a plan, as the caller knows.
        """
        among = [*range(len(self._horizon.days))]
        if within is not None:
            among = [self._horizon.position_of[day] for day in within]
        positions: set[int] = set()
        precedence = self._precedence_of(request)
        if precedence.possible:
            for windows in self._windows_of(request):
                for steps in self._ways_of(request):
                    starts = [
                        self._in_windows(
                            problem, request, windows, self._starts_of(problem, request, step)
                        )
                        for step in steps
                    ]
                    positions.update(self._left(precedence, request, starts, among))
        return self._days(positions)

    @staticmethod
    def are_sure(request: Request) -> bool:
        """Whether each of the days that `of` gives has a plan of the request."""
        if len(request.steps) > 1 or request.longest_stay is not None or request.same:
            return False
        names = [
            item.resource for step in request.steps for need in step.needs for item in need.one_of
        ]
        return len(set(names)) == len(names)

    def with_time_of(
        self, problem: Problem, resource: Resource, before: int, after: int
    ) -> tuple[date, ...]:
        """The days of the problem if the resource takes some time just outside its free time.

        At most so many minutes before or after it; it may be free at any other time.
        """
        found: set[int] = set()
        request = problem.requests[0]
        for windows in self._windows_of(request):
            for steps in self._ways_of(request):
                for number, step in enumerate(steps):
                    needs = [need for need in step.needs if _qualifies({resource.id}, need)]
                    if needs:
                        names = {item.resource for need in needs for item in need.one_of}
                        question = _Outside(problem, windows, steps, number)
                        among = self._outside_of_any(question, frozenset(names))
                        some = {resource.id}
                        found.update(self._taking_outside(question, some, before, after, among))
        return self._days(found)

    def _outside_of_any(self, question: "_Outside", names: frozenset[str]) -> Sequence[int]:
        """The positions of the days if any of the resources does, before or after."""
        key = id(question.windows), id(question.steps), question.number, names
        if key not in self._outside_known:
            self._kept += [question.windows, question.steps]
            self._outside_known[key] = self._taking_outside(
                question, names, MOST_OVERTIME, MOST_OVERTIME, range(len(self._horizon.days))
            )
        return self._outside_known[key]

    def _taking_outside(
        self,
        question: "_Outside",
        names: Collection[str],
        before: int,
        after: int,
        among: Sequence[int],
    ) -> Sequence[int]:
        problem, windows, steps, number = question
        request = problem.requests[0]
        precedence = self._precedence_of(request)
        if not precedence.possible or not among:
            return ()
        more = NO_CELLS
        for resource in problem.resources:
            if resource.id in names:
                more |= self.outside(resource, before, after)
        starts = [
            self._in_windows(problem, request, windows, self._freed(problem, request, step, names))
            for step in steps
        ]
        starts[number] = _taking(self._horizon, steps[number], names, starts[number], more)
        return self._left(precedence, request, starts, among)

    def outside(self, resource: Resource, before: int, after: int) -> Mask:
        """Every cell not wholly free, but within so many minutes of some free time."""
        horizon, grid = self._horizon, self._horizon.grid
        whole, touched = _free_cells(resource, horizon)
        near = spread_earlier(touched, -(-before // grid))
        near = spread_later(near, -(-after // grid)) & horizon.every_cell
        return (near | whole) ^ whole

    def _days(self, positions: Collection[int]) -> tuple[date, ...]:
        return tuple(self._horizon.days[position] for position in sorted(positions))

    def _precedence_of(self, request: Request) -> Precedence:
        key = id(request.steps), id(request.sequence), request.transfer_minutes
        if key not in self._precedence:
            self._kept += [request.steps, request.sequence]
            self._precedence[key] = Precedence(request)
        return self._precedence[key]

    def _windows_of(self, request: Request) -> Sequence[Windows | None]:
        """The patient's windows; of a visit in one of them, the first of each day, and so on."""
        windows = request.windows
        if windows is None or not request.one_window:
            return (windows,)
        if id(windows) not in self._one_of_each_day:
            self._kept.append(windows)
            self._one_of_each_day[id(windows)] = _one_of_each_day(windows)
        return self._one_of_each_day[id(windows)]

    def _ways_of(self, request: Request) -> tuple[tuple[Step, ...], ...]:
        if not request.same:
            return (request.steps,)
        key = id(request.steps), id(request.same)
        if key not in self._ways:
            self._kept += [request.steps, request.same]
            self._ways[key] = tuple(way.steps for way in ways_of(request))
        return self._ways[key]

    def _freed(
        self, problem: Problem, request: Request, step: Step, names: Collection[str]
    ) -> Starts:
        """The starts of the step if the needs that these qualify for were met anyhow."""
        met = tuple(n for n, need in enumerate(step.needs) if _qualifies(names, need))
        if not met:
            return self._starts_of(problem, request, step)
        key = id(step), met
        if key not in self._without:
            self._kept.append(step)
            self._without[key] = _without(step, met)
        found: Starts = {}
        for each in self._without[key]:
            found |= self._starts_of(problem, request, each)
        return found

    def _left(
        self,
        precedence: Precedence,
        request: Request,
        starts: Sequence[Starts],
        among: Sequence[int],
    ) -> Sequence[int]:
        """Those of the positions `among` them whose days these starts of all steps leave."""
        self._poll()
        if not all(starts):
            return ()
        days = _Days(self._horizon, starts, among)
        days.drop_impossible(precedence, request.longest_stay, self._poll)
        if request.longest_stay is None or len(starts) < 3 or not days.positions:
            return days.positions
        found: set[int] = set()
        for some in days.by_beginning(request.longest_stay):
            some.drop_impossible(precedence, request.longest_stay, self._poll)
            found.update(some.positions)
        return sorted(found)

    def _in_windows(
        self, problem: Problem, request: Request, windows: Windows | None, starts: Starts
    ) -> Starts:
        if windows is None and not problem.booked:
            return starts
        key = id(windows), request.patient
        if key not in self._allowed:
            self._kept.append(windows)
            elsewhere = taken_by_others(booked_time(problem), patient_of(request), request)
            self._allowed[key] = AllowedTimes(self._horizon, windows, elsewhere)
        allowed = self._allowed[key]
        return {
            minutes: left
            for minutes, mask in starts.items()
            if (left := mask & allowed.contained(self._stretch, minutes))
        }

    def _starts_of(self, problem: Problem, request: Request, step: Step) -> Starts:
        """The starts of a step by itself, whenever its patient can come."""
        ids = self._ids_of(problem)
        if id(step) not in self._names:
            self._kept.append(step)
            names = {item.resource for need in step.needs for item in need.one_of}
            self._names[id(step)] = sorted(names)
        key = (id(step), *[ids[name] for name in self._names[id(step)]])
        if key not in self._starts:
            alone = Request(request.id, (step,))
            visit = CompiledVisit(replace(problem, weights=FREE_OF_COST), alone)
            starts: Starts = {}
            for minutes, _, mask in StartPools(visit, self._stretch, self._poll).of_step[0]:
                starts[minutes] = starts.get(minutes, NO_CELLS) | mask
            self._starts[key] = starts
        return self._starts[key]

    def _ids_of(self, problem: Problem) -> dict[str, int]:
        resources = problem.resources
        if id(resources) not in self._by_id:
            self._kept.append(resources)
            self._by_id[id(resources)] = {item.id: id(item) for item in resources}
        return self._by_id[id(resources)]


def _one_of_each_day(windows: Windows) -> list[Windows]:
    merged = {day: merge_intervals(spaces) for day, spaces in windows.items()}
    most = max(map(len, merged.values()), default=0)
    return [
        {day: (spaces[place],) for day, spaces in merged.items() if place < len(spaces)}
        for place in range(most)
    ]


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


def _qualifies(names: Collection[str], need: Need) -> bool:
    return any(item.resource in names for item in need.one_of)


def _without(step: Step, met: Collection[int]) -> tuple[Step, ...]:
    """The step without the needs of those numbers, once for all it might last."""
    stated = {item.minutes for need in step.needs for item in need.one_of}
    needs = tuple(
        replace(need, one_of=tuple(replace(item, minutes=None) for item in need.one_of))
        for number, need in enumerate(step.needs)
        if number not in met
    )
    lasting = {step.minutes, *(minutes for minutes in stated if minutes is not None)}
    return tuple(replace(step, minutes=minutes, needs=needs) for minutes in sorted(lasting))


def _taking(
    horizon: Horizon, step: Step, names: Collection[str], starts: Starts, more: Mask
) -> Starts:
    """Those of the starts from which a block of the resources takes one of the cells in `more`."""
    cells, grid = horizon.cells, horizon.grid
    taking: Starts = {}
    for need in step.needs:
        if not _qualifies(names, need):
            continue
        for minutes, mask in starts.items():
            for begin, end in blocked_minutes(need.holds, need.before, need.after, 0, minutes):
                low, high = begin // grid, -(-end // grid) - 1
                fresh = spread_earlier(moved_earlier(more, low, cells), min(high - low, cells))
                if fresh & mask:
                    taking[minutes] = taking.get(minutes, NO_CELLS) | fresh & mask
    return taking


def _windows_of(request: Request) -> Iterator[Windows | None]:
    """The patient's windows; for a visit that lies in one of them, the first of each day, etc."""
    if request.windows is None or not request.one_window:
        yield request.windows
        return
    merged = {day: merge_intervals(windows) for day, windows in request.windows.items()}
    for place in range(max(map(len, merged.values()), default=0)):
        yield {day: (each[place],) for day, each in merged.items() if place < len(each)}


class _Days:
    """The starts of all steps on some days side by side, each day with a guard of zeros."""

    def __init__(self, horizon: Horizon, starts: Sequence[Starts], among: Sequence[int]) -> None:
        self._cells = horizon.cells
        self._grid = horizon.grid
        self._stride = horizon.stride
        self._starts = [*starts]
        self.positions: Sequence[int] = range(len(horizon.days))
        """The days that are left, by their positions in the horizon."""
        self._shape()
        if len(among) < len(self.positions):
            self._keep(among)

    def _shape(self) -> None:
        self._top, self._every_cell = _shape(len(self.positions), self._cells)

    def _with_any(self, mask: Mask) -> Mask:
        """The top bit of each day that has a bit in a mask."""
        return (self._top - mask ^ self._top) & self._top

    def drop_impossible(self, precedence: Precedence, longest_stay: int | None, poll: Poll) -> None:
        """Leave the days on which the starts may lead to a plan."""
        self.drop_without_a_start()
        if self.positions:
            self.drop_unmatched(precedence, longest_stay)
        if self.positions and len(self._starts) > 2:
            self.drop_without_an_order(precedence, poll)

    def by_beginning(self, longest_stay: int) -> Iterator["_Days"]:
        """The same days for each part of the day in which the visit may begin.

        Its steps then all lie within that part and the longest stay after it.
        """
        once, grid = self._top >> self._stride - 1, self._grid
        width = max(1, longest_stay // grid // PARTS_OF_A_STAY)
        for first in range(0, self._cells, width):
            latest = (first + width - 1) * grid + longest_stay
            some = copy(self)
            some._starts = []
            for of_step in self._starts:
                kept = {}
                for minutes, mask in of_step.items():
                    count = min((latest - minutes) // grid + 1, self._cells) - first
                    if count > 0 and (left := mask & once * ((1 << count) - 1 << first)):
                        kept[minutes] = left
                if not kept:
                    break
                some._starts.append(kept)
            else:
                yield some

    def drop_without_a_start(self) -> None:
        """Leave the days on which each step has a start."""
        left = self._top
        for of_step in self._starts:
            left &= self._with_any(_all(of_step))
        self._leave(left)

    def _leave(self, left: Mask) -> None:
        """Put the days that have their top bit in `left` next to each other, without the rest."""
        if left == self._top:
            return
        stride = self._stride
        places = []
        while left:
            places.append((left.bit_length() - 1) // stride)
            left ^= 1 << places[-1] * stride + stride - 1
        self._keep(places[::-1])

    def _keep(self, places: Sequence[int]) -> None:
        field = (1 << self._cells) - 1
        self.positions = [self.positions[place] for place in places]
        self._starts = [
            {
                minutes: some
                for minutes, mask in of_step.items()
                if (some := _joined(mask, places, self._stride, field))
            }
            for of_step in self._starts
        ]
        self._shape()

    def drop_unmatched(self, precedence: Precedence, longest_stay: int | None) -> None:
        """Drop starts that no start of another step agrees with, and the days that lose all."""
        stay = MIDNIGHT if longest_stay is None else longest_stay
        follows = precedence.successors
        pairs = [
            (a, b)
            for a in range(precedence.count)
            for b in range(precedence.count)
            if a != b and (stay < MIDNIGHT or follows[a] >> b & 1 or follows[b] >> a & 1)
        ]
        changed = {*range(precedence.count)}
        while changed:
            before, changed = changed, set()
            for step, other in pairs:
                if other not in before and other not in changed:
                    continue
                if self._match(precedence, stay, step, other):
                    changed.add(step)
                    if not self._starts[step]:
                        self.positions = []
                        return
        self.drop_without_a_start()

    def _match(self, precedence: Precedence, stay: int, step: int, other: int) -> bool:
        """Keep the starts of `step` that agree with some start of `other`; whether any went."""
        others = self._starts[other]
        shortest = min(others)
        changed, kept = False, {}
        for minutes, mask in self._starts[step].items():
            fine = NO_CELLS
            if not precedence.successors[step] >> other & 1:
                # `other` comes first: from its end to this start lies the gap.
                least = precedence.smallest[other][step]
                limit = min(precedence.largest.get((other, step), MIDNIGHT), MIDNIGHT)
                for lasting, starts in others.items():
                    most = min(lasting + limit, stay - minutes)
                    fine |= self._later(starts, lasting + least, most)
            if not precedence.successors[other] >> step & 1:
                least = precedence.smallest[step][other]
                limit = min(precedence.largest.get((step, other), MIDNIGHT), MIDNIGHT)
                most = min(minutes + limit, stay - shortest)
                fine |= self._earlier(_all(others), minutes + least, most)
            left = mask & fine
            if left != mask:
                changed = True
            if left:
                kept[minutes] = left
        self._starts[step] = kept
        return changed

    def _later(self, starts: Mask, least: int, most: int) -> Mask:
        """The cells that begin from `least` to `most` minutes after some start."""
        low, high = -(-least // self._grid), min(most // self._grid, self._cells)
        if low > high:
            return NO_CELLS
        return spread_later(starts << low & self._every_cell, high - low) & self._every_cell

    def _earlier(self, starts: Mask, least: int, most: int) -> Mask:
        """The cells that begin from `least` to `most` minutes before some start."""
        low, high = -(-least // self._grid), min(most // self._grid, self._cells)
        if low > high:
            return NO_CELLS
        return spread_earlier(starts >> low & self._every_cell, high - low) & self._every_cell

    def drop_without_an_order(self, precedence: Precedence, poll: Poll) -> None:
        """Leave the days on which all steps can be gone through in some order."""
        count, top, cells, grid = precedence.count, self._top, self._every_cell, self._grid
        every = (1 << count) - 1
        # To whichever step comes next, it is at least so long.
        gaps = [
            min([gap for other, gap in enumerate(row) if other != step], default=0)
            for step, row in enumerate(precedence.smallest)
        ]
        moves = [
            [
                (mask, -(-(minutes + gap) // grid))
                for minutes, mask in of_step.items()
                if minutes + gap <= MIDNIGHT
            ]
            for of_step, gap in zip(self._starts, gaps, strict=True)
        ]
        ready: dict[int, Mask] = {0: cells}
        for done in range(every):
            now = ready.pop(done, NO_CELLS)
            if not now:
                continue
            poll()
            now = (now | top - now) & cells
            rest = every ^ done
            for step in range(count):
                following = done | 1 << step
                if not rest >> step & 1 or precedence.predecessors[step] & ~done:
                    continue
                if following == every:
                    now &= _all(self._starts[step])
                    ready[every] = ready.get(every, NO_CELLS) | now
                    break
                after = NO_CELLS
                for mask, passed in moves[step]:
                    after |= (now & mask) << passed
                after &= cells
                if after:
                    known = ready.get(following)
                    ready[following] = after if known is None else known | after
        self._leave(self._with_any(ready.get(every, NO_CELLS)))


@lru_cache(maxsize=512)
def _shape(count: int, cells: int) -> tuple[Mask, Mask]:
    """Of so many days side by side: the top bit of each day's guard, and every cell."""
    stride = 2 * cells + 2
    once = ((1 << count * stride) - 1) // ((1 << stride) - 1)
    return mask_of(once << stride - 1), mask_of(once * ((1 << cells) - 1))


def _joined(mask: Mask, places: Sequence[int], stride: int, field: int) -> Mask:
    joined = 0
    for place in reversed(places):
        joined = joined << stride | mask >> place * stride & field
    return mask_of(joined)


def _all(starts: Starts) -> Mask:
    found = NO_CELLS
    for mask in starts.values():
        found |= mask
    return found
