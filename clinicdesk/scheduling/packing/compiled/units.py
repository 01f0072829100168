"""The unit of time of which every time of a problem is a multiple."""

from collections.abc import Iterable, Iterator
from math import gcd

from clinicdesk.scheduling.core.intervals import MIDNIGHT
from clinicdesk.scheduling.core.problem import Problem, Windows


def unit_of(problem: Problem) -> int:
    """The greatest number of minutes of which every time of the problem is a multiple."""
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
                yield (item.minutes for item in need.one_of if item.minutes is not None)
                for item in need.one_of:
                    yield from _edges(item.windows)


def _edges(windows: Windows | None) -> Iterator[Iterable[int]]:
    if windows is not None:
        for intervals in windows.values():
            yield (edge for interval in intervals for edge in interval)
