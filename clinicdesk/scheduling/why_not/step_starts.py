"""The starts of each step by itself, all days in one integer: once for many questions."""

from collections.abc import Collection, Sequence
from dataclasses import replace

from clinicdesk.scheduling.core.bit_sets import NO_CELLS
from clinicdesk.scheduling.core.problem import (
    FREE_OF_COST,
    Need,
    Problem,
    Request,
    Step,
    Windows,
)
from clinicdesk.scheduling.core.stopping import Poll
from clinicdesk.scheduling.search.assigning.pools import StartPools
from clinicdesk.scheduling.search.booked_time import booked_time, patient_of, taken_by_others
from clinicdesk.scheduling.search.compiled_visit import CompiledVisit
from clinicdesk.scheduling.search.free_time.allowed_times import AllowedTimes
from clinicdesk.scheduling.search.free_time.horizon import horizon_of
from clinicdesk.scheduling.why_not.days_side_by_side import Starts

Key = tuple[int, ...]
"""The ids of a step and of all resources that it may take."""


class StepStarts:
    """Starts of the steps of one request, changed in many ways, as may be other resources.

    Whatever is the same object is worked out once.
    """

    def __init__(self, problem: Problem, poll: Poll) -> None:
        self.horizon = horizon_of(problem.days, problem.grid_minutes)
        self._stretch = self.horizon.stretch(0, len(problem.days))
        self._poll = poll
        self._kept: list[object] = []
        """What is known by its id, which nothing else may be given meanwhile."""
        self._by_id: dict[int, dict[str, int]] = {}
        self._names: dict[int, list[str]] = {}
        self._starts: dict[Key, Starts] = {}
        self._allowed: dict[tuple[int, str | None], AllowedTimes] = {}
        self._in_windows: dict[tuple[Key, int, str | None], Starts] = {}
        self._without: dict[tuple[int, Sequence[int]], tuple[Step, ...]] = {}

    def of(self, problem: Problem, request: Request, windows: Windows | None, step: Step) -> Starts:
        """The starts of the step while its patient can come."""
        alone = self._key(problem, step)
        if windows is None and not problem.booked:
            return self._of_step(problem, request, step, alone)
        key = alone, id(windows), request.patient
        if key not in self._in_windows:
            allowed = self._allowed_times(problem, request, windows)
            self._in_windows[key] = {
                minutes: left
                for minutes, mask in self._of_step(problem, request, step, alone).items()
                if (left := mask & allowed.contained(self._stretch, minutes))
            }
        return self._in_windows[key]

    def freed(
        self,
        problem: Problem,
        request: Request,
        windows: Windows | None,
        step: Step,
        names: Collection[str],
    ) -> Starts:
        """The same if the needs that these resources qualify for were met anyhow."""
        met = tuple(number for number, need in enumerate(step.needs) if qualifies(names, need))
        if not met:
            return self.of(problem, request, windows, step)
        key = id(step), met
        if key not in self._without:
            self._kept.append(step)
            self._without[key] = _without(step, met)
        found: Starts = {}
        for each in self._without[key]:
            found |= self.of(problem, request, windows, each)
        return found

    def _key(self, problem: Problem, step: Step) -> Key:
        resources = problem.resources
        if id(resources) not in self._by_id:
            self._kept.append(resources)
            self._by_id[id(resources)] = {item.id: id(item) for item in resources}
        if id(step) not in self._names:
            self._kept.append(step)
            names = {item.resource for need in step.needs for item in need.one_of}
            self._names[id(step)] = sorted(names)
        ids = self._by_id[id(resources)]
        return (id(step), *[ids[name] for name in self._names[id(step)]])

    def _of_step(self, problem: Problem, request: Request, step: Step, key: Key) -> Starts:
        """The starts of the step, whenever its patient can come."""
        if key not in self._starts:
            alone = Request(request.id, (step,))
            visit = CompiledVisit(replace(problem, weights=FREE_OF_COST), alone)
            starts: Starts = {}
            for minutes, _, mask in StartPools(visit, self._stretch, self._poll).of_step[0]:
                starts[minutes] = starts.get(minutes, NO_CELLS) | mask
            self._starts[key] = starts
        return self._starts[key]

    def _allowed_times(
        self, problem: Problem, request: Request, windows: Windows | None
    ) -> AllowedTimes:
        key = id(windows), request.patient
        if key not in self._allowed:
            self._kept.append(windows)
            elsewhere = taken_by_others(booked_time(problem), patient_of(request), request)
            self._allowed[key] = AllowedTimes(self.horizon, windows, elsewhere)
        return self._allowed[key]


def qualifies(names: Collection[str], need: Need) -> bool:
    """Whether any of the resources can fill the need."""
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
